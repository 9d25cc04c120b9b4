"""The pages of models and clubs: the gallery, one model, its description, its proposal and judgement."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lanhmanh import paper
from lanhmanh.accounts.access import can
from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.activities.forms.choosing import WhyForm
from lanhmanh.activities.forms.spreading import (
    EndForm,
    FileForm,
    JudgeForm,
    PracticeForm,
    WantedForm,
    initial_practice,
)
from lanhmanh.activities.models import Practice
from lanhmanh.activities.papers.spreading import paper_of
from lanhmanh.activities.rules.spreading import OPEN, Stage
from lanhmanh.activities.selectors import spreading as selectors
from lanhmanh.activities.services import spreading as services
from lanhmanh.activities.views.form_pages import clauses, form_page, pages, units_to_record, void_words, why
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.text import slug
from lanhmanh.ui.downloads import download
from lanhmanh.ui.formats import said
from lanhmanh.ui.forms import done, sent
from lanhmanh.ui.messages import flash
from lanhmanh.units.selectors import names_on

PER_PAGE = 24
MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
# The chip that stands for a stage.
CHIPS = {Stage.DRAFT: "draft", Stage.PROPOSED: "submitted", Stage.WORTH: "approved", Stage.NOT_YET: "returned"}


def crumb() -> list[str]:
    """Return the way back to the gallery."""
    return [_("Mô hình, câu lạc bộ"), reverse("activities:models")]


@page(needs=Permission.PLAN_VIEW)
@require_GET
def model_list(request: ActorRequest) -> HttpResponse:
    """Show the models worth spreading to everybody, the own ones to who sees the work, the proposed to who judges."""
    form = WantedForm(request.GET)
    wanted = form.wanted()
    sides = _sides(request)
    side = request.GET.get("xem", "")
    side = side if side in {code for code, _label in sides} else sides[0][0]
    rows = {"kho": selectors.gallery, "cua-don-vi": selectors.own}.get(side)
    found = rows(request.actor, wanted) if rows else selectors.to_judge(request.actor)
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "sides": [(label, f"?xem={code}", code == side) for code, label in sides],
        "side": side,
        "page": shown,
        "cards": [(card, CHIPS[Stage(card.practice.stage)]) for card in selectors.cards(list(shown), clock.today())],
        "pages": pages(request, "models"),
        "filtered": any(form.cleaned_data.values()),
        "may_record": request.actor.holds(Permission.ACTIVITY_RECORD),
    }
    return render(request, "activities/spreading/list.html", context)


def _sides(request: ActorRequest) -> list[tuple[str, str]]:
    found = [("kho", _("Đáng nhân rộng"))]
    if request.actor.holds(Permission.ACTIVITY_VIEW):
        found.append(("cua-don-vi", _("Của đơn vị")))
    if request.actor.holds(Permission.MODEL_JUDGE):
        found.append(("cho-danh-gia", _("Chờ đánh giá")))
    return found


@page(needs=Permission.ACTIVITY_RECORD)
@require_http_methods(["GET", "POST"])
def model_new(request: ActorRequest) -> HttpResponseBase:
    """Record a model or club."""
    units = units_to_record(request)
    form = PracticeForm(sent(request), units=units, items=clauses(request))
    made: list[Practice] = []

    def deed() -> None:
        made.append(services.record_practice(actor=request.actor, unit=form.unit_of(), data=form.data_of()))

    if done(form, deed):
        flash(request, _("Đã ghi: %(what)s.") % {"what": made[0]})
        return redirect("activities:model", made[0].uid)
    words = {"title": _("Ghi mô hình, câu lạc bộ"), "deed": _("Ghi mô hình")}
    return form_page(request, form, back=reverse("activities:models"), trail=crumb(), **words)


@page(needs=Permission.PLAN_VIEW)
@require_GET
def model(request: ActorRequest, uid: str) -> HttpResponse:
    """Show one model: what it is, what it brought, who took it up."""
    practice = selectors.get_practice(request.actor, uid)
    return render(request, "activities/spreading/model.html", _context(request, practice))


@page(needs=Permission.PLAN_VIEW)
@require_GET
def model_print(request: ActorRequest, uid: str) -> HttpResponse:
    """Show one model as a sheet to print for others."""
    practice = selectors.get_practice(request.actor, uid)
    return render(request, "activities/spreading/print.html", _context(request, practice))


@page(needs=Permission.PLAN_VIEW)
@require_GET
def model_paper(request: ActorRequest, uid: str, kind: str) -> HttpResponse:
    """Hand one model out as Word or PDF.

    :raises Http404: another kind of file.
    """
    practice = selectors.get_practice(request.actor, uid)
    if kind not in MEDIA:
        raise Http404(kind)
    document = paper_of(practice, clock.today())
    content = paper.write_pdf(document) if kind == "pdf" else paper.write_docx(document)
    return download(content, f"{slug(practice.name, '-')[:80] or 'mo-hinh'}.{kind}", MEDIA[kind])


@page(needs=Permission.ACTIVITY_RECORD)
@require_http_methods(["GET", "POST"])
def model_edit(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Change what is told of a model."""
    practice = selectors.get_practice(request.actor, uid, Permission.ACTIVITY_RECORD)
    form = PracticeForm(
        sent(request), units=units_to_record(request, practice.unit),
        items=clauses(request, practice.plan_item), initial=initial_practice(practice),
    )  # fmt: skip

    def deed() -> None:
        version = form.cleaned_data["version"] or 0
        services.change_practice(actor=request.actor, practice=practice, data=form.data_of(), version=version)

    if done(form, deed):
        flash(request, _("Đã lưu thay đổi."))
        return redirect("activities:model", uid)
    words = {"title": _("Sửa mô hình"), "deed": _("Lưu thay đổi")}
    here = reverse("activities:model", args=[uid])
    return form_page(request, form, back=here, trail=[*crumb(), practice.name, here], **words)


