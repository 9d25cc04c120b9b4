"""Whether two cases are of one person is settled above both; the units act on it, nothing is joined by itself."""

from django.db import transaction

from lanhmanh.accounts.access import Actor
from lanhmanh.audit.services import record
from lanhmanh.cases.models import Case, Twin
from lanhmanh.cases.policies import IN_USE
from lanhmanh.cases.selectors.overseen import get_twin
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused, sentence

CHOOSE = sentence("Chọn đơn vị tiếp tục giúp người này; đơn vị kia chuyển hồ sơ sang đó.")


@transaction.atomic
def settle_twin(*, actor: Actor, uid: str, same: bool, keep: str = "") -> Twin:
    """Say whether two cases are of one person, and which unit goes on; it can be settled otherwise until they are one.

    Both units find it on their page of the day. To settle the same again changes nothing.

    :raises Http404: there is no such pair of which the actor oversees both.
    :raises Refused: one of two units has to go on, and none was chosen.
    """
    twin = get_twin(actor, uid)
    kept = _kept(twin, keep) if same else None
    if (twin.same, twin.kept_id) == (same, kept and kept.pk):
        return twin
    twin.same, twin.kept, twin.settled_at, twin.settled_by_id = same, kept, clock.now(), actor.user_id
    twin.save(update_fields=["same", "kept", "settled_at", "settled_by"])
    for case in (twin.first, twin.second):
        facts = {} if kept is None else {"kept": case.pk == kept.pk}
        record(actor=actor, verb="twin.settled", on=case, unit_id=case.unit_id, same=same, **facts)
    return twin


def goes_over(twin: Twin) -> bool:
    """Test whether one of two cases can go to the unit of the other: they are of two units, and neither is sealed."""
    cases = (twin.first, twin.second)
    return twin.first.unit_id != twin.second.unit_id and all(case.state in IN_USE for case in cases)


def _kept(twin: Twin, keep: str) -> Case | None:
    if not goes_over(twin):
        return None
    found = next((case for case in (twin.first, twin.second) if case.uid == keep), None)
    if found is None:
        raise Refused(CHOOSE)
    return found
