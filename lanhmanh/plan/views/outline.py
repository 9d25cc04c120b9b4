"""The plan by which a unit works, as an outline."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lanhmanh.accounts.access import Actor, can
from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.kernel import clock
from lanhmanh.plan import selectors
from lanhmanh.plan.models import Plan, PlanItem, Task
from lanhmanh.plan.selectors import Count
from lanhmanh.plan.views.coverage import heads
from lanhmanh.units.models import Unit
from lanhmanh.units.selectors import names_on


@dataclass
class Branch:
    """A clause, its tasks counted, and what stands under it."""

    item: PlanItem
    tasks: int = 0
    count: Count | None = None
    under: list["Branch"] = field(default_factory=list)


@page(needs=Permission.PLAN_VIEW)
@require_GET
def index(request: ActorRequest) -> HttpResponse:
    """Show the plan of the reader's unit, or of the nearest unit above."""
    unit = selectors.home_unit(request.actor)
    plan = selectors.plan_for(unit, clock.today())
    return render(request, "plan/index.html", _context(request.actor, unit, plan, clock.today()))


@page(needs=Permission.PLAN_VIEW)
@require_GET
def detail(request: ActorRequest, uid: str) -> HttpResponse:
    """Show one plan."""
    unit = selectors.home_unit(request.actor)
    plan = selectors.get_plan(request.actor, uid)
    return render(request, "plan/index.html", _context(request.actor, unit, plan, clock.today()))


def _context(actor: Actor, unit: Unit, plan: Plan | None, day: date) -> dict[str, Any]:
    line = selectors.line_of(unit, day)
    own = list(selectors.plans_of(actor, unit))
    mine = can(actor, Permission.PLAN_EDIT, unit)
    names = names_on({p.unit_id for p in [*line, *own, *([plan] if plan else [])]}, day)
    behind = selectors.outdated(unit, day) if mine else None
    context: dict[str, Any] = {
        "plan": plan,
        "unit_name": names.get(plan.unit_id, "") if plan else "",
        "others": [(p, names.get(p.unit_id, "")) for p in _others(plan, line, own)],
        "may_import": mine,
        "reads_guidance": actor.holds(Permission.ACTIVITY_VIEW),
        "may_derive": mine and plan is not None and behind is None and _derivable(plan, unit, own, day),
        "behind": behind,
        "may_amend": mine and plan is not None and plan.unit_id == unit.pk and plan.state == Plan.State.CONFIRMED,
    }
    return context | (_of_plan(actor, plan, day) if plan else {})


def _others(plan: Plan | None, line: list[Plan], own: list[Plan]) -> list[Plan]:
    found = {p.pk: p for p in [*own, *line] if plan is None or p.pk != plan.pk}
    return list(found.values())


def _derivable(plan: Plan, unit: Unit, own: list[Plan], day: date) -> bool:
    return plan.pk not in {p.parent_id for p in own} and selectors.is_from_above(plan, unit, day)


def _of_plan(actor: Actor, plan: Plan, today: date) -> dict[str, Any]:
    """Return what the plan holds today; of a replaced one, what it held in the end."""
    day = selectors.last_day(plan, today)
    tasks = list(selectors.line_tasks(plan, day))
    units = selectors.responsible(actor, plan, tasks, day)
    counted = selectors.counts(tasks, units, day)
    matrix = selectors.coverage(actor, plan, day) if plan.state == Plan.State.CONFIRMED else None
    return {
        "branches": branches(list(selectors.items_of(plan)), tasks, counted),
        "coverage": matrix if matrix and matrix.columns else None,
        "columns": heads(matrix) if matrix else [],
        "tasks": len(tasks),
        "amendment": selectors.amendment_of(actor, plan),
        "review_url": _review_url(actor, plan),
    }


def _review_url(actor: Actor, plan: Plan) -> str:
    """Return where the plan is reviewed, "" for a draft and for who reads no figures there."""
    reads = plan.state != Plan.State.DRAFT and can(actor, Permission.FIGURES_VIEW, plan.unit_id)
    return f"/bao-cao/so-ket/{plan.uid}/" if reads else ""


def branches(
    items: Sequence[PlanItem], tasks: Sequence[Task] = (), counted: dict[int, Count] | None = None
) -> list[Branch]:
    """Return the clauses as a tree, each with its tasks counted."""
    nodes = {item.pk: Branch(item) for item in items}
    by_root = {item.root_id: nodes[item.pk] for item in items}
    for task in tasks:
        node = by_root[task.item.root_id]
        node.tasks += 1
        node.count = _plus(node.count, (counted or {}).get(task.pk))
    for item in items:
        if item.parent_id:
            nodes[item.parent_id].under.append(nodes[item.pk])
    return [nodes[item.pk] for item in items if not item.parent_id]


def _plus(first: Count | None, second: Count | None) -> Count | None:
    if first is None or second is None:
        return first or second
    return Count(first.done + second.done, first.said + second.said, first.of + second.of)
