"""The pages of sites with precursors, chemicals and medicinal materials: visits, quantities, signs of leakage."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.forms.places import HOLD_LABELS, FilterForm, SiteForm
from lanhmanh.areas.forms.sites import (
    LINES,
    AnswerForm,
    ForwardForm,
    LeakageForm,
    VisitForm,
    initial_of,
    initial_visit,
)
from lanhmanh.areas.models import Leakage, Site, Visit
from lanhmanh.areas.rules.sites import MOST_STOCKS, LeakageState
from lanhmanh.areas.selectors import places
from lanhmanh.areas.selectors import sites as selectors
from lanhmanh.areas.services import sites as services
from lanhmanh.areas.views import registers
from lanhmanh.areas.views.registers import Register, plain, void_record
from lanhmanh.areas.views.states import LEAKAGE
from lanhmanh.kernel import clock
from lanhmanh.kernel.ids import new_id
from lanhmanh.ui.forms import Form, done, sent
from lanhmanh.ui.messages import flash
from lanhmanh.units.selectors import names_on

RECORD = Permission.PLACE_RECORD
VISITS = 12  # on one page
SITES = Register(
    Site, SiteForm, "site", "sites",
    lambda: _("Tiền chất, hóa chất, nguyên liệu làm thuốc"),
    lambda: _("Nơi có các chất này, các lần giám sát, số lượng so với giấy tờ."),
    lambda: _("Thêm nơi vào sổ"),
)  # fmt: skip


@page(needs=Permission.PLACE_VIEW)
@require_GET
def site_list(request: ActorRequest) -> HttpResponse:
    """Show the register of sites."""
    today = clock.today()
    units = places.communes_seen(request.actor, today)
    form = FilterForm(request.GET, of=Site, units=units)
    shown, names = registers.paged(request, places.sites(request.actor, form.filters(), today))
    context = {
        "form": form,
        "page": shown,
        "rows": [(row, _holds(row), names.get(row.unit_id, "")) for row in shown],
        "filtered": any(form.cleaned_data.values()),
        "many_units": len(units) > 1,
        "may_record": request.actor.holds(RECORD),
        "register": {"title": SITES.title(), "lead": SITES.lead()},
    }
    return render(request, "areas/sites.html", context)


def _holds(site: Site) -> list[Any]:
    return [label for name, label in HOLD_LABELS.items() if getattr(site, name)]


@page(needs=Permission.PLACE_VIEW)
@require_GET
def site(request: ActorRequest, uid: str) -> HttpResponse:
    """Show one site with its visits and signs of leakage."""
    place, today = places.get_place(request.actor, Site, uid), clock.today()
    shown = Paginator(selectors.visits_of(place), VISITS).get_page(request.GET.get("page"))
    context = {
        "place": place,
        "holds": _holds(place),
        "unit_name": names_on([place.unit_id], today).get(place.unit_id, ""),
        "page": shown,
        "visits": [(one, selectors.differing(one)) for one in shown],
        "signs": [(one.leakage, *_chip(one)) for one in selectors.signs_of(place, today)],
        "may_record": registers.records(request, place),
        "trail": SITES.trail(),
    }
    return render(request, "areas/site.html", context)


def _chip(one: selectors.Sign) -> tuple[str, Any]:
    return ("none", _("Đã hủy")) if one.leakage.state == "void" else LEAKAGE[one.state]


@page(needs=RECORD)
@require_http_methods(["GET", "POST"])
def site_new(request: ActorRequest) -> HttpResponseBase:
    """Enter a site into the register."""
    return registers.new_place(request, SITES)


@page(needs=RECORD)
@require_http_methods(["GET", "POST"])
def site_edit(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Change what the register states of a site."""
    return registers.edit_place(request, SITES, uid)


