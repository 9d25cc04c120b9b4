"""What units that are no more still hold in their registers of places."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from lanhmanh.areas.models import Area, Business, Site


def left_places(unit_ids: Collection[int]) -> dict[str, QuerySet[Any]]:
    """Return register → its open rows in some units: businesses, sites, agencies and schools."""
    ids = list(unit_ids)
    return {
        "businesses": Business.objects.filter(unit__in=ids, closed_on=None),
        "sites": Site.objects.filter(unit__in=ids, closed_on=None),
        "bodies": Area.objects.exclude(kind=Area.Kind.UNIT).filter(unit__in=ids, ended_on=None),
    }
