"""Sending a consolidation out: as a numbered document, or as a draft without a number."""

from collections.abc import Callable, Collection
from functools import cache

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
from lanhmanh.kernel.periods import Period
from lanhmanh.paper.document import Family, OfficialDocument
from lanhmanh.reporting import papers, selectors
from lanhmanh.reporting.models import Issue, Report
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.rules.states import State
from lanhmanh.units.models import Ancestry, Unit
from lanhmanh.units.selectors import ancestors


@transaction.atomic
def issue_consolidation(
    *, actor: Actor, form: Form, period: Period, unit: Unit, family: str = "union", signed_by: str = ""
) -> Document:
    """Issue a unit's consolidation as a numbered document: .docx, .pdf and .xlsx.

    :raises NotAllowed: the actor does not issue documents here.
    :raises Refused: no report is approved yet.
    """
    require(actor, Permission.DOCUMENT_ISSUE, unit)
    whole = selectors.consolidation(actor, form, period, unit)
    if whole.approved == 0:
        raise Refused(_("Chưa có báo cáo nào được duyệt: duyệt ít nhất một báo cáo trước khi ban hành."))
    missing, above = selectors.missing_units(form, period, unit), _parent_name(whole)
    today = clock.today()

    def build(number: str) -> OfficialDocument:
        return papers.official_report(
            whole, missing, parent_name=above, family=Family(family), number=number, dated=today, signed_by=signed_by
        )

    document = documents.issue(
        actor=actor, unit=unit, family=family, kind="Báo cáo", symbol_suffix=papers.symbol_of(whole),
        title=papers.title_of(whole), dated=today, build=build,
        extra={"xlsx": lambda number: papers.workbook(whole, missing, number=number)},
    )  # fmt: skip
    issue = Issue(
        form=form.code, period=period.code, unit=unit, document=document, manifest=manifest_of(whole),
        issued_at=clock.now(), issued_by_id=actor.user_id,
    )  # fmt: skip
    issue.save()
    audit.record(
        actor=actor, verb="consolidation.issued", on=issue, unit_id=unit.pk, document=document.uid,
        form=form.code, period=period.code,
    )  # fmt: skip
    return document


FORMATS = ("docx", "pdf", "md", "xlsx")


def export_consolidation(
    *, actor: Actor, form: Form, period: Period, unit: Unit, family: str = "union", formats: Collection[str] = FORMATS
) -> dict[str, bytes]:
    """Return the consolidation as a draft without a number, by format; nothing is kept.

    :raises Http404: the actor may not see figures here.
    """
    whole = selectors.consolidation(actor, form, period, unit)
    missing = selectors.missing_units(form, period, unit)

    @cache
    def draft() -> OfficialDocument:
        return papers.official_report(whole, missing, parent_name=_parent_name(whole), family=Family(family))

    writers: dict[str, Callable[[], bytes]] = {
        "docx": lambda: paper.write_docx(draft()),
        "pdf": lambda: paper.write_pdf(draft()),
        "md": lambda: paper.write_markdown(draft()).encode(),
        "xlsx": lambda: papers.workbook(whole, missing),
    }
    return {name: writers[name]() for name in formats}


def manifest_of(whole: selectors.Consolidation) -> dict[str, object]:
    """Return what a consolidation was made of: the form, the day of the tree, and every report with its version."""
    day = whole.window.last
    below = Ancestry.objects.filter(ancestor=whole.unit, valid_from__lte=day).exclude(valid_to__lte=day)
    rows = Report.objects.filter(
        form=whole.form.code, period=whole.period.code, state=State.APPROVED, unit__in=below.values("descendant_id")
    ).order_by("uid")
    return {
        "form": whole.form.code,
        "form_version": whole.form.version,
        "period": whole.period.code,
        "calendar": whole.form.calendar,
        "tree_day": day.isoformat(),
        "reports": [[uid, version] for uid, version in rows.values_list("uid", "version")],
    }


def _parent_name(whole: selectors.Consolidation) -> str:
    above = ancestors(whole.unit, whole.window.last)
    return above[0].name if above else ""
