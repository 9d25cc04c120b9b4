"""The sums of a period anew: a million cells are read, only what differs is written.

A unit below which nobody reports has its own values as its sums: texts are compared as they come from the database.
What reports below the same units hold is summed up together, and carried to each of these units once.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from django.db import connection

from lanhmanh.db.packing import split
from lanhmanh.reporting.models import Report, Rollup, Value
from lanhmanh.reporting.selectors.packed import NOTHING, Cell, Held, Packed, Term, held, kept_alone, kept_at

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
    parts: dict[int, list[Mapping[str, Cell]]] = defaultdict(list)
    for (unit_ids, rows), reports in reported.givers().items():
        cells = {code: cell for code, cell in _added_up(rows, reports) if code in codes}
        for unit_id in unit_ids:
            parts[unit_id].append(cells)
    found = {unit_id: _joined(there) if len(there) > 1 else there[0] for unit_id, there in parts.items()}
    if any(not -_TOO_LARGE <= cell[0] < _TOO_LARGE for cells in found.values() for cell in cells.values()):
        raise OverflowError("sum")
    return found


def _added_up(rows: str, reports: Sequence[Packed]) -> Iterator[tuple[str, Cell]]:
    columns = zip(*(packed.numbers.split(",") for packed in reports), strict=True)
    for code, texts in zip(split(rows), columns, strict=True):
        if numbers := list(map(int, filter(None, texts) if "" in texts else texts)):
            yield code, (sum(numbers), max(numbers), min(numbers), len(numbers))


def _joined(parts: Iterable[Mapping[str, Cell]]) -> dict[str, Cell]:
    found: dict[str, list[Cell]] = defaultdict(list)
    for part in parts:
        for code, cell in part.items():
            found[code].append(cell)
    return {code: _sum(cells) for code, cells in found.items()}


def _sum(cells: Iterable[Cell]) -> Cell:
    totals, most, least, counts = zip(*cells, strict=True)
    return sum(totals), max(most), min(least), sum(counts)


def _wrong_leaves(term: Term, reported: Held) -> set[int]:
    """Return the units, the inner ones aside, whose kept sums are not their own values."""
    codes, ought = term.codes, reported.leaves
    kept = {unit_id: packed for unit_id, packed in kept_alone(term).items() if unit_id not in reported.inner}
    return {
        unit_id
        for unit_id in ought.keys() | kept.keys()
        if not _alike(ought.get(unit_id, NOTHING), kept.get(unit_id, NOTHING), codes)
    }


def _alike(report: Packed, kept: Packed, codes: frozenset[str]) -> bool:
    return report.arranged(codes) == kept.arranged() or report.texts(codes) == kept.texts()


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
