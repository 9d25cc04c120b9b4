"""Reporting periods as values: a year, a half, a quarter or a month. Which days they hold is a calendar's to say."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import total_ordering

from lanhmanh.kernel.errors import Refused

_CODE = re.compile(r"([12][0-9]{3})(?:S([12])|Q([1-4])|(0[1-9]|1[0-2]))?")
_ROMAN = ("I", "II", "III", "IV")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


class Kind(StrEnum):
    """Name the lengths of a period, the longest first."""

    YEAR = "YEAR"
    HALF = "HALF"
    QUARTER = "QUARTER"
    MONTH = "MONTH"

    @property
    def months(self) -> int:
        """Return how many months such a period holds."""
        return {"YEAR": 12, "HALF": 6, "QUARTER": 3, "MONTH": 1}[self.value]

    @property
    def label(self) -> str:
        """Return the Vietnamese name of the kind."""
        return {"YEAR": "năm", "HALF": "6 tháng", "QUARTER": "quý", "MONTH": "tháng"}[self.value]


@total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """Hold a period of a programme year: its kind and its place in the year, counted from 1."""

    year: int
    kind: Kind = Kind.YEAR
    number: int = 1

    def __post_init__(self) -> None:
        if not (1000 <= self.year <= 2999 and 1 <= self.number <= 12 // self.kind.months):
            raise Refused(f"Không có kỳ {self.kind.label} {self.number} năm {self.year}: chọn lại kỳ báo cáo.")

    @property
    def code(self) -> str:
        """Return the code: 2021, 2021S1, 2021Q4, 202103."""
        tail = {Kind.YEAR: "", Kind.HALF: f"S{self.number}", Kind.QUARTER: f"Q{self.number}"}
        return f"{self.year}{tail.get(self.kind, f'{self.number:02}')}"

    @property
    def first_month(self) -> int:
        """Return the month of the year, 1 to 12, with which the period begins."""
        return (self.number - 1) * self.kind.months + 1

    @property
    def last_month(self) -> int:
        """Return the month of the year, 1 to 12, with which the period ends."""
        return self.number * self.kind.months

    @property
    def label(self) -> str:
        """Return the Vietnamese name, as in "quý IV/2021"."""
        return {
            Kind.YEAR: f"năm {self.year}",
            Kind.HALF: f"6 tháng {'đầu' if self.number == 1 else 'cuối'} năm {self.year}",
            Kind.QUARTER: f"quý {_ROMAN[(self.number - 1) % 4]}/{self.year}",
            Kind.MONTH: f"tháng {self.number}/{self.year}",
        }[self.kind]

    @property
    def label_en(self) -> str:
        """Return the English name, as in "Q4 2021"."""
        return {
            Kind.YEAR: f"{self.year}",
            Kind.HALF: f"{'first' if self.number == 1 else 'second'} half of {self.year}",
            Kind.QUARTER: f"Q{self.number} {self.year}",
            Kind.MONTH: f"{_MONTHS[self.number - 1]} {self.year}",
        }[self.kind]

    def __str__(self) -> str:
        return self.code

    def __lt__(self, other: object) -> bool:
        """Order by the first month; of those that begin together the longer comes first."""
        if not isinstance(other, Period):
            return NotImplemented
        return (self.year, self.first_month, -self.kind.months) < (other.year, other.first_month, -other.kind.months)

    def next(self, steps: int = 1) -> "Period":
        """Return the period `steps` after this one, of the same kind; negative steps go back."""
        per_year = 12 // self.kind.months
        year, place = divmod(self.year * per_year + self.number - 1 + steps, per_year)
        return Period(year, self.kind, place + 1)

    def previous(self) -> "Period":
        """Return the period just before, of the same kind."""
        return self.next(-1)

    def same_last_year(self) -> "Period":
        """Return the same period one year before."""
        return Period(self.year - 1, self.kind, self.number)

    def parent(self) -> "Period | None":
        """Return the next longer period that holds this one; None for a year."""
        longer = [kind for kind in Kind if kind.months > self.kind.months]
        return self.within(longer[-1]) if longer else None

    def within(self, kind: Kind) -> "Period":
        """Return the period of `kind` that holds this one; ValueError when `kind` is shorter."""
        if kind.months < self.kind.months:
            raise ValueError(f"{self.code} does not lie within one {kind.value.lower()}")
        return Period(self.year, kind, (self.first_month - 1) // kind.months + 1)

    def children(self) -> "tuple[Period, ...]":
        """Return the periods of the next shorter kind that make up this one; none for a month."""
        shorter = [kind for kind in Kind if kind.months < self.kind.months]
        return self.split(shorter[0]) if shorter else ()

    def split(self, kind: Kind) -> "tuple[Period, ...]":
        """Return the periods of `kind` that make up this one, in order; ValueError when `kind` is longer."""
        if kind.months > self.kind.months:
            raise ValueError(f"{self.code} is shorter than one {kind.value.lower()}")
        first = (self.first_month - 1) // kind.months + 1
        return tuple(Period(self.year, kind, first + step) for step in range(self.kind.months // kind.months))

    def since_start_of_year(self) -> "tuple[Period, ...]":
        """Return the periods of this kind from the first of the year to this one."""
        return tuple(Period(self.year, self.kind, number) for number in range(1, self.number + 1))


def parse(code: str) -> Period:
    """Return the period of a code such as 2021, 2021S1, 2021Q4 or 202103; Refused when it is none."""
    match = _CODE.fullmatch(code.strip().upper())
    if match is None:
        raise Refused(f"Không hiểu kỳ báo cáo “{code}”: viết 2021, 2021S1, 2021Q4 hoặc 202103.")
    year, half, quarter, month = match.groups()
    for kind, number in ((Kind.HALF, half), (Kind.QUARTER, quarter), (Kind.MONTH, month)):
        if number:
            return Period(int(year), kind, int(number))
    return Period(int(year))
