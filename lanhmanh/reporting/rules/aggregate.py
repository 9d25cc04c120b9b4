"""Exact consolidation: cells that combine in any order and any tree shape to the same result.

A cell first combines the units of one period; the value it gives, put at its period, combines over time.
Missing is never zero: a unit without a value changes nothing but is not counted either.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import reduce

from lanhmanh.kernel.numbers import EXACT, rounded
from lanhmanh.kernel.periods import Period
from lanhmanh.reporting.rules.catalogue import Catalogue, Indicator, Rule


@dataclass(frozen=True, slots=True)
class Cell:
    """Hold what is known of a set of values: their sum, bounds, the latest of them, and how many there are.

    `at` is the place in time of `last`; values at the same place sum up, as a stock does over units.
    """

    total: Decimal | None = None
    maximum: Decimal | None = None
    minimum: Decimal | None = None
    last: Decimal | None = None
    at: int | None = None
    count: int = 0

    @classmethod
    def of(cls, value: Decimal | None, at: int = 0) -> "Cell":
        """Return the cell of one value at a place in time; the empty cell for None."""
        return EMPTY if value is None else cls(value, value, value, value, at, 1)

    def combine(self, other: "Cell") -> "Cell":
        """Return the cell of both sets together: associative, commutative, EMPTY changes nothing."""
        if not (self.count and other.count):
            return self if self.count else other
        last, at = _later(self, other)
        return Cell(
            _both(EXACT.add, self.total, other.total),
            _both(max, self.maximum, other.maximum),
            _both(min, self.minimum, other.minimum),
            last,
            at,
            self.count + other.count,
        )


EMPTY = Cell()


def combine(cells: Iterable[Cell]) -> Cell:
    """Return all cells combined; EMPTY for none."""
    return reduce(Cell.combine, cells, EMPTY)


def cells_of(values: Mapping[str, Decimal | None], at: int = 0) -> dict[str, Cell]:
    """Return the cells of one report's values by indicator code, leaving out what is missing."""
    return {code: Cell.of(value, at) for code, value in values.items() if value is not None}


def combine_all(parts: Iterable[Mapping[str, Cell]]) -> dict[str, Cell]:
    """Return, by indicator code, the cells of all parts combined."""
    result: dict[str, Cell] = {}
    for part in parts:
        for code, cell in part.items():
            result[code] = result.get(code, EMPTY).combine(cell)
    return result


def value(indicator: Indicator, cells: Mapping[str, Cell]) -> Decimal | None:
    """Return the indicator's value over units, from the combined cells of one period by code.

    None when nothing is known. A ratio comes from its parts' cells, rounded half up to the indicator's decimals;
    it is None when its parts were not reported equally often, for one would then stand against nothing.
    """
    if indicator.is_ratio:
        return _ratio(indicator, cells, lambda code: _picked(Rule.SUM, cells.get(code, EMPTY)))
    return _picked(indicator.over_units, cells.get(indicator.code, EMPTY))


def cumulative(
    indicator: Indicator, catalogue: Catalogue, periods: Mapping[Period, Mapping[str, Cell]]
) -> Decimal | None:
    """Return the indicator's value over time, from the combined cells of each period, all of one kind.

    Give the periods since the start of the year for a running value. `last` is the latest known value.
    """
    if indicator.is_ratio:
        parts = {code: _over_time(catalogue[code], periods) for code in indicator.references}
        return _ratio(indicator, parts, lambda code: _picked(catalogue[code].over_time, parts[code]))
    return _picked(indicator.over_time, _over_time(indicator, periods))


def with_ratios(catalogue: Catalogue, values: Mapping[str, Decimal | None]) -> dict[str, Decimal | None]:
    """Return one report's values with every ratio whose two parts it holds."""
    cells = cells_of(values)
    ratios = {one.code: value(one, cells) for one in catalogue if one.is_ratio}
    return {**values, **{code: ratio for code, ratio in ratios.items() if ratio is not None}}


def _over_time(indicator: Indicator, periods: Mapping[Period, Mapping[str, Cell]]) -> Cell:
    return combine(
        Cell.of(value(indicator, cells), period.year * 12 + period.last_month) for period, cells in periods.items()
    )


def _ratio(indicator: Indicator, cells: Mapping[str, Cell], pick: Callable[[str], Decimal | None]) -> Decimal | None:
    above, below = indicator.numerator or "", indicator.denominator or ""
    top, bottom = pick(above), pick(below)
    known = (cells.get(above, EMPTY), cells.get(below, EMPTY))
    if top is None or not bottom or (known[0].count, known[0].at) != (known[1].count, known[1].at):
        return None
    exact = Fraction(top) / Fraction(bottom) * indicator.factor
    return rounded(EXACT.divide(Decimal(exact.numerator), Decimal(exact.denominator)), indicator.decimals)


def _picked(rule: Rule, cell: Cell) -> Decimal | None:
    picks = {Rule.SUM: cell.total, Rule.MAX: cell.maximum, Rule.MIN: cell.minimum, Rule.LAST: cell.last}
    return picks[rule]


def _later(a: Cell, b: Cell) -> tuple[Decimal | None, int | None]:
    if a.at == b.at:
        return _both(EXACT.add, a.last, b.last), a.at
    later = max(a, b, key=lambda cell: -1 if cell.at is None else cell.at)
    return later.last, later.at


def _both(join: Callable[[Decimal, Decimal], Decimal], a: Decimal | None, b: Decimal | None) -> Decimal | None:
    if a is None or b is None:
        return b if a is None else a
    return join(a, b)
