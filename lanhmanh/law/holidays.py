"""The table of days off work and of Saturdays worked instead, year by year."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from lanhmanh.law.sources import Source, rule_file

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Holidays:
    """Hold days off, make-up working days, and the source of each year that the table covers."""

    off: frozenset[date] = frozenset()
    working: frozenset[date] = frozenset()
    years: Mapping[int, Source] = field(default_factory=dict)

    def is_working(self, day: date) -> bool:
        """Return whether offices work on the day; outside the table's years only weekends are off."""
        return day in self.working or (day.weekday() < _SATURDAY and day not in self.off)

    def covers(self, year: int) -> bool:
        """Return whether the table holds this year."""
        return year in self.years


@cache
def vietnamese() -> Holidays:
    """Return the Vietnamese public holidays that are known; source: data/holidays.toml."""
    rows = rule_file("holidays.toml")
    title = "Bộ luật Lao động 45/2019/QH14 và thông báo nghỉ lễ, Tết hằng năm"
    return Holidays(
        off=frozenset(day for row in rows.values() for day in row["off"]),
        working=frozenset(day for row in rows.values() for day in row["working"]),
        years={int(year): Source(title, "Điều 111, 112", row["confidence"], row["note"]) for year, row in rows.items()},
    )
