"""Documents that went out of a consolidation, and what became of their figures since."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from lanhmanh.accounts.access import Actor, can
from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.documents.selectors import get_document
from lanhmanh.kernel import clock
from lanhmanh.kernel.periods import parse
from lanhmanh.reporting import selectors
from lanhmanh.reporting.selectors import Cause, Consolidation, Issued, ReviewOut, WentOut
from lanhmanh.reporting.views import words
from lanhmanh.ui.formats import date_vi, number, period_name
from lanhmanh.units.selectors import version_of

NAMED_CAUSES = 5
PER_PAGE = 50


def of_consolidation(actor: Actor, whole: Consolidation) -> dict[str, Any]:
    """Return what the pages of a consolidation say of the documents that went out of it."""
    known = selectors.issued(actor, whole.form, whole.period, whole.unit)
    return {"issued": [told(one) for one in known], "stale": [told(one) for one in known if one.standing == "changed"]}


def told(one: WentOut, causes: Sequence[Cause] | None = None) -> dict[str, Any]:
    """Return a document as the templates take it, with the first of what put it out of date, or with these."""
    return {
        "number": one.document.number,
        "dated": one.document.dated,
        "document_uid": one.document.uid,
        "family": one.document.family,
        "standing": one.standing,
        "replaces": one.replaces,
        "successor": one.successor,
        "causes": [cause_line(cause) for cause in (one.causes[:NAMED_CAUSES] if causes is None else causes)],
        "more": len(one.causes) - NAMED_CAUSES if causes is None else 0,
        "count": count_words(one.causes),
        "changes_url": reverse("reporting:changes", args=[one.document.uid]),
    }


def count_words(causes: Sequence[Cause]) -> str:
    """Say how much changed: "3 ô đã đính chính, 1 báo cáo đến sau"."""
    arrived = sum(cause.is_arrival for cause in causes)
    cells = len(causes) - arrived
    said = []
    if cells:
        said.append(ngettext("%(count)d ô đã đính chính", "%(count)d ô đã đính chính", cells) % {"count": cells})
    if arrived:
        text = ngettext("%(count)d báo cáo duyệt sau", "%(count)d báo cáo duyệt sau", arrived)
        said.append(text % {"count": arrived})
    return ", ".join(said)


def cause_line(cause: Cause) -> dict[str, Any]:
    """Return one cause as the templates take it; the link leads to the cell's history, or to the report."""
    link = ""
    if cause.report_uid:
        history = reverse("reporting:history", args=[cause.report_uid, cause.code]) if cause.code else ""
        link = history or reverse("reporting:report", args=[cause.report_uid])
    what = words.name_of(cause.indicator) if cause.indicator else cause.code
    if cause.is_arrival:
        what = _("báo cáo được duyệt sau khi ban hành")
    return {
        "where": cause.unit_name,
        "period": period_name(cause.period),
        "what": what,
        "link": link,
        "step": "" if cause.is_arrival else f"{number(cause.before)} → {number(cause.after)}",
        "why": cause.why,
        "at": cause.at,
        "by": cause.by,
    }


def replacing_words(old: Issued, family_name: str) -> str:
    """Say on the page that asks for the deed which document is replaced, and why."""
    said = {"number": old.document.number, "day": date_vi(old.document.dated), "family": family_name}
    if old.causes:
        said["count"] = count_words(old.causes)
        return _("Văn bản mới thay thế %(number)s ngày %(day)s, vì %(count)s sau khi ban hành.") % said
    return (
        _(
            "Số liệu này đã ban hành tại %(number)s ngày %(day)s (thể thức %(family)s) và chưa thay đổi. Ban hành lần"
            " nữa cùng thể thức thì văn bản mới thay thế văn bản đó."
        )
        % said
    )


@page(needs=Permission.DOCUMENT_VIEW)
@require_GET
def changes(request: ActorRequest, uid: str) -> HttpResponse:
    """Show everything that put one document out of date: which cell of which unit, from what to what, why, by whom."""
    document = get_document(request.actor, uid)
    found = selectors.issued_as(request.actor, document) or selectors.review_as(request.actor, document)
    if found is None:
        raise Http404("issue")
    shown = Paginator(found.causes, PER_PAGE).get_page(request.GET.get("page"))
    place = _of_issue(request.actor, found) if isinstance(found, Issued) else _of_review(request.actor, found)
    context = {
        "title": _("Thay đổi sau khi ban hành %(number)s") % {"number": document.number},
        "one": told(found, list(shown)),
        "page": shown,
        **place,
    }
    if found.standing != "changed":
        context["issue_url"] = ""
    return render(request, "reporting/changes.html", context)


def _of_issue(actor: Actor, found: Issued) -> dict[str, str]:
    """Return what a consolidation's document is about, and where it is issued anew and opened, "" where it is not."""
    issue = found.issue
    at, version = (
        [issue.form, issue.period, issue.unit.uid],
        version_of(issue.unit, found.document.dated or clock.today()),
    )
    anew = f"{reverse('reporting:issue', args=at)}?the-thuc={found.document.family}"
    return {
        "about": f"{version.name if version else ''}, {period_name(parse(issue.period))}",
        "issue_url": anew if can(actor, Permission.DOCUMENT_ISSUE, issue.unit) else "",
        "figures_url": reverse("reporting:consolidation", args=at)
        if can(actor, Permission.FIGURES_VIEW, issue.unit)
        else "",
    }


def _of_review(actor: Actor, found: ReviewOut) -> dict[str, str]:
    """Return the same of a review of a plan."""
    review, family = found.review, urlencode({"the-thuc": found.document.family})
    version = version_of(review.unit, found.document.dated or clock.today())
    days = {"tu": date_vi(review.first_day), "den": date_vi(review.last_day)}
    query, at = urlencode({"loai": review.kind, **days}), [review.plan.uid]
    told = {"unit": version.name if version else "", "kind": review.get_kind_display(), "first": days["tu"]}
    return {
        "about": _("%(unit)s, %(kind)s từ %(first)s đến %(last)s") % {**told, "last": days["den"]},
        "issue_url": f"{reverse('reporting:review_issue', args=at)}?{query}&{family}"
        if can(actor, Permission.DOCUMENT_ISSUE, review.unit)
        else "",
        "figures_url": f"{reverse('reporting:plan_review', args=at)}?{query}"
        if can(actor, Permission.FIGURES_VIEW, review.unit)
        else "",
    }
