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
# How those end who leave early, by status and in turn.
LEAVES = {
    "rehab_home": ("moved", "prison", "moved"), "rehab_community": ("moved", "prison"),
    "substitution": ("moved", "death", "moved"), "leaving": ("wish", "completed", "moved"),
}  # fmt: skip
# How many months a decision sets in these invented cases, and which rehabilitation is over within the year.
TERMS = {
    "rehab_home": 6, "rehab_community": 6, "rehab_compulsory_community": 6, "rehab_centre": 8, "rehab_compulsory": 12,
    "post_rehab": 12, "post_rehab_centre": 12,
}  # fmt: skip
MINORS = ("rehab_home", "rehab_community")  # the law of 2021 knows children in no other
COMPLETES = ("rehab_home", "rehab_community", "rehab_compulsory_community", "rehab_centre")
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

    @property
    def began(self) -> date:
        """Return when the status began: with the case, or for who is under management long since a year before."""
        return self.opened_on - timedelta(375) if self._is_over else self.opened_on

    @property
    def leaves(self) -> str:
        """Return on what ground the first status ends early, "" where it goes on."""
        if self._is_over:
            return "expiry"
        return LEAVES[self.status][self.number % len(LEAVES[self.status])] if self.ends else ""

    @property
    def completes_on(self) -> date | None:
        """Return the day on which a rehabilitation is completed; of one in nine it is forgotten to be written down."""
        if self.ends or self.status not in COMPLETES or self.number % 9 == 0:
            return None
        return self.opened_on + timedelta(31 * TERMS[self.status] + 12)

    @property
    def relapses(self) -> bool:
        """Test whether rehabilitation begins again soon after it was completed."""
        return self.number % 5 == 0

    @property
    def _is_over(self) -> bool:
        return self.status == "post_rehab" and self.number % 4 == 0


def lives(random: Random, count: int) -> list[Life]:
    """Return so many people, their cases opened from January to the middle of December 2021."""
    statuses, weights = zip(*STATUSES.items(), strict=True)
    return [_life(random, number, random.choices(statuses, weights)[0]) for number in range(1, count + 1)]


def _life(random: Random, number: int, status: str) -> Life:
    if status == "rehab_compulsory" and number % 8 == 0:
        status = "post_rehab_centre"  # who is likely to relapse stays at the centre; the law has it until 2022
    opened = date(2021, 1, 11) + timedelta(random.randrange(335))
    born = opened - timedelta(random.randint(18 * 366, 55 * 365))
    help_ = tuple(random.choice(KINDS) for _ in range(random.randrange(4)))
    ends = status in ENDS and random.randrange(ENDS[status]) == 0
    if number % 40 == 7 and status in MINORS:
        born = opened - timedelta(random.randint(14 * 366, 17 * 365))
        help_ = (*help_, "school")
    sex = Sex.FEMALE if status == "leaving" else random.choices([Sex.MALE, Sex.FEMALE, Sex.UNSTATED], [80, 17, 3])[0]
    return Life(number, status, opened, born, sex, random.randrange(1, 6), ends, help_)
