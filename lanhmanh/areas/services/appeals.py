"""What an area says against its class, and the answer to it."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, require
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.models import Appeal, AreaClass, Assessment
from lanhmanh.areas.rules import course
from lanhmanh.areas.rules.course import require_another
from lanhmanh.areas.services.common import standing, words
from lanhmanh.areas.services.deciding import Other, Signing, give_another
from lanhmanh.audit import services as audit
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused


@transaction.atomic
def lodge_appeal(*, actor: Actor, given: AreaClass, text: str) -> Appeal:
    """Say why the class, or its withdrawal, is not right.

    :raises Refused: it does not stand any more, an appeal waits already, or nothing is said.
    """
    require(actor, Permission.AREA_SCORE, given.area.unit_id)
    found = standing(given)
    open_ = Assessment.objects.filter(area=found.area_id, rule_code=found.rule_code, year=found.year)
    if open_.exclude(state__in=course.ENDED).exists():
        raise Refused(_("Năm này đang chấm lại: kết quả mới sẽ thay, không cần kiến nghị."))
    if not text.strip():
        raise Refused(_("Ghi nội dung kiến nghị: điều gì chưa đúng, căn cứ vào đâu."))
    made = Appeal(given=found, words=words(text, 4000), lodged_at=clock.now(), lodged_by_id=actor.user_id)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        raise Refused(_("Kết quả này đã có kiến nghị chờ trả lời.")) from None
    audit.record(actor=actor, verb="area.appeal_lodged", on=made, unit_id=found.area.unit_id, year=found.year)
    return made


@transaction.atomic
def keep_class(*, actor: Actor, appeal: Appeal, answer: str) -> Appeal:
    """Answer that the class stays, and why."""
    found = _open(actor, appeal, answer)
    return _answered(actor, found, answer, Appeal.State.KEPT, None)


@transaction.atomic
def change_class(*, actor: Actor, appeal: Appeal, answer: str, other: Other, signing: Signing) -> Appeal:
    """Answer with another class, given by a decision of its own."""
    found = _open(actor, appeal, answer)
    made = give_another(actor=actor, given=found.given, other=other, signing=signing)
    return _answered(actor, found, answer, Appeal.State.CHANGED, made)


def _open(actor: Actor, appeal: Appeal, answer: str) -> Appeal:
    require(actor, Permission.AREA_DECIDE, appeal.given.area.unit_id)
    rows = Appeal.objects.select_for_update(of=("self",)).select_related("given__area")
    found = rows.get(pk=appeal.pk)
    if found.state != Appeal.State.LODGED:
        raise Refused(_("Kiến nghị này đã được trả lời."))
    require_another(actor.user_id, found.lodged_by_id)
    if not answer.strip():
        raise Refused(_("Ghi nội dung trả lời."))
    return found


def _answered(actor: Actor, found: Appeal, answer: str, state: str, outcome: AreaClass | None) -> Appeal:
    found.state, found.answer, found.outcome = state, words(answer, 4000), outcome
    found.answered_at, found.answered_by_id = clock.now(), actor.user_id
    found.save()
    audit.record(
        actor=actor, verb="area.appeal_answered", on=found, unit_id=found.given.area.unit_id, outcome=state,
        year=found.given.year,
    )  # fmt: skip
    return found
