"""Who holds, who waits and who should be taken off, unit by unit; a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from lanhmanh.accounts.access import Actor, units_for
from lanhmanh.accounts.models import Membership, User
from lanhmanh.accounts.rules import Permission, Scope
from lanhmanh.kernel import clock
from lanhmanh.kernel.text import fold, person_sort_key
from lanhmanh.keyring.access import working
from lanhmanh.keyring.models import Grant, MemberKey, UnitKey
from lanhmanh.units.models import Unit, UnitVersion

PER_PAGE = 30


@dataclass(frozen=True)
class Person:
    """An account beside a unit's key; `since` is when it was admitted, or when its own key was made."""

    user: User
    since: datetime | None


@dataclass
class Standing:
    """A unit's key and the people around it: holders, those who wait, who should be taken off, who never signed in."""

    unit: Unit
    name: str = ""
    sort: str = ""
    key: UnitKey | None = None
    holders: list[Person] = field(default_factory=list)
    waiting: list[Person] = field(default_factory=list)
    gone: list[Person] = field(default_factory=list)
    absent: list[Person] = field(default_factory=list)

    @property
    def pressing(self) -> bool:
        """Test whether somebody waits for something to be done here."""
        return bool(self.waiting or self.gone)


@dataclass(frozen=True)
class ToDo:
    """How much waits for a keeper of keys."""

    waiting: int
    gone: int


def standings(actor: Actor, *, words: str = "", page: str | None = "1") -> tuple[Page[Standing], ToDo]:
    """Return a page of the units whose keys the actor keeps, what presses first; units without people are left out."""
    found, asked = _standings(reach(actor)), fold(words)
    _name(found)
    shown = sorted(
        (one for one in found if asked in fold(one.name)),
        key=lambda one: (not one.pressing, _LEVELS.index(one.unit.level), one.sort),
    )
    return Paginator(shown, PER_PAGE).get_page(page), _counted(found)


def standing_of(unit: Unit) -> Standing:
    """Return one unit's key and the people around it."""
    found = _standings(Unit.objects.filter(pk=unit.pk)) or [Standing(unit)]
    _name(found)
    return found[0]


def to_do(actor: Actor) -> ToDo:
    """Return how much waits for the actor, as `standings` counts it: asked on every Today, so the database counts."""
    held = Grant.objects.filter(unit_key__retired_on__isnull=True)
    at_work = Membership.objects.filter(working())
    here = at_work.filter(unit=OuterRef("unit_key__unit"), user=OuterRef("member_key__user"))
    gone = held.filter(~Exists(here), unit_key__unit__in=reach(actor)).count()
    has_it = held.filter(unit_key__unit=OuterRef("unit"), member_key__user=OuterRef("user"))
    own = MemberKey.objects.filter(user=OuterRef("user"), retired_on__isnull=True)
    waiting = at_work.filter(~Exists(has_it), Exists(own), unit__in=reach(actor)).values("unit", "user").distinct()
    return ToDo(waiting.count(), gone)


def reach(actor: Actor) -> QuerySet[Unit]:
    """Return the units whose keys the actor keeps."""
    return units_for(actor, Permission.KEYS_MANAGE)


def get_unit(actor: Actor, uid: str) -> Unit:
    """Return a unit whose keys the actor keeps.

    :raises Http404: there is none, or not for this actor.
    """
    found = reach(actor).filter(uid=uid).first()
    if found is None:
        raise Http404("unit")
    return found


def get_holder(unit: Unit, uid: str) -> User:
    """Return who holds a unit's key.

    :raises Http404: the account does not.
    """
    holders = Grant.objects.filter(unit_key__unit=unit, unit_key__retired_on__isnull=True)
    found = User.objects.filter(uid=uid, pk__in=holders.values("member_key__user_id")).first()
    if found is None:
        raise Http404("holder")
    return found


def founds_below(actor: Actor) -> bool:
    """Test whether the actor keeps keys below the own unit too."""
    return Scope.BELOW in actor.places(Permission.KEYS_MANAGE)


def top_of(actor: Actor) -> Unit:
    """Return the unit below which the actor founds keys.

    :raises Http404: the actor keeps only the own unit's.
    """
    places = actor.places(Permission.KEYS_MANAGE).get(Scope.BELOW, set())
    found = min(Unit.objects.filter(pk__in=places), key=lambda unit: _LEVELS.index(unit.level), default=None)
    if found is None:
        raise Http404("below")
    return found


_LEVELS = ["province", "district", "commune", "branch"]


def _counted(found: Iterable[Standing]) -> ToDo:
    rows = list(found)
    return ToDo(sum(len(one.waiting) for one in rows), sum(len(one.gone) for one in rows))


def _standings(units: QuerySet[Unit]) -> list[Standing]:
    found = {}
    keys = UnitKey.objects.filter(unit__in=units, retired_on__isnull=True).select_related("unit")
    for key in keys:
        found[key.unit_id] = Standing(key.unit, key=key)
    entitled = _entitled(units, found)
    granted = _holders(units, found, entitled)
    for unit_id, users in entitled.items():
        _sort_in(found[unit_id], {pk: user for pk, user in users.items() if pk not in granted.get(unit_id, ())})
    for one in found.values():
        for people in (one.holders, one.waiting, one.gone, one.absent):
            people.sort(key=lambda person: person_sort_key(person.user.full_name))
    return list(found.values())


def _entitled(units: QuerySet[Unit], found: dict[int, Standing]) -> dict[int, dict[int, tuple[User, MemberKey | None]]]:
    """Return unit → account → the account with its member's key, for all who work on cases there today."""
    rows = Membership.objects.filter(working(), unit__in=units).select_related("user", "unit")
    mine = {key.user_id: key for key in MemberKey.objects.filter(retired_on=None, user__in=rows.values("user_id"))}
    entitled: dict[int, dict[int, tuple[User, MemberKey | None]]] = {}
    for row in rows:
        found.setdefault(row.unit_id, Standing(row.unit))
        entitled.setdefault(row.unit_id, {})[row.user_id] = row.user, mine.get(row.user_id)
    return entitled


def _holders(
    units: QuerySet[Unit], found: dict[int, Standing], entitled: dict[int, dict[int, tuple[User, MemberKey | None]]]
) -> dict[int, set[int]]:
    rows = Grant.objects.filter(unit_key__unit__in=units, unit_key__retired_on__isnull=True)
    granted: dict[int, set[int]] = {}
    for row in rows.select_related("unit_key", "member_key__user"):
        unit_id, user = row.unit_key.unit_id, row.member_key.user
        granted.setdefault(unit_id, set()).add(user.pk)
        within = user.pk in entitled.get(unit_id, {})
        (found[unit_id].holders if within else found[unit_id].gone).append(Person(user, row.granted_at))
    return granted


def _sort_in(standing: Standing, lacking: dict[int, tuple[User, MemberKey | None]]) -> None:
    for user, key in lacking.values():
        (standing.waiting if key else standing.absent).append(Person(user, key.created_at if key else None))


def _name(found: list[Standing]) -> None:
    """Write the last name of each unit, the present one where it still is."""
    named = {one.unit.pk: one for one in found}
    begun = UnitVersion.objects.filter(unit__in=named, valid_from__lte=clock.today())
    for version in begun.order_by("valid_from"):
        named[version.unit_id].name, named[version.unit_id].sort = version.name, version.sort
