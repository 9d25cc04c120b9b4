"""What the Union's cases give for the forms of Circular 05/2011: the groups of indicators, each with what is behind it.

The commune's People's Committee makes the monthly form and the district the half-year's; the Union owes neither. It
hands over what it can tell: of whom it supports.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lanhmanh.accounts.access import Actor
from lanhmanh.cases.figures import Counted, cases_behind, compute_many
from lanhmanh.kernel.periods import Kind, Period
from lanhmanh.law.calendars import Window, last_closed
from lanhmanh.law.registers import CALENDAR, Form, Group, form_days, form_due, form_groups, forms
from lanhmanh.ui.formats import either
from lanhmanh.units.models import Level, Unit
from lanhmanh.units.selectors import under

# The figure of cases that tells of a group; the others are not the Union's to tell.
FIGURES: Mapping[str, str] = {
    "home": "cases.in_01_scn", "community": "cases.in_02_scn", "compulsory_community": "cases.in_03_scn",
    "post_rehab": "cases.in_04_scn", "support": "cases.social_support", "relapse": "cases.relapses",
}  # fmt: skip
CODES = ("01-BCN", "03-BCN")
MONTHS_BACK = 12
LISTED = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One group of indicators: its figure (None: not known here) and the first cases that it counts."""

    name: str
    registers: tuple[str, ...]
    told: bool
    value: int | None
    cases: tuple[Counted, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form of a unit and a period, as far as the cases tell."""

    form: Form
    name: str
    sender: str
    receiver: str
    period: Period
    days: Window
    due: date
    lines: list[Line]


def offered(unit: Unit, today: date) -> list[tuple[str, str, Period]]:
    """Return the forms of a unit's level with their names and latest periods: a commune has only that of the month."""
    codes = CODES[:1] if unit.level in {Level.COMMUNE, Level.BRANCH} else CODES
    return [(code, either(forms()[code].name_vi, forms()[code].name_en), periods(code, today)[0]) for code in codes]


def periods(code: str, today: date) -> list[Period]:
    """Return the periods of a form that are over, the newest first."""
    found: list[Period] = []
    for kind in forms()[code].kinds:
        last = last_closed(CALENDAR, kind, today)
        found += [last.next(-step) for step in range(MONTHS_BACK if kind is Kind.MONTH else 2)]
    asked = [one for one in found if one.kind is not Kind.HALF or one.number == 1]
    return sorted(asked, key=lambda one: (one.year, one.last_month), reverse=True)


def sheet(actor: Actor, code: str, unit: Unit, period: Period) -> Sheet:
    """Return a form of a unit, with all units below it, for a period.

    :raises Refused: the form has no such period.
    """
    form, days = forms()[code], form_days(code, period)
    ids = frozenset(under(unit, days.last, with_self=True).values_list("unit_id", flat=True)) | {unit.pk}
    names = list(FIGURES.values())
    found = compute_many(groups={code: ids}, first=days.first, last=days.last, names=names)[code]
    lines = [_line(actor, one, found, ids, days) for one in form_groups(code, period)]
    return Sheet(
        form, either(form.name_vi, form.name_en), either(*form.sender), either(*form.receiver), period, days,
        form_due(code, period), lines,
    )  # fmt: skip


def _line(actor: Actor, group: Group, found: Mapping[str, object], ids: frozenset[int], days: Window) -> Line:
    name, figure = either(group.name_vi, group.name_en), FIGURES.get(group.code)
    if figure is None:
        return Line(name, group.registers, told=False, value=None, cases=(), more=0)
    value = found[figure]
    cases = (cases_behind(figure, actor=actor, unit_ids=ids, first=days.first, last=days.last) or ()) if value else ()
    whole = None if value is None else int(str(value))
    return Line(name, group.registers, told=True, value=whole, cases=cases[:LISTED], more=max(0, len(cases) - LISTED))
