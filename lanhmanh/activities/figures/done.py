"""The named figures of activities, by unit and period.

Activities, broadcasts and articles are counted: a unit that recorded none has 0. Attendances, people, leaflets and
banners may be left unstated: where nobody stated any, the figure is None, which is missing and not 0.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any, TypeVar

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum
from django.urls import reverse

from lanhmanh.accounts.access import Actor, can
from lanhmanh.accounts.rules import Permission
from lanhmanh.activities.models import Activity, Attendance, Material, State
from lanhmanh.db.figures import Fact, Figures
from lanhmanh.db.prepared import prepared

Key = TypeVar("Key", bound=Hashable)
# table, kind of activity, group or material, sex → what one unit states
Amounts = dict[tuple[str, str, str, str], int]


_SEXES = ("female", "male", "unstated")


@dataclass(frozen=True, slots=True)
class _Figure:
    """Say which amounts make a figure: a table, and in it kinds of activity and parts; empty takes all."""

    table: str
    kinds: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    sexes: tuple[str, ...] = _SEXES
    counted: bool = False

    def takes(self, table: str, kind: str, part: str, sex: str) -> bool:
        """Test whether an amount belongs to the figure."""
        return (
            table == self.table
            and (not self.kinds or kind in self.kinds)
            and (not self.parts or part in self.parts)
            and (not sex or sex in self.sexes)
        )


_FIGURES = {
    "activities.sessions": _Figure("activity", ("session",), counted=True),
    "activities.session_attendances": _Figure("attendance", ("session",)),
    "activities.session_attendances_female": _Figure("attendance", ("session",), sexes=("female",)),
    "activities.session_people": _Figure("people", ("session",)),
    "activities.leaflets": _Figure("material", parts=("leaflet",)),
    "activities.banners": _Figure("material", parts=("banner", "panel")),
    "activities.broadcasts": _Figure("material", parts=("loudspeaker",), counted=True),
    "activities.news_items": _Figure("material", parts=("news",), counted=True),
    "activities.trainings": _Figure("activity", ("training",), counted=True),
    "activities.trainees": _Figure("attendance", ("training",)),
    "activities.campaigns": _Figure("activity", ("campaign",), counted=True),
    "activities.joint_actions": _Figure("activity", ("joint_action",), counted=True),
    "activities.visits": _Figure("activity", ("visit",), counted=True),
    "activities.elders_attending": _Figure("attendance", parts=("elders",)),
}
NAMES = tuple(_FIGURES)


def compute(*, unit_ids: Collection[int], first: date, last: date) -> Figures:
    """Return every figure of these units together, both days included.

    People are a lower bound: of one unit the best attended session, over units the sum, since the same person may
    come again and only attendances (*lượt*) add up.
    """
    return compute_many(groups={None: unit_ids}, first=first, last=last)[None]


def compute_many(
    *, groups: Mapping[Key, Collection[int]], first: date, last: date, names: Collection[str] = NAMES
) -> dict[Key, Figures]:
    """Return these figures of each group of units, in at most three queries however many groups there are.

    A unit may stand in several groups. A commune's own figures are those of the group of it and its branches.
    """
    wanted = {unit_id for unit_ids in groups.values() for unit_id in unit_ids}
    amounts = _amounts(wanted, first, last)
    return {
        key: _together([amounts[unit_id] for unit_id in set(unit_ids) if unit_id in amounts], names)
        for key, unit_ids in groups.items()
    }


def activities(name: str, *, unit_ids: Collection[int], first: date, last: date) -> QuerySet[Activity]:
    """Return the activities that a figure is made of, newest first.

    :raises KeyError: there is no such figure.
    """
    behind = _counting(unit_ids, first, last).filter(_behind(_FIGURES[name]))
    return behind.select_related("plan_item", "unit").order_by("-day", "-pk")


def facts(
    name: str, *, actor: Actor, unit_ids: Collection[int], first: date, last: date, limit: int
) -> Sequence[Fact] | None:
    """Return the newest activities behind a figure, at most so many; None for who may not see all of them.

    :raises KeyError: there is no such figure.
    """
    if not all(can(actor, Permission.ACTIVITY_VIEW, unit_id) for unit_id in unit_ids):
        return None
    found = activities(name, unit_ids=unit_ids, first=first, last=last)[:limit]
    return [Fact(str(one), reverse("activities:detail", args=[one.uid]), one.day) for one in found]


def fact_count(name: str, *, unit_ids: Collection[int], first: date, last: date) -> int:
    """Return how many activities a figure is made of.

    :raises KeyError: there is no such figure.
    """
    return _counting(unit_ids, first, last).filter(_behind(_FIGURES[name])).count()


def fact_counts(
    *, unit_ids: Collection[int], first: date, last: date, names: Collection[str] = NAMES
) -> dict[str, int]:
    """Return how many activities each of these figures is made of, in one query."""
    behind = {name.replace(".", "_"): Count("pk", filter=_behind(_FIGURES[name])) for name in names}
    found = _counting(unit_ids, first, last).aggregate(**behind)
    return {name: found[name.replace(".", "_")] for name in names}


def _counting(unit_ids: Any, first: Any, last: Any) -> QuerySet[Activity]:
    return Activity.objects.filter(unit_id__in=unit_ids, day__range=(first, last), state=State.RECORDED).order_by()


def _behind(figure: _Figure) -> Q:
    """Return the condition that an activity gives something to a figure."""
    own = Q(kind__in=figure.kinds) if figure.kinds else Q()
    match figure.table:
        case "people":
            return own & Q(people__isnull=False)
        case "attendance":
            stated = reduce(or_, (Q(**{f"{sex}__isnull": False}) for sex in figure.sexes))
            rows = Attendance.objects.filter(stated, activity=OuterRef("pk"))
            return own & Q(Exists(rows.filter(group__in=figure.parts) if figure.parts else rows))
        case "material":
            return own & Q(Exists(Material.objects.filter(activity=OuterRef("pk"), kind__in=figure.parts)))
    return own


@prepared
def _done(units: Any, first: Any, last: Any) -> QuerySet[Any, Any]:
    return _counting(units, first, last).values_list("unit_id", "kind").annotate(Count("pk"), Max("people"))


@prepared
def _attended(units: Any, first: Any, last: Any) -> QuerySet[Any, Any]:
    rows = _counting(units, first, last).filter(attendances__isnull=False)
    sums = (Sum(f"attendances__{sex}") for sex in _SEXES)
    return rows.values_list("unit_id", "kind", "attendances__group").annotate(*sums)


@prepared
def _handed(units: Any, first: Any, last: Any) -> QuerySet[Any, Any]:
    rows = _counting(units, first, last).filter(materials__isnull=False)
    return rows.values_list("unit_id", "kind", "materials__kind").annotate(Sum("materials__quantity"))


def _amounts(unit_ids: Collection[int], first: date, last: date) -> dict[int, Amounts]:
    """Return what each unit states; where nothing was done nobody attended."""
    found: dict[int, Amounts] = defaultdict(dict)
    for unit, kind, count, most in _done(unit_ids, first, last):
        found[unit]["activity", kind, "", ""] = count
        if most is not None:
            found[unit]["people", kind, "", ""] = most
    for unit, kind, group, *sums in _attended(unit_ids, first, last) if found else ():
        stated = {sex: number for sex, number in zip(_SEXES, sums, strict=True) if number is not None}
        found[unit] |= {("attendance", kind, group, sex): number for sex, number in stated.items()}
    for unit, kind, material, pieces in _handed(unit_ids, first, last) if found else ():
        found[unit]["material", kind, material, ""] = pieces
    return found


def _together(units: Sequence[Amounts], names: Collection[str]) -> Figures:
    """Return these figures of what the units state."""
    stated = [(key, number) for amounts in units for key, number in amounts.items()]
    return {name: _figure(_FIGURES[name], stated) for name in names}


def _figure(figure: _Figure, stated: Iterable[tuple[tuple[str, str, str, str], int]]) -> Decimal | None:
    numbers = [number for key, number in stated if figure.takes(*key)]
    return Decimal(sum(numbers)) if numbers or figure.counted else None
