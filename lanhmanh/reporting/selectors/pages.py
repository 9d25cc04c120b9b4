"""Small questions that only the pages ask."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lanhmanh.accounts.access import Actor, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.db.models import valid_on
from lanhmanh.kernel.periods import Period
from lanhmanh.law.calendars import window
from lanhmanh.reporting.models import Coverage, Decision, Report, Rollup
from lanhmanh.reporting.rules import catalogue
from lanhmanh.reporting.rules.aggregate import Cell, cumulative, value
from lanhmanh.reporting.rules.catalogue import Indicator
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.rules.shapes import LEVELS
from lanhmanh.reporting.rules.states import State
from lanhmanh.reporting.selectors.calendar import expected_below
from lanhmanh.units.models import Ancestry, Unit, UnitVersion
from lanhmanh.units.selectors import versions_on


@dataclass(frozen=True)
class YearLine:
    """One indicator of a unit over the periods of a year, and over the year so far."""

    indicator: Indicator
    values: tuple[Decimal | None, ...]
    so_far: Decimal | None


def present_report(unit: Unit, form: Form, period: Period) -> Report | None:
    """Return the latest version of a unit's report, None where it was not begun."""
    rows = Report.objects.filter(form=form.code, period=period.code, unit=unit)
    return rows.order_by("-version").first()


def waiting_count(actor: Actor) -> int:
    """Return how many submitted reports the actor may decide on, in one query."""
    sent = Decision.objects.filter(kind=Decision.Kind.SUBMITTED, by=actor.user_id).values("report")
    rows = Report.objects.filter(state=State.SUBMITTED, unit__in=units_for(actor, Permission.REPORT_REVIEW))
    return rows.exclude(pk__in=sent).count()


def over_year(form: Form, unit: Unit, periods: Sequence[Period], codes: Collection[str]) -> list[YearLine]:
    """Return what is approved at and below a unit in each of these periods, in one query."""
    rows = Rollup.objects.filter(form=form.code, unit=unit, period__in=[one.code for one in periods], count__gt=0)
    cells: dict[str, dict[str, Cell]] = {one.code: {} for one in periods}
    for row in rows:
        cells[row.period][row.indicator] = Cell(row.total, row.maximum, row.minimum, row.total, 0, row.count)
    known = catalogue.load()
    by_period = {one: cells[one.code] for one in periods}
    return [
        YearLine(
            known[code],
            tuple(value(known[code], cells[one.code]) for one in periods),
            cumulative(known[code], known, by_period),
        )
        for code in form.rows
        if code in codes
    ]


def covered(form: Form, unit: Unit, periods: Sequence[Period]) -> dict[str, tuple[int, int]]:
    """Return, by period code, how many reports at and below a unit are approved and how many are asked."""
    rows = Coverage.objects.filter(form=form.code, unit=unit, period__in=[one.code for one in periods])
    known = {row.period: (row.approved, row.expected) for row in rows}
    for one in periods:
        if one.code not in known:
            known[one.code] = (0, expected_below(form, one, [unit.pk]).get(unit.pk, 0))
    return known


def units_to_consolidate(actor: Actor, form: Form, period: Period) -> list[UnitVersion]:
    """Return the units of the actor's figures that the form concerns: the highest of them and those one step below."""
    form = form.at(period)
    day = window(form.calendar, period).last
    levels = [level for level in LEVELS if form.concerns(level)]
    seen = units_for(actor, Permission.FIGURES_VIEW)
    if form.owner_id is not None:
        own = Ancestry.objects.filter(valid_on(day), ancestor_id=form.owner_id)
        seen = seen.filter(pk__in=own.values("descendant_id"))
    rows = list(versions_on(day).filter(unit__in=seen, unit__level__in=levels).order_by("sort"))
    ids = {row.unit_id for row in rows}
    tops = [row for row in rows if row.parent_id not in ids]
    roots = {row.unit_id for row in tops}
    return tops + [row for row in rows if row.parent_id in roots]
