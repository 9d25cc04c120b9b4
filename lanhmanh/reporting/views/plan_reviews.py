"""The review of a plan: on the screen clause by clause, as a paper, in the unit's words, issued under a number."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lanhmanh.accounts.access import can
from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.documents.rules import media_type_of
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.law.calendars import Window
from lanhmanh.plan.models import Plan
from lanhmanh.plan.selectors import get_plan
from lanhmanh.reporting import papers, selectors, services
from lanhmanh.reporting.forms import IssueForm, ReviewForm
from lanhmanh.reporting.models import ReviewIssue
from lanhmanh.reporting.papers import letterhead
from lanhmanh.reporting.selectors.narratives import review_subject
from lanhmanh.reporting.selectors.reviews import (
    Review,
    issued_reviews,
    last_day,
    review_of,
    to_replace,
    whole_until,
)
from lanhmanh.reporting.views import review_rows, wording
from lanhmanh.reporting.views.documents import FORMATS, family_of, flat
from lanhmanh.ui import downloads
from lanhmanh.ui.formats import date_vi, said
from lanhmanh.ui.forms import sent
from lanhmanh.ui.messages import flash


@dataclass(frozen=True)
class Asked:
    """What an address asks for: a plan, which review, between which days."""

    plan: Plan
    kind: str
    days: Window
    form: ReviewForm

    @property
    def query(self) -> str:
        """Return the rest of the address that says so."""
        days = {"tu": date_vi(self.days.first), "den": date_vi(self.days.last)}
        return urlencode({"loai": self.kind, **days})

    def url(self, name: str, *more: str) -> str:
        """Return the address of another page of the same review."""
        return f"{reverse(f'reporting:{name}', args=[self.plan.uid, *more])}?{self.query}"

    @property
    def name(self) -> str:
        """Return which review it is, in the reader's language."""
        return str(ReviewIssue.Kind(self.kind).label)


def _asked(request: ActorRequest, plan_uid: str) -> Asked:
    """Return what an address asks for; days that cannot be are said in the form, and the usual ones taken.

    :raises Http404: the plan is not there, is a draft, or its figures are not for this reader.
    """
    plan = get_plan(request.actor, plan_uid)
    known = plan.unit.level in letterhead.words()["level"] and plan.state != Plan.State.DRAFT
    if not known or not can(request.actor, Permission.FIGURES_VIEW, plan.unit_id):
        raise Http404("review")
    first = date(plan.first_year, 1, 1)
    last = max(first, last_day(plan, clock.today()))
    usual = {"loai": ReviewIssue.Kind.HALF.value, "tu": date_vi(first), "den": date_vi(last)}
    given = {name: request.GET[name] for name in usual if request.GET.get(name)}
    form = ReviewForm({**usual, **given} if given else None, initial=usual, earliest=first, latest=last)
    if not form.is_valid():
        return Asked(plan, usual["loai"], Window(first, last), form)
    return Asked(plan, form.cleaned_data["loai"], Window(form.cleaned_data["tu"], form.cleaned_data["den"]), form)


@page(needs=Permission.FIGURES_VIEW)
@require_GET
def review(request: ActorRequest, plan_uid: str) -> HttpResponse:
    """Show what became of each clause, what is missing first."""
    asked = _asked(request, plan_uid)
    whole = review_of(request.actor, asked.plan, asked.days)
    until = whole_until(whole)
    context: dict[str, Any] = {
        "asked": asked,
        "review": whole,
        "title": f"{asked.name}: {asked.plan.title}",
        "missing": review_rows.missing(whole),
        "rows": [review_rows.clause(one, whole.years) for one in whole.items],
        "others": review_rows.figures(whole.others, whole.years),
        "years": whole.years,
        "fuller": until if until and asked.days.first <= until < asked.days.last else None,
        "early": asked.kind == ReviewIssue.Kind.FINAL and asked.days.last < date(asked.plan.last_year, 12, 31),
        "may_issue": can(request.actor, Permission.DOCUMENT_ISSUE, asked.plan.unit_id),
        "preview_url": asked.url("review_preview"),
        "issue_url": asked.url("review_issue"),
        "downloads": _downloads(asked, "union"),
        "issued": issued_reviews(asked.plan),
        "opens": can(request.actor, Permission.DOCUMENT_VIEW, asked.plan.unit_id),
    }
    return render(request, "reporting/plan_review.html", context, status=422 if asked.form.errors else 200)


def _downloads(asked: Asked, family: str) -> list[tuple[str, str]]:
    return [(one, f"{asked.url('review_exports', one)}&the-thuc={family}") for one in FORMATS]


