"""A tree of communes with reports, sums and people, loaded by bulk SQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby, product

from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client

from bench import plain
from bench.databases import settle, unguarded
from lanhmanh.accounts.access import Actor, actor_for
from lanhmanh.accounts.models import Membership, User
from lanhmanh.audit.services import SYSTEM
from lanhmanh.db.packing import packed
from lanhmanh.kernel.periods import Period, parse
from lanhmanh.kernel.text import fold, sort_key
from lanhmanh.reporting import services
from lanhmanh.reporting.models import Report
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.units.models import Level, Unit, UnitVersion
from lanhmanh.units.rules import vintages
from lanhmanh.units.rules.tables import Row
from lanhmanh.units.services import rebuild_ancestry

START = date(2021, 1, 1)
NOW = datetime(2022, 2, 1, 2, 0, tzinfo=UTC)
YEAR = Period(2021)
SENT = parse("202201")
EMPTY = "/bench/empty/"
_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True)
class World:
    """A province with communes below it, who reads there, and who fills reports that wait to be sent."""

    name: str
    database: BaseDatabaseWrapper
    form: Form
    top: Unit
    communes: Sequence[int]
    reader: Client
    actor: Actor
    fillers: Sequence[tuple[Client, Report]]


def tree(communes: int, *, nation: bool) -> tuple[Unit, list[int]]:
    """Plant so many communes under one province: as one step, or the whole nation by its districts of 2021."""
    rows = list(vintages.vintage("2021-01").table.rows)
    if nation:
        return _planted([row for row in rows if row.level != Level.PROVINCE], 0)
    return _planted([row for row in rows if row.level == Level.COMMUNE], communes)


def reports(form: Form, period: Period, unit_ids: Sequence[int], user: User) -> None:
    """Make an approved report of every unit, with a number in every row."""
    at, by = NOW, user.pk
    Report.objects.bulk_create(
        Report(
            form=form.code, form_version=form.version, period=period.code, unit_id=unit_id, opened_at=at,
            opened_by_id=by, saved_at=at, saved_by_id=by,
        )
        for unit_id in unit_ids
    )  # fmt: skip
    number = "(r.id * 7919 + c.place * 104729) %% 1000 * 10000"
    codes = ", ".join(f"({place}, '{code}')" for place, code in enumerate(form.rows))
    values = f"""
        WITH c (place, code) AS (VALUES {codes})
        INSERT INTO reporting_value (report_id, indicator, value, note, saved_at, saved_by_id)
        SELECT r.id, c.code, {number}, '', r.saved_at, r.saved_by_id FROM reporting_report r CROSS JOIN c
        WHERE r.form = %s AND r.period = %s ORDER BY r.id, c.place"""
    with unguarded() as cursor:
        cursor.execute(values, [form.code, period.code])
    _approve(form, period, user)


def draft(name: str, form: Form, unit_id: int) -> tuple[Client, Report]:
    """Open the report that waits to be sent, as its commune's officer does."""
    user, client = person(f"{name}-{unit_id}", "commune_officer", unit_id)
    unit, actor = Unit.objects.get(pk=unit_id), actor_for(user, NOW.date())
    return client, services.open_report(actor=actor, unit=unit, form=form, period=SENT)


def person(username: str, role: str, unit_id: int) -> tuple[User, Client]:
    """Make an account and a browser in which it is signed in."""
    user = User.objects.create(username=username, full_name="Nguyễn Văn An", password="!")
    Membership.objects.create(user=user, role=role, unit_id=unit_id, valid_from=START)
    client = Client(headers={"host": "localhost"})
    client.force_login(user, backend=_BACKEND)
    client.get(EMPTY)  # a client's first request loads the middleware, as a server does once
    return user, client


