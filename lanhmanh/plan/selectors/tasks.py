"""The tasks of a plan, and those that bind one unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404

from lanhmanh.accounts.access import Actor
from lanhmanh.plan.models import Plan, PlanItem, Task, TaskProgress
from lanhmanh.plan.rules.tasks import current_periods, due_on, period_of
from lanhmanh.plan.selectors.past import continued
from lanhmanh.plan.selectors.plans import day_within, line_of, version_on, visible_to
from lanhmanh.units.models import Unit


@dataclass(frozen=True)
class TaskDue:
    """A task as it stands for one unit on a day; `state` is "" where nothing was recorded for the running period."""

    task: Task
    item_path: str
    title: str
    due: date | None
    recurrence: str
    state: str
    unit: Unit
    period: str

    @property
    def done(self) -> bool:
        """Test whether it is done for the running period."""
        return self.state == TaskProgress.State.DONE


def tasks_of(plan: Plan) -> QuerySet[Task]:
    """Return the tasks of a plan that were not dropped, in the order of its clauses."""
    rows = Task.objects.filter(item__plan=plan).exclude(state=Task.State.DROPPED)
    return rows.select_related("item", "unit").order_by("item__order", "pk")


def line_tasks(plan: Plan, day: date) -> QuerySet[Task]:
    """Return a plan's own tasks and those that the plans above it give, seen from a day, by the clauses it took up."""
    taken = plan.items.filter(source__isnull=False).exclude(disposition=PlanItem.Disposition.NOT_APPLICABLE)
    above = Q(state=Task.State.CONFIRMED, item__plan__in=_above(plan, day), item__root__in=taken.values("root"))
    rows = Task.objects.filter(Q(item__plan=plan) | above).exclude(state=Task.State.DROPPED)
    return rows.select_related("item", "unit").order_by("item__order", "pk")


def _above(plan: Plan, day: date) -> list[int]:
    """Return the ids of the plans above that bind; where nothing stands above any more, of those it was made from."""
    line = [one.pk for one in line_of(plan.unit, day_within(plan, day)) if one.unit_id != plan.unit_id]
    return line or _made_from(plan, day)


def _made_from(plan: Plan, day: date) -> list[int]:
    found: list[int] = []
    parent = plan.parent
    while parent:
        parent = version_on(parent, day)
        found.append(parent.pk)
        parent = parent.parent
    return found


def get_task(actor: Actor, uid: str) -> Task:
    """Return a task with its clause and plan.

    :raises Http404: there is none in a plan that the actor may read.
    """
    rows = Task.objects.select_related("item__plan__unit", "unit")
    task = rows.filter(uid=uid, item__plan__in=visible_to(actor)).exclude(state=Task.State.DROPPED).first()
    if task is None:
        raise Http404("task")
    return task


def tasks_for(unit: Unit, day: date, line: Sequence[Plan] | None = None) -> list[TaskDue]:
    """Return the tasks that bind a unit on a day, what falls due first at the head, continuous work last.

    Plans in force for the unit that are given as its `line` are not read again.
    """
    tasks = list(_binding(unit, day, line))
    said = _recorded(tasks, unit, day)
    rows = [_due(task, unit, day, said) for task in tasks]
    return sorted(rows, key=lambda row: (row.due is None, row.due or day, row.task.item.order))


def binds(task: Task, unit: Unit, day: date) -> bool:
    """Test whether a task binds a unit on a day."""
    return _binding(unit, day).filter(pk=task.pk).exists()


def _binding(unit: Unit, day: date, line: Sequence[Plan] | None = None) -> QuerySet[Task]:
    """Return the tasks given to a unit, or to all units of its level, by its own plan and those above.

    What the unit, or one above it, declared not to apply binds it no more.
    """
    line = line_of(unit, day) if line is None else line
    left_out = PlanItem.objects.filter(plan__in=line, disposition=PlanItem.Disposition.NOT_APPLICABLE)
    mine = Q(unit=unit) | Q(unit__isnull=True, responsible_level=unit.level)
    rows = Task.objects.filter(mine, state=Task.State.CONFIRMED, item__plan__in=line)
    return rows.exclude(item__root__in=left_out.values("root")).select_related("item__root", "item__plan")


def _recorded(tasks: list[Task], unit: Unit, day: date) -> dict[tuple[int, str], str]:
    """Return (task, running period) → state; what was said of a task that it continues holds until it is said anew."""
    now = continued(tasks)
    rows = TaskProgress.objects.filter(task__in=now, unit=unit, period__in=set(current_periods(day).values()))
    found = sorted(rows.values_list("task_id", "period", "state"), key=lambda row: -now[row[0]][1])
    return {(now[task][0], period): state for task, period, state in found}


def _due(task: Task, unit: Unit, day: date, said: dict[tuple[int, str], str]) -> TaskDue:
    period = period_of(task.recurrence, day)
    return TaskDue(
        task=task,
        item_path=task.item.path,
        title=task.title,
        due=due_on(task.recurrence, task.due, day),
        recurrence=task.recurrence,
        state=said.get((task.pk, period), ""),
        unit=unit,
        period=period,
    )
