"""The page of one report: filling, saving, submitting, and what stands behind its figures."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lanhmanh.accounts.access import can
from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.periods import parse
from lanhmanh.law.calendars import window
from lanhmanh.reporting import policies, selectors, services
from lanhmanh.reporting.access import form_of
from lanhmanh.reporting.forms import Sheet
from lanhmanh.reporting.models import Report
from lanhmanh.reporting.rules import catalogue, forms
from lanhmanh.reporting.rules.forms import Severity
from lanhmanh.reporting.rules.ties import tied
from lanhmanh.reporting.selectors import ReportPage
from lanhmanh.reporting.selectors.pages import present_report
from lanhmanh.reporting.services.drafts import Cells
from lanhmanh.reporting.views import correcting, doors, rows, words
from lanhmanh.ui.formats import date_vi, either, period_name, said
from lanhmanh.ui.messages import flash


@page(needs=Permission.REPORT_FILL)
@require_http_methods(["GET", "POST"])
def open_report(request: ActorRequest, unit_uid: str, form: str, period: str) -> HttpResponseBase:
    """Begin a unit's report of a period, or go to the one that was begun."""
    unit = doors.get_unit(request.actor, Permission.REPORT_FILL, unit_uid)
    asked, term = doors.get_term(request.actor, form, period)
    begun = present_report(unit, asked, term)
    try:
        if begun or request.method == "POST":
            begun = begun or services.open_report(actor=request.actor, unit=unit, form=asked, period=term)
            return redirect("reporting:report", begun.uid)
        policies.require_begun(asked, term, clock.today())
    except Refused as refusal:
        flash(request, said(refusal), state="error")
        return redirect("reporting:index")
    days, name = window(asked.calendar, term), words.place_of(unit, clock.today())[0]
    told = {"unit": name, "first": date_vi(days.first), "last": date_vi(days.last)}
    context = {
        "title": _("Lập báo cáo %(period)s") % {"period": period_name(term)},
        "explanation": _(
            "%(unit)s: số liệu từ %(first)s đến %(last)s. Những gì đã ghi được điền sẵn; sửa được đến khi nộp."
        )
        % told,
        "deed": _("Lập báo cáo"),
        "back_url": reverse("reporting:index"),
    }
    return render(request, "ui/confirm.html", context)


