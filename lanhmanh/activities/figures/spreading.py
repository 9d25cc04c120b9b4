"""The named figures of models and clubs, by unit and period.

A model counts where it is at work: where it began, and in every unit that took it up. A unit that keeps no record of
models or clubs by the end of the period has no figure, which is missing and not 0.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.urls import reverse

from lanhmanh.accounts.access import Actor, can
from lanhmanh.accounts.rules import Permission
from lanhmanh.activities.models import Adoption, Headcount, Practice
from lanhmanh.activities.rules.spreading import Stage
from lanhmanh.db.figures import Fact, Figures
from lanhmanh.db.prepared import prepared
from lanhmanh.kernel.clock import VIETNAM

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class _AtWork:
    """One model or club at work in a unit; `judged` is the day on which it was found worth spreading."""

    unit_id: int
    kind: str
    name: str
    uid: str
    first: date
    last: date | None
    judged: date | None = None
    taken: tuple[date, ...] = ()
    people: int | None = None


@dataclass(frozen=True, slots=True)
class _Days:
    first: date
    last: date

    def began(self, row: _AtWork) -> bool:
        """Test whether it began within these days."""
        return self.first <= row.first <= self.last

    def at_end(self, row: _AtWork) -> bool:
        """Test whether it was at work on the last of these days."""
        return row.first <= self.last and (row.last is None or row.last > self.last)

    def spread(self, row: _AtWork) -> bool:
        """Test whether another unit took it up within these days."""
        return any(self.first <= day <= self.last for day in row.taken)

    def worth(self, row: _AtWork) -> bool:
        """Test whether it was at work on the last day and found worth spreading by then."""
        return self.at_end(row) and row.judged is not None and row.judged <= self.last


_Test = Callable[[_Days, _AtWork], bool]


def _of(kind: str, test: _Test) -> _Test:
    return lambda days, row: row.kind == kind and test(days, row)


_FIGURES: dict[str, _Test] = {
    "activities.models_new": _of("model", _Days.began),
    "activities.models_running": _of("model", _Days.at_end),
    "activities.clubs_new": _of("club", _Days.began),
    "activities.clubs_running": _of("club", _Days.at_end),
    "activities.club_members": lambda days, row: row.kind == "club" and days.at_end(row) and row.people is not None,
    "activities.models_taken_up": _Days.spread,
    "activities.models_effective": _Days.worth,
}
NAMES = tuple(_FIGURES)
_MEMBERS = "activities.club_members"


def compute_many(
    *, groups: Mapping[Key, Collection[int]], first: date, last: date, names: Collection[str] = NAMES
) -> dict[Key, Figures]:
    """Return these figures of each group of units, in at most four queries however many groups there are."""
    rows = _rows({unit_id for unit_ids in groups.values() for unit_id in unit_ids}, last)
    days = _Days(first, last)
    return {
        key: _figures(days, [row for unit_id in set(unit_ids) for row in rows.get(unit_id, ())], names)
        for key, unit_ids in groups.items()
    }


def fact_counts(
    *, unit_ids: Collection[int], first: date, last: date, names: Collection[str] = NAMES
) -> dict[str, int]:
    """Return how many models each of these figures is made of."""
    rows, days = _all(unit_ids, last), _Days(first, last)
    return {name: sum(1 for row in rows if _FIGURES[name](days, row)) for name in names}


def facts(
    name: str, *, actor: Actor, unit_ids: Collection[int], first: date, last: date, limit: int
) -> Sequence[Fact] | None:
    """Return the models behind a figure, the latest begun first; None for who may not see them there.

    :raises KeyError: there is no such figure.
    """
    test, days = _FIGURES[name], _Days(first, last)
    if not all(can(actor, Permission.ACTIVITY_VIEW, unit_id) for unit_id in unit_ids):
        return None
    found = sorted((row for row in _all(unit_ids, last) if test(days, row)), key=lambda row: row.first, reverse=True)
    return [
        Fact(
            row.name, reverse("activities:model", args=[row.uid]), row.first,
            str(row.people) if name == _MEMBERS else "",
        )
        for row in found[:limit]
    ]  # fmt: skip


def _figures(days: _Days, rows: Sequence[_AtWork], names: Collection[str]) -> Figures:
    return {name: _figure(name, days, rows) for name in names}


def _figure(name: str, days: _Days, rows: Sequence[_AtWork]) -> Decimal | None:
    if not rows:
        return None
    behind = [row for row in rows if _FIGURES[name](days, row)]
    if name != _MEMBERS:
        return Decimal(len(behind))
    return Decimal(sum(row.people or 0 for row in behind)) if behind else None


def _all(unit_ids: Collection[int], last: date) -> list[_AtWork]:
    return [row for rows in _rows(unit_ids, last).values() for row in rows]


def _rows(unit_ids: Collection[int], last: date) -> dict[int, list[_AtWork]]:
    """Return what was at work in each unit by a day, begun there or taken up."""
    found: dict[int, list[_AtWork]] = defaultdict(list)
    for row in [*_begun(unit_ids, last), *_taken_up(unit_ids, last)]:
        found[row.unit_id].append(row)
    return found


@prepared
def _practices(units: Any, last: Any) -> QuerySet[Any, Any]:
    rows = Practice.objects.filter(unit__in=units, voided_at__isnull=True, started_on__lte=last)
    return rows.values_list("pk", "unit_id", "kind", "name", "uid", "started_on", "ended_on", "stage", "judged_at")


@prepared
def _spread(practices: Any) -> QuerySet[Any, Any]:
    rows = Adoption.objects.filter(practice__in=practices, voided_at__isnull=True, started_on__isnull=False)
    return rows.values_list("practice_id", "started_on")


@prepared
def _heads(practices: Any, last: Any) -> QuerySet[Any, Any]:
    rows = Headcount.objects.filter(practice__in=practices, day__lte=last).order_by("day")
    return rows.values_list("practice_id", "people")


@prepared
def _adopted(units: Any, last: Any) -> QuerySet[Any, Any]:
    rows = Adoption.objects.filter(unit__in=units, voided_at__isnull=True, started_on__lte=last)
    return rows.values_list(
        "unit_id", "practice__kind", "practice__name", "practice__uid", "started_on", "ended_on", "outcome"
    )


def _begun(unit_ids: Collection[int], last: date) -> Iterable[_AtWork]:
    rows = _practices(unit_ids, last)
    asked = [pk for pk, *_what in rows]
    people: dict[int, int] = dict(_heads(asked, last)) if asked else {}
    taken: dict[int, list[date]] = defaultdict(list)
    for practice, day in _spread(asked) if asked else ():
        taken[practice].append(day)
    for pk, unit_id, kind, name, uid, first, ended, stage, judged_at in rows:
        judged = judged_at.astimezone(VIETNAM).date() if stage == Stage.WORTH and judged_at else None
        yield _AtWork(unit_id, kind, name, uid, first, ended, judged, tuple(taken[pk]), people.get(pk))


def _taken_up(unit_ids: Collection[int], last: date) -> Iterable[_AtWork]:
    """Yield what units took up; one that ended with a result that is kept up goes on."""
    for unit_id, kind, name, uid, first, ended, outcome in _adopted(unit_ids, last):
        yield _AtWork(unit_id, kind, name, uid, first, ended if outcome == Adoption.Outcome.STOPPED else None)
