"""Openings with a reason are read by who answers for the unit; those in an emergency are judged."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor
from lanhmanh.audit.services import record
from lanhmanh.cases import access
from lanhmanh.cases.models import Opening
from lanhmanh.cases.selectors.openings import Look, get_watched, looks, may_review
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.keyring.access import Keys


@transaction.atomic
def read_looks(*, actor: Actor, keys: Keys, openings: Sequence[Opening]) -> list[Look]:
    """Return openings with their reasons, and put on record that the reasons were read."""
    found = looks(actor, keys, openings)
    if any(look.opened for look in found):
        record(actor=actor, verb="opening.read", unit_id=actor.home_unit_id, count=len(found))
    return found


@transaction.atomic
def review_opening(*, actor: Actor, keys: Keys, opening: Opening, justified: bool, words: str) -> None:
    """Judge an emergency opening; what is not found justified wants words.

    :raises Http404: the actor does not answer for the unit.
    :raises Refused: it is no emergency opening, the actor's own, judged already, or words are missing.
    :raises NoKey: the actor holds no key for it.
    """
    opening = get_watched(actor, opening.uid)
    if not may_review(actor, opening):
        raise Refused(_("Lần mở này không chờ bạn xem xét: đã có kết luận, hoặc là lần mở của chính bạn."))
    if not justified and not words.strip():
        raise Refused(_("Ghi vì sao lần mở này không chính đáng và đã xử lý thế nào."))
    rows = Opening.objects.filter(pk=opening.pk, reviewed_at=None)
    if not rows.update(reviewed_by=actor.user_id, reviewed_at=clock.now(), justified=justified):
        raise Refused(_("Người khác vừa kết luận lần mở này."))
    box = opening.case.box
    access.write(box=box, key=keys.open_box(box), record=opening.uid, fields={"review": words.strip()[:1000]})
    record(
        actor=actor, verb="opening.reviewed", on=opening.case, unit_id=opening.case.unit_id, opening=opening.uid,
        justified=justified,
    )  # fmt: skip
