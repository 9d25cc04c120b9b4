"""Agencies and schools that register: the list, one more, the end of one; branches stand beside them."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from lanhmanh.accounts.access import can
from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.forms.aim_lists import body_kind
from lanhmanh.areas.forms.aim_rows import body_rows
from lanhmanh.areas.forms.aims import EndForm, RegisterForm
from lanhmanh.areas.models import Area
from lanhmanh.areas.policies import inside
from lanhmanh.areas.selectors.book import BODIES
from lanhmanh.areas.selectors.deciding import today_year
from lanhmanh.areas.selectors.naming import names_of
from lanhmanh.areas.selectors.pages import get_area
from lanhmanh.areas.selectors.registers import communes_of, latest_of, of_words, registered_below, under_way, unscored
from lanhmanh.areas.services.registering import end_registration, register_area
from lanhmanh.areas.views.asked import Asked, asked, known_codes, titles, year_of
from lanhmanh.areas.views.common import area_url, plain, require_at, trail
from lanhmanh.kernel import clock
from lanhmanh.ui import lists
from lanhmanh.ui.forms import done, sent
from lanhmanh.ui.messages import flash
from lanhmanh.units.models import Level

PER_PAGE, MOST_ROWS = 60, 5000


@page(needs=Permission.AREA_VIEW)
@require_GET
def registered(request: ActorRequest) -> HttpResponse:
    """Show the agencies and schools that registered below a unit, with what became of them."""
    found, kind, ended = asked(request), request.GET.get("la", ""), request.GET.get("het") == "1"
    if kind and kind not in BODIES:
        raise Http404("kind")
    waiting, rows = year_of(request, "cho"), registered_below(request.actor, found.root, kind=kind, ended=ended)
    rows = unscored(rows, waiting) if waiting else rows
    words = request.GET.get("q", "")[:80]
    rows = of_words(rows, words)
    if request.GET.get("tep") == "xlsx":
        return lists.export_response(body_kind(), body_rows(list(rows.exclude(kind=Area.Kind.UNIT)[:MOST_ROWS])))
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    names, results, open_ = names_of(shown), latest_of(shown), under_way(shown)
    mine = communes_of(request.actor)
    context = {
        "page": shown,
        "words": words,
        "kept": [(name, value) for name, value in request.GET.items() if name not in {"q", "page", "tep"}],
        "kinds": _kinds(found, kind, ended=ended, waiting=waiting),
        "ended": ended,
        "waiting": waiting,
        "rows": [_row(row, names, results, open_) for row in shown],
        "register_url": reverse("areas:register", args=[mine[0].uid]) if len(mine) == 1 else "",
        "may_list": bool(mine),
        "export_url": f"?{found.query(nam=None, la=kind or None, tep='xlsx')}",
        "results": _results(request, found),
    }
    return render(request, "areas/registered.html", context)


def _results(request: ActorRequest, found: Asked) -> list[tuple[str, str, str]]:
    """Return the rule sets of agencies and schools: title, where their results go out, where old ones come in."""
    codes, writes = known_codes(found.province, *BODIES), can(request.actor, Permission.RULES_WRITE, found.province)
    root = {"don-vi": found.root.uid} if found.rooted else {}
    out = reverse("areas:bodies_out")
    told = []
    for code, title in titles(codes):
        into = reverse("areas:import_bodies", args=[code]) if writes else ""
        told.append((title, f"{out}?{urlencode({**root, 'bo': code})}", into))
    return told


def _row(row: Area, names: Any, results: Any, open_: Any) -> dict[str, Any]:
    return {
        "area": row, "name": row.name or names.unit(row.unit_id), "url": area_url(row),
        "kind_said": pgettext("area", "Chi hội") if row.kind == Area.Kind.UNIT else row.get_kind_display(),
        "in": names.above(row) if row.kind == Area.Kind.UNIT else names.unit(row.unit_id),
        "above": "" if row.kind == Area.Kind.UNIT else names.above(row),
        "latest": results.get(row.pk), "open": open_.get(row.pk),
    }  # fmt: skip


def _kinds(found: Asked, kind: str, *, ended: bool, waiting: int | None) -> list[tuple[str, str, bool]]:
    """Return the ways to look at fewer: label, address, whether it is the one in use."""
    year, rest = waiting or today_year(), not (ended or waiting)
    labels = [("", _("Tất cả")), ("agency", _("Cơ quan, doanh nghiệp")), ("school", _("Trường học")),
              ("branch", pgettext("area", "Chi hội"))]  # fmt: skip
    told = [(label, found.query(nam=None, la=one or None), one == kind and rest) for one, label in labels]
    label = _("Chưa tự chấm năm %(year)d") % {"year": year}
    return [*told, (label, found.query(nam=None, cho=year), waiting is not None and not ended),
            (_("Đã kết thúc đăng ký"), found.query(nam=None, het=1), ended)]  # fmt: skip


@page(needs=Permission.AREA_SCORE)
@require_http_methods(["GET", "POST"])
def register(request: ActorRequest, unit_uid: str) -> HttpResponseBase:
    """Record that an agency or school registered in a commune."""
    unit = inside(request.actor).filter(uid=unit_uid).first()
    if unit is None or not can(request.actor, Permission.AREA_SCORE, unit):
        raise Http404("unit")
    begun = {"registered_on": clock.today(), "kind": "agency"}
    form = RegisterForm(sent(request), initial=begun)
    made: list[Area] = []

    def deed() -> None:
        made.append(register_area(actor=request.actor, unit=unit, **form.cleaned_data))

    if request.method == "POST" and done(form, deed):
        flash(request, _("Đã ghi đăng ký. Đến kỳ thì tự chấm từ trang này."))
        return redirect("areas:area", made[0].uid)
    names = names_of([], [unit.pk])
    back = reverse("areas:area", args=[unit.uid])
    return plain(
        request, form, title=_("Cơ quan, trường học đăng ký ở %(unit)s") % {"unit": names.unit(unit.pk)},
        lead=_("Ghi nơi đã đăng ký không có ma túy; được công nhận khi có quyết định."), deed=_("Ghi đăng ký"),
        back_url=back, trail=[_("Địa bàn"), reverse("areas:index"), names.unit(unit.pk), back],
    )  # fmt: skip


@page(needs=Permission.AREA_SCORE)
@require_http_methods(["GET", "POST"])
def end(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Ask when and why, then end the registration of an agency or school."""
    area = get_area(request.actor, uid)
    require_at(request.actor, Permission.AREA_VIEW, area.unit_id)
    require_at(request.actor, Permission.AREA_SCORE, area.unit_id)
    if area.registered_on is None or area.ended_on:
        return redirect(area_url(area))
    form = EndForm(sent(request), initial={"ended_on": clock.today()})

    def deed() -> object:
        told = form.cleaned_data
        return end_registration(actor=request.actor, area=area, ended_on=told["ended_on"], why=told["ended_why"])

    if request.method == "POST" and done(form, deed):
        flash(request, _("Đã ghi kết thúc đăng ký; kết quả các năm vẫn lưu trong sổ."))
        return redirect(area_url(area))
    names = names_of([area])
    return plain(
        request, form, title=_("Kết thúc đăng ký của %(area)s?") % {"area": names.of(area)},
        lead=_("Từ ngày này nơi đây không còn tính là đã đăng ký. Đăng ký lại được về sau."),
        deed=_("Kết thúc đăng ký"), back_url=area_url(area), trail=trail(area, names),
    )  # fmt: skip


def is_commune(area: Area) -> bool:
    """Tell whether an area is a commune as a whole."""
    return area.kind == Area.Kind.UNIT and area.unit.level == Level.COMMUNE
