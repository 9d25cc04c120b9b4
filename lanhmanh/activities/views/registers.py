"""The pages of the registers of the people's movement: lists, one row, add, change, take back, erase a name."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lanhmanh.accounts.access import Actor, can
from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.activities.forms.described import DESCRIBED, Described
from lanhmanh.activities.forms.done import ReasonForm
from lanhmanh.activities.forms.registers import Places, RowForm, RowsForm, called, written
from lanhmanh.activities.models import Kept, Named
from lanhmanh.activities.policies import may_erase
from lanhmanh.activities.selectors import registers as selectors
from lanhmanh.activities.selectors.done import places_to_record
from lanhmanh.activities.services import registers as services
from lanhmanh.activities.views.panels import panels, verdicts
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.ui.formats import said
from lanhmanh.ui.forms import sent
from lanhmanh.ui.messages import flash

PER_PAGE = 30


@page(needs=Permission.ACTIVITY_VIEW)
@require_GET
def rows(request: ActorRequest, register: str) -> HttpResponse:
    """Show a register, newest first."""
    described = DESCRIBED[register]
    form = RowsForm(request.GET)
    form.full_clean()
    wanted = form.cleaned_data
    parent = _parent(request.actor, described, request.GET.get("cua", ""))
    found = selectors.visible(
        request.actor, described.model, words=wanted.get("words", ""), void=wanted.get("void", False), parent=parent
    )
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    names = selectors.unit_labels({row.unit for row in shown}, clock.today())
    keys = described.shown.split()
    head, told = verdicts(list(shown))
    judged = {row.pk: [(head, told.get(row.pk, "—"), False)] if head else [] for row in shown}
    context = {
        **_around(described), "form": form, "page": shown, "filtered": any(wanted.values()), "parent": parent,
        "heads": [*described.heads(), *([(head, False)] if head else [])],
        "lines": [(row, called(row), written(row, keys) + judged[row.pk], names.get(row.unit_id, "")) for row in shown],
        "may_record": request.actor.holds(Permission.ACTIVITY_RECORD), "void": wanted.get("void", False),
    }  # fmt: skip
    return render(request, "activities/registers/list.html", context)


@page(needs=Permission.ACTIVITY_VIEW)
@require_GET
def row(request: ActorRequest, register: str, uid: str) -> HttpResponse:
    """Show one row, with what belongs to it."""
    found = selectors.get_row(request.actor, register, uid)
    may_record = can(request.actor, Permission.ACTIVITY_RECORD, found.unit_id)
    parent = getattr(found, found.parent) if found.parent else None
    context = {
        **_around(DESCRIBED[register]), "row": found, "called": called(found), "lines": written(found),
        "unit_name": selectors.unit_labels([found.unit], clock.today()).get(found.unit_id, ""), "parent": parent,
        "may_record": may_record, "may_change": may_record and not found.is_void, **panels(request.actor, found),
        "may_erase": _nameable(found) and may_erase(request.actor, found.unit_id),
    }  # fmt: skip
    return render(request, "activities/registers/row.html", context)


def _nameable(row: Any) -> bool:
    """Test whether a row bears a name that is not erased."""
    return isinstance(row, Named) and bool(row.name) and not row.erased_at


@page(needs=Permission.ACTIVITY_RECORD)
@require_http_methods(["GET", "POST"])
def add(request: ActorRequest, register: str) -> HttpResponseBase:
    """Add a row to a register."""
    described = DESCRIBED[register]
    places = places_of(request.actor, described)
    if described.model.parent and not places.parents:
        return render(request, "activities/registers/none_above.html", _around(described))
    initial = {"parent": request.GET.get("cua", ""), "unit": request.GET.get("don-vi", "")}
    form = RowForm(sent(request), described=described, places=places, initial=initial)
    if form.is_valid():
        try:
            made = services.add(actor=request.actor, model=described.model, entry=form.entry())
        except Refused as refusal:
            form.add_fault(getattr(refusal, "field", ""), said(refusal))
        else:
            flash(request, _("Đã ghi: %(what)s.") % {"what": called(made)})
            return redirect(home_of(made))
    context = {**_around(described), "form": form, "title": _(described.add), "back": _back(described)}
    return render(request, "activities/registers/form.html", context, status=422 if form.errors else 200)


@page(needs=Permission.ACTIVITY_RECORD)
@require_http_methods(["GET", "POST"])
def change(request: ActorRequest, register: str, uid: str) -> HttpResponseBase:
    """Change what a row states."""
    found = selectors.get_row(request.actor, register, uid, Permission.ACTIVITY_RECORD)
    described = DESCRIBED[register]
    form = RowForm(sent(request), described=described, places=Places([]), row=found)
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            services.change(actor=request.actor, row=found, values=form.values(), version=version)
        except Refused as refusal:
            form.add_fault(getattr(refusal, "field", ""), said(refusal))
        else:
            flash(request, _("Đã lưu thay đổi."))
            return redirect("activities:row", register, uid)
    back = reverse("activities:row", args=[register, uid])
    context = {
        **_around(described), "form": form, "title": _("Sửa: %(what)s") % {"what": called(found)}, "back": back,
    }  # fmt: skip
    return render(request, "activities/registers/form.html", context, status=422 if form.errors else 200)


@page(needs=Permission.ACTIVITY_RECORD)
@require_http_methods(["GET", "POST"])
def void(request: ActorRequest, register: str, uid: str) -> HttpResponseBase:
    """Ask why, then take a row back."""
    found = selectors.get_row(request.actor, register, uid, Permission.ACTIVITY_RECORD)
    form = ReasonForm(sent(request))
    back = reverse("activities:row", args=[register, uid])
    if form.is_valid():
        services.void(actor=request.actor, row=found, reason=form.cleaned_data["reason"])
        undo = reverse("activities:row_restore", args=[register, uid])
        flash(request, _("Đã hủy: %(what)s.") % {"what": called(found)}, undo=undo)
        return redirect("activities:register", register)
    words = _("%(what)s. Mục này vẫn xem được nhưng không còn tính vào số liệu; có thể khôi phục.")
    context = {
        "title": _("Hủy mục này?"), "explanation": words % {"what": called(found)}, "deed": _("Hủy mục này"),
        "back_url": back, "form": form,
    }  # fmt: skip
    return render(request, "ui/confirm.html", context, status=422 if form.errors else 200)


@page(needs=Permission.ACTIVITY_RECORD)
@require_POST
def restore(request: ActorRequest, register: str, uid: str) -> HttpResponseBase:
    """Let a row count again."""
    found = selectors.get_row(request.actor, register, uid, Permission.ACTIVITY_RECORD)
    try:
        services.restore(actor=request.actor, row=found)
    except Refused as refusal:
        flash(request, said(refusal), state="warning")
    else:
        flash(request, _("Đã khôi phục: %(what)s.") % {"what": called(found)})
    return redirect("activities:row", register, uid)


@page(needs=Permission.ACTIVITY_RECORD)
@require_http_methods(["GET", "POST"])
def erase(request: ActorRequest, register: str, uid: str) -> HttpResponseBase:
    """Ask, then erase the name of a person or household."""
    found = selectors.get_row(request.actor, register, uid)
    if not isinstance(found, Named) or not may_erase(request.actor, found.unit_id):
        raise Http404(register)
    back = reverse("activities:row", args=[register, uid])
    if request.method == "POST":
        try:
            services.erase_name(actor=request.actor, row=found)
        except Refused as refusal:
            flash(request, said(refusal), state="warning")
        else:
            flash(request, _("Đã xóa tên. Số liệu giữ nguyên."))
        return redirect(back)
    words = _("Tên, nơi ở và ghi chú của %(what)s sẽ mất hẳn, không khôi phục được. Số liệu vẫn tính như cũ.")
    context = {
        "title": _("Xóa tên?"), "explanation": words % {"what": called(found)}, "deed": _("Xóa tên"), "back_url": back,
    }  # fmt: skip
    return render(request, "ui/confirm.html", context)


def places_of(actor: Actor, described: Described) -> Places:
    """Return to what the actor may add rows.

    :raises Http404: to nothing.
    """
    today = clock.today()
    units = places_to_record(actor, today)
    if not units:
        raise Http404("unit")
    if not described.model.parent:
        labels = selectors.unit_labels([unit for unit, _name in units], today)
        return Places([(unit, labels.get(unit.pk, name)) for unit, name in units])
    above = selectors.parents(actor, described.model, Permission.ACTIVITY_RECORD)
    return Places(units, labelled(above))


def labelled(found: list[Kept]) -> list[tuple[Kept, str]]:
    """Return rows of a register above with names that tell them apart: with their unit, and numbered where needed."""
    names = selectors.unit_labels({one.unit for one in found}, clock.today())
    words = [f"{called(one)}, {names[one.unit_id]}" if one.unit_id in names else called(one) for one in found]
    seen: dict[str, int] = {}
    labels = []
    for one, name in zip(found, words, strict=True):
        seen[name] = seen.get(name, 0) + 1
        labels.append((one, name if seen[name] == 1 else f"{name} ({seen[name]})"))
    return labels


def home_of(made: Kept) -> str:
    """Return the page on which a new row is best seen: that of what it belongs to, or its own."""
    above = getattr(made, made.parent) if made.parent else made
    return reverse("activities:row", args=[above.slug, above.uid])


def _parent(actor: Actor, described: Described, uid: str) -> Kept | None:
    if not uid or not described.model.parent:
        return None
    above: Any = described.model._meta.get_field(described.model.parent).related_model
    found: Kept = selectors.get_row(actor, above.slug, uid)
    return found


def _back(described: Described) -> str:
    return reverse("activities:register", args=[described.slug])


def _around(described: Described) -> Mapping[str, Any]:
    return {
        "described": described, "slug": described.slug, "register_title": _(described.title),
        "lead": _(described.lead), "add_words": _(described.add), "notes": [_(note) for note in described.notes],
    }  # fmt: skip
