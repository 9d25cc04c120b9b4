"""Small questions that only the pages ask."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from lanhmanh.accounts.access import Actor, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.db.models import valid_on
from lanhmanh.db.prepared import prepared
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.periods import Period
from lanhmanh.law.calendars import Window, window
from lanhmanh.reporting.models import Coverage, Decision, Report
from lanhmanh.reporting.rules import catalogue
from lanhmanh.reporting.rules.catalogue import Indicator
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.rules.shapes import LEVELS
from lanhmanh.reporting.rules.states import State
from lanhmanh.reporting.selectors.calendar import asked_below, periods_of_year
from lanhmanh.reporting.selectors.kept import NOTHING, kept_by_period, over_periods
from lanhmanh.units.models import Ancestry, Unit, UnitVersion
from lanhmanh.units.selectors import versions_on


class _Version(NamedTuple):
    name: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class YearLine:
    """One indicator of a unit over the periods of a year, and over the year so far."""

    indicator: Indicator
    values: tuple[Decimal | None, ...]
    so_far: Decimal | None


@dataclass(frozen=True)
class YearColumn:
    """A period of a year at a unit: how many reports at and below are approved and asked; upcoming, none is counted.

    Where the unit was not there on the period's last day, `there` is false.
    """

    period: Period
    days: Window
    approved: int
    expected: int
    begun: bool
    there: bool

    @property
    def is_missing(self) -> bool:
        """Test whether nothing is approved."""
        return not self.approved


@dataclass(frozen=True)
class YearView:
    """A unit's figures of a year: indicators by periods, and the year so far; only approved reports count.

    `others` are the years before and after that could be shown too.
    """

    form: Form
    year: int
    unit: Unit
    unit_name: str
    columns: tuple[YearColumn, ...]
    lines: tuple[YearLine, ...]
    others: frozenset[int]


def year_view(form: Form, year: int, unit: Unit) -> YearView:
    """Return the year of a unit in three queries, one more while nobody has begun a report of a period.

    The rows are those of the form's version in the last period of the year. Whether the actor sees figures there is
    asked at the door.

    :raises Http404: the form is not in force in that year, the year has not begun, or the unit was not there.
    """
    versions = list(map(_Version._make, _versions(unit.pk)))
    periods, today = _periods_of(form, year), clock.today()
    now = form.at(periods[-1]) if periods else form
    days = {one: window(form.calendar, one) for one in periods}
    named = {one: name for one in periods if (name := _name_on(versions, days[one].last))}
    if not any(days[one].first <= today for one in named):
        raise Http404("year")
    counts = covered(form, unit, [one for one in named if days[one].first <= today])
    return YearView(
        form=now,
        year=year,
        unit=unit,
        unit_name=list(named.values())[-1],
        columns=tuple(
            YearColumn(one, days[one], *counts.get(one.code, (0, 0)), days[one].first <= today, one in named)
            for one in periods
        ),
        lines=tuple(over_year(now, unit, periods, now.rows)),
        others=frozenset(other for other in (year - 1, year + 1) if _has_begun(form, other, versions, today)),
    )


def _periods_of(form: Form, year: int) -> tuple[Period, ...]:
    try:
        return periods_of_year(form, year)
    except Refused:
        raise Http404("year") from None


def _has_begun(form: Form, year: int, versions: Sequence[_Version], today: date) -> bool:
    days = [window(form.calendar, one) for one in periods_of_year(form, year)]
    return any(one.first <= today and _name_on(versions, one.last) for one in days)


@prepared
def _versions(unit: Any) -> QuerySet[Any, Any]:
    return UnitVersion.objects.filter(unit=unit).order_by("valid_from").values_list(*_Version._fields)


def _name_on(versions: Sequence[_Version], day: date) -> str:
    there = (one.name for one in versions if one.valid_from <= day and (one.valid_to is None or day < one.valid_to))
    return next(there, "")


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
    known, by_code, wanted = catalogue.load(), {one: one.code for one in periods}, frozenset(codes)
    kept = kept_by_period(form.code, by_code.values(), unit.pk)
    by_period = {one: kept.get(code, NOTHING) for one, code in by_code.items()}
    asked = [known[code] for code in form.rows if code in wanted]
    return [YearLine(one, *over_periods(known, one, by_period)) for one in asked]


def covered(form: Form, unit: Unit, periods: Sequence[Period]) -> dict[str, tuple[int, int]]:
    """Return, by period code, how many reports at and below a unit are approved and asked, in two queries at most."""
    rows = _counted(form.code, unit.pk, [one.code for one in periods])
    known: dict[str, tuple[int, int]] = {code: (done, due) for code, done, due in rows}
    unknown = [one for one in periods if one.code not in known]
    if unknown:
        known |= {code: (0, due) for code, due in _due(form, unit, unknown).items()}
    return known


@prepared
def _counted(form: Any, unit: Any, periods: Any) -> QuerySet[Any, Any]:
    rows = Coverage.objects.filter(form=form, unit=unit, period__in=periods)
    return rows.values_list("period", "approved", "expected")


def _due(form: Form, unit: Unit, periods: Sequence[Period]) -> dict[str, int]:
    """Return how many reports are asked at and below a unit in each of these periods, in one query."""
    asked = {one.code: asked_below(form.at(one), window(form.calendar, one).last).values("pk") for one in periods}
    counts = {f"in_{code}": Count("pk", filter=Q(pk__in=rows)) for code, rows in asked.items()}
    found = Ancestry.objects.filter(ancestor=unit).aggregate(**counts)
    return {code: found[f"in_{code}"] for code in asked}


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
