"""The sums of a period by the database alone: a million cells are read, only what differs is written.

A unit below which nobody reports has its own values as its sums. Any other one first sums up what it reported itself
and what such units just below it did, its share; then, over the tree of the period's last day, all shares below it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Case, Count, F, QuerySet, When

from lanhmanh.db.models import valid_on
from lanhmanh.kernel.periods import Period
from lanhmanh.reporting.models import Report, Rollup, Value
from lanhmanh.reporting.rules import catalogue
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.rules.states import State
from lanhmanh.units.models import Ancestry

_NAMED = 500  # so many units are named one by one; where more differ, everything is written
_CELL = "unit_id, indicator, total, maximum, minimum, count"
_BOUNDS = ["MAX(v.value)", "MIN(v.value)"]
_SAME = " AND ".join(f"k.{name} = f.{name}" for name in _CELL.split(", "))


@dataclass(frozen=True)
class Term:
    """A form in a period, by the tree of a day."""

    form: Form
    period: Period
    day: date

    @property
    def where(self) -> dict[str, str]:
        """Return what all rows of the term have in common."""
        return {"form": self.form.code, "period": self.period.code}

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the rows that are typed; ratios have no sums."""
        known = catalogue.load()
        return tuple(code for code in self.form.rows if not known[code].is_ratio)

    @property
    def approved(self) -> QuerySet[Report]:
        """Return the reports that count."""
        return Report.objects.filter(**self.where, state=State.APPROVED)


@dataclass(frozen=True)
class _Query:
    """A query that gives cells, in the order of `_CELL`."""

    sql: str
    params: tuple[Any, ...] = ()

    @classmethod
    def of(cls, rows: QuerySet[Any, Any]) -> "_Query":
        """Return the query of a queryset."""
        sql, params = rows.query.sql_with_params()
        return cls(sql, tuple(params))


def write_sums(term: Term) -> set[int]:
    """Bring the sums up to the reports; return the units at which one was wrong."""
    with connection.cursor() as cursor:
        _list_reports(cursor, term)
        _keep(cursor, "rebuilt_shares", _reported("share", ["SUM(v.value)", *_BOUNDS, "COUNT(*)"], "GROUP BY 1, 2"))
        asked = _drop_strange(cursor, term)
        _keep(cursor, "rebuilt_sums", _summed_up(term))
        rest = f"AND unit_id <> COALESCE(share, 0) {asked.sql}"
        alone = _reported("unit_id", ["v.value", "v.value", "v.value", "1"], rest, asked.params)
        sources = [alone, _Query(f"SELECT {_CELL} FROM rebuilt_sums")]
        wrong = _wrong(cursor, term, sources)
        if wrong:
            _replace(cursor, term, sources, wrong if len(wrong) <= _NAMED else None)
        for table in ("rebuilt_reports", "rebuilt_shares", "rebuilt_sums"):
            cursor.execute(f"DROP TABLE {table}")
    return wrong


def _list_reports(cursor: Any, term: Term) -> None:
    """Fill a passing table with the reports of units that were there on the day, and to whose share each belongs."""
    below = Ancestry.objects.filter(valid_on(term.day), depth__gt=0, descendant__in=term.approved.values("unit_id"))
    inner = When(unit__in=below.values("ancestor_id"), then=F("unit_id"))
    rows = term.approved.filter(valid_on(term.day, "unit__versions__")).order_by("pk")
    share = Case(inner, default=F("unit__versions__parent"))
    listed = _Query.of(rows.annotate(share=share).values_list("pk", "unit_id", "share"))
    columns = "unit_id integer PRIMARY KEY, report_id bigint, share bigint"  # read, and so compared, unit by unit
    cursor.execute(f"CREATE TEMPORARY TABLE rebuilt_reports ({columns})")
    cursor.execute(f"INSERT INTO rebuilt_reports (report_id, unit_id, share) {listed.sql}", listed.params)
    cursor.execute("ANALYZE rebuilt_reports")


