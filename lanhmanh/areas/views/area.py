"""One area: its years under each rule set, what is under way, its plans of change, who registered in it."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lanhmanh.accounts.access import can
from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.models import Area
from lanhmanh.areas.policies import sees_inside
from lanhmanh.areas.rules.faces import BEST, UNKNOWN
from lanhmanh.areas.selectors.book import rules_for
from lanhmanh.areas.selectors.deciding import today_year
from lanhmanh.areas.selectors.naming import names_of
from lanhmanh.areas.selectors.pages import get_area, histories, open_assessments, plans_of, registered
from lanhmanh.areas.services.assessing import start_assessment
from lanhmanh.areas.services.common import area_of
from lanhmanh.areas.views.common import area_url, require_at
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.ui.formats import said
from lanhmanh.ui.messages import flash
from lanhmanh.units.models import Level


@page(needs=Permission.AREA_VIEW)
@require_GET
def detail(request: ActorRequest, uid: str) -> HttpResponse:
    """Show an area: what it was and became, each class explained by the rules of its day."""
    area = get_area(request.actor, uid)
    names, inside = names_of([area]), sees_inside(request.actor, area)
    found = histories(area)
    scores = can(request.actor, Permission.AREA_SCORE, area.unit_id)
    context: dict[str, Any] = {
        "area": area, "name": names.of(area), "above": names.above(area), "inside": inside, "scores": scores,
        "decides": can(request.actor, Permission.AREA_DECIDE, area.unit_id),
        "histories": found, "now": found[0].path[-1] if found and found[0].path else None,
        "may_better": scores and any(one.path and one.path[-1][1].pattern not in (BEST, UNKNOWN) for one in found),
        "assessments": open_assessments(area) if inside else [],
        "plans": plans_of(area) if inside else [], "uid": uid,
        "registered": registered(area.unit) if inside and area.kind == Area.Kind.UNIT else [],
        "to_start": _to_start(area, found) if scores else [], "today": clock.today(),
    }  # fmt: skip
    return render(request, "areas/area.html", context)


@page(needs=Permission.AREA_SCORE)
@require_POST
def start(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Begin the self-scoring of an area for a year."""
    area = get_area(request.actor, uid)
    require_at(request.actor, Permission.AREA_SCORE, area.unit_id)
    area = area if area.pk else area_of(area.unit_id)
    year = request.POST.get("year", "")
    try:
        if not (year.isascii() and year.isdigit() and len(year) == 4):
            raise Refused(_("Chọn năm để tự chấm."))
        made = start_assessment(actor=request.actor, area=area, code=request.POST.get("code", "")[:40], year=int(year))
    except Refused as refusal:
        flash(request, said(refusal), state="warning")
        return redirect(area_url(area))
    return redirect("areas:score", made.uid)


def _to_start(area: Area, found: list[Any]) -> list[dict[str, Any]]:
    """Return the rule sets and years for which the area may begin to score itself."""
    if area.unit.level != Level.COMMUNE:
        return []
    year = today_year()
    done = {(one.code, entry.row.year) for one in found for entry in one.entries}
    begun = {(one.rule_code, one.year) for one in open_assessments(area)}
    return [
        {"code": view.code, "title": view.value.title, "year": year, "url": reverse("areas:start", args=[_uid(area)])}
        for view in rules_for(area.unit, year)
        if (view.code, year) not in done | begun
    ]


def _uid(area: Area) -> str:
    return area.unit.uid if area.kind == Area.Kind.UNIT else area.uid
