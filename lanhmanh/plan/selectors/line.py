"""One clause through the plans of its line: where it came from, what plans below made of it."""

from dataclasses import dataclass
from datetime import date

from lanhmanh.accounts.access import Actor
from lanhmanh.db.models import valid_on
from lanhmanh.plan.models import Plan, PlanItem
from lanhmanh.plan.selectors.plans import day_within, visible_to
from lanhmanh.units.models import Ancestry
from lanhmanh.units.selectors import names_on, versions_on


@dataclass(frozen=True)
class Stage:
    """A clause as it stands in one plan of its line."""

    item: PlanItem
    unit_name: str
    readable: bool = True


@dataclass(frozen=True)
class Line:
    """The same clause in the plans above, the nearest first, and in those below, sorted by what they made of it.

    `differs` is the nearest one above in other words, None where the words came down unchanged.
    """

    above: tuple[Stage, ...]
    adopted: tuple[Stage, ...]
    adapted: tuple[Stage, ...]
    left_out: tuple[Stage, ...]
    differs: Stage | None


def clause_line(actor: Actor, item: PlanItem, day: date) -> Line:
    """Return a clause's line as far as the actor may read those plans; six queries whatever the number of units."""
    day = day_within(item.plan, day)
    above = _above(actor, item, day)
    below = _below(actor, item, day)
    kinds = PlanItem.Disposition
    parts = [
        tuple(stage for stage in below if stage.item.disposition == kind)
        for kind in (kinds.INHERITED, kinds.ADAPTED, kinds.NOT_APPLICABLE)
    ]
    words = wording(item).split()
    differs = next((stage for stage in above if wording(stage.item).split() != words), None)
    return Line(tuple(above), parts[0], parts[1], parts[2], differs)


def wording(item: PlanItem) -> str:
    """Return the sentence of a clause; a heading where it has no other."""
    return item.text or item.heading


def _above(actor: Actor, item: PlanItem, day: date) -> list[Stage]:
    found: list[PlanItem] = []
    source_id = item.source_id
    rows = PlanItem.objects.select_related("plan", "source__plan", "source__source__plan")
    source = rows.filter(pk=source_id).first() if source_id else None
    while source:
        found.append(source)
        source = source.source
    if not found:
        return []
    names = names_on({one.plan.unit_id for one in found}, day)
    open_to = set(visible_to(actor).filter(pk__in={one.plan_id for one in found}).values_list("pk", flat=True))
    return [Stage(one, names.get(one.plan.unit_id, ""), one.plan_id in open_to) for one in found]


def _below(actor: Actor, item: PlanItem, day: date) -> list[Stage]:
    units = Ancestry.objects.filter(valid_on(day), ancestor_id=item.plan.unit_id, depth__gt=0)
    plans = visible_to(actor).filter(state=Plan.State.CONFIRMED, unit__in=units.values("descendant_id"))
    rows = PlanItem.objects.filter(root=item.root_id or item.pk, plan__in=plans.order_by().values("pk"))
    found = {one.plan.unit_id: one for one in rows.select_related("plan__unit").defer("text")}
    named = versions_on(day).filter(unit_id__in=found).order_by("sort") if found else ()
    stages = [Stage(found[version.unit_id], version.name) for version in named]
    return sorted(stages, key=lambda stage: stage.item.plan.unit.level != "district")
