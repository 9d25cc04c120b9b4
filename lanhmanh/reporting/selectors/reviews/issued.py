"""The reviews of a plan that went out as documents."""

from lanhmanh.plan.models import Plan
from lanhmanh.reporting.models import ReviewIssue


def issued_reviews(plan: Plan) -> list[ReviewIssue]:
    """Return the issued reviews of a plan with their documents, the latest first, in one query."""
    return list(ReviewIssue.objects.filter(plan=plan).select_related("document").order_by("-issued_at", "-pk"))
