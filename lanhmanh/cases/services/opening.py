"""Opening a case: for a stated purpose, for some hours, on record; nobody opens one in silence."""

from datetime import timedelta

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor
from lanhmanh.audit.services import record
from lanhmanh.cases import access
from lanhmanh.cases.models import Case, Opening, OpeningKind, Purpose
from lanhmanh.cases.policies import REASONED, way_in
from lanhmanh.cases.rules.ways import opens_for
from lanhmanh.cases.selectors.door import Opened
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.keyring.access import Keys

LASTS = timedelta(hours=4)
SHORTEST_REASON = 15


@transaction.atomic
def open_case(*, actor: Actor, keys: Keys, case: Case, purpose: str, reason: str = "") -> Opened:
    """Open a case for a purpose; from above, and in an emergency, with a reason that its supervisor will read.

    :raises Http404: the actor has no way in.
    :raises Refused: no such purpose, or a reason is wanted and was not given.
    :raises NoKey: the actor holds no key for it.
    """
    kind = way_in(actor, case)
    if kind is None:
        raise Http404("case")
    if purpose not in Purpose.values or not opens_for(case.state, purpose):
        raise Refused(_("Chọn mục đích mở hồ sơ trong danh sách."))
    if kind in REASONED and len(reason.strip()) < SHORTEST_REASON:
        raise Refused(_("Nêu rõ lý do mở hồ sơ (ít nhất %(count)s ký tự).") % {"count": SHORTEST_REASON})
    key = keys.open_box(case.box)
    opening = begin(actor=actor, case=case, kind=kind, purpose=purpose)
    if reason.strip():
        access.write(box=case.box, key=key, record=opening.uid, fields={"reason": reason.strip()[:1000]})
    return Opened(case, opening, key)


@transaction.atomic
def shut_case(*, actor: Actor, case: Case) -> None:
    """End the actor's own openings of a case before their hour."""
    now = clock.now()
    running = Opening.objects.filter(case=case, user_id=actor.user_id, at__lt=now, until__gt=now)
    if running.update(until=now):
        record(actor=actor, verb="case.shut", on=case, unit_id=case.unit_id)


def begin(*, actor: Actor, case: Case, kind: OpeningKind, purpose: str) -> Opening:
    """Put on record that a case is open; a part of the verbs that open one."""
    now = clock.now()
    opening = Opening.objects.create(
        case=case, user_id=actor.user_id, kind=kind, purpose=purpose, at=now, until=now + LASTS
    )
    record(actor=actor, verb="case.opened", on=case, unit_id=case.unit_id, kind=kind, purpose=purpose)
    return opening
