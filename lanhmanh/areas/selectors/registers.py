"""Agencies and schools that registered."""

from lanhmanh.accounts.access import Actor, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.models import Area
from lanhmanh.areas.policies import inside
from lanhmanh.kernel import clock
from lanhmanh.units.models import Level, Unit
from lanhmanh.units.selectors import under

MOST = 1000


def registered_below(actor: Actor, root: Unit) -> list[Area]:
    """Return the agencies and schools below a unit that the actor may look into, those still registered first."""
    below = under(root, clock.today(), with_self=True).values("unit_id")
    rows = Area.objects.exclude(kind=Area.Kind.UNIT).filter(unit__in=inside(actor)).filter(unit__in=below)
    return list(rows.select_related("unit").order_by("ended_on", "unit_id", "name")[:MOST])


def communes_of(actor: Actor) -> list[Unit]:
    """Return the communes that the actor scores."""
    return list(units_for(actor, Permission.AREA_SCORE).filter(level=Level.COMMUNE))
