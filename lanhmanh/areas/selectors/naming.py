"""What areas are called, and under what they stand."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from lanhmanh.areas.models import Area
from lanhmanh.kernel import clock
from lanhmanh.kernel.text import sort_key
from lanhmanh.units.models import UnitVersion
from lanhmanh.units.selectors import versions_on


@dataclass
class Names:
    """The names of units on a day, by unit."""

    versions: dict[int, UnitVersion] = field(default_factory=dict)

    def unit(self, unit_id: int) -> str:
        """Return what a unit is called."""
        found = self.versions.get(unit_id)
        return found.name if found else ""

    def of(self, area: Area) -> str:
        """Return what an area is called; an agency or school with its commune."""
        own = self.unit(area.unit_id)
        return own if area.kind == Area.Kind.UNIT else f"{area.name} ({own})"

    def above(self, area: Area) -> str:
        """Return the name of the unit one step above that of an area."""
        found = self.versions.get(area.unit_id)
        return self.unit(found.parent_id) if found and found.parent_id else ""

    def order(self, area: Area) -> tuple[str, str, str]:
        """Return the place of an area in a list: by the unit above, its own, its name."""
        found = self.versions.get(area.unit_id)
        above = self.versions.get(found.parent_id or 0) if found else None
        return above.sort if above else "", found.sort if found else "", sort_key(area.name)


def names_of(areas: Iterable[Area], units: Iterable[int] = (), day: date | None = None) -> Names:
    """Return the names of areas and units on a day (today), and of what stands above; one query, two where one ended.

    A unit that is not there on that day goes by the last name it had.
    """
    wanted, there = {area.unit_id for area in areas} | set(units), versions_on(day or clock.today())
    if not wanted:
        return Names()
    above = there.filter(unit_id__in=wanted, parent__isnull=False).values("parent_id")
    rows = there.filter(Q(unit_id__in=wanted) | Q(unit_id__in=above))
    found = {version.unit_id: version for version in rows}
    if gone := wanted - found.keys():
        rows = UnitVersion.objects.filter(unit_id__in=gone).select_related("unit").order_by("valid_from")
        found |= {version.unit_id: version for version in rows}
        parents = {version.parent_id for version in found.values() if version.parent_id} - found.keys()
        found |= {version.unit_id: version for version in there.filter(unit_id__in=parents)}
    return Names(found)
