"""What an amendment changes, and which tasks each change touches."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lanhmanh.accounts.access import Actor, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.plan.models import Plan, PlanItem, Task, TaskProgress
from lanhmanh.plan.rules.diff import Kind
from lanhmanh.plan.rules.outline import Clause
from lanhmanh.plan.selectors.past import pasts
from lanhmanh.plan.selectors.plans import line_of, version_on, visible_to
from lanhmanh.units.models import Unit

FEW = 20  # of a hundred clauses: where fewer go on, it may be another plan altogether


@dataclass(frozen=True)
class Difference:
    """One clause before and after an amendment; None where it was not yet, or is no more."""

    kind: Kind
    before: PlanItem | None
    after: PlanItem | None

    @property
    def item(self) -> PlanItem:
        """Return the clause as it is now, else as it was."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 - a difference has a side
        return found

    @property
    def moved(self) -> bool:
        """Test whether it stands at another path."""
        return bool(self.before and self.after and self.before.path != self.after.path)

    @property
    def turned(self) -> bool:
        """Test whether the plan now does something else with the clause: leaves it out, takes it up again."""
        if not (self.before and self.after):
            return False
        return (self.before.disposition, self.before.reason) != (self.after.disposition, self.after.reason)

    @property
    def changed(self) -> bool:
        """Test whether there is anything to look at."""
        return self.kind != Kind.SAME or self.turned


@dataclass(frozen=True)
class Touched:
    """A task that a change touches: as it was, as it goes on, and how many units recorded progress on it.

    `before` is None for one that the amendment gives, `after` for one that ends.
    """

    before: Task | None
    after: Task | None
    said: int

    @property
    def task(self) -> Task:
        """Return the task as it goes on, else as it was."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 - a touched task has a side
        return found


@dataclass(frozen=True)
class Outdated:
    """A plan whose plan above was amended, what that one is now, and the draft that takes it up, if there is one."""

    plan: Plan
    parent: Plan
    draft: Plan | None


def clause_of(item: PlanItem, *, leaf: bool = True) -> Clause:
    """Return a clause as the rules know it."""
    return Clause(item.path, item.label, item.heading, item.text, item.parent.path if item.parent else "", leaf)


def clauses_of(plan: Plan) -> list[Clause]:
    """Return the clauses of a plan in order as the rules know them."""
    items = list(PlanItem.objects.filter(plan=plan).select_related("parent").order_by("order"))
    above = {item.parent_id for item in items}
    return [clause_of(item, leaf=item.pk not in above) for item in items]


def differences(plan: Plan) -> list[Difference]:
    """Return every clause of an amendment, and those that it dropped where they stood; two queries."""
    after = list(plan.items.select_related("previous", "source").order_by("order"))
    before = list(PlanItem.objects.filter(plan=plan.amends_id or 0).order_by("order"))
    became = {item.previous_id: item for item in after if item.previous_id}
    gone: dict[int, list[Difference]] = defaultdict(list)
    behind = 0
    for item in before:
        behind = became[item.pk].pk if item.pk in became else behind
        if item.pk not in became:
            gone[behind].append(Difference(Kind.DROPPED, item, None))
    found = gone[0]
    for item in after:
        found += [Difference(Kind(item.change or "new"), item.previous, item), *gone[item.pk]]
    return found


def tally(rows: Sequence[Difference]) -> Counter[Kind]:
    """Return how many clauses there are of each kind."""
    return Counter(row.kind for row in rows)


def another_plan(rows: Sequence[Difference]) -> bool:
    """Test whether so few clauses go on that the document may be of another plan altogether."""
    before = sum(row.before is not None for row in rows)
    return 100 * sum(row.before is not None and row.after is not None for row in rows) < FEW * before


def touched(actor: Actor, rows: Sequence[Difference], day: date) -> dict[int, list[Touched]]:
    """Return clause id (`row.item`) → the tasks that the change touches; few queries for any number of clauses."""
    items = {row.before.pk: row.item.pk for row in rows if row.before}
    items |= {row.after.pk: row.item.pk for row in rows if row.after}
    rows_of = Task.objects.filter(item__in=items).exclude(state=Task.State.DROPPED)
    tasks = list(rows_of.select_related("item", "unit").order_by("pk"))
    now = {row.after.pk for row in rows if row.after}
    before = [task for task in tasks if task.item_id not in now and task.state == Task.State.CONFIRMED]
    after = {task.carried_from_id: task for task in tasks if task.item_id in now and task.carried_from_id}
    said = _said(actor, before, day)
    found: dict[int, list[Touched]] = defaultdict(list)
    for task in before:
        found[items[task.item_id]].append(Touched(task, after.get(task.pk), said[task.pk]))
    for task in tasks:
        if task.item_id in now and not task.carried_from_id:
            found[items[task.item_id]].append(Touched(None, task, 0))
    return found


def _said(actor: Actor, tasks: Sequence[Task], day: date) -> Counter[int]:
    """Return task id → how many units that the actor may see recorded progress on it, or on what it continues."""
    lines = {past.pk: pk for pk, line in pasts(tasks).items() for past in line} | {task.pk: task.pk for task in tasks}
    seen = set(units_for(actor, Permission.FIGURES_VIEW, day).values_list("pk", flat=True)) | {actor.home_unit_id}
    rows = TaskProgress.objects.filter(task__in=lines).values_list("task_id", "unit_id").distinct()
    return Counter(pk for pk, _unit in {(lines[task], unit) for task, unit in rows if unit in seen})


def amendment_of(actor: Actor, plan: Plan) -> Plan | None:
    """Return the amendment of a plan, in force or a draft, as far as the actor may read it."""
    return visible_to(actor).filter(amends=plan).first()


def last_day(plan: Plan, day: date) -> date:
    """Return the day for which a plan is shown: today, for a replaced one the last day on which it held."""
    if plan.replaced_at is None:
        return day
    return min(plan.replaced_at.astimezone(VIETNAM).date() - timedelta(days=1), day)


def outdated(unit: Unit, day: date, line: Sequence[Plan] | None = None) -> Outdated | None:
    """Return the unit's own plan if the plan above from which it was derived was amended since.

    No query where the plans in force for the unit are given and none is behind.
    """
    own = [plan for plan in (line_of(unit, day) if line is None else line) if plan.unit_id == unit.pk]
    plan = next((one for one in own if one.parent and one.parent.state == Plan.State.REPLACED), None)
    if plan is None or plan.parent is None:
        return None
    return Outdated(plan, version_on(plan.parent, day), plan.amended_by.first())
