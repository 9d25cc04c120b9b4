"""Give tasks, change them, take them back."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor
from lanhmanh.audit import services as audit
from lanhmanh.db.models import valid_on
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.plan import policies
from lanhmanh.plan.models import PlanItem, Task
from lanhmanh.plan.rules.measures import nearest
from lanhmanh.plan.rules.tasks import Recurrence
from lanhmanh.plan.selectors import known_measures
from lanhmanh.plan.services.carry import keep_up
from lanhmanh.units.models import Ancestry, Level, Unit

_STEPS = list(Level.values)
_CODE = re.compile(r"[A-Z][A-Z0-9-]*")


@dataclass(frozen=True)
class TaskChoice:
    """What a task is to be; `chosen` is False for a proposal that is dropped."""

    title: str
    responsible_level: str
    recurrence: str
    due: date | None = None
    unit: Unit | None = None
    indicators: Sequence[str] = ()
    evidence: str = ""
    chosen: bool = True


@transaction.atomic
def add_task(*, actor: Actor, item: PlanItem, choice: TaskChoice) -> Task:
    """Give a new task of a clause; it binds at once.

    :raises Refused: the clause does not apply, or the task is not complete.
    """
    policies.editing(actor, item.plan)
    if item.disposition == PlanItem.Disposition.NOT_APPLICABLE:
        raise Refused(_("Mục %(path)s không áp dụng tại đây nên không giao nhiệm vụ được.") % {"path": item.path})
    task = Task(item=item, state=Task.State.CONFIRMED)
    fill(task, choice)
    task.save()
    keep_up(task)
    audit.record(actor=actor, verb="task.added", on=task, unit_id=item.plan.unit_id, **_facts(task))
    return task


@transaction.atomic
def edit_task(*, actor: Actor, task: Task, choice: TaskChoice) -> Task:
    """Change a task; its state stays.

    :raises Refused: the task was dropped, is not complete, or its rhythm would change after units recorded progress.
    """
    task = _locked(task)
    policies.tasking(actor, task)
    if choice.recurrence != task.recurrence and task.progress.exists():
        raise Refused(
            _("Đã có đơn vị ghi tiến độ nên không đổi kỳ lặp lại được. Bỏ nhiệm vụ này và giao nhiệm vụ mới.")
        )
    fill(task, choice)
    task.save()
    keep_up(task)
    audit.record(actor=actor, verb="task.edited", on=task, unit_id=task.item.plan.unit_id, **_facts(task))
    return task


@transaction.atomic
def confirm_task(*, actor: Actor, task: Task) -> Task:
    """Let a proposed task bind.

    :raises Refused: the task was dropped, or has neither a day nor a rhythm.
    """
    task = _locked(task)
    policies.tasking(actor, task)
    _complete(task)
    task.state = Task.State.CONFIRMED
    task.save()
    keep_up(task)
    audit.record(actor=actor, verb="task.confirmed", on=task, unit_id=task.item.plan.unit_id, **_facts(task))
    return task


@transaction.atomic
def drop_task(*, actor: Actor, task: Task) -> Task:
    """Take a task back; what was recorded of it stays.

    :raises Refused: the task was dropped already.
    """
    task = _locked(task)
    policies.tasking(actor, task)
    task.state = Task.State.DROPPED
    task.save(update_fields=["state"])
    keep_up(task)
    audit.record(actor=actor, verb="task.dropped", on=task, unit_id=task.item.plan.unit_id)
    return task


def fill(task: Task, choice: TaskChoice) -> None:
    """Write a choice into a task, unsaved.

    :raises Refused: something is missing or does not fit; the sentence says what.
    """
    task.title = " ".join(choice.title.split())
    task.responsible_level = choice.unit.level if choice.unit else choice.responsible_level
    task.unit, task.recurrence = choice.unit, choice.recurrence
    task.due = choice.due if choice.recurrence == Recurrence.ONCE else None
    task.indicators, task.evidence = list(choice.indicators), choice.evidence.strip()
    if wrong := [code for code in choice.indicators if not _CODE.fullmatch(code)]:
        raise Refused(
            _("Mã chỉ tiêu “%(code)s” không đúng: viết chữ hoa, số, gạch nối, ví dụ TT-BUOI.") % {"code": wrong[0]}
        )
    _known(choice.indicators)
    _in_reach(task)
    if task.state == Task.State.CONFIRMED:
        _complete(task)


def _known(codes: Sequence[str]) -> None:
    every = known_measures()
    if strange := next((code for code in codes if every and code not in every), None):
        said = _("Không có chỉ tiêu mã “%(code)s”: xem mã ở trang mục của kế hoạch.") % {"code": strange}
        if near := nearest(strange, every):
            said += " " + _("Gần nhất: %(code)s (%(name)s).") % {"code": near, "name": every[near].name}
        raise Refused(said)


def _complete(task: Task) -> None:
    if not task.title:
        raise Refused(_("Nhiệm vụ chưa có tên: ghi việc phải làm."))
    if task.recurrence == Recurrence.ONCE and task.due is None:
        raise Refused(_("Nhiệm vụ “%(title)s” làm một lần: chọn hạn hoàn thành.") % {"title": task.title})


def _in_reach(task: Task) -> None:
    own = task.item.plan.unit
    if task.responsible_level not in _STEPS or _STEPS.index(task.responsible_level) < _STEPS.index(own.level):
        raise Refused(_("Cấp thực hiện phải là cấp của kế hoạch hoặc cấp dưới."))
    below = Ancestry.objects.filter(valid_on(clock.today()), ancestor=own, descendant=task.unit)
    if task.unit and not below.exists():
        raise Refused(_("Đơn vị được giao phải thuộc đơn vị lập kế hoạch."))


def _locked(task: Task) -> Task:
    rows = Task.objects.select_for_update(of=("self",)).select_related("item__plan__unit")
    return rows.get(pk=task.pk)


def _facts(task: Task) -> dict[str, str]:
    due = task.due.isoformat() if task.due else ""
    return {"item": task.item.path, "level": task.responsible_level, "recurrence": task.recurrence, "due": due}
