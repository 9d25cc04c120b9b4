"""Writing many cells and their history: a report has a hundred, and through models each costs more than its row."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from lanhmanh.reporting.models import Change, Figure, Report, Value
from lanhmanh.reporting.selectors.values import Held

_stored = Figure().get_prep_value
_VALUE = ("value", "derived", "note", "saved_at", "saved_by_id")
_CHANGE = ("report_id", "indicator", "round", "origin", "before", "after", "note", "at", "by_id")


def write_values(rows: Iterable[Held], *, at: datetime, user_id: int) -> None:
    """Write value, derived value and note of cells that are there, with who saved them and when."""
    sql = f"UPDATE {Value._meta.db_table} SET {', '.join(f'{name} = %s' for name in _VALUE)} WHERE id = %s"
    moment = _moment(at)
    with connection.cursor() as cursor:
        cursor.executemany(
            sql, [(_stored(row.value), _stored(row.derived), row.note, moment, user_id, row.pk) for row in rows]
        )


def write_changes(
    report: Report, changed: Iterable[tuple[Decimal | None, Held]], *, origin: str, round: int, user_id: int
) -> None:
    """Add the change of each cell, from the value it had, to the cells' history."""
    sql = f"INSERT INTO {Change._meta.db_table} ({', '.join(_CHANGE)}) VALUES ({', '.join(['%s'] * len(_CHANGE))})"
    at = _moment(report.saved_at)
    with connection.cursor() as cursor:
        cursor.executemany(
            sql,
            [
                (report.pk, row.indicator, round, origin, _stored(old), _stored(row.value), row.note, at, user_id)
                for old, row in changed
            ],
        )


def _moment(at: Any) -> Any:
    """Return a moment as the database takes it."""
    return connection.ops.adapt_datetimefield_value(at)
