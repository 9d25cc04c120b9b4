"""Plans, their clauses, the tasks they give, how far each unit has come, and guidance sent down."""

from lanhmanh.plan.models.guidance import Acknowledgement, Guidance
from lanhmanh.plan.models.plans import Plan, PlanItem
from lanhmanh.plan.models.tasks import Task, TaskProgress

__all__ = ["Acknowledgement", "Guidance", "Plan", "PlanItem", "Task", "TaskProgress"]
