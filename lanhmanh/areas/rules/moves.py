"""How areas move between classes: one step better or worse, against a target, over the years.

A class is known here by its rank among the classes of one rule set: 0 is the worst, each step better is one more.
Classes of different rule sets are never set against one another.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Move(StrEnum):
    """What became of an area from one year to the next."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    UNKNOWN = "unknown"


class Lag(StrEnum):
    """Why an area falls behind; the gravest first."""

    WORSE = "worse"
    MISSED = "missed"
    LATE = "late"


def move(before: int | None, now: int | None) -> Move:
    """Return the move between two ranks; unknown where one of them is."""
    if before is None or now is None:
        return Move.UNKNOWN
    if before == now:
        return Move.SAME
    return Move.BETTER if now > before else Move.WORSE


@dataclass(frozen=True, slots=True)
class Matrix:
    """How many areas went from each class to each class."""

    cells: Mapping[tuple[str, str], int]
    ranks: Mapping[str, int]

    def count(self, before: str, now: str) -> int:
        """Return how many went from one class to another."""
        return self.cells.get((before, now), 0)

    def from_class(self, before: str) -> int:
        """Return how many of those known in both years began in a class."""
        return sum(number for (start, _end), number in self.cells.items() if start == before)

    def to_class(self, now: str) -> int:
        """Return how many of those known in both years ended in a class."""
        return sum(number for (_start, end), number in self.cells.items() if end == now)

    def total(self, kind: Move | None = None) -> int:
        """Return how many moved so, or how many there are."""
        return sum(number for cell, number in self.cells.items() if kind is None or self.kind(*cell) == kind)

    def kind(self, before: str, now: str) -> Move:
        """Return what a cell means."""
        return move(self.ranks[before], self.ranks[now])


def matrix(before: Mapping[int, str], now: Mapping[int, str], ranks: Mapping[str, int]) -> Matrix:
    """Return the matrix of moves of the areas that have a class of these ranks in both years."""
    both = before.keys() & now.keys()
    pairs = ((before[area], now[area]) for area in both)
    return Matrix(Counter(pair for pair in pairs if pair[0] in ranks and pair[1] in ranks), dict(ranks))


def aim_of(targets: Iterable[tuple[int, int]], year: int) -> tuple[int, int] | None:
    """Return year and rank of the next target from a year on, None where no target is left."""
    coming = sorted(target for target in targets if target[0] >= year)
    return coming[0] if coming else None


def lag(before: int | None, now: int | None, targets: Iterable[tuple[int, int]], year: int) -> Lag | None:
    """Return why an area falls behind at the end of a year, None where it does not.

    Worse: it came into a worse class than the year before. Missed: the target of this very year is not reached. Late:
    more steps lie before the next target than years, at the one step a year by which areas are led on.
    """
    if now is None:
        return None
    if move(before, now) is Move.WORSE:
        return Lag.WORSE
    aim = aim_of(targets, year)
    if aim is None or now >= aim[1]:
        return None
    if aim[0] == year:
        return Lag.MISSED
    return Lag.LATE if aim[1] - now > aim[0] - year else None
