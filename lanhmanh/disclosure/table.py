"""Counts that are to be published, and the sums that tie them together."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import product

Key = Hashable
Counts = Mapping[Key, int | None]
Pair = tuple[Mapping[Key, int], Mapping[Key, int]]


class Reason(StrEnum):
    """Why a cell is hidden. The readers of the table are not told which of the two it is."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


@dataclass(frozen=True, slots=True)
class Equation:
    """Say that one cell is the sum of others, and that every reader knows it."""

    total: Key
    parts: tuple[Key, ...]


@dataclass(frozen=True)
class Table:
    """Hold the true counts with all that a reader knows of them before he has seen one.

    A count that nobody reported is `None`: it is shown as missing and adds nothing to a sum. `published` is out
    already, or is to be shown whatever it costs at other places: the totals of the province. `veiled` was hidden in an
    earlier issue: it is hidden again before others are. `unprinted` cells stand in no table, yet a reader could work
    them out: the change between two issues, a month between two running totals. `hints` are the alternatives of an
    earlier issue, from which those of this one are sought.

    :raises ValueError: a count is negative, a sum does not hold, or a published count is not the true one.
    """

    values: Counts
    equations: Sequence[Equation] = ()
    published: Counts = field(default_factory=dict)
    veiled: frozenset[Key] = frozenset()
    unprinted: frozenset[Key] = frozenset()
    hints: Mapping[Key, Pair] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what is no table: protection of counts that do not add up would protect nothing."""
        for key, value in self.values.items():
            if value is not None and value < 0:
                raise ValueError(f"{key!r} is negative: {value}")
        for one in self.equations:
            if len({one.total, *one.parts}) != len(one.parts) + 1:
                raise ValueError(f"{one.total!r} is the sum of itself, or of one cell twice")
            if self.count(one.total) != sum(self.count(part) for part in one.parts):
                raise ValueError(f"{one.total!r} is not the sum of its parts")
        for key, value in self.published.items():
            if self.values[key] != value:
                raise ValueError(f"{key!r} was published as {value}: join the two issues with `follow`")

    def count(self, key: Key) -> int:
        """Return what the cell adds to a sum."""
        return self.values[key] or 0


@dataclass(frozen=True)
class Protected:
    """Hold what may be printed, what may not, and the proof of it.

    For each protected cell `alternatives` holds two tables, as changes of the true one, that a reader cannot tell from
    it and between which the cell differs by `width` or more. They are as confidential as the counts. `unprotectable`
    names the small counts for which no such pair was found, because too much is out already; it is never to be passed
    over.
    """

    table: Table
    minimum: int
    width: int
    reasons: Mapping[Key, Reason]
    alternatives: Mapping[Key, Pair]
    unprotectable: frozenset[Key]

    @property
    def hidden(self) -> frozenset[Key]:
        """Return the cells to print as a mark."""
        return frozenset(self.reasons) - self.table.unprinted

    @property
    def shown(self) -> Counts:
        """Return the cells to print, missing ones as None."""
        kept = self.reasons.keys() | self.table.unprinted
        return {key: value for key, value in self.table.values.items() if key not in kept}


def cube(*hierarchies: Mapping[Key, Iterable[Key]]) -> list[Equation]:
    """Return the sums of a table whose cells are tuples with one node of each hierarchy.

    A hierarchy names the parts of each of its totals. A node may be part of several totals: the units before and after
    a reform, the months of a quarter and of a running total.
    """
    parts = [{total: tuple(below) for total, below in one.items()} for one in hierarchies]
    nodes = [list(dict.fromkeys(node for total, below in one.items() for node in (total, *below))) for one in parts]
    return [
        Equation((*before, total, *after), tuple((*before, part, *after) for part in below))
        for at, one in enumerate(parts)
        for total, below in one.items()
        for before in product(*nodes[:at])
        for after in product(*nodes[at + 1 :])
    ]
