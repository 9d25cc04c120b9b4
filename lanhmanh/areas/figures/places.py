"""The named figures of businesses, inspections, sites and visits, by unit and period.

A unit that keeps a register has 0 where nothing happened; one that keeps none has None, which is missing and not 0.
An inspection, a visit and a leakage count where they took place; a business and a site where they lie now.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import Count, Model, Q, QuerySet
from django.urls import reverse

from lanhmanh.accounts.access import Actor, can
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.models import Business, By, Inspection, InspectionState, Kept, Leakage, Site, Visit
from lanhmanh.areas.rules.places import stands
from lanhmanh.db.figures import Fact, Figures
from lanhmanh.db.prepared import prepared
from lanhmanh.law.places import sensitive_on
from lanhmanh.units.selectors import counts_of

Key = TypeVar("Key", bound=Hashable)


@dataclass(slots=True)
class _Place:
    """Hold what a figure asks of one place in a period."""

    pk: int
    stands: bool
    sensitive: bool
    pledged: bool


@dataclass(slots=True)
class _Look:
    """Hold what a figure asks of one inspection."""

    business: int
    day: date
    by: str
    joined: bool
    sensitive: bool
    found: bool
    verified: bool


@dataclass(slots=True)
class _Known:
    """Hold what one unit's registers say of a period; `_visits` are the site and whether something was advised."""

    businesses: list[_Place] = field(default_factory=list)
    looks: list[_Look] = field(default_factory=list)
    sites: list[_Place] = field(default_factory=list)
    visits: list[tuple[int, bool]] = field(default_factory=list)
    forwarded: int = 0


_Count = Callable[[Sequence[_Known]], int]


def _of_looks(of: Callable[[Iterable[tuple[int, _Look]]], int]) -> _Count:
    return lambda units: of((place, one) for place, unit in enumerate(units) for one in unit.looks)


def _joined(one: _Look) -> bool:
    return one.joined and one.by != By.REVIEW


# Figure → how it is counted. A round of team 178 is a day on which it went out in one unit.
_BUSINESSES: dict[str, _Count] = {
    "areas.businesses": lambda units: sum(one.stands for unit in units for one in unit.businesses),
    "areas.businesses_sensitive": lambda units: sum(
        one.stands and one.sensitive for unit in units for one in unit.businesses
    ),
    "areas.businesses_pledged": lambda units: sum(
        one.stands and one.pledged for unit in units for one in unit.businesses
    ),
    "areas.inspection_rounds": _of_looks(
        lambda looks: len({(unit, one.day) for unit, one in looks if one.by == By.TEAM_178 and one.joined})
    ),
    "areas.businesses_reviewed": _of_looks(lambda looks: len({one.business for _unit, one in looks})),
    "areas.businesses_reviewed_sensitive": _of_looks(
        lambda looks: len({one.business for _unit, one in looks if one.sensitive})
    ),
    "areas.inspections": _of_looks(lambda looks: sum(_joined(one) for _unit, one in looks)),
    "areas.violations": _of_looks(lambda looks: sum(_joined(one) and one.found for _unit, one in looks)),
    "areas.violations_corrected": _of_looks(
        lambda looks: sum(_joined(one) and one.found and one.verified for _unit, one in looks)
    ),
}
_SITES: dict[str, _Count] = {
    "areas.sites": lambda units: sum(one.stands for unit in units for one in unit.sites),
    "areas.sites_visited": lambda units: len({site for unit in units for site, _advised in unit.visits}),
    "areas.site_visits": lambda units: sum(len(unit.visits) for unit in units),
    "areas.site_advice": lambda units: sum(advised for unit in units for _site, advised in unit.visits),
    "areas.leakages_forwarded": lambda units: sum(unit.forwarded for unit in units),
}
NAMES = (*_BUSINESSES, *_SITES)


