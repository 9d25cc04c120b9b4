"""The sums that are kept of units, as tests read and disturb them."""

from decimal import Decimal

from lanhmanh.db.decimals import decimal_of
from lanhmanh.db.packing import packed, unpacked
from lanhmanh.reporting.models import Rollup
from lanhmanh.units.models import Unit

Sums = dict[tuple[int, str], tuple[Decimal, Decimal, Decimal, int]]


def sums(**where: str) -> Sums:
    """Return total, largest, least and count by unit and indicator, where anything is known."""
    found: Sums = {}
    for row in Rollup.objects.filter(**where):
        columns = [unpacked(text) for text in (row.rows, row.totals, row.maxima, row.minima, row.counts)]
        for code, *numbers, count in zip(*columns, strict=True):
            assert {count == 0} == {number is None for number in numbers}
            if count:
                total, most, least = map(decimal_of, numbers)
                found[row.unit_id, code] = (total, most, least, count)
    return found


def total(unit: Unit, code: str = "TT-BUOI") -> Decimal:
    """Return the total of a unit; there is one period."""
    return sums()[unit.pk, code][0]


def disturb(unit: Unit, number: int, column: str = "totals", code: str = "TT-BUOI") -> None:
    """Put a wrong number among the sums of a unit, as stored."""
    row = Rollup.objects.get(unit=unit)
    numbers = unpacked(getattr(row, column))
    numbers[unpacked(row.rows).index(code)] = number
    Rollup.objects.filter(pk=row.pk).update(**{column: packed(numbers)})