@page(needs=Permission.FIGURES_VIEW)
@require_GET
def preview(request: ActorRequest, plan_uid: str) -> HttpResponse:
    """Show the paper as it would be issued now."""
    asked, family = _asked(request, plan_uid), family_of(request.GET.get("the-thuc"))
    whole = review_of(request.actor, asked.plan, asked.days)
    narrative = selectors.words_in_force(review_subject(asked.plan, asked.kind), asked.plan.unit)
    old = to_replace(asked.plan, asked.kind, asked.days, family.value)
    draft = papers.official_review(
        whole, asked.kind, narrative=narrative, family=family, replaces=papers.replaced(old) if old else None
    )
    issuing = can(request.actor, Permission.DOCUMENT_ISSUE, asked.plan.unit_id)
    context: dict[str, Any] = {
        "asked": asked,
        "review": whole,
        "title": asked.name,
        "draft": draft,
        "nodes": list(flat(draft.outline)),
        "family": family.value,
        "families": [
            (f"{asked.url('review_preview')}&the-thuc={code}", code, name) for code, name in IssueForm.FAMILIES
        ],
        "missing": review_rows.missing(whole),
        "written": len(narrative),
        "review_url": asked.url("plan_review"),
        "words_url": asked.url("review_words") if issuing else "",
        "issue_url": f"{asked.url('review_issue')}&the-thuc={family.value}" if issuing and whole.approved else "",
        "downloads": _downloads(asked, family.value),
    }
    return render(request, "reporting/review_preview.html", context)


@page(needs=Permission.FIGURES_VIEW)
@require_GET
def export(request: ActorRequest, plan_uid: str, format: str) -> HttpResponse:
    """Hand out the draft as a file."""
    asked, family = _asked(request, plan_uid), family_of(request.GET.get("the-thuc")).value
    if format not in FORMATS:
        raise Http404("format")
    files = services.export_review(
        actor=request.actor, plan=asked.plan, kind=asked.kind, days=asked.days, family=family, formats=[format]
    )
    name = f"so-ket-{asked.plan.uid[-6:]}-{asked.days.last:%Y%m%d}.{format}".lower()
    return downloads.download(files[format], name, media_type_of(name))


def _issuing(request: ActorRequest, plan_uid: str) -> Asked:
    asked = _asked(request, plan_uid)
    if not can(request.actor, Permission.DOCUMENT_ISSUE, asked.plan.unit_id):
        raise Http404("review")
    return asked


@page(needs=Permission.DOCUMENT_ISSUE)
@require_http_methods(["GET", "POST"])
def issue(request: ActorRequest, plan_uid: str) -> HttpResponseBase:
    """Ask for the form of the paper, then issue the review under the next number of the year."""
    asked = _issuing(request, plan_uid)
    whole = review_of(request.actor, asked.plan, asked.days)
    choice = IssueForm(sent(request), initial={"family": request.GET.get("the-thuc", "union")})
    if request.method == "POST" and choice.is_valid():
        try:
            document = services.issue_review(
                actor=request.actor, plan=asked.plan, kind=asked.kind, days=asked.days,
                family=choice.cleaned_data["family"], token=choice.cleaned_data["token"],
            )  # fmt: skip
        except Refused as refusal:
            choice.add_error(None, said(refusal))
        else:
            flash(request, _("Đã ban hành %(number)s.") % {"number": document.number})
            return redirect("documents:detail", document.uid)
    context = {
        "title": _("Ban hành báo cáo %(kind)s") % {"kind": asked.name.lower()},
        "explanation": _explanation(whole) + _replacing(asked),
        "deed": _("Cấp số và ban hành"),
        "back_url": asked.url("review_preview"),
        "form": choice,
    }
    return render(request, "ui/confirm.html", context, status=422 if choice.errors else 200)


def _explanation(whole: Review) -> str:
    values = {"first": date_vi(whole.days.first), "last": date_vi(whole.days.last), "unit": whole.unit_name}
    text = _("%(unit)s, từ ngày %(first)s đến ngày %(last)s.") % values
    if lacking := sum(count for count, _noun, _names in review_rows.missing(whole)):
        text += " " + _("Còn %(n)d điểm thiếu; văn bản nêu rõ và không tính là 0.") % {"n": lacking}
    return text + " " + _("Văn bản được cấp số kế tiếp trong năm và không sửa được nữa.")


def _replacing(asked: Asked) -> str:
    """Say which document a new one of each form of paper takes the place of."""
    found = ((name, to_replace(asked.plan, asked.kind, asked.days, family)) for family, name in IssueForm.FAMILIES)
    return "".join(
        " "
        + _("Ban hành theo thể thức %(family)s sẽ thay thế %(number)s ngày %(day)s.")
        % {"family": name, "number": old.number, "day": date_vi(old.dated)}
        for name, old in found
        if old
    )


@page(needs=Permission.DOCUMENT_ISSUE)
@require_GET
def words_of_review(request: ActorRequest, plan_uid: str) -> HttpResponseBase:
    """Show the sections of a review with their words."""
    return wording.show_sections(request, review_rows.desk(request.actor, _issuing(request, plan_uid)))


@page(needs=Permission.DOCUMENT_ISSUE)
@require_http_methods(["GET", "POST"])
def edit_words_of_review(request: ActorRequest, plan_uid: str) -> HttpResponseBase:
    """Write one section of a review."""
    return wording.edit_section(request, review_rows.desk(request.actor, _issuing(request, plan_uid)))
