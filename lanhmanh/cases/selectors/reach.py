"""Where somebody works on cases, is in charge of them, or looks down on them: the registers that hold no names."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, NotAllowed, can, ids_for, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.cases.policies import ANSWERING, KNOWING
from lanhmanh.kernel.text import sort_key
from lanhmanh.units.models import Unit
from lanhmanh.units.selectors import names_on

WORKERS = (Permission.CASE_WORK, Permission.CASE_SUPERVISE)
CHARGE, READERS = ANSWERING, KNOWING


def units_of(actor: Actor, permissions: tuple[Permission, ...] = READERS) -> QuerySet[Unit]:
    """Return the units at which the actor holds one of the permissions."""
    reach = Q(pk__in=[])
    for permission in permissions:
        if actor.holds(permission):
            reach |= Q(pk__in=units_for(actor, permission).values("pk"))
    return Unit.objects.filter(reach)


def ids_of(actor: Actor, permissions: tuple[Permission, ...] = READERS) -> set[int]:
    """Return the ids of those units: written out, no database takes them for a reason to walk through all cases."""
    return set[int]().union(*(ids_for(actor, permission) for permission in permissions))


def holds_at(actor: Actor, unit_id: int, permissions: tuple[Permission, ...]) -> bool:
    """Test whether the actor holds one of the permissions at a unit."""
    return any(can(actor, permission, unit_id) for permission in permissions if actor.holds(permission))


def require_at(actor: Actor, unit_id: int, permissions: tuple[Permission, ...]) -> None:
    """Return if the actor holds one of the permissions at a unit.

    :raises NotAllowed: the actor does not.
    """
    if not holds_at(actor, unit_id, permissions):
        raise NotAllowed(_("Tài khoản này không có quyền làm việc đó tại đơn vị này."))


def named(units: Iterable[Unit], day: date) -> list[tuple[Unit, str]]:
    """Return units that are there on a day with their names, in the order of the alphabet."""
    found = list(units)
    names = names_on({unit.pk for unit in found}, day)
    here = [(unit, names[unit.pk]) for unit in found if unit.pk in names]
    return sorted(here, key=lambda pair: (sort_key(pair[1]), pair[0].pk))
