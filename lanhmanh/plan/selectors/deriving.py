"""What a derived plan makes of the clauses of the plan above."""

from django.db.models import Exists, OuterRef, QuerySet

from lanhmanh.plan.models import Plan, PlanItem
from lanhmanh.plan.rules.decisions import Above, Adapt, Adopt, Decision, LeaveOut

_UNDER = Exists(PlanItem.objects.filter(parent=OuterRef("pk")))


def clauses_to_decide(plan: Plan) -> QuerySet[PlanItem]:
    """Return the clauses of a plan that is to be derived from, in order, each knowing whether it `leads` others."""
    rows = PlanItem.objects.filter(plan=plan).select_related("parent", "root")
    return rows.annotate(leads=_UNDER).order_by("order")


def clauses_above(plan: Plan) -> QuerySet[PlanItem]:
    """Return the clauses of the plan from which a plan was derived."""
    rows = PlanItem.objects.filter(plan_id=plan.parent_id or 0).select_related("parent", "root")
    return rows.annotate(leads=_UNDER).order_by("order")


def taken_up(plan: Plan) -> list[PlanItem]:
    """Return, in order, the clauses of a derived plan that come from the plan above, each with that `source`."""
    sources = {source.pk: source for source in clauses_above(plan)}
    rows = list(PlanItem.objects.filter(plan=plan, source__in=sources).select_related("parent").order_by("order"))
    for item in rows:
        item.source = sources[item.source_id or 0]
    return rows


def above(source: PlanItem) -> Above:
    """Return a clause of `clauses_to_decide` as the rules of decisions take it."""
    left_out = source.reason if source.disposition == PlanItem.Disposition.NOT_APPLICABLE else ""
    return Above(
        uid=source.uid,
        path=source.path,
        parent=source.parent.uid if source.parent else "",
        wording=source.text or ("" if getattr(source, "leads", False) else source.heading),
        left_out=left_out,
    )


def decision_of(item: PlanItem) -> Decision:
    """Return what a derived plan decided of a clause."""
    match item.disposition:
        case PlanItem.Disposition.ADAPTED:
            return Adapt(item.text, item.reason)
        case PlanItem.Disposition.NOT_APPLICABLE:
            return LeaveOut(item.reason)
    return Adopt()
