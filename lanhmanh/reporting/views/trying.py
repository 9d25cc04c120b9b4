"""A form tried on a unit, as the pages show it; nothing of it is kept."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor
from lanhmanh.accounts.guards import ActorRequest
from lanhmanh.accounts.rules import Permission
from lanhmanh.kernel import clock
from lanhmanh.reporting.forms import Sheet
from lanhmanh.reporting.rules.catalogue import Indicator, load
from lanhmanh.reporting.rules.forms import Form, Severity
from lanhmanh.reporting.rules.validation import Problem
from lanhmanh.reporting.selectors import trials
from lanhmanh.reporting.selectors.trials import Trial
from lanhmanh.reporting.views import doors, words
from lanhmanh.ui.formats import either, period_name
from lanhmanh.units.models import Unit, UnitVersion

Row = dict[str, Any]


def of(request: ActorRequest, form: Form, sheet: Sheet | None) -> dict[str, Any]:
    """Return what the trial of a form shows: who is asked when, and the form as one unit would see it."""
    actor, today = request.actor, clock.today()
    top = _top(actor, form)
    units = trials.sample_units(actor, form, top, today)
    unit = next((one for one in units if one.unit.uid == request.GET.get("don-vi")), units[0] if units else None)
    known = load()
    context: dict[str, Any] = {
        "form": form,
        "cells": len(form.rows),
        "typed_cells": sum(known[code].figure is None and not known[code].is_ratio for code in form.rows),
        "asked": [(words.LEVELS[level], count) for level, count in trials.counts(form, top, today).items()],
        "ahead": [(capfirst(period_name(one.period)), one, _named(one)) for one in trials.ahead(form, today)],
        "unsure": any(due.note for one in trials.ahead(form, today) for due in one.due),
        "units": [(one.unit.uid, one.name, one == unit) for one in units],
        "unit": unit,
    }
    return context | (_tried(form, unit, sheet) if unit else {})


def _top(actor: Actor, form: Form) -> Unit:
    return Unit.objects.get(pk=form.owner_id) if form.owner_id else doors.home(actor, Permission.FORM_DESIGN)


def _named(one: trials.Ahead) -> list[tuple[Any, Any, str]]:
    return [(words.LEVELS[due.level], due.day, due.note) for due in one.due]


def _tried(form: Form, version: UnitVersion, sheet: Sheet | None) -> dict[str, Any]:
    typed = {code: value for code, (value, _note) in sheet.cells.items()} if sheet else None
    trial = trials.try_form(form, version.unit, clock.today(), typed, sheet.notes if sheet else None)
    whole = [problem for problem in trial.problems if not problem.indicator]
    year = trial.period.year
    return {
        "trial": trial,
        "period_name": period_name(trial.period),
        "previous_label": _("Kỳ trước"),
        "value_label": words.period_short(trial.period, year),
        "groups": _groups(form, trial, sheet),
        "whole": [either(problem.sentence, problem.sentence_en) for problem in whole],
        "error_count": _count(trial, Severity.ERROR),
        "warning_count": _count(trial, Severity.WARNING),
        "from_facts": sum(value is not None for value in trial.filled.derived.values()),
        "from_reports": len(trial.filled.whence),
        "latest": period_name(max(trial.filled.whence.values())) if trial.filled.whence else "",
        "tried": sheet is not None,
    }


def _count(trial: Trial, severity: Severity) -> int:
    return sum(problem.severity is severity for problem in trial.problems)


def _groups(form: Form, trial: Trial, sheet: Sheet | None) -> list[dict[str, Any]]:
    known, number = load(), {code: place for place, code in enumerate(form.rows, start=1)}
    return [
        {
            "path": section.path,
            "title": either(section.title_vi, section.title_en),
            "rows": [_row(known[code], number[code], trial, sheet) for code in section.rows],
        }
        for section in form.sections
    ]


def _row(one: Indicator, number: int, trial: Trial, sheet: Sheet | None) -> Row:
    """Return one row as the components of a report take it; without an address to save it stays on the page."""
    filled, code = trial.filled, one.code
    row: Row = {
        "id": code, "no": number, "label": words.name_of(one), "unit": either(one.unit_vi, one.unit_en),
        "places": one.decimals, "previous": filled.previous.get(code), "derived": filled.derived.get(code),
        "value": filled.values.get(code), "note": sheet.notes.get(code, "") if sheet else "", "is_ratio": one.is_ratio,
    }  # fmt: skip
    if one.is_ratio:
        row |= {"derived": row["value"], "derived_label": _("từ 2 số liệu")}
    elif one.figure:
        row["derived_label"] = _("từ hoạt động")
    elif code in filled.whence:
        row["derived_label"] = period_name(filled.whence[code])
    if sheet and code in sheet.refused:
        said = {"state": "error", "title": _("Chưa đúng"), "text": sheet.refused[code]}
        return row | {"typed": sheet.typed[code], "state": "error", "message": said}
    problems = [problem for problem in trial.problems if problem.indicator == code]
    return row | _message(problems) if problems else row


def _message(problems: list[Problem]) -> Row:
    state = "error" if any(one.severity is Severity.ERROR for one in problems) else "warning"
    text = " ".join(either(one.sentence, one.sentence_en) for one in problems)
    title = _("Chưa đúng") if state == "error" else _("Lưu ý")
    return {"state": state, "message": {"state": state, "title": title, "text": text}}
