"""Noting that somebody was reminded."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, NotAllowed, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.audit import services as audit
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.periods import parse
from lanhmanh.reporting.access import form_of
from lanhmanh.reporting.models import Reminder
from lanhmanh.reporting.selectors.reminders import Key, is_owed, latest_versions
from lanhmanh.ui.formats import period_name
from lanhmanh.units.models import Unit
from lanhmanh.units.selectors import names_on

LONGEST, OLDEST = 200, timedelta(days=366)


@transaction.atomic
def note_reminders(*, actor: Actor, reports: Collection[Key], how: str, day: date, note: str = "") -> list[Reminder]:
    """Note that the units were reminded of these reports (form, period, unit); all or none.

    :raises Refused: no report is named, one was sent in the meantime, or the day cannot be.
    """
    _require_told(reports, how, day, note)
    ids = {unit_id for _form, _period, unit_id in reports}
    units = {unit.pk: unit for unit in units_for(actor, Permission.REPORT_REVIEW).filter(pk__in=ids)}
    if ids != set(units):
        raise NotAllowed(_("Tài khoản này không có quyền duyệt báo cáo của đơn vị này."))
    _require_owed(reports, units)
    rows = [
        Reminder(
            unit_id=unit_id, form=form, period=period, how=how, day=day, note=note.strip(), noted_at=clock.now(),
            noted_by_id=actor.user_id,
        )
        for form, period, unit_id in dict.fromkeys(reports)
    ]  # fmt: skip
    for row in rows:
        row.save()
    _record(actor, units, rows)
    return rows


def _record(actor: Actor, units: dict[int, Unit], rows: Iterable[Reminder]) -> None:
    """Write one event for each unit, so that it stands in that unit's trail."""
    told: dict[int, list[Reminder]] = defaultdict(list)
    for row in rows:
        told[row.unit_id].append(row)
    for unit_id, mine in told.items():
        audit.record(
            actor=actor, verb="report.reminded", on=units[unit_id], unit_id=unit_id, how=mine[0].how,
            day=mine[0].day.isoformat(), reports=[f"{row.form}/{row.period}" for row in mine],
        )  # fmt: skip


def _require_told(reports: Collection[Key], how: str, day: date, note: str) -> None:
    today = clock.today()
    if not reports:
        raise Refused(_("Chọn ít nhất một báo cáo đã nhắc."))
    if how not in Reminder.How.values:
        raise Refused(_("Chọn cách đã nhắc."))
    if not today - OLDEST <= day <= today:
        raise Refused(_("Ngày nhắc phải trong một năm qua, không sau hôm nay."))
    if len(note.strip()) > LONGEST:
        raise Refused(_("Viết không quá %(most)d chữ cái.") % {"most": LONGEST})


def _require_owed(reports: Iterable[Key], units: dict[int, Unit]) -> None:
    asked = [(form_of(form), [parse(period)]) for form, period, _unit in reports]
    stored = latest_versions(asked, units)
    for (form, (period,)), (_code, _period, unit_id) in zip(asked, reports, strict=True):
        key = (form.code, period.code, unit_id)
        if not is_owed(form, period, units[unit_id].level, stored.get(key), clock.today()):
            name = names_on([unit_id], clock.today()).get(unit_id, "")
            raise Refused(
                _("%(unit)s không còn nợ báo cáo %(period)s: tải lại trang để xem danh sách mới.")
                % {"unit": name, "period": period_name(period)}
            )
