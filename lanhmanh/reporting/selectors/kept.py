"""Reading kept sums by the thousand: as they are stored, made decimals only where they are shown."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import connections
from django.db.models import QuerySet

from lanhmanh.kernel.periods import Period
from lanhmanh.reporting.models import Rollup
from lanhmanh.reporting.models.figure import decimal_of
from lanhmanh.reporting.rules.aggregate import Cell, cumulative, kept_as, through, value
from lanhmanh.reporting.rules.catalogue import Catalogue, Indicator

Sums = Mapping[str, Sequence[Any]]  # by indicator: key, indicator, total, maximum and minimum as stored, the count
_PLACES = {"total": 2, "maximum": 3, "minimum": 4}
_COUNT = 5


def kept_by(key: str, rows: QuerySet[Rollup]) -> dict[Any, dict[str, Sequence[Any]]]:
    """Return the known sums of some rows by a column of theirs, in one query."""
    asked = rows.filter(count__gt=0).order_by().values_list(key, "indicator", *_PLACES, "count")
    sql, params = asked.query.sql_with_params()
    found: dict[Any, dict[str, Sequence[Any]]] = {}
    with connections[rows.db].cursor() as cursor:
        cursor.execute(sql, params)
        for row in cursor.fetchall():
            if row[0] not in found:
                found[row[0]] = {}
            found[row[0]][row[1]] = row
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
    known = {period: value for period, value in zip(kept, values, strict=True) if value is not None}
    return tuple(values), through(one, known)


def _cells(sums: Sums, codes: Iterable[str]) -> dict[str, Cell]:
    found = {}
    for code in codes:
        if code in sums:
            total, most, least = (decimal_of(sums[code][at]) for at in _PLACES.values())
            found[code] = Cell(total, most, least, total, 0, sums[code][_COUNT])
    return found
