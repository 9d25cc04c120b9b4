"""What one person has to do now, gathered from plans and reports, the most urgent first."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lanhmanh.accounts.access import Actor
from lanhmanh.accounts.rules import Permission
from lanhmanh.kernel.periods import Period
from lanhmanh.plan import selectors as plans
from lanhmanh.plan.models import Plan
from lanhmanh.reporting import selectors as reports
from lanhmanh.reporting.access import form_of, latest_forms
from lanhmanh.reporting.rules.catalogue import load as catalogue
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.rules.states import Shown
from lanhmanh.reporting.selectors.calendar import asked_by_form, periods_of_year
from lanhmanh.reporting.selectors.picture import coverage_of, year_picture
from lanhmanh.reporting.selectors.targets import year_targets
from lanhmanh.ui.formats import date_vi, either, number, period_name
from lanhmanh.units.models import Unit
from lanhmanh.units.selectors import names_on
from lanhmanh.web.area_jobs import area_jobs
from lanhmanh.web.case_jobs import case_jobs
from lanhmanh.web.jobs import SHOWN_SINGLY, Job
from lanhmanh.web.movement_jobs import movement_jobs
from lanhmanh.web.place_jobs import place_jobs

USUAL_FORM = "HND-QUY"
WEEK = timedelta(days=7)
LOOKED_BACK = 4  # periods of each form
Asked = list[tuple[Form, list[Period]]]
UNSENT = {Shown.DUE, Shown.OVERDUE, Shown.DRAFT}
# Flows only: a sum of what is approved so far is true at any moment, a stock of a half-reported period is not.
PICTURE = ("TT-BUOI", "TT-LUOT", "GD-THAM", "CK-HOMOI")


@dataclass
class Agenda:
    """What is overdue, due this week, coming and waiting for others, and the unit's own small picture."""

    today: date
    overdue: list[Job] = field(default_factory=list)
    week: list[Job] = field(default_factory=list)
    coming: list[Job] = field(default_factory=list)
    waiting: list[Job] = field(default_factory=list)
    later: int = 0
    picture: list[dict[str, Any]] = field(default_factory=list)
    picture_url: str = ""
    picture_note: str = ""
    reminders_url: str = ""
    may_record: bool = False
    keeps_accounts: bool = False
    reads_figures: bool = False

    @property
    def nothing(self) -> bool:
        """Test whether there is nothing to do."""
        return not (self.overdue or self.week or self.coming or self.waiting)

    def place(self, job: Job) -> None:
        """Put a job where its due date belongs; what is due after a week is counted, or shown where it cannot wait."""
        if job.due is not None and job.due < self.today:
            self.overdue.append(job)
        elif job.due is None or job.due <= self.today + WEEK:
            self.week.append(job)
        elif job.soon or job.state == "returned":
            self.coming.append(job)
        else:
            self.later += 1


def agenda(actor: Actor, today: date) -> Agenda:
    """Return the agenda of one person on a day; a bounded number of queries, whatever the country's size."""
    found = Agenda(today, may_record=actor.holds(Permission.ACTIVITY_RECORD))
    found.keeps_accounts = actor.holds(Permission.ACCOUNT_MANAGE)
    found.reads_figures = actor.holds(Permission.FIGURES_VIEW)
    unit = Unit.objects.filter(pk__in=[actor.home_unit_id or 0]).first()
    if unit is None:
        return found
    asked = asked_by_form(latest_forms(actor), today) if actor.holds(Permission.REPORT_VIEW) else []
    for job in [
        *_reports(actor, today, asked),
        *_reviews(actor),
        *_issues(actor),
        *_of_plans(actor, unit, today),
        *_guidance(actor, unit, today),
        *case_jobs(actor, today),
        *area_jobs(actor, today),
        *place_jobs(actor, today),
        *movement_jobs(actor, unit, today),
    ]:
        found.place(job)
    found.overdue.sort(key=lambda job: job.due or today)
    for group in (found.week, found.coming):
        group.sort(key=lambda job: (job.state != "returned", job.due or today))
    if actor.holds(Permission.REPORT_VIEW):
        found.waiting = _waiting(actor, unit, today, asked)
        if actor.holds(Permission.REPORT_REVIEW) and any(job.state != "submitted" for job in found.waiting):
            found.reminders_url = reverse("reporting:reminders")
        _paint(found, unit, today, asked)
    return found


def _reports(actor: Actor, today: date, asked: Asked) -> list[Job]:
    if not actor.holds(Permission.REPORT_FILL):
        return []
    return [_report(due) for due in reports.reports_due(actor, today, asked)]


