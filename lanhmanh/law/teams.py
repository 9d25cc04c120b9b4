"""What a volunteer team must have in a quarter to be called stable and effective: dated standards, by province."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from lanhmanh.law.sources import Source, rule_file


@dataclass(frozen=True, slots=True)
class Standard:
    """The least that a team has in a quarter; `months` is how long it must have been there."""

    valid_from: date
    members: int
    meetings: int
    activities: int
    results: int
    months: int
    source: Source
    province: str = ""


@cache
def standards() -> tuple[Standard, ...]:
    """Return every standard, the oldest first; source: data/teams.toml."""
    rows = rule_file("teams.toml")["standard"]
    found = [Standard(**{**row, "source": Source(**row["source"])}) for row in rows]
    return tuple(sorted(found, key=lambda one: one.valid_from))


def standard_on(day: date, province: str = "") -> Standard | None:
    """Return the standard of a day, that of the province before the common one; None before any was stated."""
    there = [one for one in standards() if one.valid_from <= day and one.province in ("", province)]
    return max(there, key=lambda one: (one.province != "", one.valid_from), default=None)
