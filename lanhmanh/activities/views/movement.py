"""The page that leads to the people's movement: what it comes to this year, and its registers."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lanhmanh.accounts.access import units_for
from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.activities.figures import FIGURES
from lanhmanh.activities.forms.described import DESCRIBED, GROUPS
from lanhmanh.activities.models import Team
from lanhmanh.activities.rules.teams import quarters_until
from lanhmanh.activities.selectors.registers import judged, standard_for
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import sentence
from lanhmanh.ui.formats import number, period_name

# figure → its label and the register that it comes from
# The first four for the movement, those of livelihood for its own page: more are no longer read.
_STRIP = {
    "activities.teams": (sentence("Đội công tác xã hội tình nguyện"), "doi"),
    "activities.people_of_standing": (sentence("Người có uy tín đã tham gia năm nay"), "viec-uy-tin"),
    "activities.pledges_of_year": (sentence("Hộ ký cam kết năm nay"), "cam-ket"),
    "activities.loans": (sentence("Dư nợ (triệu đồng)"), "von-vay"),
    "activities.trained": (sentence("Người học nghề năm nay"), "lop-nghe"),
    "activities.jobs_found": (sentence("Người có việc làm năm nay"), "dich-vu"),
    "activities.good_producers": (sentence("Hộ sản xuất, kinh doanh giỏi"), "san-xuat-gioi"),
}
_LIVELIHOOD = frozenset(slug for slug, one in DESCRIBED.items() if one.group == "livelihood")


@page(needs=Permission.ACTIVITY_VIEW)
@require_GET
def movement(request: ActorRequest) -> HttpResponse:
    """Show what the movement comes to, and lead to its registers."""
    context = {**_figures(request, list(_STRIP)[:4]), "groups": _groups(list(GROUPS)), **_stable(request)}
    return render(request, "activities/registers/movement.html", context)


@page(needs=Permission.ACTIVITY_VIEW)
@require_GET
def livelihood(request: ActorRequest) -> HttpResponse:
    """Show what was done for livelihood, and lead to its registers."""
    names = [name for name, (_label, slug) in _STRIP.items() if slug in _LIVELIHOOD]
    context = {**_figures(request, names), "groups": _groups(["livelihood"]), "livelihood": True}
    return render(request, "activities/registers/movement.html", context)


def _figures(request: ActorRequest, names: list[str]) -> dict[str, Any]:
    today = clock.today()
    unit_ids = set(units_for(request.actor, Permission.ACTIVITY_VIEW).values_list("pk", flat=True))
    found = FIGURES.compute_many(groups={None: unit_ids}, first=today.replace(month=1, day=1), last=today, names=names)
    items = [
        {
            "label": _(_STRIP[name][0]), "value": number(found[None][name]),
            "url": reverse("activities:register", args=[_STRIP[name][1]]),
        }
        for name in names
    ]  # fmt: skip
    return {
        "items": items, "may_record": request.actor.holds(Permission.ACTIVITY_RECORD), "today": today,
        "empty": all(value is None for value in found[None].values()),
    }  # fmt: skip


def _stable(request: ActorRequest) -> dict[str, Any]:
    """Return how many teams were stable and effective in the last whole quarter, and those that lack something."""
    period = quarters_until(clock.today(), 2)[1]
    units = units_for(request.actor, Permission.ACTIVITY_VIEW)
    teams = list(Team.objects.filter(unit__in=units, kind="social", voided_at__isnull=True))
    standard = standard_for(teams[0].unit_id, clock.today()) if teams else None
    if standard is None:
        return {}
    there = [one for (one,) in judged(teams, [period], standard).values() if one.absent is None]
    words = {
        "stable": number(sum(one.stable for one in there)),
        "all": number(len(there)),
        "period": period_name(period),
    }
    return {"stable": words, "stable_flag": standard.source.flag}


def _groups(codes: list[str]) -> list[dict[str, Any]]:
    return [
        {
            "code": code, "title": _(GROUPS[code]),
            "registers": [(one.slug, _(one.title), _(one.lead)) for one in DESCRIBED.values() if one.group == code],
        }
        for code in codes
    ]  # fmt: skip
