"""Deciding on the reports of the units one step below."""

from collections import Counter
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.periods import parse
from lanhmanh.law.calendars import window
from lanhmanh.reporting import selectors, services
from lanhmanh.reporting.access import form_of
from lanhmanh.reporting.forms import Marks
from lanhmanh.reporting.models import Report
from lanhmanh.reporting.rules.states import State
from lanhmanh.reporting.selectors import ReviewItem
from lanhmanh.reporting.views import correcting, doors, rows, words
from lanhmanh.ui.formats import period_name, said
from lanhmanh.ui.messages import flash


@page(needs=Permission.REPORT_REVIEW)
@require_http_methods(["GET", "POST"])
def queue(request: ActorRequest) -> HttpResponseBase:
    """Show what waits for a decision; a POST approves what was chosen."""
    waiting = selectors.review_queue(request.actor)
    if request.method == "POST":
        return _approve_chosen(request, waiting)
    each = Counter(item.unit_id for item in waiting)
    free = [item for item in waiting if _is_free(item)]
    context: dict[str, Any] = {
        "rows": [(item, capfirst(period_name(item.period)), _is_free(item), each[item.unit_id]) for item in waiting],
        "units": len(each),
        "free": len(free),
        "all": request.GET.get("chon") == "tat-ca",
    }
    return render(request, "reporting/queue.html", context)


def _is_free(item: ReviewItem) -> bool:
    """Test whether the report carries no warning: whatever is unusual in it needed a note to be sent at all.

    A correction is one in itself: it may put documents out of date.
    """
    return item.notes == 0 and item.version == 1


def _approve_chosen(request: ActorRequest, waiting: list[ReviewItem]) -> HttpResponseBase:
    chosen = set(request.POST.getlist("report"))
    uids = [item.report_uid for item in waiting if item.report_uid in chosen and _is_free(item)]
    if not uids:
        flash(request, _("Chưa chọn báo cáo nào: đánh dấu báo cáo cần duyệt."), state="error")
        return redirect("reporting:queue")
    try:
        done = services.approve_many(actor=request.actor, reports=list(Report.objects.filter(uid__in=uids)))
    except Refused as refusal:
        flash(request, said(refusal), state="error")
    else:
        told = ngettext("Đã duyệt %(count)d báo cáo.", "Đã duyệt %(count)d báo cáo.", len(done)) % {"count": len(done)}
        left = len(chosen) - len(done)
        more = _(" %(count)d báo cáo không còn chờ duyệt hoặc cần mở ra đọc.") % {"count": left} if left else ""
        flash(request, told + more)
    return redirect("reporting:queue")


@page(needs=Permission.REPORT_REVIEW)
@require_http_methods(["GET", "POST"])
def review(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Show a submitted report to decide on; a POST approves it or sends it back, and the next one follows."""
    found = doors.get_report(request.actor, uid, Permission.REPORT_REVIEW)
    form = form_of(found.form, found.form_version)
    marks = Marks(request.POST, request.POST.getlist("back"), form)
    waiting = selectors.review_queue(request.actor)
    place = next((at for at, item in enumerate(waiting) if item.report_uid == uid), None)
    if place is None:
        return _not_waiting(request, found, marks)
    if request.method != "POST":
        return _shown(request, uid, waiting, place)
    refusal = _fault(request.POST.get("deed", ""), marks)
    if refusal:
        return _shown(request, uid, waiting, place, marks=marks, refusal=refusal)
    try:
        told = _decide(request, found, marks)
    except Refused as refused:
        return _shown(request, uid, waiting, place, marks=marks, refusal=said(refused))
    flash(request, told)
    left = waiting[place + 1 :] + waiting[:place]
    return redirect("reporting:review", left[0].report_uid) if left else redirect("reporting:queue")


def _decide(request: ActorRequest, found: Report, marks: Marks) -> str:
    form = form_of(found.form, found.form_version)
    name = words.place_of(found.unit, window(form.calendar, parse(found.period)).last)[0]
    if request.POST.get("deed") == "approve":
        services.approve_report(actor=request.actor, report=found)
        return _("Đã duyệt báo cáo của %(unit)s.") % {"unit": name}
    single = request.POST.get("deed") == "return"
    comment, cells = (marks.comment, marks.reasons) if single else (marks.text, {})
    services.return_report(actor=request.actor, report=found, comment=comment, cells=cells)
    if single and cells:
        told = {"unit": name, "count": len(cells)}
        return (
            ngettext(
                "Đã trả lại báo cáo của %(unit)s: %(count)d ô cần sửa.",
                "Đã trả lại báo cáo của %(unit)s: %(count)d ô cần sửa.",
                len(cells),
            )
            % told
        )
    return _("Đã trả lại báo cáo của %(unit)s.") % {"unit": name}


def _fault(deed: str, marks: Marks) -> str:
    """Return why the decision cannot be taken as it was sent, "" where it can."""
    if deed not in {"approve", "return", "return_all"}:
        raise Http404("deed")
    if deed == "approve" and (marks.picked or marks.comment):
        return _("Có ô đã đánh dấu hoặc đã ghi lý do trả lại. Bỏ đi để duyệt, hoặc bấm Trả lại.")
    if deed != "approve" and marks.unexplained:
        return _("Còn %(count)d ô đã đánh dấu mà chưa ghi lý do.") % {"count": len(marks.unexplained)}
    if deed != "approve" and marks.too_long:
        return _("Lý do dài quá %(most)d chữ cái: viết ngắn lại.") % {"most": marks.too_long}
    if deed != "approve" and not marks.text:
        return _("Ghi lý do trả lại để đơn vị biết phải sửa gì.")
    return ""


def _not_waiting(request: ActorRequest, found: Report, marks: Marks) -> HttpResponseBase:
    told = _("Báo cáo này không chờ bạn duyệt.")
    if found.state == State.SUBMITTED:
        told = _("Người nộp không được duyệt báo cáo của chính mình: chuyển người khác duyệt.")
    if marks.text:
        told += " " + _("Lý do đã gõ: %(text)s") % {"text": marks.text}
    flash(request, told, state="warning")
    return redirect("reporting:report", found.uid)


def _shown(
    request: ActorRequest, uid: str, waiting: list[ReviewItem], place: int, *, marks: Marks | None = None,
    refusal: str = "",
) -> HttpResponse:  # fmt: skip
    shown, item = selectors.report_page(request.actor, uid), waiting[place]
    groups = rows.groups(request.actor, shown, marks=marks)
    context = {
        "page": shown,
        "item": item,
        "groups": groups,
        "asked_cells": [cell for group in groups for cell in group["rows"] if cell["asked"]],
        "changed_cells": [cell for group in groups for cell in group["rows"] if cell["changed"] and not cell["asked"]],
        # What a correction changed since it was opened is what it changes against the approved version.
        "tells_round": shown.report.version == 1 or item.times_returned > 0,
        "title": f"{shown.unit_name}, {period_name(shown.period)}",
        "previous_label": words.period_short(shown.period.previous(), shown.period.year),
        "value_label": words.period_short(shown.period, shown.period.year),
        "before": waiting[place - 1] if place else None,
        "after": waiting[place + 1] if place + 1 < len(waiting) else None,
        "at": place + 1,
        "of": len(waiting),
        "events": words.told(shown.history),
        "correction": correcting.told(request.actor, shown),
        "comment": marks.comment if marks else "",
        "refusal": refusal,
        "action": reverse("reporting:review", args=[uid]),
    }
    return render(request, "reporting/review.html", context, status=422 if refusal else 200)
