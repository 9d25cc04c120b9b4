"""The pages of activities."""

from contextlib import suppress
from datetime import date
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lanhmanh.accounts.access import can
from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.activities.forms.done import (
    ActivityForm,
    Choices,
    FilterForm,
    ReasonForm,
    initial_edit,
    initial_like,
    initial_new,
)
from lanhmanh.activities.models import Activity, State
from lanhmanh.activities.rules.programmes import named, on_day
from lanhmanh.activities.selectors import done as selectors
from lanhmanh.activities.selectors.campaigns import open_to
from lanhmanh.activities.services import done as services
from lanhmanh.activities.views.programmes import name_of
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.plan.models import PlanItem
from lanhmanh.plan.selectors import get_item, items_for
from lanhmanh.ui import photos
from lanhmanh.ui.formats import said
from lanhmanh.ui.forms import sent
from lanhmanh.ui.messages import flash
from lanhmanh.units.models import Unit
from lanhmanh.units.selectors import names_on

PER_PAGE = 30


@page(needs=Permission.ACTIVITY_VIEW)
@require_GET
def activity_list(request: ActorRequest) -> HttpResponse:
    """Show what was done, month by month."""
    today = clock.today()
    home = Unit.objects.filter(pk=request.actor.home_unit_id or 0).first()
    form = FilterForm(request.GET, items=_clauses(request, home, today))
    rows = selectors.visible(request.actor, form.filters())
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": shown,
        "months": selectors.by_month(rows, list(shown.object_list), today),
        "filtered": any(form.cleaned_data.values()),
        "may_record": request.actor.holds(Permission.ACTIVITY_RECORD),
    }
    return render(request, "activities/list.html", context)


@page(needs=Permission.ACTIVITY_RECORD)
@require_http_methods(["GET", "POST"])
def record(request: ActorRequest) -> HttpResponseBase:
    """Record an activity in under a minute."""
    choices = _choices(request)
    last = selectors.last_recorded(request.actor)
    initial = initial_new(choices, last, clock.today())
    initial |= {"campaign": request.GET.get("dot", "")}
    if like := request.GET.get("nhu"):
        initial |= initial_like(selectors.get_activity(request.actor, like))
    form = ActivityForm(sent(request), choices=choices, initial=initial)
    if form.is_valid():
        try:
            made = services.record_activity(actor=request.actor, unit=form.unit_of(), data=form.data_of())
        except Refused as refusal:
            form.add_error(None, said(refusal))
        else:
            flash(request, _("Đã ghi: %(what)s.") % {"what": made}, undo=reverse("activities:undo", args=[made.uid]))
            return redirect("activities:detail", made.uid)
    context = {"last": None if like else last, **_form_context(request, form)}
    return render(request, "activities/record.html", context, status=422 if form.errors else 200)


