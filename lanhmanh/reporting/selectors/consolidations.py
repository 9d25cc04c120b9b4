"""The consolidation of a unit: its children's sums side by side; reading it costs the same however many lie below."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import Http404

from lanhmanh.accounts.access import Actor, can
from lanhmanh.accounts.rules import Permission
from lanhmanh.kernel import clock
from lanhmanh.kernel.periods import Period
from lanhmanh.law.calendars import Window, window
from lanhmanh.reporting.models import Coverage, Report, Value
from lanhmanh.reporting.rules import catalogue
from lanhmanh.reporting.rules.aggregate import cells_of, value
from lanhmanh.reporting.rules.catalogue import Indicator
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.rules.states import Shown, State
from lanhmanh.reporting.selectors.calendar import Reach, asked_below, expected_below, term
from lanhmanh.reporting.selectors.kept import NOTHING, Sums, figures, kept_by_period, kept_by_unit, over_periods
from lanhmanh.units.models import Unit, UnitVersion
from lanhmanh.units.selectors import children, version_of, versions_on

Figures = Mapping[str, Decimal | None]


@dataclass(frozen=True)
class ConsolidationRow:
    """A child with all that is below it, or the unit's own report (`is_own`).

    `expected` and `approved` count reports at and below; `shown` is the state of the unit's own report, None where it
    is not asked; `report_uid` is given to who may see reports there.
    """

    unit_id: int
    unit_uid: str
    name: str
    level: str
    is_own: bool
    expected: int
    approved: int
    shown: Shown | None
    due: date | None
    report_uid: str | None
    figures: Figures

    @property
    def is_missing(self) -> bool:
        """Test whether nothing of this row is approved yet."""
        return self.approved == 0 and self.expected > 0

    @property
    def is_complete(self) -> bool:
        """Test whether everything that is asked is approved."""
        return self.approved >= self.expected


@dataclass(frozen=True)
class Consolidation:
    """A unit's figures of a period: rows by indicators, the total, the year so far, and the total of the period before.

    Only approved reports count; what is missing is None, never 0.
    """

    form: Form
    period: Period
    unit: Unit
    unit_name: str
    window: Window
    indicators: tuple[Indicator, ...]
    rows: tuple[ConsolidationRow, ...]
    totals: Figures
    year_to_date: Figures
    before: Figures
    expected: int
    approved: int

    @property
    def incomplete(self) -> tuple[ConsolidationRow, ...]:
        """Return the rows that still miss a report."""
        return tuple(row for row in self.rows if not row.is_complete)

    @property
    def missing_count(self) -> int:
        """Return how many reports are not approved yet."""
        return self.expected - self.approved


@dataclass(frozen=True)
class Part:
    """What one child, or the unit's own report, gives to a cell."""

    unit_id: int
    unit_uid: str
    name: str
    is_own: bool
    value: Decimal | None
    count: int
    report_uid: str | None


@dataclass(frozen=True)
class CellView:
    """A cell opened: its value, how many reports it was made of, the parts, and the unit's own report if any."""

    indicator: Indicator
    unit_name: str
    value: Decimal | None
    count: int
    parts: tuple[Part, ...]
    own_report: Report | None


@dataclass(frozen=True)
class MissingUnit:
    """A unit that is asked for a report and has none approved."""

    unit_id: int
    unit_uid: str
    name: str
    level: str
    parent_name: str

    @property
    def label(self) -> str:
        """Return the name, for a commune with the unit it belongs to: two communes may share a name."""
        return f"{self.name} ({self.parent_name})" if self.level == "commune" and self.parent_name else self.name


@dataclass(frozen=True)
class _Known:
    """What was read for the unit and its children, by unit."""

    sums: Mapping[int, Sums]
    coverage: Mapping[int, tuple[int, int]]
    reports: Mapping[int, tuple[str, str]]
    own: Figures
    own_approved: bool


def consolidation(actor: Actor, form: Form, period: Period, unit: Unit) -> Consolidation:
    """Return the consolidation of a unit, in a fixed number of queries over its children only.

    :raises Http404: the actor may not see figures here, the form does not concern the unit, or the unit was not there
        on the period's last day.
    :raises Refused: the form has no such period.
    """
    form = form.at(period)
    days = window(form.calendar, period)
    version = _visible(actor, form, unit, days.last)
    below = [row for row in children(unit, days.last) if form.concerns(row.unit.level)]
    known = _known(form, period, unit, below)
    indicators = tuple(catalogue.load()[code] for code in form.rows)
    sees = can(actor, Permission.REPORT_VIEW, unit)
    rows = [_row(form, period, child, known, indicators, sees=sees) for child in below]
    if form.asks(unit.level):
        rows.insert(0, _own_row(form, period, version, known, indicators, sees=sees))
    expected, approved = known.coverage.get(unit.pk, (0, 0))
    so_far, before = _over_time(form, period, unit, indicators)
    return Consolidation(
        form=form,
        period=period,
        unit=unit,
        unit_name=version.name,
        window=days,
        indicators=indicators,
        rows=tuple(rows),
        totals=figures(indicators, known.sums.get(unit.pk, NOTHING)),
        year_to_date=so_far,
        before=before,
        expected=expected,
        approved=approved,
    )


