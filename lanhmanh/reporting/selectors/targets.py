"""Targets of units: in force, cascaded, and beside what is reached; as far as the actor may see figures."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.http import Http404

from lanhmanh.accounts.access import Actor, can, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.kernel.periods import Period
from lanhmanh.law.calendars import window
from lanhmanh.reporting.access import hidden_from
from lanhmanh.reporting.models import Target
from lanhmanh.reporting.rules import catalogue
from lanhmanh.reporting.rules.catalogue import Direction, Indicator
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.rules.ranking import places
from lanhmanh.reporting.rules.targets import Cascade, Progress, adds_up, cascade, progress
from lanhmanh.reporting.selectors.courses import Courses, asking, courses
from lanhmanh.units.models import Unit, UnitVersion
from lanhmanh.units.selectors import children, version_of

InForce = Mapping[tuple[int, str], Target]


@dataclass(frozen=True)
class Gap:
    """Why the targets below do not add up, who said so and when; stale where one below was set since."""

    text: str
    by: str
    at: datetime
    is_stale: bool


@dataclass(frozen=True)
class _Read:
    """What was read for a unit and those one step below: targets in force and years, by unit."""

    below: Sequence[UnitVersion]
    found: InForce
    told: Courses


@dataclass(frozen=True)
class Line:
    """One indicator of a unit: target, progress, and how the targets one step below stand to it.

    `cascade` is None where the actor sees nobody below, or where targets of this indicator do not add up.
    """

    indicator: Indicator
    form: Form
    target: Target | None
    progress: Progress
    cascade: Cascade | None
    gap: Gap | None


@dataclass(frozen=True)
class ChildLine:
    """A unit one step below with its target, its progress and its place; no place without target or figures."""

    version: UnitVersion
    target: Target | None
    progress: Progress
    place: int | None


@dataclass(frozen=True)
class YearPage:
    """The targets of a unit in a year, in the order of the plan."""

    unit: Unit
    unit_name: str
    year: int
    below: tuple[UnitVersion, ...]
    lines: tuple[Line, ...]
    may_set: bool


@dataclass(frozen=True)
class TargetPage:
    """One indicator of a unit in a year: its line, the units one step below, and all that the target ever was."""

    unit: Unit
    unit_name: str
    year: int
    line: Line
    rows: tuple[ChildLine, ...]
    history: tuple[Target, ...]
    may_set: bool
    may_explain: bool


def tree_day(year: int, today: date) -> date:
    """Return the day whose tree a year's targets go by: its last, or today while it is not over."""
    return min(today, window("ND09", Period(year)).last)


def in_force(
    unit_ids: Collection[int], year: int, codes: Collection[str] | None = None
) -> dict[tuple[int, str], Target]:
    """Return the target in force, the highest version, by unit and indicator; one query."""
    rows = Target.objects.filter(unit__in=unit_ids, year=year).select_related("set_by").order_by("version")
    if codes is not None:
        rows = rows.filter(indicator__in=codes)
    return {(row.unit_id, row.indicator): row for row in rows}


def year_page(actor: Actor, unit: Unit, year: int, today: date) -> YearPage:
    """Return the targets of a unit in a year, in a fixed number of queries over its children only.

    :raises Http404: the actor may not see figures here, or the unit was not there.
    """
    version, below = _seen(actor, unit, year, today)
    found = in_force([unit.pk, *(one.unit_id for one in below)], year)
    asked = asking(year)
    open_ = {code for code in asked if code not in hidden_from(actor)}
    codes = [one.code for one in catalogue.load() if (unit.pk, one.code) in found and one.code in open_]
    read = _Read(below, found, courses(codes, [unit.pk], year))
    lines = tuple(_line(asked[code], code, unit.pk, read) for code in codes)
    return YearPage(unit, version.name, year, tuple(below), lines, bool(settable(actor, unit, below)))


