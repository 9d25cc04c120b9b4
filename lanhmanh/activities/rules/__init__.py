"""What a record of an activity must say, and within which bounds; the clock and the tree are the caller's to ask."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

MOST_PEOPLE = 100_000
MOST_PIECES = 1_000_000
LONGEST = {"title": 200, "place": 200, "note": 2000}


class Fault(Enum):
    """Name what is wrong with a record."""

    FUTURE = auto()
    UNIT_NOT_THERE = auto()
    NO_PLACE = auto()
    TOO_LONG = auto()
    TOO_MANY_PEOPLE = auto()
    TOO_MANY_PIECES = auto()
    BELOW_ZERO = auto()
    NO_PIECES = auto()
    NOTHING_STATED = auto()
    HALF_SPLIT = auto()
    TWICE = auto()
    MORE_PEOPLE = auto()
    HOW_OFTEN = auto()
    HOW_MANY_NEWS = auto()


@dataclass(frozen=True, slots=True)
class Attended:
    """Hold the attendances of one group, each attendance once: split by sex, or only their number."""

    group: str
    female: int | None = None
    male: int | None = None
    unstated: int | None = None

    @classmethod
    def of(cls, group: str, total: int, female: int | None = None) -> "Attended":
        """Return the attendances of a group from their total and, where it is known, the number of women."""
        if female is None:
            return cls(group, unstated=total)
        return cls(group, female=female, male=total - female)

    @property
    def total(self) -> int:
        """Return the attendances of the group."""
        return sum(number for number in (self.female, self.male, self.unstated) if number is not None)


@dataclass(frozen=True, slots=True)
class Handed:
    """Hold how much of one material was handed out, put up or played."""

    kind: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Facts:
    """Hold what the rules look at; `there` says that the unit exists on the day."""

    kind: str
    day: date
    there: bool
    place: str
    title: str
    note: str
    people: int | None
    attended: Sequence[Attended]
    handed: Sequence[Handed]


# A broadcast is heard and an article is read where people are: only these two need no place.
PLACELESS = frozenset({"broadcast", "news"})


def faults(facts: Facts, today: date) -> Iterator[tuple[str, Fault]]:
    """Yield the field and the fault of everything that is wrong with a record."""
    if facts.day > today:
        yield "day", Fault.FUTURE
    elif not facts.there:
        yield "day", Fault.UNIT_NOT_THERE
    if not facts.place and facts.kind not in PLACELESS:
        yield "place", Fault.NO_PLACE
    for field, most in LONGEST.items():
        if len(getattr(facts, field)) > most:
            yield field, Fault.TOO_LONG
    yield from (("attended", fault) for fault in _attended(facts.attended))
    yield from (("people", fault) for fault in _people(facts))
    yield from (("handed", fault) for fault in _handed(facts))


def _attended(rows: Sequence[Attended]) -> Iterator[Fault]:
    if len({row.group for row in rows}) < len(rows):
        yield Fault.TWICE
    for row in rows:
        numbers = [number for number in (row.female, row.male, row.unstated) if number is not None]
        if not numbers:
            yield Fault.NOTHING_STATED
        elif not _split_or_not(row):
            yield Fault.HALF_SPLIT
        elif min(numbers) < 0:
            yield Fault.BELOW_ZERO
        elif max(numbers) > MOST_PEOPLE:
            yield Fault.TOO_MANY_PEOPLE


def _split_or_not(row: Attended) -> bool:
    """Test that the women and men are both known, or only the total is."""
    return (row.female is None) == (row.male is None) != (row.unstated is None)


def _people(facts: Facts) -> Iterator[Fault]:
    if facts.people is None:
        return
    if facts.people < 0:
        yield Fault.BELOW_ZERO
    elif facts.people > MOST_PEOPLE:
        yield Fault.TOO_MANY_PEOPLE
    elif facts.attended and facts.people > sum(row.total for row in facts.attended):
        yield Fault.MORE_PEOPLE


def _handed(facts: Facts) -> Iterator[Fault]:
    kinds = [row.kind for row in facts.handed]
    if len(set(kinds)) < len(kinds):
        yield Fault.TWICE
    if any(row.quantity < 1 for row in facts.handed):
        yield Fault.NO_PIECES
    if any(row.quantity > MOST_PIECES for row in facts.handed):
        yield Fault.TOO_MANY_PIECES
    if facts.kind == "broadcast" and "loudspeaker" not in kinds:
        yield Fault.HOW_OFTEN
    if facts.kind == "news" and "news" not in kinds:
        yield Fault.HOW_MANY_NEWS
