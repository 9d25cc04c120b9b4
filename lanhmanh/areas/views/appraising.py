"""What is said to an assessment; which ones wait."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lanhmanh.accounts.access import can
from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.forms.judging import AppraisalForm, WordsForm
from lanhmanh.areas.models import Assessment
from lanhmanh.areas.models.course import STATES
from lanhmanh.areas.rules import course
from lanhmanh.areas.rules.codes import read
from lanhmanh.areas.rules.course import Deed, State
from lanhmanh.areas.selectors.assessments import picture_of, waiting
from lanhmanh.areas.selectors.book import SUBJECTS, days_of, rule_for, rule_of
from lanhmanh.areas.selectors.deciding import today_year
from lanhmanh.areas.selectors.naming import names_of
from lanhmanh.areas.selectors.pages import get_assessment
from lanhmanh.areas.services.appraising import appraise, latest, return_assessment
from lanhmanh.areas.views.asked import asked, kinds_shown, rules_shown
from lanhmanh.areas.views.assessing import back
from lanhmanh.areas.views.common import page_of, plain, require_at, trail
from lanhmanh.areas.views.words import step_said
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.ui.forms import done
from lanhmanh.ui.messages import flash

PER_PAGE = 60


@page(needs=Permission.AREA_VIEW)
@require_GET
def assessments(request: ActorRequest) -> HttpResponse:
    """Show the assessments of a year that the reader may look into, and the days of the course."""
    found = asked(request, *SUBJECTS)
    if found.code is None:
        raise Http404("no rules")
    year, state, kind = found.year or today_year(), request.GET.get("buoc", ""), request.GET.get("la", "")
    if (state and state not in set(State)) or (kind and kind not in SUBJECTS):
        raise Http404("state")
    rows = waiting(request.actor, found.root, code=found.code, year=year, state=state, kind=kind)
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    names, kept = names_of([row.area for row in shown]), {"nam": year, "la": kind or None}
    context = {
        "page": shown, "year": year, "state": state,
        "rows": [(row, names.of(row.area), names.above(row.area)) for row in shown],
        "filters": [(label, found.query(**kept, buoc=code), code == state) for code, label in STATES],
        "all_url": f"?{found.query(**kept)}",
        "rules": rules_shown(found, year), "kinds": kinds_shown(found, year, kind, state),
        "days": _days(found.province.pk, found.code, year), "today": clock.today(),
        "before": found.query(nam=year - 1), "after": found.query(nam=year + 1) if year < clock.today().year else "",
        "may_decide": can(request.actor, Permission.AREA_DECIDE, found.province),
        "decide_query": found.query(nam=year),
    }  # fmt: skip
    return render(request, "areas/assessments.html", context)


def _days(province_id: int, code: str, year: int) -> list[tuple[str, Any]]:
    try:
        rule_set = rule_for(province_id, code, year).value
    except Refused:
        return []
    return [(step_said(step), one) for step, one in days_of(province_id, rule_set, year).items()]


@page(needs=Permission.AREA_APPRAISE)
@require_http_methods(["GET", "POST"])
def appraisal(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Say of each fact whether it is agreed, or what it is and why."""
    found = _sent(request, uid, Deed.APPRAISE)
    if found is None:
        return redirect("areas:assessment", uid)
    rule_set, sent = rule_of(found), read(latest(found).facts)
    form = AppraisalForm(
        request.POST if request.method == "POST" else None, rule_set=rule_set, sent=sent,
        initial={"version": found.version},
    )  # fmt: skip

    def deed() -> object:
        told = form.cleaned_data
        return appraise(
            actor=request.actor, assessment=found, lines=form.lines_of(), comment=told["comment"],
            version=told["version"],
        )  # fmt: skip

    if request.method == "POST" and done(form, deed):
        flash(request, _("Đã ghi kết quả thẩm định."))
        return redirect("areas:assessment", uid)
    shown = picture_of(found)
    stated = {row.fact.code: row for row in shown.rows}
    names = names_of([found.area])
    context: dict[str, Any] = {
        "assessment": found, "name": names.of(found.area), "trail": trail(found.area, names), "shown": shown,
        "rows": [(stated[row[0].code], *row[1:]) for row in form.rows()],
    }  # fmt: skip
    return page_of(request, "areas/appraise.html", form, **context)


@page(needs=Permission.AREA_VIEW)
@require_http_methods(["GET", "POST"])
def give_back(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Ask why, then give an assessment back to be mended."""
    found = get_assessment(request.actor, uid)
    if not can(request.actor, Permission.AREA_DECIDE, found.area.unit_id):
        require_at(request.actor, Permission.AREA_APPRAISE, found.area.unit_id)
    if not course.allows(found.state, Deed.RETURN):
        return redirect("areas:assessment", uid)
    form = WordsForm(
        request.POST if request.method == "POST" else None, label=_("Địa bàn cần sửa gì"),
        initial={"version": found.version},
    )  # fmt: skip

    def deed() -> object:
        told = form.cleaned_data
        return return_assessment(
            actor=request.actor, assessment=found, comment=told["words"], version=told["version"] or 0
        )

    if request.method == "POST" and done(form, deed):
        flash(request, _("Đã trả lại phiếu tự chấm."))
        return redirect("areas:assessment", uid)
    names = names_of([found.area])
    title = _("Trả lại phiếu tự chấm của %(area)s?") % {"area": names.of(found.area)}
    return plain(
        request, form, title=title, lead=_("Địa bàn sửa rồi nộp lại; bản đã nộp vẫn được giữ."), deed=_("Trả lại"),
        back_url=back(found), trail=trail(found.area, names),
    )  # fmt: skip


def _sent(request: ActorRequest, uid: str, deed: Deed) -> Assessment | None:
    found = get_assessment(request.actor, uid)
    require_at(request.actor, Permission.AREA_APPRAISE, found.area.unit_id)
    return found if course.allows(found.state, deed) else None