def _report(due: reports.ReportDue) -> Job:
    words, whose = {"period": period_name(due.period)}, _whose(due)
    if due.shown == Shown.RETURNED or due.return_comment:
        title, action = _("Sửa báo cáo %(period)s bị trả lại") % words, _("Sửa báo cáo")
        note, state = f"“{due.return_comment}”", "returned"
    elif due.report_uid:
        title, action, note, state = _("Hoàn thành báo cáo %(period)s") % words, _("Điền tiếp"), whose, "draft"
    else:
        title, action, note, state = _("Lập báo cáo %(period)s") % words, _("Lập báo cáo"), whose, ""
    url = reverse("reporting:open", args=[due.unit_uid, due.form.code, due.period.code])
    if due.report_uid:
        url = reverse("reporting:report", args=[due.report_uid])
    return Job(title, url, action, due=due.due, note=note, state=state)


def _whose(due: reports.ReportDue) -> str:
    """Name the unit, after the form where it is not the usual one: two forms may report on the same period."""
    return due.unit_name if due.form.code == USUAL_FORM else f"{_form_name(due.form)} · {due.unit_name}"


def _form_name(form: Form) -> str:
    return either(form.name_vi, form.name_en)


def _reviews(actor: Actor) -> list[Job]:
    queue = reports.review_queue(actor) if actor.holds(Permission.REPORT_REVIEW) else []
    if len(queue) > SHOWN_SINGLY:
        title = _("Duyệt %(count)s báo cáo đã nộp") % {"count": number(len(queue))}
        return [Job(title, reverse("reporting:queue"), _("Mở danh sách"), note=_several(queue), state="submitted")]
    return [
        Job(
            _("Duyệt báo cáo %(period)s của %(unit)s") % {"period": period_name(one.period), "unit": one.unit_name},
            reverse("reporting:review", args=[one.report_uid]),
            _("Duyệt"),
            note=_("%(who)s nộp") % {"who": one.submitted_by},
            state="submitted",
        )
        for one in queue
    ]


def _several(queue: list[reports.ReviewItem]) -> str:
    names = ", ".join(one.unit_name for one in queue[:3])
    return _("%(names)s và %(more)s đơn vị khác") % {"names": names, "more": number(len(queue) - 3)}


def _issues(actor: Actor) -> list[Job]:
    """Return the documents that this person may replace, for figures in them changed since they went out."""
    found = reports.stale(actor) if actor.holds(Permission.DOCUMENT_ISSUE) else []
    if len(found) > SHOWN_SINGLY:
        title = _("Số liệu trong %(count)s văn bản đã thay đổi: ban hành bản thay thế") % {"count": number(len(found))}
        url = f"{reverse('documents:register')}?standing=changed"
        return [Job(title, url, _("Mở danh sách"), note=", ".join(one.number for one in found[:SHOWN_SINGLY]))]
    return [
        Job(
            _("Số liệu trong %(number)s đã thay đổi: ban hành bản thay thế") % {"number": one.number},
            reverse("reporting:changes", args=[one.document_uid]),
            _("Xem thay đổi"),
            note=_("%(period)s, thay đổi gần nhất ngày %(day)s")
            % {"period": capfirst(_about(one)), "day": date_vi(one.since)},
            state="warning",
        )
        for one in found
    ]


def _about(one: reports.Stale) -> str:
    return period_name(one.period) if one.period else _("sơ kết, tổng kết kế hoạch")


def _of_plans(actor: Actor, unit: Unit, today: date) -> list[Job]:
    edits, does = actor.holds(Permission.PLAN_EDIT), actor.holds(Permission.TASK_DO)
    line = plans.line_of(unit, today) if edits or does else []
    return [*(_amended(unit, today, line) if edits else ()), *(_tasks(unit, today, line) if does else ())]


def _amended(unit: Unit, today: date, line: list[Plan]) -> list[Job]:
    """Ask for a new version of the unit's plan where the plan from which it was derived was amended since."""
    behind = plans.outdated(unit, today, line)
    if behind is None:
        return []
    above = names_on([behind.parent.unit_id], today).get(behind.parent.unit_id, "")
    title = _("Kế hoạch của %(above)s đã sửa đổi: cập nhật kế hoạch của đơn vị") % {"above": above}
    if behind.draft:
        url, action = reverse("plan:changes", args=[behind.draft.uid]), _("Làm tiếp")
    else:
        url, action = reverse("plan:take_up", args=[behind.plan.uid]), _("Cập nhật kế hoạch")
    return [Job(title, url, action, state="draft" if behind.draft else "")]


