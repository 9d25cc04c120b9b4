"""Targets for many areas at once, and the province's days."""

from typing import Any

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lanhmanh.accounts.access import can
from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.forms.aims import DaysForm, class_choices
from lanhmanh.areas.policies import province_of, sets_targets
from lanhmanh.areas.selectors.board import Board, Tile, board
from lanhmanh.areas.selectors.book import days_of, own_days, rule_for
from lanhmanh.areas.selectors.table import Filter, districts_of, rows_of
from lanhmanh.areas.services.aims import set_days, set_targets
from lanhmanh.areas.views.asked import Asked, asked, known_codes, year_of
from lanhmanh.areas.views.common import page_of
from lanhmanh.areas.views.words import step_said
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.ui.formats import said
from lanhmanh.ui.forms import done, sent
from lanhmanh.ui.messages import flash
from lanhmanh.units.models import Level

LAST_PLAN_YEAR = 2025


@page(needs=Permission.TARGET_SET)
@require_http_methods(["GET", "POST"])
def targets(request: ActorRequest) -> HttpResponseBase:
    """Set the target class of many areas at once, for one year."""
    found = asked(request)
    if found.code is None or not sets_targets(request.actor, found.root):
        raise Http404("targets")
    shown, refusal = board(found.root, found.code), ""
    if shown is None:
        raise Http404("targets")
    year = year_of(request, "dat") or max(clock.today().year, LAST_PLAN_YEAR)
    if request.method == "POST":
        try:
            count = _set(request, found, shown, year)
        except Refused as why:
            refusal = said(why)
        else:
            flash(request, _("Đã đặt mục tiêu %(year)d: %(count)d địa bàn thay đổi.") % {"year": year, "count": count})
            return redirect(f"{request.path}?{found.query(nam=None, dat=year, huyen=request.GET.get('huyen'))}")
    rows = [
        (tile, shown.districts.get(tile.district_id), _posted(request, tile.uid, shown, tile.unit_id, year))
        for tile in _chosen(request, shown)
    ]
    context = {
        "of_district": found.root.level == Level.DISTRICT, "board": shown, "rows": rows,
        "year": year, "choices": class_choices(shown.rule_set), "refusal": refusal,
        "districts": districts_of(shown), "district": request.GET.get("huyen", ""),
        "kept": found.query(nam=None, dat=year), "years": _years(request, found),
        "index_url": f"{reverse('areas:index')}?{found.query(nam=None)}",
        "sheet_url": f"{reverse('areas:targets_sheet')}?{found.query(nam=None)}",
    }  # fmt: skip
    return render(request, "areas/targets.html", context, status=422 if refusal else 200)


def _set(request: ActorRequest, found: Asked, shown: Board, year: int) -> int:
    told = {
        tile.unit_id: request.POST[f"t_{tile.uid}"][:40]
        for tile in shown.tiles.values()
        if f"t_{tile.uid}" in request.POST
    }
    if request.POST.get("deed") == "one-better":
        told = _one_better(shown, _chosen(request, shown))
        if found.root.level == Level.DISTRICT:
            told = {unit_id: _no_easier(shown, unit_id, year, code) for unit_id, code in told.items()}
    return set_targets(actor=request.actor, unit=found.root, code=found.code or "", year=year, classes=told)


def _years(request: ActorRequest, found: Asked) -> list[tuple[int, str]]:
    district = request.GET.get("huyen")
    return [
        (one, found.query(nam=None, dat=one, huyen=district)) for one in range(clock.today().year, LAST_PLAN_YEAR + 6)
    ]


def _chosen(request: ActorRequest, shown: Board) -> list[Tile]:
    """Return the areas of the page: those of one district where one is asked for."""
    return rows_of(shown, Filter(district=request.GET.get("huyen", "")))


def _one_better(shown: Board, tiles: list[Tile]) -> dict[int, str]:
    """Return for each area the class one step better than it has, the best staying what it is: the plan's own goal."""
    codes = list(shown.faces)
    ranks = {tile.unit_id: tile.face.rank for tile in tiles if tile.face.rank >= 0}
    return {unit_id: codes[min(rank + 1, len(codes) - 1)] for unit_id, rank in ranks.items()}


def _no_easier(shown: Board, unit_id: int, year: int, code: str) -> str:
    """Return the better of a class and the target that stands, which a district does not make easier."""
    codes, stands = list(shown.faces), shown.targets.get(unit_id, {}).get(year, "")
    return max(code, stands, key=lambda one: codes.index(one) if one in codes else -1)


def _posted(request: ActorRequest, uid: str, shown: Board, unit_id: int, year: int) -> str:
    return request.POST.get(f"t_{uid}", "") or shown.targets.get(unit_id, {}).get(year, "")


@page(needs=Permission.RULES_WRITE)
@require_http_methods(["GET", "POST"])
def days(request: ActorRequest, code: str) -> HttpResponseBase:
    """Set the province's own days for the steps of the course."""
    province = province_of(request.actor.home_unit_id or 0, clock.today())
    if (
        province is None
        or not can(request.actor, Permission.RULES_WRITE, province)
        or code not in known_codes(province)
    ):
        raise Http404("days")
    year = clock.today().year
    try:
        rule_set = rule_for(province.pk, code, year).value
    except Refused:
        raise Http404("rules") from None
    standing, own = days_of(province.pk, rule_set, year), own_days(province.pk, code)
    initial: dict[str, Any] = {"basis": next((one.basis for one in own.values()), "")}
    for step, one in standing.items():
        initial |= {f"{step}_day": one.due.day, f"{step}_month": one.due.month}
        initial[f"{step}_years"] = str(one.due.year - year)
    form = DaysForm(sent(request), initial=initial)

    def deed() -> None:
        set_days(actor=request.actor, province=province, code=code, days=form.days_of())

    if request.method == "POST" and done(form, deed):
        flash(request, _("Đã đặt ngày của tỉnh."))
        return redirect(f"{reverse('areas:assessments')}?bo={code}")
    context = {
        "rows": [(step_said(step), standing[step], fields) for step, fields in form.rows()],
        "rule_set": rule_set, "back_url": f"{reverse('areas:index')}?bo={code}",
    }  # fmt: skip
    return page_of(request, "areas/days.html", form, **context)
