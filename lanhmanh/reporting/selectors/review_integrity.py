"""Checking the marks of issued reviews against the reports: what an approval must have told, reckoned anew."""

from collections.abc import Iterator

from lanhmanh.documents.models import Mark
from lanhmanh.reporting.models import ReviewIssue
from lanhmanh.reporting.selectors.issued import names_at
from lanhmanh.reporting.selectors.review_wakes import touching_since
from lanhmanh.reporting.selectors.reviews.manifests import FORMAT


def broken_reviews() -> Iterator[str]:
    """Yield a sentence for every review whose marks in the register do not agree with what was approved since.

    Of those of the first format nothing can be asked: then approvals did not tell reviews.
    """
    reviews = ReviewIssue.objects.select_related("document", "unit").defer("document__value").order_by("pk")
    for review in reviews.prefetch_related("document__marks"):
        if review.manifest.get("format", 1) >= FORMAT:
            yield from (
                f"Văn bản {review.document.number} ({review.get_kind_display()}): {why}" for why in _marks(review)
            )


def _marks(review: ReviewIssue) -> Iterator[str]:
    touches = touching_since(review)
    told = [mark for mark in review.document.marks.all() if mark.kind == Mark.Kind.CHANGED]
    if len(told) == len(touches):
        return
    names = names_at(one.report for one in touches)
    due = ", ".join(f"{one.report.period} của {names.get(one.report.pk, one.report.unit.uid)}" for one in touches)
    yield f"sổ văn bản có {len(told)} dấu thay đổi, tính lại là {len(touches)} ({due or 'không báo cáo nào'})"
