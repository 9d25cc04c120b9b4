"""The figures of a plan's years: each indicator by year, with its reports and targets, and each part of the unit."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from lanhmanh.accounts.access import Actor
from lanhmanh.db.models import valid_on
from lanhmanh.kernel.periods import Period, parse
from lanhmanh.law.calendars import Window, window
from lanhmanh.reporting.access import for_reader, latest_forms
from lanhmanh.reporting.models import Coverage, Report, Target, Value
from lanhmanh.reporting.rules import catalogue
from lanhmanh.reporting.rules.aggregate import Cell, cumulative
from lanhmanh.reporting.rules.catalogue import Indicator, Kind, Rule
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.rules.states import State
from lanhmanh.reporting.selectors.calendar import asks
from lanhmanh.reporting.selectors.consolidations import MissingUnit
from lanhmanh.reporting.selectors.kept import kept
from lanhmanh.units.models import Ancestry, Unit
from lanhmanh.units.selectors import children, versions_on

By = Mapping[Period, Mapping[str, Cell]]


@dataclass(frozen=True)
class FormLine:
    """A form with its periods that closed between the two days: how many reports are approved, of how many asked."""

    form: Form
    periods: tuple[Period, ...]
    counts: Mapping[Period, tuple[int, int]] = field(default_factory=dict)

    @property
    def approved(self) -> int:
        """Return how many reports are approved."""
        return sum(approved for approved, _expected in self.counts.values())

    @property
    def expected(self) -> int:
        """Return how many reports are asked for."""
        return sum(expected for _approved, expected in self.counts.values())

    @property
    def thin(self) -> tuple[Period, ...]:
        """Return the periods of which so few reports are there that what stands at their end is no whole figure."""
        return tuple(one for one, (approved, expected) in self.counts.items() if 10 * approved < 9 * expected)


@dataclass(frozen=True)
class FigureLine:
    """An indicator of the unit: by year, over all, from how many reports, and what was aimed at in each year.

    `asked` are the years in which a form asked for it; None is missing, never 0. `thin` is the last period, with its
    number of reports, where what stands at its end comes from few of them; `form` is the code of the form that counts.
    """

    indicator: Indicator
    whole: Decimal | None
    by_year: Mapping[int, Decimal | None]
    reports: Mapping[int, int]
    asked: tuple[int, ...]
    targets: Mapping[int, Decimal] = field(default_factory=dict)
    thin: tuple[Period, int] | None = None
    form: str = ""

    @property
    def report_count(self) -> int:
        """Return from how many reports the figure is made."""
        return sum(self.reports.values())


@dataclass(frozen=True)
class UnitLine:
    """A part of the unit, or its own work (`is_own`), with its figures over all."""

    name: str
    is_own: bool
    figures: Mapping[str, Decimal | None]


def forms_within(actor: Actor, unit: Unit, days: Window) -> list[FormLine]:
    """Return the forms that ask the unit or those below it, each with the periods that closed within the days.

    Without the rows that are hidden from the reader.
    """
    above = set(Ancestry.objects.filter(valid_on(days.last), descendant=unit).values_list("ancestor_id", flat=True))
    lines = (
        FormLine(for_reader(actor, form), _periods(form, days))
        for form in latest_forms()
        if form.owner_id in {None, *above}
    )
    return [line for line in lines if line.periods]


def _periods(form: Form, days: Window) -> tuple[Period, ...]:
    """Return the periods whose last day lies between the two days."""
    years = range(days.first.year - 1, days.last.year + 2)
    periods = (one for year in years for one in Period(year).split(form.kind) if form.in_force(one))
    return tuple(one for one in periods if days.contains(window(form.calendar, one).last))


def with_reports(lines: Sequence[FormLine], unit: Unit, days: Window) -> tuple[list[FormLine], list[MissingUnit], int]:
    """Return the forms with their reports counted, the units of which none is approved, and how many are asked.

    Five queries. Where nobody began a period, it expects as many as the tree of the last day asks.
    """
    wanted = {"form__in": {line.form.code for line in lines}, "period__in": _codes(lines)}
    counted = {(row.form, row.period): row for row in Coverage.objects.filter(unit=unit, **wanted)}
    below = Ancestry.objects.filter(valid_on(days.last), ancestor=unit).values("descendant_id")
    versions = list(versions_on(days.last).filter(unit_id__in=below))
    asked = [one for one in versions if any(asks(line.form, one.unit.level) for line in lines)]
    found = []
    for line in lines:
        due = sum(asks(line.form, one.unit.level) for one in asked)
        rows = {one: counted.get((line.form.code, one.code)) for one in line.periods}
        counts = {one: (row.approved, row.expected) if row else (0, due) for one, row in rows.items()}
        found.append(FormLine(line.form, line.periods, counts))
    there = Report.objects.filter(state=State.APPROVED, unit__in=below, **wanted).values("unit_id").distinct()
    reported = set(there.values_list("unit_id", flat=True))
    silent = [one for one in asked if one.unit_id not in reported]
    names = {one.unit_id: one for one in versions_on(days.last).filter(unit_id__in={row.parent_id for row in silent})}
    silent.sort(key=lambda one: (names[one.parent_id].sort if one.parent_id in names else "", one.sort))
    missing = [
        MissingUnit(one.unit_id, one.unit.uid, one.name, one.unit.level, above.name if above else "")
        for one in silent
        for above in [names.get(one.parent_id or 0)]
    ]
    return found, missing, len(asked)


def figures_of(lines: Sequence[FormLine], unit: Unit, years: Sequence[int]) -> list[FigureLine]:
    """Return every indicator that a form asked for in these years, in the order of the catalogue; two queries."""
    cells = _cells(lines, [unit.pk], None).get(unit.pk, {})
    targets: dict[str, dict[int, Decimal]] = defaultdict(dict)
    aims = Target.objects.filter(unit=unit, year__in=years).order_by("version")
    for code, year, value in aims.values_list("indicator", "year", "value"):
        targets[code][year] = value
    known = catalogue.load()
    found = []
    for one in known:
        line = _asking(one.code, lines, cells)
        if line is None and one.code not in targets:
            continue
        by = {period: cells.get((line.form.code, period), {}) for period in line.periods} if line else {}
        thin = line.thin if line else ()
        figure = _figure(one, by, targets.get(one.code, {}))
        found.append(replace(figure, thin=_thin(one, by, thin), form=line.form.code if line else ""))
    return found


def last_known(lines: Sequence[FormLine], unit: Unit) -> dict[str, dict[str, dict[str, str]]]:
    """Return by form, indicator and year the last period known of what keeps its last value; one query."""
    known = catalogue.load().indicators
    found: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    cells = _cells(lines, [unit.pk], None).get(unit.pk, {})
    for (form, period), codes in sorted(cells.items(), key=lambda one: one[0]):
        for code in codes:
            if code in known and known[code].over_time is Rule.LAST:
                found[form][code][str(period.year)] = period.code
    return {form: {code: dict(years) for code, years in codes.items()} for form, codes in found.items()}


def by_unit(lines: Sequence[FormLine], unit: Unit, days: Window, codes: Sequence[str]) -> list[UnitLine]:
    """Return the units one step below, and the unit's own work, on a few indicators; three queries."""
    known, below = catalogue.load(), list(children(unit, days.last))
    counted = {part for code in codes for part in (code, *(known[code].references if known[code].is_ratio else ()))}
    cells = _cells(lines, [one.unit_id for one in below], counted)
    asking = {code: _asking(code, lines, {}) for code in codes}
    own = _own_cells(lines, unit, counted)

    def figures(mine: Mapping[tuple[str, Period], dict[str, Cell]]) -> dict[str, Decimal | None]:
        return {
            code: cumulative(known[code], known, {one: mine.get((line.form.code, one), {}) for one in line.periods})
            for code, line in asking.items()
            if line
        }

    rows = [UnitLine(one.name, is_own=False, figures=figures(cells.get(one.unit_id, {}))) for one in below]
    return [UnitLine("", is_own=True, figures=figures(own)), *rows] if own else rows


