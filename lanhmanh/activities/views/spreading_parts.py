"""The pages of what belongs to a model: results, members, files, and the units that take it up."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.activities.forms.choosing import WhyForm
from lanhmanh.activities.forms.spreading import AdoptForm, FileForm, HeadcountForm, ResultForm, StepForm
from lanhmanh.activities.models import Adoption, Practice
from lanhmanh.activities.rules.spreading import Step
from lanhmanh.activities.selectors import spreading as selectors
from lanhmanh.activities.services import adopting
from lanhmanh.activities.services import practice_files as files
from lanhmanh.activities.services import spreading as services
from lanhmanh.activities.views.form_pages import form_page, units_to_record, void_words, why
from lanhmanh.activities.views.spreading import crumb
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.ui.downloads import download
from lanhmanh.ui.formats import said
from lanhmanh.ui.forms import done, sent
from lanhmanh.ui.messages import flash
from lanhmanh.ui.photos import handed_out
from lanhmanh.units.selectors import names_on


@page(needs=Permission.ACTIVITY_RECORD)
@require_http_methods(["GET", "POST"])
def model_result(request: ActorRequest, uid: str) -> HttpResponseBase:
    """State what a model changed where it began."""
    practice = selectors.get_practice(request.actor, uid, Permission.ACTIVITY_RECORD)
    return _result(request, practice, practice)


@page(needs=Permission.ACTIVITY_RECORD)
@require_http_methods(["GET", "POST"])
def adoption_result(request: ActorRequest, uid: str) -> HttpResponseBase:
    """State what a model changed where it was taken up."""
    adoption = selectors.get_adoption(request.actor, uid)
    return _result(request, adoption, adoption.practice)


@page(needs=Permission.ACTIVITY_RECORD)
@require_POST
def result_remove(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Take a result off that was stated by mistake."""
    result = selectors.get_result(request.actor, uid)
    practice = result.practice or (result.adoption.practice if result.adoption else None)
    try:
        services.remove_result(actor=request.actor, result=result)
    except Refused as refusal:
        flash(request, said(refusal), state="error")
    else:
        flash(request, _("Đã bỏ kết quả."))
    return redirect("activities:model", practice.uid if practice else "")


@page(needs=Permission.ACTIVITY_RECORD)
@require_http_methods(["GET", "POST"])
def model_count(request: ActorRequest, uid: str) -> HttpResponseBase:
    """State how many belong to a model or club."""
    practice = selectors.get_practice(request.actor, uid, Permission.ACTIVITY_RECORD)
    form = HeadcountForm(sent(request), initial={"day": clock.today()})

    def deed() -> None:
        services.count_members(actor=request.actor, practice=practice, **form.cleaned_data)

    if done(form, deed):
        flash(request, _("Đã ghi số thành viên."))
        return redirect("activities:model", uid)
    return _page(request, form, practice, title=_("Ghi số thành viên"), deed=_("Ghi số thành viên"))


