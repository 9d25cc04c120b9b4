"""A consolidation made again from its manifest and the frozen values of its reports; nothing else is looked at."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from lanhmanh.kernel.periods import parse
from lanhmanh.law.calendars import Window
from lanhmanh.reporting.events import Cell, digest
from lanhmanh.reporting.models import Report, Value, plain
from lanhmanh.reporting.rules import aggregate
from lanhmanh.reporting.rules.aggregate import cumulative, value
from lanhmanh.reporting.rules.catalogue import Catalogue
from lanhmanh.reporting.rules.frozen import catalogue_from_json, form_from_json
from lanhmanh.reporting.selectors.consolidations import Consolidation, ConsolidationRow, Figures, MissingUnit
from lanhmanh.units.models import Unit

Values = Mapping[str, Mapping[str, Decimal | None]]
Manifest = Mapping[str, Any]


@dataclass(frozen=True)
class Rebuilt:
    """A consolidation as it was when it went out, who was missing then, and the definitions by which it counts."""

    whole: Consolidation
    missing: tuple[MissingUnit, ...]
    known: Catalogue


@dataclass(frozen=True)
class Frozen:
    """A report version with its cells as they stand: code, value, note."""

    report: Report
    cells: list[Cell]

    @property
    def is_sealed(self) -> bool:
        """Test whether the cells are those that were approved."""
        return digest(self.report.identity, self.cells) == self.report.digest


def frozen_parts(manifest: Manifest) -> dict[str, Frozen]:
    """Return the reports of a manifest by their uid, without one that is gone; two queries."""
    uids = [row[0] for row in manifest["reports"]]
    reports = Report.objects.filter(uid__in=uids).select_related("unit")
    found = {row.pk: Frozen(row, []) for row in reports}
    rows = Value.objects.filter(report__in=found).values_list("report_id", "indicator", "value", "note")
    for pk, code, number, note in rows.iterator():
        found[pk].cells.append((code, number, note))
    return {part.report.uid: part for part in found.values()}


def values_of(parts: Mapping[str, Frozen]) -> dict[str, dict[str, Decimal | None]]:
    """Return the values of reports by their uid."""
    return {uid: {code: number for code, number, _note in part.cells} for uid, part in parts.items()}


def rebuild(manifest: Manifest, values: Values) -> Rebuilt:
    """Return the consolidation that a manifest describes, from the values of its reports; no query is made."""
    form, known = form_from_json(manifest["definition"]), catalogue_from_json(manifest["indicators"])
    period, (uid, level, name) = parse(manifest["period"]), manifest["unit"]
    indicators = tuple(known[code] for code in form.rows)
    cells = _cells(manifest, values)
    totals = cells.get((period.code, None), {})
    earlier = cells.get((period.previous().code, None), {})
    by_period = {one: cells.get((one.code, None), {}) for one in period.since_start_of_year()}
    whole = Consolidation(
        form=form,
        period=period,
        unit=Unit(pk=0, uid=uid, level=level),
        unit_name=name,
        window=Window(*(date.fromisoformat(day) for day in manifest["window"])),
        indicators=indicators,
        rows=tuple(
            _row(row, at, is_own=row[0] == uid, figures={one.code: value(one, held) for one in indicators})
            for at, row in enumerate(manifest["rows"])
            for held in [cells.get((period.code, at), {})]
        ),
        totals={one.code: value(one, totals) for one in indicators},
        year_to_date={one.code: cumulative(one, known, by_period) for one in indicators},
        before={one.code: value(one, earlier) for one in indicators},
        expected=manifest["counts"][0],
        approved=manifest["counts"][1],
    )
    return Rebuilt(whole, tuple(_missing(manifest)), known)


def differing(whole: Consolidation, other: Consolidation) -> bool:
    """Test whether two consolidations differ in a figure or a count."""
    return _told(whole) != _told(other)


def _told(whole: Consolidation) -> tuple[Any, ...]:
    rows = [(row.unit_uid, row.is_own, row.expected, row.approved, dict(row.figures)) for row in whole.rows]
    figures = [dict(table) for table in (whole.totals, whole.year_to_date, whole.before)]
    return whole.expected, whole.approved, rows, figures


def _row(row: list[Any], at: int, *, is_own: bool, figures: Figures) -> ConsolidationRow:
    uid, level, name, expected, approved = row
    return ConsolidationRow(
        unit_id=0 if is_own else at + 1, unit_uid=uid, name=name, level=level, is_own=is_own, expected=expected,
        approved=approved, shown=None, due=None, report_uid=None, figures=figures,
    )  # fmt: skip


def _missing(manifest: Manifest) -> Iterable[MissingUnit]:
    own = manifest["unit"][0]
    for at, (uid, level, name, parent) in enumerate(manifest["missing"]):
        yield MissingUnit(0 if uid == own else -1 - at, uid, name, level, manifest["parents"][parent])


def _cells(manifest: Manifest, values: Values) -> dict[tuple[str, int | None], dict[str, aggregate.Cell]]:
    """Return the combined cells of each period by code (row None), and of each row of the own period."""
    held: dict[tuple[str, int | None], dict[str, list[Decimal]]] = defaultdict(lambda: defaultdict(list))
    for uid, _version, period, row in manifest["reports"]:
        for code, number in values.get(uid, {}).items():
            if number is not None:
                for place in {None, row}:
                    held[period, place][code].append(number)
    return {place: {code: _cell(numbers) for code, numbers in codes.items()} for place, codes in held.items()}


def _cell(numbers: list[Decimal]) -> aggregate.Cell:
    total = plain(sum(numbers, Decimal(0)))
    return aggregate.Cell(total, max(numbers), min(numbers), total, 0, len(numbers))