def _reported(unit: str, cells: Collection[str], rest: str, params: tuple[Any, ...] = ()) -> _Query:
    """Return the query of what the listed reports hold."""
    return _Query(
        f"SELECT {unit}, v.indicator, {', '.join(cells)} FROM rebuilt_reports JOIN {Value._meta.db_table} v "
        f"USING (report_id) WHERE v.value IS NOT NULL {rest}",
        params,
    )


def _drop_strange(cursor: Any, term: Term) -> _Query:
    """Drop shares of rows that the form does not have; return the condition that leaves out their cells too.

    It is empty where there are none: to ask it of a million cells takes longer than to read them.
    """
    codes = term.codes
    marks = ", ".join(["%s"] * len(codes))
    cursor.execute(f"DELETE FROM rebuilt_shares WHERE indicator NOT IN ({marks})", codes)
    return _Query(f"AND v.indicator IN ({marks})", codes) if cursor.rowcount else _Query("")


def _summed_up(term: Term) -> _Query:
    """Return the query of all shares at and below each unit that has one."""
    tree = Ancestry.objects.filter(valid_on(term.day)).order_by().values_list("ancestor_id", "descendant_id")
    below = _Query.of(tree)
    return _Query(
        "SELECT a.ancestor_id, s.indicator, SUM(s.total), MAX(s.maximum), MIN(s.minimum), SUM(s.count) "
        f"FROM ({below.sql}) a JOIN rebuilt_shares s ON s.unit_id = a.descendant_id GROUP BY 1, 2",
        below.params,
    )


def _keep(cursor: Any, table: str, cells: _Query) -> None:
    columns = "unit_id bigint, indicator varchar(20), total bigint, maximum bigint, minimum bigint, count integer"
    cursor.execute(f"CREATE TEMPORARY TABLE {table} ({columns})")
    cursor.execute(f"INSERT INTO {table} ({_CELL}) {cells.sql}", cells.params)
    cursor.execute(f"ANALYZE {table}")


def _wrong(cursor: Any, term: Term, sources: Collection[_Query]) -> set[int]:
    """Return the units whose kept sums are not those of the sources."""
    table, fresh, wrong = Rollup._meta.db_table, set(), set()
    rows = Rollup.objects.filter(**term.where, count__gt=0).order_by().values_list("unit_id")
    kept = dict(rows.annotate(Count("pk")))
    for cells in sources:
        cursor.execute(
            f"WITH f ({_CELL}) AS ({cells.sql}) SELECT f.unit_id, COUNT(*), COUNT(k.id) FROM f LEFT JOIN {table} k "
            f"ON k.form = %s AND k.period = %s AND {_SAME} GROUP BY f.unit_id",
            [*cells.params, *term.where.values()],
        )
        counts = cursor.fetchall()
        fresh |= {unit_id for unit_id, _all, _same in counts}
        wrong |= {unit_id for unit_id, all_, same in counts if not all_ == same == kept.get(unit_id)}
    return wrong | (kept.keys() - fresh)


def _replace(cursor: Any, term: Term, sources: Collection[_Query], unit_ids: Collection[int] | None) -> None:
    """Write the cells of some units, or of all, in place of what is kept."""
    there, picked = Rollup.objects.filter(**term.where), "1 = 1"
    if unit_ids is not None:
        there = there.filter(unit__in=unit_ids)
        picked = f"unit_id IN ({', '.join(['%s'] * len(unit_ids))})"
    there._raw_delete(there.db)
    for cells in sources:
        cursor.execute(
            f"WITH f ({_CELL}) AS ({cells.sql}) INSERT INTO {Rollup._meta.db_table} (form, period, {_CELL}) "
            f"SELECT %s, %s, {_CELL} FROM f WHERE {picked} ORDER BY unit_id, indicator",
            [*cells.params, *term.where.values(), *(unit_ids or ())],
        )