def _tasks(unit: Unit, today: date, line: list[Plan]) -> list[Job]:
    return [
        Job(
            one.title,
            reverse("plan:progress", args=[one.task.uid]),
            _("Ghi kết quả"),
            due=one.due,
            clause=one.item_path,
            clause_url=reverse("plan:item", args=[one.task.item.uid]),
        )
        for one in plans.tasks_for(unit, today, line)
        if not one.done and one.due is not None
    ]


def _guidance(actor: Actor, unit: Unit, today: date) -> list[Job]:
    return [
        Job(
            _("Đọc và xác nhận hướng dẫn “%(title)s”") % {"title": one.title},
            reverse("plan:guidance", args=[one.uid]),
            _("Đọc và xác nhận"),
            due=one.due,
            note=one.sender,  # type: ignore[attr-defined]
            clause=one.item.path if one.item else "",
            clause_url=reverse("plan:item", args=[one.item.uid]) if one.item else "",
        )
        for one in plans.pending(actor, unit, today)
    ]


def _waiting(actor: Actor, unit: Unit, today: date, asked: Asked) -> list[Job]:
    late = [(form, periods[-LOOKED_BACK:]) for form, periods in asked if periods]
    found = [_waiting_on(matrix) for matrix in reports.completeness_of(actor, late, unit, today)]
    return [job for sent, _missing in found for job in sent] + [job for _sent, missing in found for job in missing]


def _waiting_on(matrix: reports.Matrix) -> tuple[list[Job], list[Job]]:
    """Return what the unit sent on a form, and what is missing below it, the latest period first."""
    own = [cell for row in matrix.rows if row.is_root for cell in row.cells]
    below = [row for row in matrix.rows if not row.is_root]
    found = []
    for at, period in reversed(list(enumerate(matrix.periods))):
        asked = [(row.name, cell.shown) for row in below if (cell := row.cells[at]) and cell.shown]
        missing = [name for name, shown in asked if shown in UNSENT]
        if missing:
            found.append(_unreported(missing, len(asked), matrix.form, period))
    return [_sent(matrix.form, cell) for cell in own if cell and cell.shown == Shown.SUBMITTED], found


def _sent(form: Form, cell: reports.MatrixCell) -> Job:
    title = _("Báo cáo %(period)s đã nộp, chờ cấp trên duyệt") % {"period": period_name(cell.period)}
    note = "" if form.code == USUAL_FORM else _form_name(form)
    return Job(title, reverse("reporting:report", args=[cell.report_uid]), _("Xem"), note=note, state="submitted")


def _unreported(names: list[str], of: int, form: Form, period: Period) -> Job:
    words = {"count": number(len(names)), "of": number(of), "period": period_name(period)}
    title = ngettext(
        "%(count)s trên %(of)s đơn vị chưa nộp báo cáo %(period)s",
        "%(count)s trên %(of)s đơn vị chưa nộp báo cáo %(period)s",
        len(names),
    )
    shown = ", ".join(names[:6]) + (f" (+{len(names) - 6})" if len(names) > 6 else "")
    url = f"{reverse('reporting:index')}?nam={period.year}"
    if form.code != USUAL_FORM:
        url, shown = f"{url}&bieu={form.code}", f"{_form_name(form)} · {shown}"
    return Job(title % words, url, _("Xem ai chưa nộp"), note=shown)


def _paint(found: Agenda, unit: Unit, today: date, asked: Asked) -> None:
    form, known = form_of(USUAL_FORM), catalogue()
    year = today.year
    latest = next(periods for one, periods in asked if one.code == USUAL_FORM)[-1]
    approved, expected = coverage_of(unit.pk, form, latest)
    # The line ends before a period that is only partly in: the last step down would be the missing units.
    drawn = [period != latest or approved >= expected for period in periods_of_year(form, year)]
    aims = year_targets(unit.pk, year, PICTURE)
    for code, values in year_picture(unit.pk, form, year, PICTURE).items():
        stated = [value for value in values if value is not None]
        if stated:
            name = either(known[code].name_vi, known[code].name_en)
            trend = [value if whole else None for value, whole in zip(values, drawn, strict=True)]
            item = {"label": name, "value": number(sum(stated, Decimal(0))), "trend": trend}
            if code in aims:
                item |= {"of": _("so với chỉ tiêu %(target)s") % {"target": number(aims[code])}}
                item |= {"url": reverse("reporting:target", args=[year, unit.uid, code])}
            found.picture.append(item)
    if approved < expected:
        words = {"period": period_name(latest), "approved": approved, "expected": expected}
        found.picture_note = _("Mới có %(approved)d trên %(expected)d báo cáo %(period)s được duyệt.") % words
    found.picture_url = reverse("reporting:consolidation", args=[form.code, latest.code, unit.uid])
