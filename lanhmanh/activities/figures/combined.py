"""The named figures of channels and of registrations for drug-free agencies and schools, by unit and period.

A unit that states no channel in the period, or that never registered anybody by its end, has no figure.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeVar

from django.db.models import Q, QuerySet
from django.urls import reverse

from lanhmanh.accounts.access import Actor, can
from lanhmanh.accounts.rules import Permission
from lanhmanh.activities.models import Activity, ActivityChannel, Channel, Registration, State
from lanhmanh.activities.rules.programmes import Outcome, drug_free_codes
from lanhmanh.db.figures import Fact, Figures

Key = TypeVar("Key", bound=Hashable)
CONTESTS = "activities.contests"
REGISTERED = "activities.drug_free_registered"
RECOGNISED = "activities.drug_free_recognised"
NAMES = (CONTESTS, REGISTERED, RECOGNISED)


def compute_many(
    *, groups: Mapping[Key, Collection[int]], first: date, last: date, names: Collection[str] = NAMES
) -> dict[Key, Figures]:
    """Return these figures of each group of units, in at most three queries however many groups there are."""
    wanted = {unit_id for unit_ids in groups.values() for unit_id in unit_ids}
    contests = _contests(wanted, first, last) if CONTESTS in names else {}
    registered = _registered(wanted, last) if {REGISTERED, RECOGNISED} & set(names) else {}
    found: dict[Key, Figures] = {}
    for key, unit_ids in groups.items():
        known: Figures = {CONTESTS: _sum(contests.get(unit_id) for unit_id in set(unit_ids))}
        for at, name in enumerate((REGISTERED, RECOGNISED)):
            known[name] = _sum(registered[unit_id][at] for unit_id in set(unit_ids) if unit_id in registered)
        found[key] = {name: known[name] for name in names}
    return found


def fact_counts(
    *, unit_ids: Collection[int], first: date, last: date, names: Collection[str] = NAMES
) -> dict[str, int]:
    """Return how many activities or registrations each of these figures is made of."""
    return {
        name: _held(unit_ids, first, last).count() if name == CONTESTS else _counted(name, unit_ids, last).count()
        for name in names
    }


def facts(
    name: str, *, actor: Actor, unit_ids: Collection[int], first: date, last: date, limit: int
) -> Sequence[Fact] | None:
    """Return the newest activities or registrations behind a figure; None for who may not see them there.

    :raises KeyError: there is no such figure.
    """
    if name not in NAMES:
        raise KeyError(name)
    if not all(can(actor, Permission.ACTIVITY_VIEW, unit_id) for unit_id in unit_ids):
        return None
    if name == CONTESTS:
        held = _held(unit_ids, first, last).order_by("-day", "-pk")[:limit]
        return [Fact(str(one), reverse("activities:detail", args=[one.uid]), one.day) for one in held]
    newest = _counted(name, unit_ids, last).order_by("-registered_on", "-pk")[:limit]
    return [Fact(one.body, reverse("activities:registration", args=[one.uid]), one.registered_on) for one in newest]


def _counted(name: str, unit_ids: Collection[int], last: date) -> QuerySet[Registration]:
    return _standing(unit_ids, last).filter(_recognised(last) if name == RECOGNISED else Q())


def _held(unit_ids: Collection[int], first: date, last: date) -> QuerySet[Activity]:
    rows = Activity.objects.filter(unit__in=set(unit_ids), day__range=(first, last), state=State.RECORDED)
    return rows.filter(channels__channel=Channel.CONTEST)


def _contests(unit_ids: Collection[int], first: date, last: date) -> dict[int, int]:
    """Return how many contests each unit held that states channels at all."""
    rows = ActivityChannel.objects.filter(
        activity__unit__in=unit_ids, activity__day__range=(first, last), activity__state=State.RECORDED
    )
    found: dict[int, int] = defaultdict(int)
    for unit_id, channel in rows.values_list("activity__unit_id", "channel"):
        found[unit_id] += channel == Channel.CONTEST
    return found


def _ever(unit_ids: Collection[int], last: date) -> QuerySet[Registration]:
    """Return the registrations of agencies and schools for drug-free programmes that were made by a day."""
    rows = Registration.objects.filter(unit__in=set(unit_ids), voided_at__isnull=True, registered_on__lte=last)
    return rows.filter(programme__in=drug_free_codes())


def _standing(unit_ids: Collection[int], last: date) -> QuerySet[Registration]:
    """Return those of the day's year that nobody had withdrawn by then."""
    gone = Q(outcome=Outcome.WITHDRAWN, result_on__lte=last)
    return _ever(unit_ids, last).filter(year=last.year).exclude(gone)


def _recognised(last: date) -> Q:
    return Q(outcome=Outcome.ACHIEVED, result_on__lte=last)


def _registered(unit_ids: Collection[int], last: date) -> dict[int, list[int]]:
    """Return how many were registered and how many recognised in each unit that ever registered anybody."""
    found: dict[int, list[int]] = {
        unit_id: [0, 0] for unit_id in _ever(unit_ids, last).values_list("unit_id", flat=True)
    }
    for unit_id, outcome, on in _standing(unit_ids, last).values_list("unit_id", "outcome", "result_on"):
        found[unit_id][0] += 1
        found[unit_id][1] += outcome == Outcome.ACHIEVED and on is not None and on <= last
    return found


def _sum(numbers: Iterable[int | None]) -> Decimal | None:
    known = [number for number in numbers if number is not None]
    return Decimal(sum(known)) if known else None
