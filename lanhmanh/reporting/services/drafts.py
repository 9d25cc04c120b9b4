"""Opening a report and filling it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, require
from lanhmanh.accounts.rules import Permission
from lanhmanh.audit import services as audit
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.periods import Period, parse
from lanhmanh.law.calendars import window
from lanhmanh.reporting import figures, policies
from lanhmanh.reporting.access import form_of
from lanhmanh.reporting.events import text_of
from lanhmanh.reporting.models import Change, Decision, Report, Value
from lanhmanh.reporting.rules import catalogue
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.rules.states import State, Verb, transition
from lanhmanh.reporting.selectors.calendar import asks_unit
from lanhmanh.reporting.selectors.returns import open_cells_of
from lanhmanh.reporting.selectors.values import Held, held_by
from lanhmanh.reporting.services.cells import write_changes, write_values
from lanhmanh.reporting.services.rollups import ensure_coverage
from lanhmanh.units.models import Unit
from lanhmanh.units.selectors import version_of

Cells = Mapping[str, tuple[Decimal | None, str]]


@transaction.atomic
def open_report(*, actor: Actor, unit: Unit, form: Form, period: Period) -> Report:
    """Return the unit's present report for a period, begun and filled with derived values if there is none.

    :raises Refused: the period has not begun, the form does not ask this level, or the unit was not there.
    """
    require(actor, Permission.REPORT_FILL, unit)
    Unit.objects.select_for_update().get(pk=unit.pk)  # so that two browsers do not begin the same report
    begun = Report.objects.filter(form=form.code, period=period.code, unit=unit).order_by("-version").first()
    if begun is not None:
        return begun
    form = form.at(period)
    form.due_rule(unit.level)
    policies.require_begun(form, period, clock.today())
    _require_unit(unit, form, period)
    ensure_coverage(form, period, unit.pk)
    report = _begin(actor, unit, form, period)
    audit.record(
        actor=actor, verb="report.opened", on=report, unit_id=unit.pk, form=form.code, period=period.code, version=1
    )
    return report


@transaction.atomic
def save_cells(*, actor: Actor, report: Report, cells: Cells) -> Report:
    """Keep the typed values and notes of some cells; the others stay as they are.

    :raises Refused: the report is not open, or a cell cannot be kept (`policies.require_cells`).
    """
    report = locked(report)
    keep(actor, report, held_by(report, list(cells)), cells)
    return report


@transaction.atomic
def refresh_derived(*, actor: Actor, report: Report) -> Report:
    """Bring derived values up to the facts; a value that nobody typed over follows.

    :raises Refused: the report is not open.
    """
    report = locked(report)
    require(actor, Permission.REPORT_FILL, report.unit_id)
    transition(State(report.state), Verb.SAVE)
    write_followed(actor, report, follow(report, held_by(report)))
    return report


def keep(actor: Actor, report: Report, rows: Iterable[Held], cells: Cells) -> None:
    """Keep the typed cells of a locked report, in `rows` and in the database.

    :raises Refused: the report is not open, or a cell cannot be kept.
    """
    require(actor, Permission.REPORT_FILL, report.unit_id)
    transition(State(report.state), Verb.SAVE)
    policies.require_cells(form_of(report.form, report.form_version), cells)
    stored = {row.indicator: row for row in rows}
    fresh = {code: (value, note.strip()) for code, (value, note) in cells.items()}
    fresh = {code: cell for code, cell in fresh.items() if cell != (stored[code].value, stored[code].note)}
    policies.require_open(fresh, open_cells_of(report) if fresh else None)
    before = {code: stored[code].value for code in fresh}
    for code, cell in fresh.items():
        stored[code].value, stored[code].note = cell
    _write(actor, report, [stored[code] for code in fresh], "report.saved", before)


@dataclass(frozen=True)
class Followed:
    """Cells whose derived value followed the facts; `before` holds the values that changed with it."""

    rows: list[Held]
    before: Mapping[str, Decimal | None]


def follow(report: Report, rows: Iterable[Held]) -> Followed:
    """Bring the derived values of an open report up to the facts, in `rows` alone; `write_followed` keeps them."""
    form = form_of(report.form, report.form_version)
    known = figures.derive(report.unit_id, form, parse(report.period))
    touched, before = [], {}
    for row in rows:
        now = known.get(row.indicator)
        if row.derived == now:
            continue
        if row.value == row.derived:
            before[row.indicator] = row.value
            row.value = now
        row.derived = now
        touched.append(row)
    return Followed(touched, before)


def write_followed(actor: Actor, report: Report, followed: Followed) -> None:
    """Write what followed the facts in a locked report."""
    _write(actor, report, followed.rows, "report.refreshed", followed.before)


def locked(report: Report) -> Report:
    """Return the report as it stands now, held until the transaction ends."""
    return Report.objects.select_for_update().get(pk=report.pk)


def new_version(actor: Actor, unit: Unit, form: Form, period: Period, *, version: int = 1, reason: str = "") -> Report:
    """Create a draft without values."""
    at = clock.now()
    return Report.objects.create(
        form=form.code, form_version=form.version, period=period.code, unit=unit, version=version, reason=reason,
        opened_at=at, opened_by_id=actor.user_id, saved_at=at, saved_by_id=actor.user_id,
    )  # fmt: skip


def _begin(actor: Actor, unit: Unit, form: Form, period: Period) -> Report:
    report = new_version(actor, unit, form, period)
    known = figures.derive(unit.pk, form, period)
    indicators = catalogue.load()
    Value.objects.bulk_create(
        Value(
            report=report, indicator=code, value=known.get(code), derived=known.get(code),
            saved_at=report.saved_at, saved_by_id=actor.user_id,
        )
        for code in form.rows
        if not indicators[code].is_ratio
    )  # fmt: skip
    return report


_ORIGINS = {"report.saved": Change.Origin.TYPED, "report.refreshed": Change.Origin.FACTS}


def _write(actor: Actor, report: Report, rows: list[Held], verb: str, before: Mapping[str, Decimal | None]) -> None:
    """Write the rows; those in `before`, with the value each had, go into the cells' history."""
    if not rows:
        return
    at = clock.now()
    write_values(rows, at=at, user_id=actor.user_id)
    report.saved_at, report.saved_by_id = at, actor.user_id
    report.save(update_fields=["saved_at", "saved_by"])
    changed = {row.indicator: (before[row.indicator], row) for row in rows if row.indicator in before}
    if changed:
        write_changes(
            report, changed.values(), origin=_ORIGINS[verb].value, round=_round(report), user_id=actor.user_id
        )
    cells = {code: [text_of(old), text_of(row.value)] for code, (old, row) in changed.items()}
    audit.record(actor=actor, verb=verb, on=report, unit_id=report.unit_id, cells=cells)


def _round(report: Report) -> int:
    """Return how often an open report was sent before: a draft never was."""
    if State(report.state) is State.DRAFT:
        return 0
    return Decision.objects.filter(report=report, kind=Decision.Kind.SUBMITTED).count()


def _require_unit(unit: Unit, form: Form, period: Period) -> None:
    last: date = window(form.calendar, period).last
    if version_of(unit, last) is None:
        words = {"day": f"{last:%d/%m/%Y}"}
        raise Refused(_("Ngày %(day)s chưa có hoặc không còn đơn vị này: chọn lại kỳ hoặc đơn vị.") % words)
    if not asks_unit(form, period, unit):
        raise Refused(_("Biểu mẫu này của một tỉnh khác, không hỏi đơn vị này: chọn biểu mẫu khác."))
