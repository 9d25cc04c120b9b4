"""What is read of plans."""

from lanhmanh.plan.selectors.items import by_root, get_item, item_cites, items_for, items_of, neighbours, root_path
from lanhmanh.plan.selectors.plans import (
    Coverage,
    coverage,
    editable_units,
    get_draft,
    get_plan,
    home_unit,
    line_of,
    plan_for,
    plans_of,
    visible_to,
)
from lanhmanh.plan.selectors.progress import (
    Count,
    Responsible,
    UnitCount,
    counts,
    evidence_of,
    progress_by_unit,
    progress_of,
    responsible,
)
from lanhmanh.plan.selectors.tasks import TaskDue, binds, get_task, tasks_for, tasks_of

__all__ = [
    "Count",
    "Coverage",
    "Responsible",
    "TaskDue",
    "UnitCount",
    "binds",
    "by_root",
    "counts",
    "coverage",
    "editable_units",
    "evidence_of",
    "get_draft",
    "get_item",
    "get_plan",
    "get_task",
    "home_unit",
    "item_cites",
    "items_for",
    "items_of",
    "line_of",
    "neighbours",
    "plan_for",
    "plans_of",
    "progress_by_unit",
    "progress_of",
    "responsible",
    "root_path",
    "tasks_for",
    "tasks_of",
    "visible_to",
]