@page(needs=Permission.REPORT_VIEW)
@require_http_methods(["GET", "POST"])
def report(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Show a report; a POST keeps all that was typed."""
    if request.method != "POST":
        return _shown(request, uid)
    found = doors.get_report(request.actor, uid, Permission.REPORT_FILL)
    sheet, refusal = _keep(request, found)
    if refusal or sheet.refused:
        return _shown(request, uid, sheet=sheet, refusal=refusal)
    flash(request, _("Đã lưu %(count)d chỉ tiêu.") % {"count": len(sheet.cells)})
    return redirect("reporting:report", uid)


@page(needs=Permission.REPORT_FILL)
@require_POST
def save(request: ActorRequest, uid: str, code: str) -> HttpResponseBase:
    """Keep one cell and say so."""
    found = doors.get_report(request.actor, uid, Permission.REPORT_FILL)
    if code not in _form(found).rows or f"v-{code}" not in request.POST:
        raise Http404("indicator")
    before = selectors.open_cells_of(found)
    sheet, _refusal = _keep(request, found, only=code)
    if "HX-Request" not in request.headers and code in sheet.refused:
        return _shown(request, uid, sheet=sheet)
    if "HX-Request" not in request.headers:
        return redirect(f"{reverse('reporting:report', args=[uid])}#row-{code}")
    shown = selectors.report_page(request.actor, uid)
    opens = can(request.actor, Permission.ACTIVITY_VIEW, found.unit_id)
    row = rows.row(shown, shown.row_of[code], sheet, opens=opens)
    if code not in sheet.refused:
        now = timezone.localtime(clock.now())
        row |= {"save_state": "saved", "save_text": _("Đã lưu %(time)s") % {"time": f"{now:%H:%M}"}}
    near = tied(code, catalogue.load())
    others = [rows.row(shown, one, opens=opens) for key, one in shown.row_of.items() if key in near]
    for other in others:
        other["freshly_open"] = before is not None and shown.opened is not None and other["id"] in shown.opened - before
    context = {"row": row, "others": others, "page": shown, **_counts(shown, [row]), **_labels(shown)}
    return render(request, "reporting/cell_saved.html", context)


@page(needs=Permission.REPORT_SUBMIT)
@require_POST
def submit(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Keep what was typed, then send the report up."""
    found = doors.get_report(request.actor, uid, Permission.REPORT_SUBMIT)
    sheet = Sheet(request.POST, _form(found))
    if sheet.refused:
        sheet, refusal = _keep(request, found)
        return _shown(request, uid, sheet=sheet, refusal=refusal)
    try:
        why = services.save_and_submit(actor=request.actor, report=found, cells=sheet.cells)
    except Refused as refused:
        why = refused
        _mark_unsaved(sheet, found, sheet.cells, _("Chưa lưu."))
    if why:
        return _shown(request, uid, sheet=sheet, refusal="" if isinstance(why, policies.NotReady) else said(why))
    flash(request, _("Đã nộp báo cáo. Cấp trên sẽ duyệt hoặc trả lại; kết quả hiện ở trang Hôm nay."))
    return redirect("reporting:report", uid)


@page(needs=Permission.REPORT_VIEW)
@require_GET
def facts(request: ActorRequest, uid: str, code: str) -> HttpResponse:
    """Show what is behind a derived figure: activities, cases by their numbers, or what else was recorded."""
    view = selectors.report_facts(request.actor, doors.get_report(request.actor, uid, Permission.REPORT_VIEW), code)
    found = doors.get_report(
        request.actor, uid, Permission.ACTIVITY_VIEW if view.of_activities else Permission.REPORT_VIEW
    )
    term = parse(found.period)
    asked = window(_form(found).calendar, term)
    context = {
        "report": found,
        "window": asked,
        "view": view,
        "name": words.name_of(view.indicator),
        "unit_name": words.place_of(found.unit, asked.last)[0],
        "period_name": period_name(term),
        "left": view.count - view.shown,
    }
    return render(request, "reporting/facts.html", context)


@page(needs=Permission.REPORT_VIEW)
@require_GET
def history(request: ActorRequest, uid: str, code: str) -> HttpResponse:
    """Show who changed a cell when, from what to what and why, in all versions."""
    found = doors.get_report(request.actor, uid, Permission.REPORT_VIEW)
    if code not in _form(found).rows:
        raise Http404("indicator")
    term, indicator = parse(found.period), catalogue.load()[code]
    context = {
        "report": found,
        "name": words.name_of(indicator),
        "unit_name": words.place_of(found.unit, window(_form(found).calendar, term).last)[0],
        "period_name": period_name(term),
        "events": [words.turn(one, indicator) for one in selectors.cell_history(found, code)],
    }
    return render(request, "reporting/history.html", context)


def _form(report: Report) -> forms.Form:
    return form_of(report.form, report.form_version)


def _keep(request: ActorRequest, report: Report, only: str = "") -> tuple[Sheet, str]:
    """Keep every cell that can be kept; a refusal of the whole is returned and marks what stays unsaved."""
    sheet = Sheet(request.POST, _form(report))
    cells = {code: cell for code, cell in sheet.cells.items() if not only or code == only}
    if not cells:
        return sheet, ""
    try:
        services.save_cells(actor=request.actor, report=report, cells=cells)
    except Refused as refusal:
        _mark_unsaved(sheet, report, cells, said(refusal) if only else _("Chưa lưu."))
        return sheet, said(refusal)
    return sheet, ""


def _mark_unsaved(sheet: Sheet, report: Report, cells: Cells, words: str) -> None:
    kept = {row.indicator: row for row in report.values.all()}
    for code, (value, note) in cells.items():
        if (kept[code].value, kept[code].note) != (value, note):
            sheet.refused[code] = words


def _shown(request: ActorRequest, uid: str, *, sheet: Sheet | None = None, refusal: str = "") -> HttpResponse:
    """Render the page; with a sheet it answers a POST that was not accepted."""
    shown = selectors.report_page(request.actor, uid)
    groups = rows.groups(request.actor, shown, sheet)
    own = shown.report.unit_id == request.actor.home_unit_id
    period = period_name(shown.period)
    own_title = _("Báo cáo %(period)s") % {"period": period}
    context = {
        "page": shown,
        "groups": groups,
        "own": own,
        "title": own_title if own else f"{shown.unit_name}, {period}",
        "state": words.state_of(shown.shown),
        "state_label": capfirst(words.label_of(shown.shown)),
        "receiver": words.union_of(shown.parent_name),
        "refusal": refusal,
        "returned_cells": [cell for group in groups for cell in group["rows"] if cell["asked"]],
        "moved_cells": [cell for group in groups for cell in group["rows"] if cell["moved"]],
        "events": words.told(shown.history),
        "correction": correcting.told(request.actor, shown),
        "versions": [(one, words.label_of(one.state), words.state_of(one.state)) for one in shown.versions],
        "readonly": not shown.may_fill,
        "unit_url": f"{reverse('reporting:index')}?don-vi={shown.report.unit.uid}&nam={shown.period.year}",
        "submit_from": shown.window.last if clock.today() < shown.window.last else None,
        "whole": [either(p.sentence, p.sentence_en) for p in shown.problems if not p.indicator],
        "tried": sheet is not None,
        **_counts(shown, [row for group in groups for row in group["rows"]]),
        **_labels(shown),
    }
    return render(request, "reporting/report.html", context, status=200 if sheet is None else 422)


def _labels(shown: ReportPage) -> dict[str, str]:
    year = shown.period.year
    return {
        "previous_label": words.period_short(shown.period.previous(), year),
        "value_label": words.period_short(shown.period, year),
    }


def _counts(shown: ReportPage, cells: list[rows.Cell]) -> dict[str, Any]:
    """Return how many rows are wrong and where the first is; cells that could not be read count too."""
    found: dict[str, Any] = {}
    for severity in Severity:
        codes = [problem.indicator for problem in shown.problems if problem.severity is severity]
        if severity is Severity.ERROR:
            codes += [cell["id"] for cell in cells if cell.get("typed") is not None and cell["id"] not in codes]
        rows_in_order = [code for code in shown.form.rows if code in codes]
        found[f"{severity.value}_count"] = len(set(codes))
        found[f"{severity.value}_href"] = f"#row-{rows_in_order[0]}" if rows_in_order else "#main"
    return found
