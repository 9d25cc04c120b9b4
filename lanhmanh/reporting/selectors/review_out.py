"""A review of a plan that went out as a document, and what put it out of date since."""

from dataclasses import dataclass

from lanhmanh.accounts.access import Actor
from lanhmanh.documents.models import Document
from lanhmanh.documents.selectors import place_of
from lanhmanh.reporting.models import ReviewIssue, Wake
from lanhmanh.reporting.selectors.issued import NO_CELL, WentOut, cause, names_at, seen_units
from lanhmanh.reporting.selectors.review_wakes import touching_since


@dataclass(frozen=True)
class ReviewOut(WentOut):
    """A review of a plan that went out."""

    review: ReviewIssue


def review_as(actor: Actor, document: Document) -> ReviewOut | None:
    """Return what a document that the actor may read is the review of, None where it is none; with its marks."""
    review = ReviewIssue.objects.filter(document=document).select_related("unit", "plan").first()
    if review is None:
        return None
    touches = touching_since(review)
    names, seen = names_at(one.report for one in touches), seen_units(actor, {one.report.unit_id for one in touches})
    causes = [
        cause(
            one.report,
            one.kind,
            cell,
            name=names.get(one.report.pk, ""),
            at=one.report.approved_at or review.issued_at,
            by=one.report.approved_by,
            opens=one.report.unit_id in seen,
        )
        for one in reversed(touches)
        for cell in (one.cells if one.kind is Wake.Kind.CORRECTED else (NO_CELL,))
    ]
    successor = next((mark.successor for mark in document.marks.all() if mark.successor), None)
    return ReviewOut(document, place_of(document), successor, tuple(causes), review)
