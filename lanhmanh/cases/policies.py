"""Who may see that a case exists, by what way somebody may open it, and what that way allows."""

from django.db.models import Q, QuerySet

from lanhmanh.accounts.access import Actor, can, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.cases.models import Assignment, Case, CaseState, OpeningKind, Transfer, TransferState
from lanhmanh.db.models import valid_on
from lanhmanh.kernel import clock

# Who holds one of these knows of the cases there, though not yet whom they are about.
KNOWING = (Permission.CASE_WORK, Permission.CASE_SUPERVISE, Permission.CASE_OVERSEE)
# Ways that let the reader change a case; those above may look and say why, the unit does the work.
WRITING = frozenset({OpeningKind.ORDINARY, OpeningKind.SUPERVISION, OpeningKind.BREAK_GLASS})
# Ways that want a reason in words, beside the purpose.
REASONED = frozenset({OpeningKind.OVERSIGHT, OpeningKind.BREAK_GLASS})


def visible(actor: Actor) -> QuerySet[Case]:
    """Return the cases that the actor may know of, without any name: of the own unit, below, or offered to it."""
    reach = Q(pk__in=[])
    for permission in KNOWING:
        if actor.holds(permission):
            reach |= Q(unit__in=units_for(actor, permission))
    return Case.objects.filter(reach | Q(pk__in=offered(actor).values("case_id")))


def offered(actor: Actor) -> QuerySet[Transfer]:
    """Return the transfers that wait for an answer of the actor's unit."""
    here = Q(pk__in=[])
    for permission in (Permission.CASE_WORK, Permission.CASE_SUPERVISE):
        if actor.holds(permission):
            here |= Q(to_unit__in=units_for(actor, permission))
    return Transfer.objects.filter(here, state=TransferState.ASKED)


def way_in(actor: Actor, case: Case) -> OpeningKind | None:
    """Return by what right the actor may open a case; None: not at all. A sealed one opens from supervision upwards."""
    supervised = can(actor, Permission.CASE_SUPERVISE, case.unit_id)
    if case.state == CaseState.ERASED:
        return None
    if case.state in {CaseState.OPEN, CaseState.CLOSED}:
        if is_assigned(actor, case):
            return OpeningKind.ORDINARY
        if not supervised and can(actor, Permission.CASE_WORK, case.unit_id):
            return OpeningKind.BREAK_GLASS
    if supervised:
        return OpeningKind.SUPERVISION
    return OpeningKind.OVERSIGHT if can(actor, Permission.CASE_OVERSEE, case.unit_id) else None


def is_assigned(actor: Actor, case: Case) -> bool:
    """Test whether the actor works on a case today."""
    rows = Assignment.objects.filter(valid_on(clock.today()), case=case, user_id=actor.user_id)
    return rows.exists() and can(actor, Permission.CASE_WORK, case.unit_id)
