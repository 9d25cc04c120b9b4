"""What is done with plans: import, derive, confirm; give tasks; record how far they are."""

from lanhmanh.plan.rules.decisions import Adapt, Adopt, Decision, LeaveOut
from lanhmanh.plan.services.amend import amend_plan, continue_clause
from lanhmanh.plan.services.confirm import confirm_plan
from lanhmanh.plan.services.derive import Addition, decide_clauses, derive_plan
from lanhmanh.plan.services.draft import add_item, discard_plan, import_plan
from lanhmanh.plan.services.guidance import acknowledge, send_guidance
from lanhmanh.plan.services.progress import record_progress
from lanhmanh.plan.services.take_up import take_up
from lanhmanh.plan.services.tasks import TaskChoice, add_task, confirm_task, drop_task, edit_task

__all__ = [
    "Adapt",
    "Addition",
    "Adopt",
    "Decision",
    "LeaveOut",
    "TaskChoice",
    "acknowledge",
    "add_item",
    "add_task",
    "amend_plan",
    "confirm_plan",
    "confirm_task",
    "continue_clause",
    "decide_clauses",
    "derive_plan",
    "discard_plan",
    "drop_task",
    "edit_task",
    "import_plan",
    "record_progress",
    "send_guidance",
    "take_up",
]
