"""A new version of a plan in force: its clauses matched with those before, its tasks carried over."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor
from lanhmanh.audit import services as audit
from lanhmanh.documents.services import register_received
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.plan import policies
from lanhmanh.plan.models import Plan, PlanItem, Task
from lanhmanh.plan.rules.diff import Kind, Match, diff, kind_of
from lanhmanh.plan.rules.outline import Clause
from lanhmanh.plan.selectors import clause_of, clauses_of
from lanhmanh.plan.services.carry import carry_tasks, carry_to
from lanhmanh.plan.services.draft import propose, read_clauses, suggested, write_items


@transaction.atomic
def amend_plan(*, actor: Actor, plan: Plan, data: bytes, name: str) -> Plan:
    """Make the draft of an amendment from a document: every clause continues one of the plan, or is new.

    The tasks of clauses that go on are proposed again, those that new clauses seem to give are proposed too. The same
    file given again opens the draft that there is.

    :raises Refused: the plan is not in force or was derived, an amendment is being made already, the file cannot be
        read, or nothing in it differs.
    """
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    policies.amending(actor, plan)
    if plan.parent_id:
        raise Refused(_("Kế hoạch này lập từ kế hoạch cấp trên: mở kế hoạch và bấm “Sửa đổi kế hoạch”."))
    value, clauses = read_clauses(data, name)
    document = register_received(actor=actor, unit=plan.unit, value=value, original=data, name=name)
    if known := _known(plan, document.pk):
        return known
    matches = diff(clauses_of(plan), clauses)
    if all(match.kind == Kind.SAME for match in matches):
        raise Refused(_("Văn bản này giống hệt kế hoạch đang có hiệu lực: không có gì để sửa đổi. Kiểm tra lại tệp."))
    draft = Plan.objects.create(
        unit=plan.unit, document=document, amends=plan, title=(value.title or value.kind or name).rstrip(" ."),
        first_year=plan.first_year, last_year=plan.last_year, created_at=clock.now(), created_by_id=actor.user_id,
    )  # fmt: skip
    _write(draft, clauses, matches)
    counts = {kind.value: sum(match.kind == kind for match in matches) for kind in Kind}
    audit.record(actor=actor, verb="plan.amended", on=draft, unit_id=plan.unit_id, amends=plan.uid, **counts)
    return draft


@transaction.atomic
def continue_clause(*, actor: Actor, item: PlanItem, previous: PlanItem | None) -> PlanItem:
    """Say of a clause in the draft of an amendment which clause it continues, or that it is new (None).

    A clause that continued the same one before becomes new, so that no clause goes on in two.

    :raises Refused: the plan is no draft of an amendment by a document, or the other clause is not of what it amends.
    """
    plan = Plan.objects.select_for_update().get(pk=item.plan_id)
    policies.drafting(actor, plan)
    if not plan.amends_id or plan.parent_id:
        raise Refused(_("Chỉ ghép mục trong bản nháp sửa đổi nhập từ văn bản."))
    if previous and previous.plan_id != plan.amends_id:
        raise Refused(_("Mục cũ phải thuộc kế hoạch đang được sửa đổi."))
    if previous and (other := plan.items.filter(previous=previous).exclude(pk=item.pk).first()):
        _link(other, None)
    _link(item, previous)
    facts = {"path": item.path, "previous": previous.path if previous else ""}
    audit.record(actor=actor, verb="plan.clause_matched", on=item, unit_id=plan.unit_id, **facts)
    return item


def _known(plan: Plan, document_id: int) -> Plan | None:
    """Return the draft that was made of the document before.

    :raises Refused: there is another draft, or the document is a plan in force.
    """
    draft = plan.amended_by.first()
    if draft and draft.document_id == document_id:
        return draft
    if draft:
        raise Refused(_("Đã có một bản nháp sửa đổi kế hoạch này: mở bản đó để làm tiếp, hoặc bỏ trước khi nhập tệp."))
    other = Plan.objects.filter(unit=plan.unit, document_id=document_id).exclude(state=Plan.State.REPLACED).first()
    if other and other.state == Plan.State.DRAFT:
        raise Refused(_("Tệp này đang là bản nháp của một kế hoạch khác: bỏ bản nháp đó rồi nhập lại ở đây."))
    if other:
        raise Refused(_("Tệp này chính là kế hoạch đang có hiệu lực: chọn tệp của bản sửa đổi."))
    return None


def _write(draft: Plan, clauses: Sequence[Clause], matches: Sequence[Match]) -> None:
    items = write_items(draft, clauses)
    before = {item.path: item for item in PlanItem.objects.filter(plan=draft.amends_id)}
    for match in matches:
        if match.after:
            item = items[match.after.path]
            item.change = match.kind.value
            item.previous = before[match.before.path] if match.before else None
            item.root_id = item.previous.root_id if item.previous else item.pk
    PlanItem.objects.bulk_update(items.values(), ["change", "previous", "root"], batch_size=200)
    carry_tasks(draft)
    new = {path: item for path, item in items.items() if item.change == PlanItem.Change.NEW}
    propose(draft.unit, new, [one for one in suggested(clauses) if one.path in new])


def _link(item: PlanItem, previous: PlanItem | None) -> None:
    """Let a clause of a draft continue another or be new; its proposed tasks follow."""
    item.previous, item.root_id = previous, previous.root_id if previous else item.pk
    item.change = kind_of(clause_of(previous), clause_of(item)).value if previous else PlanItem.Change.NEW
    item.save(update_fields=["previous", "root", "change"])
    Task.objects.filter(item=item, state=Task.State.PROPOSED).delete()
    if previous:
        carry_to(item)
    else:
        given = suggested(clauses_of(item.plan))
        propose(item.plan.unit, {item.path: item}, [one for one in given if one.path == item.path])