@page(needs=Permission.ACTIVITY_RECORD)
@require_POST
def model_file_add(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Keep a document or photo of a model."""
    practice = selectors.get_practice(request.actor, uid, Permission.ACTIVITY_RECORD)
    form = FileForm(request.POST, request.FILES)

    def deed() -> None:
        file = form.cleaned_data["file"]
        files.add_file(actor=request.actor, practice=practice, name=file.name, content=file.read())

    if done(form, deed):
        flash(request, _("Đã thêm tệp."))
        return redirect("activities:model", uid)
    return _page(request, form, practice, title=_("Thêm tệp"), deed=_("Thêm tệp"), upload=True)


@page(needs=Permission.PLAN_VIEW)
@require_GET
def model_file(request: ActorRequest, uid: str, file_uid: str) -> HttpResponse:
    """Show a photo in the page, hand out a document to keep."""
    file = selectors.get_file(request.actor, uid, file_uid)
    if not file.is_photo:
        return download(bytes(file.content), file.name, file.media_type)
    return handed_out(file)


@page(needs=Permission.ACTIVITY_RECORD)
@require_POST
def model_file_remove(request: ActorRequest, uid: str, file_uid: str) -> HttpResponseBase:
    """Take a file off a model."""
    file = selectors.get_file(request.actor, uid, file_uid, Permission.ACTIVITY_RECORD)
    files.remove_file(actor=request.actor, file=file)
    flash(request, _("Đã bỏ tệp."))
    return redirect("activities:model", uid)


@page(needs=Permission.ACTIVITY_RECORD)
@require_http_methods(["GET", "POST"])
def model_adopt(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Say that a unit takes a model up.

    :raises Http404: nobody found it worth spreading, or all units of the actor have it.
    """
    practice = selectors.get_practice(request.actor, uid)
    units = selectors.may_adopt(practice, units_to_record(request))
    if not units:
        raise Http404("adopt")
    form = AdoptForm(sent(request), units=units)
    made: list[Adoption] = []

    def deed() -> None:
        values = form.cleaned_data
        made.append(
            adopting.plan_adoption(
                actor=request.actor, practice=practice, unit=form.unit_of(), adapted=values["adapted"],
                token=values["token"],
            )
        )  # fmt: skip

    if done(form, deed):
        flash(request, _("Đã ghi: đơn vị sẽ áp dụng mô hình. Khi bắt đầu làm thì ghi ngày."))
        return redirect("activities:adoption", made[0].uid)
    return _page(request, form, practice, title=_("Áp dụng mô hình này"), deed=_("Ghi áp dụng"))


@page(needs=Permission.ACTIVITY_RECORD)
@require_http_methods(["GET", "POST"])
def adoption(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Say how a unit goes on with a model."""
    row = selectors.get_adoption(request.actor, uid)
    form = StepForm(sent(request), step=row.step, initial={"adapted": row.adapted})
    if done(form, lambda: _step(request, row, form.cleaned_data)):
        flash(request, _("Đã lưu thay đổi."))
        return redirect("activities:model", row.practice.uid)
    context = {
        "adoption": row,
        "unit_name": names_on([row.unit_id], clock.today()).get(row.unit_id, ""),
        "template": "activities/spreading/adoption.html",
    }
    return _page(request, form, row.practice, title=_("Áp dụng mô hình"), deed=_("Lưu"), **context)


@page(needs=Permission.ACTIVITY_RECORD)
@require_http_methods(["GET", "POST"])
def adoption_void(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Ask why, then take an adoption back that should not have been recorded."""
    row = selectors.get_adoption(request.actor, uid)
    form = WhyForm(sent(request))

    def deed() -> None:
        adopting.void_adoption(actor=request.actor, adoption=row, reason=form.cleaned_data["reason"])

    if done(form, deed):
        flash(request, _("Đã hủy bản ghi."))
        return redirect("activities:model", row.practice.uid)
    return why(request, form, back=reverse("activities:adoption", args=[uid]), **void_words(row.practice.name))


def _step(request: ActorRequest, row: Adoption, values: dict[str, Any]) -> None:
    """Do what was filled in: other words, a beginning, an end."""
    if values["adapted"] != row.adapted:
        adopting.change_adoption(actor=request.actor, adoption=row, adapted=values["adapted"])
    if row.step == Step.PLANNED and values["started_on"]:
        adopting.start_adoption(actor=request.actor, adoption=row, on=values["started_on"])
    if row.step == Step.RUNNING and values["ended_on"]:
        adopting.end_adoption(
            actor=request.actor, adoption=row, on=values["ended_on"], outcome=values["outcome"],
            result=values["result"],
        )  # fmt: skip


def _result(request: ActorRequest, of: Practice | Adoption, practice: Practice) -> HttpResponseBase:
    form = ResultForm(sent(request))
    if done(form, lambda: services.add_result(actor=request.actor, of=of, shown=form.shown())):
        flash(request, _("Đã ghi kết quả."))
        return redirect("activities:model", practice.uid)
    return _page(request, form, practice, title=_("Ghi kết quả bằng số"), deed=_("Ghi kết quả"))


def _page(request: ActorRequest, form: Any, practice: Practice, **words: Any) -> HttpResponse:
    here = reverse("activities:model", args=[practice.uid])
    return form_page(
        request, form, back=here, trail=[*crumb(), practice.name, here], **{"lead": practice.name, **words}
    )
