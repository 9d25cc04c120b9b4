"""Who reads what is shared: everybody who works in the province by its plan."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from lanhmanh.accounts.access import Actor, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.units.models import Ancestry, Level, Unit
from lanhmanh.units.selectors import names_on


def in_province(actor: Actor) -> QuerySet[Any]:
    """Return the ids of the units of the provinces where the actor reads the plan, those that ended too."""
    homes: set[int] = set().union(*actor.places(Permission.PLAN_VIEW).values())
    tops = Ancestry.objects.filter(descendant__in=homes, ancestor__level=Level.PROVINCE).values("ancestor_id")
    return Ancestry.objects.filter(ancestor__in=tops).values("descendant_id")


def recording_units(actor: Actor, day: date) -> list[tuple[Unit, str]]:
    """Return the units for which the actor may record, the own one first, with their names on that day."""
    units = {unit.pk: unit for unit in units_for(actor, Permission.ACTIVITY_RECORD)}
    names = names_on(units, day)
    order = sorted(names, key=lambda pk: (pk != actor.home_unit_id, units[pk].level, names[pk]))
    return [(units[pk], names[pk]) for pk in order]


def home_of(actor: Actor) -> Unit | None:
    """Return the unit where the actor works, None without one."""
    return Unit.objects.filter(pk=actor.home_unit_id or 0).first()
