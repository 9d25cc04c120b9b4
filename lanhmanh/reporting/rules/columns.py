"""Sums of whole sheets at once: beside each row of a form its total, largest, least, and of how many values they are.

Numbers are whole ten-thousandths, None where nothing is known: missing is never zero. They combine in any order and
any tree shape to the same result, as the cells of `aggregate` do.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

Number = int | None


class Columns(NamedTuple):
    """Hold four columns, each with a number for every row of a form."""

    totals: Sequence[Number]
    maxima: Sequence[Number]
    minima: Sequence[Number]
    counts: Sequence[Number]


def columns_of(sheets: Iterable[Sequence[Number]]) -> Columns:
    """Return the columns of sheets of values; there must be one."""
    rows: list[tuple[int, ...]] = list(zip(*sheets, strict=True))
    totals: list[Number]
    try:
        totals = [*map(sum, rows)]
    except TypeError:  # somewhere nothing is known, and None has no sum
        rows = [tuple(one for one in row if one is not None) for row in rows]
        totals = [sum(row) if row else None for row in rows]
    most, least = ([fold(row, default=None) for row in rows] for fold in (max, min))
    return Columns(totals, most, least, [*map(len, rows)])


def joined(parts: Sequence[Columns]) -> Columns:
    """Return the columns of all parts together; there must be one."""
    if len(parts) == 1:
        return parts[0]
    totals, maxima, minima, counts = (list(zip(*column, strict=True)) for column in zip(*parts, strict=True))
    return Columns(_each(sum, totals), _each(max, maxima), _each(min, minima), _each(sum, counts))


def _each(fold: Callable[[Iterable[int]], int], rows: Sequence[Sequence[Number]]) -> list[Number]:
    try:
        return list(map(fold, rows))  # type: ignore[arg-type]
    except TypeError:  # somewhere nothing is known, and None has neither sum nor order
        return [fold(known) if (known := [one for one in row if one is not None]) else None for row in rows]
