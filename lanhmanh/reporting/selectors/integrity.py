"""Checking everything that is kept beside the reports against the reports themselves, and these against the trail."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from lanhmanh.audit.models import Event
from lanhmanh.audit.selectors import broken_links
from lanhmanh.db.decimals import decimal_of
from lanhmanh.db.packing import unpacked
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.periods import parse
from lanhmanh.law.calendars import window
from lanhmanh.reporting.access import form_for, form_of
from lanhmanh.reporting.events import Cell, digest, text_of, values_as_text
from lanhmanh.reporting.models import Coverage, Report, Rollup, Sealed, Value
from lanhmanh.reporting.rules.aggregate import Cell as Sum
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.rules.states import State
from lanhmanh.reporting.selectors.calendar import asked_below
from lanhmanh.reporting.selectors.kept import Sums
from lanhmanh.reporting.selectors.packed import Term, kept
from lanhmanh.reporting.selectors.review_integrity import broken_reviews
from lanhmanh.reporting.selectors.wake_integrity import broken_wakes
from lanhmanh.units.selectors import names_on

Leaves = Mapping[int, Mapping[str, Decimal]]


def verify() -> Iterator[str]:
    """Yield a sentence for everything that does not hold: the trail, approved reports, sums, counts, what was woken.

    Whether issued documents can be made again is asked of `papers.broken_issues`, which writes them.
    """
    yield from broken_links()
    yield from _broken_reports()
    for code, period in terms():
        try:
            yield from _broken_sums(code, period)
        except Refused as refused:
            yield f"Tổng hợp {code} {period}: {refused}"
    yield from broken_wakes()
    yield from broken_reviews()


def terms() -> list[tuple[str, str]]:
    """Return every form and period of which reports, sums or counts are kept."""
    rows = set(Coverage.objects.order_by().values_list("form", "period").distinct())
    rows |= set(Rollup.objects.order_by().values_list("form", "period").distinct())
    return sorted(rows | set(Report.objects.order_by().values_list("form", "period").distinct()))


def _broken_reports() -> Iterator[str]:
    sealed = Report.objects.filter(state__in=[State.APPROVED, State.SUPERSEDED]).select_related("unit")
    told = {event.object_uid: _facts(event) for event in Event.objects.filter(verb="report.approved").iterator()}
    cells, numbers = _cells(), _sealed()
    for report in sealed.order_by("pk").iterator(chunk_size=500):
        faults = list(_faults(report, cells.get(report.pk, []), told.get(report.uid, {})))
        faults += _unlike(cells.get(report.pk, []), numbers.get(report.pk, {}))
        name = _name_of(report) if faults else ""
        yield from (f"{name}: {fault}" for fault in faults)


def _facts(event: Event) -> dict[str, Any]:
    """Return the facts of an event; none where they were made unreadable, which the trail's own check names."""
    try:
        found = json.loads(event.facts)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _faults(report: Report, rows: list[Cell], facts: Mapping[str, Any]) -> Iterator[str]:
    yield from _changed_cells(rows, facts.get("values", {}))
    seal = digest(report.identity, rows)
    if seal != report.digest or seal != facts.get("digest"):
        yield "nội dung không khớp dấu niêm phong khi duyệt"


def _unlike(rows: list[Cell], numbers: Mapping[str, Decimal | None]) -> list[str]:
    alike = numbers == {code: value for code, value, _note in rows}
    return [] if alike else ["các số dùng để tổng hợp không phải là các ô của báo cáo"]


def _sealed() -> dict[int, dict[str, Decimal | None]]:
    rows = Sealed.objects.values_list("report_id", "rows", "numbers").iterator()
    return {report_id: _numbers(codes, numbers) for report_id, codes, numbers in rows}


def _numbers(codes: str, numbers: str) -> dict[str, Decimal | None]:
    """Return the numbers by code; none where the row was made unreadable, which no cell is like."""
    try:
        found = zip(unpacked(codes), unpacked(numbers), strict=True)
        return {code: None if number is None else decimal_of(number) for code, number in found}
    except (ValueError, TypeError):
        return {}


def _sums(texts: Sequence[str]) -> dict[str, Sum]:
    """Return the kept sums by code; none where the row was made unreadable, for then each is missing."""
    try:
        return Sums(*texts).cells()
    except (ValueError, TypeError, KeyError):
        return {}


