"""Reading kept sums by the thousand: as they are stored, made decimals only where they are shown."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from lanhmanh.db.prepared import Row, prepared_as_stored
from lanhmanh.kernel.periods import Period
from lanhmanh.reporting.models import Rollup
from lanhmanh.reporting.models.figure import decimal_of
from lanhmanh.reporting.rules.aggregate import Cell, cumulative, kept_as, through, value
from lanhmanh.reporting.rules.catalogue import Catalogue, Indicator

Sums = Mapping[str, Row]  # by indicator: unit, period, indicator, total, maximum and minimum as stored, the count
_UNIT, _PERIOD, _CODE, _COUNT = 0, 1, 2, 6
_PLACES = {"total": 3, "maximum": 4, "minimum": 5}


def kept_by_period(form: str, periods: Collection[str], unit_id: int) -> Mapping[str, Sums]:
    """Return the known sums of a unit in each of these periods, in one query."""
    return _by(_PERIOD, _sums(form, periods, unit_id))


def kept_by_unit(form: str, period: str, unit_ids: Collection[int]) -> Mapping[int, Sums]:
    """Return the known sums of each of these units in a period, in one query."""
    return _by(_UNIT, _sums(form, period, unit_ids))


@prepared_as_stored
def _sums(form: Any, periods: Any, units: Any) -> QuerySet[Any, Any]:
    rows = Rollup.objects.filter(form=form, period__in=periods, unit__in=units, count__gt=0).order_by()
    return rows.values_list("unit_id", "period", "indicator", *_PLACES, "count")


def _by(at: int, rows: Iterable[Row]) -> Mapping[Any, Sums]:
    found: dict[Any, dict[str, Row]] = defaultdict(dict)
    for row in rows:
        found[row[at]][row[_CODE]] = row
    return found


def figures(indicators: Iterable[Indicator], sums: Sums) -> dict[str, Decimal | None]:
    """Return the values over units of some indicators; None where nothing is known."""
    return {
        one.code: value(one, _cells(sums, one.references))
        if one.is_ratio
        else decimal_of(sums[one.code][_PLACES[kept_as(one)]])
        if one.code in sums
        else None
        for one in indicators
    }


def over_periods(
    catalogue: Catalogue, one: Indicator, kept: Mapping[Period, Sums]
) -> tuple[tuple[Decimal | None, ...], Decimal | None]:
    """Return the values of an indicator in each period, and over all of them together."""
    if one.is_ratio:
        cells = {period: _cells(sums, one.references) for period, sums in kept.items()}
        return tuple(value(one, each) for each in cells.values()), cumulative(one, catalogue, cells)
    at, code = _PLACES[kept_as(one)], one.code
    values = [decimal_of(sums[code][at]) if code in sums else None for sums in kept.values()]
    return tuple(values), through(one, zip(kept, values, strict=True))


def _cells(sums: Sums, codes: Iterable[str]) -> dict[str, Cell]:
    found = {}
    for code in codes:
        if code in sums:
            total, most, least = (decimal_of(sums[code][at]) for at in _PLACES.values())
            found[code] = Cell(total, most, least, total, 0, sums[code][_COUNT])
    return found
