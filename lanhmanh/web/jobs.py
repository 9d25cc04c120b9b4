"""One line of Today."""

from dataclasses import dataclass
from datetime import date
from typing import TypedDict

SHOWN_SINGLY = 6
NEAR_THE_END = 11  # from this month on, what the year still asks for is shown among what is coming


@dataclass(frozen=True)
class Job:
    """One line: what, by when, why, and the one deed."""

    title: str
    url: str
    action: str
    due: date | None = None
    clause: str = ""
    clause_url: str = ""
    note: str = ""
    state: str = ""
    # It is shown, not only counted, though its day is later than this week.
    soon: bool = False


class When(TypedDict):
    """By when something is due, and whether it is shown before its week."""

    due: date
    soon: bool


def by_the_end_of_the_year(today: date) -> When:
    """Return when something is due that the running year still asks for."""
    return {"due": date(today.year, 12, 31), "soon": today.month >= NEAR_THE_END}
