"""Who works on a case: given and ended by who answers for the unit."""

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, require
from lanhmanh.accounts.rules import Permission
from lanhmanh.audit.services import record
from lanhmanh.cases.models import Assignment, Case, CaseState
from lanhmanh.cases.selectors.door import get_case
from lanhmanh.cases.selectors.members import member_of
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused


@transaction.atomic
def assign(*, actor: Actor, case: Case, member: str) -> Assignment:
    """Let a member of the unit work on a case from today.

    :raises NotAllowed: the actor does not answer for the unit.
    :raises Refused: the case is sealed, the member is of no such unit, or works on it already.
    """
    case = get_case(actor, case.uid)
    require(actor, Permission.CASE_SUPERVISE, case.unit_id)
    if case.state not in {CaseState.OPEN, CaseState.CLOSED}:
        raise Refused(_("Hồ sơ đã niêm phong: không phân công nữa."))
    user = member_of(case.unit, member)
    made, new = Assignment.objects.get_or_create(
        case=case, user=user, valid_to=None, defaults={"valid_from": clock.today()}
    )
    if not new:
        raise Refused(_("Người này đang được phân công hồ sơ này."))
    record(actor=actor, verb="case.assigned", on=case, unit_id=case.unit_id, member=user.pk)
    return made


@transaction.atomic
def end_assignment(*, actor: Actor, case: Case, uid: str) -> None:
    """End the work of a member on a case at once; openings that still run open nothing from then on.

    :raises NotAllowed: the actor does not answer for the unit.
    :raises Http404: the case has no such assignment.
    """
    case = get_case(actor, case.uid)
    require(actor, Permission.CASE_SUPERVISE, case.unit_id)
    row = Assignment.objects.filter(case=case, uid=uid, valid_to=None).first()
    if row is None:
        raise Http404("assignment")
    end(row)
    record(actor=actor, verb="case.unassigned", on=case, unit_id=case.unit_id, member=row.user_id)


def end(row: Assignment) -> None:
    """End an assignment today; one that began today never held for a day, the trail remembers it."""
    today = clock.today()
    if row.valid_from >= today:
        row.delete()
        return
    row.valid_to = today
    row.save(update_fields=["valid_to"])
