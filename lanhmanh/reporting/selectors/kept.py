"""Reading kept sums by the thousand: a unit's sums of a period come packed, made decimals only where they are shown."""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from lanhmanh.db.decimals import decimal_of
from lanhmanh.db.packing import heads, unpacked
from lanhmanh.db.prepared import prepared_as_stored
from lanhmanh.kernel.periods import Period
from lanhmanh.reporting.models import Rollup
from lanhmanh.reporting.rules.aggregate import Cell, cumulative, kept_as, through, value
from lanhmanh.reporting.rules.catalogue import Catalogue, Indicator

Key = tuple[str, str, int]  # form, period, unit


class Sums:
    """The known sums of a unit in a period by indicator; each column is unpacked when it is first asked for."""

    def __init__(self, rows: str, totals: str, maxima: str, minima: str, counts: str) -> None:
        """Take the columns as they are stored."""
        self._rows = heads(rows)
        self._totals, self._maxima, self._minima, self._counts = totals, maxima, minima, counts

    @cached_property
    def total(self) -> Mapping[str, Decimal]:
        """Return the totals."""
        return self._figures(self._totals)

    @cached_property
    def maximum(self) -> Mapping[str, Decimal]:
        """Return the largest values."""
        return self._figures(self._maxima)

    @cached_property
    def minimum(self) -> Mapping[str, Decimal]:
        """Return the least values."""
        return self._figures(self._minima)

    @cached_property
    def count(self) -> Mapping[str, int]:
        """Return of how many values each is made."""
        return {code: count for code, count in zip(self._rows, unpacked(self._counts), strict=True) if count}

    def cells(self, codes: Iterable[str] | None = None) -> dict[str, Cell]:
        """Return what is known, of all indicators or of these, as the rules take it."""
        return {
            code: Cell(self.total[code], self.maximum[code], self.minimum[code], self.total[code], 0, self.count[code])
            for code in (self._rows if codes is None else codes)
            if code in self.total
        }

    def _figures(self, numbers: str) -> Mapping[str, Decimal]:
        found = zip(self._rows, unpacked(numbers), strict=True)
        return {code: decimal_of(number) for code, number in found if number is not None}


NOTHING = Sums(*["[]"] * 5)


def kept_by_period(form: str, periods: Collection[str], unit_id: int) -> Mapping[str, Sums]:
    """Return the known sums of a unit in each of these periods, in one query."""
    return {period: sums for (_form, period, _unit), sums in kept([form], periods, [unit_id]).items()}


def kept_by_unit(form: str, period: str, unit_ids: Collection[int]) -> Mapping[int, Sums]:
    """Return the known sums of each of these units in a period, in one query."""
    return {unit_id: sums for (_form, _period, unit_id), sums in kept([form], [period], unit_ids).items()}


def kept(forms: Collection[str], periods: Collection[str], unit_ids: Collection[int]) -> Mapping[Key, Sums]:
    """Return the known sums by form, period and unit, in one query."""
    return {(form, period, unit_id): Sums(*texts) for form, period, unit_id, *texts in _kept(forms, periods, unit_ids)}


@prepared_as_stored
def _kept(forms: Any, periods: Any, units: Any) -> QuerySet[Any, Any]:
    rows = Rollup.objects.filter(form__in=forms, period__in=periods, unit__in=units).order_by()
    return rows.values_list("form", "period", "unit_id", "rows", "totals", "maxima", "minima", "counts")


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
