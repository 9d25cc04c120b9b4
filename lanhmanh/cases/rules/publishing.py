"""The cells of a publication and the sums that tie them: breakdowns, levels of the tree, days and periods."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lanhmanh.disclosure import Equation, Key, Table
from lanhmanh.kernel.periods import Kind, Period

STOCK, OPENED, CLOSED, COMPLETED, OTHERWISE = "open", "opened", "closed", "closed_completed", "closed_otherwise"
BREAKDOWNS: Mapping[str, tuple[str, ...]] = {
    "form": ("open_home", "open_centre", "open_compulsory", "open_substitution", "open_post_rehab", "open_other"),
    "sex": ("open_female", "open_male", "open_unstated"),
    "age": ("open_under_18", "open_18_29", "open_30_and_over", "open_age_unstated"),
}
STOCKS = (STOCK, *(name for names in BREAKDOWNS.values() for name in names))
FLOWS = (OPENED, CLOSED, COMPLETED)
KINDS = (Kind.QUARTER, Kind.HALF, Kind.YEAR)
# Of a commune only who is helped, in all and by form. Nearly every finer count there would be hidden, and between two
# stocks and the flows beside them the rest could be worked out.
LOW = (STOCK, *BREAKDOWNS["form"])
_SUMS = {STOCK: tuple(BREAKDOWNS.values()), CLOSED: ((COMPLETED, OTHERWISE),)}
Cell = tuple[str, int, str]


@dataclass(frozen=True)
class Tree:
    """Hold the units of a province or district on a day, unit → the units one step below it, and which are communes."""

    top: int
    below: Mapping[int, tuple[int, ...]]
    communes: frozenset[int]

    def upward(self) -> list[int]:
        """Return every unit, those below before those above them."""
        found = [self.top]
        for unit in found:
            found += self.below.get(unit, ())
        return found[::-1]


@dataclass
class Sheet:
    """Gather cells and sums until they make a table."""

    values: dict[Key, int | None] = field(default_factory=dict)
    equations: list[Equation] = field(default_factory=list)
    unprinted: set[Key] = field(default_factory=set)

    def lay(self, when: str, tree: Tree, names: Iterable[str], leaves: Mapping[int, Mapping[str, int | None]]) -> None:
        """Lay what was counted at each unit itself, with the sums up the tree and over the breakdowns."""
        names = [*names, *([OTHERWISE] if COMPLETED in names else [])]
        for name in names:
            counts: dict[int, int | None] = {}
            for unit in tree.upward():
                below = tree.below.get(unit, ())
                counts[unit] = _sum(counts[one] for one in below) if below else _counted(name, leaves.get(unit, {}))
                self._place((name, unit, when), below, counts[unit], tree.communes)
        for unit in tree.upward():
            self.equations += [
                Equation((total, unit, when), tuple((part, unit, when) for part in parts))
                for total, breakdowns in _SUMS.items()
                for parts in breakdowns
                if {total, *parts} <= set(names) and prints(unit, parts[0], tree.communes)
            ]

    def _place(self, cell: Cell, below: Sequence[int], value: int | None, communes: frozenset[int]) -> None:
        name, unit, when = cell
        if prints(unit, name, communes):
            self.values[cell] = value
            if below and all(prints(one, name, communes) for one in below):
                self.equations.append(Equation(cell, tuple((name, one, when) for one in below)))

    def tie(self, name: str, unit: int, when: str, one: Sequence[Key], other: Sequence[Key]) -> None:
        """Tie two sums that are the same but for cases that changed their unit, or that were recorded late.

        What lies between them is known to who knows both, so it is a cell too.
        """
        if not all(key in self.values for key in (*one, *other)):
            return
        here, there = (sum(self.values[key] or 0 for key in side) for side in (one, other))
        whole, moved = (f"{name}:whole", unit, when), (f"{name}:moved", unit, when)
        self.values |= {whole: max(here, there), moved: abs(here - there)}
        self.unprinted |= {whole, moved}
        self.equations += [
            Equation(whole, (*one, *([moved] if here < there else []))),
            Equation(whole, (*other, *([moved] if there < here else []))),
        ]

    def table(self, printed: Iterable[Key]) -> Table:
        """Return the table of which these cells are printed and the rest can only be worked out."""
        return Table(self.values, self.equations, unprinted=frozenset(self.values.keys() - set(printed)))


def prints(unit: int, name: str, communes: frozenset[int]) -> bool:
    """Test whether a figure of a unit is published at all."""
    return name in LOW or unit not in communes


def _sum(counts: Iterable[int | None]) -> int | None:
    known = [value for value in counts if value is not None]
    return sum(known) if known else None


def _counted(name: str, leaf: Mapping[str, int | None]) -> int | None:
    if name != OTHERWISE:
        return leaf.get(name)
    closed, completed = leaf.get(CLOSED), leaf.get(COMPLETED)
    return None if closed is None or completed is None else closed - completed


def related(period: Period, out: Iterable[Period]) -> tuple[Period, ...]:
    """Return the periods of the year that are parts of this one, or of one that is out, with them: flows add up."""
    found = {period, *(one for one in out if one.year == period.year)}
    longer = [one for one in found if one.kind is not Kind.QUARTER]
    found |= {part for one in longer for kind in KINDS if kind.months <= one.kind.months for part in one.split(kind)}
    return tuple(sorted(found))


def sums_over_time(periods: Iterable[Period]) -> Iterator[tuple[Period, tuple[Period, ...]]]:
    """Yield each of the periods that is a sum of shorter ones with its parts."""
    known = set(periods)
    for one in sorted(known):
        parts = () if one.kind is Kind.QUARTER else one.children()
        if parts and known.issuperset(parts):
            yield one, parts
