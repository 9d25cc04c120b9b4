"""Reading where a tip goes."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.http import Http404

from lanhmanh.accounts.access import Actor, can, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.models import TipContact
from lanhmanh.areas.policies import province_of
from lanhmanh.areas.selectors.naming import names_of
from lanhmanh.kernel import clock
from lanhmanh.units.models import Ancestry, Level, Unit
from lanhmanh.units.selectors import ancestors, under

_NEAREST = {Level.COMMUNE: 0, Level.DISTRICT: 1, Level.PROVINCE: 2}


def written_at(actor: Actor) -> Unit | None:
    """Return the province whose list the actor keeps, None for who keeps none."""
    if not actor.holds(Permission.RULES_WRITE):
        return None
    found = province_of(actor.home_unit_id or 0, clock.today())
    return found if found and can(actor, Permission.RULES_WRITE, found) else None


def contacts_for(unit: Unit | None) -> list[TipContact]:
    """Return the bodies that take tips from a unit: its own, then those of the units above it; two queries."""
    if unit is None:
        return []
    line = [unit.pk, *(one.unit_id for one in ancestors(unit, clock.today()))]
    rows = list(standing().filter(unit__in=line))
    return sorted(rows, key=lambda row: (line.index(row.unit_id), row.name, row.pk))


def contacts_of(province: Unit) -> QuerySet[TipContact]:
    """Return all bodies of a province that take tips."""
    return standing().filter(unit__in=Ancestry.objects.filter(ancestor=province).values("descendant"))


def standing() -> QuerySet[TipContact]:
    """Return the contacts that were not taken off, with their units."""
    return TipContact.objects.filter(voided_at__isnull=True).select_related("unit").order_by("unit_id", "name", "pk")


def get_contact(actor: Actor, uid: str) -> TipContact:
    """Return a contact of the list that the actor keeps.

    :raises Http404: there is none.
    """
    province = written_at(actor)
    found = contacts_of(province).filter(uid=uid).first() if province else None
    if found is None:
        raise Http404("contact")
    return found


def units_below(province: Unit) -> list[tuple[Unit, str, str]]:
    """Return the province, its districts and communes today, each with its code and name."""
    rows = under(province, clock.today(), with_self=True).exclude(unit__level=Level.BRANCH).select_related("unit")
    return [(one.unit, one.code, one.name) for one in sorted(rows, key=lambda one: (-_rank(one.unit), one.sort))]


def unit_asked(actor: Actor, uid: str) -> Unit | None:
    """Return the unit for which a person asks where a tip goes: one in sight, else where the person works."""
    if uid and (found := units_for(actor, Permission.AREA_VIEW).filter(uid=uid).first()):
        return found
    return Unit.objects.filter(pk=actor.home_unit_id or 0).first()


def labelled(rows: Sequence[TipContact]) -> list[tuple[TipContact, str]]:
    """Return contacts with the names of the units from which they take tips; one query, three where a unit ended."""
    names = names_of([], [row.unit_id for row in rows])
    return [(row, names.unit(row.unit_id)) for row in rows]


def _rank(unit: Unit) -> int:
    return _NEAREST.get(Level(unit.level), 0)
