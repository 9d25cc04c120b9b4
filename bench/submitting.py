"""Submitting a report of a hundred typed values, with its history and the trail."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from bench import form as bench_form
from bench.results import Result
from bench.timing import by_turns
from bench.world import EMPTY, NOW, SENT, World
from lanhmanh.reporting import figures
from lanhmanh.reporting.models import Report
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.selectors.values import held_by, previous_values

FORM_DATA = "application/x-www-form-urlencoded"
AIM = 3.0


def results(world: World, turns: int) -> Iterator[Result]:
    """Post the values and submit; beside the same writes by hand and an empty view that is posted the same."""
    waiting, asked = iter(world.fillers), _reads(world)

    def ours() -> None:
        browser, report = next(waiting)
        _post(browser, reverse("reporting:submit", args=[report.uid]), world.form, report.pk, 302)

    def by_hand() -> None:
        _browser, report = next(waiting)
        _write(report, world.form, world.actor.user_id)

    def reads() -> None:
        with connection.cursor() as cursor:
            for sql, params in asked:
                cursor.execute(sql, params)
                cursor.fetchall()

    def empty() -> None:
        _post(world.fillers[0][0], EMPTY, world.form, 1, 200)

    times = by_turns({"ours": ours, "hand": by_hand, "reads": reads, "empty": empty}, turns)
    what = f"nộp báo cáo {len(world.form.rows)} số, có nhật ký / submit with audit"
    for name, works, aim in (
        ("SQL viết tay, đọc và ghi + trang rỗng / hand SQL, reads and writes + empty view", ("reads",), AIM),
        ("SQL viết tay, chỉ ghi + trang rỗng / hand SQL, writes alone + empty view", (), None),
    ):
        yard = [times[each] for each in ("hand", "empty", *works)]
        least, middle = (sum(getattr(one, each) for one in yard) for each in ("least", "middle"))
        yield Result(what, world.database.vendor, name, times["ours"].least / least, times["ours"].middle / middle, aim)


def _post(browser: Client, address: str, form: Form, seed: int, expected: int) -> None:
    typed = {f"v-{code}": str(value) for code, value in bench_form.values(form, seed).items()}
    notes = {f"n-{code}": "đếm theo sổ" for code in form.rows}
    answer = browser.post(address, urlencode(typed | notes), content_type=FORM_DATA)
    if answer.status_code != expected:
        raise RuntimeError(f"{address}: {answer.status_code}")


def _reads(world: World) -> list[tuple[str, Any]]:
    """Return what any exact submission has to read: the report, its cells, every fact behind them, the month before."""
    report, found = world.fillers[-1][1], []

    def note(execute: Any, sql: str, params: Any, *rest: Any) -> Any:
        found.append((sql, params))
        return execute(sql, params, *rest)

    with connection.execute_wrapper(note):
        Report.objects.get(pk=report.pk)
        held_by(report)
        figures.derive(report.unit_id, world.form, SENT)
        previous_values(report)
    return found


def _write(report: Report, form: Form, user_id: int) -> None:
    """Write what submitting writes: values, their history, the decision, the report, two events of the chain."""
    values = bench_form.values(form, report.pk)
    at = NOW.isoformat(sep=" ")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE reporting_value SET value = %s, note = %s, saved_at = %s, saved_by_id = %s "
            "WHERE report_id = %s AND indicator = %s",
            [(number * 10_000, "đếm theo sổ", at, user_id, report.pk, code) for code, number in values.items()],
        )
        cursor.executemany(
            "INSERT INTO reporting_change (report_id, indicator, round, origin, before, after, note, at, by_id) "
            "VALUES (%s, %s, 0, 'typed', NULL, %s, %s, %s, %s)",
            [(report.pk, code, number * 10_000, "đếm theo sổ", at, user_id) for code, number in values.items()],
        )
        _tell(cursor, "report.saved", report, user_id, {code: [None, str(number)] for code, number in values.items()})
        cursor.execute(
            "INSERT INTO reporting_decision (report_id, kind, at, by_id, comment) VALUES (%s, 'submitted', %s, %s, '')",
            [report.pk, at, user_id],
        )
        cursor.execute(
            "UPDATE reporting_report SET state = 'SUBMITTED', submitted_at = %s, submitted_by_id = %s WHERE id = %s",
            [at, user_id, report.pk],
        )
        _tell(cursor, "report.submitted", report, user_id, {"state": ["DRAFT", "SUBMITTED"]})


def _tell(cursor: object, verb: str, report: Report, user_id: int, facts: object) -> None:
    lock = " FOR UPDATE" if connection.vendor == "postgresql" else ""
    cursor.execute(f"SELECT seq, hash FROM audit_head WHERE id = 1{lock}")  # type: ignore[attr-defined]
    seq, before = cursor.fetchone()  # type: ignore[attr-defined]
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True)
    link = hashlib.sha256(json.dumps([before, seq + 1, verb, report.uid, text]).encode()).hexdigest()
    cursor.execute(  # type: ignore[attr-defined]
        "INSERT INTO audit_event (seq, at, actor_id, actor_name, verb, object_type, object_uid, unit_id, facts, "
        "previous, hash) VALUES (%s, %s, %s, 'x', %s, 'reporting.Report', %s, %s, %s, %s, %s)",
        [seq + 1, NOW.isoformat(sep=" "), user_id, verb, report.uid, report.unit_id, text, before, link],
    )
    cursor.execute("UPDATE audit_head SET seq = %s, hash = %s WHERE id = 1", [seq + 1, link])  # type: ignore[attr-defined]
