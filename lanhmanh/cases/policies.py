"""Who may see that a case exists, by what way somebody may open it, and what that way allows."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from lanhmanh.accounts.access import Actor, can, held_at, ids_for, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.cases.models import Assignment, Case, CaseState, OpeningKind, Transfer, TransferState
from lanhmanh.cases.rules.ways import way
from lanhmanh.db.models import valid_on
from lanhmanh.db.prepared import prepared
from lanhmanh.kernel import clock

# Who holds one of these knows of the cases there, though not yet whom they are about.
KNOWING = (Permission.CASE_WORK, Permission.CASE_SUPERVISE, Permission.CASE_OVERSEE)
# They answer for what is done with them.
ANSWERING = (Permission.CASE_SUPERVISE, Permission.CASE_OVERSEE)
# States in which something may still be written.
IN_USE = frozenset({CaseState.OPEN, CaseState.CLOSED})
# Ways that let the reader change a case; those above may look and say why, the unit does the work.
WRITING = frozenset({OpeningKind.ORDINARY, OpeningKind.SUPERVISION, OpeningKind.BREAK_GLASS})
# Ways that want a reason in words, beside the purpose.
REASONED = frozenset({OpeningKind.OVERSIGHT, OpeningKind.BREAK_GLASS})


def visible(actor: Actor) -> QuerySet[Case]:
    """Return the cases that the actor may know of, without any name: of the own unit, below, or offered to it.

    One that went into another is known through that one alone.
    """
    reach = Q(pk__in=[])
    for permission in KNOWING:
        if actor.holds(permission):
            reach |= Q(unit__in=units_for(actor, permission))
    rows = Case.objects.exclude(state=CaseState.MERGED)
    return rows.filter(reach | Q(pk__in=offered(actor).values("case_id")))


def offered(actor: Actor) -> QuerySet[Transfer]:
    """Return the transfers that wait for an answer of the actor's unit."""
    here = Q(pk__in=[])
    for permission in (Permission.CASE_WORK, Permission.CASE_SUPERVISE):
        if actor.holds(permission):
            here |= Q(to_unit__in=ids_for(actor, permission))
    return Transfer.objects.filter(here, state=TransferState.ASKED)


def way_in(actor: Actor, case: Case) -> OpeningKind | None:
    """Return by what right the actor may open a case; None: not at all."""
    return ways(actor, [case])[case.pk]


def ways(actor: Actor, cases: Collection[Case]) -> dict[int, OpeningKind | None]:
    """Return by what right the actor may open each of the cases; as many queries for a page as for one."""
    units = {case.unit_id for case in cases}
    works, supervises, oversees = (held_at(actor, permission, units) for permission in KNOWING)
    rows = _assigned([case.pk for case in cases], actor.user_id, clock.today()) if works else []
    assigned = {pk for (pk,) in rows}
    found = {
        case.pk: way(
            case.state,
            assigned=case.pk in assigned,
            works=case.unit_id in works,
            supervises=case.unit_id in supervises,
            oversees=case.unit_id in oversees,
        )
        for case in cases
    }
    return {pk: OpeningKind(kind) if kind else None for pk, kind in found.items()}


@prepared
def _assigned(cases: Collection[int], user: int, day: date) -> QuerySet[Assignment, tuple[int]]:
    return Assignment.objects.filter(valid_on(day), case__in=cases, user=user).values_list("case_id")


def may_merge(actor: Actor, case: Case) -> bool:
    """Test whether the actor may merge a case with another of its unit: whoever answers for the unit.

    Both must stand open before the actor too; that is asked where they are merged.
    """
    return can(actor, Permission.CASE_SUPERVISE, case.unit_id)
