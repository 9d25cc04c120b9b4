"""What may be done with a plan and a task in the state they are in."""

from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, require
from lanhmanh.accounts.rules import Permission
from lanhmanh.kernel.errors import Refused
from lanhmanh.plan.models import Plan, Task


def editing(actor: Actor, plan: Plan) -> None:
    """Return if the actor may work on the plan at all.

    :raises NotAllowed: the plan is not of a unit where the actor edits plans.
    :raises Refused: an amendment took its place.
    """
    require(actor, Permission.PLAN_EDIT, plan.unit_id)
    if plan.state == Plan.State.REPLACED:
        raise Refused(_("Kế hoạch này đã được thay bằng bản sửa đổi: làm việc trên kế hoạch đang có hiệu lực."))


def amending(actor: Actor, plan: Plan) -> None:
    """Return if the actor may make an amendment of the plan.

    :raises Refused: the plan is not in force.
    """
    editing(actor, plan)
    if plan.state != Plan.State.CONFIRMED:
        raise Refused(_("Chỉ sửa đổi được kế hoạch đã xác nhận."))


def drafting(actor: Actor, plan: Plan) -> None:
    """Return if the actor may change the plan's text.

    :raises Refused: the plan is confirmed, its text is frozen.
    """
    editing(actor, plan)
    if plan.state != Plan.State.DRAFT:
        raise Refused(_("Kế hoạch đã xác nhận, nội dung không sửa được nữa. Có thể giao thêm nhiệm vụ."))


def tasking(actor: Actor, task: Task) -> None:
    """Return if the actor may change the task.

    :raises Refused: the task was dropped.
    """
    editing(actor, task.item.plan)
    if task.state == Task.State.DROPPED:
        raise Refused(_("Nhiệm vụ này đã bỏ. Giao một nhiệm vụ mới nếu vẫn cần."))
