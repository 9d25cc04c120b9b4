"""The one door to forms: those shipped with the product, and those that provinces made.

Whoever gets a form here gets the whole line of its versions with it: `Form.at` gives the one of a period.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from django.db.models import QuerySet

from lanhmanh.accounts.access import Actor
from lanhmanh.accounts.rules import Permission
from lanhmanh.kernel.periods import Period, parse
from lanhmanh.reporting.models import FormDesign
from lanhmanh.reporting.rules import catalogue, forms
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.rules.shapes import timeline
from lanhmanh.units.models import Ancestry

_INSIDE = (Permission.REPORT_VIEW, Permission.CASE_WORK, Permission.CASE_SUPERVISE, Permission.CASE_OVERSEE)


def form_of(code: str, version: int | None = None) -> Form:
    """Return a form, in its latest version when none is named; no query for a shipped one.

    :raises Refused: there is none.
    """
    if is_shipped(code):
        return forms.get(code, version)
    line = versions_of(code)
    found = next((form for form in line if version in {None, form.version}), None)
    return found or forms.get(code, version)


def form_for(code: str, period: Period) -> Form:
    """Return the version of a form that is asked for a period, the latest one where none is.

    :raises Refused: there is no such form.
    """
    return form_of(code).at(period)


def forms_of(wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Form]:
    """Return forms by code and version; at most one query, whatever is wanted.

    :raises Refused: there is no such form.
    """
    wanted = set(wanted)
    made = {code for code, _version in wanted if not is_shipped(code)}
    found = {(form.code, form.version): form for line in _lines(code__in=made) for form in line} if made else {}
    return {key: found.get(key) or forms.get(*key) for key in wanted}


def versions_of(code: str) -> list[Form]:
    """Return every version of a form, the latest first."""
    if is_shipped(code):
        return sorted((f for (name, _), f in forms.load().items() if name == code), key=lambda form: -form.version)
    return [form for line in _lines(code=code) for form in reversed(line)]


def latest_forms(actor: Actor | None = None) -> tuple[Form, ...]:
    """Return every form on which reports are owed in its latest version, those of short periods first; one query.

    With an actor, of the forms that provinces made only those made at or above the actor's units.
    """
    lines = _lines() if actor is None else _lines(unit__in=_above(actor).values("ancestor_id"))
    made = [line[-1] for line in lines]
    return tuple(sorted([*forms.owed(), *made], key=lambda form: (form.kind.months, form.code)))


def is_seen(actor: Actor, form: Form) -> bool:
    """Test whether the actor may know of a form; no query for a shipped one."""
    return form.owner_id is None or _above(actor).filter(ancestor_id=form.owner_id).exists()


def hidden_from(actor: Actor) -> frozenset[str]:
    """Return the indicators that a reader does not get unit by unit: for who reads no reports, those of cases.

    What partners are told of cases is published apart, with small counts protected (ADR 17); a page beside it that
    shows each unit's count would undo that.
    """
    if any(actor.holds(permission) for permission in _INSIDE):
        return frozenset()
    return _of_cases()


def for_reader(actor: Actor, form: Form) -> Form:
    """Return a form, and its earlier versions, without the rows that are hidden from a reader."""
    hidden = hidden_from(actor)
    return _without(form, hidden) if hidden else form


def _without(form: Form, hidden: frozenset[str]) -> Form:
    kept = (
        replace(section, rows=tuple(code for code in section.rows if code not in hidden)) for section in form.sections
    )
    earlier = tuple(cut for one in form.earlier if (cut := _without(one, hidden)).sections)
    return replace(form, sections=tuple(section for section in kept if section.rows), earlier=earlier)


@cache
def _of_cases() -> frozenset[str]:
    known = catalogue.load()
    counted = {one.code for one in known if (one.figure or "").startswith("cases.")}
    return frozenset(counted | {one.code for one in known if one.is_ratio and counted.intersection(one.references)})


def is_shipped(code: str) -> bool:
    """Test whether the form comes with the product."""
    return any(name == code for name, _version in forms.load())


def _above(actor: Actor) -> QuerySet[Ancestry]:
    """Return the units at and above which the actor ever stood: reports of then are read on the forms of then."""
    here = [unit_id for _role, unit_id in actor.memberships]
    return Ancestry.objects.filter(descendant__in=here)


def _lines(**where: Any) -> list[tuple[Form, ...]]:
    """Return the versions of each form that a province made, the first first; one query."""
    rows = FormDesign.objects.filter(state=FormDesign.State.PUBLISHED, **where).order_by("code", "version")
    line: dict[str, list[Form]] = defaultdict(list)
    for code, definition, unit_id, last in rows.values_list("code", "definition", "unit_id", "end__last_period"):
        line[code].append(_designed(definition, unit_id, last))
    return [timeline(versions) for versions in line.values()]


def _designed(definition: Mapping[str, Any], unit_id: int, last: str | None) -> Form:
    form = forms.build(definition, unit_id)
    return replace(form, last_period=parse(last)) if last else form
