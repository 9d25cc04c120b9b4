"""Sending the review of a plan out: as a numbered document, or as a draft without a number."""

from collections.abc import Callable, Collection, Mapping
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lanhmanh import paper
from lanhmanh.accounts.access import Actor, require
from lanhmanh.accounts.rules import Permission
from lanhmanh.audit import services as audit
from lanhmanh.documents import services as documents
from lanhmanh.documents.models import Document
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.law.calendars import Window, window
from lanhmanh.paper.document import Family, OfficialDocument
from lanhmanh.plan.models import Plan
from lanhmanh.reporting import papers, selectors
from lanhmanh.reporting.models import Report, ReviewIssue
from lanhmanh.reporting.papers import letterhead
from lanhmanh.reporting.rules.states import State
from lanhmanh.reporting.selectors.calendar import asked_below
from lanhmanh.reporting.selectors.narratives import review_subject
from lanhmanh.reporting.selectors.reviews import Review, review_of


@transaction.atomic
def issue_review(
    *, actor: Actor, plan: Plan, kind: str, days: Window, family: str = "union", signed_by: str = ""
) -> Document:
    """Issue the review of a plan as a numbered document: .docx, .pdf and .xlsx.

    :raises NotAllowed: the actor does not issue documents here.
    :raises Refused: no report is approved yet, or the last day is still to come.
    """
    require(actor, Permission.DOCUMENT_ISSUE, plan.unit_id)
    today = clock.today()
    if days.last > today:
        raise Refused(_("Ngày cuối chưa đến: chọn ngày cuối từ hôm nay trở về trước."))
    review = review_of(actor, plan, days)
    if not review.approved:
        raise Refused(_("Chưa có báo cáo nào được duyệt trong thời gian này: chọn thời gian khác."))
    narrative = selectors.words_in_force(review_subject(plan, kind), plan.unit)

    def build(number: str) -> OfficialDocument:
        return papers.official_review(
            review, kind, narrative=narrative, family=Family(family), number=number, dated=today, signed_by=signed_by
        )

    document = documents.issue(
        actor=actor, unit=plan.unit, family=family, kind=letterhead.words()["kind"],
        symbol_suffix=letterhead.of_level(plan.unit.level)["symbol"], title=papers.review_title(review, kind),
        dated=today, build=build, extra={"xlsx": lambda number: papers.review_book(review, kind, number=number)},
    )  # fmt: skip
    issue = ReviewIssue(
        plan=plan, unit=plan.unit, kind=kind, first_day=days.first, last_day=days.last, document=document,
        manifest=_manifest(review, document, narrative), issued_at=clock.now(), issued_by_id=actor.user_id,
    )  # fmt: skip
    issue.save()
    audit.record(
        actor=actor, verb="review.issued", on=issue, unit_id=plan.unit_id,
        document=document.uid, plan=plan.uid, kind=kind,
    )  # fmt: skip
    return document


def export_review(
    *, actor: Actor, plan: Plan, kind: str, days: Window, family: str = "union", formats: Collection[str]
) -> dict[str, bytes]:
    """Return the review as a draft without a number, by format; nothing is kept.

    :raises Http404: the actor may not see figures there.
    """
    review = review_of(actor, plan, days)
    narrative = selectors.words_in_force(review_subject(plan, kind), plan.unit)
    draft = papers.official_review(review, kind, narrative=narrative, family=Family(family))
    writers: dict[str, Callable[[], bytes]] = {
        "docx": lambda: paper.write_docx(draft),
        "pdf": lambda: paper.write_pdf(draft),
        "xlsx": lambda: papers.review_book(review, kind),
    }
    return {name: writers[name]() for name in formats}


def _manifest(review: Review, document: Document, narrative: Mapping[str, str]) -> dict[str, object]:
    """Return what a review was made of: days, plan, words, every report with its version, the digests of its files.

    Each period's reports are those of the tree of its own last day, as its sums are.
    """
    days, forms, unit = review.days, review.forms, review.plan.unit_id
    below = {
        (line.form.code, one.code): asked_below(line.form.at(one), window(line.form.calendar, one).last)
        .filter(ancestor=unit).values("descendant_id")
        for line in forms for one in line.periods
    }  # fmt: skip
    mine = (Q(form=form, period=period, unit__in=units) for (form, period), units in below.items())
    rows = Report.objects.filter(reduce(or_, mine, Q(pk__in=())), state=State.APPROVED).order_by("uid")
    files = document.renditions.order_by("format").values_list("format", "file__sha256")
    return {
        "plan": review.plan.uid,
        "first_day": days.first.isoformat(),
        "last_day": days.last.isoformat(),
        "forms": [[line.form.code, line.form.version, [one.code for one in line.periods]] for line in forms],
        "reports": [[uid, version] for uid, version in rows.values_list("uid", "version")],
        "narrative": dict(narrative),
        "files": dict(files),
    }
