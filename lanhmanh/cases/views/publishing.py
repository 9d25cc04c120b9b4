"""The figures that partners may read: the table of each publication, its workbook, and publishing the next one."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lanhmanh.accounts.guards import SIGNED_IN, ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.cases.papers.publishing import labels, parts, publication_book
from lanhmanh.cases.selectors import published as reading
from lanhmanh.cases.selectors.published import Published, Row
from lanhmanh.cases.services import publishing
from lanhmanh.disclosure import MARK, MINIMUM, legend
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.periods import Period, parse
from lanhmanh.ui.downloads import download
from lanhmanh.ui.formats import either, number, period_name, said
from lanhmanh.ui.messages import flash
from lanhmanh.units.models import Unit
from lanhmanh.units.selectors import names_on

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LISTED = 40


@page(needs=SIGNED_IN)
@require_GET
def published(request: ActorRequest) -> HttpResponse:
    """Show what was published, the newest as a table."""
    _door(request)
    rows = list(reading.published(request.actor)[:LISTED])
    context = {"rows": _listed(rows), **_may_publish(request)}
    if rows:
        context |= _table(reading.opened(rows[0], request.GET.get("huyen", "")))
    return render(request, "cases/publishing/list.html", context)


@page(needs=SIGNED_IN)
@require_GET
def publication(request: ActorRequest, publication_uid: str) -> HttpResponse:
    """Show one publication, one district opened at a time."""
    _door(request)
    row = reading.get_publication(request.actor, publication_uid)
    context = _table(reading.opened(row, request.GET.get("huyen", "")))
    return render(request, "cases/publishing/publication.html", context)


@page(needs=SIGNED_IN)
@require_GET
def workbook(request: ActorRequest, publication_uid: str) -> HttpResponse:
    """Hand a publication out as a workbook, with the marks of the page."""
    _door(request)
    row = reading.get_publication(request.actor, publication_uid)
    content = publication_book(reading.opened(row), reading.every_row(row))
    return download(content, f"so-lieu-{row.period}-{row.issue}.xlsx".lower(), XLSX)


@page(needs=Permission.CASE_OVERSEE)
@require_http_methods(["GET", "POST"])
def publish(request: ActorRequest, period: str) -> HttpResponseBase:
    """Show what would be published and hidden, then publish it."""
    unit, asked = _asked(request, period)
    problem = ""
    if request.method == "POST":
        try:
            seal = request.POST.get("seal", "") or "-"
            row = publishing.publish_figures(actor=request.actor, unit=unit, period=asked, seal=seal)
        except Refused as refusal:
            problem = said(refusal)
        else:
            flash(request, _("Đã công bố số liệu %(period)s.") % {"period": period_name(asked)})
            return redirect("cases:publication", row.uid)
    return _preview(request, unit, asked, problem)


def _preview(request: ActorRequest, unit: Unit, period: Period, problem: str) -> HttpResponse:
    context: dict[str, Any] = {"period_name": period_name(period), "problem": problem}
    try:
        made = publishing.look(actor=request.actor, unit=unit, period=period)
        context["draft"] = made
        publishing.refuse_unprotectable(made)
    except Refused as refusal:
        return render(request, "cases/publishing/publish.html", {**context, "refused": said(refusal)}, status=422)
    shown = reading.looked_at(made)
    context |= {"unit_name": shown.unit_name, "cells": sum(map(len, made.cells.values())), **_table(shown)}
    return render(request, "cases/publishing/publish.html", context, status=422 if problem else 200)


def _asked(request: ActorRequest, code: str) -> tuple[Unit, Period]:
    """Return where and for which period the address wants to publish.

    :raises Http404: the reader publishes nowhere, or it is no period that is over.
    """
    places = reading.places(request.actor)
    uid = request.GET.get("don-vi", "")
    unit = next((one for one in places if not uid or one.uid == uid), None)
    try:
        period = parse(code)
    except Refused:
        raise Http404(code) from None
    if unit is None or period not in {one for one, _issues in reading.to_publish(unit)}:
        raise Http404("publish")
    return unit, period


def _door(request: ActorRequest) -> None:
    if not any(request.actor.holds(permission) for permission in reading.READERS):
        raise Http404("figures")


def _may_publish(request: ActorRequest) -> dict[str, Any]:
    here = reading.places(request.actor)[:1]
    periods = [(one.code, period_name(one), issues) for unit in here for one, issues in reading.to_publish(unit)]
    newest = [one for one in periods[:1] if not one[2]]
    return {"newest": newest[0] if newest else None, "periods": periods[len(newest) :]}


def _listed(rows: list[Any]) -> list[tuple[Any, str, str]]:
    names = {day: names_on([one.unit_id for one in rows], day) for day in {one.tree_day for one in rows}}
    return [(one, capfirst(period_name(parse(one.period))), names[one.tree_day].get(one.unit_id, "")) for one in rows]


def _table(shown: Published) -> dict[str, Any]:
    words = labels()
    return {
        "shown": shown,
        "period_name": period_name(shown.period),
        "legend": either(*legend(MINIMUM)) if shown.hides else "",
        "tables": [
            {"code": code, "title": title, "columns": [words[name] for name in names], "rows": _lines(shown, names)}
            for code, title, names in parts()
        ],
    }


def _lines(shown: Published, names: tuple[str, ...]) -> list[tuple[Row, list[str]]]:
    return [(row, [_said(row.printed[name]) for name in names]) for row in reading.printed_in(shown.rows, names[-1])]


def _said(value: int | str | None) -> str:
    return MARK if value == MARK else number(value if isinstance(value, int) else None)