def _cells() -> dict[int, list[Cell]]:
    found = defaultdict(list)
    rows = Value.objects.filter(report__state__in=[State.APPROVED, State.SUPERSEDED])
    for report_id, code, value, note in rows.values_list("report_id", "indicator", "value", "note").iterator():
        found[report_id].append((code, value, note))
    return found


def _changed_cells(rows: list[Cell], told: Mapping[str, str | None]) -> Iterator[str]:
    now = values_as_text({code: value for code, value, _note in rows})
    for code in sorted(now.keys() | told.keys()):
        if now.get(code) != told.get(code):
            before, after = _shown(told.get(code)), _shown(now.get(code))
            yield f"ô {code} là {after}, khi duyệt là {before}"


def _broken_sums(code: str, period: str) -> Iterator[str]:
    form = form_for(code, parse(period))
    term = Term(form, parse(period), window(form.calendar, parse(period)).last)
    leaves = _leaves(code, period)
    under = _under(form, term.day)
    names = names_on(under, term.day)
    stands = {
        (unit_id, row): (cell.total, cell.maximum, cell.minimum, cell.count)
        for unit_id, texts in kept(term).items()
        for row, cell in _sums(texts).items()
    }
    expected = {
        (unit_id, row): cell
        for unit_id, ids in under.items()
        for row in unpacked(term.rows)
        if (cell := _naive(leaves, ids, row))
    }
    for key in sorted(stands.keys() | expected.keys()):
        if stands.get(key) != expected.get(key):
            unit = names.get(key[0], str(key[0]))
            now, ought = (_shown(text_of(sums[0]) if sums else None) for sums in (stands.get(key), expected.get(key)))
            yield f"Tổng hợp {code} {period}, {unit}: {key[1]} là {now}, tính lại từ báo cáo là {ought}"
    yield from _broken_counts(code, period, under, names)


def _broken_counts(code: str, period: str, under: Mapping[int, set[int]], names: Mapping[int, str]) -> Iterator[str]:
    done = set(
        Report.objects.filter(form=code, period=period, state=State.APPROVED).values_list("unit_id", flat=True)
    )  # fmt: skip
    kept = {row.unit_id: (row.expected, row.approved) for row in Coverage.objects.filter(form=code, period=period)}
    for unit_id in sorted(kept.keys() | under.keys()):
        ids = under.get(unit_id, set())
        ought = (len(ids), len(ids & done))
        if kept.get(unit_id, (0, 0)) != ought:
            stands = kept.get(unit_id, (0, 0))
            yield (
                f"Số báo cáo {code} {period}, {names.get(unit_id, str(unit_id))}: {stands[1]}/{stands[0]}, "
                f"tính lại là {ought[1]}/{ought[0]}"
            )


def _leaves(code: str, period: str) -> Leaves:
    rows = Value.objects.filter(
        report__form=code, report__period=period, report__state=State.APPROVED, value__isnull=False
    )
    found: dict[int, dict[str, Decimal]] = defaultdict(dict)
    for unit_id, indicator, value in rows.values_list("report__unit_id", "indicator", "value"):
        if value is not None:
            found[unit_id][indicator] = value
    return found


def _under(form: Form, day: date) -> dict[int, set[int]]:
    """Return, for every unit, the units at and below it that are asked."""
    found: dict[int, set[int]] = defaultdict(set)
    for above, below in asked_below(form, day).values_list("ancestor_id", "descendant_id"):
        found[above].add(below)
    return found


def _naive(leaves: Leaves, ids: set[int], code: str) -> tuple[Decimal, Decimal, Decimal, int] | None:
    values = [leaves[unit_id][code] for unit_id in ids if code in leaves.get(unit_id, {})]
    return (sum(values, Decimal(0)), max(values), min(values), len(values)) if values else None


def _shown(text: str | None) -> str:
    return "trống" if text is None else text


def _name_of(report: Report) -> str:
    form = form_of(report.form, report.form_version)
    day = window(form.calendar, parse(report.period)).last
    name = names_on([report.unit_id], day).get(report.unit_id, report.unit.uid)
    return f"Báo cáo {report.form} {report.period}, {name}, bản {report.version}"
