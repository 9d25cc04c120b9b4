"""From a draft to a plan in force."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor
from lanhmanh.audit import services as audit
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.plan import policies
from lanhmanh.plan.models import Plan, PlanItem, Task
from lanhmanh.plan.services.tasks import TaskChoice, fill


@transaction.atomic
def confirm_plan(
    *,
    actor: Actor,
    plan: Plan,
    choices: Mapping[str, TaskChoice],
    title: str = "",
    years: tuple[int, int] | None = None,
) -> Plan:
    """Put a draft in force: the chosen tasks bind, all other proposals are dropped, the text is frozen.

    `choices` maps a task's uid to what it is to be. `title` and `years` replace what was read from the document.
    An amendment takes the place of the plan that it amends, whose tasks stay to be read and bind nobody any more; a
    task carried over from a clause of the same words is kept without a choice.

    :raises Refused: it is no draft, another plan is in force, the years are not in order, a task is not complete, or
        one carried over to a clause that was reworded has no choice.
    """
    policies.drafting(actor, plan)
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    policies.drafting(actor, plan)
    plan.title = title.strip() or plan.title
    plan.first_year, plan.last_year = years or (plan.first_year, plan.last_year)
    _free(plan)
    if plan.amends:
        _replace(actor, plan, plan.amends.pk)
    tasks = Task.objects.filter(item__plan=plan, state=Task.State.PROPOSED).select_related("item__plan__unit")
    for task in tasks.order_by("item__order", "pk"):
        _settle(task, choices.get(task.uid))
    plan.state = Plan.State.CONFIRMED
    plan.confirmed_at, plan.confirmed_by_id = clock.now(), actor.user_id
    plan.save()
    given = Task.objects.filter(item__plan=plan, state=Task.State.CONFIRMED).count()
    audit.record(actor=actor, verb="plan.confirmed", on=plan, unit_id=plan.unit_id, tasks=given)
    return plan


def _free(plan: Plan) -> None:
    if plan.first_year > plan.last_year:
        raise Refused(_("Năm bắt đầu phải trước hoặc bằng năm kết thúc."))
    others = Plan.objects.filter(unit=plan.unit, state=Plan.State.CONFIRMED).exclude(
        pk__in=[plan.pk, plan.amends_id or plan.pk]
    )
    held = others.filter(first_year__lte=plan.last_year, last_year__gte=plan.first_year).first()
    if held:
        words = {"title": held.title, "first": held.first_year, "last": held.last_year}
        raise Refused(
            _(
                "Đơn vị đã có kế hoạch cho những năm này: “%(title)s” (%(first)s – %(last)s). "
                "Nếu đây là bản sửa đổi của kế hoạch đó, mở kế hoạch đó và nhập bản sửa đổi."
            )
            % words
        )


def _replace(actor: Actor, plan: Plan, amended: int) -> None:
    """Let an amendment take the place of what it amends, from this moment on."""
    before = Plan.objects.select_for_update().get(pk=amended)
    policies.amending(actor, before)
    if plan.first_year != before.first_year or plan.last_year < min(before.last_year, clock.today().year):
        words = {"first": before.first_year}
        raise Refused(_("Bản sửa đổi bắt đầu từ năm %(first)s như kế hoạch đang có và còn hiệu lực năm nay.") % words)
    before.state = Plan.State.REPLACED
    before.replaced_at, before.replaced_by_id = clock.now(), actor.user_id
    before.save(update_fields=["state", "replaced_at", "replaced_by"])
    audit.record(actor=actor, verb="plan.replaced", on=before, unit_id=before.unit_id, by=plan.uid)


def _settle(task: Task, choice: TaskChoice | None) -> None:
    if choice is None and task.carried_from_id:
        if task.item.change == PlanItem.Change.REWORDED:
            words = {"path": task.item.path, "title": task.title}
            raise Refused(_("Mục %(path)s đã sửa lời: chọn giữ hay kết thúc nhiệm vụ “%(title)s”.") % words)
        task.state = Task.State.CONFIRMED
    elif choice is None or not choice.chosen:
        task.state = Task.State.DROPPED
    else:
        task.state = Task.State.CONFIRMED
        fill(task, choice)
    task.save()
