"""Which issues an approval touches: what they were made of is no longer what is in force.

Asked before an approval it foretells, asked in its transaction it finds the same. The number of queries grows with the
periods of the reports, never with the issues.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Q

from lanhmanh.db.models import valid_on
from lanhmanh.kernel.periods import parse
from lanhmanh.law.calendars import window
from lanhmanh.reporting.access import form_of
from lanhmanh.reporting.models import Issue, IssuePart, Report, Value, Wake
from lanhmanh.reporting.rules import catalogue
from lanhmanh.reporting.rules.catalogue import Rule
from lanhmanh.reporting.rules.states import State
from lanhmanh.units.models import Ancestry

Key = tuple[str, str, int]
Changed = tuple[str, Decimal | None, Decimal | None]
SEALED = (State.APPROVED, State.SUPERSEDED)


@dataclass(frozen=True)
class Touch:
    """An issue that a report touches, and by which cells: code, value before, value after."""

    issue: Issue
    report: Report
    kind: Wake.Kind
    cells: tuple[Changed, ...]


def key_of(report: Report) -> Key:
    """Return what all versions of a report share."""
    return report.form, report.period, report.unit_id


def touched(reports: Sequence[Report]) -> list[Touch]:
    """Return every issue that goes out of date when these reports are approved, in the order of the issues.

    A correction that changes no value touches nothing, and nothing touches an issue that was replaced.
    """
    earlier = earlier_versions(reports)
    changed = changes(reports, {report.pk: earlier[report.pk][-1:] for report in reports})
    moved = [report for report in reports if changed[report.pk] or not earlier[report.pk]]
    pairs = {*_knowing(moved, earlier), *_above(moved)}
    issues = Issue.objects.select_related("document").defer("manifest", "document__value")
    found = issues.annotate(compared=F("manifest__compared")).in_bulk({issue_id for issue_id, _pk in pairs})
    known = known_later(found.values(), _lasting(changed))
    by_pk = {report.pk: report for report in moved}
    touches = (
        _touch(found[issue_id], by_pk[pk], changed[pk], known, is_first=not earlier[pk])
        for issue_id, pk in sorted(pairs)
    )
    return [one for one in touches if one]


def earlier_versions(reports: Sequence[Report]) -> dict[int, list[Report]]:
    """Return the approved versions before each report, the oldest first."""
    later = [report for report in reports if report.version > 1]
    rows = Report.objects.filter(
        form__in={one.form for one in later}, period__in={one.period for one in later},
        unit__in={one.unit_id for one in later}, state__in=SEALED,
    )  # fmt: skip
    by_key: dict[Key, list[Report]] = defaultdict(list)
    for row in rows.order_by("version") if later else ():
        by_key[key_of(row)].append(row)
    return {report.pk: [one for one in by_key[key_of(report)] if one.version < report.version] for report in reports}


def changes(reports: Sequence[Report], before: Mapping[int, Sequence[Report]]) -> dict[int, list[Changed]]:
    """Return the cells in which each report differs from the version before it, in the order of its form."""
    olds = {pk: rows[-1].pk if rows else 0 for pk, rows in before.items()}
    values: dict[int, dict[str, Decimal | None]] = defaultdict(dict)
    rows = Value.objects.filter(report__in=[*olds, *olds.values()])
    for pk, code, number in rows.values_list("report_id", "indicator", "value"):
        values[pk][code] = number
    return {report.pk: changed_cells(report, values[olds[report.pk]], values[report.pk]) for report in reports}


def changed_cells(
    report: Report, old: Mapping[str, Decimal | None], new: Mapping[str, Decimal | None]
) -> list[Changed]:
    """Return the cells that differ between two versions, those of the form in its order."""
    order = {code: at for at, code in enumerate(form_of(report.form, report.form_version).rows)}
    codes = sorted(old.keys() | new.keys(), key=lambda code: (order.get(code, len(order)), code))
    return [(code, old.get(code), new.get(code)) for code in codes if old.get(code) != new.get(code)]


def weighing(
    issue: Issue,
    report: Report,
    cells: Iterable[Changed],
    known: Collection[tuple[int, str, str]],
    compared: Collection[str],
) -> tuple[Changed, ...]:
    """Return the cells that an issue's figures come from.

    In an issue of a later period only the year so far does, and what its words compare with the period before; of an
    indicator that keeps its last value, an earlier one is no part of that once a later period of the issue knows it.
    """
    if issue.period == report.period:
        return tuple(cells)
    named = compared if parse(issue.period).previous() == parse(report.period) else ()
    if issue.period[:4] != report.period[:4]:
        return tuple(one for one in cells if one[0] in named)
    later = {code for issue_id, period, code in known if issue_id == issue.pk and parse(period) > parse(report.period)}
    return tuple(
        one for one in cells if one[0] in named or None in one[1:] or not is_lasting(one[0]) or one[0] not in later
    )


def known_later(issues: Iterable[Issue], codes: Collection[str]) -> frozenset[tuple[int, str, str]]:
    """Return (issue, period, code) for those of the codes that the parts of an issue know; one query."""
    if not codes:
        return frozenset()
    parts = IssuePart.objects.filter(
        issue__in=[one.pk for one in issues], report__values__indicator__in=codes, report__values__value__isnull=False
    )
    rows = parts.values_list("issue_id", "report__period", "report__values__indicator")
    return frozenset(rows.distinct())


def is_lasting(code: str) -> bool:
    """Test whether an indicator keeps its last value over time."""
    one = catalogue.load().indicators.get(code)
    return one is not None and one.over_time is Rule.LAST


def _lasting(changed: Mapping[int, list[Changed]]) -> set[str]:
    return {code for cells in changed.values() for code, _before, _after in cells if is_lasting(code)}


def _knowing(reports: Sequence[Report], earlier: Mapping[int, Sequence[Report]]) -> set[tuple[int, int]]:
    """Return (issue, report) where the issue was made of an earlier version, or was touched by one."""
    newer = {old.pk: report.pk for report in reports for old in earlier[report.pk]}
    standing = Q(report__in=newer, issue__replaced_by__isnull=True)
    found = [*_ids(IssuePart, standing), *_ids(Wake, standing)] if newer else []
    return {(issue_id, newer[report_id]) for issue_id, report_id in found}


def _ids(model: type[IssuePart] | type[Wake], standing: Q) -> Iterable[tuple[int, int]]:
    return model.objects.filter(standing).values_list("issue_id", "report_id")


def _above(reports: Sequence[Report]) -> set[tuple[int, int]]:
    """Return (issue, report) for issues of the units above: of the rest of the report's year, of the next period."""
    found: set[tuple[int, int]] = set()
    by_period: dict[tuple[str, int, str], list[Report]] = defaultdict(list)
    for report in reports:
        by_period[report.form, report.form_version, report.period].append(report)
    for (code, version, period), rows in by_period.items():
        form, term = form_of(code, version), parse(period)
        lines = Ancestry.objects.filter(
            valid_on(window(form.calendar, term).last), descendant__in=[one.unit_id for one in rows]
        ).values_list("ancestor_id", "descendant_id")
        above: dict[int, list[int]] = defaultdict(list)
        pks = {one.unit_id: one.pk for one in rows}
        for top, unit_id in lines:
            above[top].append(pks[unit_id])
        after = term.next()
        when = Q(period__startswith=period[:4]) | Q(period=after.code)
        issues = Issue.objects.filter(when, form=code, unit__in=above, replaced_by__isnull=True)
        for issue_id, other, top in issues.values_list("pk", "period", "unit_id"):
            if other == after.code or term in parse(other).since_start_of_year():
                found |= {(issue_id, pk) for pk in above[top]}
    return found


def _touch(
    issue: Issue, report: Report, cells: list[Changed], known: Collection[tuple[int, str, str]], *, is_first: bool
) -> Touch | None:
    held = weighing(issue, report, cells, known, getattr(issue, "compared", None) or ())
    if not held and not (is_first and issue.period == report.period):
        return None
    return Touch(issue, report, Wake.Kind.ARRIVED if is_first else Wake.Kind.CORRECTED, held)
