"""Sending a consolidation out: as a numbered document, or as a draft without a number."""

from collections.abc import Callable, Collection
from dataclasses import replace
from functools import cache
from typing import Any

from django.conf import settings
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
from lanhmanh.kernel.periods import Period
from lanhmanh.paper.document import Family, OfficialDocument
from lanhmanh.reporting import papers, selectors
from lanhmanh.reporting.models import Issue, IssuePart
from lanhmanh.reporting.papers import Edition
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.selectors import Consolidation, manifests
from lanhmanh.reporting.selectors.issued import to_replace
from lanhmanh.reporting.selectors.manifests import Made
from lanhmanh.reporting.selectors.rebuilding import differing, frozen_parts, rebuild, values_of
from lanhmanh.units.models import Unit
from lanhmanh.units.selectors import ancestors


@transaction.atomic
def issue_consolidation(
    *, actor: Actor, form: Form, period: Period, unit: Unit, family: str = "union", signed_by: str = "",
    token: str = "",
) -> Document:  # fmt: skip
    """Issue a unit's consolidation as a numbered document: .docx, .pdf and .xlsx.

    It takes the place of the one that stands, of the same form of paper or out of date, and says so in its words.
    A form sent twice (`token`) issues once.

    :raises NotAllowed: the actor does not issue documents here.
    :raises Refused: no report is approved yet, or one was approved while the document was made.
    """
    require(actor, Permission.DOCUMENT_ISSUE, unit)
    uid = id_of(token, form.code, period.code, unit.uid, family)
    if before := Document.objects.filter(pk__in=Issue.objects.filter(uid=uid).values("document")).first():
        return before
    whole = selectors.consolidation(actor, form, period, unit)
    if whole.approved == 0:
        raise Refused(_("Chưa có báo cáo nào được duyệt: duyệt ít nhất một báo cáo trước khi ban hành."))
    missing, made = selectors.missing_units(form, period, unit), manifests.made_of(whole)
    narrative, parent = selectors.narrative_of(form, period, unit), _parent_name(whole)
    compared = papers.compared(papers.report_sections(whole, missing, narrative, parent))
    manifest = manifests.manifest_of(whole, missing, made, parent_name=parent, compared=compared)
    _require_same(whole, manifest)
    old = to_replace(form, period, unit, family)
    edition = Edition(
        number="", dated=clock.today(), family=Family(family), parent_name=parent, signed_by=signed_by,
        replaces=papers.replaced(old.document) if old else None, synthetic=settings.DEMO, narrative=narrative,
    )  # fmt: skip
    document = documents.issue(
        actor=actor, unit=unit, family=family, kind="Báo cáo", symbol_suffix=papers.symbol_of(whole),
        title=papers.title_of(whole), dated=edition.dated,
        build=lambda number: replace(edition, number=number).document(whole, missing),
        extra={"xlsx": lambda number: replace(edition, number=number).workbook(whole, missing)},
    )  # fmt: skip
    _require_unmoved(whole, made, old, family, uid)
    manifest |= papers.sealed(replace(edition, number=document.number), document)
    _keep(actor, whole, document, manifest=manifest, made=made, old=old, uid=uid)
    return document


def _keep(
    actor: Actor, whole: Consolidation, document: Document, *, manifest: dict[str, Any], made: list[Made],
    old: Issue | None, uid: str,
) -> None:  # fmt: skip
    """Keep what the document was made of, and tell the register which one it replaces."""
    issue = Issue(
        uid=uid, form=whole.form.code, period=whole.period.code, unit=whole.unit, document=document,
        manifest=manifest, issued_at=clock.now(), issued_by_id=actor.user_id, replaces=old,
    )  # fmt: skip
    issue.save()
    IssuePart.objects.bulk_create(
        IssuePart(issue=issue, report_id=one.report_id)
        for one in made
        if one.is_part(whole.period, manifest["compared"])
    )
    if old:
        documents.mark_replaced(actor=actor, document=old.document, successor=document)
    audit.record(
        actor=actor, verb="consolidation.issued", on=issue, unit_id=issue.unit_id, document=document.uid,
        form=issue.form, period=issue.period, replaces=old.document.number if old else None,
    )  # fmt: skip


def _require_same(whole: Consolidation, manifest: dict[str, Any]) -> None:
    """Return if the consolidation can be made again from its manifest: what goes out is what was approved.

    :raises Refused: it cannot; a report was approved between two questions, or a sum beside the reports is wrong.
    """
    if differing(whole, rebuild(manifest, values_of(frozen_parts(manifest))).whole):
        raise Refused(
            _(
                "Số tổng hợp chưa khớp với báo cáo đã duyệt: tải lại trang rồi ban hành lại. Nếu vẫn vậy, báo người"
                " quản trị chạy lệnh kiểm tra (lanhmanh verify)."
            )
        )


def _require_unmoved(whole: Consolidation, made: list[Made], old: Issue | None, family: str, uid: str) -> None:
    """Return if nothing was approved or issued meanwhile; asked under the trail's lock, which every approval takes too.

    :raises Refused: something was; the number is given back with the transaction.
    """
    now = to_replace(whole.form, whole.period, whole.unit, family)
    if Issue.objects.filter(uid=uid).exists() or now != old or manifests.made_of(whole) != made:
        raise Refused(_("Vừa có báo cáo được duyệt hoặc văn bản được ban hành cùng lúc: xem lại số liệu rồi ban hành."))


FORMATS = ("docx", "pdf", "md", "xlsx")


def export_consolidation(
    *, actor: Actor, form: Form, period: Period, unit: Unit, family: str = "union", formats: Collection[str] = FORMATS
) -> dict[str, bytes]:
    """Return the consolidation as a draft without a number, by format; nothing is kept.

    :raises Http404: the actor may not see figures here.
    """
    whole = selectors.consolidation(actor, form, period, unit)
    missing = selectors.missing_units(form, period, unit)
    old = to_replace(form, period, unit, family)

    @cache
    def draft() -> OfficialDocument:
        return papers.official_report(
            whole, missing, narrative=selectors.narrative_of(form, period, unit), parent_name=_parent_name(whole),
            family=Family(family), replaces=papers.replaced(old.document) if old else None,
        )  # fmt: skip

    writers: dict[str, Callable[[], bytes]] = {
        "docx": lambda: paper.write_docx(draft()),
        "pdf": lambda: paper.write_pdf(draft()),
        "md": lambda: paper.write_markdown(draft()).encode(),
        "xlsx": lambda: papers.workbook(whole, missing),
    }
    return {name: writers[name]() for name in formats}


def _parent_name(whole: selectors.Consolidation) -> str:
    above = ancestors(whole.unit, whole.window.last)
    return above[0].name if above else ""