@page(needs=Permission.ACTIVITY_RECORD)
@require_POST
def model_propose(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Put a model forward, or take the proposal back."""
    practice = selectors.get_practice(request.actor, uid, Permission.ACTIVITY_RECORD)
    back = request.POST.get("deed") == "take_back"
    try:
        if back:
            services.take_back_proposal(actor=request.actor, practice=practice)
        else:
            services.propose(actor=request.actor, practice=practice)
    except Refused as refusal:
        flash(request, said(refusal), state="error")
    else:
        flash(request, _("Đã rút đề xuất.") if back else _("Đã đề xuất nhân rộng, chờ cấp trên đánh giá."))
    return redirect("activities:model", uid)


@page(needs=Permission.MODEL_JUDGE)
@require_http_methods(["GET", "POST"])
def model_judge(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Say of a proposed model whether it is worth spreading, and why."""
    practice = selectors.get_practice(request.actor, uid, Permission.MODEL_JUDGE)
    form = JudgeForm(sent(request))

    def deed() -> None:
        values = form.cleaned_data
        services.judge(actor=request.actor, practice=practice, worth=values["worth"] == "yes", reason=values["reason"])

    if done(form, deed):
        flash(request, _("Đã ghi đánh giá."))
        return redirect("activities:model", uid)
    here = reverse("activities:model", args=[uid])
    words = {"title": _("Đánh giá mô hình"), "deed": _("Ghi đánh giá"), "lead": practice.name}
    shown = {"template": "activities/spreading/judge.html", "practice": practice, **_files(practice)}
    return form_page(request, form, back=here, trail=[*crumb(), practice.name, here], **words, **shown)


@page(needs=Permission.ACTIVITY_RECORD)
@require_http_methods(["GET", "POST"])
def model_end(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Say since when a model is no longer at work."""
    practice = selectors.get_practice(request.actor, uid, Permission.ACTIVITY_RECORD)
    form = EndForm(sent(request), initial={"ended_on": practice.ended_on})

    def deed() -> None:
        services.end_practice(actor=request.actor, practice=practice, on=form.cleaned_data["ended_on"])

    if done(form, deed):
        flash(request, _("Đã lưu thay đổi."))
        return redirect("activities:model", uid)
    here = reverse("activities:model", args=[uid])
    words = {"title": _("Mô hình còn hoạt động không"), "deed": _("Lưu"), "lead": practice.name}
    return form_page(request, form, back=here, trail=[*crumb(), practice.name, here], **words)


@page(needs=Permission.ACTIVITY_RECORD)
@require_http_methods(["GET", "POST"])
def model_void(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Ask why, then take a model back that should not have been recorded."""
    practice = selectors.get_practice(request.actor, uid, Permission.ACTIVITY_RECORD)
    form = WhyForm(sent(request))

    def deed() -> None:
        services.void_practice(actor=request.actor, practice=practice, reason=form.cleaned_data["reason"])

    if done(form, deed):
        flash(request, _("Đã hủy bản ghi."))
        return redirect(f"{reverse('activities:models')}?xem=cua-don-vi")
    return why(request, form, back=reverse("activities:model", args=[uid]), **void_words(practice.name))


def _context(request: ActorRequest, practice: Practice) -> dict[str, Any]:
    """Return what the page and the sheet of a model show."""
    today, adoptions = clock.today(), list(practice.adoptions.all())
    names = names_on({practice.unit_id, *(one.unit_id for one in adoptions)}, today)
    records = not practice.is_void and can(request.actor, Permission.ACTIVITY_RECORD, practice.unit_id)
    stage = Stage(practice.stage)
    units = units_to_record(request) if request.actor.holds(Permission.ACTIVITY_RECORD) else []
    mine = {unit.pk for unit, _name in units}
    return {
        "practice": practice,
        "chip": CHIPS[stage],
        "unit_name": names.get(practice.unit_id, ""),
        "results": list(practice.results.all()),
        "adoptions": [(one, names.get(one.unit_id, ""), one.unit_id in mine) for one in adoptions],
        "heads": list(practice.headcounts.all()),
        **_files(practice),
        "may_record": records,
        "may_edit": records and stage in OPEN,
        "may_take_back": records and stage == Stage.PROPOSED,
        "may_judge": selectors.may_judge(request.actor, practice),
        "may_adopt": bool(selectors.may_adopt(practice, units)),
        "file_form": FileForm(),
        "today": today,
    }


def _files(practice: Practice) -> dict[str, Any]:
    files = list(practice.files.all())
    return {
        "photos": [file for file in files if file.is_photo],
        "documents": [one for one in files if not one.is_photo],
    }
