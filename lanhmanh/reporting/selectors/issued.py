"""Documents that went out of consolidations: which still stand, which are out of date and by which cells of whom."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, Max, Prefetch, QuerySet

from lanhmanh.accounts.access import Actor, can, units_for
from lanhmanh.accounts.models import User
from lanhmanh.accounts.rules import Permission
from lanhmanh.documents.models import Document, Mark
from lanhmanh.kernel.periods import Period, parse
from lanhmanh.law.calendars import window
from lanhmanh.reporting.access import form_of
from lanhmanh.reporting.models import Issue, Report, ReviewIssue, Wake, plain
from lanhmanh.reporting.rules import catalogue
from lanhmanh.reporting.rules.catalogue import Indicator
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.selectors.wakes import Changed
from lanhmanh.units.models import Unit, UnitVersion

NO_CELL: Changed = ("", None, None)


@dataclass(frozen=True)
class Cause:
    """One cell of one unit that put a document out of date; no cell where the whole report came after it went out.

    `report_uid` is given to who may see reports of the unit.
    """

    kind: Wake.Kind
    unit_name: str
    period: Period
    code: str
    indicator: Indicator | None
    before: Decimal | None
    after: Decimal | None
    why: str
    at: datetime
    by: str
    report_uid: str | None

    @property
    def is_arrival(self) -> bool:
        """Test whether a report came that the document lacked."""
        return self.kind is Wake.Kind.ARRIVED


@dataclass(frozen=True)
class WentOut:
    """A document that went out, with what put it out of date, the newest first."""

    document: Document
    replaces: Document | None
    successor: Document | None
    causes: tuple[Cause, ...]

    @property
    def standing(self) -> str:
        """Return "replaced", "changed" or "" for a document whose figures are those in force."""
        return "replaced" if self.successor else "changed" if self.causes else ""


@dataclass(frozen=True)
class Issued(WentOut):
    """A document that went out of a consolidation."""

    issue: Issue


@dataclass(frozen=True)
class Stale:
    """A document that its issuer is to replace: of a period, or a review of a plan, which has no period."""

    number: str
    document_uid: str
    period: Period | None
    since: datetime


def issued(actor: Actor, form: Form, period: Period, unit: Unit) -> list[Issued]:
    """Return the documents of a consolidation, the newest first; none for who may not read documents there."""
    if not can(actor, Permission.DOCUMENT_VIEW, unit):
        return []
    return _told(actor, Issue.objects.filter(form=form.code, period=period.code, unit=unit))


def issued_as(actor: Actor, document: Document) -> Issued | None:
    """Return what a document that the actor may read is the issue of, None where it is of no consolidation."""
    found = _told(actor, Issue.objects.filter(document=document))
    return found[0] if found else None


def stale(actor: Actor) -> list[Stale]:
    """Return the documents that the actor may replace because figures in them changed, the latest change first."""
    mine = units_for(actor, Permission.DOCUMENT_ISSUE)
    rows = Issue.objects.filter(unit__in=mine, replaced_by__isnull=True, wakes__isnull=False)
    rows = rows.annotate(since=Max("wakes__found_at")).order_by("-since", "-pk")
    found = rows.values_list("document__number", "document__uid", "period", "since")
    issues = [Stale(number, uid, parse(period), since) for number, uid, period, since in found]
    return sorted([*issues, *_stale_reviews(mine)], key=lambda one: one.since, reverse=True)


def _stale_reviews(mine: QuerySet[Unit]) -> list[Stale]:
    marks = "document__marks"
    rows = ReviewIssue.objects.filter(**{"unit__in": mine, f"{marks}__kind": Mark.Kind.CHANGED})
    rows = rows.annotate(since=Max(f"{marks}__marked_at"))
    gone = Mark.objects.filter(kind=Mark.Kind.REPLACED).values("document")
    found = rows.exclude(document__in=gone).order_by("-since", "-pk")
    return [
        Stale(number, uid, None, since)
        for number, uid, since in found.values_list("document__number", "document__uid", "since")
    ]


def to_replace(form: Form, period: Period, unit: Unit, family: str) -> Issue | None:
    """Return the issue whose place a new one takes: of the same form of paper, else one that is out of date.

    So never two documents of the same form of paper stand for one consolidation.
    """
    standing = Issue.objects.filter(form=form.code, period=period.code, unit=unit, replaced_by__isnull=True)
    rows = standing.select_related("document").annotate(causes=Count("wakes")).order_by("-pk")
    known = list(rows)
    alike = [one for one in known if one.document.family == family]
    return next(iter([*alike, *(one for one in known if one.causes)]), None)


def names_at(reports: Iterable[Report]) -> dict[int, str]:
    """Return by report the name that its unit had on the period's last day, in one query."""
    days = {report.pk: (report.unit_id, _last_day(report)) for report in reports}
    versions: dict[int, list[UnitVersion]] = defaultdict(list)
    for row in UnitVersion.objects.filter(unit__in={unit_id for unit_id, _day in days.values()}):
        versions[row.unit_id].append(row)
    return {
        pk: row.name
        for pk, (unit_id, day) in days.items()
        for row in versions[unit_id]
        if row.valid_from <= day and (row.valid_to is None or row.valid_to > day)
    }


