"""Which reviews of plans that went out an approval touches, and all that touched one since.

A review knows by its manifest which report versions it was made of: what came after it is what the manifest lacks.
Nothing else is kept beside the mark in the register, so a review can be asked at any time what became of its figures.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import F, Q, QuerySet

from lanhmanh.db.models import valid_on
from lanhmanh.documents.models import Mark
from lanhmanh.kernel.periods import Period, parse
from lanhmanh.law.calendars import window
from lanhmanh.reporting.access import form_of
from lanhmanh.reporting.models import Report, ReviewIssue, Wake
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.selectors.reviews.manifests import reports_within
from lanhmanh.reporting.selectors.wakes import SEALED, Changed, changes, earlier_versions, is_lasting, key_of
from lanhmanh.units.models import Ancestry

Pair = tuple[ReviewIssue, Report]
_DECIDING = ("forms", "sources", "last_known")


@dataclass(frozen=True)
class ReviewTouch:
    """A review that a report touches, and by which cells: code, value before, value after."""

    review: ReviewIssue
    report: Report
    kind: Wake.Kind
    cells: tuple[Changed, ...]


def touched_reviews(reports: Sequence[Report]) -> list[ReviewTouch]:
    """Return every review that stands and that goes out of date when these reports are approved."""
    gone = Mark.objects.filter(kind=Mark.Kind.REPLACED).values("document")
    return _touches(_above(reports, ReviewIssue.objects.exclude(document__in=gone)))


def reviews_woken(report: Report) -> list[ReviewIssue]:
    """Return the reviews that an approved report put out of date, whether they were replaced since or not."""
    found = (one.review for one in _touches(_above([report], ReviewIssue.objects.all())))
    return [one for one in found if _is_before(one, report)]


def _is_before(review: ReviewIssue, report: Report) -> bool:
    """Test whether a review went out before a report was approved; of the same moment its manifest tells."""
    if report.approved_at is None or review.issued_at > report.approved_at:
        return False
    return review.issued_at < report.approved_at or report.uid not in _held(review)


def touching_since(review: ReviewIssue) -> list[ReviewTouch]:
    """Return what touched a review from when it went out until it was replaced, in the order of the approvals."""
    held = _held(review)
    within = reports_within(_forms(review), review.unit)
    rows = Report.objects.filter(within, state__in=SEALED).select_related("unit", "approved_by")
    sealed = list(rows.order_by("approved_at", "pk"))
    heir = _successor(review)
    here, there = _versions(sealed, held), _versions(sealed, _held(heir)) if heir else None
    late = [
        (review, row)
        for row in sealed
        if row.version > here.get(key_of(row), 0) and (there is None or row.version <= there.get(key_of(row), 0))
    ]
    return _touches(late)


def _above(reports: Sequence[Report], reviews: QuerySet[ReviewIssue]) -> list[Pair]:
    """Return those of the reviews that count a report's form and period at or above its unit, with the report.

    Of their manifests only what decides is read: the reports of a province are many.
    """
    by_day: dict[date, list[Report]] = defaultdict(list)
    for report in reports:
        by_day[window(form_of(report.form, report.form_version).calendar, parse(report.period)).last].append(report)
    days = reduce(or_, (Q(first_day__lte=day, last_day__gte=day) for day in by_day), Q(pk__in=()))
    told = {f"of_{name}": F(f"manifest__{name}") for name in _DECIDING}
    rows = reviews.filter(days).select_related("document", "unit").defer("manifest", "document__value")
    known, found = list(rows.annotate(**told)), []
    for day, mine in by_day.items() if known else ():
        lines = Ancestry.objects.filter(
            valid_on(day), ancestor__in={one.unit_id for one in known}, descendant__in=[row.unit_id for row in mine]
        )
        under = set(lines.values_list("ancestor_id", "descendant_id"))
        found += [
            (one, row)
            for one in known
            for row in mine
            if (one.unit_id, row.unit_id) in under and one.first_day <= day <= one.last_day and _asks(one, row)
        ]
    return found


def _asks(review: ReviewIssue, report: Report) -> bool:
    """Test whether a review counts the report's form and period."""
    forms = {code: periods for code, _version, periods in _told(review, "forms")}
    return report.period in forms.get(report.form, ())


def _told(review: ReviewIssue, name: str) -> Any:
    """Return a part of a review's manifest, as it was read beside it where it was."""
    return getattr(review, f"of_{name}") if hasattr(review, f"of_{name}") else review.manifest.get(name)


def _touches(pairs: Sequence[Pair]) -> list[ReviewTouch]:
    reports = list({report.pk: report for _review, report in pairs}.values())
    earlier = earlier_versions(reports)
    changed = changes(reports, {report.pk: earlier[report.pk][-1:] for report in reports}) if reports else {}
    found = []
    for review, report in pairs:
        cells, is_first = weighing(review, report, changed[report.pk]), not earlier[report.pk]
        if cells or is_first:
            kind = Wake.Kind.ARRIVED if is_first else Wake.Kind.CORRECTED
            found.append(ReviewTouch(review, report, kind, cells))
    return found


def weighing(review: ReviewIssue, report: Report, cells: Iterable[Changed]) -> tuple[Changed, ...]:
    """Return the cells that a review's figures come from.

    Of an indicator that keeps its last value an earlier one is no part of the year's once a later period knows it.
    """
    later = _known_later(review, report)
    return tuple(
        one
        for one in cells
        if _is_shown(review, report.form, one[0]) and (None in one[1:] or not is_lasting(one[0]) or one[0] not in later)
    )


def _is_shown(review: ReviewIssue, form: str, code: str) -> bool:
    """Test whether a figure of a review comes from a form's indicator; older manifests do not tell: any may."""
    sources: Mapping[str, Sequence[str]] | None = _told(review, "sources")
    return sources is None or form in sources.get(code, ())


def _known_later(review: ReviewIssue, report: Report) -> Collection[str]:
    """Return the indicators that a later period of the report's year knew when the review went out."""
    known: Mapping[str, Mapping[str, str]] = (_told(review, "last_known") or {}).get(report.form, {})
    here = parse(report.period)
    return {
        code for code, years in known.items() if (last := years.get(str(here.year))) is not None and parse(last) > here
    }


def _held(review: ReviewIssue) -> frozenset[str]:
    return frozenset(uid for uid, _version in review.manifest["reports"])


def _forms(review: ReviewIssue) -> list[tuple[Form, list[Period]]]:
    return [(form_of(code, version), list(map(parse, periods))) for code, version, periods in review.manifest["forms"]]


def _versions(sealed: Iterable[Report], held: Collection[str]) -> dict[tuple[str, str, int], int]:
    """Return which version of each report is among those that are held."""
    return {key_of(row): row.version for row in sealed if row.uid in held}


def _successor(review: ReviewIssue) -> ReviewIssue | None:
    heirs = Mark.objects.filter(document=review.document_id, kind=Mark.Kind.REPLACED).values("successor")
    return ReviewIssue.objects.filter(document__in=heirs).first()
