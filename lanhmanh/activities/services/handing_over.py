"""What a unit that is no more left in the registers of the movement goes over to its heir; what was done stays."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from lanhmanh.accounts.access import Actor, require
from lanhmanh.accounts.rules import Permission
from lanhmanh.activities.models import (
    HouseholdCount,
    Kept,
    LoanBalance,
    PersonOfStanding,
    Practice,
    Team,
    TeamMember,
    VocationalClass,
)
from lanhmanh.activities.selectors.left_behind import last_households, last_loans, left_movement
from lanhmanh.activities.services.joining import take_over_adoptions, take_over_registrations
from lanhmanh.audit import services as audit
from lanhmanh.kernel import clock
from lanhmanh.units.models import Unit
from lanhmanh.units.selectors import Forebear, keeper_of

_HOUSEHOLDS = ("households", "poor", "near_poor", "helped", "helped_by_members", "borrowers")
_LOANS = ("outstanding", "households", "lent", "overdue")


@transaction.atomic
def take_over_movement(
    *, actor: Actor, target: Unit, forebear: Forebear, only: Collection[str] | None = None
) -> dict[str, int]:  # fmt: skip
    """Let what goes on of a unit that is no more go over to its heir, or those of `only`.

    That is teams, people of standing, models, classes that run, models taken up and registrations without a result.
    What they did, pledges and good producers stay where they were recorded.

    :raises NotAllowed: the actor does not keep the bodies of the heir.
    """
    require(actor, Permission.BRANCH_EDIT, keeper_of(target, clock.today()))
    rows = {name: _chosen(one, only) for name, one in left_movement([forebear.unit.pk]).items()}
    members = TeamMember.objects.filter(team__in=rows["teams"])
    counts = {
        "teams": _moved(Team.objects.filter(pk__in=rows["teams"]), target),
        "members": _moved(members, target),
        "people": _moved(PersonOfStanding.objects.filter(pk__in=rows["people"]), target),
        "models": _moved(Practice.objects.filter(pk__in=rows["models"]), target),
        "classes": _moved(VocationalClass.objects.filter(pk__in=rows["classes"]), target),
        "adoptions": take_over_adoptions(rows["adoptions"], target, forebear),
        "registrations": take_over_registrations(rows["registrations"], target, forebear),
    }
    counts = {name: count for name, count in counts.items() if count}
    if counts:
        source = forebear.unit.uid
        audit.record(actor=actor, verb="register.taken_over", on=target, unit_id=target.pk, source=source, **counts)
    return counts


@transaction.atomic
def state_together(*, actor: Actor, target: Unit, forebears: Sequence[Forebear]) -> dict[str, int]:
    """State, as of the reform, what the heir then has: the last counts of those that are no more and its own, added up.

    Nothing is stated where the heir stated itself since, or where one of them was divided: no sum would be true.
    """
    require(actor, Permission.BRANCH_EDIT, keeper_of(target, clock.today()))
    made: list[Kept] = []
    if forebears and all(one.sole for one in forebears):
        on, ids = max(one.on for one in forebears), [one.unit.pk for one in forebears]
        made += _households(actor, target, on, ids)
        made += _loans(actor, target, on, ids)
    for row in made:
        row.save(force_insert=True)
    counts = {"households": _count(made, HouseholdCount), "loans": _count(made, LoanBalance)}
    counts = {name: count for name, count in counts.items() if count}
    if counts:
        audit.record(actor=actor, verb="register.stated_together", on=target, unit_id=target.pk, **counts)
    return counts


def _households(actor: Actor, target: Unit, on: date, ids: Collection[int]) -> list[HouseholdCount]:
    if HouseholdCount.objects.filter(unit=target, voided_at=None, day__gte=on).exists():
        return []
    theirs = list(last_households(ids))
    rows = [*theirs, *last_households([target.pk])] if theirs else []
    return [HouseholdCount(**_own(actor, target, on), **_added(rows, _HOUSEHOLDS))] if rows else []


def _loans(actor: Actor, target: Unit, on: date, ids: Collection[int]) -> list[LoanBalance]:
    since = LoanBalance.objects.filter(unit=target, voided_at=None, day__gte=on).values_list("source", flat=True)
    stated, theirs = set(since), list(last_loans(ids))
    rows, made = [*theirs, *last_loans([target.pk])], []
    for source in sorted({row.source for row in theirs} - stated):
        same = [row for row in rows if row.source == source]
        made.append(LoanBalance(**_own(actor, target, on), source=source, **_added(same, _LOANS)))
    return made


def _own(actor: Actor, target: Unit, on: date) -> dict[str, Any]:
    return {"unit": target, "day": on, "recorded_at": clock.now(), "recorded_by_id": actor.user_id}


def _added(rows: Iterable[Kept], names: Sequence[str]) -> dict[str, int | None]:
    """Return the sums; what one of them does not know is not known of all."""
    found: dict[str, int | None] = {}
    for name in names:
        values = [getattr(row, name) for row in rows]
        found[name] = None if None in values else sum(values)
    return found


def _count(rows: Sequence[Kept], model: type[Kept]) -> int:
    return sum(isinstance(row, model) for row in rows)


def _chosen(rows: QuerySet[Any], only: Collection[str] | None) -> list[int]:
    """Return which rows go over, held until the transaction ends."""
    wanted = rows if only is None else rows.filter(uid__in=list(only))
    return list(wanted.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))


def _moved(rows: QuerySet[Any], target: Unit) -> int:
    return rows.update(unit=target, version=F("version") + 1)
