"""The areas as a table, and their history in and out of Excel."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lanhmanh.accounts.access import can
from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.forms.history import body_kind_of, kind_of, old_bodies, old_of
from lanhmanh.areas.models import AreaClass
from lanhmanh.areas.policies import province_of
from lanhmanh.areas.selectors.board import Board, Tile, board
from lanhmanh.areas.selectors.book import BODIES
from lanhmanh.areas.selectors.history_bodies import body_history, judge_bodies, places_of
from lanhmanh.areas.selectors.history_list import judge, place_of
from lanhmanh.areas.selectors.registers import registered_in
from lanhmanh.areas.selectors.table import Filter, bases, districts_of, history_rows, rows_of
from lanhmanh.areas.services.importing import import_classes
from lanhmanh.areas.views.asked import Asked, asked, known_codes
from lanhmanh.areas.views.words import lag_said
from lanhmanh.kernel import clock
from lanhmanh.ui import lists
from lanhmanh.units.models import Level, Unit
from lanhmanh.units.selectors import under

PER_PAGE = 50


@page(needs=Permission.AREA_VIEW)
@require_GET
def area_list(request: ActorRequest) -> HttpResponse:
    """Show the areas of a year as a table, or hand their history out as a list."""
    found = asked(request)
    shown = board(found.root, found.code, found.year) if found.code else None
    if shown is None or found.code is None:
        raise Http404("no rules")
    if request.GET.get("tep") == "xlsx":
        return lists.export_response(kind_of(found.province, found.code), _export(found, found.code))
    query = _asked(request)
    pages, said = Paginator(rows_of(shown, query), PER_PAGE).get_page(request.GET.get("page")), bases(shown)
    context = {
        "board": shown,
        "rows": [_row(shown, tile, said) for tile in pages],
        "page": pages,
        "query": query,
        "districts": districts_of(shown),
        "kept": [(name, value) for name, value in request.GET.items() if name not in {"q", "huyen", "page"}],
        "filters": _filters(found, shown, query),
        "all_url": f"?{found.query(nam=shown.year)}",
        "export_url": f"?{found.query(nam=shown.year, tep='xlsx')}",
        "plans_url": f"{reverse('areas:plans_out')}?{found.query(nam=None)}",
        "index_url": f"{reverse('areas:index')}?{found.query(nam=shown.year)}",
    }
    return render(request, "areas/table.html", context)


@page(needs=Permission.RULES_WRITE)
@require_http_methods(["GET", "POST"])
def import_history(request: ActorRequest, code: str) -> HttpResponseBase:
    """Bring the history of a province's classes in from Excel."""
    province = _province(request)
    if code not in known_codes(province):
        raise Http404("rules")

    def take(rows: Sequence[lists.Row]) -> None:
        places = dict(place_of(province, code, rows))
        import_classes(actor=request.actor, province=province, code=code, rows=old_of(rows, places))

    back = f"{reverse('areas:index')}?bo={code}"
    return lists.serve_list(
        request, kind_of(province, code), judge=lambda rows: judge(province, code, rows), take=take, into=AreaClass,
        back=back, crumbs=(_("Địa bàn"), back), current=lambda: _history(province, code),
        lead=_("Loại của các năm trước, mỗi năm một dòng, kèm văn bản đã quyết định. Không dòng nào bị ghi đè."),
    )  # fmt: skip


@page(needs=Permission.RULES_WRITE)
@require_http_methods(["GET", "POST"])
def import_bodies(request: ActorRequest, code: str) -> HttpResponseBase:
    """Bring the past results of a province's agencies, schools and branches in from Excel."""
    province = _province(request)
    if code not in known_codes(province, *BODIES):
        raise Http404("rules")

    def take(rows: Sequence[lists.Row]) -> None:
        places = places_of(province, code, rows)
        import_classes(actor=request.actor, province=province, code=code, rows=old_bodies(rows, places))

    back = reverse("areas:registered")
    return lists.serve_list(
        request, body_kind_of(province, code), judge=lambda rows: judge_bodies(province, code, rows), take=take,
        into=AreaClass, back=back, crumbs=(_("Cơ quan, trường học đăng ký"), back),
        current=lambda: body_history(code, registered_in(request.actor, province)),
        lead=_("Kết quả của các năm trước, mỗi năm một dòng, kèm văn bản đã quyết định. Không dòng nào bị ghi đè."),
    )  # fmt: skip


@page(needs=Permission.AREA_VIEW)
@require_GET
def bodies_out(request: ActorRequest) -> HttpResponse:
    """Hand out the results of all years of the agencies, schools and branches below a unit."""
    found = asked(request, *BODIES)
    if found.code is None:
        raise Http404("rules")
    rows = body_history(found.code, registered_in(request.actor, found.root))
    return lists.export_response(body_kind_of(found.province, found.code), rows)


def _province(request: ActorRequest) -> Unit:
    found = province_of(request.actor.home_unit_id or 0, clock.today())
    if found is None or not can(request.actor, Permission.RULES_WRITE, found):
        raise Http404("province")
    return found


def _export(found: Asked, code: str) -> list[dict[str, Any]]:
    return _history(found.root, code)


def _history(root: Unit, code: str) -> list[dict[str, Any]]:
    versions = {one.unit_id: one for one in under(root, clock.today(), level=Level.COMMUNE, with_self=True)}
    return [
        {**row, "code": versions[row["unit_id"]].code, "name": versions[row["unit_id"]].name}
        for row in history_rows(code, versions)
    ]


def _asked(request: ActorRequest) -> Filter:
    asked_for = request.GET
    return Filter(
        district=asked_for.get("huyen", ""), before=asked_for.get("tu", ""), words=asked_for.get("q", "")[:80],
        now=asked_for.get("den", asked_for.get("loai", "")), behind=asked_for.get("tut") == "1",
    )  # fmt: skip


def _row(shown: Board, tile: Tile, said: dict[int, Any]) -> dict[str, Any]:
    district = shown.districts.get(tile.district_id)
    basis, dated = said.get(tile.unit_id, ("", None))
    return {
        "tile": tile, "district": district.name if district else "", "target": shown.target(tile.unit_id),
        "why": lag_said(tile.lag) if tile.lag else "", "plan": shown.plans.get(tile.unit_id), "basis": basis,
        "dated": dated,
    }  # fmt: skip


def _filters(found: Asked, shown: Board, query: Filter) -> list[tuple[str, str, bool]]:
    """Return the ways to look at fewer: label, address, whether it is the one in use."""
    told = [(_("Tất cả"), found.query(nam=shown.year), query == Filter())]
    for face, count in shown.counts:
        told.append((f"{face.label} ({count})", found.query(nam=shown.year, loai=face.code),
                     query == Filter(now=face.code)))  # fmt: skip
    label = _("Tụt lại (%(count)d)") % {"count": len(shown.behind)}
    told.append((label, found.query(nam=shown.year, tut=1), query == Filter(behind=True)))
    return told
