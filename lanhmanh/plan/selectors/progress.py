"""How far units have come with tasks, as far as the actor may see those units."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from lanhmanh.accounts.access import Actor, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.db.models import valid_on
from lanhmanh.plan.models import Plan, PlanItem, Task, TaskProgress
from lanhmanh.plan.rules.tasks import current_periods
from lanhmanh.plan.selectors.past import continued, pasts
from lanhmanh.plan.selectors.plans import in_force
from lanhmanh.units.models import Ancestry, Unit
from lanhmanh.units.selectors import children, names_on


@dataclass(frozen=True)
class Count:
    """Of so many units bound, how many are done in the running period, and how many said anything."""

    done: int
    said: int
    of: int


@dataclass(frozen=True)
class UnitCount:
    """The tasks of one unit and all below it."""

    unit: Unit
    name: str
    count: Count


Responsible = dict[int, frozenset[int]]


def responsible(actor: Actor, plan: Plan, tasks: Sequence[Task], day: date) -> Responsible:
    """Return task id → ids of the units that it binds and whose work the actor may see; three queries in all."""
    seen = set(units_for(actor, Permission.FIGURES_VIEW, day).values_list("pk", flat=True)) | {actor.home_unit_id}
    below = Ancestry.objects.filter(valid_on(day), ancestor_id=plan.unit_id)
    by_level: dict[str, set[int]] = defaultdict(set)
    for unit_id, level in below.values_list("descendant_id", "descendant__level"):
        by_level[level].add(unit_id)
    left_out = _left_out({task.item.root_id for task in tasks}, day)
    everywhere = set().union(*by_level.values())
    return {
        task.pk: frozenset(
            (({task.unit_id} & everywhere) if task.unit_id else by_level[task.responsible_level])
            & seen - left_out.get(task.item.root_id, set())
        )
        for task in tasks
    }


def counts(tasks: Sequence[Task], units: Responsible, day: date) -> dict[int, Count]:
    """Return task id → how many of its units are done in the running period, in one query."""
    done, said = _said(tasks, day)
    return {
        task.pk: Count(len(done[task.pk] & units[task.pk]), len(said[task.pk] & units[task.pk]), len(units[task.pk]))
        for task in tasks
    }


def progress_by_unit(top: Unit, tasks: Sequence[Task], units: Responsible, day: date) -> list[UnitCount]:
    """Return, for every unit one step below `top` that a task binds, or in which one is bound, its count.

    A unit bound by two tasks counts twice. Three queries whatever the number of units.
    """
    done, said = _said(tasks, day)
    rows = list(children(top, day))
    inside: dict[int, set[int]] = defaultdict(set)
    pairs = Ancestry.objects.filter(valid_on(day), ancestor__in=[row.unit_id for row in rows])
    for above, below in pairs.values_list("ancestor_id", "descendant_id"):
        inside[above].add(below)
    found = [UnitCount(row.unit, row.name, _sum(tasks, units, done, said, inside[row.unit_id])) for row in rows]
    return [row for row in found if row.count.of]


def progress_of(task: Task, unit: Unit) -> list[TaskProgress]:
    """Return what a unit recorded of a task and of those that it continues, the latest period first."""
    whole = [task, *pasts([task])[task.pk]]
    rows = TaskProgress.objects.filter(task__in=whole, unit=unit).select_related("recorded_by")
    return list(rows.order_by("-period", "-pk"))


def evidence_of(tasks: Sequence[Task], units: Responsible, day: date, most: int = 8) -> list[tuple[TaskProgress, str]]:
    """Return the latest evidence that units named, with the units' names."""
    reached = set().union(*units.values()) if units else set()
    whole = [*tasks, *(past for line in pasts(tasks).values() for past in line)]
    rows = TaskProgress.objects.filter(task__in=whole, unit__in=reached).exclude(evidence="")
    latest = list(rows.select_related("task").order_by("-recorded_at")[:most])
    names = names_on({row.unit_id for row in latest}, day)
    return [(row, names.get(row.unit_id, "")) for row in latest]


def _left_out(roots: set[int | None], day: date) -> dict[int | None, set[int]]:
    """Return root id → units for which, or above which, a plan in force says that it does not apply."""
    rows = Ancestry.objects.filter(
        valid_on(day),
        in_force(day, "ancestor__plans__"),
        ancestor__plans__items__root__in=roots,
        ancestor__plans__items__disposition=PlanItem.Disposition.NOT_APPLICABLE,
    )
    found: dict[int | None, set[int]] = defaultdict(set)
    for root, unit_id in rows.values_list("ancestor__plans__items__root_id", "descendant_id"):
        found[root].add(unit_id)
    return found


def _running(day: date) -> Q:
    wanted = Q(pk__in=[])
    for recurrence, period in current_periods(day).items():
        wanted |= Q(task__recurrence=recurrence, period=period)
    return wanted


def _said(tasks: Sequence[Task], day: date) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    """Return task id → units that are done, and → units that recorded anything, in the running period.

    What was recorded of a task that this one continues counts until the unit records anew.
    """
    done: dict[int, set[int]] = defaultdict(set)
    said: dict[int, set[int]] = defaultdict(set)
    now = continued(tasks)
    rows: QuerySet[TaskProgress] = TaskProgress.objects.filter(_running(day), task__in=now)
    for task_id, unit_id, state in now.latest_first(rows.values_list("task_id", "unit_id", "state")):
        if unit_id in said[task_id]:
            continue
        said[task_id].add(unit_id)
        if state == TaskProgress.State.DONE:
            done[task_id].add(unit_id)
    return done, said


def _sum(
    tasks: Sequence[Task],
    units: Responsible,
    done: dict[int, set[int]],
    said: dict[int, set[int]],
    inside: set[int],
) -> Count:
    bound = {task.pk: units[task.pk] & inside for task in tasks}
    return Count(
        sum(len(done[pk] & ids) for pk, ids in bound.items()),
        sum(len(said[pk] & ids) for pk, ids in bound.items()),
        sum(len(ids) for ids in bound.values()),
    )
