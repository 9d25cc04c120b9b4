"""Targets, plans of change and registrations, in and out of Excel."""

from collections.abc import Sequence

from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lanhmanh.accounts.access import can
from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.forms import aim_lists as kinds
from lanhmanh.areas.forms import aim_rows as rows_of
from lanhmanh.areas.models import Area, ChangePlan
from lanhmanh.areas.policies import province_of, sets_targets
from lanhmanh.areas.selectors.pages import plans_below
from lanhmanh.areas.selectors.registers import communes_of
from lanhmanh.areas.services.aims import set_targets
from lanhmanh.areas.services.bringing import bring_plans
from lanhmanh.areas.services.registering import register_areas
from lanhmanh.areas.views.asked import asked, known_codes
from lanhmanh.areas.views.common import area_url
from lanhmanh.kernel import clock
from lanhmanh.ui import lists
from lanhmanh.units.models import Unit

BOTH = require_http_methods(["GET", "POST"])


@page(needs=Permission.TARGET_SET)
@BOTH
def targets_sheet(request: ActorRequest) -> HttpResponseBase:
    """Bring the targets of many communes and years in from Excel, hand them out."""
    found = asked(request)
    if found.code is None or not sets_targets(request.actor, found.root):
        raise Http404("targets")
    root, code = found.root, found.code
    keeps = not can(request.actor, Permission.TARGET_SET, root)

    @transaction.atomic
    def take(rows: Sequence[lists.Row]) -> None:
        for year, classes in rows_of.Targets(root, code).by_year(rows).items():
            set_targets(actor=request.actor, unit=root, code=code, year=year, classes=classes)

    back = f"{reverse('areas:targets')}?{found.query(nam=None)}"
    return lists.serve_list(
        request, kinds.target_kind(found.province, code),
        judge=lambda rows: rows_of.Targets(root, code, keeps).judge(rows),
        take=take, back=back, crumbs=(_("Mục tiêu của địa bàn"), back),
        current=lambda: rows_of.target_rows(root, code),
        lead=_("Loại mà từng xã, phường, thị trấn phải đạt vào từng năm. Mục tiêu đặt sau thay mục tiêu đặt trước."),
    )  # fmt: skip


@page(needs=Permission.AREA_SCORE)
@BOTH
def plans_sheet(request: ActorRequest, code: str) -> HttpResponseBase:
    """Bring plans of change with their steps in from Excel, hand out those of the actor's communes."""
    province, units = _own(request)
    if code not in known_codes(province):
        raise Http404("rules")

    def take(rows: Sequence[lists.Row]) -> None:
        entries = rows_of.Plans(request.actor, province, code).entries(rows)
        bring_plans(actor=request.actor, province=province, code=code, entries=entries)

    back = area_url(Area(unit=units[0]))
    return lists.serve_list(
        request, kinds.plan_kind(province, code), take=take, into=ChangePlan, back=back,
        judge=lambda rows: rows_of.Plans(request.actor, province, code).judge(rows),
        crumbs=(_("Sổ địa bàn"), back),
        current=lambda: rows_of.plan_rows(plans_below(request.actor, province, code, of=units)),
        lead=_("Kế hoạch đã có trên giấy, kèm từng việc; việc đã xong ghi cả kết quả."),
    )  # fmt: skip


@page(needs=Permission.AREA_VIEW)
@require_GET
def plans_out(request: ActorRequest) -> HttpResponse:
    """Hand out the plans of change below a unit that the reader may look into."""
    found = asked(request)
    if found.code is None:
        raise Http404("rules")
    plans = plans_below(request.actor, found.root, found.code)
    return lists.export_response(kinds.plan_kind(found.province, found.code), rows_of.plan_rows(plans))


@page(needs=Permission.AREA_SCORE)
@BOTH
def registered_sheet(request: ActorRequest) -> HttpResponseBase:
    """Bring agencies and schools that registered in from Excel, hand out those of the actor's communes."""
    _province, units = _own(request)

    def take(rows: Sequence[lists.Row]) -> None:
        bodies = rows_of.Bodies(request.actor)
        register_areas(actor=request.actor, entries=[bodies.entry(row) for row in rows])

    mine = Area.objects.exclude(kind=Area.Kind.UNIT).filter(unit__in=units).order_by("unit_id", "name", "pk")
    back = reverse("areas:registered")
    return lists.serve_list(
        request, kinds.body_kind(), judge=lambda rows: rows_of.Bodies(request.actor).judge(rows), take=take, into=Area,
        back=back, crumbs=(_("Cơ quan, trường học đăng ký"), back), current=lambda: rows_of.body_rows(list(mine)),
        lead=_("Nơi đăng ký không có ma túy, kể cả nơi đã kết thúc đăng ký."),
    )  # fmt: skip


def _own(request: ActorRequest) -> tuple[Unit, list[Unit]]:
    """Return the province of the actor, and the communes that the actor scores.

    :raises Http404: there are none.
    """
    units, province = communes_of(request.actor), province_of(request.actor.home_unit_id or 0, clock.today())
    if not units or province is None:
        raise Http404("communes")
    return province, units
