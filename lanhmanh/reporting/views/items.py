"""The figures of one clause of the plan."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.kernel import clock
from lanhmanh.law.calendars import window
from lanhmanh.reporting.rules.catalogue import load
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.selectors.calendar import asked_periods, periods_of_year
from lanhmanh.reporting.selectors.pages import YearLine, over_year
from lanhmanh.reporting.selectors.targets import year_targets
from lanhmanh.reporting.views import doors, words
from lanhmanh.ui.formats import either
from lanhmanh.units.models import Unit


@page(needs=Permission.FIGURES_VIEW)
@require_GET
def item_figures(request: ActorRequest, path: str) -> HttpResponse:
    """Show what the indicators of a clause, and of the clauses in it, say of the reader's unit this year."""
    form, today = doors.get_form(request.actor, doors.USUAL_FORM), clock.today()
    unit = doors.home(request.actor, Permission.FIGURES_VIEW)
    year = asked_periods(form, today)[-1].year  # not a year that has only begun and holds no report
    begun = [one for one in periods_of_year(form, year) if window(form.calendar, one).first <= today]
    known = load()
    mine = [code for code in form.rows if f"{known[code].plan_path}.".startswith(f"{path}.")]
    wider = "" if mine else next((p for p in _wider(path) if any(known[c].plan_path == p for c in form.rows)), "")
    lines = [_line(form, unit.uid, line, [one.code for one in begun]) for line in over_year(form, unit, begun, mine)]
    aims = year_targets(unit.pk, year, mine)
    context: dict[str, Any] = {
        "path": path,
        "wider": wider,
        "year": year,
        "unit_name": words.place_of(unit, today)[0],
        "clause_url": words.clause_urls(request.actor, today).get(path, ""),
        "heads": [words.period_short(one, year) for one in begun],
        "lines": [line | {"aim": aims.get(line["id"]), "aim_url": _aim_url(unit, year, line["id"])} for line in lines],
        "aims": bool(aims),
    }
    return render(request, "reporting/item_figures.html", context)


def _aim_url(unit: Unit, year: int, code: str) -> str:
    return reverse("reporting:target", args=[year, unit.uid, code])


def _wider(path: str) -> list[str]:
    parts = path.split(".")
    return [".".join(parts[:length]) for length in range(len(parts) - 1, 0, -1)]


def _line(form: Form, uid: str, line: YearLine, codes: list[str]) -> dict[str, Any]:
    one = line.indicator
    return {
        "id": one.code,
        "name": words.name_of(one),
        "unit": either(one.unit_vi, one.unit_en),
        "cells": [
            (value, reverse("reporting:cell", args=[form.code, code, uid, one.code]) if value is not None else "")
            for value, code in zip(line.values, codes, strict=True)
        ],
        "so_far": line.so_far,
        "rule": words.rule_of(one),
        "note": either(one.note, one.note_en),
    }
