"""An assessment: read it, score it on a phone, send it; its files."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lanhmanh.accounts.access import can
from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.forms.scoring import ScoreForm, initial_of
from lanhmanh.areas.models import Assessment
from lanhmanh.areas.rules import course
from lanhmanh.areas.rules.course import Deed
from lanhmanh.areas.selectors.assessments import picture_of
from lanhmanh.areas.selectors.book import rule_of
from lanhmanh.areas.selectors.naming import names_of
from lanhmanh.areas.selectors.pages import files_of, get_assessment, get_evidence, stated_values
from lanhmanh.areas.services.assessing import remove_evidence, save_scores, submit_assessment
from lanhmanh.areas.views.common import area_url, page_of, require_at, trail
from lanhmanh.kernel.errors import Refused
from lanhmanh.ui import downloads
from lanhmanh.ui.formats import said
from lanhmanh.ui.forms import done
from lanhmanh.ui.messages import flash


@page(needs=Permission.AREA_VIEW)
@require_GET
def detail(request: ActorRequest, uid: str) -> HttpResponse:
    """Show an assessment: facts, evidence, result, what was said to it."""
    found = get_assessment(request.actor, uid)
    unit_id, actor = found.area.unit_id, request.actor
    names = names_of([found.area])
    others = {found.submitted_by_id}
    context = {
        "assessment": found, "name": names.of(found.area), "trail": trail(found.area, names),
        "shown": picture_of(found), "area_url": area_url(found.area),
        "may_score": course.allows(found.state, Deed.SCORE) and can(actor, Permission.AREA_SCORE, unit_id),
        "may_appraise": course.allows(found.state, Deed.APPRAISE) and actor.user_id not in others
        and can(actor, Permission.AREA_APPRAISE, unit_id),
        "may_return": course.allows(found.state, Deed.RETURN) and actor.user_id not in others
        and (can(actor, Permission.AREA_APPRAISE, unit_id) or can(actor, Permission.AREA_DECIDE, unit_id)),
        "may_decide": course.allows(found.state, Deed.DECIDE) and can(actor, Permission.AREA_DECIDE, unit_id),
    }  # fmt: skip
    return render(request, "areas/assessment.html", context)


@page(needs=Permission.AREA_SCORE)
@require_http_methods(["GET", "POST"])
def score(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Score an area: each fact with where it is from and its files."""
    found = _own(request, uid)
    if not course.allows(found.state, Deed.SCORE):
        return redirect("areas:assessment", uid)
    form = _form(request, found)

    def deed() -> Assessment:
        return save_scores(
            actor=request.actor, assessment=found, facts=form.facts_of(), files=form.files_of(),
            explanation=form.cleaned_data["explanation"], version=form.cleaned_data["version"],
        )  # fmt: skip

    if request.method == "POST" and done(form, deed):
        flash(request, _("Đã lưu phiếu tự chấm."))
        return redirect("areas:submit" if "submit" in request.POST else "areas:score", uid)
    names = names_of([found.area])
    context = {"assessment": found, "name": names.of(found.area), "trail": trail(found.area, names)}
    return page_of(request, "areas/score.html", form, **context)


@page(needs=Permission.AREA_SCORE)
@require_http_methods(["GET", "POST"])
def submit(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Show what the rules say of the facts, then send the assessment."""
    found = _own(request, uid)
    if not course.allows(found.state, Deed.SUBMIT):
        return redirect("areas:assessment", uid)
    refusal = ""
    if request.method == "POST":
        version = request.POST.get("version", "")
        try:
            number = int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 0
            submit_assessment(actor=request.actor, assessment=found, version=number)
        except Refused as why:
            refusal = said(why)
        else:
            flash(request, _("Đã nộp phiếu tự chấm; chờ thẩm định."))
            return redirect("areas:assessment", uid)
    names = names_of([found.area])
    context = {
        "assessment": found, "name": names.of(found.area), "trail": trail(found.area, names),
        "shown": picture_of(found), "refusal": refusal,
    }  # fmt: skip
    return render(request, "areas/submit.html", context, status=422 if refusal else 200)


@page(needs=Permission.AREA_SCORE)
@require_POST
def remove(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Take a file off an assessment."""
    found = get_evidence(request.actor, uid)
    require_at(request.actor, Permission.AREA_SCORE, found.assessment.area.unit_id)
    assessment = found.assessment
    try:
        remove_evidence(actor=request.actor, evidence=found)
    except Refused as refusal:
        flash(request, said(refusal), state="warning")
        return redirect("areas:assessment", assessment.uid)
    flash(request, _("Đã bỏ tệp."))
    return redirect("areas:score", assessment.uid)


@page(needs=Permission.AREA_VIEW)
@require_GET
def file(request: ActorRequest, uid: str) -> HttpResponse:
    """Hand out a file, never opened inside the page."""
    found = get_evidence(request.actor, uid).file
    return downloads.download(bytes(found.content), found.name, found.media_type)


def _own(request: ActorRequest, uid: str) -> Assessment:
    found = get_assessment(request.actor, uid)
    require_at(request.actor, Permission.AREA_SCORE, found.area.unit_id)
    return found


def _form(request: ActorRequest, found: Assessment) -> ScoreForm:
    sources: dict[str, Any] = {row.key: row.source for row in found.facts.all()}
    initial = initial_of(stated_values(found), sources, found.explanation, found.version)
    files = {name: request.FILES.getlist(name) for name in request.FILES}
    given = (request.POST, files) if request.method == "POST" else ()
    return ScoreForm(*given, rule_set=rule_of(found), held=files_of(found), initial=initial)


def back(found: Assessment) -> str:
    """Return the page of an assessment."""
    return reverse("areas:assessment", args=[found.uid])
