"""The clauses of plans."""

from datetime import date

from django.db.models import QuerySet
from django.http import Http404

from lanhmanh.accounts.access import Actor
from lanhmanh.documents.models import Citation
from lanhmanh.plan.models import Plan, PlanItem
from lanhmanh.plan.selectors.plans import WAS_IN_FORCE, plan_for, visible_to
from lanhmanh.units.models import Unit


def items_of(plan: Plan) -> QuerySet[PlanItem]:
    """Return the clauses of a plan in order."""
    return PlanItem.objects.filter(plan=plan).select_related("root__plan", "parent").order_by("order")


def items_for(unit: Unit, day: date) -> list[PlanItem]:
    """Return, in order, the clauses that apply to a unit on a day, each with its `depth`; for choosing one."""
    plan = plan_for(unit, day)
    if plan is None:
        return []
    return list(items_of(plan).exclude(disposition=PlanItem.Disposition.NOT_APPLICABLE))


def by_root(unit: Unit, day: date) -> dict[str, PlanItem]:
    """Return the clauses that apply to a unit on a day by the path of their root: "II.4" for what became of II.4.

    A clause that came with an amendment is not among them: no figure was planned for it.
    """
    return {path: item for item in items_for(unit, day) if (path := root_path(item))}


def root_path(item: PlanItem) -> str:
    """Return the path that a clause had in the plan as first imported, by which figures know it.

    It stays when the clause moves or is reworded; "" for a clause that came with an amendment, whose path may once
    have been that of another.
    """
    root = item.root or item
    return "" if root.plan.amends_id else root.path


def get_item(actor: Actor, uid: str) -> PlanItem:
    """Return a clause with its plan.

    :raises Http404: there is none in a plan that the actor may read.
    """
    rows = PlanItem.objects.select_related(
        "plan__unit",
        "plan__document",
        "plan__parent",
        "parent",
        "root__plan",
        "previous",
        "source__plan",
        "source__source__plan",
    )
    item = rows.filter(uid=uid, plan__in=visible_to(actor)).first()
    if item is None:
        raise Http404("item")
    return item


def continued_by(item: PlanItem) -> PlanItem | None:
    """Return the clause of the amendment in force, or that was in force, that continues this one."""
    return item.continued_by.filter(plan__state__in=WAS_IN_FORCE).first()


def neighbours(item: PlanItem) -> tuple[PlanItem | None, PlanItem | None]:
    """Return the clauses just before and after among those that hold a sentence."""
    rows = PlanItem.objects.filter(plan_id=item.plan_id).exclude(text="")
    before = rows.filter(order__lt=item.order).order_by("-order").first()
    return before, rows.filter(order__gt=item.order).order_by("order").first()


def item_cites(item: PlanItem) -> list[Citation]:
    """Return the documents that the clause cites, in the plan from whose document its sentence comes."""
    while item.source:
        item = item.source
    if item.plan.document_id is None:
        return []
    rows = Citation.objects.filter(source_id=item.plan.document_id, path=item.path)
    return list(rows.select_related("target").order_by("pk"))
