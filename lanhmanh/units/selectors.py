"""Questions to the tree; each is asked as of a date. The tree is public, so no actor is needed."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.http import Http404

from lanhmanh.db.models import valid_on
from lanhmanh.units.models import Ancestry, Unit, UnitVersion


def versions_on(day: date) -> QuerySet[UnitVersion]:
    """Return what every unit is on that day."""
    return UnitVersion.objects.filter(valid_on(day)).select_related("unit")


def version_of(unit: Unit, day: date) -> UnitVersion | None:
    """Return what a unit is on that day, None if it is not."""
    return versions_on(day).filter(unit=unit).first()


def names_on(unit_ids: Iterable[int], day: date) -> dict[int, str]:
    """Return unit id → full name on that day, in one query."""
    return dict(versions_on(day).filter(unit_id__in=list(unit_ids)).values_list("unit_id", "name"))


def under(unit: Unit, day: date, *, level: str | None = None, with_self: bool = False) -> QuerySet[UnitVersion]:
    """Return the units below one on that day, in Vietnamese order; only those of `level` where given."""
    below = Ancestry.objects.filter(valid_on(day), ancestor=unit, depth__gte=0 if with_self else 1)
    rows = versions_on(day).filter(unit_id__in=below.values("descendant_id"))
    if level:
        rows = rows.filter(unit__level=level)
    return rows.order_by("sort")


def children(unit: Unit, day: date) -> QuerySet[UnitVersion]:
    """Return the units one step below on that day, in Vietnamese order."""
    return versions_on(day).filter(parent=unit).order_by("sort")


def ancestors(unit: Unit, day: date) -> list[UnitVersion]:
    """Return the units above one on that day, the nearest first."""
    rows = Ancestry.objects.filter(valid_on(day), descendant=unit, depth__gt=0).order_by("depth")
    ids = list(rows.values_list("ancestor_id", flat=True))
    found = {v.unit_id: v for v in versions_on(day).filter(unit_id__in=ids)}
    return [found[i] for i in ids if i in found]


def parent_of(unit: Unit, day: date) -> Unit | None:
    """Return the unit one step above on that day."""
    above = ancestors(unit, day)
    return above[0].unit if above else None


def get_unit(uid: str) -> Unit:
    """Return a unit by its public id.

    :raises Http404: there is none.
    """
    unit = Unit.objects.filter(uid=uid).first()
    if unit is None:
        raise Http404("unit")
    return unit


def union_name(version: UnitVersion) -> str:
    """Return the name of the Farmers' Union body of a unit: "Hội Nông dân phường Trảng Dài"."""
    if version.unit.level == "branch":
        return version.name
    return f"Hội Nông dân {version.name[:1].lower()}{version.name[1:]}"
