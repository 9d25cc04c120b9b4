"""Registers in and out of Excel."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.activities.forms.described import DESCRIBED, Described
from lanhmanh.activities.forms.registers import PARENT, Places, called, entry_of, kind_of, values_of
from lanhmanh.activities.models import Kept
from lanhmanh.activities.selectors import registers as selectors
from lanhmanh.activities.services import registers as services
from lanhmanh.activities.services.registers import Entry, faults_of, key_of, lives_of
from lanhmanh.activities.views.registers import labelled, places_of
from lanhmanh.kernel import clock
from lanhmanh.ui import lists
from lanhmanh.units.models import Unit


@page(needs=Permission.ACTIVITY_RECORD)
@require_http_methods(["GET", "POST"])
def bring(request: ActorRequest, register: str) -> HttpResponseBase:
    """Bring in a list of rows, all that are good or none."""
    described = DESCRIBED[register]
    places = places_of(request.actor, described)
    if described.model.parent and not places.parents:
        return render(request, "activities/registers/none_above.html", _around(described))
    kind = kind_of(
        described, {unit.uid: name for unit, name in places.units}, {row.uid: name for row, name in places.parents}
    )

    def judge(rows: Sequence[lists.Row]) -> Mapping[int, lists.Verdict]:
        return _judged(described, [(row, entry_of(row, places)) for row in rows])

    def take(rows: Sequence[lists.Row]) -> object:
        entries = [entry_of(row, places) for row in rows]
        return services.add_many(actor=request.actor, model=described.model, entries=entries)

    back = reverse("activities:register", args=[register])
    crumbs = (_("Phong trào"), reverse("activities:movement"), _(described.title), back)
    return lists.serve_list(
        request, kind, judge=judge, take=take, into=described.model, back=back, crumbs=crumbs,
        current=lambda: [values_of(row) for row in _recordable(request, described, places)],
    )  # fmt: skip


@page(needs=Permission.ACTIVITY_VIEW)
@require_GET
def export(request: ActorRequest, register: str) -> HttpResponse:
    """Hand out a register as far as the reader sees it; what is handed out can be brought in again."""
    described = DESCRIBED[register]
    rows = list(selectors.visible(request.actor, described.model))
    units: dict[int, Unit] = {row.unit_id: row.unit for row in rows}
    names = selectors.unit_labels(units.values(), clock.today())
    above = {getattr(row, row.parent).pk: getattr(row, row.parent) for row in rows} if described.model.parent else {}
    for one in above.values():
        one.unit = units[one.unit_id]
    parents = {row.uid: name for row, name in labelled(list(above.values()))}
    kind = kind_of(described, {unit.uid: names.get(pk, unit.uid) for pk, unit in units.items()}, parents)
    services.hand_out(actor=request.actor, model=described.model, count=len(rows))
    return lists.export_response(kind, [values_of(row) for row in rows])


def _judged(described: Described, entries: Sequence[tuple[lists.Row, Entry]]) -> dict[int, lists.Verdict]:
    """Return what is to say of rows: what is wrong in them, and what is there already, in two queries."""
    model = described.model
    lives = lives_of({entry.unit.pk for _row, entry in entries})
    there = _there(model, {entry.unit.pk for _row, entry in entries})
    found: dict[int, lists.Verdict] = {}
    for row, entry in entries:
        faults = [lists.Fault(key, refusal) for key, refusal in faults_of(model, entry, lives[entry.unit.pk])]
        stated = {**entry.values, "unit": entry.unit, model.parent or PARENT: entry.parent}
        double = there.get(key_of(model, stated))
        if faults or double is not None:
            url = reverse("activities:row", args=[double.slug, double.uid]) if double else ""
            found[row.number] = lists.Verdict(faults, double=called(double) if double else "", url=url)
    return found


def _there(model: type[Kept], unit_ids: set[int]) -> dict[tuple[Any, ...], Kept]:
    rows = model._default_manager.filter(unit_id__in=unit_ids, voided_at__isnull=True)
    related = ["unit", *([model.parent] if model.parent else [])]
    names = {*model.same, *model.stated} - {"unit"}
    return {
        key_of(model, {**{name: getattr(row, name) for name in names}, "unit": row.unit}): row
        for row in rows.select_related(*related)
    }


def _recordable(request: ActorRequest, described: Described, places: Places) -> list[Kept]:
    rows = selectors.visible(request.actor, described.model).filter(unit__in=[unit for unit, _name in places.units])
    known = {row.pk for row, _name in places.parents}
    parent = described.model.parent
    return [row for row in rows if not parent or getattr(row, f"{parent}_id") in known]


def _around(described: Described) -> dict[str, Any]:
    return {
        "described": described, "slug": described.slug, "register_title": _(described.title),
        "add_words": _(described.add),
    }  # fmt: skip
