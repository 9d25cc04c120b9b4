"""A derived plan made anew after the plan above was amended, or after the unit thought again."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor
from lanhmanh.audit import services as audit
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.plan import policies, selectors
from lanhmanh.plan.models import Plan, PlanItem
from lanhmanh.plan.rules.decisions import Adapt, Adopt, Decision, LeaveOut
from lanhmanh.plan.rules.diff import kind_of
from lanhmanh.plan.selectors import Carried, clause_of
from lanhmanh.plan.services.carry import carry_tasks
from lanhmanh.plan.services.derive import Addition, apply
from lanhmanh.plan.services.draft import add_item, free_place

_KINDS = PlanItem.Disposition


@transaction.atomic
def take_up(
    *,
    actor: Actor,
    plan: Plan,
    amended_parent: Plan,
    decisions: Mapping[str, Decision] | None = None,
    own: Mapping[str, str] | None = None,
    added: Sequence[Addition] = (),
) -> Plan:
    """Make the draft of an amendment of a derived plan, from the plan above as it is now.

    What the unit decided of a clause goes with the clause, wherever it stands now. `decisions` maps the uid of a clause
    above to what is decided anew; clauses that were reworded or came new need one. `own` maps the uid of a clause that
    the unit had added to its wording now ("" drops it). The plan stays in force until the draft is confirmed.

    :raises Refused: the plan is not in force or not derived from that plan, a draft is there already, a clause lacks
        its decision, or nothing would change.
    """
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    _takeable(actor, plan, amended_parent)
    draft = Plan.objects.create(
        unit=plan.unit, parent=amended_parent, amends=plan, title=amended_parent.title, first_year=plan.first_year,
        last_year=max(plan.last_year, amended_parent.last_year), created_at=clock.now(), created_by_id=actor.user_id,
    )  # fmt: skip
    items = _copy_all(draft, selectors.carried(plan, amended_parent), decisions or {})
    _keep_own(draft, plan, items, own or {})
    by_uid = {item.source.uid: item for item in items.values() if item.source}
    for addition in added:
        add_item(actor=actor, plan=draft, parent=by_uid.get(addition.under), text=addition.text)
    rows = selectors.differences(draft)
    if plan.parent_id == amended_parent.pk and not any(row.changed for row in rows):
        raise Refused(_("Chưa có gì thay đổi so với kế hoạch đang có: sửa ít nhất một mục."))
    carry_tasks(draft)
    counts = {kind.value: count for kind, count in selectors.tally(rows).items()}
    facts = {"amends": plan.uid, "parent": amended_parent.uid, **counts}
    audit.record(actor=actor, verb="plan.taken_up", on=draft, unit_id=plan.unit_id, **facts)
    return draft


def _takeable(actor: Actor, plan: Plan, amended_parent: Plan) -> None:
    policies.amending(actor, plan)
    if not plan.parent_id or plan.parent_id not in selectors.versions(amended_parent):
        raise Refused(_("Kế hoạch này không lập từ kế hoạch đó."))
    if amended_parent.state != Plan.State.CONFIRMED:
        raise Refused(_("Kế hoạch cấp trên này không còn hiệu lực: tải lại trang để lấy bản mới nhất."))
    if plan.amended_by.exists():
        raise Refused(_("Đã có một bản nháp sửa đổi kế hoạch này: mở bản đó để làm tiếp, hoặc bỏ trước khi làm lại."))


def _copy_all(draft: Plan, rows: Sequence[Carried], decisions: Mapping[str, Decision]) -> dict[int, PlanItem]:
    """Write the clauses of the plan above with what is decided of each; return them by the id of their source."""
    copies: dict[int, PlanItem] = {}
    for row in rows:
        above = copies.get(row.source.parent_id or 0)
        copies[row.source.pk] = _copy(draft, row, _decided(row, decisions.get(row.source.uid), above))
    PlanItem.objects.bulk_create(copies.values())
    for row in rows:
        copies[row.source.pk].parent = copies.get(row.source.parent_id or 0)
    PlanItem.objects.bulk_update(copies.values(), ["parent"], batch_size=200)
    return copies


def _decided(row: Carried, decision: Decision | None, above: PlanItem | None) -> Decision:
    """Return what holds for a clause; what stands under one that does not apply does not apply either."""
    if row.fixed or (decision is None and not row.fresh):
        decision = _as_before(row)
    if above and above.disposition == _KINDS.NOT_APPLICABLE and not isinstance(decision, LeaveOut):
        decision = LeaveOut(above.reason)
    if decision is None:
        raise Refused(_("Mục %(path)s đã thay đổi: chọn thực hiện hay không áp dụng.") % {"path": row.source.path})
    return decision


def _as_before(row: Carried) -> Decision:
    match row.disposition:
        case _KINDS.ADAPTED:
            return Adapt(row.text, row.reason)
        case _KINDS.NOT_APPLICABLE:
            return LeaveOut(row.reason)
    return Adopt()


def _copy(draft: Plan, row: Carried, decision: Decision) -> PlanItem:
    source = row.source
    _complete(source, decision)
    item = PlanItem(
        plan=draft, source=source, root_id=source.root_id, previous=row.before, path=source.path, label=source.label,
        order=source.order,
    )  # fmt: skip
    apply(item, source, decision)
    item.change = kind_of(clause_of(row.before), clause_of(item)).value if row.before else PlanItem.Change.NEW
    return item


def _complete(source: PlanItem, decision: Decision) -> None:
    if isinstance(decision, LeaveOut) and not decision.reason.strip():
        raise Refused(_("Mục %(path)s: ghi lý do không áp dụng.") % {"path": source.path})
    if isinstance(decision, Adapt) and not decision.text.strip():
        raise Refused(_("Mục %(path)s: ghi lời đã điều chỉnh.") % {"path": source.path})


def _keep_own(draft: Plan, plan: Plan, items: Mapping[int, PlanItem], own: Mapping[str, str]) -> None:
    """Carry over what the unit had added, under what became of the clause under which it stood, else as a section."""
    by_root = {item.root_id: item for item in items.values()}
    for before in plan.items.filter(source=None).select_related("parent").order_by("order"):
        text = own.get(before.uid, before.text).strip()
        if not text:
            continue
        parent = by_root.get(before.parent.root_id) if before.parent else None
        item = PlanItem(
            plan=draft, parent=parent, previous=before, root_id=before.root_id, heading=before.heading, text=text,
            disposition=_KINDS.ADDED,
        )  # fmt: skip
        item.label, item.path, item.order = free_place(draft, parent, before.label)
        item.change = kind_of(clause_of(before), clause_of(item)).value
        item.save()
        by_root[item.root_id] = item
