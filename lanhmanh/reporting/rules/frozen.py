"""Forms and indicators as a manifest keeps them: what was issued by them can be made again after they change."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from lanhmanh.kernel.periods import Kind
from lanhmanh.law.sources import Source
from lanhmanh.law.working_days import DueRule
from lanhmanh.reporting.rules import catalogue
from lanhmanh.reporting.rules.catalogue import Catalogue, Indicator
from lanhmanh.reporting.rules.forms import Form, Section

Json = dict[str, Any]


def form_to_json(form: Form) -> Json:
    """Return what a form asks: its rows and whom; the checks before sending are left out, no figure comes from them."""
    return {
        "code": form.code,
        "version": form.version,
        "name_vi": form.name_vi,
        "name_en": form.name_en,
        "calendar": form.calendar,
        "kind": form.kind.value,
        "levels": [_due(rule) for rule in form.levels],
        "sections": [[one.path, one.title_vi, one.title_en, list(one.rows)] for one in form.sections],
    }


def form_from_json(data: Mapping[str, Any]) -> Form:
    """Return the form that `form_to_json` wrote; it has no checks."""
    plain = {name: data[name] for name in ("code", "version", "name_vi", "name_en", "calendar")}
    return Form(
        **plain,
        kind=Kind(data["kind"]),
        levels=tuple(DueRule(level, days, Source(data["code"]), *more) for level, days, *more in data["levels"]),
        sections=tuple(Section(path, vi, en, tuple(rows)) for path, vi, en, rows in data["sections"]),
        rules=(),
    )


def _due(rule: DueRule) -> list[str | int]:
    """Return a due rule; the days of the calendar only where they count, so that older manifests read the same."""
    return [rule.level, rule.working_days_after, *([rule.days_after] if rule.days_after else [])]


def indicators_to_json(form: Form, known: Catalogue) -> list[Json]:
    """Return the definitions of a form's rows and of what these name, each without what is usual."""
    return definitions_to_json(form.rows, known)


def definitions_to_json(rows: Sequence[str], known: Catalogue) -> list[Json]:
    """Return the definitions of some indicators and of what these name."""
    codes = dict.fromkeys([*rows, *(part for code in rows for part in known[code].references)])
    return [_indicator(known[code]) for code in codes]


def _indicator(one: Indicator) -> Json:
    held = ((field.name, field.default, getattr(one, field.name)) for field in fields(one))
    return {name: value for name, usual, value in held if value != usual}


def catalogue_from_json(rows: Iterable[Mapping[str, Any]]) -> Catalogue:
    """Return the catalogue that `indicators_to_json` wrote."""
    return Catalogue({row["code"]: catalogue.indicator_of(row) for row in rows})
