"""Sending the review of a plan out: as a numbered document, or as a draft without a number."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lanhmanh import paper
from lanhmanh.accounts.access import Actor, require
from lanhmanh.accounts.rules import Permission
from lanhmanh.audit import services as audit
from lanhmanh.documents import services as documents
from lanhmanh.documents.models import Document
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.ids import id_of
from lanhmanh.law.calendars import Window
from lanhmanh.paper.document import Family, OfficialDocument
from lanhmanh.plan.models import Plan
from lanhmanh.reporting import papers, selectors
from lanhmanh.reporting.models import ReviewIssue
from lanhmanh.reporting.papers import letterhead
from lanhmanh.reporting.selectors.narratives import review_subject
from lanhmanh.reporting.selectors.reviews import Review, review_of, to_replace
from lanhmanh.reporting.selectors.reviews.manifests import approved_in, manifest_of


@transaction.atomic
def issue_review(
    *, actor: Actor, plan: Plan, kind: str, days: Window, family: str = "union", signed_by: str = "", token: str = ""
) -> Document:
    """Issue the review of a plan as a numbered document: .docx, .pdf and .xlsx.

    It takes the place of the one that stands for the same days, of the same form of paper or out of date. A form sent
    twice (`token`) issues once.

    :raises NotAllowed: the actor does not issue documents here.
    :raises Refused: no report is approved yet, one was approved meanwhile, or the last day is still to come.
    """
    require(actor, Permission.DOCUMENT_ISSUE, plan.unit_id)
    uid = id_of(token, plan.uid, kind, days, family)
    if before := Document.objects.filter(pk__in=ReviewIssue.objects.filter(uid=uid).values("document")).first():
        return before
    today = clock.today()
    if days.last > today:
        raise Refused(_("Ngày cuối chưa đến: chọn ngày cuối từ hôm nay trở về trước."))
    review = review_of(actor, plan, days)
    if not review.approved:
        raise Refused(_("Chưa có báo cáo nào được duyệt trong thời gian này: chọn thời gian khác."))
    narrative = selectors.words_in_force(review_subject(plan, kind), plan.unit)
    manifest, old = manifest_of(review, narrative), to_replace(plan, kind, days, family)
    replaces = papers.replaced(old) if old else None

    def build(number: str) -> OfficialDocument:
        return papers.official_review(
            review, kind, narrative=narrative, family=Family(family), number=number, dated=today, signed_by=signed_by,
            replaces=replaces,
        )  # fmt: skip

    document = documents.issue(
        actor=actor, unit=plan.unit, family=family, kind=letterhead.words()["kind"],
        symbol_suffix=letterhead.of_level(plan.unit.level)["symbol"], title=papers.review_title(review, kind),
        dated=today, build=build,
        extra={"xlsx": lambda number: papers.review_book(review, kind, number=number, replaces=replaces)},
    )  # fmt: skip
    _require_unmoved(review, manifest, old, to_replace(plan, kind, days, family))
    _keep(actor, review, kind, document, manifest=manifest, old=old, uid=uid)
    return document


def export_review(
    *, actor: Actor, plan: Plan, kind: str, days: Window, family: str = "union", formats: Collection[str]
) -> dict[str, bytes]:
    """Return the review as a draft without a number, by format; nothing is kept.

    :raises Http404: the actor may not see figures there.
    """
    review, old = review_of(actor, plan, days), to_replace(plan, kind, days, family)
    replaces = papers.replaced(old) if old else None
    narrative = selectors.words_in_force(review_subject(plan, kind), plan.unit)
    draft = papers.official_review(review, kind, narrative=narrative, family=Family(family), replaces=replaces)
    writers: dict[str, Callable[[], bytes]] = {
        "docx": lambda: paper.write_docx(draft),
        "pdf": lambda: paper.write_pdf(draft),
        "xlsx": lambda: papers.review_book(review, kind, replaces=replaces),
    }
    return {name: writers[name]() for name in formats}


def _keep(
    actor: Actor, review: Review, kind: str, document: Document, *, manifest: dict[str, Any], old: Document | None,
    uid: str,
) -> None:  # fmt: skip
    """Keep what the document was made of, and tell the register which one it replaces."""
    plan, days = review.plan, review.days
    issue = ReviewIssue(
        uid=uid, plan=plan, unit=plan.unit, kind=kind, first_day=days.first, last_day=days.last,
        document=document,
        manifest=manifest | papers.sealed_review(document), issued_at=clock.now(), issued_by_id=actor.user_id,
    )  # fmt: skip
    issue.save()
    if old:
        documents.mark_replaced(actor=actor, document=old, successor=document)
    audit.record(
        actor=actor, verb="review.issued", on=issue, unit_id=plan.unit_id, document=document.uid, plan=plan.uid,
        kind=kind, replaces=old.number if old else None,
    )  # fmt: skip


def _require_unmoved(
    review: Review, manifest: Mapping[str, Any], old: Document | None, standing: Document | None
) -> None:
    """Return if nothing was approved or issued meanwhile; asked under the trail's lock, which every approval takes too.

    :raises Refused: something was; the number is given back with the transaction.
    """
    now = approved_in([(line.form, line.periods) for line in review.forms], review.plan.unit)
    if old != standing or now != manifest["reports"]:
        raise Refused(_("Vừa có báo cáo được duyệt hoặc văn bản được ban hành cùng lúc: xem lại số liệu rồi ban hành."))
