"""The reviews of a plan that went out as documents: which still stand, and which took whose place."""

from dataclasses import dataclass

from lanhmanh.documents.models import Document, Mark
from lanhmanh.law.calendars import Window
from lanhmanh.plan.models import Plan
from lanhmanh.reporting.models import ReviewIssue


@dataclass(frozen=True)
class IssuedReview:
    """A review that went out; `standing` is "replaced", "changed" or "" for one whose figures are those in force."""

    review: ReviewIssue
    document: Document
    standing: str


def issued_reviews(plan: Plan) -> list[IssuedReview]:
    """Return the issued reviews of a plan with their documents, the latest first, in two queries."""
    rows = ReviewIssue.objects.filter(plan=plan).select_related("document").order_by("-issued_at", "-pk")
    found = rows.defer("manifest", "document__value").prefetch_related("document__marks")
    return [IssuedReview(one, one.document, standing(one.document)) for one in found]


def standing(document: Document) -> str:
    """Return what became of an issued document, by the marks that were fetched with it."""
    kinds = {mark.kind for mark in document.marks.all()}
    return next((kind.value for kind in (Mark.Kind.REPLACED, Mark.Kind.CHANGED) if kind in kinds), "")


def to_replace(plan: Plan, kind: str, days: Window, family: str) -> Document | None:
    """Return the document whose place a review of these days takes: of the same form of paper, else one out of date."""
    same = [
        one
        for one in issued_reviews(plan)
        if (one.review.kind, one.review.first_day, one.review.last_day) == (kind, days.first, days.last)
        and one.standing != Mark.Kind.REPLACED
    ]
    alike = [one for one in same if one.document.family == family]
    return next((one.document for one in [*alike, *(one for one in same if one.standing)]), None)
