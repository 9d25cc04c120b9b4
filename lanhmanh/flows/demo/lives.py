"""Invented people of the demonstration, visibly so: every name says 'minh họa', no number can exist."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from lanhmanh.cases.models import Ground, Sex

FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương")
GIVEN = ("An", "Bình", "Châu", "Dũng", "Đạt", "Hà", "Hạnh", "Hiếu", "Hòa", "Khánh", "Lan", "Lộc", "Mai", "Nam", "Nga",
         "Phúc", "Quân", "Sơn", "Tâm", "Thảo", "Thủy", "Tuấn", "Uyên", "Việt", "Xuân", "Yến")  # fmt: skip
# How often each status is met; the law of 2021 knows them all.
STATUSES = {
    "management": 0, "rehab_home": 26, "rehab_community": 16, "rehab_compulsory_community": 5, "rehab_centre": 12,
    "rehab_compulsory": 8, "rehab_compulsory_minor": 0, "substitution": 14, "post_rehab": 13, "leaving": 6,
}  # fmt: skip
ENDS = {"rehab_home": 4, "rehab_community": 4, "substitution": 6, "leaving": 3}  # one of so many ends in the year
KINDS = (
    "visit",
    "visit",
    "visit",
    "counselling",
    "counselling",
    "training",
    "job",
    "loan",
    "health",
    "papers",
    "family",
)


@dataclass(frozen=True)
class Life:
    """What is told of one invented person, and what is to happen."""

    number: int
    status: str
    opened_on: date
    born: date
    sex: str
    steps: int
    ends: bool
    help: tuple[str, ...] = field(default=())

    @property
    def words(self) -> dict[str, str]:
        """Return the confidential fields."""
        chance = Random(self.number)
        name = f"{chance.choice(FAMILIES)} Minh Họa {chance.choice(GIVEN)}"
        return {
            "full_name": name, "id_number": f"000{self.number:09d}", "birth_date": f"{self.born:%d/%m/%Y}",
            "address": f"Nhà số {self.number}, đường Minh Họa", "phone": f"0000 {self.number:06d}",
            "relatives": "Mẹ: Bà Minh Họa, ở cùng nhà", "notes": "Số liệu minh họa, không phải người thật.",
            "ground": "" if self.ground == Ground.ASKED else f"Quyết định số {self.number}/QĐ-UBND (minh họa)",
        }  # fmt: skip

    @property
    def ground(self) -> str:
        """Return on what ground the Union keeps the case."""
        return Ground.ASKED if self.status == "leaving" or self.number % 4 == 0 else Ground.ASSIGNED


def lives(random: Random, count: int) -> list[Life]:
    """Return so many people, their cases opened from January to the middle of December 2021."""
    statuses, weights = zip(*STATUSES.items(), strict=True)
    return [_life(random, number, random.choices(statuses, weights)[0]) for number in range(1, count + 1)]


def _life(random: Random, number: int, status: str) -> Life:
    opened = date(2021, 1, 11) + timedelta(random.randrange(335))
    born = opened - timedelta(random.randint(18 * 366, 55 * 365))
    help_ = tuple(random.choice(KINDS) for _ in range(random.randrange(4)))
    ends = status in ENDS and random.randrange(ENDS[status]) == 0
    sex = Sex.FEMALE if status == "leaving" else random.choices([Sex.MALE, Sex.FEMALE, Sex.UNSTATED], [80, 17, 3])[0]
    return Life(number, status, opened, born, sex, random.randrange(1, 6), ends, help_)
