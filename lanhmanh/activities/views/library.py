"""The pages of the library of materials, and what an activity used of it."""

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.activities.forms.choosing import WhyForm
from lanhmanh.activities.forms.communication import ItemForm, SoughtForm, UseForm, VersionForm, initial_item
from lanhmanh.activities.models import LibraryItem
from lanhmanh.activities.selectors import done as activities
from lanhmanh.activities.selectors import library as selectors
from lanhmanh.activities.services import library as services
from lanhmanh.activities.views.form_pages import form_page, pages, units_to_record, void_words, why
from lanhmanh.kernel import clock
from lanhmanh.ui.downloads import download
from lanhmanh.ui.forms import done, sent
from lanhmanh.ui.messages import flash
from lanhmanh.units.selectors import names_on

PER_PAGE = 30


def crumb() -> list[str]:
    """Return the way back to the library."""
    return [_("Thư viện tài liệu"), reverse("activities:library")]


@page(needs=Permission.PLAN_VIEW)
@require_GET
def library(request: ActorRequest) -> HttpResponse:
    """Show the materials of the province."""
    form = SoughtForm(request.GET)
    rows = selectors.items(request.actor, form.sought())
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": shown,
        "shelves": selectors.shelves(list(shown), clock.today()),
        "pages": pages(request, "library"),
        "filtered": any(form.cleaned_data.values()),
        "may_record": request.actor.holds(Permission.ACTIVITY_RECORD),
    }
    return render(request, "activities/communication/library.html", context)


@page(needs=Permission.ACTIVITY_RECORD)
@require_http_methods(["GET", "POST"])
def item_new(request: ActorRequest) -> HttpResponseBase:
    """Put a material into the library; its file comes next."""
    form = ItemForm(sent(request), units=units_to_record(request))
    made: list[LibraryItem] = []

    def deed() -> None:
        made.append(services.record_item(actor=request.actor, unit=form.unit_of(), data=form.data_of()))

    if done(form, deed):
        flash(request, _("Đã thêm vào thư viện. Thêm tệp của phiên bản đầu tiên."))
        return redirect("activities:item_version", made[0].uid)
    words = {"title": _("Thêm tài liệu"), "deed": _("Thêm tài liệu")}
    return form_page(request, form, back=reverse("activities:library"), trail=crumb(), **words)


@page(needs=Permission.PLAN_VIEW)
@require_GET
def item(request: ActorRequest, uid: str) -> HttpResponse:
    """Show a material with its versions and how they were used."""
    row = selectors.get_item(request.actor, uid)
    context = {
        "item": row,
        "unit_name": names_on([row.unit_id], clock.today()).get(row.unit_id, ""),
        "uses": selectors.uses_of(row),
        "may_keep": selectors.may_keep(request.actor, row),
    }
    return render(request, "activities/communication/item.html", context)


@page(needs=Permission.ACTIVITY_RECORD)
@require_http_methods(["GET", "POST"])
def item_edit(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Change what is told of a material."""
    row = selectors.get_item(request.actor, uid, Permission.ACTIVITY_RECORD)
    units = units_to_record(request, row.unit)
    form = ItemForm(sent(request), units=units, initial=initial_item(row))
    if done(form, lambda: services.change_item(actor=request.actor, item=row, data=form.data_of())):
        flash(request, _("Đã lưu thay đổi."))
        return redirect("activities:item", uid)
    here = reverse("activities:item", args=[uid])
    words = {"title": _("Sửa thông tin tài liệu"), "deed": _("Lưu thay đổi")}
    return form_page(request, form, back=here, trail=[*crumb(), row.title, here], **words)


@page(needs=Permission.ACTIVITY_RECORD)
@require_http_methods(["GET", "POST"])
def item_version(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Add the next version of a material."""
    row = selectors.get_item(request.actor, uid, Permission.ACTIVITY_RECORD)
    form = VersionForm(sent(request), request.FILES or None, initial={"dated": clock.today()})
    if done(form, lambda: services.add_version(actor=request.actor, item=row, data=form.data_of())):
        flash(request, _("Đã thêm phiên bản."))
        return redirect("activities:item", uid)
    here = reverse("activities:item", args=[uid])
    words = {"title": _("Thêm phiên bản"), "deed": _("Thêm phiên bản"), "lead": row.title}
    return form_page(request, form, back=here, trail=[*crumb(), row.title, here], upload=True, **words)


@page(needs=Permission.PLAN_VIEW)
@require_GET
def item_file(request: ActorRequest, uid: str, number: int) -> HttpResponse:
    """Hand out the file of a version."""
    file = selectors.get_version(request.actor, uid, number).file
    return download(bytes(file.content), file.name, file.media_type)


@page(needs=Permission.ACTIVITY_RECORD)
@require_http_methods(["GET", "POST"])
def item_void(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Ask why, then take a material out of the library."""
    row = selectors.get_item(request.actor, uid, Permission.ACTIVITY_RECORD)
    form = WhyForm(sent(request))

    def deed() -> None:
        services.void_item(actor=request.actor, item=row, reason=form.cleaned_data["reason"])

    if done(form, deed):
        flash(request, _("Đã rút tài liệu khỏi thư viện."))
        return redirect("activities:library")
    return why(request, form, back=reverse("activities:item", args=[uid]), **void_words(row.title))


@page(needs=Permission.ACTIVITY_RECORD)
@require_http_methods(["GET", "POST"])
def use_add(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Say which material an activity used."""
    activity = activities.get_activity(request.actor, uid, Permission.ACTIVITY_RECORD)
    form = UseForm(sent(request), versions=list(selectors.versions_to_use(request.actor)))

    def deed() -> None:
        quantity = form.cleaned_data["quantity"]
        services.note_use(actor=request.actor, activity=activity, version=form.version_of(), quantity=quantity)

    if done(form, deed):
        flash(request, _("Đã ghi tài liệu đã dùng."))
        return redirect("activities:detail", uid)
    here = reverse("activities:detail", args=[uid])
    words = {"title": _("Ghi tài liệu đã dùng"), "deed": _("Ghi tài liệu"), "lead": str(activity)}
    trail = [_("Hoạt động"), reverse("activities:list"), str(activity), here]
    return form_page(request, form, back=here, trail=trail, **words)


@page(needs=Permission.ACTIVITY_RECORD)
@require_POST
def use_remove(request: ActorRequest, uid: str, use_uid: str) -> HttpResponseBase:
    """Take back that an activity used a material."""
    services.remove_use(actor=request.actor, use=selectors.get_use(request.actor, uid, use_uid))
    flash(request, _("Đã bỏ tài liệu khỏi hoạt động."))
    return redirect("activities:detail", uid)
