"""What the cells of a list may say at a unit: the words of its drop-downs, and the members by name."""

from collections.abc import Sequence

from django.utils.translation import override

from lanhmanh.accounts.access import Actor, units_for
from lanhmanh.accounts.models import User
from lanhmanh.accounts.rules import Permission, Scope
from lanhmanh.cases.models import Ground, Sex
from lanhmanh.cases.selectors.members import members
from lanhmanh.cases.selectors.reach import named
from lanhmanh.kernel import clock
from lanhmanh.kernel.text import fold
from lanhmanh.law.statuses import Status, allowed
from lanhmanh.units.models import Unit

Options = dict[str, list[tuple[str, str]]]


def places(actor: Actor) -> list[tuple[Unit, str]]:
    """Return the units of the actor's own whose lists may be brought in, each with its name."""
    own = actor.places(Permission.CASE_SUPERVISE).get(Scope.OWN, set())
    return named(units_for(actor, Permission.CASE_SUPERVISE).filter(pk__in=own), clock.today())


def options(people: Sequence[User]) -> Options:
    """Return field → (code, words) of what may be chosen in a cell, in Vietnamese whoever reads."""
    with override("vi"):
        return {
            "sex": [(code, str(label)) for code, label in Sex.choices],
            "kind": [(code, str(label)) for code, label in Ground.choices],
            "status": [(one.value, one.name_vi) for one in allowed(None, on=clock.today())],
            "in_charge": [(user.uid, name) for user, name in zip(people, _names(people), strict=True)],
        }


def choices_of(unit: Unit) -> tuple[dict[str, dict[str, str]], dict[str, User]]:
    """Return field → folded words → code of what a cell may say, and uid → member of the unit.

    Statuses of the law before are read too: a list may be older than the law.
    """
    people = members(unit)
    found = {field: {fold(words): code for code, words in pairs} for field, pairs in options(people).items()}
    found["status"] = {fold(one.name_vi): one.value for one in Status}
    found["in_charge"] |= {fold(user.username): user.uid for user in people}
    return found, {user.uid: user for user in people}


def _names(people: Sequence[User]) -> list[str]:
    """Return the members' names, with the account's where two bear the same."""
    folded = [fold(user.full_name) for user in people]
    return [
        f"{user.full_name} ({user.username})" if folded.count(name) > 1 else user.full_name
        for user, name in zip(people, folded, strict=True)
    ]
