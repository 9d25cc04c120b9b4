"""Exact consolidation: cells that combine in any order and any tree shape to the same result.

A cell first combines the units of one period; the value it gives, put at its period, combines over time.
Missing is never zero: a unit without a value changes nothing but is not counted either.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import partial, reduce
from operator import attrgetter

from lanhmanh.kernel.numbers import EXACT, rounded
from lanhmanh.kernel.periods import Kind, Period
from lanhmanh.reporting.rules.catalogue import Catalogue, Indicator, Rule, Since


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
_KEPT = {Rule.SUM: "total", Rule.MAX: "maximum", Rule.DISTINCT: "maximum", Rule.MIN: "minimum", Rule.LAST: "last"}
_PICKS: Mapping[Rule, Callable[[Cell], Decimal | None]] = {rule: attrgetter(name) for rule, name in _KEPT.items()}
_JOINS: Mapping[Rule, Callable[[list[Decimal]], Decimal]] = {
    Rule.SUM: partial(reduce, EXACT.add),
    Rule.MAX: max,
    Rule.DISTINCT: max,
    Rule.MIN: min,
}


def combine(cells: Iterable[Cell]) -> Cell:
    """Return all cells combined; EMPTY for none."""
    return reduce(Cell.combine, cells, EMPTY)


def cells_of(values: Mapping[str, Decimal | None], at: int = 0) -> dict[str, Cell]:
    """Return the cells of one report's values by indicator code, leaving out what is missing."""
    return {code: Cell.of(value, at) for code, value in values.items() if value is not None}


def value(indicator: Indicator, cells: Mapping[str, Cell]) -> Decimal | None:
    """Return the indicator's value over units, from the combined cells of one period by code.

    None when nothing is known. A ratio comes from its parts' cells, rounded half up to the indicator's decimals;
    it is None when its parts were not reported equally often, for one would then stand against nothing.
    Of a distinct count it is the lower bound; `bounds` gives both.
    """
    if indicator.is_ratio:
        return _ratio(indicator, cells, lambda code: _picked(Rule.SUM, cells.get(code, EMPTY)))
    return _picked(indicator.over_units, cells.get(indicator.code, EMPTY))


def cumulative(
    indicator: Indicator, catalogue: Catalogue, periods: Mapping[Period, Mapping[str, Cell]]
) -> Decimal | None:
    """Return the indicator's value over time, from the combined cells of each period, all of one kind.

    Give the periods that `periods_since` names for a running value. `last` is the latest known value; of a total that
    restarts each 1 January, the last of every year is added up. Of a distinct count it is the lower bound.
    """
    if indicator.is_ratio:
        parts = {code: _over_time(catalogue[code], periods) for code in indicator.references}
        return _ratio(indicator, parts, lambda code: _picked(catalogue[code].over_time, parts[code]))
    return through(indicator, ((period, value(indicator, cells)) for period, cells in periods.items()))


def through(indicator: Indicator, values: Iterable[tuple[Period, Decimal | None]]) -> Decimal | None:
    """Return the value over time of an indicator that is no ratio, from its values, all of one kind of period."""
    known = [(period, found) for period, found in values if found is not None]
    if not known:
        return None
    if indicator.over_time is not Rule.LAST:
        return _JOINS[indicator.over_time]([found for _period, found in known])
    known.sort(key=lambda one: (one[0].year, one[0].number))
    if indicator.since is not Since.YEAR:
        return known[-1][1]
    ends = {period.year: found for period, found in known}
    return reduce(EXACT.add, ends.values())


def kept_as(indicator: Indicator) -> str:
    """Return which of total, maximum and minimum is the value over units of an indicator that is no ratio."""
    return _KEPT[indicator.over_units]


def periods_since(since: Since, period: Period, began: int) -> tuple[Period, ...]:
    """Return the periods of this kind up to this one, from 1 January or from the year in which the programme began."""
    first = period.year if since is Since.YEAR else min(began, period.year)
    years = [one for year in range(first, period.year) for one in Period(year, Kind.YEAR).split(period.kind)]
    return (*years, *period.since_start_of_year())


def bounds(indicator: Indicator, cells: Mapping[str, Cell]) -> tuple[Decimal, Decimal] | None:
    """Return the least and the most that the indicator can be over units; None when nothing is known.

    Different things counted in several places are at least as many as the largest count and at most their sum.
    """
    lower, cell = value(indicator, cells), cells.get(indicator.code, EMPTY)
    if lower is None:
        return None
    upper = cell.total if indicator.over_units is Rule.DISTINCT else lower
    return lower, lower if upper is None else upper


def bounds_over_time(
    indicator: Indicator, catalogue: Catalogue, periods: Mapping[Period, Mapping[str, Cell]]
) -> tuple[Decimal, Decimal] | None:
    """Return the least and the most that the indicator can be over these periods; None when nothing is known."""
    lower = cumulative(indicator, catalogue, periods)
    if lower is None:
        return None
    if indicator.over_time is not Rule.DISTINCT:
        return lower, lower
    known = [found for cells in periods.values() if (found := bounds(indicator, cells))]
    return lower, reduce(EXACT.add, (upper for _lower, upper in known))


def not_stated(whole: Decimal, parts: Iterable[Decimal | None]) -> Decimal:
    """Return what no part of a breakdown tells of: the whole without the known parts."""
    return reduce(EXACT.subtract, (part for part in parts if part is not None), whole)


def with_ratios(catalogue: Catalogue, values: Mapping[str, Decimal | None]) -> dict[str, Decimal | None]:
    """Return one report's values with every ratio whose two parts it holds."""
    parts = cells_of({code: values.get(code) for one in catalogue.ratios for code in one.references})
    ratios = {one.code: value(one, parts) for one in catalogue.ratios}
    return {**values, **{code: ratio for code, ratio in ratios.items() if ratio is not None}}


def _over_time(indicator: Indicator, periods: Mapping[Period, Mapping[str, Cell]]) -> Cell:
    known = {period: Cell.of(value(indicator, cells), _at(period)) for period, cells in periods.items()}
    whole = combine(known.values())
    if indicator.since is not Since.YEAR or not whole.count:
        return whole
    years = {period.year for period in periods}
    ends = (combine(cell for period, cell in known.items() if period.year == year).last for year in years)
    return replace(whole, last=reduce(EXACT.add, (end for end in ends if end is not None)))


def _at(period: Period) -> int:
    return period.year * 12 + period.last_month


def _ratio(indicator: Indicator, cells: Mapping[str, Cell], pick: Callable[[str], Decimal | None]) -> Decimal | None:
    above, below = indicator.numerator or "", indicator.denominator or ""
    top, bottom = pick(above), pick(below)
    known = (cells.get(above, EMPTY), cells.get(below, EMPTY))
    if top is None or not bottom or (known[0].count, known[0].at) != (known[1].count, known[1].at):
        return None
    exact = Fraction(top) / Fraction(bottom) * indicator.factor
    return rounded(EXACT.divide(Decimal(exact.numerator), Decimal(exact.denominator)), indicator.decimals)


def _picked(rule: Rule, cell: Cell) -> Decimal | None:
    return _PICKS[rule](cell)


def _later(a: Cell, b: Cell) -> tuple[Decimal | None, int | None]:
    if a.at == b.at:
        return _both(EXACT.add, a.last, b.last), a.at
    later = max(a, b, key=lambda cell: -1 if cell.at is None else cell.at)
    return later.last, later.at


def _both(join: Callable[[Decimal, Decimal], Decimal], a: Decimal | None, b: Decimal | None) -> Decimal | None:
    if a is None or b is None:
        return b if a is None else a
    return join(a, b)