def compute_many(
    *, groups: Mapping[Key, Collection[int]], first: date, last: date, names: Collection[str] = NAMES
) -> dict[Key, Figures]:
    """Return these figures of each group of units, in at most five queries however many groups there are."""
    wanted = {unit_id for unit_ids in groups.values() for unit_id in unit_ids}
    known = _known(wanted, first, last, set(names))
    return {
        key: _figures([known[unit_id] for unit_id in sorted(set(unit_ids)) if unit_id in known], names)
        for key, unit_ids in groups.items()
    }


def fact_counts(
    *, unit_ids: Collection[int], first: date, last: date, names: Collection[str] = NAMES
) -> dict[str, int]:
    """Return how many facts each of these figures is made of, in one query for all of them."""
    behind = {name: _behind(name, first, last) for name in names}
    here = {"unit_id__in": set(unit_ids)}
    return counts_of({name: model._default_manager.filter(where, **here) for name, (model, where) in behind.items()})


def facts(
    name: str, *, actor: Actor, unit_ids: Collection[int], first: date, last: date, limit: int
) -> Sequence[Fact] | None:
    """Return the newest facts behind a figure, at most so many; None for who may not see all of them.

    :raises KeyError: there is no such figure.
    """
    model, condition = _behind(name, first, last)
    if not all(can(actor, Permission.PLACE_VIEW, unit_id) for unit_id in unit_ids):
        return None
    rows = model._default_manager.filter(condition, unit_id__in=set(unit_ids)).distinct()
    if model is Inspection:
        rows = rows.select_related("business").order_by("-day", "-pk")
    elif model is Visit:
        rows = rows.select_related("site").order_by("-day", "-pk")
    elif model is Leakage:
        rows = rows.select_related("site").order_by("-forwarded_on", "-pk")
    else:
        rows = rows.order_by("-listed_on", "-pk")
    return [_fact(one) for one in rows[:limit]]


def _fact(one: object) -> Fact:
    match one:
        case Inspection():
            return Fact(str(one.business), reverse("areas:inspection", args=[one.uid]), one.day, str(one))
        case Visit():
            return Fact(str(one.site), reverse("areas:visit", args=[one.uid]), one.day)
        case Leakage():
            return Fact(str(one.site), reverse("areas:leakage", args=[one.uid]), one.forwarded_on, one.forwarded_to)
        case Business():
            return Fact(str(one), reverse("areas:business", args=[one.uid]), one.listed_on)
        case Site():
            return Fact(str(one), reverse("areas:site", args=[one.uid]), one.listed_on)
    raise TypeError(one)


def _behind(name: str, first: date, last: date) -> tuple[type[Model], Q]:
    """Return the table and the condition of the facts behind a figure.

    :raises KeyError: there is no such figure.
    """
    standing = Q(listed_on__lte=last) & (Q(closed_on__isnull=True) | Q(closed_on__gt=last))
    done = Q(day__range=(first, last), state=InspectionState.DONE)
    joined = done & Q(union_joined=True) & ~Q(by=By.REVIEW)
    visits = Q(day__range=(first, last), state=Kept.RECORDED)
    kinds = sensitive_on(last).kinds
    behind: dict[str, tuple[type[Model], Q]] = {
        "areas.businesses": (Business, standing),
        "areas.businesses_sensitive": (Business, standing & Q(kind__in=kinds)),
        "areas.businesses_pledged": (Business, standing & Q(pledged_on__lte=last)),
        "areas.inspection_rounds": (Inspection, done & Q(union_joined=True, by=By.TEAM_178)),
        "areas.businesses_reviewed": (Inspection, done),
        "areas.businesses_reviewed_sensitive": (Inspection, done & Q(business__kind__in=kinds)),
        "areas.inspections": (Inspection, joined),
        "areas.violations": (Inspection, joined & Q(findings__isnull=False)),
        "areas.violations_corrected": (Inspection, joined & Q(findings__isnull=False) & _all_verified()),
        "areas.sites": (Site, standing),
        "areas.sites_visited": (Visit, visits),
        "areas.site_visits": (Visit, visits),
        "areas.site_advice": (Visit, visits & ~Q(advice="")),
        "areas.leakages_forwarded": (Leakage, Q(forwarded_on__range=(first, last), state=Kept.RECORDED)),
    }
    return behind[name]


