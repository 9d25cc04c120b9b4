"""Trying a form before anybody is asked: what a unit would see, what its rules would say, who is asked when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from lanhmanh.accounts.access import Actor, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.kernel.periods import Period, parse
from lanhmanh.law.calendars import Window, last_closed, period_of, window
from lanhmanh.law.holidays import vietnamese
from lanhmanh.law.working_days import reckon_due
from lanhmanh.reporting import figures
from lanhmanh.reporting.models import Value
from lanhmanh.reporting.rules.aggregate import with_ratios
from lanhmanh.reporting.rules.catalogue import load
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.rules.shapes import LEVELS
from lanhmanh.reporting.rules.states import State
from lanhmanh.reporting.rules.validation import Problem, check
from lanhmanh.reporting.selectors.calendar import asked_below
from lanhmanh.reporting.selectors.values import Values
from lanhmanh.units.models import Unit, UnitVersion
from lanhmanh.units.selectors import versions_on

_PERIODS_AHEAD = 3


@dataclass(frozen=True)
class Due:
    """When a level would have to report, and what is not sure about the day."""

    level: str
    day: date
    note: str


@dataclass(frozen=True)
class Ahead:
    """A period that would be asked, its days, and the due day of each level, the lowest level first."""

    period: Period
    days: Window
    due: tuple[Due, ...]


@dataclass(frozen=True)
class Filled:
    """The figures with which a form would open for a unit: from facts, and from what it last had approved.

    `whence` names, for each figure that is not from facts, the period of the report that it was taken from.
    """

    values: Values
    previous: Values
    derived: Values
    whence: Mapping[str, Period]


@dataclass(frozen=True)
class Trial:
    """A form tried on one unit for the last period that closed; nothing of it is kept."""

    form: Form
    period: Period
    days: Window
    filled: Filled
    problems: tuple[Problem, ...]


def sample_units(actor: Actor, form: Form, top: Unit, today: date) -> list[UnitVersion]:
    """Return the units below `top` that the form would ask and whose reports the actor reads, the lowest first."""
    below = asked_below(form, today).filter(ancestor=top).values("descendant_id")
    seen = units_for(actor, Permission.REPORT_VIEW)
    rows = list(versions_on(today).filter(unit__in=seen, unit_id__in=below).order_by("sort"))
    return sorted(rows, key=lambda row: -LEVELS.index(row.unit.level))


def counts(form: Form, top: Unit, today: date) -> dict[str, int]:
    """Return how many units of each level at and below `top` would be asked today, the lowest level first."""
    rows = asked_below(form, today).filter(ancestor=top).order_by()
    found = dict(rows.values_list("descendant__level").annotate(Count("pk")))
    return {rule.level: found.get(rule.level, 0) for rule in form.levels}


def ahead(form: Form, today: date) -> list[Ahead]:
    """Return the next periods that would be asked, each with its days and due days."""
    running = period_of(form.calendar, form.kind, today)
    first = running if form.first_period is None else max(running, form.first_period)
    periods = [first.next(step) for step in range(_PERIODS_AHEAD)]
    return [_ahead(form, period) for period in periods if form.in_force(period)]


def try_form(
    form: Form, unit: Unit, today: date, typed: Values | None = None, notes: Mapping[str, str] | None = None
) -> Trial:
    """Return the form tried on a unit; `typed` takes the place of the figures with which it opens."""
    period = last_closed(form.calendar, form.kind, today)
    filled = fill(form, unit, period)
    values = filled.values if typed is None else with_ratios(load(), {**filled.values, **typed})
    problems = check(
        form, values, filled.previous, filled.derived, notes, begins_year=period == period.since_start_of_year()[0]
    )
    shown = Filled(values, filled.previous, filled.derived, filled.whence)
    return Trial(form, period, window(form.calendar, period), shown, tuple(problems))


def fill(form: Form, unit: Unit, period: Period) -> Filled:
    """Return the figures of a unit with which the form would open; two approved figures of one form are compared."""
    derived = figures.derive(unit.pk, form, period)
    last, before, whence = _approved(form, unit)
    then = figures.derive(unit.pk, form, period.previous())
    values, earlier = _known_first(derived, last), _known_first(then, before)
    told = {code: at for code, at in whence.items() if derived.get(code) is None}
    return Filled(with_ratios(load(), values), with_ratios(load(), earlier), derived, told)


def _known_first(derived: Values, approved: Values) -> Values:
    """Return what the facts give; where they give nothing, what was approved last."""
    return {**derived, **approved, **{code: value for code, value in derived.items() if value is not None}}


def _approved(form: Form, unit: Unit) -> tuple[Values, Values, dict[str, Period]]:
    """Return the unit's latest approved figure of each row, on whatever form, the one before, and the period."""
    rows = Value.objects.filter(
        report__unit=unit, report__state=State.APPROVED, indicator__in=form.rows, value__isnull=False
    ).values_list("indicator", "report__form", "report__period", "value")
    last: Values = {}
    before: Values = {}
    at: dict[str, tuple[str, Period]] = {}
    for code, source, told, value in sorted(rows, key=lambda row: _end(row[2]), reverse=True):
        if code not in last:
            last[code], at[code] = value, (source, parse(told))
        elif code not in before and (source, parse(told)) == (at[code][0], at[code][1].previous()):
            before[code] = value
    return last, before, {code: period for code, (_source, period) in at.items()}


def _end(code: str) -> tuple[int, int]:
    period = parse(code)
    return period.year, period.last_month


def _ahead(form: Form, period: Period) -> Ahead:
    return Ahead(period, window(form.calendar, period), tuple(_dues(form, period)))


def _dues(form: Form, period: Period) -> Iterable[Due]:
    for rule in form.levels:
        found = reckon_due(form.calendar, period, rule, vietnamese())
        yield Due(rule.level, found.day, found.note)
