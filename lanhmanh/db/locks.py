"""Locks that many may hold at once, where the database has more than one writer."""

from collections.abc import Iterable

from django.db import connection, models


def share(model: type[models.Model], ids: Iterable[int]) -> None:
    """Keep rows from being taken by `select_for_update` until the transaction ends; others may do the same meanwhile.

    A foreign key would do so only at the end, for Django's are checked at COMMIT. SQLite has one writer at a time.
    """
    if connection.vendor == "postgresql":
        table = connection.ops.quote_name(model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {table} WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE", [list(ids)])  # noqa: S608
