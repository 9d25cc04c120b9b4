"""The tasks of a plan in the draft of its amendment."""

from lanhmanh.plan.models import Plan, PlanItem, Task

_CARRIED = ("title", "responsible_level", "unit_id", "recurrence", "due", "indicators", "evidence", "why")


def carry_tasks(plan: Plan) -> None:
    """Propose in the draft of an amendment the tasks of every clause that it continues and does not leave out."""
    continuing = plan.items.filter(previous__isnull=False).exclude(disposition=PlanItem.Disposition.NOT_APPLICABLE)
    items = {item.previous_id: item for item in continuing}
    tasks = Task.objects.filter(item__in=items, state=Task.State.CONFIRMED).order_by("item__order", "pk")
    Task.objects.bulk_create([_copy(task, items[task.item_id]) for task in tasks])


def carry_to(item: PlanItem) -> None:
    """Propose for one clause of a draft the tasks of the clause that it continues."""
    tasks = Task.objects.filter(item_id=item.previous_id, state=Task.State.CONFIRMED).order_by("pk")
    Task.objects.bulk_create([_copy(task, item) for task in tasks])


def keep_up(task: Task) -> None:
    """Let the draft of an amendment, if there is one, follow a task of the plan in force that was given or changed."""
    draft = task.item.continued_by.filter(plan__state=Plan.State.DRAFT)
    item = draft.exclude(disposition=PlanItem.Disposition.NOT_APPLICABLE).first()
    if item is None:
        return
    known = Task.objects.filter(item=item, carried_from=task)
    if task.state != Task.State.CONFIRMED:
        known.delete()
    elif not known.update(**{name: getattr(task, name) for name in _CARRIED}):
        _copy(task, item).save()


def _copy(task: Task, item: PlanItem) -> Task:
    return Task(item=item, carried_from=task, **{name: getattr(task, name) for name in _CARRIED})
