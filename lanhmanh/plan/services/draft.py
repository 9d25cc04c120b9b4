"""From a document to a draft: its clauses, the tasks that they seem to give, what a person adds."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lanhmanh import paper
from lanhmanh.accounts.access import Actor, require
from lanhmanh.accounts.rules import Permission
from lanhmanh.audit import services as audit
from lanhmanh.documents.rules import MOST_BYTES
from lanhmanh.documents.services import register_received
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.paper.document import OfficialDocument
from lanhmanh.plan import policies
from lanhmanh.plan.models import Plan, PlanItem, Task
from lanhmanh.plan.rules import outline
from lanhmanh.plan.rules.measures import fitting
from lanhmanh.plan.rules.suggest import Suggestion, suggest_from
from lanhmanh.plan.selectors import known_measures
from lanhmanh.units.models import Level, Unit

_STEP = 100


@transaction.atomic
def import_plan(
    *,
    actor: Actor,
    unit: Unit,
    data: bytes,
    name: str,
) -> Plan:
    """Make a draft from a document: its clauses, and the tasks that its sentences seem to give.

    The document and what it cites go into the register. The same file given again opens the draft that there is.

    :raises NotAllowed: the actor does not edit plans here.
    :raises Refused: the file is too large, cannot be read, has no clauses, or is the plan in force.
    """
    require(actor, Permission.PLAN_EDIT, unit)
    value, clauses = read_clauses(data, name)
    document = register_received(actor=actor, unit=unit, value=value, original=data, name=name)
    if known := Plan.objects.filter(unit=unit, document=document).order_by("pk").last():
        return _again(known)
    first, last = outline.years(value, clock.today())
    plan = Plan.objects.create(
        unit=unit, document=document, title=(value.title or value.kind or name).rstrip(" ."),
        first_year=first, last_year=last, created_at=clock.now(), created_by_id=actor.user_id,
    )  # fmt: skip
    items = write_items(plan, clauses)
    propose(unit, items, suggested(clauses))
    audit.record(actor=actor, verb="plan.imported", on=plan, unit_id=unit.pk, items=len(items))
    return plan


def read_clauses(data: bytes, name: str) -> tuple[OfficialDocument, list[outline.Clause]]:
    """Return what a file says and its clauses in reading order.

    :raises Refused: the file is too large, cannot be read, or has no clauses.
    """
    if len(data) > MOST_BYTES:
        raise Refused(_("Tệp lớn hơn 20 MB: chọn tệp nhỏ hơn hoặc tách tệp."))
    value = paper.read(data, name=name)
    clauses = outline.flatten(value.outline)
    if not clauses:
        raise Refused(_("Không thấy đề mục nào trong văn bản (I, 1, a, gạch đầu dòng). Kiểm tra lại tệp kế hoạch."))
    return value, clauses


@transaction.atomic
def discard_plan(*, actor: Actor, plan: Plan) -> None:
    """Throw a draft away; its document stays in the register.

    :raises Refused: the plan is confirmed.
    """
    policies.drafting(actor, plan)
    audit.record(actor=actor, verb="plan.discarded", on=plan, unit_id=plan.unit_id)
    plan_tasks(plan).delete()
    plan.items.update(parent=None, root=None)
    plan.items.all().delete()
    plan.delete()


@transaction.atomic
def add_item(*, actor: Actor, plan: Plan, parent: PlanItem | None, text: str) -> PlanItem:
    """Add a clause to a draft, the last under `parent`, or a section; tasks are proposed from its text.

    :raises Refused: the plan is confirmed, or there is no text.
    """
    policies.drafting(actor, plan)
    if not text.strip():
        raise Refused(_("Mục bổ sung chưa có nội dung: ghi việc phải làm."))
    label, path, place = free_place(plan, parent)
    added = PlanItem.Disposition.ADDED if plan.parent_id else PlanItem.Disposition.OWN
    item = PlanItem.objects.create(
        plan=plan, parent=parent, path=path, label=label, text=text.strip(), order=place, disposition=added,
        change=PlanItem.Change.NEW if plan.amends_id else "",
    )  # fmt: skip
    PlanItem.objects.filter(pk=item.pk).update(root=item)
    item.refresh_from_db()
    clause = outline.Clause(path, label, "", item.text, parent.path if parent else "", leaf=True)
    propose(plan.unit, {path: item}, suggested([clause]))
    audit.record(actor=actor, verb="plan.item_added", on=item, unit_id=plan.unit_id, path=path)
    return item


def write_items(plan: Plan, clauses: Sequence[outline.Clause]) -> dict[str, PlanItem]:
    """Write a document's clauses as the plan's own items; return them by path."""
    items = {
        clause.path: PlanItem(
            plan=plan,
            path=clause.path[:120],
            label=clause.label[:30],
            heading=clause.heading,
            text=clause.text,
            order=n * _STEP,
        )
        for n, clause in enumerate(clauses, 1)
    }
    PlanItem.objects.bulk_create(items.values())
    for clause in clauses:
        item = items[clause.path]
        item.root, item.parent = item, items.get(clause.parent)
    PlanItem.objects.bulk_update(items.values(), ["root", "parent"], batch_size=200)
    return items


def suggested(clauses: Sequence[outline.Clause]) -> list[Suggestion]:
    """Return the tasks that clauses seem to give, with the indicators of the catalogue that fit them."""
    fit = fitting(clauses, list(known_measures().values()))
    return suggest_from(clauses, {clause.path: codes for clause, codes in zip(clauses, fit, strict=True)})


def propose(unit: Unit, items: Mapping[str, PlanItem], suggestions: Sequence[Suggestion]) -> None:
    """Write suggestions as proposed tasks; a level above the unit's own becomes the unit's own."""
    steps = list(Level.values)
    Task.objects.bulk_create(
        Task(
            item=items[s.path],
            title=s.title,
            responsible_level=max(s.responsible_level, unit.level, key=steps.index),
            recurrence=s.recurrence,
            due=s.due,
            indicators=list(s.indicators),
            why=list(s.why),
        )
        for s in suggestions
    )


def plan_tasks(plan: Plan) -> QuerySet[Task]:
    """Return all tasks of a plan."""
    return Task.objects.filter(item__plan=plan)


def _again(plan: Plan) -> Plan:
    if plan.state != Plan.State.DRAFT:
        raise Refused(_("Văn bản này đã được nhập và xác nhận: “%(title)s”. Chọn tệp khác.") % {"title": plan.title})
    return plan


def free_place(plan: Plan, parent: PlanItem | None, wanted: str = "") -> tuple[str, str, int]:
    """Return label, path and order for one more clause under `parent`, with the label that it had if that is free."""
    label, path = _next_label(plan, parent)
    same = f"{parent.path}.{wanted}" if parent else wanted
    if wanted and not plan.items.filter(path=same).exists():
        label, path = wanted, same
    return label, path, _place(plan, parent)


def _place(plan: Plan, parent: PlanItem | None) -> int:
    """Return a free place after all that stands under `parent`; clauses of a source leave room between them."""
    orders = dict(plan.items.values_list("path", "order"))
    if parent is None:
        return max(orders.values(), default=0) // _STEP * _STEP + _STEP
    under = [place for path, place in orders.items() if path == parent.path or path.startswith(f"{parent.path}.")]
    if max(under) + 1 in orders.values():
        raise Refused(_("Mục %(path)s đã có quá nhiều mục bổ sung: gộp bớt.") % {"path": parent.path})
    return max(under) + 1


def _next_label(plan: Plan, parent: PlanItem | None) -> tuple[str, str]:
    """Return label and path after the last of the siblings: BS1, BS2… so that no clause of the source is shadowed."""
    taken = set(plan.items.values_list("path", flat=True))
    head = f"{parent.path}." if parent else ""
    number = next(n for n in range(1, len(taken) + 2) if f"{head}BS{n}" not in taken)
    return f"BS{number}", f"{head}BS{number}"