@page(needs=Permission.ACTIVITY_RECORD)
@require_http_methods(["GET", "POST"])
def edit(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Change what a record states."""
    activity = selectors.get_activity(request.actor, uid, Permission.ACTIVITY_RECORD)
    choices = _choices(request, activity)
    form = ActivityForm(sent(request), choices=choices, editing=activity, initial=initial_edit(activity))
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            services.change_activity(actor=request.actor, activity=activity, data=form.data_of(), version=version)
        except Refused as refusal:
            form.add_error(None, said(refusal))
        else:
            flash(request, _("Đã lưu thay đổi."))
            return redirect("activities:detail", uid)
    context = {"activity": activity, **_form_context(request, form)}
    return render(request, "activities/edit.html", context, status=422 if form.errors else 200)


@page(needs=Permission.ACTIVITY_VIEW)
@require_GET
def detail(request: ActorRequest, uid: str) -> HttpResponse:
    """Show one activity with its photos."""
    activity = selectors.get_activity(request.actor, uid)
    return _detail(request, activity, photos.PhotoForm())


@page(needs=Permission.ACTIVITY_RECORD)
@require_POST
def add_photos(request: ActorRequest, uid: str) -> HttpResponse:
    """Keep photos of an activity."""
    activity = selectors.get_activity(request.actor, uid, Permission.ACTIVITY_RECORD)
    form = photos.sent_photos(request)
    keep = partial(services.add_photos, actor=request.actor, activity=activity)
    if photos.kept(request, form, lambda contents: keep(contents=contents)):
        return redirect("activities:detail", uid)
    return _detail(request, activity, form, status=422)


@page(needs=Permission.ACTIVITY_RECORD)
@require_http_methods(["GET", "POST"])
def void(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Ask why, then take a record back."""
    activity = selectors.get_activity(request.actor, uid, Permission.ACTIVITY_RECORD)
    form = ReasonForm(sent(request))
    if form.is_valid():
        services.void_activity(actor=request.actor, activity=activity, reason=form.cleaned_data["reason"])
        flash(request, _("Đã hủy: %(what)s.") % {"what": activity}, undo=reverse("activities:restore", args=[uid]))
        return redirect("activities:list")
    context = {
        "title": _("Hủy hoạt động này?"),
        "explanation": _("%(what)s. Hoạt động vẫn xem được nhưng không còn tính vào số liệu; có thể khôi phục.")
        % {"what": activity},
        "deed": _("Hủy hoạt động"),
        "back_url": reverse("activities:detail", args=[uid]),
        "form": form,
    }
    return render(request, "ui/confirm.html", context, status=422 if form.errors else 200)


@page(needs=Permission.ACTIVITY_RECORD)
@require_POST
def undo(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Take back a record that was just made."""
    activity = selectors.get_activity(request.actor, uid, Permission.ACTIVITY_RECORD)
    services.void_activity(actor=request.actor, activity=activity, reason=_("Hoàn tác ngay sau khi ghi"))
    flash(request, _("Đã hoàn tác: %(what)s.") % {"what": activity}, undo=reverse("activities:restore", args=[uid]))
    return redirect("activities:list")


@page(needs=Permission.ACTIVITY_RECORD)
@require_POST
def restore(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Let a record count again."""
    activity = selectors.get_activity(request.actor, uid, Permission.ACTIVITY_RECORD)
    services.restore_activity(actor=request.actor, activity=activity)
    flash(request, _("Đã khôi phục: %(what)s.") % {"what": activity})
    return redirect("activities:detail", uid)


@page(needs=Permission.ACTIVITY_VIEW)
@require_GET
def photo(request: ActorRequest, uid: str, photo_uid: str) -> HttpResponse:
    """Serve a photo to those who may see its activity, and to no cache that others share."""
    return photos.handed_out(selectors.get_photo(request.actor, uid, photo_uid))


@page(needs=Permission.ACTIVITY_RECORD)
@require_POST
def remove_photo(request: ActorRequest, uid: str, photo_uid: str) -> HttpResponseBase:
    """Take a photo off its activity."""
    found = selectors.get_photo(request.actor, uid, photo_uid, Permission.ACTIVITY_RECORD)
    services.remove_photo(actor=request.actor, photo=found)
    flash(request, _("Đã bỏ ảnh."))
    return redirect("activities:detail", uid)


def _clauses(request: ActorRequest, home: Unit | None, today: date) -> list[PlanItem]:
    """Return the clauses to filter by: those of the plan at home, and the one that a plan's page asks for."""
    found = items_for(home, today) if home else []
    asked = request.GET.get("item", "")
    if asked and asked not in {item.uid for item in found}:
        with suppress(Http404):
            found.append(get_item(request.actor, asked))
    return found


def _choices(request: ActorRequest, activity: Activity | None = None) -> Choices:
    """Return what the form may choose from: for a new record the units open to the actor, else the record's own."""
    today = clock.today()
    units = selectors.places_to_record(request.actor, today)
    if activity:
        units = [(activity.unit, names_on([activity.unit_id], today).get(activity.unit_id, ""))]
    if not units:
        raise Http404("unit")
    posted = request.POST.get("unit") or request.GET.get("don-vi")
    unit = next((unit for unit, _name in units if unit.uid == posted), units[0][0])
    day = activity.day if activity else today
    items = list(items_for(unit, day))
    if activity and activity.plan_item_id not in {item.pk for item in items}:
        items.append(activity.plan_item)
    running = open_to(unit, today)
    if activity and activity.campaign and activity.campaign not in running:
        running.append(activity.campaign)
    return Choices(units, unit, items, selectors.agencies_near(unit, today), running, on_day(day))


def _form_context(request: ActorRequest, form: ActivityForm) -> dict[str, Any]:
    return {"form": form, "opened": form.opened(), "places": selectors.known_places(request.actor)}


def _detail(request: ActorRequest, activity: Activity, form: photos.PhotoForm, *, status: int = 200) -> HttpResponse:
    rows = list(activity.attendances.all())
    split = bool(rows) and all(row.female is not None for row in rows)
    may_record = can(request.actor, Permission.ACTIVITY_RECORD, activity.unit_id)
    context = {
        "activity": activity,
        "unit_name": names_on([activity.unit_id], activity.day).get(activity.unit_id, ""),
        "rows": rows,
        "total": sum(row.total for row in rows) if rows else None,
        "split": split,
        "women": sum(row.female or 0 for row in rows) if split else None,
        "men": sum(row.male or 0 for row in rows) if split else None,
        "is_void": activity.state == State.VOID,
        "may_record": may_record,
        "may_change": may_record and activity.state == State.RECORDED,
        "photo_form": form,
        "photos": photos.shown(
            activity.photos.all(),
            activity.uid,
            str(activity),
            page="activities:photo",
            remove="activities:remove_photo",
        ),
        "add_url": reverse("activities:add_photos", args=[activity.uid]),
        "served": [name_of(named(row.programme, activity.day)) for row in activity.programmes.all()],
    }
    return render(request, "activities/detail.html", context, status=status)
