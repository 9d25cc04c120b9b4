"""Send guidance down with a plan, and take note of it."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, require
from lanhmanh.accounts.rules import Permission
from lanhmanh.audit import services as audit
from lanhmanh.documents.models import Document
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.ids import new_id
from lanhmanh.plan import selectors
from lanhmanh.plan.models import Acknowledgement, Guidance, Plan, PlanItem
from lanhmanh.units.models import Level, Unit

_MOST_GROUPS = 500


@transaction.atomic
def send_guidance(
    *,
    actor: Actor,
    unit: Unit,
    plan: Plan,
    levels: Sequence[str],
    title: str,
    text: str,
    item: PlanItem | None = None,
    document: Document | None = None,
    due: date | None = None,
    token: str = "",
) -> Guidance:
    """Send guidance of a plan, or of one of its clauses, to all units of some levels below.

    It is never changed: a mistake is corrected by a new one. A form sent twice carries the same `token` and sends once.

    :raises NotAllowed: the actor does not edit plans here.
    :raises Refused: the plan is not in force or not of this unit's line, nobody would receive it, or it says nothing.
    """
    require(actor, Permission.PLAN_EDIT, unit)
    if known := _sent_before(unit, token):
        return known
    if not selectors.may_send(actor, plan, unit, clock.today()):
        raise Refused(_("Chỉ gửi hướng dẫn theo kế hoạch đang có hiệu lực của đơn vị mình hoặc của cấp trên."))
    if item and (item.plan_id != plan.pk or item.disposition == PlanItem.Disposition.NOT_APPLICABLE):
        raise Refused(_("Chọn một mục có áp dụng của kế hoạch này, hoặc hướng dẫn cả kế hoạch."))
    if document and document.unit_id != unit.pk:
        raise Refused(_("Chọn văn bản trong sổ của đơn vị mình."))
    _complete(title, text, due)
    asked = _levels(unit, levels)
    guidance: Guidance = Guidance.objects.create(
        uid=token or new_id(), plan=plan, item=item, unit=unit, document=document, title=title.strip(),
        text=text.strip(), levels=list(asked), due=due, sent_at=clock.now(), sent_by_id=actor.user_id,
    )  # fmt: skip
    audit.record(
        actor=actor, verb="guidance.sent", on=guidance, unit_id=unit.pk, plan=plan.uid, item=item.path if item else "",
        levels=list(asked), units=sum(asked.values()), due=due.isoformat() if due else "",
    )  # fmt: skip
    return guidance


@transaction.atomic
def acknowledge(
    *, actor: Actor, guidance: Guidance, unit: Unit, groups: int | None = None, note: str = ""
) -> Acknowledgement:
    """Say that a unit took note of guidance; a branch says how many groups it told. Said twice, the first holds.

    :raises NotAllowed: the actor does not work at this unit.
    :raises Refused: the guidance was not sent to this unit, or the number of groups is no such number.
    """
    require(actor, Permission.TASK_DO, unit)
    if not selectors.is_addressed(guidance, unit):
        raise Refused(_("Hướng dẫn này không gửi cho đơn vị của bạn."))
    if groups is not None and (unit.level != Level.BRANCH or not 0 <= groups <= _MOST_GROUPS):
        raise Refused(_("Chỉ chi hội ghi số tổ hội đã phổ biến, từ 0 đến 500."))
    facts = {"groups": groups, "note": note.strip(), "noted_at": clock.now(), "noted_by_id": actor.user_id}
    noted, new = Acknowledgement.objects.get_or_create(guidance=guidance, unit=unit, defaults=facts)
    if new:
        audit.record(
            actor=actor, verb="guidance.acknowledged", on=guidance, unit_id=unit.pk,
            groups="" if groups is None else groups,
        )  # fmt: skip
    return noted


def _sent_before(unit: Unit, token: str) -> Guidance | None:
    known: Guidance | None = Guidance.objects.filter(uid=token).first() if token else None
    if known and known.unit_id != unit.pk:
        raise Refused(_("Biểu mẫu này đã được dùng: mở lại trang rồi gửi."))
    return known


def _complete(title: str, text: str, due: date | None) -> None:
    if not title.strip() or not text.strip():
        raise Refused(_("Hướng dẫn cần có tên và nội dung."))
    if due and due < clock.today():
        raise Refused(_("Hạn xác nhận đã qua: chọn ngày từ hôm nay trở đi."))


def _levels(unit: Unit, levels: Sequence[str]) -> dict[str, int]:
    """Return the chosen levels with how many units stand there."""
    below = selectors.levels_below(unit, clock.today())
    if not levels or not set(levels) <= set(below):
        raise Refused(_("Chọn ít nhất một cấp đang có đơn vị bên dưới."))
    return {level: count for level, count in below.items() if level in levels}