def _asking(
    code: str, lines: Sequence[FormLine], cells: Mapping[tuple[str, Period], Mapping[str, Cell]]
) -> FormLine | None:
    """Return the form whose figures count for an indicator: one that has any, else one that asks, the product's first.

    So it is asked once even where a province asks for it again in a form of its own.
    """
    mine = [line for line in lines if code in line.form.rows]
    mine.sort(key=lambda line: line.form.owner_id is not None)
    told = (line for line in mine if any(code in cells.get((line.form.code, one), {}) for one in line.periods))
    return next(told, next(iter(mine), None))


def _figure(one: Indicator, by: By, targets: Mapping[int, Decimal]) -> FigureLine:
    known, counted = catalogue.load(), one.numerator or one.code
    years: dict[int, dict[Period, Mapping[str, Cell]]] = defaultdict(dict)
    for period, cells in by.items():
        years[period.year][period] = cells
    return FigureLine(
        indicator=one,
        whole=cumulative(one, known, by) if by else None,
        by_year={year: cumulative(one, known, mine) for year, mine in years.items()},
        reports={year: sum(c[counted].count for c in mine.values() if counted in c) for year, mine in years.items()},
        asked=tuple(sorted(years)),
        targets=targets,
    )


def _thin(one: Indicator, by: By, thin: Sequence[Period]) -> tuple[Period, int] | None:
    """Return the last period that a stock is known of and from how many reports, if these are few."""
    counted = one.numerator or one.code
    known = [period for period in by if counted in by[period]]
    if one.kind is not Kind.STOCK or not known or max(known) not in thin:
        return None
    return max(known), by[max(known)][counted].count


def _cells(
    lines: Sequence[FormLine], unit_ids: Iterable[int], codes: Iterable[str] | None
) -> dict[int, dict[tuple[str, Period], dict[str, Cell]]]:
    """Return the kept sums by unit, form and period, in one query."""
    found: dict[int, dict[tuple[str, Period], dict[str, Cell]]] = defaultdict(dict)
    forms = {line.form.code for line in lines}
    for (form, period, unit_id), sums in kept(forms, _codes(lines), list(unit_ids)).items():
        if cells := sums.cells(codes):
            found[unit_id][form, parse(period)] = cells
    return found


def _own_cells(
    lines: Sequence[FormLine], unit: Unit, codes: Iterable[str]
) -> dict[tuple[str, Period], dict[str, Cell]]:
    rows = Value.objects.filter(
        report__unit=unit, report__state=State.APPROVED, report__form__in={line.form.code for line in lines},
        report__period__in=_codes(lines), indicator__in=list(codes), value__isnull=False,
    )  # fmt: skip
    found: dict[tuple[str, Period], dict[str, Cell]] = defaultdict(dict)
    for form, period, code, value in rows.values_list("report__form", "report__period", "indicator", "value"):
        found[form, parse(period)][code] = Cell.of(value)
    return found


def _codes(lines: Iterable[FormLine]) -> set[str]:
    return {one.code for line in lines for one in line.periods}
