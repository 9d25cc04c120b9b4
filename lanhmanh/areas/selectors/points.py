"""Where communes lie, as far as a point of each is known."""

from collections.abc import Collection

from lanhmanh.areas.rules.places import Point
from lanhmanh.units.models import Succession, UnitVersion


def middles(unit_ids: Collection[int]) -> dict[int, Point]:
    """Return unit id → a point in it, in two queries; one of which none is known borrows that of its successor."""
    heirs: dict[int, list[int]] = {}
    for source, target in Succession.objects.filter(source_id__in=unit_ids).values_list("source_id", "target_id"):
        heirs.setdefault(source, []).append(target)
    asked = {*unit_ids, *(heir for found in heirs.values() for heir in found)}
    rows = UnitVersion.objects.filter(unit_id__in=asked, latitude__isnull=False, longitude__isnull=False)
    known: dict[int, Point] = {}
    for unit_id, latitude, longitude in rows.order_by("-valid_from").values_list("unit_id", "latitude", "longitude"):
        if latitude is not None and longitude is not None:
            known[unit_id] = (latitude, longitude)
    lines = {unit_id: (unit_id, *heirs.get(unit_id, ())) for unit_id in unit_ids}
    return {unit_id: known[found[0]] for unit_id, line in lines.items() if (found := [u for u in line if u in known])}
