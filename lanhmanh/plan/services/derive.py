"""A unit's own plan from the plan of the unit above."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, require
from lanhmanh.accounts.rules import Permission
from lanhmanh.audit import services as audit
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.plan import policies, selectors
from lanhmanh.plan.models import Plan, PlanItem
from lanhmanh.plan.rules.decisions import Adapt, Decision, LeaveOut, own_part, settle
from lanhmanh.plan.selectors import above, decision_of
from lanhmanh.plan.services.draft import add_item
from lanhmanh.units.models import Unit

_CHANGED = ["text", "heading", "reason", "disposition"]


@dataclass(frozen=True)
class Addition:
    """A clause of our own, under a clause of the plan above (its uid) or as a section ("")."""

    under: str
    text: str


@transaction.atomic
def derive_plan(
    *,
    actor: Actor,
    unit: Unit,
    parent_plan: Plan,
    decisions: Mapping[str, Decision],
    added: Sequence[Addition] = (),
) -> Plan:
    """Make a draft that takes up every clause of the plan above as decided; without a decision, word for word.

    `decisions` maps the uid of a clause of the plan above to what is made of it. What stands under a clause that does
    not apply does not apply either. An adapted clause keeps its source and its root, and the source's tasks bind on.

    :raises NotAllowed: the actor does not edit plans here.
    :raises Refused: the plan above is not in force, is not that of the nearest unit above, was derived here before, or
        a decision is not complete.
    """
    require(actor, Permission.PLAN_EDIT, unit)
    _derivable(unit, parent_plan)
    plan = Plan.objects.create(
        unit=unit, parent=parent_plan, title=parent_plan.title, first_year=parent_plan.first_year,
        last_year=parent_plan.last_year, created_at=clock.now(), created_by_id=actor.user_id,
    )  # fmt: skip
    items = _take_up(plan, decisions)
    _add(actor, plan, items, added)
    audit.record(
        actor=actor, verb="plan.derived", on=plan, unit_id=unit.pk, parent=parent_plan.uid, items=len(items),
        left_out=_count(items, PlanItem.Disposition.NOT_APPLICABLE), added=len(added),
        adapted=_count(items, PlanItem.Disposition.ADAPTED),
    )  # fmt: skip
    return plan


@transaction.atomic
def decide_clauses(
    *, actor: Actor, plan: Plan, decisions: Mapping[str, Decision], added: Sequence[Addition] = ()
) -> Plan:
    """Change what a derived draft makes of clauses of the plan above; of those not named, what was decided stays.

    A clause that was left out only because the one over it was comes back with it.

    :raises Refused: the plan is no draft, was not derived, or a decision is not complete.
    """
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    policies.drafting(actor, plan)
    items = {item.source.uid: item for item in selectors.taken_up(plan) if item.source}
    if not items:
        raise Refused(_("Kế hoạch này không lập từ kế hoạch cấp trên nên không có mục nào để chọn."))
    clauses = [above(item.source) for item in items.values() if item.source]
    before = own_part(clauses, {uid: decision_of(item) for uid, item in items.items()})
    settled = settle(clauses, before | {uid: one for uid, one in decisions.items() if uid in items})
    changed = [items[uid] for uid, one in settled.items() if decision_of(items[uid]) != one]
    for item in changed:
        if item.source:
            apply(item, item.source, settled[item.source.uid])
    PlanItem.objects.bulk_update(changed, _CHANGED, batch_size=200)
    _add(actor, plan, items, added)
    audit.record(
        actor=actor, verb="plan.decided", on=plan, unit_id=plan.unit_id, changed=sorted(item.path for item in changed),
        added=len(added),
    )  # fmt: skip
    return plan


def _derivable(unit: Unit, parent_plan: Plan) -> None:
    if not selectors.is_from_above(parent_plan, unit, clock.today()):
        raise Refused(_("Chỉ lập kế hoạch từ kế hoạch đã xác nhận của đơn vị cấp trên gần nhất."))
    if known := Plan.objects.filter(unit=unit, parent=parent_plan).first():
        words = {"state": known.get_state_display()}
        raise Refused(_("Đơn vị đã lập kế hoạch từ kế hoạch này (%(state)s). Mở kế hoạch đó để làm tiếp.") % words)
    before = Plan.objects.filter(unit=unit, parent__in=selectors.versions(parent_plan), state=Plan.State.CONFIRMED)
    if before.exists():
        raise Refused(_("Đơn vị đã có kế hoạch lập từ bản trước của kế hoạch này: cập nhật kế hoạch đó."))


def _take_up(plan: Plan, decisions: Mapping[str, Decision]) -> dict[str, PlanItem]:
    """Copy the clauses of the plan above; return the copies by the uid of their source."""
    sources = list(selectors.clauses_above(plan))
    settled = settle([above(source) for source in sources], decisions)
    copies = {source.pk: _copy(plan, source, settled[source.uid]) for source in sources}
    PlanItem.objects.bulk_create(copies.values())
    for source in sources:
        copies[source.pk].parent = copies.get(source.parent_id or 0)
    PlanItem.objects.bulk_update(copies.values(), ["parent"], batch_size=200)
    return {source.uid: copies[source.pk] for source in sources}


def _copy(plan: Plan, source: PlanItem, decision: Decision) -> PlanItem:
    item = PlanItem(
        plan=plan, source=source, root_id=source.root_id, path=source.path, label=source.label, order=source.order
    )
    apply(item, source, decision)
    return item


def apply(item: PlanItem, source: PlanItem, decision: Decision) -> None:
    """Give a clause the words and the disposition that a decision makes of its source."""
    known = PlanItem.Disposition
    item.heading, item.text, item.reason, item.disposition = source.heading, source.text, "", known.INHERITED
    match decision:
        case Adapt(text, reason):
            item.text, item.reason, item.disposition = text, reason, known.ADAPTED
            # Where the heading was the whole clause our words take its place.
            item.heading = source.heading if source.text else ""
        case LeaveOut(reason):
            item.reason, item.disposition = reason, known.NOT_APPLICABLE


def _add(actor: Actor, plan: Plan, items: Mapping[str, PlanItem], added: Sequence[Addition]) -> None:
    for addition in added:
        add_item(actor=actor, plan=plan, parent=items.get(addition.under), text=addition.text)


def _count(items: Mapping[str, PlanItem], disposition: str) -> int:
    return sum(item.disposition == disposition for item in items.values())
