"""Reading kept sums by the thousand: a unit's sums of a period come packed, made decimals only where they are shown."""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from lanhmanh.db.decimals import decimals_of
from lanhmanh.db.packing import Packed, split
from lanhmanh.db.prepared import prepared_as_stored
from lanhmanh.kernel.periods import Period
from lanhmanh.reporting.models import Rollup
from lanhmanh.reporting.rules.aggregate import Cell, cumulative, kept_as, through, value
from lanhmanh.reporting.rules.catalogue import Catalogue, Indicator


class Sums:
    """The known sums of a unit in a period by indicator; each column is unpacked when it is first asked for."""

    def __init__(self, codes: str = "", total: str = "", maximum: str = "", minimum: str = "", count: str = "") -> None:
        self._codes = split(codes)
        self._total, self._maximum, self._minimum, self._count = total, maximum, minimum, count

    @cached_property
    def total(self) -> Mapping[str, Decimal]:
        """Return the totals."""
        return self._figures(self._total)

    @cached_property
    def maximum(self) -> Mapping[str, Decimal]:
        """Return the largest values."""
        return self._figures(self._maximum)

    @cached_property
    def minimum(self) -> Mapping[str, Decimal]:
        """Return the least values."""
        return self._figures(self._minimum)

    @cached_property
    def count(self) -> Mapping[str, int]:
        """Return of how many values each is made."""
        return dict(zip(self._codes, map(int, split(self._count)), strict=True))

    def cells(self, codes: Iterable[str]) -> dict[str, Cell]:
        """Return those of some indicators that are known, as the rules take them."""
        return {
            code: Cell(self.total[code], self.maximum[code], self.minimum[code], self.total[code], 0, self.count[code])
            for code in codes
            if code in self.total
        }

    def _figures(self, packed: str) -> Mapping[str, Decimal]:
        return dict(zip(self._codes, decimals_of(packed.split(",") if packed else ()), strict=True))


NOTHING = Sums()


def kept_by_period(form: str, periods: Collection[str], unit_id: int) -> Mapping[str, Sums]:
    """Return the known sums of a unit in each of these periods, in one query."""
    return {period: Sums(*packed) for period, _unit, *packed in _sums(form, periods, unit_id)}


def kept_by_unit(form: str, period: str, unit_ids: Collection[int]) -> Mapping[int, Sums]:
    """Return the known sums of each of these units in a period, in one query."""
    return {unit_id: Sums(*packed) for _period, unit_id, *packed in _sums(form, period, unit_ids)}


@prepared_as_stored
def _sums(form: Any, periods: Any, units: Any) -> QuerySet[Any, Any]:
    rows = Rollup.objects.filter(form=form, period__in=periods, unit__in=units, count__gt=0).order_by()
    columns = [Packed(name) for name in ("indicator", "total", "maximum", "minimum", "count")]
    return rows.values_list("period", "unit_id").annotate(*columns)


def figures(indicators: Iterable[Indicator], sums: Sums) -> dict[str, Decimal | None]:
    """Return the values over units of some indicators; None where nothing is known."""
    return {
        one.code: value(one, sums.cells(one.references)) if one.is_ratio else getattr(sums, kept_as(one)).get(one.code)
        for one in indicators
    }


def over_periods(
    catalogue: Catalogue, one: Indicator, kept: Mapping[Period, Sums]
) -> tuple[tuple[Decimal | None, ...], Decimal | None]:
    """Return the values of an indicator in each period, and over all of them together."""
    if one.is_ratio:
        cells = {period: sums.cells(one.references) for period, sums in kept.items()}
        return tuple(value(one, each) for each in cells.values()), cumulative(one, catalogue, cells)
    column, code = kept_as(one), one.code
    values = tuple([getattr(sums, column).get(code) for sums in kept.values()])
    return values, through(one, zip(kept, values, strict=True))
