"""One indicator of a unit over time: each period of the year, the year so far, and all since the programme began."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from lanhmanh.kernel.periods import Period
from lanhmanh.law.calendars import window
from lanhmanh.plan.selectors import line_of
from lanhmanh.reporting.rules import aggregate, catalogue
from lanhmanh.reporting.rules.aggregate import Cell
from lanhmanh.reporting.rules.catalogue import Indicator, Since
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.selectors.kept import NOTHING, kept_by_period
from lanhmanh.units.models import Unit

By = Mapping[Period, Mapping[str, Cell]]


@dataclass(frozen=True)
class Range:
    """What a figure is at least and at most; both are None where nothing is known, and the same where it is sure."""

    least: Decimal | None
    most: Decimal | None

    @property
    def is_open(self) -> bool:
        """Test whether the figure is no more than a lower bound."""
        return self.least != self.most


@dataclass(frozen=True)
class Running:
    """An indicator up to a period: the periods of the year on which the form reports, with their values; the period
    itself; the year so far; all since the first of the year `began` in which the programme did.
    """

    months: tuple[tuple[Period, Decimal | None], ...]
    now: Range
    year: Range
    began: int
    programme: Range


def running(form: Form, period: Period, unit: Unit, code: str) -> Running:
    """Return an indicator of a unit over time, from approved reports alone, in two queries."""
    one, began = catalogue.load()[code], _began(form, period, unit)
    periods = aggregate.periods_since(Since.PROGRAMME, period, began)
    by = _cells(form, unit, one, [each for each in periods if form.is_asked(each)])
    year = {each: cells for each, cells in by.items() if each.year == period.year}
    return Running(
        months=tuple((each, aggregate.value(one, cells)) for each, cells in year.items()),
        now=_range(aggregate.bounds(one, by.get(period, {}))),
        year=_over(one, year),
        began=began,
        programme=_over(one, by),
    )


def _began(form: Form, period: Period, unit: Unit) -> int:
    """Return the first year of the plans by which a unit works, that of the period where there is no plan."""
    plans = line_of(unit, window(form.calendar, period).last)
    return min((plan.first_year for plan in plans), default=period.year)


def _cells(form: Form, unit: Unit, one: Indicator, periods: Iterable[Period]) -> dict[Period, dict[str, Cell]]:
    by_code = {period.code: period for period in periods}
    kept = kept_by_period(form.code, by_code, unit.pk)
    codes = one.references if one.is_ratio else (one.code,)
    return {period: kept.get(code, NOTHING).cells(codes) for code, period in by_code.items()}


def _over(one: Indicator, by: By) -> Range:
    return _range(aggregate.bounds_over_time(one, catalogue.load(), by))


def _range(found: tuple[Decimal, Decimal] | None) -> Range:
    return Range(*found) if found else Range(None, None)