def causes_of(actor: Actor, wakes: Sequence[Wake]) -> dict[int, tuple[Cause, ...]]:
    """Return by issue what put it out of date, the newest first; the wakes hold their report and who found them."""
    names = names_at(one.report for one in wakes)
    seen = seen_units(actor, {one.report.unit_id for one in wakes})
    found: dict[int, list[Cause]] = defaultdict(list)
    for one in sorted(wakes, key=lambda one: -one.pk):
        found[one.issue_id] += _causes(one, names.get(one.report_id, ""), opens=one.report.unit_id in seen)
    return {issue_id: tuple(causes) for issue_id, causes in found.items()}


def _told(actor: Actor, rows: QuerySet[Issue]) -> list[Issued]:
    wakes = Wake.objects.select_related("report", "found_by").order_by("-pk")
    after = Issue.objects.select_related("document").defer("manifest", "document__value")
    found = rows.select_related("document", "replaces__document", "unit").defer(
        "manifest", "document__value", "replaces__manifest", "replaces__document__value"
    )
    issues = list(
        found.prefetch_related(Prefetch("wakes", wakes), Prefetch("replaced_by", after)).order_by("-pk")
    )  # fmt: skip
    causes = causes_of(actor, [one for issue in issues for one in issue.wakes.all()])
    return [
        Issued(
            issue=issue,
            document=issue.document,
            replaces=issue.replaces.document if issue.replaces else None,
            successor=next((one.document for one in issue.replaced_by.all()), None),
            causes=causes.get(issue.pk, ()),
        )
        for issue in issues
    ]


def seen_units(actor: Actor, units: Collection[int]) -> set[int]:
    """Return those of the units whose reports the actor may see."""
    return set(units_for(actor, Permission.REPORT_VIEW).filter(pk__in=units).values_list("pk", flat=True))


def _causes(wake: Wake, name: str, *, opens: bool) -> Iterable[Cause]:
    arrived = wake.kind == Wake.Kind.ARRIVED
    cells = [(code, _number(before), _number(after)) for code, before, after in wake.cells]
    for cell in (NO_CELL,) if arrived else cells:
        yield cause(wake.report, Wake.Kind(wake.kind), cell, name=name, at=wake.found_at, by=wake.found_by, opens=opens)


def cause(
    report: Report, kind: Wake.Kind, cell: Changed, *, name: str, at: datetime, by: User | None, opens: bool
) -> Cause:
    """Return one cell of a report as a cause; reason, person and address are given where the reader `opens` it."""
    code, before, after = cell
    return Cause(
        kind=kind,
        unit_name=name,
        period=parse(report.period),
        code=code,
        indicator=catalogue.load().indicators.get(code),
        before=before,
        after=after,
        why=report.reason if opens else "",
        at=at,
        by=by.full_name if opens and by else "",
        report_uid=report.uid if opens else None,
    )


def _number(text: str | None) -> Decimal | None:
    return None if text is None else plain(Decimal(text))


def _last_day(report: Report) -> date:
    return window(form_of(report.form, report.form_version).calendar, parse(report.period)).last
