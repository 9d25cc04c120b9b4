"""Pairs of cases as they are settled, or settled otherwise, by those who stand above both."""

from django.db.models import Q, QuerySet
from django.http import Http404

from lanhmanh.accounts.access import Actor, ids_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.cases.models import Case, Twin
from lanhmanh.cases.selectors.twins import between


def overseen(actor: Actor) -> QuerySet[Twin]:
    """Return the pairs of which the actor oversees both, settled or not, while both are cases of their own."""
    return between(ids_for(actor, Permission.CASE_OVERSEE)).select_related("first", "second")


def settled_above(actor: Actor, case: Case) -> list[Twin]:
    """Return the pairs of a case that were settled, for those who may settle them otherwise."""
    rows = overseen(actor).filter(Q(first=case) | Q(second=case)).exclude(settled_at=None)
    return list(rows.order_by("-settled_at", "-pk"))


def get_twin(actor: Actor, uid: str) -> Twin:
    """Return a pair that the actor may settle, or settle otherwise.

    :raises Http404: there is none.
    """
    found = overseen(actor).filter(uid=uid).first()
    if found is None:
        raise Http404("twin")
    return found
