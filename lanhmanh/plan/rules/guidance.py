"""How a unit stands towards guidance that was sent to it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto


class Heed(StrEnum):
    """What can be said of one recipient."""

    NOTED = auto()
    WAITING = auto()
    OVERDUE = auto()
    NO_ACCOUNT = auto()  # nobody there can take note: to be told by other ways, and not late
    ENDED = auto()  # the unit was merged away before it took note


def heed(*, noted: bool, stands: bool, has_account: bool, due: date | None, today: date) -> Heed:
    """Return how a recipient stands; who took note took note, whatever became of the unit."""
    if noted:
        return Heed.NOTED
    if not stands:
        return Heed.ENDED
    if not has_account:
        return Heed.NO_ACCOUNT
    return Heed.OVERDUE if due is not None and due < today else Heed.WAITING


def late_by(due: date | None, noted_on: date) -> int:
    """Return by how many days a unit took note too late, 0 where it was in time."""
    return max((noted_on - due).days, 0) if due else 0


@dataclass(frozen=True)
class Heeded:
    """How many of so many recipients took note, and why the others did not."""

    noted: int
    waiting: int
    overdue: int
    no_account: int
    ended: int

    @property
    def of(self) -> int:
        """Return of how many; nobody is left out of the count beside the total."""
        return self.noted + self.waiting + self.overdue + self.no_account + self.ended


def heeded(recipients: Iterable[Heed]) -> Heeded:
    """Count."""
    found = Counter(recipients)
    return Heeded(*(found[one] for one in Heed))
