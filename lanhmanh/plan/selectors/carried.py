"""What a unit had decided of the clauses of the plan above, seen from that plan as it is now."""

from dataclasses import dataclass
from datetime import date

from lanhmanh.plan.models import Plan, PlanItem
from lanhmanh.plan.rules.diff import Kind, kind_of
from lanhmanh.plan.selectors.amendments import clause_of
from lanhmanh.plan.selectors.plans import version_on


@dataclass(frozen=True)
class Carried:
    """A clause of the plan above, and the clause of the unit's own plan that took it up before, if there is one."""

    source: PlanItem
    before: PlanItem | None

    @property
    def fixed(self) -> bool:
        """Test whether the plan above leaves the clause out, so that there is nothing to decide."""
        return self.source.disposition == PlanItem.Disposition.NOT_APPLICABLE

    @property
    def fresh(self) -> bool:
        """Test whether the clause came new or was reworded above, so that it must be decided anew."""
        if self.fixed:
            return False
        if self.before is None or self.before.source is None:
            return True
        return kind_of(clause_of(self.before.source), clause_of(self.source)) == Kind.REWORDED

    @property
    def disposition(self) -> str:
        """Return what goes on to hold unless it is decided anew."""
        kinds = PlanItem.Disposition
        if self.fixed:
            return kinds.NOT_APPLICABLE
        return self.before.disposition if self.before else kinds.INHERITED

    @property
    def reason(self) -> str:
        """Return the reason that goes on to hold."""
        if self.fixed:
            return self.source.reason
        return self.before.reason if self.before else ""

    @property
    def text(self) -> str:
        """Return the wording that goes on to hold: the unit's own where it had adapted the clause."""
        adapted = self.before and self.before.disposition == PlanItem.Disposition.ADAPTED
        return self.before.text if self.before and adapted else self.source.text


def carried(plan: Plan, parent: Plan) -> list[Carried]:
    """Return every clause of the plan above, in order, with what the unit's plan made of it; two queries."""
    own = plan.items.filter(source__isnull=False).select_related("source", "source__parent", "parent")
    by_root = {item.root_id: item for item in own}
    sources = PlanItem.objects.filter(plan=parent).select_related("parent").order_by("order")
    return [Carried(source, by_root.get(source.root_id)) for source in sources]


def left_behind(plan: Plan, parent: Plan) -> list[PlanItem]:
    """Return the clauses that the unit's plan took up and that the plan above dropped since."""
    roots = PlanItem.objects.filter(plan=parent).values("root")
    return list(plan.items.filter(source__isnull=False).exclude(root__in=roots).order_by("order"))


def dropped_above(item: PlanItem, day: date) -> bool:
    """Test whether a plan still takes up a clause that the plan above, amended since, dropped."""
    parent = item.plan.parent
    if item.source_id is None or parent is None or item.plan.state == Plan.State.REPLACED:
        return False
    now = version_on(parent, day)
    return now.pk != parent.pk and not now.items.filter(root=item.root_id).exists()


def own_clauses(plan: Plan) -> list[PlanItem]:
    """Return the clauses that the unit added to its plan."""
    return list(plan.items.filter(source=None).order_by("order"))
