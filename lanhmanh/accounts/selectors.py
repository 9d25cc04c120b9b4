"""Reading accounts."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from allauth.mfa.utils import is_mfa_enabled
from axes.models import AccessAttempt
from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from lanhmanh.accounts.access import Actor, units_for
from lanhmanh.accounts.models import Membership, User
from lanhmanh.accounts.rules import Permission, Role, roles
from lanhmanh.db.models import valid_on
from lanhmanh.kernel import clock
from lanhmanh.kernel.text import fold, person_sort_key
from lanhmanh.ui.formats import either
from lanhmanh.units import selectors as units
from lanhmanh.units.models import UnitVersion

PER_PAGE = 30


@dataclass(frozen=True)
class Held:
    """A role held at a unit, with the unit's name on the day asked, and whether it holds that day."""

    membership: Membership
    role: Role
    unit_name: str
    current: bool = True
    in_reach: bool = False

    @property
    def label(self) -> str:
        """Return the role's name in the reader's language."""
        return role_label(self.role)

    @property
    def last_day(self) -> date | None:
        """Return the last day on which the role holds, None while it is open."""
        return self.membership.valid_to - timedelta(days=1) if self.membership.valid_to else None


@dataclass(frozen=True)
class Line:
    """One account in the list."""

    user: User
    held: list[Held]
    locked: bool


@dataclass(frozen=True)
class Person:
    """One account as its administrator sees it: no content, only access."""

    user: User
    held: list[Held]
    past: list[Held]
    locked: bool
    second_factor: bool
    may_change: bool


def role_label(role: Role) -> str:
    """Return a role's name in the reader's language."""
    return either(role.name_vi, role.name_en)


def held_by(user: User, day: date) -> list[Held]:
    """Return the roles that an account holds on a day."""
    return _held(Membership.objects.filter(valid_on(day), user=user), day, set())


def people(
    actor: Actor, *, words: str = "", role: str = "", state: str = "", page: str | None = "1"
) -> tuple[Page[int], list[Line]]:
    """Return a page of the accounts in reach, by given name; `words` stand in user name or full name, marks aside."""
    day, asked = clock.today(), fold(words)
    rows = _filtered(actor, role, state, day).values_list("pk", "username", "full_name")
    found = [row for row in rows if asked in fold(f"{row[1]} {row[2]}")]
    found.sort(key=lambda row: (person_sort_key(row[2]), row[1]))
    shown = Paginator([pk for pk, _username, _name in found], PER_PAGE).get_page(page)
    return shown, _lines(list(shown.object_list), day)


def get_person(actor: Actor, uid: str) -> User:
    """Return an account with a role, now or once, at a unit whose accounts the actor keeps.

    :raises Http404: there is none, or not for this actor.
    """
    user = _reachable(actor).filter(uid=uid).first()
    if user is None:
        raise Http404("person")
    return user


def get_membership(actor: Actor, user: User, uid: str) -> Membership:
    """Return one role of an account at a unit whose accounts the actor keeps.

    :raises Http404: there is none, or not for this actor.
    """
    rows = Membership.objects.filter(user=user, uid=uid, unit__in=units_for(actor, Permission.ACCOUNT_MANAGE))
    found = rows.select_related("user", "unit").first()
    if found is None:
        raise Http404("membership")
    return found


def person(actor: Actor, user: User) -> Person:
    """Return what an administrator may know of an account."""
    day = clock.today()
    here, reach = places_kept(actor, user)
    told = _held(Membership.objects.filter(user=user), day, reach)
    return Person(
        user=user,
        held=[one for one in told if one.current],
        past=[one for one in told if not one.current],
        locked=user.username in _locked([user.username]),
        second_factor=is_mfa_enabled(user),
        may_change=user.pk != actor.user_id and bool(here) and here <= reach,
    )


def places_kept(actor: Actor | None, user: User) -> tuple[set[int], set[int]]:
    """Return the units where an account holds a role (if none today: where it ever did), and those in reach."""
    rows = list(user.memberships.values_list("unit_id", "valid_to"))
    open_ones = {unit for unit, end in rows if end is None or end > clock.today()}
    every = {unit for unit, _end in rows}
    if actor is None:
        return open_ones or every, set()
    reach = units_for(actor, Permission.ACCOUNT_MANAGE).filter(pk__in=every)
    return open_ones or every, set(reach.values_list("pk", flat=True))


def units_called(actor: Actor, text: str) -> list[tuple[UnitVersion, str]]:
    """Return the units in reach that a code or a name may mean, each with the name of the unit above it."""
    day, asked = clock.today(), fold(text)
    reach = set(units_for(actor, Permission.ACCOUNT_MANAGE).values_list("pk", flat=True))
    found = [version for version in units.find(text, day) if version.unit_id in reach]
    exact = [version for version in found if version.code == text.strip() or fold(version.name) == asked]
    names = units.names_on({v.parent_id for v in found if v.parent_id}, day)
    return [(version, names.get(version.parent_id or 0, "")) for version in exact or found]


def _reachable(actor: Actor) -> QuerySet[User]:
    reach = units_for(actor, Permission.ACCOUNT_MANAGE)
    return User.objects.filter(pk__in=Membership.objects.filter(unit__in=reach).values("user_id"))


def _filtered(actor: Actor, role: str, state: str, day: date) -> QuerySet[User]:
    rows = _reachable(actor)
    if role:
        rows = rows.filter(pk__in=Membership.objects.filter(valid_on(day), role=role).values("user_id"))
    match state:
        case "open" | "closed":
            rows = rows.filter(is_active=state == "open")
        case "locked":
            rows = rows.filter(username__in=_attempts().values("username"))
    return rows


def _lines(ids: list[int], day: date) -> list[Line]:
    users = User.objects.in_bulk(ids)
    held: dict[int, list[Held]] = defaultdict(list)
    for one in _held(Membership.objects.filter(valid_on(day), user__in=ids), day, set()):
        held[one.membership.user_id].append(one)
    locked = _locked(user.username for user in users.values())
    return [Line(users[pk], held[pk], users[pk].username in locked) for pk in ids]


def _held(rows: QuerySet[Membership], day: date, reach: set[int]) -> list[Held]:
    found = [row for row in rows.order_by("valid_from", "pk") if row.role in roles()]
    names = units.names_on({row.unit_id for row in found}, day)
    return [
        Held(row, roles()[row.role], names.get(row.unit_id, ""), _holds(row, day), row.unit_id in reach)
        for row in found
    ]


def _holds(row: Membership, day: date) -> bool:
    return row.valid_to is None or row.valid_to > day


def _attempts() -> QuerySet[AccessAttempt]:
    # axes measures in real time, not by the demonstration's clock
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    recent = Q(attempt_time__gt=since, failures_since_start__gte=settings.AXES_FAILURE_LIMIT)
    rows: QuerySet[AccessAttempt] = AccessAttempt.objects.filter(recent)
    return rows


def _locked(usernames: Iterable[str]) -> set[str]:
    rows = _attempts().filter(username__in=list(usernames))
    return set(rows.values_list("username", flat=True))
