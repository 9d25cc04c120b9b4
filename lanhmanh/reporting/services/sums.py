"""The sums of a period anew: a million cells are read, only what differs is written.

A unit below which nobody reports has its own values as its sums: texts are compared as they come from the database.
What reports below the same units hold is summed up together, and carried to each of these units once.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from django.db import connection

from lanhmanh.reporting.models import Report, Rollup, Value
from lanhmanh.reporting.selectors.packed import Cell, Held, Packed, Term, held, kept_alone, kept_at, split

_AT_ONCE = 500  # so many units, or rows, are written in one statement
_TOO_LARGE = 2**63
_COLUMNS = "form, period, unit_id, indicator, total, maximum, minimum, count"

Sums = Mapping[int, Mapping[str, Cell]]
T = TypeVar("T")


def write_sums(term: Term) -> set[int]:
    """Bring the sums up to the reports; return the units at which one was wrong.

    :raises OverflowError: a sum is too large to be kept.
    """
    reported = held(term)
    sums, leaves = _sums(reported, term.codes), reported.leaves
    wrong = _wrong_leaves(term, reported) | _wrong_sums(term, reported, sums)
    for some in _parts(sorted(wrong)):
        there = Rollup.objects.filter(**term.where, unit__in=some)
        there._raw_delete(there.db)
        _write_leaves(term, [leaves[unit_id].report_id for unit_id in some if unit_id in leaves])
        _write_sums(term, {unit_id: sums[unit_id] for unit_id in some if unit_id in sums})
    return wrong


def _parts(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    return (rows[start : start + _AT_ONCE] for start in range(0, len(rows), _AT_ONCE))


def _sums(reported: Held, codes: Collection[str]) -> Sums:
    """Return the sums of the units above reports, with what they reported themselves.

    :raises OverflowError: a sum is too large to be kept.
    """
    found: dict[int, dict[str, Cell]] = defaultdict(dict)
    for (unit_ids, rows), reports in reported.givers().items():
        for code, cell in _added_up(rows, reports):
            for unit_id in unit_ids if code in codes else ():
                there = found[unit_id]
                there[code] = _joined(there[code], cell) if code in there else cell
    if any(not -_TOO_LARGE <= cell[0] < _TOO_LARGE for cells in found.values() for cell in cells.values()):
        raise OverflowError("sum")
    return found


def _added_up(rows: str, reports: Sequence[Packed]) -> Iterator[tuple[str, Cell]]:
    columns = zip(*(packed.numbers.split(",") for packed in reports), strict=True)
    for code, texts in zip(split(rows), columns, strict=True):
        if numbers := [int(text) for text in texts if text]:
            yield code, (sum(numbers), max(numbers), min(numbers), len(numbers))


def _joined(one: Cell, other: Cell) -> Cell:
    return one[0] + other[0], max(one[1], other[1]), min(one[2], other[2]), one[3] + other[3]


def _wrong_leaves(term: Term, reported: Held) -> set[int]:
    """Return the units, the inner ones aside, whose kept sums are not their own values."""
    codes = term.codes
    ought = {unit_id: packed.texts(codes) for unit_id, packed in reported.leaves.items()}
    kept = {unit_id: texts for unit_id, texts in kept_alone(term) if unit_id not in reported.inner}
    return {unit_id for unit_id in ought.keys() | kept.keys() if ought.get(unit_id, {}) != kept.get(unit_id, {})}


def _wrong_sums(term: Term, reported: Held, sums: Sums) -> set[int]:
    """Return the inner units whose kept sums are not these."""
    kept = kept_at(term, reported.inner)
    return {unit_id for unit_id in reported.inner if kept.get(unit_id, {}) != sums.get(unit_id, {})}


def _write_leaves(term: Term, report_ids: Sequence[int]) -> None:
    """Add the values of reports as the sums of their units."""
    if not report_ids:
        return
    codes = sorted(term.codes)
    reports, rows = (", ".join(["%s"] * len(each)) for each in (report_ids, codes))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {Rollup._meta.db_table} ({_COLUMNS}) "
            "SELECT r.form, r.period, r.unit_id, v.indicator, v.value, v.value, v.value, 1 "
            f"FROM {Report._meta.db_table} r JOIN {Value._meta.db_table} v ON v.report_id = r.id "
            f"WHERE r.id IN ({reports}) AND v.indicator IN ({rows}) AND v.value IS NOT NULL "
            "ORDER BY r.unit_id, v.indicator",
            [*report_ids, *codes],
        )


def _write_sums(term: Term, sums: Sums) -> None:
    """Add sums as they stand."""
    where = tuple(term.where.values())
    cells: list[tuple[Any, ...]] = [
        (*where, unit_id, code, *cell) for unit_id, there in sums.items() for code, cell in sorted(there.items())
    ]
    line = f"({', '.join(['%s'] * len(_COLUMNS.split(', ')))})"
    with connection.cursor() as cursor:
        for some in _parts(cells):
            cursor.execute(
                f"INSERT INTO {Rollup._meta.db_table} ({_COLUMNS}) VALUES {', '.join([line] * len(some))}",
                [each for cell in some for each in cell],
            )
