"""The figures of agencies and schools that registered as free of drugs, and of those that a decision recognised.

The ledger is the one record of them: who is registered at the end of a period, and what the last decision by then says
of them. A recognition stands until the next year's result; a withdrawal ends it. A unit in which nobody ever
registered by then has no figure, which is missing and not 0.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import Q, QuerySet
from django.urls import reverse

from lanhmanh.accounts.access import Actor, can
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.models import Area, AreaClass
from lanhmanh.db.figures import Fact, Figures
from lanhmanh.db.prepared import prepared

Key = TypeVar("Key", bound=Hashable)
REGISTERED, RECOGNISED = "areas.drug_free_registered", "areas.drug_free_recognised"
NAMES = (REGISTERED, RECOGNISED)


def compute_many(
    *, groups: Mapping[Key, Collection[int]], first: date, last: date, names: Collection[str] = NAMES
) -> dict[Key, Figures]:
    """Return these figures of each group of units, in at most two queries however many groups there are."""
    wanted = {unit_id for unit_ids in groups.values() for unit_id in unit_ids}
    counts = _counts(wanted, last, recognised=RECOGNISED in names)
    found: dict[Key, Figures] = {}
    for key, unit_ids in groups.items():
        known = [counts[one] for one in set(unit_ids) if one in counts]
        told = {name: _sum(one[at] for one in known) for at, name in enumerate(NAMES)}
        found[key] = {name: told[name] for name in names}
    return found


def fact_counts(
    *, unit_ids: Collection[int], first: date, last: date, names: Collection[str] = NAMES
) -> dict[str, int]:
    """Return how many agencies and schools each of these figures is made of."""
    counts = _counts(unit_ids, last, recognised=RECOGNISED in names)
    return {name: sum(one[NAMES.index(name)] for one in counts.values()) for name in names}


def facts(
    name: str, *, actor: Actor, unit_ids: Collection[int], first: date, last: date, limit: int
) -> Sequence[Fact] | None:
    """Return the agencies and schools behind a figure, the newest first; None for who may not see them there.

    :raises KeyError: there is no such figure.
    """
    if name not in NAMES:
        raise KeyError(name)
    if not all(can(actor, Permission.AREA_VIEW, unit_id) for unit_id in unit_ids):
        return None
    rows = _there(unit_ids, last).order_by("-registered_on", "-pk")
    if name == RECOGNISED:
        rows = rows.filter(pk__in=_recognised(unit_ids, last))
    return [Fact(one.name, reverse("areas:area", args=[one.uid]), one.registered_on) for one in rows[:limit]]


def _ever(unit_ids: Any, last: Any) -> QuerySet[Area]:
    """Return who had registered by a day."""
    rows = Area.objects.filter(unit__in=unit_ids, registered_on__lte=last)
    return rows.exclude(kind=Area.Kind.UNIT)


def _there(unit_ids: Collection[int], last: date) -> QuerySet[Area]:
    """Return who is registered on a day."""
    return _ever(unit_ids, last).filter(Q(ended_on=None) | Q(ended_on__gt=last))


@prepared
def _registered(units: Any, last: Any) -> QuerySet[Any, Any]:
    return _ever(units, last).values_list("pk", "unit_id", "ended_on")


@prepared
def _decided(units: Any, last: Any, since: Any) -> QuerySet[Any, Any]:
    rows = AreaClass.objects.filter(area__in=_ever(units, last), dated__lte=last, year__gte=since)
    return rows.order_by("year", "pk").values_list("area_id", "recognised")


def _counts(unit_ids: Collection[int], last: date, *, recognised: bool) -> dict[int, list[int]]:
    """Return unit → how many are registered and how many of them recognised, of units that ever registered anybody."""
    rows = _registered(unit_ids, last)
    good = _recognised(unit_ids, last) if recognised and rows else set()
    found: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for pk, unit_id, ended_on in rows:
        there = ended_on is None or ended_on > last
        found[unit_id][0] += there
        found[unit_id][1] += there and pk in good
    return found


def _recognised(unit_ids: Collection[int], last: date) -> set[int]:
    """Return the areas that the last decision of this or the last year by a day recognises."""
    told: dict[int, bool | None] = dict(_decided(unit_ids, last, last.year - 1))
    return {area_id for area_id, recognised in told.items() if recognised}


def _sum(numbers: Iterable[int]) -> Decimal | None:
    known = list(numbers)
    return Decimal(sum(known)) if known else None
