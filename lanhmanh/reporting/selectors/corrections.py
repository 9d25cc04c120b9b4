"""A report that waits, or was approved, beside the version before it and the documents that it touches."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lanhmanh.accounts.access import Actor, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.kernel.periods import Period, parse
from lanhmanh.reporting.models import Issue, Report, ReviewIssue, Wake
from lanhmanh.reporting.rules import catalogue
from lanhmanh.reporting.rules.catalogue import Indicator
from lanhmanh.reporting.rules.states import State
from lanhmanh.reporting.selectors.reports import ReportPage
from lanhmanh.reporting.selectors.review_wakes import reviews_woken, touched_reviews
from lanhmanh.reporting.selectors.wakes import SEALED, changed_cells, earlier_versions, touched
from lanhmanh.units.models import UnitVersion

Made = Issue | ReviewIssue


@dataclass(frozen=True)
class TouchedDocument:
    """A document that goes out of date; number and address are given to who may read it. A review has no period."""

    unit_name: str
    period: Period | None
    number: str
    uid: str


@dataclass(frozen=True)
class Correction:
    """What a report changes against the version before it, and which documents it puts out of date.

    `is_done` tells whether it is approved: what is foretold before has happened then.
    """

    before_uid: str
    before_version: int
    cells: tuple[tuple[Indicator, Decimal | None, Decimal | None], ...]
    documents: tuple[TouchedDocument, ...]
    is_done: bool

    @property
    def is_first(self) -> bool:
        """Test whether there is no version before."""
        return not self.before_version


def correction_of(actor: Actor, page: ReportPage) -> Correction | None:
    """Return what a report changes; None for a first report that is not sent, or that touches nothing."""
    report, done = page.report, page.report.state in SEALED
    if report.version == 1 and State(report.state) is State.DRAFT:
        return None
    made: list[Made] = [
        *(_woken(report) if done else (one.issue for one in touched([report]))),
        *(reviews_woken(report) if done else (one.review for one in touched_reviews([report]))),
    ]
    before = earlier_versions([report])[report.pk][-1:]
    if not before and not made:
        return None
    old = before[0] if before else None
    return Correction(
        before_uid=old.uid if old else "",
        before_version=old.version if old else 0,
        cells=_cells(page, old) if old else (),
        documents=_documents(actor, made),
        is_done=done,
    )


def _woken(report: Report) -> list[Issue]:
    rows = Wake.objects.filter(report=report).select_related("issue__document").order_by("issue")
    return [wake.issue for wake in rows.defer("issue__manifest", "issue__document__value")]


def _cells(page: ReportPage, old: Report) -> tuple[tuple[Indicator, Decimal | None, Decimal | None], ...]:
    """Return the typed cells that differ, as the page shows them: of an open report those of this moment."""
    known = catalogue.load()
    before = dict(old.values.values_list("indicator", "value"))
    now = {code: row.value for code, row in page.row_of.items() if row.is_typed}
    return tuple(
        (known[code], was, is_now) for code, was, is_now in changed_cells(page.report, before, now) if code in known
    )


def _documents(actor: Actor, issues: Sequence[Made]) -> tuple[TouchedDocument, ...]:
    ids = {one.unit_id for one in issues}
    seen = set(units_for(actor, Permission.DOCUMENT_VIEW).filter(pk__in=ids).values_list("pk", flat=True))
    names = {
        (row.unit_id, one.document_id): row.name
        for row in UnitVersion.objects.filter(unit__in=ids)
        for one in issues
        if one.document.dated and row.valid_from <= one.document.dated < (row.valid_to or date.max)
    }
    return tuple(
        TouchedDocument(
            unit_name=names.get((one.unit_id, one.document_id), ""),
            period=parse(one.period) if isinstance(one, Issue) else None,
            number=one.document.number if one.unit_id in seen else "",
            uid=one.document.uid if one.unit_id in seen else "",
        )
        for one in issues
    )
