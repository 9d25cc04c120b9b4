"""How far a unit has come with a task."""

from django.db import transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, require
from lanhmanh.accounts.rules import Permission
from lanhmanh.audit import services as audit
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.plan.models import Task, TaskProgress
from lanhmanh.plan.rules.tasks import period_fits
from lanhmanh.plan.selectors import binds
from lanhmanh.units.models import Unit


@transaction.atomic
def record_progress(
    *, actor: Actor, task: Task, unit: Unit, period: str, state: str, note: str = "", evidence: str = ""
) -> TaskProgress:
    """Record how far a unit is with a task in a period; recorded again, the new takes the place of the old.

    `period` is the code of a period of the task's rhythm that has begun, "" for a task done once. The trail keeps
    every state, never the note.

    :raises NotAllowed: the actor does not work at this unit.
    :raises Refused: the task does not bind this unit, the period does not fit, or "not done" says no reason.
    """
    require(actor, Permission.TASK_DO, unit)
    if not binds(task, unit, clock.today()):
        raise Refused(_("Nhiệm vụ này không giao cho đơn vị của bạn."))
    if not period_fits(task.recurrence, period, clock.today()):
        raise Refused(_("Kỳ không đúng với nhiệm vụ này: chọn lại kỳ."))
    if state not in TaskProgress.State.values:
        raise Refused(_("Chọn tiến độ: đã xong, đang làm hoặc chưa làm."))
    if state == TaskProgress.State.NOT_DONE and not note.strip():
        raise Refused(_("Chưa làm thì ghi lý do vào ghi chú."))
    facts = {
        "state": state, "note": note.strip(), "evidence": evidence.strip()[:300],
        "recorded_at": clock.now(), "recorded_by_id": actor.user_id,
    }  # fmt: skip
    progress, _new = TaskProgress.objects.update_or_create(task=task, unit=unit, period=period, defaults=facts)
    audit.record(actor=actor, verb="progress.recorded", on=progress, unit_id=unit.pk, state=state, period=period)
    return progress
