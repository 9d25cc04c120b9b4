"""What areas are called, and under what they stand."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

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
    """Return the names of areas and units on a day (today), and of what stands above; three queries at most.

    A unit that is not there on that day goes by the last name it had.
    """
    wanted = {area.unit_id for area in areas} | set(units)
    found = _versions(wanted, day or clock.today())
    parents = {version.parent_id for version in found.values() if version.parent_id} - found.keys()
    return Names(found | _versions(parents, day or clock.today()))


def _versions(ids: set[int], day: date) -> dict[int, UnitVersion]:
    found = {version.unit_id: version for version in versions_on(day).filter(unit_id__in=ids)}
    if gone := ids - found.keys():
        rows = UnitVersion.objects.filter(unit_id__in=gone).select_related("unit").order_by("valid_from")
        found |= {version.unit_id: version for version in rows}
    return found
