"""The table of ancestors, computed from the dated parents."""

from collections.abc import Iterable

from django.db import transaction

from lanhmanh.units.models import Ancestry, UnitVersion
from lanhmanh.units.rules import lineage


@transaction.atomic
def rebuild_ancestry(unit_ids: Iterable[int] | None = None) -> int:
    """Compute the ancestors of some units and of all below them, or of every unit; return the lines written."""
    if unit_ids is None:
        stands = _stands()
        units = {stand.unit for stand in stands}
        Ancestry.objects.all().delete()
    else:
        units = _with_all_below(set(unit_ids))
        stands = _with_all_above(units)
        Ancestry.objects.filter(descendant_id__in=units).delete()
    rows = [
        Ancestry(
            ancestor_id=line.ancestor, descendant_id=line.descendant, depth=line.depth,
            valid_from=line.period.start, valid_to=line.period.end,
        )
        for line in lineage.lines(stands, sorted(units))
    ]  # fmt: skip
    Ancestry.objects.bulk_create(rows, batch_size=2000)
    return len(rows)


def _stands(units: set[int] | None = None) -> list[lineage.Stand]:
    rows = UnitVersion.objects.all() if units is None else UnitVersion.objects.filter(unit_id__in=units)
    facts = rows.order_by("valid_from").values_list("unit_id", "parent_id", "valid_from", "valid_to")
    return [lineage.Stand(unit, parent, lineage.Period(start, end)) for unit, parent, start, end in facts]


def _with_all_below(units: set[int]) -> set[int]:
    found, fresh = set(units), set(units)
    while fresh:
        below = UnitVersion.objects.filter(parent_id__in=fresh).values_list("unit_id", flat=True)
        fresh = set(below) - found
        found |= fresh
    return found


def _with_all_above(units: set[int]) -> list[lineage.Stand]:
    stands: list[lineage.Stand] = []
    known, fresh = set(units), set(units)
    while fresh:
        more = _stands(fresh)
        stands += more
        fresh = {stand.parent for stand in more if stand.parent is not None} - known
        known |= fresh
    return stands
