"""The consolidation of a unit: chosen, shown, opened down to the reports and their facts."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lanhmanh.accounts.access import Actor, can
from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.activities.figures import done as activity_figures
from lanhmanh.kernel import clock
from lanhmanh.kernel.periods import Period
from lanhmanh.law.calendars import last_closed, period_of, window
from lanhmanh.reporting import figures, selectors
from lanhmanh.reporting.access import form_of, latest_forms
from lanhmanh.reporting.forms import ConsolidationForm
from lanhmanh.reporting.rules.forms import Form, Section
from lanhmanh.reporting.rules.states import Shown
from lanhmanh.reporting.selectors import CellView, Consolidation, ConsolidationRow
from lanhmanh.reporting.selectors.calendar import concerns
from lanhmanh.reporting.selectors.pages import covered, units_to_consolidate
from lanhmanh.reporting.selectors.running import running
from lanhmanh.reporting.views import doors, issued, words
from lanhmanh.ui.formats import either, period_name
from lanhmanh.units.models import Level, Unit
from lanhmanh.units.selectors import version_of

ALL = "tat-ca"
_NAMED = 6
_SHOWN_FACTS = 8
_LINKED = 4000  # where a page has more figures, its heads are links and its figures are not: it stays below 60 kB


@page(needs=Permission.FIGURES_VIEW)
@require_GET
def choose(request: ActorRequest) -> HttpResponseBase:
    """Choose form, period and unit; the own unit and the latest period stand ready."""
    form = doors.get_form(request.actor, request.GET.get("form") or doors.USUAL_FORM)
    today = clock.today()
    latest = last_closed(form.calendar, form.kind, today)
    running = period_of(form.calendar, form.kind, today)
    periods = [one for one in (running, *(latest.next(-step) for step in range(7))) if form.is_asked(one)]
    units = units_to_consolidate(request.actor, form, latest)
    known = latest_forms(request.actor)
    asked = [one for one in known if one == form or one.is_asked(period_of(one.calendar, one.kind, today))]
    kinds = {one.code: words.name_of(one) for one in asked}
    choice = ConsolidationForm(
        request.GET if "unit" in request.GET else None,
        units=[(row.unit.uid, row.name) for row in units],
        kinds=list(kinds.items()),
        periods=[(one.code, capfirst(period_name(one))) for one in periods],
        initial={"period": latest.code, "form": form.code},
    )
    if choice.is_valid():
        at = [choice.cleaned_data[name] for name in ("form", "period", "unit")]
        return redirect("reporting:consolidation", *at)
    home = next((row for row in units if row.unit_id == request.actor.home_unit_id), units[0] if units else None)
    context: dict[str, Any] = {"form": choice, "home": home, "year": latest.year}
    if home:
        context["lines"] = _lines(form, home.unit, periods)
        context["year_url"] = reverse("reporting:year", args=[form.code, latest.year, home.unit.uid])
    return render(request, "reporting/consolidation_index.html", context, status=422 if choice.errors else 200)


def _lines(form: Form, unit: Unit, periods: list[Period]) -> list[dict[str, Any]]:
    counts = covered(form, unit, periods)
    return [
        {
            "name": capfirst(period_name(one)),
            "days": window(form.calendar, one),
            "approved": counts[one.code][0],
            "expected": counts[one.code][1],
            "url": reverse("reporting:consolidation", args=[form.code, one.code, unit.uid]),
        }
        for one in periods
        if version_of(unit, window(form.calendar, one).last) or one == periods[0]
    ]


def asked_for(request: ActorRequest, form: str, period: str, unit_uid: str) -> tuple[Form, Period, Unit]:
    """Return what an address names.

    :raises Http404: it is not there, or the reader may not see figures there.
    """
    unit = doors.get_unit(request.actor, Permission.FIGURES_VIEW, unit_uid)
    asked, term = doors.get_term(request.actor, form, period)
    if not concerns(asked, term, unit):
        raise Http404("unit")
    return asked, term, unit


@page(needs=Permission.FIGURES_VIEW)
@require_GET
def consolidation(request: ActorRequest, form: str, period: str, unit_uid: str) -> HttpResponse:
    """Show units by indicators, one section of the form at a time or all."""
    asked, term, unit = asked_for(request, form, period, unit_uid)
    whole = selectors.consolidation(request.actor, asked, term, unit)
    picked = request.GET.get("phan") or asked.sections[0].path
    sections = [one for one in asked.sections if picked in {one.path, ALL}]
    if not sections:
        raise Http404("section")
    linked = len(whole.rows) * sum(len(one.rows) for one in sections) <= _LINKED
    addresses = {uid: _address(whole, uid) for uid in (unit.uid, *(row.unit_uid for row in whole.rows))}
    context: dict[str, Any] = {
        **of(request.actor, whole),
        "picked": picked,
        "tabs": [(one.path, either(one.title_vi, one.title_en)) for one in asked.sections],
        "tables": [_table(whole, one, addresses, linked=linked) for one in sections],
        "linked": linked,
        "at_least": words.at_least(code for one in sections for code in one.rows),
        "missing_names": [row.name for row in whole.incomplete[:_NAMED]],
        "missing_more": max(0, len(whole.incomplete) - _NAMED),
        "started": clock.today() >= whole.window.first,
        "closed": clock.today() > whole.window.last,
        **issued.of_consolidation(request.actor, whole),
    }
    return render(request, "reporting/consolidation.html", context)


def of(actor: Actor, whole: Consolidation) -> dict[str, Any]:
    """Return what every page of a consolidation says of it, and where the reader may go from here."""
    at = [whole.form.code, whole.period.code, whole.unit.uid]
    parent = _parent(actor, whole)
    return {
        "whole": whole,
        "at": at,
        "period_name": period_name(whole.period),
        "title": _("Tổng hợp %(period)s") % {"period": period_name(whole.period)},
        "url": reverse("reporting:consolidation", args=at),
        "parent_url": parent,
        "before_url": _neighbour(whole, -1),
        "after_url": _neighbour(whole, 1),
        "year_url": reverse("reporting:year", args=[whole.form.code, whole.period.year, whole.unit.uid]),
        "before_name": capfirst(period_name(whole.period.previous())),
        "after_name": capfirst(period_name(whole.period.next())),
        "completeness_url": f"{reverse('reporting:index')}?don-vi={whole.unit.uid}&nam={whole.period.year}"
        if can(actor, Permission.REPORT_VIEW, whole.unit)
        else "",
        "may_issue": can(actor, Permission.DOCUMENT_ISSUE, whole.unit),
        "row_head": {Level.PROVINCE: _("Huyện, thành phố"), Level.DISTRICT: _("Xã, phường, thị trấn")}.get(
            Level(whole.unit.level), _("Đơn vị")
        ),
    }


def _parent(actor: Actor, whole: Consolidation) -> str:
    version = version_of(whole.unit, whole.window.last)
    if version is None or version.parent is None or not can(actor, Permission.FIGURES_VIEW, version.parent):
        return ""
    return reverse("reporting:consolidation", args=[whole.form.code, whole.period.code, version.parent.uid])


def _neighbour(whole: Consolidation, step: int) -> str:
    other = whole.period.next(step)
    if window(whole.form.calendar, other).first > clock.today() or not form_of(whole.form.code).is_asked(other):
        return ""
    if version_of(whole.unit, window(whole.form.calendar, other).last) is None:
        return ""
    return reverse("reporting:consolidation", args=[whole.form.code, other.code, whole.unit.uid])


def _table(whole: Consolidation, section: Section, addresses: Mapping[str, str], *, linked: bool) -> dict[str, Any]:
    columns = [one for one in whole.indicators if one.code in section.rows]
    codes, head = [one.code for one in columns], addresses[whole.unit.uid]
    return {
        "path": section.path,
        "title": either(section.title_vi, section.title_en),
        "columns": [
            (words.name_of(one), either(one.unit_vi, one.unit_en), "" if linked else f"{head}o/{one.code}/")
            for one in columns
        ],
        "span": len(columns),
        "tails": [f"o/{code}/" for code in codes],
        "tails_of_year": [f"o/{code}/#nam" for code in codes],
        "rows": [_line(row, codes, addresses) for row in whole.rows],
        "head": head,
        "totals": [whole.totals.get(code) for code in codes],
        "so_far": [whole.year_to_date.get(code) for code in codes],
    }


def _line(row: ConsolidationRow, codes: Iterable[str], addresses: Mapping[str, str]) -> dict[str, Any]:
    late = (clock.today() - row.due).days if row.due and row.due < clock.today() else 0
    return {
        "row": row,
        "name": _("%(name)s (báo cáo của chính đơn vị)") % {"name": row.name} if row.is_own else row.name,
        "url": "" if row.is_own else addresses[row.unit_uid],
        "missing": _missing(row, late),
        "cells": _own_cells(row, codes) if row.is_own else [],
        "values": [] if row.is_own else [row.figures.get(code) for code in codes],
    }


def _missing(row: ConsolidationRow, late: int) -> str:
    if not row.is_missing:
        return ""
    state = capfirst(words.label_of(row.shown))
    if late and row.shown is Shown.OVERDUE:
        state = capfirst(words.late_words(late))
    return _("%(state)s: chưa có báo cáo nào được duyệt. Không tính vào tổng.") % {"state": state}


def _own_cells(row: ConsolidationRow, codes: Iterable[str]) -> list[tuple[Any, str]]:
    """Return the cells of the unit's own report; they open in the report itself."""
    url = reverse("reporting:report", args=[row.report_uid]) if row.report_uid else ""
    return [(row.figures.get(code), f"{url}#row-{code}" if url else "") for code in codes]