def populated(
    name: str, database: BaseDatabaseWrapper, form: Form, *, communes: int, nation: bool = False, drafts: int = 0
) -> World:
    """Return a world: a year of approved figures, and drafts of the month after it.

    Of a nation only December has reports of every commune; the other months have the sums of province and districts.
    """
    top, below = tree(communes, nation=nation)
    user, reader = person(f"{name}-reader", "province_officer", top.pk)
    months = YEAR.split(form.kind)
    plain.lay()
    for month in months[-1:] if nation else months:
        reports(form, month, below, user)
        services.rebuild_sums(actor=SYSTEM, form=form, period=month)
        plain.sum_up(form, month)
    if nation:
        _copy_sums(form, months[-1], months[:-1])
    fillers = [draft(name, form, unit_id) for unit_id in below[:drafts]]
    settle()
    return World(name, database, form, top, below, reader, actor_for(user, NOW.date()), fillers)


def reopened(name: str, form: Form) -> World:
    """Return a world that another process populated, on the connection that is in use."""
    top = Unit.objects.get(level=Level.PROVINCE)
    communes = list(Unit.objects.filter(level=Level.COMMUNE).order_by("pk").values_list("pk", flat=True))
    actor = actor_for(User.objects.get(username=f"{name}-reader"), NOW.date())
    return World(name, connections["default"], form, top, communes, Client(), actor, ())


def _planted(rows: Sequence[Row], most: int) -> tuple[Unit, list[int]]:
    rows = rows[:most] if most else rows
    top = Unit.objects.create(level=Level.PROVINCE)
    units = Unit.objects.bulk_create([Unit(level=row.level) for row in rows], batch_size=2000)
    ids = {row.code: unit.pk for row, unit in zip(rows, units, strict=True)}
    stands = [_version(top.pk, "Tỉnh Đo Tốc Độ", "tỉnh", None)]
    stands += [_version(ids[row.code], row.name, row.kind, ids.get(row.parent_code, top.pk)) for row in rows]
    UnitVersion.objects.bulk_create(stands, batch_size=2000)
    rebuild_ancestry()
    return top, [ids[row.code] for row in rows if row.level == Level.COMMUNE]


def _version(unit_id: int, name: str, kind: str, parent_id: int | None) -> UnitVersion:
    return UnitVersion(
        unit_id=unit_id, parent_id=parent_id, valid_from=START, name=name, kind=kind, sort=sort_key(name),
        search=fold(name),
    )  # fmt: skip


def _approve(form: Form, period: Period, user: User) -> None:
    other, _created = User.objects.get_or_create(username="approver", defaults={"full_name": "Trần Thị Bình"})
    where = "WHERE form = %s AND period = %s"
    with unguarded() as cursor:
        cursor.execute(
            f"UPDATE reporting_report SET state = 'SUBMITTED', submitted_at = saved_at, submitted_by_id = %s {where}",
            [user.pk, form.code, period.code],
        )
        _seal(form, period)
        cursor.execute(
            "UPDATE reporting_report SET state = 'APPROVED', approved_at = saved_at, approved_by_id = %s, digest = %s "
            + where,
            [other.pk, "0" * 64, form.code, period.code],
        )


def _seal(form: Form, period: Period) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT v.report_id, v.indicator, v.value FROM reporting_value v JOIN reporting_report r "
            "ON r.id = v.report_id WHERE r.form = %s AND r.period = %s ORDER BY v.report_id",
            [form.code, period.code],
        )
        for report_id, cells in groupby(cursor.fetchall(), lambda row: row[0]):
            numbers = {code: number for _report_id, code, number in sorted(cells)}
            cursor.execute(
                "INSERT INTO reporting_sealed (report_id, rows, numbers) VALUES (%s, %s, %s)",
                [report_id, packed(numbers), packed(numbers.values())],
            )


def _copy_sums(form: Form, month: Period, others: Sequence[Period]) -> None:
    above = f"unit_id IN (SELECT id FROM {Unit._meta.db_table} WHERE level IN ('province', 'district'))"
    tables = {
        "reporting_rollup": "form, period, unit_id, rows, totals, maxima, minima, counts",
        "reporting_coverage": "form, period, unit_id, expected, approved",
        "bench_sums": plain.NAMES,
    }
    with connection.cursor() as cursor:
        for other, (table, names) in product(others, tables.items()):
            cursor.execute(
                f"INSERT INTO {table} ({names}) SELECT {names.replace('period', '%s', 1)} FROM {table} "
                f"WHERE form = %s AND period = %s AND {above}",
                [other.code, form.code, month.code],
            )
