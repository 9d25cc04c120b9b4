"""The one door to forms: those shipped with the product, and those that provinces made."""

from collections.abc import Mapping
from typing import Any

from lanhmanh.kernel.periods import Period
from lanhmanh.reporting.models import FormDesign
from lanhmanh.reporting.rules import catalogue, forms
from lanhmanh.reporting.rules.forms import Form

_PUBLISHED = FormDesign.objects.filter(state=FormDesign.State.PUBLISHED)


def form_of(code: str, version: int | None = None) -> Form:
    """Return a form, in its latest version when none is named; no query for a shipped one.

    :raises Refused: there is none.
    """
    if _is_shipped(code):
        return forms.get(code, version)
    rows = _PUBLISHED.filter(code=code)
    rows = rows if version is None else rows.filter(version=version)
    found = rows.order_by("-version").values_list("definition", "unit_id").first()
    return _designed(*found) if found else forms.get(code, version)


def form_for(code: str, period: Period) -> Form:
    """Return the version of a form that is asked for a period, the latest one where none is.

    :raises Refused: there is no such form.
    """
    return next((form for form in versions_of(code) if form.in_force(period)), None) or form_of(code)


def versions_of(code: str) -> list[Form]:
    """Return every version of a form, the latest first."""
    if _is_shipped(code):
        return sorted((f for (name, _), f in forms.load().items() if name == code), key=lambda form: -form.version)
    rows = _PUBLISHED.filter(code=code).order_by("-version").values_list("definition", "unit_id")
    return [_designed(*row) for row in rows]


def latest_forms() -> tuple[Form, ...]:
    """Return every form in its latest version, those of short periods first; one query."""
    rows = _PUBLISHED.order_by("code", "version").values_list("code", "definition", "unit_id")
    newest = {code: (definition, unit_id) for code, definition, unit_id in rows}
    made = [_designed(*row) for row in newest.values()]
    return tuple(sorted([*forms.latest(), *made], key=lambda form: (form.kind.months, form.code)))


def _is_shipped(code: str) -> bool:
    return any(name == code for name, _version in forms.load())


def _designed(definition: Mapping[str, Any], unit_id: int) -> Form:
    return forms.read(definition, catalogue.load(), unit_id)
