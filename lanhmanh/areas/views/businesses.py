"""The pages of the register of service businesses."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.forms.places import BusinessForm, FilterForm, kind_name
from lanhmanh.areas.models import Business
from lanhmanh.areas.selectors import inspections
from lanhmanh.areas.selectors import places as selectors
from lanhmanh.areas.views import registers
from lanhmanh.areas.views.registers import Register
from lanhmanh.areas.views.states import STANDING, finding_chip
from lanhmanh.kernel import clock
from lanhmanh.law.places import requirement_on, sensitive_on
from lanhmanh.ui.formats import either, number
from lanhmanh.units.selectors import names_on

LOOKS = 12  # inspections on one page
BUSINESSES = Register(
    Business, BusinessForm, "business", "businesses",
    lambda: _("Cơ sở kinh doanh dịch vụ"),
    lambda: _("Sổ cơ sở, các lần kiểm tra và việc khắc phục."),
    lambda: _("Thêm cơ sở vào sổ"),
)  # fmt: skip


@page(needs=Permission.PLACE_VIEW)
@require_GET
def business_list(request: ActorRequest) -> HttpResponse:
    """Show the register, what is due in it first told by number."""
    today = clock.today()
    units = selectors.communes_seen(request.actor, today)
    form = FilterForm(request.GET, of=Business, units=units)
    shown, names = registers.paged(request, selectors.businesses(request.actor, form.filters(), today))
    listed = sensitive_on(today)
    counts = inspections.sums(request.actor, today, listed.kinds)
    context = {
        "form": form,
        "page": shown,
        "rows": [(row, kind_name(row.kind), names.get(row.unit_id, ""), row.kind in listed.kinds) for row in shown],
        "filtered": any(form.cleaned_data.values()),
        "many_units": len(units) > 1,
        "strip": _strip(counts),
        "sensitive": listed,
        "flag": either(listed.source.flag, listed.source.flag_en),
        "may_record": request.actor.holds(Permission.PLACE_RECORD),
        "register": {"title": BUSINESSES.title(), "lead": BUSINESSES.lead()},
    }
    return render(request, "areas/businesses.html", context)


def _strip(counts: inspections.Sums) -> list[dict[str, Any]]:
    return [
        {"label": _("Cơ sở trong sổ"), "value": number(counts.listed)},
        {"label": _("Loại hình nhạy cảm"), "value": number(counts.sensitive), "url": "?sensitive=on"},
        {"label": _("Chưa kiểm tra trong năm"), "value": number(counts.lacking), "url": "?due=inspection"},
        {"label": _("Tồn tại quá hạn khắc phục"), "value": number(counts.overdue), "url": "?due=overdue"},
    ]


@page(needs=Permission.PLACE_VIEW)
@require_GET
def business(request: ActorRequest, uid: str) -> HttpResponse:
    """Show one business with its inspections."""
    place, today = selectors.get_place(request.actor, Business, uid), clock.today()
    shown = Paginator(inspections.of_business(place), LOOKS).get_page(request.GET.get("page"))
    looks = [inspections.look(one, today) for one in shown]
    listed, asked = sensitive_on(today), requirement_on(today)
    context = {
        "place": place,
        "kind": kind_name(place.kind),
        "unit_name": names_on([place.unit_id], today).get(place.unit_id, ""),
        "is_sensitive": place.kind in listed.kinds,
        "list_flag": either(listed.source.flag, listed.source.flag_en),
        "asked": asked,
        "lacks": selectors.lacking(Business.objects.filter(pk=place.pk), today).get().lacks,
        "page": shown,
        "looks": [(one, *STANDING[one.standing], [(f, *finding_chip(f.state)) for f in one.findings]) for one in looks],
        "may_record": registers.records(request, place),
        "trail": BUSINESSES.trail(),
    }
    return render(request, "areas/business.html", context)


@page(needs=Permission.PLACE_RECORD)
@require_http_methods(["GET", "POST"])
def business_new(request: ActorRequest) -> HttpResponseBase:
    """Enter a business into the register."""
    return registers.new_place(request, BUSINESSES)


@page(needs=Permission.PLACE_RECORD)
@require_http_methods(["GET", "POST"])
def business_edit(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Change what the register states of a business."""
    return registers.edit_place(request, BUSINESSES, uid)


@page(needs=Permission.PLACE_RECORD)
@require_http_methods(["GET", "POST"])
def business_close(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Ask when and why, then take a business off the register."""
    return registers.close_place(request, BUSINESSES, uid)


@page(needs=Permission.PLACE_RECORD)
@require_POST
def business_reopen(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Put a business back on the register."""
    return registers.reopen_place(request, BUSINESSES, uid)
