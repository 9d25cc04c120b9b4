"""Who may erase a name in the registers: who records at its unit; of one that is no more, who records above it."""

from lanhmanh.accounts.access import Actor, can, lines
from lanhmanh.accounts.rules import Permission
from lanhmanh.kernel import clock
from lanhmanh.units.models import Ancestry
from lanhmanh.units.selectors import versions_on


def may_erase(actor: Actor, unit_id: int) -> bool:
    """Test whether the actor may erase names that were recorded at a unit.

    A name that nobody could erase any more would be a promise broken. Its heirs may erase what went over to them.
    """
    if can(actor, Permission.ACTIVITY_RECORD, unit_id):
        return True
    today = clock.today()
    if versions_on(today).filter(unit=unit_id).exists():
        return False
    above = Ancestry.objects.filter(lines(today), descendant=unit_id, depth__gt=0).values("ancestor")
    there = versions_on(today).filter(unit__in=above).values_list("unit_id", flat=True)
    return any(can(actor, Permission.ACTIVITY_RECORD, one) for one in there)
