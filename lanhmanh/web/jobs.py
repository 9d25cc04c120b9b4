"""One line of Today."""

from dataclasses import dataclass
from datetime import date

SHOWN_SINGLY = 6


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
    # It stands among what is due this week though its day is later.
    soon: bool = False
