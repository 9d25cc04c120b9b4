"""What the pages of both registers share."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import can
from lanhmanh.accounts.guards import ActorRequest
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.forms.places import CloseForm, ReasonForm, initial_edit, initial_new
from lanhmanh.areas.models import Business, Site
from lanhmanh.areas.selectors import places as selectors
from lanhmanh.areas.services import places as services
from lanhmanh.areas.services.places import AnyPlace
from lanhmanh.kernel import clock
from lanhmanh.ui.forms import Form, done, sent
from lanhmanh.ui.messages import flash
from lanhmanh.units.models import Unit
from lanhmanh.units.selectors import names_on

PER_PAGE = 40
Named = list[tuple[Unit, str]]


@dataclass(frozen=True)
class Register:
    """Hold how one of the two registers is called: its table, its form, the names of its routes, its words."""

    model: type[Business] | type[Site]
    form: Any
    page: str
    home: str
    title: Callable[[], str]
    lead: Callable[[], str]
    new: Callable[[], str]

    def url(self, place: AnyPlace) -> str:
        """Return the address of a place's page."""
        return reverse(f"areas:{self.page}", args=[place.uid])

    def trail(self, *more: str) -> list[str]:
        """Return the crumbs of a page below the register."""
        return [_("Địa bàn"), reverse("areas:index"), self.title(), reverse(f"areas:{self.home}"), *more]


def plain(request: ActorRequest, form: Form, *, trail: list[str], **context: Any) -> HttpResponse:
    """Show a form of a few fields; `title`, `lead`, `deed` and `back_url` are its words."""
    shown = {"form": form, "trail": trail, **context}
    return render(request, "areas/plain.html", shown, status=422 if form.errors else 200)


def paged(request: ActorRequest, rows: Any) -> tuple[Any, dict[int, str]]:
    """Return a page of rows and the names of their units."""
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return shown, names_on({row.unit_id for row in shown}, clock.today())


def new_place(request: ActorRequest, register: Register) -> HttpResponseBase:
    """Enter a place into a register."""
    today = clock.today()
    units = selectors.communes_to_record(request.actor, today)
    if not units:
        raise Http404("unit")
    initial = initial_new(units, today, request.GET.get("don-vi", ""))
    form = register.form(sent(request), units=units, initial=initial)
    made: list[AnyPlace] = []
    deed = lambda: made.append(  # noqa: E731
        services.list_place(actor=request.actor, unit=form.unit_of(), data=form.data_of())
    )
    if done(form, deed):
        flash(request, _("Đã vào sổ: %(what)s.") % {"what": made[0]})
        return redirect(register.url(made[0]))
    context = {"title": register.new(), "deed": _("Vào sổ"), "back_url": reverse(f"areas:{register.home}")}
    return _form(request, form, register, register.trail(), context)


def edit_place(request: ActorRequest, register: Register, uid: str) -> HttpResponseBase:
    """Change what a register states of a place."""
    place = selectors.get_place(request.actor, register.model, uid, Permission.PLACE_RECORD)
    units = selectors.communes_to_record(request.actor, clock.today())
    if place.unit_id not in {unit.pk for unit, _name in units}:
        units.append((place.unit, names_on([place.unit_id], place.listed_on).get(place.unit_id, "")))
    form = register.form(sent(request), units=units, place=place, initial=initial_edit(place))
    deed = lambda: services.change_place(  # noqa: E731
        actor=request.actor, place=place, unit=form.unit_of(), data=form.data_of(),
        version=form.cleaned_data["version"] or 0,
    )  # fmt: skip
    if done(form, deed):
        flash(request, _("Đã lưu thay đổi."))
        return redirect(register.url(place))
    context = {"title": _("Sửa thông tin trong sổ"), "deed": _("Lưu thay đổi"), "back_url": register.url(place)}
    return _form(request, form, register, register.trail(str(place), register.url(place)), context)


def close_place(request: ActorRequest, register: Register, uid: str) -> HttpResponseBase:
    """Ask when and why, then take a place off the register."""
    place = selectors.get_place(request.actor, register.model, uid, Permission.PLACE_RECORD)
    form = CloseForm(sent(request), initial={"closed_on": clock.today()})
    values = form.cleaned_data if form.is_valid() else {}
    deed = lambda: services.close_place(  # noqa: E731
        actor=request.actor, place=place, on=values["closed_on"], why=values["closed_why"]
    )
    if done(form, deed):
        flash(request, _("Đã ghi ngừng hoạt động: %(what)s.") % {"what": place})
        return redirect(register.url(place))
    context = {
        "title": _("Ghi cơ sở ngừng hoạt động"),
        "lead": _("Sổ vẫn giữ để tra cứu. Ghi nhầm cơ sở thì chọn chính ngày vào sổ: không còn tính vào kỳ nào."),
        "deed": _("Ghi ngừng hoạt động"),
        "back_url": register.url(place),
    }
    return plain(request, form, trail=register.trail(str(place), register.url(place)), **context)


def reopen_place(request: ActorRequest, register: Register, uid: str) -> HttpResponseBase:
    """Put a place back on its register."""
    place = selectors.get_place(request.actor, register.model, uid, Permission.PLACE_RECORD)
    services.reopen_place(actor=request.actor, place=place)
    flash(request, _("Đã đưa lại vào sổ: %(what)s.") % {"what": place})
    return redirect(register.url(place))


def void_record(
    request: ActorRequest, register: Register, place: AnyPlace, act: Callable[[str], Any], **words: str
) -> HttpResponseBase:
    """Ask why, then take a record of a place back; `words` are the question and the deed."""
    form = ReasonForm(sent(request))
    if done(form, lambda: act(form.cleaned_data["reason"])):
        flash(request, _("Đã hủy. Bản ghi vẫn xem được, không còn tính vào số liệu."))
        return redirect(register.url(place))
    lead = _("Bản ghi vẫn xem được nhưng không còn tính vào số liệu.")
    trail = register.trail(str(place), register.url(place))
    return plain(request, form, trail=trail, lead=lead, back_url=register.url(place), **words)


def records(request: ActorRequest, place: AnyPlace) -> bool:
    """Tell whether the reader may record at a place."""
    return can(request.actor, Permission.PLACE_RECORD, place.unit_id)


def _form(
    request: ActorRequest, form: Form, register: Register, trail: list[str], context: dict[str, Any]
) -> HttpResponse:
    shown = {"form": form, "trail": trail, "of_sites": register.model is Site, **context}
    return render(request, "areas/place_form.html", shown, status=422 if form.errors else 200)
