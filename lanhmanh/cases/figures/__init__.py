"""The named figures of cases, by unit and period: counts, the only thing that leaves the vault.

A stock is that of the period's last day, worked out from dates, so that it can be worked out again later. A case counts
for the unit that had it on that day. Where a unit keeps no cases here (it has no key) a figure is None: missing, not 0.
"""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import QuerySet

from lanhmanh.accounts.access import Actor
from lanhmanh.cases.figures.behind import BEHIND
from lanhmanh.cases.figures.counts import NAMES, counted
from lanhmanh.cases.figures.span import Span, midnight_after
from lanhmanh.cases.policies import KNOWING, visible
from lanhmanh.db.prepared import prepared
from lanhmanh.keyring.models import UnitKey

__all__ = ["NAMES", "Counted", "cases_behind", "compute", "compute_many", "fact_count"]

Key = TypeVar("Key", bound=Hashable)
Figures = dict[str, Decimal | None]


def compute(*, unit_ids: Collection[int], first: date, last: date) -> Figures:
    """Return every figure of these units together, both days included."""
    return compute_many(groups={None: unit_ids}, first=first, last=last)[None]


def compute_many(
    *, groups: Mapping[Key, Collection[int]], first: date, last: date, names: Collection[str] = NAMES
) -> dict[Key, Figures]:
    """Return these figures of each group of units, in the same number of queries however many groups there are."""
    span = Span(frozenset(unit for units in groups.values() for unit in units), first, last)
    keep = _keeping(span)
    found = counted(span, names) if keep else {}
    return {key: _together([found.get(unit, {}) for unit in set(units) & keep], names) for key, units in groups.items()}


@dataclass(frozen=True, slots=True)
class Counted:
    """Name a case that a figure counts by its number and its public id; nothing about the person."""

    number: str
    uid: str
    opened_on: date


def fact_count(name: str, *, unit_ids: Collection[int], first: date, last: date) -> int:
    """Return how many cases a figure is made of.

    :raises KeyError: there is no such figure.
    """
    count: int = BEHIND[name](Span(frozenset(unit_ids), first, last)).count()
    return count


def cases_behind(
    name: str, *, actor: Actor, unit_ids: Collection[int], first: date, last: date
) -> tuple[Counted, ...] | None:
    """Return the cases that a figure is made of, by number; None for who may not know of them.

    :raises KeyError: there is no such figure.
    """
    rows = BEHIND[name](Span(frozenset(unit_ids), first, last))
    if not any(actor.holds(permission) for permission in KNOWING):
        return None
    known = rows.filter(pk__in=visible(actor).values("pk")).order_by("year", "number")
    return tuple(Counted(str(case), case.uid, case.opened_on) for case in known)


def _keeping(span: Span) -> set[int]:
    """Return the units that kept cases here by the period's end."""
    return {unit_id for (unit_id,) in _with_key(span.units, midnight_after(span.last))}


@prepared
def _with_key(units: Any, before: Any) -> QuerySet[Any, Any]:
    return UnitKey.objects.filter(unit__in=units, created_at__lt=before).values_list("unit_id")


def _together(units: list[dict[str, Decimal]], names: Collection[str]) -> Figures:
    if not units:
        return dict.fromkeys(names)
    return {name: sum((unit.get(name, Decimal(0)) for unit in units), Decimal(0)) for name in names}
