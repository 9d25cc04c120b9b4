"""What waits for whom: reports to send, reports to review."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain

from django.db.models import Count, Q

from lanhmanh.accounts.access import Actor, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.kernel.periods import Period, parse
from lanhmanh.kernel.text import sort_key
from lanhmanh.law.calendars import local_day, window
from lanhmanh.reporting.access import forms_of, latest_forms
from lanhmanh.reporting.models import Decision, Report
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.rules.states import Shown, State
from lanhmanh.reporting.selectors.calendar import Reach, Term, asked_by_form, term
from lanhmanh.units.models import UnitVersion
from lanhmanh.units.selectors import versions_on

Forms = Mapping[tuple[str, int], Form]
_WAITING = {Shown.DUE, Shown.OVERDUE, Shown.DRAFT, Shown.RETURNED}


@dataclass(frozen=True)
class ReportDue:
    """A report that its unit has to send: not begun (`report_uid` None), being filled, or returned.

    `late_days` counts calendar days after the due date, 0 while in time.
    """

    form: Form
    period: Period
    unit_id: int
    unit_uid: str
    unit_name: str
    due: date
    shown: Shown
    report_uid: str | None
    return_comment: str
    version: int
    late_days: int


@dataclass(frozen=True)
class ReviewItem:
    """A submitted report that the actor may return or approve."""

    report_uid: str
    form: Form
    period: Period
    unit_id: int
    unit_name: str
    version: int
    due: date
    submitted_at: datetime
    submitted_by: str
    late: bool
    notes: int
    times_returned: int


def reports_due(actor: Actor, today: date, asked: Sequence[tuple[Form, list[Period]]] | None = None) -> list[ReportDue]:
    """Return the reports on all forms that the actor's units have to send, the most urgent first.

    The number of queries grows with neither units nor forms; what is `asked` is not read again.
    """
    filling = units_for(actor, Permission.REPORT_FILL, today)
    units = list(versions_on(today).filter(unit__in=filling))
    asked = asked_by_form(latest_forms(actor), today) if asked is None else asked
    unit_ids = [version.unit_id for version in units]
    reach = Reach([form for form, _periods in asked], unit_ids)
    stored = _latest(asked, unit_ids)
    each = (_due_on(form, periods, units, stored, today=today, reach=reach) for form, periods in asked)
    return sorted(chain.from_iterable(each), key=lambda item: (item.due, item.unit_id))


def _due_on(
    form: Form,
    periods: Iterable[Period],
    units: Iterable[UnitVersion],
    stored: Mapping[tuple[str, str, int], Report],
    *,
    today: date,
    reach: Reach,
) -> Iterable[ReportDue]:
    for period in periods:
        for version in (one for one in units if reach.asks(form, period, one.unit)):
            when = term(form, period, version.unit.level)
            item = _item(form.at(period), version, when, stored.get((form.code, period.code, version.unit_id)), today)
            if item.shown in _WAITING and version.valid_from <= when.days.last:
                yield item


def _item(form: Form, version: UnitVersion, when: Term, report: Report | None, today: date) -> ReportDue:
    return ReportDue(
        form=form,
        period=when.period,
        unit_id=version.unit_id,
        unit_uid=version.unit.uid,
        unit_name=version.name,
        due=when.due,
        shown=when.shown(report.state if report else None, today),
        report_uid=report.uid if report else None,
        return_comment=report.return_comment if report else "",
        version=report.version if report else 1,
        late_days=max(0, (today - when.due).days),
    )


def _latest(
    asked: Iterable[tuple[Form, Iterable[Period]]], unit_ids: Iterable[int]
) -> dict[tuple[str, str, int], Report]:
    """Return the latest version of each report by form, period and unit, in one query."""
    wanted = Q(pk__in=[])
    for form, periods in asked:
        wanted |= Q(form=form.code, period__in=[period.code for period in periods])
    rows = Report.objects.filter(wanted, unit__in=list(unit_ids))
    return {(row.form, row.period, row.unit_id): row for row in rows.order_by("version")}


def review_queue(actor: Actor) -> list[ReviewItem]:
    """Return the submitted reports that the actor may decide on, the earliest due first; never those that he sent."""
    returned = Count("decisions", filter=Q(decisions__kind=Decision.Kind.RETURNED), distinct=True)
    notes = Count("values", filter=~Q(values__note=""), distinct=True)
    rows = (
        Report.objects.filter(state=State.SUBMITTED, unit__in=units_for(actor, Permission.REPORT_REVIEW))
        .exclude(decisions__in=Decision.objects.filter(kind=Decision.Kind.SUBMITTED, by=actor.user_id))
        .select_related("unit", "submitted_by")
        .annotate(returned=returned, notes=notes)
    )
    reports = list(rows)
    forms = forms_of((row.form, row.form_version) for row in reports)
    names = _names(reports, forms)
    waiting = (_review(row, names, forms) for row in reports)
    return sorted(waiting, key=lambda item: (item.due, sort_key(item.unit_name)))


def _review(row: Report, names: Mapping[tuple[str, str, int], str], forms: Forms) -> ReviewItem:
    form, period = forms[row.form, row.form_version], parse(row.period)
    due = term(form, period, row.unit.level).due
    if row.submitted_at is None or row.submitted_by is None:
        raise RuntimeError("a submitted report without a sender")
    return ReviewItem(
        report_uid=row.uid,
        form=form,
        period=period,
        unit_id=row.unit_id,
        unit_name=names[row.form, row.period, row.unit_id],
        version=row.version,
        due=due,
        submitted_at=row.submitted_at,
        submitted_by=row.submitted_by.full_name,
        late=local_day(row.submitted_at) > due,
        notes=row.notes,  # type: ignore[attr-defined]
        times_returned=row.returned,  # type: ignore[attr-defined]
    )


def _names(reports: Iterable[Report], forms: Forms) -> dict[tuple[str, str, int], str]:
    """Return each report's unit name as of the last day of its period, one query for all days."""
    reports, called = list(reports), defaultdict(list)
    versions = UnitVersion.objects.filter(unit__in={row.unit_id for row in reports}) if reports else ()
    for version in versions:
        called[version.unit_id].append(version)
    found: dict[tuple[str, str, int], str] = {}
    for row in reports:
        day = window(forms[row.form, row.form_version].calendar, parse(row.period)).last
        for one in called[row.unit_id]:
            if one.valid_from <= day < (one.valid_to or date.max):
                found[row.form, row.period, row.unit_id] = one.name
    return found
