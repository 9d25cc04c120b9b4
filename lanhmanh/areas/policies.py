"""Who may look into which areas, and who has them in hand."""

from datetime import date

from django.db.models import QuerySet

from lanhmanh.accounts.access import Actor, can, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.models import Area
from lanhmanh.db.models import valid_on
from lanhmanh.kernel import clock
from lanhmanh.units.models import Ancestry, Level, Unit


def provinces_of(actor: Actor) -> set[int]:
    """Return the provinces in which the actor looks at areas anywhere at all."""
    places = {unit for units in actor.places(Permission.AREA_VIEW).values() for unit in units}
    rows = Ancestry.objects.filter(descendant__in=places, ancestor__level=Level.PROVINCE)
    return set(rows.values_list("ancestor_id", flat=True))


def in_sight(actor: Actor) -> QuerySet[Unit]:
    """Return the units whose classes the actor may see: what was decided in a province is public there."""
    rows = Ancestry.objects.filter(ancestor__in=provinces_of(actor))
    return Unit.objects.filter(pk__in=rows.values("descendant_id"))


def areas_in_sight(actor: Actor) -> QuerySet[Area]:
    """Return the areas whose classes the actor may see."""
    return Area.objects.filter(unit__in=in_sight(actor))


def inside(actor: Actor) -> QuerySet[Unit]:
    """Return the units whose evidence, appraisals, appeals and plans the actor may read."""
    return units_for(actor, Permission.AREA_VIEW)


def sees_inside(actor: Actor, area: Area) -> bool:
    """Test whether the actor may read more of an area than its classes."""
    return inside(actor).filter(pk=area.unit_id).exists()


def sets_targets(actor: Actor, unit: Unit) -> bool:
    """Test whether the actor sets the targets of a unit's communes: the province of all, a district of its own."""
    if not actor.holds(Permission.TARGET_SET):
        return False
    if can(actor, Permission.TARGET_SET, unit):
        return True
    if actor.home_unit_id != unit.pk:
        return False
    communes = Ancestry.objects.filter(valid_on(clock.today()), ancestor=unit, descendant__level=Level.COMMUNE)
    ids = communes.values("descendant_id")
    held = units_for(actor, Permission.TARGET_SET).filter(pk__in=ids).count()
    return held > 0 and held == communes.count()


def province_of(unit_id: int, day: date) -> Unit | None:
    """Return the province above a unit on a day, itself if it is one; that of its last day where it ended."""
    rows = Ancestry.objects.filter(descendant_id=unit_id, ancestor__level=Level.PROVINCE, valid_from__lte=day)
    found = rows.order_by("-valid_from").select_related("ancestor").first()
    return found.ancestor if found else None
