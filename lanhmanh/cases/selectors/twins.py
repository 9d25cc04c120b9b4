"""Cases that may be of one person, for those who stand above both."""

from django.db.models import Q, QuerySet
from django.http import Http404

from lanhmanh.accounts.access import Actor, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.cases.models import Twin


def twins(actor: Actor) -> QuerySet[Twin]:
    """Return the pairs that nobody settled and of which the actor oversees both, the newest first."""
    rows = Twin.objects.filter(settled_at=None).exclude(Q(first__state="erased") | Q(second__state="erased"))
    if not actor.holds(Permission.CASE_OVERSEE):
        return rows.none()
    reach = units_for(actor, Permission.CASE_OVERSEE)
    return rows.filter(first__unit__in=reach, second__unit__in=reach).select_related("first", "second").order_by("-pk")


def get_twin(actor: Actor, uid: str) -> Twin:
    """Return a pair that waits for the actor.

    :raises Http404: there is none.
    """
    found = twins(actor).filter(uid=uid).first()
    if found is None:
        raise Http404("twin")
    return found
