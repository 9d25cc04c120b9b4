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
from lanhmanh.plan import selectors
from lanhmanh.plan.models import Plan, PlanItem
from lanhmanh.plan.services.draft import add_item
from lanhmanh.units.models import Unit


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
    decisions: Mapping[str, str],
    added: Sequence[Addition] = (),
) -> Plan:
    """Make a draft that takes up every clause of the plan above, except those that do not apply here.

    `decisions` maps the uid of a clause to the reason why it does not apply; what stands under such a clause does not
    apply either. Clauses without a decision are inherited.

    :raises NotAllowed: the actor does not edit plans here.
    :raises Refused: the plan above is not in force, is not of a unit above, or was derived here before.
    """
    require(actor, Permission.PLAN_EDIT, unit)
    _derivable(unit, parent_plan)
    plan = Plan.objects.create(
        unit=unit, parent=parent_plan, title=parent_plan.title, first_year=parent_plan.first_year,
        last_year=parent_plan.last_year, created_at=clock.now(), created_by_id=actor.user_id,
    )  # fmt: skip
    items = _take_up(plan, decisions)
    for addition in added:
        add_item(actor=actor, plan=plan, parent=items.get(addition.under), text=addition.text)
    left_out = sum(item.disposition == PlanItem.Disposition.NOT_APPLICABLE for item in items.values())
    audit.record(
        actor=actor, verb="plan.derived", on=plan, unit_id=unit.pk, parent=parent_plan.uid,
        items=len(items), left_out=left_out, added=len(added),
    )  # fmt: skip
    return plan


def _derivable(unit: Unit, parent_plan: Plan) -> None:
    if not selectors.is_from_above(parent_plan, unit, clock.today()):
        raise Refused(_("Chỉ lập kế hoạch từ kế hoạch đã xác nhận của đơn vị cấp trên."))
    if known := Plan.objects.filter(unit=unit, parent=parent_plan).first():
        words = {"state": known.get_state_display()}
        raise Refused(_("Đơn vị đã lập kế hoạch từ kế hoạch này (%(state)s). Mở kế hoạch đó để làm tiếp.") % words)


def _take_up(plan: Plan, decisions: Mapping[str, str]) -> dict[str, PlanItem]:
    """Copy the clauses of the plan above; return the copies by the uid of their source."""
    sources = list(PlanItem.objects.filter(plan__derived=plan).order_by("order"))
    reasons: dict[int, str] = {}
    copies: dict[int, PlanItem] = {}
    for source in sources:
        reason = source.reason or decisions.get(source.uid, "").strip() or reasons.get(source.parent_id or 0, "")
        reasons[source.pk] = reason
        copies[source.pk] = _copy(plan, source, reason)
    PlanItem.objects.bulk_create(copies.values())
    for source in sources:
        copies[source.pk].parent = copies.get(source.parent_id or 0)
    PlanItem.objects.bulk_update(copies.values(), ["parent"], batch_size=200)
    return {source.uid: copies[source.pk] for source in sources}


def _copy(plan: Plan, source: PlanItem, reason: str) -> PlanItem:
    known = PlanItem.Disposition
    return PlanItem(
        plan=plan, source=source, root_id=source.root_id, path=source.path, label=source.label, heading=source.heading,
        text=source.text, order=source.order, reason=reason,
        disposition=known.NOT_APPLICABLE if reason else known.INHERITED,
    )  # fmt: skip
