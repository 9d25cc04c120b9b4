"""The one decision: may this actor do this here. Its list form comes from the same rule."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from lanhmanh.accounts.models import Membership, User
from lanhmanh.accounts.rules import Permission, Scope, roles
from lanhmanh.db.models import valid_on
from lanhmanh.db.prepared import Ask, prepared
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.units.models import Ancestry, Unit


class NotAllowed(Refused):
    """The actor may not do this here."""


@dataclass(frozen=True)
class Actor:
    """Who acts, with the roles held on the day."""

    user_id: int
    username: str
    name: str
    memberships: tuple[tuple[str, int], ...]

    @property
    def role_codes(self) -> frozenset[str]:
        """Return the codes of the roles held today."""
        return frozenset(role for role, _ in self.memberships)

    @property
    def home_unit_id(self) -> int | None:
        """Return the unit of the first membership, where this person works."""
        return self.memberships[0][1] if self.memberships else None

    def places(self, permission: Permission) -> dict[Scope, set[int]]:
        """Return, for each scope, the units from which this permission reaches out."""
        found: dict[Scope, set[int]] = {}
        for role, unit_id in self.memberships:
            held = roles().get(role)
            for scope in held.grants.get(permission, ()) if held else ():
                found.setdefault(scope, set()).add(unit_id)
        return found

    def holds(self, permission: Permission) -> bool:
        """Test whether this permission is held anywhere at all."""
        return bool(self.places(permission))


def actor_for(user: User, day: date | None = None) -> Actor:
    """Return the actor that an account is on a day (today)."""
    held = tuple(_memberships(user.pk, day or clock.today())) if user.is_active else ()
    return Actor(user.pk, user.username, user.full_name, held)


@prepared
def _memberships(user: int, day: date) -> QuerySet[Membership, tuple[str, int]]:
    return Membership.objects.filter(valid_on(day), user=user).order_by("pk").values_list("role", "unit_id")


def units_for(actor: Actor, permission: Permission, day: date | None = None) -> QuerySet[Unit]:
    """Return the units at which the actor holds the permission on a day (today).

    A unit that ended stays below those it last stood under; a step down from the nearest of them that is still there.
    """
    day = day or clock.today()
    reach = Q(pk__in=[])
    for scope, units in actor.places(permission).items():
        reach |= _reach(scope, units, day)
    return Unit.objects.filter(reach)


def ids_for(actor: Actor, permission: Permission, day: date | None = None) -> set[int]:
    """Return the ids of those units, for a page that asks about them more than once."""
    found: set[int] = set()
    for scope, units in actor.places(permission).items():
        found |= units if scope is Scope.OWN else _ids(_REACHED[scope](units, day or clock.today()))
    return found


def _reach(scope: Scope, units: set[int], day: date) -> Q:
    return Q(pk__in=units if scope is Scope.OWN else _lines(scope, units, day).values(_end(scope)))


def _lines(scope: Scope, units: Any, day: Any) -> QuerySet[Ancestry]:
    rows = Ancestry.objects.filter(depth__gt=0)
    if scope is Scope.ABOVE:
        return rows.filter(valid_on(day), descendant__in=units)
    step = lines(day) if scope is Scope.BELOW else Q(valid_on(day), depth=1) | Q(_held_to_the_end(day), ~_nearer(day))
    return rows.filter(step, ancestor__in=units)


def _end(scope: Scope) -> str:
    return "ancestor_id" if scope is Scope.ABOVE else "descendant_id"


def _reached(scope: Scope) -> Ask:
    return prepared(lambda units, day: _lines(scope, units, day).values_list(_end(scope)))


def _reached_of(scope: Scope) -> Ask:
    def build(units: Any, day: Any, of: Any) -> QuerySet[Ancestry, tuple[Any]]:
        return _lines(scope, units, day).filter(**{f"{_end(scope)}__in": of}).values_list(_end(scope))

    return prepared(build)


_WIDE: list[Scope] = [scope for scope in Scope if scope is not Scope.OWN]
_REACHED = {scope: _reached(scope) for scope in _WIDE}
_REACHED_OF = {scope: _reached_of(scope) for scope in _WIDE}


def _ids(rows: Iterable[tuple[Any, ...]]) -> set[int]:
    return {row[0] for row in rows}


def lines(day: date) -> Q:
    """Return the condition of a line of ancestors that stands on a day, or stood until its lower unit ended."""
    return valid_on(day) | _held_to_the_end(day)


def _held_to_the_end(day: date) -> Q:
    """Return the condition of a line that held until its unit ended: what a district left behind is not nobody's."""
    lasts = Q(valid_to__isnull=True) | Q(valid_to__gt=OuterRef("valid_to"))
    longer = Ancestry.objects.filter(lasts, descendant=OuterRef("descendant"), depth=0)
    return Q(~Exists(longer), valid_to__lte=day)


def _nearer(day: date) -> Exists:
    """Return whether a line of the same end leads from a nearer unit that is still there: it comes before all above."""
    same = Ancestry.objects.filter(descendant=OuterRef("descendant"), valid_to=OuterRef("valid_to"))
    there = Ancestry.objects.filter(valid_on(day), descendant=OuterRef("ancestor"), depth=0)
    return Exists(same.filter(Exists(there), depth__gt=0, depth__lt=OuterRef("depth")))


def can(actor: Actor, permission: Permission, on: Unit | int, day: date | None = None) -> bool:
    """Test whether the actor holds the permission at a unit on a day (today)."""
    unit_id = on if isinstance(on, int) else on.pk
    return bool(held_at(actor, permission, {unit_id}, day))


def held_at(actor: Actor, permission: Permission, units: set[int], day: date | None = None) -> set[int]:
    """Return at which of these units the actor holds the permission; asks nothing where the own unit answers."""
    places = actor.places(permission)
    found = units & places.get(Scope.OWN, set())
    for scope in places.keys() - {Scope.OWN}:
        if rest := units - found:
            found |= _ids(_REACHED_OF[scope](places[scope], day or clock.today(), rest))
    return found


def require(actor: Actor, permission: Permission, on: Unit | int, day: date | None = None) -> None:
    """Return if the actor holds the permission at a unit.

    :raises NotAllowed: the actor does not.
    """
    if not can(actor, permission, on, day):
        raise NotAllowed(_("Tài khoản này không có quyền làm việc đó tại đơn vị này."))
