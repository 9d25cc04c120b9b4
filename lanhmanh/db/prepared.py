"""Queries that the ORM writes once in a process and that are then asked with other values.

To write a small query takes the ORM ten times as long as the database needs to answer it. `@prepared` marks a function
whose arguments only go into the query as they are: it is called once, with a stand-in for each, and its SQL is kept.

    @prepared
    def _sessions(units, first, last):
        return Activity.objects.filter(unit__in=units, day__range=(first, last)).values_list("unit_id", "kind")

    rows = _sessions([4, 7], monday, sunday)

A function that looks into an argument (`last.year`, `len(units)`) fails at its first call: a stand-in has none.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, wraps
from inspect import signature
from typing import Any

from django.db import connection
from django.db.models import Expression, QuerySet
from django.db.models.query import ValuesListIterable

Row = tuple[Any, ...]


class Given(Expression):
    """Stand in a query for one value, or for all of a collection behind `__in`; not behind `exclude` of it.

    Of an empty collection nothing is in it, and nothing would be outside of it either.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, _compiler: Any, _connection: Any) -> Any:
        """Return a mark, and itself in the place of what it will be."""
        return "%s", [self]


@dataclass(frozen=True, slots=True)
class _Written:
    """Hold the SQL around the values, the values or their stand-ins, and what makes of each column what it means."""

    pieces: list[str]
    values: list[Any]
    columns: list[tuple[int, list[Callable[..., Any]], Any]]

    def ask(self, given: Mapping[str, Any]) -> list[Row]:
        """Return the rows for these values."""
        sql, params = [self.pieces[0]], list[Any]()
        for value, piece in zip(self.values, self.pieces[1:], strict=True):
            known = _stored(given[value.name] if isinstance(value, Given) else value)
            sql += ", ".join(["%s"] * len(known)) or "NULL", piece
            params += known
        with connection.cursor() as cursor:
            cursor.execute("".join(sql), params)
            rows: list[Row] = cursor.fetchall()
        return [self._meant(row) for row in rows] if self.columns else rows

    def _meant(self, row: Row) -> Row:
        meant = list(row)
        for at, converters, expression in self.columns:
            for convert in converters:
                meant[at] = convert(meant[at], expression, connection)
        return tuple(meant)


Ask = Callable[..., list[Row]]
Build = Callable[..., QuerySet[Any, Any]]


def prepared(build: Build) -> Ask:
    """Return a function that asks the query which `build` writes, a `values_list`, with other values each time."""
    return _asking(build, _write)


def prepared_as_stored(build: Build) -> Ask:
    """Do as `prepared` does, but leave each column as the database keeps it, for thousands of rows."""
    return _asking(build, lambda rows: replace(_write(rows), columns=[]))


def _asking(build: Build, write: Callable[[QuerySet[Any, Any]], _Written]) -> Ask:
    names = tuple(signature(build).parameters)

    @cache
    def written(_vendor: str) -> _Written:
        return write(build(*map(Given, names)))

    @wraps(build)
    def ask(*values: Any) -> list[Row]:
        return written(connection.vendor).ask(dict(zip(names, values, strict=True)))

    return ask


def _write(rows: QuerySet[Any, Any]) -> _Written:
    if not issubclass(rows._iterable_class, ValuesListIterable):
        raise TypeError("a prepared query is a values_list: models would be built anew for each row")
    compiler = rows.query.get_compiler(connection=connection)
    sql, values = compiler.as_sql()
    shown = [column for column, *_sql in compiler.select[: compiler.col_count]]
    columns = [(at, *how) for at, how in compiler.get_converters(shown).items()]
    pieces = re.split(r"(?<!%)%s", sql)
    if len(pieces) != len(values) + 1:
        raise ValueError(f"cannot tell the marks of values in: {sql}")
    return _Written(pieces, list(values), columns)


def _stored(value: Any) -> list[Any]:
    """Return one value or several as the database takes them."""
    several = value if isinstance(value, Collection) and not isinstance(value, str) else (value,)
    return [_plain(one) for one in several]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
