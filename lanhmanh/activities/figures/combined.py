"""The named figure of contests, by unit and period. A unit that states no channel in the period has none."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.urls import reverse

from lanhmanh.accounts.access import Actor, can
from lanhmanh.accounts.rules import Permission
from lanhmanh.activities.models import Activity, ActivityChannel, Channel, State
from lanhmanh.db.figures import Fact, Figures
from lanhmanh.db.prepared import prepared

Key = TypeVar("Key", bound=Hashable)
CONTESTS = "activities.contests"
NAMES = (CONTESTS,)


def compute_many(
    *, groups: Mapping[Key, Collection[int]], first: date, last: date, names: Collection[str] = NAMES
) -> dict[Key, Figures]:
    """Return the figure of each group of units, in one query however many groups there are."""
    wanted = {unit_id for unit_ids in groups.values() for unit_id in unit_ids}
    contests = _contests(wanted, first, last) if names else {}
    return {
        key: {name: _sum(contests.get(unit_id) for unit_id in set(unit_ids)) for name in names}
        for key, unit_ids in groups.items()
    }


def fact_counts(
    *, unit_ids: Collection[int], first: date, last: date, names: Collection[str] = NAMES
) -> dict[str, int]:
    """Return how many activities the figure is made of."""
    return {name: _held(unit_ids, first, last).count() for name in names}


def facts(
    name: str, *, actor: Actor, unit_ids: Collection[int], first: date, last: date, limit: int
) -> Sequence[Fact] | None:
    """Return the newest contests behind the figure; None for who may not see them there.

    :raises KeyError: there is no such figure.
    """
    if name not in NAMES:
        raise KeyError(name)
    if not all(can(actor, Permission.ACTIVITY_VIEW, unit_id) for unit_id in unit_ids):
        return None
    held = _held(unit_ids, first, last).order_by("-day", "-pk")[:limit]
    return [Fact(str(one), reverse("activities:detail", args=[one.uid]), one.day) for one in held]


def _held(unit_ids: Collection[int], first: date, last: date) -> QuerySet[Activity]:
    rows = Activity.objects.filter(unit__in=set(unit_ids), day__range=(first, last), state=State.RECORDED)
    return rows.filter(channels__channel=Channel.CONTEST)


@prepared
def _channels(units: Any, first: Any, last: Any) -> QuerySet[Any, Any]:
    rows = ActivityChannel.objects.filter(
        activity__unit__in=units, activity__day__range=(first, last), activity__state=State.RECORDED
    )
    return rows.values_list("activity__unit_id", "channel")


def _contests(unit_ids: Collection[int], first: date, last: date) -> dict[int, int]:
    """Return how many contests each unit held that states channels at all."""
    found: dict[int, int] = defaultdict(int)
    for unit_id, channel in _channels(unit_ids, first, last):
        found[unit_id] += channel == Channel.CONTEST
    return found


def _sum(numbers: Iterable[int | None]) -> Decimal | None:
    known = [number for number in numbers if number is not None]
    return Decimal(sum(known)) if known else None