def target_page(actor: Actor, unit: Unit, year: int, code: str, today: date) -> TargetPage:
    """Return one indicator of a unit in a year with the units one step below.

    :raises Http404: the actor may not see figures here, the unit was not there, or the indicator is not asked.
    """
    version, below = _seen(actor, unit, year, today)
    form = form_asking(code, year)
    if code in hidden_from(actor):
        raise Http404("indicator")
    below = [one for one in below if any(rule.level == one.unit.level for rule in form.levels)]
    ids = [unit.pk, *(one.unit_id for one in below)]
    read = _Read(below, in_force(ids, year, [code]), courses([code], ids, year))
    line = _line(form, code, unit.pk, read)
    history = Target.objects.filter(unit=unit, year=year, indicator=code).select_related("set_by").order_by("-version")
    reach = settable(actor, unit, below)
    return TargetPage(
        unit, version.name, year, line, _ranked(form, line.indicator, read), tuple(history),
        may_set=bool(reach), may_explain=bool(reach) and line.cascade is not None and line.target is not None,
    )  # fmt: skip


def form_asking(code: str, year: int) -> Form:
    """Return the form that asks an indicator in a year.

    :raises Http404: none does.
    """
    form = asking(year).get(code)
    if form is None:
        raise Http404("indicator")
    return form


def settable(actor: Actor, unit: Unit, below: Iterable[UnitVersion]) -> set[int]:
    """Return for which of a unit and those one step below the actor may set targets."""
    ids = [unit.pk, *(one.unit_id for one in below)]
    return set(units_for(actor, Permission.TARGET_SET).filter(pk__in=ids).values_list("pk", flat=True))


def offered(unit: Unit, year: int) -> list[tuple[Form, Indicator]]:
    """Return the indicators for which a unit can have a target in a year, in the order of the plan."""
    known = catalogue.load()
    asked = [(form, known[code]) for code, form in asking(year).items()]
    level = unit.level
    found = [pair for pair in asked if any(rule.level == level for rule in pair[0].levels)]
    order = {one.code: at for at, one in enumerate(known)}
    return sorted(found, key=lambda pair: (pair[1].plan_path, order[pair[1].code]))


def year_targets(unit_id: int, year: int, codes: Collection[str]) -> dict[str, Decimal]:
    """Return the values of a unit's targets in force by indicator; one query."""
    return {code: row.value for (_unit, code), row in in_force([unit_id], year, codes).items() if row.value is not None}


def _seen(actor: Actor, unit: Unit, year: int, today: date) -> tuple[UnitVersion, list[UnitVersion]]:
    """Return the unit and those one step below it; of a year in which it was not yet there, the unit of today alone."""
    day = tree_day(year, today)
    version = version_of(unit, day) or version_of(unit, today)
    if version is None or not can(actor, Permission.FIGURES_VIEW, unit):
        raise Http404("targets")
    seen = units_for(actor, Permission.FIGURES_VIEW)
    return version, list(children(unit, day).filter(unit__in=seen).exclude(unit__level="branch"))


def _line(form: Form, code: str, unit_id: int, read: _Read) -> Line:
    known = catalogue.load()
    indicator, target = known[code], read.found.get((unit_id, code))
    asked = [one for one in read.below if any(rule.level == one.unit.level for rule in form.levels)]
    rows = [read.found.get((one.unit_id, code)) for one in asked]
    value = target.value if target else None
    fits = cascade(value, [row.value if row else None for row in rows]) if asked and adds_up(indicator) else None
    stands = progress(indicator, known, value, read.told[unit_id, form.code])
    return Line(indicator, form, target, stands, fits, _gap(target, rows))


def _gap(target: Target | None, below: Iterable[Target | None]) -> Gap | None:
    if target is None or not target.gap:
        return None
    is_stale = any(row.set_at > target.set_at for row in below if row)
    return Gap(target.gap, target.set_by.full_name, target.set_at, is_stale)


def _ranked(form: Form, indicator: Indicator, read: _Read) -> tuple[ChildLine, ...]:
    known, lines = catalogue.load(), []
    for one in read.below:
        target = read.found.get((one.unit_id, indicator.code))
        value = target.value if target else None
        lines.append((one, target, progress(indicator, known, value, read.told[one.unit_id, form.code])))
    sign = -1 if indicator.direction is Direction.FEWER else 1
    keys = [None if stands.share is None else sign * stands.share for _one, _target, stands in lines]
    return tuple(ChildLine(*line, place) for line, place in zip(lines, places(keys), strict=True))
