"""Plans of change: begin one, add steps, issue it, note what is done, end it."""

from collections.abc import Callable

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lanhmanh.accounts.access import can
from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.forms.aims import DoneForm, IssueForm, PlanForm, StepForm
from lanhmanh.areas.forms.judging import WordsForm
from lanhmanh.areas.models import ChangePlan
from lanhmanh.areas.policies import province_of
from lanhmanh.areas.selectors.board import UNKNOWN, faces_of
from lanhmanh.areas.selectors.book import rule_for
from lanhmanh.areas.selectors.ledger import by_year
from lanhmanh.areas.selectors.naming import names_of
from lanhmanh.areas.selectors.pages import get_area, get_change_plan
from lanhmanh.areas.services.aims import (
    FURTHEST,
    PlanData,
    StepData,
    add_step,
    draft_plan,
    end_plan,
    finish_step,
    issue_plan,
)
from lanhmanh.areas.services.common import area_of
from lanhmanh.areas.views.asked import known_codes
from lanhmanh.areas.views.common import area_url, plain, require_at, trail
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.ui.forms import Form, done, sent
from lanhmanh.ui.messages import flash


@page(needs=Permission.AREA_VIEW)
@require_GET
def detail(request: ActorRequest, uid: str) -> HttpResponse:
    """Show a plan of change with its steps."""
    plan = get_change_plan(request.actor, uid)
    faces = faces_of(rule_for(plan.area.unit_id, plan.rule_code, clock.today().year).value)
    names = names_of([plan.area])
    steps = sorted(plan.steps.all(), key=lambda step: (step.due, step.pk))
    context = {
        "plan": plan, "name": names.of(plan.area), "trail": trail(plan.area, names), "today": clock.today(),
        "from_face": faces.get(plan.from_class, UNKNOWN), "to_face": faces.get(plan.to_class, UNKNOWN),
        "steps": steps, "done": sum(step.done_on is not None for step in steps),
        "may_change": plan.state != ChangePlan.State.ENDED
        and can(request.actor, Permission.AREA_SCORE, plan.area.unit_id),
    }  # fmt: skip
    return render(request, "areas/plan.html", context)


@page(needs=Permission.AREA_SCORE)
@require_http_methods(["GET", "POST"])
def begin(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Begin a plan to lead an area to a better class than it has."""
    area = get_area(request.actor, uid)
    require_at(request.actor, Permission.AREA_VIEW, area.unit_id)
    require_at(request.actor, Permission.AREA_SCORE, area.unit_id)
    province, today = province_of(area.unit_id, clock.today()), clock.today()
    codes = known_codes(province) if province else []
    code = request.GET.get("bo") or (codes[0] if codes else "")
    if code not in codes:
        raise Http404("rules")
    history = by_year(code, [area.unit_id])
    now = next((history[year][area.unit_id].class_code for year in sorted(history, reverse=True)), "")
    try:
        rule_set = rule_for(area.unit_id, code, today.year).value
    except Refused:
        raise Http404("rules") from None
    if now not in {one.code for one in rule_set.classes[:-1]}:
        flash(request, _("Địa bàn chưa có loại, hoặc đã ở loại tốt nhất: không cần kế hoạch chuyển hóa."), state="info")
        return redirect(area_url(area))
    form = PlanForm(
        sent(request), rule_set=rule_set, above=rule_set.rank(now),
        years=range(today.year, today.year + FURTHEST + 1), initial={"to_year": today.year + 1},
    )  # fmt: skip
    made: list[ChangePlan] = []

    def deed() -> None:
        data = PlanData(now, form.cleaned_data["to_class"], form.cleaned_data["to_year"])
        own = area if area.pk else area_of(area.unit_id)
        made.append(draft_plan(actor=request.actor, area=own, code=code, data=data))

    if request.method == "POST" and done(form, deed):
        flash(request, _("Đã bắt đầu kế hoạch chuyển hóa. Thêm từng việc, rồi ban hành."))
        return redirect("areas:plan", made[0].uid)
    names = names_of([area])
    words = {"area": names.of(area), "now": rule_set.class_of(now).name[0].lower()}
    return plain(
        request, form, title=_("Kế hoạch chuyển hóa %(area)s") % words, deed=_("Bắt đầu soạn"),
        lead=_("Địa bàn hiện thuộc loại %(now)s.") % words, back_url=area_url(area), trail=trail(area, names),
    )  # fmt: skip


@page(needs=Permission.AREA_SCORE)
@require_http_methods(["GET", "POST"])
def step(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Add a piece of work to a plan."""
    plan = _own(request, uid)
    form = StepForm(sent(request))
    return _ask(
        request, plan, form, lambda: add_step(actor=request.actor, plan=plan, data=StepData(**form.cleaned_data)),
        title=_("Thêm việc"), lead=_("Việc gì, ai làm, khi nào xong."), action=_("Thêm việc"),
    )  # fmt: skip


@page(needs=Permission.AREA_SCORE)
@require_http_methods(["GET", "POST"])
def step_done(request: ActorRequest, uid: str, number: str) -> HttpResponseBase:
    """Say that a piece of work is done."""
    plan = _own(request, uid)
    found = next((one for one in plan.steps.all() if one.uid == number), None)
    if found is None:
        raise Http404("step")
    form = DoneForm(sent(request), initial={"done_on": clock.today()})
    return _ask(
        request, plan, form, lambda: finish_step(actor=request.actor, step=found, **form.cleaned_data),
        title=_("Ghi việc đã xong"), lead=found.what, action=_("Ghi đã xong"),
    )  # fmt: skip


@page(needs=Permission.AREA_SCORE)
@require_http_methods(["GET", "POST"])
def issue(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Say that a plan is in force."""
    plan = _own(request, uid)
    form = IssueForm(sent(request), initial={"issued_on": clock.today()})
    return _ask(
        request, plan, form, lambda: issue_plan(actor=request.actor, plan=plan, **form.cleaned_data),
        title=_("Ban hành kế hoạch chuyển hóa"), lead=_("Ghi văn bản đã ban hành kế hoạch, nếu có."),
        action=_("Ban hành"),
    )  # fmt: skip


@page(needs=Permission.AREA_SCORE)
@require_http_methods(["GET", "POST"])
def end(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Say what came of a plan, and end it."""
    plan = _own(request, uid)
    form = WordsForm(sent(request), label=_("Kết quả của kế hoạch"))
    return _ask(
        request, plan, form, lambda: end_plan(actor=request.actor, plan=plan, ending=form.cleaned_data["words"]),
        title=_("Kết thúc kế hoạch chuyển hóa?"), lead=_("Kế hoạch vẫn lưu trong sổ địa bàn; không sửa được nữa."),
        action=_("Kết thúc kế hoạch"),
    )  # fmt: skip


def _own(request: ActorRequest, uid: str) -> ChangePlan:
    plan = get_change_plan(request.actor, uid)
    require_at(request.actor, Permission.AREA_SCORE, plan.area.unit_id)
    return plan


def _ask(
    request: ActorRequest, plan: ChangePlan, form: Form, deed: Callable[[], object], *, title: str, lead: str,
    action: str,
) -> HttpResponseBase:  # fmt: skip
    if request.method == "POST" and done(form, deed):
        flash(request, _("Đã ghi vào kế hoạch chuyển hóa."))
        return redirect("areas:plan", plan.uid)
    back = reverse("areas:plan", args=[plan.uid])
    path = [*trail(plan.area), _("Kế hoạch chuyển hóa"), back]
    return plain(request, form, title=title, lead=lead, deed=action, back_url=back, trail=path)
