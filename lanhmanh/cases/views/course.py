"""The pages of a course: what happened, a new episode, a step, an ending, what is due, the end of the case."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lanhmanh.cases import services
from lanhmanh.cases.forms import course as forms
from lanhmanh.cases.guards import EVERYBODY, WORKERS, CaseRequest, vault
from lanhmanh.cases.selectors import course as selectors
from lanhmanh.cases.selectors import course_choices as offers
from lanhmanh.cases.selectors.course_timeline import status_name
from lanhmanh.cases.views.course_doors import opened_case
from lanhmanh.cases.views.course_sections import course_section
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.ui.formats import said
from lanhmanh.ui.forms import sent
from lanhmanh.ui.messages import flash

FORM = "cases/course/form.html"


@vault(*EVERYBODY)
@require_GET
def course(request: CaseRequest, uid: str) -> HttpResponse:
    """Show the whole course of a case."""
    opened = opened_case(request, uid, writing=False)
    context = {"section": course_section(opened.case, opened), "case": opened.case}
    return render(request, "cases/course/page.html", context)


@vault(*WORKERS)
@require_http_methods(["GET", "POST"])
def episode_new(request: CaseRequest, uid: str) -> HttpResponseBase:
    """Begin an episode."""
    opened = opened_case(request, uid)
    choices, previous = offers.statuses(opened, clock.today()), selectors.past_of(opened.case).last()
    form = forms.EpisodeForm(
        sent(request), choices=choices, initial={"on": clock.today(), "status": offers.likely(opened, previous)}
    )
    if previous is None:
        del form.fields["anew"]

    def deed(values: dict[str, Any]) -> str:
        made = services.start_episode(
            actor=request.actor, keys=request.keys, case=opened.case,
            **{"anew": previous is None, **values},
        )  # fmt: skip
        return _("Đã mở đợt: %(status)s.") % {"status": status_name(made.status)}

    words = {"title": _("Mở đợt hỗ trợ"), "deed": _("Mở đợt"), "hint": offers.after(opened, previous)}
    return _form(request, uid, form, deed, words)


@vault(*WORKERS)
@require_http_methods(["GET", "POST"])
def episode_edit(request: CaseRequest, uid: str, episode_uid: str) -> HttpResponseBase:
    """Put right with what an episode began."""
    opened = opened_case(request, uid)
    episode = selectors.get_episode(request.actor, opened.case, episode_uid)
    initial = {"on": episode.started_on, "status": episode.status}
    form = forms.EpisodeForm(sent(request), choices=offers.statuses(opened, episode.started_on), initial=initial)
    if episode.previous is None:
        del form.fields["anew"]

    def deed(values: dict[str, Any]) -> str:
        services.correct_start(
            actor=request.actor, keys=request.keys, episode=episode, **{"anew": episode.previous is None, **values}
        )
        return _("Đã sửa. Các bước đã ghi sau ngày bắt đầu phải ghi lại.")

    hint = _("Dùng khi mở nhầm hình thức hoặc ngày. Các bước đã ghi vẫn còn trong diễn biến nhưng phải ghi lại.")
    return _form(request, uid, form, deed, {"title": _("Sửa hình thức, ngày bắt đầu"), "deed": _("Lưu"), "hint": hint})


@vault(*WORKERS)
@require_http_methods(["GET", "POST"])
def step_new(request: CaseRequest, uid: str, episode_uid: str) -> HttpResponseBase:
    """Take a step of an episode."""
    opened = opened_case(request, uid)
    episode = selectors.get_episode(request.actor, opened.case, episode_uid)
    choices = offers.steps(episode, clock.today())
    initial = {"on": clock.today(), "step": choices[0][0] if choices else ""}
    form = forms.StepForm(sent(request), choices=choices, initial=initial)

    def deed(values: dict[str, Any]) -> str:
        services.take_step(actor=request.actor, keys=request.keys, episode=episode, **values)
        return _("Đã ghi.")

    words = {"title": _("Ghi bước tiếp theo"), "deed": _("Ghi bước"), "hint": offers.corrects(episode)}
    return _form(request, uid, form, deed, words)


@vault(*WORKERS)
@require_http_methods(["GET", "POST"])
def episode_end(request: CaseRequest, uid: str, episode_uid: str) -> HttpResponseBase:
    """End an episode."""
    opened = opened_case(request, uid)
    episode = selectors.get_episode(request.actor, opened.case, episode_uid)
    choices = offers.endings(opened, episode, clock.today())
    form = forms.EndingForm(sent(request), choices=choices, initial={"on": clock.today()})

    def deed(values: dict[str, Any]) -> str:
        found = services.end_episode(actor=request.actor, keys=request.keys, episode=episode, **values)
        if not found.leads_to:
            return _("Đã kết thúc đợt. Nếu không còn hỗ trợ, hãy kết thúc hồ sơ.")
        names = ", ".join(status_name(one) for one in found.leads_to)
        return _("Đã kết thúc đợt. Theo pháp luật, tiếp theo có thể là: %(statuses)s.") % {"statuses": names}

    words = {"title": _("Kết thúc đợt hỗ trợ"), "deed": _("Kết thúc đợt"), "hint": ""}
    return _form(request, uid, form, deed, words)


@vault(*WORKERS)
@require_http_methods(["GET", "POST"])
def event_new(request: CaseRequest, uid: str, episode_uid: str) -> HttpResponseBase:
    """Note an event from which the law counts."""
    opened = opened_case(request, uid)
    episode = selectors.get_episode(request.actor, opened.case, episode_uid)
    choices = offers.events(episode, clock.today())
    form = forms.EventForm(sent(request), choices=choices, initial={"on": clock.today()})

    def deed(values: dict[str, Any]) -> str:
        services.note_event(
            actor=request.actor, keys=request.keys, episode=episode, event=values["event"], at=values["on"]
        )
        return _("Đã ghi mốc. Việc phải làm nằm trong “Việc sắp tới”.")

    hint = _("Pháp luật tính thời hạn từ những mốc này.") if choices else _("Không có mốc nào cho hình thức này.")
    return _form(request, uid, form, deed, {"title": _("Ghi mốc tính thời hạn"), "deed": _("Ghi mốc"), "hint": hint})


@vault(*WORKERS)
@require_http_methods(["GET", "POST"])
def deadline(request: CaseRequest, uid: str, number: int) -> HttpResponseBase:
    """Say what became of something that the law wants done."""
    opened = opened_case(request, uid)
    found = selectors.get_deadline(request.actor, opened.case, number)
    form = forms.DeadlineForm(sent(request), initial={"on": clock.today(), "deed": forms.DONE})

    def deed(values: dict[str, Any]) -> str:
        actor, keys = request.actor, request.keys
        if values["deed"] == forms.DONE:
            services.finish_deadline(actor=actor, keys=keys, deadline=found, on=values["on"])
        else:
            services.drop_deadline(actor=actor, keys=keys, deadline=found)
        return _("Đã ghi.")

    return _form(request, uid, form, deed, {"title": offers.deadline_name(found), "deed": _("Ghi"), "hint": ""})


@vault(*WORKERS)
@require_http_methods(["GET", "POST"])
def case_close(request: CaseRequest, uid: str) -> HttpResponseBase:
    """Close a case."""
    opened = opened_case(request, uid)
    form = forms.ClosingForm(sent(request), initial={"on": clock.today()})

    def deed(values: dict[str, Any]) -> str:
        services.close_case(actor=request.actor, keys=request.keys, case=opened.case, **values)
        return _("Đã kết thúc hồ sơ. Hồ sơ sẽ được niêm phong, rồi xóa danh tính theo thời hạn lưu.")

    hint = _("Sau khi kết thúc không ghi thêm được. Còn mở lại được bằng một đợt mới cho đến ngày niêm phong.")
    return _form(request, uid, form, deed, {"title": _("Kết thúc hồ sơ"), "deed": _("Kết thúc hồ sơ"), "hint": hint})


def _form(
    request: CaseRequest, uid: str, form: Any, deed: Callable[[dict[str, Any]], str], words: dict[str, str]
) -> HttpResponseBase:
    """Show a form of the course; do its deed when it is valid, and say what was done."""
    if form.is_valid():
        try:
            told = deed(dict(form.cleaned_data))
        except Refused as refusal:
            form.add_error(None, said(refusal))
        else:
            flash(request, told)
            return redirect("cases:course", uid)
    context = {"form": form, "uid": uid, **words}
    return render(request, FORM, context, status=422 if form.errors else 200)
