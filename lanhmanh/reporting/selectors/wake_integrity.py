"""Checking parts, wakes and marks against the reports: what an approval must have told, reckoned anew from versions.

No moment is compared: what came after an issue is what its manifest does not hold, and what came after it was replaced
is what the manifest of its successor does not hold either.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lanhmanh.documents.models import Mark
from lanhmanh.kernel.periods import parse
from lanhmanh.reporting.events import text_of
from lanhmanh.reporting.models import Issue, IssuePart, Report, Wake
from lanhmanh.reporting.selectors.issued import names_at
from lanhmanh.reporting.selectors.manifests import FORMAT, is_part
from lanhmanh.reporting.selectors.wakes import SEALED, Changed, changes, is_lasting, key_of, known_later, weighing

Place = tuple[str, int]


@dataclass
class _Facts:
    """All issues with their parts and wakes, all approved versions by place, and what each changed."""

    issues: list[Issue]
    versions: dict[tuple[str, str, int], list[Report]] = field(default_factory=lambda: defaultdict(list))
    parts: dict[int, dict[Place, int]] = field(default_factory=lambda: defaultdict(dict))
    wakes: dict[int, dict[int, Wake]] = field(default_factory=lambda: defaultdict(dict))
    named: dict[int, set[tuple[str, int, str]]] = field(default_factory=lambda: defaultdict(set))
    marks: dict[int, list[Mark]] = field(default_factory=lambda: defaultdict(list))
    changed: Mapping[int, list[Changed]] = field(default_factory=dict)
    known: frozenset[tuple[int, str, str]] = frozenset()
    by_uid: dict[str, list[Report]] = field(default_factory=lambda: defaultdict(list))


def broken_wakes() -> Iterator[str]:
    """Yield a sentence for every part, wake and mark that does not agree with the reports and manifests."""
    facts = _read()
    successor = {issue.replaces_id: issue for issue in facts.issues if issue.replaces_id}
    names = names_at(report for rows in facts.versions.values() for report in rows if report.pk in facts.changed)
    for issue in facts.issues:
        head = f"Văn bản {issue.document.number} ({issue.period})"
        for fault in (*_parts(issue, facts), *_wakes(issue, successor.get(issue.pk), facts, names)):
            yield f"{head}: {fault}"
        yield from (f"{head}: {fault}" for fault in _marks(issue, successor.get(issue.pk), facts))


def _read() -> _Facts:
    facts = _Facts(list(Issue.objects.select_related("document").defer("document__value").order_by("pk")))
    reports = Report.objects.filter(form__in={issue.form for issue in facts.issues}, state__in=SEALED)
    for report in reports.select_related("unit").order_by("version"):
        facts.versions[key_of(report)].append(report)
        facts.by_uid[report.unit.uid].append(report)
    rows = IssuePart.objects.values_list(
        "issue_id", "report__period", "report__unit_id", "report__version", "report__uid"
    )
    for issue_id, period, unit_id, version, uid in rows:
        facts.parts[issue_id][period, unit_id] = version
        facts.named[issue_id].add((uid, version, period))
    for mark in Mark.objects.order_by("pk"):
        facts.marks[mark.document_id].append(mark)
    for wake in Wake.objects.all():
        facts.wakes[wake.issue_id][wake.report_id] = wake
    before = {row.pk: rows[max(at - 1, 0) : at] for rows in facts.versions.values() for at, row in enumerate(rows)}
    asked = _asked(facts)
    facts.changed = changes(asked, {report.pk: before[report.pk] for report in asked})
    lasting = {code for cells in facts.changed.values() for code, *_ in cells if is_lasting(code)}
    facts.known = known_later(facts.issues, lasting)
    return facts


def _asked(facts: _Facts) -> list[Report]:
    """Return the versions that came after some issue, or are said to have: only their values are read."""
    woken = {pk for wakes in facts.wakes.values() for pk in wakes}
    late = {report.pk: report for issue in facts.issues for report in _after(issue, facts)}
    late |= {row.pk: row for rows in facts.versions.values() for row in rows if row.pk in woken}
    return list(late.values())


def _after(issue: Issue, facts: _Facts) -> Iterator[Report]:
    """Yield the approved versions that an issue does not hold, of its parts and of who was missing then."""
    parts = facts.parts[issue.pk]
    for (period, unit_id), version in parts.items():
        rows = facts.versions.get((issue.form, period, unit_id), ())
        yield from (row for row in rows if row.version > version)
    for period, uid in _missing(issue.manifest):
        rows = [row for row in facts.by_uid.get(uid, ()) if (row.form, row.period) == (issue.form, period)]
        yield from (row for row in rows if (period, row.unit_id) not in parts)


def _missing(manifest: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if manifest.get("format", 1) >= FORMAT:
        yield from ((manifest["period"], row[0]) for row in manifest["missing"])
        yield from ((period, uid) for period, uids in manifest["earlier_missing"].items() for uid in uids)


def _compared(issue: Issue) -> Sequence[str]:
    """Return the rows that the words of an issue compare with the period before; of older ones it was not kept."""
    found: Sequence[str] = issue.manifest.get("compared", ())
    return found


def _parts(issue: Issue, facts: _Facts) -> Iterator[str]:
    if issue.manifest.get("format", 1) < FORMAT:
        return
    compared, of = _compared(issue), parse(issue.period)
    named = {
        (uid, version, period)
        for uid, version, period, _row in issue.manifest["reports"]
        if is_part(period, of, compared)
    }
    if facts.named[issue.pk] != named:
        yield "báo cáo hợp thành không khớp bản kê"


def _wakes(issue: Issue, heir: Issue | None, facts: _Facts, names: Mapping[int, str]) -> Iterator[str]:
    """Yield what was not told of versions approved while the document stood, and what was told wrongly."""
    wakes, held = facts.wakes[issue.pk], facts.parts[heir.pk] if heir else None
    for report in _after(issue, facts):
        stood = held is None or report.version <= held.get((report.period, report.unit_id), 0)
        if stood and report.pk not in wakes and _tells(issue, report, facts):
            yield f"thiếu dấu thay đổi do {_name(report, names)}"
    reports = {row.pk: row for rows in facts.versions.values() for row in rows}
    for pk, wake in wakes.items():
        known = reports.get(pk)
        if known is None or not _agrees(issue, known, wake, facts):
            yield f"dấu thay đổi do {_name(known, names) if known else 'một báo cáo chưa duyệt'} không khớp báo cáo"


def _tells(issue: Issue, report: Report, facts: _Facts) -> bool:
    cells = weighing(issue, report, facts.changed[report.pk], facts.known, _compared(issue))
    return bool(cells) or (report.version == 1 and report.period == issue.period)


def _agrees(issue: Issue, report: Report, wake: Wake, facts: _Facts) -> bool:
    cells = weighing(issue, report, facts.changed[report.pk], facts.known, _compared(issue))
    kind = Wake.Kind.ARRIVED if report.version == 1 else Wake.Kind.CORRECTED
    later = report.version > facts.parts[issue.pk].get((report.period, report.unit_id), 0)
    told = [[code, text_of(before), text_of(after)] for code, before, after in cells]
    return later and wake.kind == kind and sorted(wake.cells) == sorted(told)


def _marks(issue: Issue, heir: Issue | None, facts: _Facts) -> Iterator[str]:
    marks = facts.marks[issue.document_id]
    changed = [one for one in marks if one.kind == Mark.Kind.CHANGED]
    if len(changed) != len(facts.wakes[issue.pk]):
        yield "sổ văn bản không khớp các dấu thay đổi"
    replaced = [one.successor_id for one in marks if one.kind == Mark.Kind.REPLACED]
    if replaced != ([heir.document_id] if heir else []):
        yield "sổ văn bản không khớp văn bản thay thế"


def _name(report: Report, names: Mapping[int, str]) -> str:
    return f"báo cáo {report.period} của {names.get(report.pk, report.unit.uid)}, bản {report.version}"