def cell(actor: Actor, form: Form, period: Period, unit: Unit, code: str) -> CellView:
    """Return what one cell of a unit is made of.

    :raises Http404: the actor may not see figures here, or the form has no such row.
    """
    whole = consolidation(actor, form, period, unit)
    if code not in whole.form.rows:
        raise Http404("indicator")
    indicator = catalogue.load()[code]
    counted = indicator.numerator or code
    ids = [row.unit_id for row in whole.rows] + [unit.pk]
    sums = kept_by_unit(form.code, period.code, ids)
    counts = {unit_id: each.count.get(counted, 0) for unit_id, each in sums.items()}
    own = Report.objects.filter(form=form.code, period=period.code, unit=unit, state=State.APPROVED).first()
    parts = tuple(
        Part(
            unit_id=row.unit_id,
            unit_uid=row.unit_uid,
            name=row.name,
            is_own=row.is_own,
            value=row.figures.get(code),
            count=int(row.figures.get(counted) is not None) if row.is_own else counts.get(row.unit_id, 0),
            report_uid=row.report_uid,
        )
        for row in whole.rows
    )
    sees = can(actor, Permission.REPORT_VIEW, unit)
    return CellView(
        indicator, whole.unit_name, whole.totals.get(code), counts.get(unit.pk, 0), parts, own if sees else None
    )


def missing_units(form: Form, period: Period, unit: Unit) -> list[MissingUnit]:
    """Return the units at and below one that are asked and have no approved report, by parent, in Vietnamese order."""
    form = form.at(period)
    day = window(form.calendar, period).last
    below = asked_below(form, day).filter(ancestor=unit).values("descendant_id")
    done = Report.objects.filter(form=form.code, period=period.code, state=State.APPROVED).values("unit_id")
    rows = list(versions_on(day).filter(unit_id__in=below).exclude(unit_id__in=done))
    parents = {row.unit_id: row for row in versions_on(day).filter(unit_id__in={row.parent_id for row in rows})}
    rows.sort(key=lambda row: (parents[row.parent_id].sort if row.parent_id in parents else "", row.sort))
    return [
        MissingUnit(row.unit_id, row.unit.uid, row.name, row.unit.level, above.name if above else "")
        for row in rows
        for above in [parents.get(row.parent_id or 0)]
    ]


def _visible(actor: Actor, form: Form, unit: Unit, day: date) -> UnitVersion:
    version = version_of(unit, day)
    concerned = form.concerns(unit.level) and Reach([form], [unit.pk]).holds(form, unit.pk, day)
    if version is None or not concerned or not can(actor, Permission.FIGURES_VIEW, unit):
        raise Http404("consolidation")
    return version


def _known(form: Form, period: Period, unit: Unit, below: Iterable[UnitVersion]) -> _Known:
    ids = [unit.pk, *(child.unit_id for child in below)]
    where: dict[str, Any] = {"form": form.code, "period": period.code, "unit__in": ids}
    counts = {row.unit_id: (row.expected, row.approved) for row in Coverage.objects.filter(**where)}
    if not counts:
        counts = {key: (due, 0) for key, due in expected_below(form, period, ids).items()}
    reports = Report.objects.filter(**where).order_by("version").values_list("unit_id", "state", "uid")
    own = Value.objects.filter(
        report__form=form.code, report__period=period.code, report__unit=unit, report__state=State.APPROVED
    )
    values = dict(own.values_list("indicator", "value"))
    return _Known(
        sums=kept_by_unit(form.code, period.code, ids),
        coverage=counts,
        reports={unit_id: (state, uid) for unit_id, state, uid in reports},
        own=values,
        own_approved=bool(values),
    )


def _row(
    form: Form, period: Period, child: UnitVersion, known: _Known, indicators: Iterable[Indicator], *, sees: bool
) -> ConsolidationRow:
    expected, approved = known.coverage.get(child.unit_id, (0, 0))
    state, uid = known.reports.get(child.unit_id, (None, None))
    when = term(form, period, child.unit.level) if form.asks(child.unit.level) else None
    return ConsolidationRow(
        unit_id=child.unit_id,
        unit_uid=child.unit.uid,
        name=child.name,
        level=child.unit.level,
        is_own=False,
        expected=expected,
        approved=approved,
        shown=when.shown(state, clock.today()) if when else None,
        due=when.due if when else None,
        report_uid=uid if sees else None,
        figures=figures(indicators, known.sums.get(child.unit_id, NOTHING)),
    )


def _own_row(
    form: Form, period: Period, version: UnitVersion, known: _Known, indicators: Iterable[Indicator], *, sees: bool
) -> ConsolidationRow:
    state, uid = known.reports.get(version.unit_id, (None, None))
    when, own = term(form, period, version.unit.level), cells_of(known.own)
    return ConsolidationRow(
        unit_id=version.unit_id,
        unit_uid=version.unit.uid,
        name=version.name,
        level=version.unit.level,
        is_own=True,
        expected=1,
        approved=int(known.own_approved),
        shown=when.shown(state, clock.today()),
        due=when.due,
        report_uid=uid if sees else None,
        figures={one.code: value(one, own) for one in indicators},
    )


def _over_time(
    form: Form, period: Period, unit: Unit, indicators: Iterable[Indicator]
) -> tuple[dict[str, Decimal | None], dict[str, Decimal | None]]:
    """Return the year so far, and the total of the period before, in one query."""
    periods, last, known = period.since_start_of_year(), period.previous(), catalogue.load()
    codes = {last.code, *(one.code for one in periods)}
    kept = kept_by_period(form.code, codes, unit.pk)
    by_period = {one: kept.get(one.code, NOTHING) for one in periods}
    so_far = {one.code: over_periods(known, one, by_period)[1] for one in indicators}
    return so_far, figures(indicators, kept.get(last.code, NOTHING))
