"""A good row of every register."""

from datetime import date
from typing import Any

D = date
GOOD: dict[str, dict[str, Any]] = {
    "doi": {"kind": "social", "name": "Đội khu phố 4", "decision": "12/QĐ-UBND", "founded_on": D(2021, 3, 1)},
    "thanh-vien": {"name": "Trần Thị Bé Thử", "in_union": True, "post": "leader", "joined_on": D(2021, 3, 1)},
    "viec-doi": {"kind": "visit", "day": D(2021, 10, 5), "times": 3, "what": "Thăm ba gia đình"},
    "uy-tin": {
        "name": "Nguyễn Văn Già Thử", "kind": "elder", "consent_on": D(2021, 2, 1), "consent_how": "Giấy đồng ý",
        "listed_on": D(2021, 2, 3),
    },
    "viec-uy-tin": {"kind": "work", "day": D(2021, 10, 5), "what": "Vận động ký cam kết"},
    "ho": {
        "day": D(2021, 9, 30), "households": 400, "poor": 10, "near_poor": 20, "helped": 12, "helped_by_members": 5,
        "borrowers": 60,
    },
    "cam-ket": {"kind": "pledge", "day": D(2021, 10, 5), "count": 40},
    "lop-nghe": {
        "kind": "vocational", "title": "Trồng nấm", "started_on": D(2021, 8, 1), "ended_on": D(2021, 10, 20),
        "learners": 30, "female": 18, "cost": 45_000_000,
    },
    "von-vay": {
        "source": "policy_bank", "day": D(2021, 9, 30), "outstanding": 1_250_500_000, "households": 52,
        "overdue": 4_000_000,
    },
    "dich-vu": {"kind": "jobs", "day": D(2021, 11, 2), "title": "Việc làm ở khu công nghiệp", "quantity": 12},
    "san-xuat-gioi": {
        "name": "Lê Thị Giỏi Thử", "count": 1, "level": "district", "awarded_on": D(2021, 5, 19), "trade": "Nuôi gà",
        "helped": 4, "help": "Con giống, kỹ thuật",
    },
}  # fmt: skip
