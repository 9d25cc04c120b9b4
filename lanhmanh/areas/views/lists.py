"""The registers in and out of Excel."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.forms import list_kinds as kinds
from lanhmanh.areas.forms import lists as rows_of
from lanhmanh.areas.forms import site_lists
from lanhmanh.areas.models import Business, Inspection, Leakage, Site, Visit
from lanhmanh.areas.selectors import inspections, places, sites
from lanhmanh.areas.services.inspections import record_inspections
from lanhmanh.areas.services.places import hand_out, list_places
from lanhmanh.areas.services.sites import record_leakages, record_visits
from lanhmanh.areas.views.businesses import BUSINESSES
from lanhmanh.areas.views.registers import Register
from lanhmanh.areas.views.sites import SITES
from lanhmanh.kernel import clock
from lanhmanh.ui import lists
from lanhmanh.units.selectors import names_on


@page(needs=Permission.PLACE_RECORD)
@require_http_methods(["GET", "POST"])
def businesses_in(request: ActorRequest) -> HttpResponseBase:
    """Bring a list of businesses into the register."""
    return _places_in(request, BUSINESSES, kinds.BUSINESSES, rows_of.business_of)


@page(needs=Permission.PLACE_RECORD)
@require_http_methods(["GET", "POST"])
def sites_in(request: ActorRequest) -> HttpResponseBase:
    """Bring a list of sites into the register."""
    return _places_in(request, SITES, kinds.SITES, rows_of.site_of)


def _places_in(request: ActorRequest, register: Register, kind: lists.ListKind, of: Any) -> HttpResponseBase:
    def take(rows: Sequence[lists.Row]) -> None:
        bring = rows_of.Places(request.actor, of)
        list_places(actor=request.actor, entries=[bring.entry(row) for row in rows])

    return lists.serve_list(
        request, kind, judge=lambda rows: rows_of.Places(request.actor, of).judge(rows), take=take, into=register.model,
        back=reverse(f"areas:{register.home}"), lead=_("Các dòng đúng vào sổ cùng lúc; dòng sai tải về để sửa."),
        crumbs=register.trail(),
    )  # fmt: skip


@page(needs=Permission.PLACE_RECORD)
@require_http_methods(["GET", "POST"])
def inspections_in(request: ActorRequest) -> HttpResponseBase:
    """Bring a list of inspections with what they found."""

    def take(rows: Sequence[lists.Row]) -> None:
        record_inspections(actor=request.actor, entries=rows_of.Looks(request.actor).entries(rows))

    return lists.serve_list(
        request, kinds.INSPECTIONS, judge=lambda rows: rows_of.Looks(request.actor).judge(rows), take=take,
        into=Inspection, back=reverse("areas:businesses"),
        lead=_("Ghi các lần kiểm tra của những cơ sở đã có trong sổ."), crumbs=BUSINESSES.trail(),
    )  # fmt: skip


@page(needs=Permission.PLACE_RECORD)
@require_http_methods(["GET", "POST"])
def visits_in(request: ActorRequest) -> HttpResponseBase:
    """Bring a list of supervision visits with the quantities seen."""

    def take(rows: Sequence[lists.Row]) -> None:
        record_visits(actor=request.actor, entries=site_lists.Visits(request.actor).entries(rows))

    return lists.serve_list(
        request, site_lists.VISITS, judge=lambda rows: site_lists.Visits(request.actor).judge(rows), take=take,
        into=Visit, back=reverse("areas:sites"), lead=_("Ghi các lần giám sát của những nơi đã có trong sổ."),
        crumbs=SITES.trail(),
    )  # fmt: skip


@page(needs=Permission.PLACE_RECORD)
@require_http_methods(["GET", "POST"])
def leakages_in(request: ActorRequest) -> HttpResponseBase:
    """Bring a list of signs of leakage with what became of them."""

    def take(rows: Sequence[lists.Row]) -> None:
        record_leakages(actor=request.actor, entries=site_lists.Signs(request.actor).entries(rows))

    return lists.serve_list(
        request, site_lists.LEAKAGES, judge=lambda rows: site_lists.Signs(request.actor).judge(rows), take=take,
        into=Leakage, back=reverse("areas:sites"), crumbs=SITES.trail(),
        lead=_("Ghi dấu hiệu thất thoát, kèm việc chuyển cơ quan chức năng và trả lời. Không ghi tên hay nghi ngờ ai."),
    )  # fmt: skip


@page(needs=Permission.PLACE_VIEW)
@require_GET
def visits_out(request: ActorRequest) -> HttpResponse:
    """Hand out this year's supervision visits that the reader may see, a row for each substance."""
    rows = list(sites.visits_of_year(request.actor, clock.today().year))
    return _of_sites_out(request, site_lists.VISITS, rows, site_lists.visit_values)


@page(needs=Permission.PLACE_VIEW)
@require_GET
def leakages_out(request: ActorRequest) -> HttpResponse:
    """Hand out the signs of leakage that the reader may see."""
    rows = list(sites.signs_seen(request.actor))
    return _of_sites_out(request, site_lists.LEAKAGES, rows, lambda one, name: [site_lists.leakage_values(one, name)])


def _of_sites_out(request: ActorRequest, kind: lists.ListKind, rows: Sequence[Any], values: Any) -> HttpResponse:
    hand_out(actor=request.actor, register=kind.code, count=len(rows))
    names = names_on({one.site.unit_id for one in rows}, clock.today())
    return lists.export_response(kind, [row for one in rows for row in values(one, names.get(one.site.unit_id, ""))])


@page(needs=Permission.PLACE_VIEW)
@require_GET
def businesses_out(request: ActorRequest) -> HttpResponse:
    """Hand out the open businesses that the reader may see."""
    rows = list(places.businesses(request.actor, places.Filters(), clock.today()))
    return _out(request, kinds.BUSINESSES, rows)


@page(needs=Permission.PLACE_VIEW)
@require_GET
def sites_out(request: ActorRequest) -> HttpResponse:
    """Hand out the open sites that the reader may see."""
    return _out(request, kinds.SITES, list(places.sites(request.actor, places.Filters(), clock.today())))


def _out(request: ActorRequest, kind: lists.ListKind, rows: Sequence[Business | Site]) -> HttpResponse:
    hand_out(actor=request.actor, register=kind.code, count=len(rows))
    names = names_on({row.unit_id for row in rows}, clock.today())
    return lists.export_response(kind, [rows_of.place_values(row, names.get(row.unit_id, "")) for row in rows])


@page(needs=Permission.PLACE_VIEW)
@require_GET
def inspections_out(request: ActorRequest) -> HttpResponse:
    """Hand out this year's inspections that the reader may see, a row for each finding."""
    rows = list(inspections.of_year(request.actor, clock.today().year))
    hand_out(actor=request.actor, register=kinds.INSPECTIONS.code, count=len(rows))
    names = names_on({one.business.unit_id for one in rows}, clock.today())
    values = [line for one in rows for line in rows_of.inspection_values(one, names.get(one.business.unit_id, ""))]
    return lists.export_response(kinds.INSPECTIONS, values)
