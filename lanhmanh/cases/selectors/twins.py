"""Cases that may be of one person, for those who stand above both."""

from collections.abc import Collection, Iterable

from django.db.models import Q, QuerySet

from lanhmanh.accounts.access import Actor, ids_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.cases.models import Twin
from lanhmanh.db.prepared import prepared
from lanhmanh.kernel import clock
from lanhmanh.units.selectors import known_names

GONE = ("erased", "merged")
SHOWN = 10


def twins(actor: Actor) -> QuerySet[Twin]:
    """Return the pairs that nobody settled and of which the actor oversees both, the newest first."""
    rows = _unsettled(ids_for(actor, Permission.CASE_OVERSEE))
    return rows.select_related("first", "second").order_by("-pk")


def newest(units: Collection[int]) -> list[Twin]:
    """Return the newest of those pairs, for who oversees these units; mostly there is none."""
    pks = [pk for (pk,) in _newest(units)] if units else []
    return list(Twin.objects.filter(pk__in=pks).select_related("first", "second").order_by("-pk")) if pks else []


@prepared
def _newest(units: Collection[int]) -> QuerySet[Twin, tuple[int]]:
    return _unsettled(units).order_by("-pk").values_list("pk")[:SHOWN]


def _unsettled(units: Collection[int]) -> QuerySet[Twin]:
    return between(units).filter(settled_at=None)


def between(units: Collection[int]) -> QuerySet[Twin]:
    """Return the pairs of which both lie in these units, settled or not, while both are cases of their own."""
    rows = Twin.objects.exclude(Q(first__state__in=GONE) | Q(second__state__in=GONE))
    return rows.filter(first__unit__in=units, second__unit__in=units)


def named(pairs: Iterable[Twin]) -> list[tuple[Twin, str, str]]:
    """Return the pairs with the names of both units: numbers alone are the same in every commune."""
    found = list(pairs)
    names = known_names({case.unit_id for pair in found for case in (pair.first, pair.second)}, clock.today())
    return [(pair, names.get(pair.first.unit_id, ""), names.get(pair.second.unit_id, "")) for pair in found]
