"""Cases that may be of one person, for those who stand above both."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from lanhmanh.accounts.access import Actor, ids_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.cases.models import Twin
from lanhmanh.kernel import clock
from lanhmanh.units.selectors import known_names

GONE = ("erased", "merged")


def twins(actor: Actor) -> QuerySet[Twin]:
    """Return the pairs that nobody settled and of which the actor oversees both, the newest first."""
    rows = Twin.objects.filter(settled_at=None).exclude(Q(first__state__in=GONE) | Q(second__state__in=GONE))
    if not actor.holds(Permission.CASE_OVERSEE):
        return rows.none()
    reach = ids_for(actor, Permission.CASE_OVERSEE)
    return rows.filter(first__unit__in=reach, second__unit__in=reach).select_related("first", "second").order_by("-pk")


def named(pairs: Iterable[Twin]) -> list[tuple[Twin, str, str]]:
    """Return the pairs with the names of both units: numbers alone are the same in every commune."""
    found = list(pairs)
    names = known_names({case.unit_id for pair in found for case in (pair.first, pair.second)}, clock.today())
    return [(pair, names.get(pair.first.unit_id, ""), names.get(pair.second.unit_id, "")) for pair in found]