def _all_verified() -> Q:
    return ~Q(pk__in=Inspection.objects.filter(findings__isnull=False, findings__verified_on__isnull=True).values("pk"))


@prepared
def _businesses(units: Any, last: Any) -> QuerySet[Any, Any]:
    rows = Business.objects.filter(unit_id__in=units, listed_on__lte=last)
    return rows.values_list("unit_id", "pk", "kind", "pledged_on", "listed_on", "closed_on")


@prepared
def _looks(units: Any, first: Any, last: Any) -> QuerySet[Any, Any]:
    rows = Inspection.objects.filter(unit_id__in=units, day__range=(first, last), state=InspectionState.DONE)
    good = Count("findings", filter=Q(findings__verified_on__isnull=False))
    names = ("unit_id", "business_id", "day", "by", "union_joined", "business__kind", "all", "good")
    return rows.annotate(all=Count("findings"), good=good).values_list(*names)


@prepared
def _sites(units: Any, last: Any) -> QuerySet[Any, Any]:
    rows = Site.objects.filter(unit_id__in=units, listed_on__lte=last)
    return rows.values_list("unit_id", "pk", "listed_on", "closed_on")


@prepared
def _visits(units: Any, first: Any, last: Any) -> QuerySet[Any, Any]:
    rows = Visit.objects.filter(unit_id__in=units, day__range=(first, last), state=Kept.RECORDED)
    return rows.values_list("unit_id", "site_id", "advice")


@prepared
def _leakages(units: Any, first: Any, last: Any) -> QuerySet[Any, Any]:
    rows = Leakage.objects.filter(unit_id__in=units, forwarded_on__range=(first, last), state=Kept.RECORDED)
    return rows.values_list("unit_id").annotate(Count("pk"))


def _known(unit_ids: Collection[int], first: date, last: date, names: set[str]) -> dict[int, _Known]:
    found: dict[int, _Known] = defaultdict(_Known)
    if names & _BUSINESSES.keys():
        _add_businesses(found, unit_ids, first, last)
    if names & _SITES.keys():
        _add_sites(found, unit_ids, first, last)
    return found


def _add_businesses(found: dict[int, _Known], unit_ids: Collection[int], first: date, last: date) -> None:
    kinds = sensitive_on(last).kinds
    for unit, pk, kind, pledged, listed, closed in _businesses(unit_ids, last):
        here = _Place(pk, stands(listed, closed, last), kind in kinds, pledged is not None and pledged <= last)
        found[unit].businesses.append(here)
    for unit, business, day, by, joined, kind, every, good in _looks(unit_ids, first, last):
        found[unit].looks.append(_Look(business, day, by, joined, kind in kinds, every > 0, every == good))


def _add_sites(found: dict[int, _Known], unit_ids: Collection[int], first: date, last: date) -> None:
    for unit, pk, listed, closed in _sites(unit_ids, last):
        found[unit].sites.append(_Place(pk, stands(listed, closed, last), sensitive=False, pledged=False))
    for unit, site, advice in _visits(unit_ids, first, last):
        found[unit].visits.append((site, bool(advice)))
    for unit, count in _leakages(unit_ids, first, last):
        found[unit].forwarded = count


def _figures(units: Sequence[_Known], names: Collection[str]) -> Figures:
    """Return these figures of some units together; None where no register is kept."""
    keeps = {
        True: any(unit.businesses or unit.looks for unit in units),
        False: any(unit.sites or unit.visits or unit.forwarded for unit in units),
    }
    return {name: _value(name, units) if keeps[name in _BUSINESSES] else None for name in names}


def _value(name: str, units: Sequence[_Known]) -> Decimal:
    return Decimal((_BUSINESSES | _SITES)[name](units))
