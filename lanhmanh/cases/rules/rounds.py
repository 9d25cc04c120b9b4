"""What a review round must say: numbers only, and who sat together."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MOST_PEOPLE = 1_000
MOST_NAMES = 100_000
FROM = ("from_union", "from_police", "from_authorities", "from_others")
FOUND = ("names_checked", "changes", "declared", "registered", "families_persuaded")


class Fault(StrEnum):
    """Name what is wrong with a round."""

    FUTURE = "future"
    UNIT_NOT_THERE = "unit_not_there"
    NO_UNION = "no_union"
    NOT_JOINT = "not_joint"
    BELOW_ZERO = "below_zero"
    TOO_MANY = "too_many"
    MORE_CHANGES = "more_changes"


@dataclass(frozen=True, slots=True)
class RoundData:
    """Hold what is stated about one round; None is not known, which is not 0."""

    on: date
    from_union: int
    from_police: int
    from_authorities: int
    from_others: int = 0
    names_checked: int | None = None
    changes: int | None = None
    declared: int | None = None
    registered: int | None = None
    families_persuaded: int | None = None


def faults(data: RoundData, today: date, *, there: bool) -> Iterator[tuple[str, Fault]]:
    """Yield field and fault; `there` says that the commune exists on the day."""
    if data.on > today:
        yield "on", Fault.FUTURE
    elif not there:
        yield "on", Fault.UNIT_NOT_THERE
    if data.from_union == 0:
        yield "from_union", Fault.NO_UNION
    if data.from_police == 0 and data.from_authorities == 0:
        yield "from_police", Fault.NOT_JOINT
    yield from _bounds(data)
    if data.names_checked is not None and data.changes is not None and data.changes > data.names_checked:
        yield "changes", Fault.MORE_CHANGES


def _bounds(data: RoundData) -> Iterator[tuple[str, Fault]]:
    for names, most in ((FROM, MOST_PEOPLE), (FOUND, MOST_NAMES)):
        for name in names:
            value = getattr(data, name)
            if value is not None and value < 0:
                yield name, Fault.BELOW_ZERO
            elif value is not None and value > most:
                yield name, Fault.TOO_MANY