@page(needs=RECORD)
@require_http_methods(["GET", "POST"])
def site_close(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Ask when and why, then take a site off the register."""
    return registers.close_place(request, SITES, uid)


@page(needs=RECORD)
@require_POST
def site_reopen(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Put a site back on the register."""
    return registers.reopen_place(request, SITES, uid)


@page(needs=RECORD)
@require_http_methods(["GET", "POST"])
def visit_new(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Record a supervision visit with quantities."""
    place = places.get_place(request.actor, Site, uid, RECORD)
    form = VisitForm(sent(request), site=place, lines=_lines(request), initial=initial_visit(clock.today()))
    made: list[Visit] = []
    deed: Any = lambda: made.append(  # noqa: E731
        services.record_visit(actor=request.actor, site=place, data=form.data_of())
    )
    if done(form, deed):
        flash(request, _("Đã ghi lần giám sát."))
        return redirect("areas:visit", made[0].uid)
    context = {"title": _("Ghi giám sát"), "deed": _("Ghi giám sát"), "back_url": SITES.url(place)}
    return _visit_form(request, form, place, context)


@page(needs=RECORD)
@require_http_methods(["GET", "POST"])
def visit_edit(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Change what a visit states."""
    found = selectors.get_visit(request.actor, uid, RECORD)
    lines = min(MOST_STOCKS, max(_lines(request), found.stocks.count() + 1))
    form = VisitForm(sent(request), site=found.site, lines=lines, initial=initial_of(found))
    deed: Any = lambda: services.change_visit(  # noqa: E731
        actor=request.actor, visit=found, data=form.data_of(), version=form.cleaned_data["version"] or 0
    )
    if done(form, deed):
        flash(request, _("Đã lưu thay đổi."))
        return redirect("areas:visit", uid)
    back = reverse("areas:visit", args=[uid])
    context = {"title": _("Sửa lần giám sát"), "deed": _("Lưu thay đổi"), "back_url": back}
    return _visit_form(request, form, found.site, context)


@page(needs=Permission.PLACE_VIEW)
@require_GET
def visit(request: ActorRequest, uid: str) -> HttpResponse:
    """Show one visit with quantities against papers."""
    found = selectors.get_visit(request.actor, uid)
    stocks = [
        (line.get_measure_display(), selectors.stock_of(line))
        for line in sorted(found.stocks.all(), key=lambda o: o.pk)
    ]
    context = {
        "visit": found,
        "place": found.site,
        "unit_name": names_on([found.unit_id], found.day).get(found.unit_id, ""),
        "stocks": stocks,
        "differing": sum(stock.differs for _measure, stock in stocks),
        "is_void": found.state == "void",
        "may_change": found.state != "void" and registers.records(request, found.site),
        "trail": SITES.trail(str(found.site), SITES.url(found.site)),
    }
    return render(request, "areas/visit.html", context)


@page(needs=RECORD)
@require_http_methods(["GET", "POST"])
def visit_void(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Ask why, then take a visit back."""
    found = selectors.get_visit(request.actor, uid, RECORD)
    deed = lambda reason: services.void_visit(actor=request.actor, visit=found, reason=reason)  # noqa: E731
    words = {"title": _("Hủy lần giám sát này?"), "deed": _("Hủy lần giám sát")}
    return void_record(request, SITES, found.site, deed, **words)


@page(needs=RECORD)
@require_http_methods(["GET", "POST"])
def leakage_new(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Record a sign that something is missing."""
    place = places.get_place(request.actor, Site, uid, RECORD)
    form = LeakageForm(sent(request), initial={"found_on": clock.today(), "token": new_id()})
    made: list[Leakage] = []
    deed: Any = lambda: made.append(  # noqa: E731
        services.record_leakage(actor=request.actor, site=place, data=form.data_of())
    )
    if done(form, deed):
        flash(request, _("Đã ghi dấu hiệu. Chuyển cơ quan chức năng rồi ghi ngay dưới đây."))
        return redirect("areas:leakage", made[0].uid)
    lead = _("Ghi chất và số lượng. Việc nghi ngờ ai thì báo Công an, không ghi ở đây.")
    words = {"title": _("Ghi dấu hiệu thất thoát"), "deed": _("Ghi dấu hiệu"), "lead": lead}
    trail = SITES.trail(str(place), SITES.url(place))
    return plain(request, form, trail=trail, back_url=SITES.url(place), **words)


@page(needs=Permission.PLACE_VIEW)
@require_GET
def leakage(request: ActorRequest, uid: str) -> HttpResponse:
    """Show a sign of leakage: passed on to whom, answered when."""
    found = selectors.get_leakage(request.actor, uid)
    shown = selectors.sign(found, clock.today())
    state, word = _chip(shown)
    may_change = found.state != "void" and registers.records(request, found.site)
    context = {
        "leakage": found,
        "place": found.site,
        "unit_name": names_on([found.unit_id], found.found_on).get(found.unit_id, ""),
        "chip_state": state,
        "chip_word": word,
        "may_forward": may_change and shown.state == LeakageState.FOUND,
        "may_answer": may_change and shown.state in (LeakageState.WAITING, LeakageState.OVERDUE),
        "may_change": may_change,
        "today": clock.today(),
        "trail": SITES.trail(str(found.site), SITES.url(found.site)),
    }
    return render(request, "areas/leakage.html", context)


@page(needs=RECORD)
@require_http_methods(["GET", "POST"])
def leakage_forward(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Say to whom a sign of leakage was passed on."""
    found, today = selectors.get_leakage(request.actor, uid, RECORD), clock.today()
    agencies = selectors.agencies_near(found.site.unit, today)
    form = ForwardForm(sent(request), agencies=agencies, initial={"forwarded_on": today})
    deed: Any = lambda: services.forward_leakage(  # noqa: E731
        actor=request.actor, leakage=found, to=form.cleaned_data["forwarded_to"], on=form.cleaned_data["forwarded_on"],
        agency=form.agency_of(), answer_due=form.cleaned_data["answer_due"],
    )  # fmt: skip
    words = {"title": _("Ghi đã chuyển cơ quan chức năng"), "deed": _("Ghi đã chuyển"), "lead": str(found)}
    return _on_leakage(request, form, found, deed, _("Đã ghi chuyển cơ quan chức năng."), **words)


@page(needs=RECORD)
@require_http_methods(["GET", "POST"])
def leakage_answer(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Say what the agency answered."""
    found = selectors.get_leakage(request.actor, uid, RECORD)
    form = AnswerForm(sent(request), initial={"answered_on": clock.today()})
    deed: Any = lambda: services.answer_leakage(  # noqa: E731
        actor=request.actor, leakage=found, on=form.cleaned_data["answered_on"], answer=form.cleaned_data["answer"]
    )
    words = {"title": _("Ghi trả lời"), "deed": _("Ghi trả lời"), "lead": found.forwarded_to}
    return _on_leakage(request, form, found, deed, _("Đã ghi trả lời."), **words)


@page(needs=RECORD)
@require_http_methods(["GET", "POST"])
def leakage_void(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Ask why, then take a record of a leakage back."""
    found = selectors.get_leakage(request.actor, uid, RECORD)
    deed = lambda reason: services.void_leakage(actor=request.actor, leakage=found, reason=reason)  # noqa: E731
    words = {"title": _("Hủy dấu hiệu này?"), "deed": _("Hủy dấu hiệu")}
    return void_record(request, SITES, found.site, deed, **words)


def _on_leakage(
    request: ActorRequest, form: Form, found: Leakage, act: Any, told: str, **words: str
) -> HttpResponseBase:
    back = reverse("areas:leakage", args=[found.uid])
    if done(form, act):
        flash(request, told)
        return redirect(back)
    trail = SITES.trail(str(found.site), SITES.url(found.site), _("Dấu hiệu thất thoát"), back)
    return plain(request, form, trail=trail, back_url=back, **words)


def _lines(request: ActorRequest) -> int:
    """Return how many lines of substances are asked for by the address, within bounds."""
    asked = request.GET.get("dong", "")
    return min(MOST_STOCKS, max(LINES, int(asked))) if asked.isdecimal() and len(asked) < 3 else LINES


def _visit_form(request: ActorRequest, form: VisitForm, place: Site, context: dict[str, Any]) -> HttpResponse:
    trail = SITES.trail(str(place), SITES.url(place))
    shown = {"form": form, "place": place, "trail": trail, "more": min(MOST_STOCKS, len(form.numbers) + 5), **context}
    return render(request, "areas/visit_form.html", shown, status=422 if form.errors else 200)
