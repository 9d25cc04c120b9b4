"""The named figures of models and clubs, by unit and period.

A model counts where it is at work: where it began, and in every unit that took it up. A unit that keeps no record of
models or clubs by the end of the period has no figure, which is missing and not 0.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from django.urls import reverse

from lanhmanh.accounts.access import Actor, can
from lanhmanh.accounts.rules import Permission
from lanhmanh.activities.models import Adoption, Headcount, Practice
from lanhmanh.activities.rules.spreading import Stage
from lanhmanh.db.figures import Fact, Figures
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
    """Return these figures of each group of units, in four queries however many groups there are."""
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


def _begun(unit_ids: Collection[int], last: date) -> Iterable[_AtWork]:
    rows = Practice.objects.filter(unit__in=unit_ids, voided_at__isnull=True, started_on__lte=last)
    taken: dict[int, list[date]] = defaultdict(list)
    spread = Adoption.objects.filter(practice__in=rows, voided_at__isnull=True, started_on__isnull=False)
    for practice, day in spread.values_list("practice_id", "started_on"):
        if day is not None:
            taken[practice].append(day)
    heads = Headcount.objects.filter(practice__in=rows, day__lte=last).order_by("day")
    people = dict(heads.values_list("practice_id", "people"))
    for row in rows.only("pk", "uid", "unit_id", "kind", "name", "started_on", "ended_on", "stage", "judged_at"):
        worth = row.stage == Stage.WORTH and row.judged_at is not None
        judged = row.judged_at.astimezone(VIETNAM).date() if worth and row.judged_at else None
        yield _AtWork(
            row.unit_id, row.kind, row.name, row.uid, row.started_on, row.ended_on, judged, tuple(taken[row.pk]),
            people.get(row.pk),
        )  # fmt: skip


def _taken_up(unit_ids: Collection[int], last: date) -> Iterable[_AtWork]:
    """Yield what units took up; one that ended with a result that is kept up goes on."""
    rows = Adoption.objects.filter(unit__in=unit_ids, voided_at__isnull=True, started_on__lte=last)
    for row in rows.select_related("practice"):
        assert row.started_on is not None  # noqa: S101 - the filter holds it
        ended = row.ended_on if row.outcome == Adoption.Outcome.STOPPED else None
        yield _AtWork(row.unit_id, row.practice.kind, row.practice.name, row.practice.uid, row.started_on, ended)