def _address(whole: Consolidation, uid: str) -> str:
    return reverse("reporting:consolidation", args=[whole.form.code, whole.period.code, uid])


@page(needs=Permission.FIGURES_VIEW)
@require_GET
def cell(request: ActorRequest, form: str, period: str, unit_uid: str, code: str) -> HttpResponse:
    """Open one figure: the units that give to it, the unit's own report and its facts, the year's periods."""
    asked, term, unit = asked_for(request, form, period, unit_uid)
    view = selectors.cell(request.actor, asked, term, unit, code)
    over = running(asked, term, unit, code)
    whole = selectors.consolidation(request.actor, asked, term, unit)
    known = [part.value for part in view.parts if part.value is not None]
    context = {
        **of(request.actor, whole),
        "view": view,
        "name": words.name_of(view.indicator),
        "unit_of": either(view.indicator.unit_vi, view.indicator.unit_en),
        "parts": [(part, _part_url(whole, part, code)) for part in sorted(view.parts, key=_largest)],
        "top": max(known, default=0) or 1,
        "silent": sum(part.value is None for part in view.parts),
        "facts": _facts(request.actor, asked, view),
        "months": [
            (capfirst(period_name(one)), value, reverse("reporting:cell", args=[form, one.code, unit_uid, code]))
            for one, value in over.months
        ],
        "over": over,
        "at_least": words.at_least([code]),
    }
    return render(request, "reporting/cell.html", context)


def _largest(part: selectors.Part) -> tuple[bool, Any]:
    return part.value is None, -(part.value or 0)


def _part_url(whole: Consolidation, part: selectors.Part, code: str) -> str:
    if part.is_own:
        return f"{reverse('reporting:report', args=[part.report_uid])}#row-{code}" if part.report_uid else ""
    return reverse("reporting:cell", args=[whole.form.code, whole.period.code, part.unit_uid, code])


def _facts(actor: Actor, form: Form, view: CellView) -> dict[str, Any] | None:
    """Return the facts behind the unit's own report, for who may see activities there."""
    report, code = view.own_report, view.indicator.code
    name = figures.figure_names(form).get(code, "")
    if report is None or name not in activity_figures.NAMES or not can(actor, Permission.ACTIVITY_VIEW, report.unit_id):
        return None
    behind = selectors.report_facts(actor, report, code, _SHOWN_FACTS)
    shown = behind.facts or ()
    url = reverse("reporting:facts", args=[report.uid, code])
    return {"rows": shown, "count": behind.count, "left": behind.count - len(shown), "url": url}
