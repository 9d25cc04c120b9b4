"""The tasks of earlier plans that a task continues, and whose progress is its past."""

from collections.abc import Iterable, Sequence

from lanhmanh.plan.models import Plan, Task


class Continued(dict[int, tuple[int, int]]):
    """Task id → the task that continues it, and how many amendments lie between; every task continues itself."""

    def latest_first(self, rows: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
        """Return (task, unit, state) with the task of today, what was recorded of the latest task first."""
        ordered = sorted(rows, key=lambda row: self[row[0]][1])
        return [(self[task][0], unit, state) for task, unit, state in ordered]


def pasts(tasks: Sequence[Task]) -> dict[int, list[Task]]:
    """Return task id → the tasks that it continues, the latest first; a query for every amendment that lies behind."""
    found: dict[int, list[Task]] = {task.pk: [] for task in tasks}
    ends = {task.pk: task.carried_from_id for task in tasks if task.carried_from_id}
    while ends:
        before = Task.objects.select_related("item__plan").in_bulk(set(ends.values()))
        for pk, past in ends.items():
            found[pk].append(before[past])
        ends = {pk: further for pk, past in ends.items() if (further := before[past].carried_from_id)}
    return found


def carried_on(task: Task) -> Task | None:
    """Return the task of the plan in force that continues a task of a replaced one, None if it ended."""
    later: Task | None = task
    while later and later.item.plan.state == Plan.State.REPLACED:
        rows = later.carried_to.filter(state=Task.State.CONFIRMED).exclude(item__plan__state=Plan.State.DRAFT)
        later = rows.select_related("item__plan").first()
    return later


def continued(tasks: Sequence[Task]) -> Continued:
    """Return which progress counts for which task: that of a task before only as long as the rhythm is the same."""
    now = Continued({task.pk: (task.pk, 0) for task in tasks})
    lines = pasts(tasks)
    for task in tasks:
        for steps, past in enumerate(lines[task.pk], 1):
            if past.recurrence != task.recurrence:
                break
            now[past.pk] = (task.pk, steps)
    return now
