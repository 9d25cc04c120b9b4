"""What was done for the clauses of a plan between two days: tasks, activities, evidence."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum

from lanhmanh.accounts.access import Actor
from lanhmanh.activities.models import Activity, Attendance
from lanhmanh.activities.models import State as ActivityState
from lanhmanh.db.models import valid_on
from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.law.calendars import Window
from lanhmanh.plan.models import Plan, PlanItem, Task, TaskProgress
from lanhmanh.plan.selectors import line_tasks, responsible
from lanhmanh.units.models import Ancestry
from lanhmanh.units.selectors import names_on

PROOFS_A_CLAUSE = 3
_MOST_PROOFS = 90
Roots = Mapping[int, int]  # root of a clause → the clause of this plan


@dataclass(frozen=True)
class TaskLine:
    """A task: so many units bound, how far each of them is by what it said last; `times` counts what was completed."""

    task: Task
    of: int
    done: int
    under_way: int
    not_done: int
    times: int

    @property
    def silent(self) -> int:
        """Return how many units said nothing."""
        return self.of - self.done - self.under_way - self.not_done


@dataclass(frozen=True)
class Deeds:
    """The activities of a clause by kind, and their attendances; None where nobody stated any."""

    kinds: tuple[tuple[str, int], ...] = ()
    attendances: int | None = None

    @property
    def total(self) -> int:
        """Return how many activities there are."""
        return sum(count for _kind, count in self.kinds)


@dataclass(frozen=True)
class Proof:
    """Evidence that a unit named for a task."""

    text: str
    unit_name: str
    day: date


def roots_of(plan: Plan, items: Sequence[PlanItem]) -> dict[int, int]:
    """Return root id → id of the clause of this plan, those of the plans that it amends included.

    One query for each plan that was amended on the way.
    """
    found = {item.root_id or item.pk: item.pk for item in items}
    continued = {item.previous_id: item.pk for item in items if item.previous_id}
    amended = plan.amends
    while amended:
        rows = PlanItem.objects.filter(plan=amended).values_list("pk", "root_id", "previous_id")
        now = {continued[pk]: (root, previous) for pk, root, previous in rows if pk in continued}
        for clause, (root, _previous) in now.items():
            found.setdefault(root, clause)
        continued = {previous: clause for clause, (_root, previous) in now.items() if previous}
        amended = amended.amends
    return found


def tasks_by_item(actor: Actor, plan: Plan, roots: Roots, days: Window) -> dict[int, list[TaskLine]]:
    """Return the tasks of each clause with how far their units have come, seen from the last day."""
    tasks = [task for task in line_tasks(plan, days.last) if task.state == Task.State.CONFIRMED]
    bound = responsible(actor, plan, tasks, days.last)
    said = _said(tasks, days)
    latest = TaskProgress.objects.filter(task=OuterRef("task"), unit=OuterRef("unit"))
    newest = _within(latest, days).order_by("-period", "-pk").values("pk")[:1]
    states: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for task_id, unit_id, state in said.filter(pk=Subquery(newest)).values_list("task_id", "unit_id", "state"):
        if unit_id in bound[task_id]:
            states[task_id][state] += 1
    times = dict(said.filter(state="done").order_by().values_list("task_id").annotate(Count("pk")))
    found: dict[int, list[TaskLine]] = defaultdict(list)
    for task in tasks:
        counts = states[task.pk]
        line = TaskLine(
            task, len(bound[task.pk]), counts["done"], counts["under_way"], counts["not_done"], times.get(task.pk, 0)
        )
        found[roots[task.item.root_id or task.item_id]].append(line)
    return found


def deeds_by_item(plan: Plan, roots: Roots, days: Window) -> dict[int, Deeds]:
    """Return the activities recorded for each clause at and below the plan's unit, in two queries."""
    below = Ancestry.objects.filter(valid_on(days.last), ancestor=plan.unit_id).values("descendant_id")
    counting = {"day__range": (days.first, days.last), "state": ActivityState.RECORDED, "unit__in": below}
    rows = Activity.objects.filter(plan_item__root__in=roots, **counting).order_by()
    kinds: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for root, kind, count in rows.values_list("plan_item__root", "kind").annotate(Count("pk")):
        kinds[roots[root]][kind] += count
    attended = Attendance.objects.filter(
        activity__plan_item__root__in=roots, **{f"activity__{name}": value for name, value in counting.items()}
    )
    sums = attended.order_by().values_list("activity__plan_item__root")
    people: dict[int, int] = defaultdict(int)
    for root, *numbers in sums.annotate(Sum("female"), Sum("male"), Sum("unstated")):
        people[roots[root]] += sum(number or 0 for number in numbers)
    return {
        clause: Deeds(tuple(sorted(found.items(), key=lambda one: -one[1])), people.get(clause))
        for clause, found in kinds.items()
    }


def proofs_by_item(tasks: Mapping[int, Sequence[TaskLine]], plan: Plan, days: Window) -> dict[int, list[Proof]]:
    """Return the latest evidence that units named for the tasks of each clause, in two queries."""
    clause_of = {line.task.pk: clause for clause, lines in tasks.items() for line in lines}
    below = Ancestry.objects.filter(valid_on(days.last), ancestor=plan.unit_id).values("descendant_id")
    said = TaskProgress.objects.filter(task__in=clause_of, unit__in=below).exclude(evidence="")
    rows = list(_within(said, days).order_by("-recorded_at", "-pk")[:_MOST_PROOFS])
    names = names_on({row.unit_id for row in rows}, days.last)
    found: dict[int, list[Proof]] = defaultdict(list)
    for row in rows:
        proofs = found[clause_of[row.task_id]]
        if len(proofs) < PROOFS_A_CLAUSE:
            day = row.recorded_at.astimezone(VIETNAM).date()
            proofs.append(Proof(row.evidence, names.get(row.unit_id, ""), day))
    return found


def _said(tasks: Sequence[Task], days: Window) -> QuerySet[TaskProgress]:
    return _within(TaskProgress.objects.filter(task__in=tasks), days)


def _within(rows: QuerySet[TaskProgress], days: Window) -> QuerySet[TaskProgress]:
    """Return what was recorded between the two days, both included."""
    begin = datetime.combine(days.first, time.min, VIETNAM)
    end = datetime.combine(days.last + timedelta(days=1), time.min, VIETNAM)
    return rows.filter(recorded_at__gte=begin, recorded_at__lt=end)
