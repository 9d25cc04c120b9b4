"""The pages of inspections and of what they found."""

from functools import partial
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.forms.inspections import (
    CorrectForm,
    FindingForm,
    InspectionForm,
    VerifyForm,
    initial_finding,
    initial_inspection,
    initial_of,
)
from lanhmanh.areas.models import Business, Inspection, InspectionState
from lanhmanh.areas.rules.inspections import By, Standing
from lanhmanh.areas.selectors import inspections as selectors
from lanhmanh.areas.selectors.places import get_place
from lanhmanh.areas.services import findings
from lanhmanh.areas.services import inspections as services
from lanhmanh.areas.views.businesses import BUSINESSES
from lanhmanh.areas.views.registers import plain, records, void_record
from lanhmanh.areas.views.states import STANDING, finding_chip
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.ui import photos
from lanhmanh.ui.formats import said
from lanhmanh.ui.forms import Form, done, sent
from lanhmanh.ui.messages import flash
from lanhmanh.units.selectors import names_on

RECORD = Permission.PLACE_RECORD


@page(needs=RECORD)
@require_http_methods(["GET", "POST"])
def inspection_new(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Record an inspection of a business in under a minute."""
    place = get_place(request.actor, Business, uid, RECORD)
    form = InspectionForm(sent(request), business=place, initial=initial_inspection(clock.today()))
    made: list[Inspection] = []
    deed: Any = lambda: made.append(  # noqa: E731
        services.record_inspection(actor=request.actor, business=place, data=form.data_of())
    )
    if done(form, deed):
        flash(request, _("Đã ghi lần kiểm tra. Thêm ảnh được ngay dưới đây."))
        return redirect("areas:inspection", made[0].uid)
    context = {"title": _("Ghi kiểm tra"), "deed": _("Ghi kiểm tra"), "back_url": BUSINESSES.url(place)}
    return _form(request, form, place, context)


@page(needs=RECORD)
@require_http_methods(["GET", "POST"])
def inspection_edit(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Change what an inspection states; a planned one gets its result here."""
    found = selectors.get_inspection(request.actor, uid, RECORD)
    form = InspectionForm(sent(request), business=found.business, initial=initial_of(found))
    deed: Any = lambda: services.change_inspection(  # noqa: E731
        actor=request.actor, inspection=found, data=form.data_of(), version=form.cleaned_data["version"] or 0
    )
    if done(form, deed):
        flash(request, _("Đã lưu thay đổi."))
        return redirect("areas:inspection", uid)
    planned = found.state == InspectionState.PLANNED
    title = _("Ghi kết quả kiểm tra") if planned else _("Sửa lần kiểm tra")
    context = {"title": title, "deed": _("Lưu"), "back_url": reverse("areas:inspection", args=[uid])}
    return _form(request, form, found.business, context)


@page(needs=Permission.PLACE_VIEW)
@require_GET
def inspection(request: ActorRequest, uid: str) -> HttpResponse:
    """Show one inspection with its findings and photos."""
    return _page(request, selectors.get_inspection(request.actor, uid), photos.PhotoForm())


@page(needs=RECORD)
@require_http_methods(["GET", "POST"])
def inspection_void(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Ask why, then take an inspection back."""
    found = selectors.get_inspection(request.actor, uid, RECORD)
    deed = lambda reason: services.void_inspection(  # noqa: E731
        actor=request.actor, inspection=found, reason=reason
    )
    words = {"title": _("Hủy lần kiểm tra này?"), "deed": _("Hủy lần kiểm tra")}
    return void_record(request, BUSINESSES, found.business, deed, **words)


@page(needs=RECORD)
@require_POST
def add_photos(request: ActorRequest, uid: str) -> HttpResponse:
    """Keep photos of an inspection."""
    found = selectors.get_inspection(request.actor, uid, RECORD)
    form = photos.sent_photos(request)
    keep = partial(services.add_photos, actor=request.actor, inspection=found)
    if photos.kept(request, form, lambda contents: keep(contents=contents)):
        return redirect("areas:inspection", uid)
    return _page(request, found, form, status=422)


@page(needs=Permission.PLACE_VIEW)
@require_GET
def photo(request: ActorRequest, uid: str, photo_uid: str) -> HttpResponse:
    """Serve a photo to those who may see its inspection, and to no cache that others share."""
    return photos.handed_out(selectors.get_photo(request.actor, uid, photo_uid))


@page(needs=RECORD)
@require_POST
def remove_photo(request: ActorRequest, uid: str, photo_uid: str) -> HttpResponseBase:
    """Take a photo off its inspection."""
    found = selectors.get_photo(request.actor, uid, photo_uid, RECORD)
    services.remove_photo(actor=request.actor, photo=found)
    flash(request, _("Đã bỏ ảnh."))
    return redirect("areas:inspection", uid)


@page(needs=RECORD)
@require_http_methods(["GET", "POST"])
def finding_new(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Add what an inspection found."""
    found = selectors.get_inspection(request.actor, uid, RECORD)
    form = FindingForm(sent(request))
    deed: Any = lambda: findings.add_finding(  # noqa: E731
        actor=request.actor, inspection=found, data=form.data_of()
    )
    words = {"title": _("Thêm tồn tại, vi phạm"), "deed": _("Thêm")}
    return _on_inspection(request, form, found, deed, _("Đã thêm tồn tại."), **words)


@page(needs=RECORD)
@require_http_methods(["GET", "POST"])
def finding_edit(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Change what a finding states."""
    found = selectors.get_finding(request.actor, uid)
    form = FindingForm(sent(request), initial=initial_finding(found))
    deed: Any = lambda: findings.change_finding(  # noqa: E731
        actor=request.actor, finding=found, data=form.data_of()
    )
    words = {"title": _("Sửa tồn tại, vi phạm"), "deed": _("Lưu thay đổi")}
    return _on_inspection(request, form, found.inspection, deed, _("Đã lưu thay đổi."), **words)


@page(needs=RECORD)
@require_POST
def finding_remove(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Take off a finding that was written by mistake."""
    found = selectors.get_finding(request.actor, uid)
    try:
        findings.remove_finding(actor=request.actor, finding=found)
    except Refused as refusal:
        flash(request, said(refusal), state="error")
    else:
        flash(request, _("Đã bỏ tồn tại."))
    return redirect("areas:inspection", found.inspection.uid)


@page(needs=RECORD)
@require_http_methods(["GET", "POST"])
def finding_correct(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Say on which day a finding was put right."""
    found = selectors.get_finding(request.actor, uid)
    form = CorrectForm(sent(request), initial={"corrected_on": clock.today()})
    deed: Any = lambda: findings.correct_finding(  # noqa: E731
        actor=request.actor, finding=found, on=form.cleaned_data["corrected_on"]
    )
    words = {"title": _("Ghi đã khắc phục"), "deed": _("Ghi đã khắc phục"), "lead": str(found)}
    return _on_inspection(request, form, found.inspection, deed, _("Đã ghi khắc phục, chờ xác nhận."), **words)


@page(needs=RECORD)
@require_http_methods(["GET", "POST"])
def finding_verify(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Say what was seen on the spot."""
    found = selectors.get_finding(request.actor, uid)
    form = VerifyForm(sent(request), initial={"verified_on": clock.today()})
    deed: Any = lambda: findings.verify_finding(  # noqa: E731
        actor=request.actor, finding=found, on=form.cleaned_data["verified_on"], good=form.cleaned_data["good"] == "yes"
    )
    words = {"title": _("Xác nhận khắc phục"), "deed": _("Ghi kết quả"), "lead": str(found)}
    return _on_inspection(request, form, found.inspection, deed, _("Đã ghi kết quả kiểm tra lại."), **words)


def _on_inspection(
    request: ActorRequest, form: Form, found: Inspection, act: Any, told: str, **words: str
) -> HttpResponseBase:
    """Do a deed on an inspection and go back to it, or show its form."""
    back = reverse("areas:inspection", args=[found.uid])
    if done(form, act):
        flash(request, told)
        return redirect(back)
    return plain(request, form, trail=_trail(found), back_url=back, **words)


def _trail(found: Inspection) -> list[str]:
    place = found.business
    return BUSINESSES.trail(
        str(place), BUSINESSES.url(place), str(found), reverse("areas:inspection", args=[found.uid])
    )


def _form(request: ActorRequest, form: InspectionForm, place: Business, context: dict[str, Any]) -> HttpResponse:
    shown = {"form": form, "place": place, "trail": BUSINESSES.trail(str(place), BUSINESSES.url(place)), **context}
    return render(request, "areas/inspection_form.html", shown, status=422 if form.errors else 200)


def _page(request: ActorRequest, found: Inspection, form: photos.PhotoForm, *, status: int = 200) -> HttpResponse:
    shown = selectors.look(found, clock.today())
    may_record = records(request, found.business)
    may_change = may_record and found.state != InspectionState.VOID
    chip = STANDING[shown.standing]
    context = {
        "inspection": found,
        "place": found.business,
        "unit_name": names_on([found.unit_id], found.day).get(found.unit_id, ""),
        "chip_state": chip[0],
        "chip_word": chip[1],
        "findings": [(one.finding, *finding_chip(one.state)) for one in shown.findings],
        "planned": shown.standing in (Standing.PLANNED, Standing.MISSED),
        "may_change": may_change,
        "may_find": may_change and found.state == InspectionState.DONE and found.by != By.REVIEW,
        "before_licence": bool(found.business.licensed_on and found.day < found.business.licensed_on),
        "photo_form": form,
        "photos": photos.shown(
            found.photos.all(),
            found.uid,
            found.business.name,
            page="areas:inspection_photo",
            remove="areas:inspection_photo_remove",
        ),
        "add_url": reverse("areas:inspection_photos", args=[found.uid]),
        "note": _("Chụp hiện trạng, không chụp mặt người."),
        "trail": BUSINESSES.trail(str(found.business), BUSINESSES.url(found.business)),
    }
    return render(request, "areas/inspection.html", context, status=status)
