"""The eight registers of Circular 05/2011: who stood in them in a year, by the numbers of cases.

An episode enters a register with its decision. It stands in the register of every year in which it runs, and in that
of completed rehab in the year in which it was completed.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404

from lanhmanh.accounts.access import Actor, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.cases.models import Case, CaseState, Episode
from lanhmanh.cases.selectors.course_timeline import ending_name, status_name
from lanhmanh.kernel import clock
from lanhmanh.kernel.text import sort_key
from lanhmanh.law.calendars import Window
from lanhmanh.law.registers import Register, register_days, registers
from lanhmanh.law.statuses import version
from lanhmanh.ui.formats import either
from lanhmanh.units.models import Unit
from lanhmanh.units.selectors import known_names

FIRST_YEAR = 2010
READS = (Permission.CASE_WORK, Permission.CASE_SUPERVISE, Permission.CASE_OVERSEE)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a register; who it is stands in the case."""

    case: Case
    status: str
    law: str
    times: int
    decided_on: date
    due_on: date | None
    ended_on: date | None
    result: str
    carried_over: bool


@dataclass(frozen=True, slots=True)
class Sums:
    """What a register closes with."""

    carried_over: int
    entered: int
    left: int
    remaining: int
    results: list[tuple[str, int]]

    @property
    def total(self) -> int:
        """Return how many lines there are."""
        return self.carried_over + self.entered


@dataclass(frozen=True, slots=True)
class Page:
    """A register of a unit and a year."""

    register: Register
    unit_name: str
    year: int
    rows: list[Row]
    sums: Sums

    @property
    def name(self) -> str:
        """Return the register's name in the reader's language."""
        return either(self.register.name_vi, self.register.name_en)


def places(actor: Actor) -> list[tuple[Unit, str]]:
    """Return the units whose registers the actor may read: the own one, then by name those below that have cases.

    :raises Http404: the actor has nothing to do with cases.
    """
    reach = Q(pk__in=[])
    for permission in READS:
        if actor.holds(permission):
            reach |= Q(pk__in=units_for(actor, permission))
    if reach == Q(pk__in=[]):
        raise Http404("registers")
    kept = Q(pk__in=Case.objects.values("unit_id")) | Q(pk=actor.home_unit_id or 0)
    units = list(Unit.objects.filter(reach & kept))
    names = known_names({unit.pk for unit in units}, clock.today())
    named = [(unit, names.get(unit.pk, "")) for unit in units]
    return sorted(named, key=lambda pair: (pair[0].pk != actor.home_unit_id, sort_key(pair[1]), pair[0].pk))


def register_of(code: str) -> Register:
    """Return a register by its code.

    :raises Http404: there is none.
    """
    found = registers().get(code)
    if found is None:
        raise Http404("register")
    return found


def page_of(register: Register, unit: Unit, unit_name: str, year: int) -> Page:
    """Return a register of a unit and a year, in one query."""
    days = register_days(year)
    rows = [_row(one, days) for one in standing(register, unit, days).select_related("case__unit")]
    return Page(register, unit_name, year, rows, _sums(rows, register))


def counts_of(unit: Unit, year: int) -> list[tuple[Register, str, int]]:
    """Return the eight registers with their names and how many lines each has in a year."""
    days = register_days(year)
    return [(one, either(one.name_vi, one.name_en), standing(one, unit, days).count()) for one in registers().values()]


def standing(register: Register, unit: Unit, days: Window) -> QuerySet[Episode]:
    """Return the episodes that stand in a register between two days, in the order of their decisions."""
    last = min(days.last, clock.today())
    rows = Episode.objects.filter(
        case__unit=unit, status__in=[one.value for one in register.statuses], decided_on__lte=last
    ).exclude(case__state=CaseState.MERGED)  # fmt: skip
    if register.ending:
        rows = rows.filter(ending=register.ending, ended_on__gte=days.first, ended_on__lte=last)
    else:
        rows = rows.filter(Q(ended_on=None) | Q(ended_on__gte=days.first))
    return rows.order_by("decided_on", "case__year", "case__number", "number")


def _row(episode: Episode, days: Window) -> Row:
    assert episode.decided_on is not None  # noqa: S101 - the query asked for it
    ended = episode.ended_on if episode.ended_on and episode.ended_on <= days.last else None
    result = ending_name(episode.status, episode.ending, ended) if ended else ""
    law = version(episode.law)
    return Row(
        episode.case, status_name(episode.status), either(law.name_vi, law.name_en), episode.times, episode.decided_on,
        episode.due_on, ended, result, episode.decided_on < days.first,
    )  # fmt: skip


def _sums(rows: list[Row], register: Register) -> Sums:
    """Count a register: in that of completed rehab everybody entered by completing, whenever it was decided."""
    carried = 0 if register.ending else sum(row.carried_over for row in rows)
    left = sum(row.ended_on is not None for row in rows)
    results = Counter(row.result for row in rows if row.result)
    return Sums(carried, len(rows) - carried, left, len(rows) - left, results.most_common())
