"""Reading the register of breaches; hours are counted to the notice."""

from datetime import datetime

from django.db.models import F, QuerySet
from django.http import Http404

from lanhmanh.accounts.access import Actor
from lanhmanh.cases.models import Breach
from lanhmanh.cases.selectors.reach import CHARGE, READERS, units_of


def visible(actor: Actor) -> QuerySet[Breach]:
    """Return the breaches that the actor may read: at the own unit and below, the running ones first."""
    rows = Breach.objects.filter(unit__in=units_of(actor)).select_related("unit", "recorded_by")
    return rows.order_by(F("closed_on").desc(nulls_first=True), "-detected", "-pk")


def get_breach(actor: Actor, uid: str, *, writing: bool = False) -> Breach:
    """Return a breach by its public id.

    :raises Http404: there is none that the actor may read, or change where `writing`.
    """
    found = visible(actor).filter(uid=uid, unit__in=units_of(actor, CHARGE if writing else READERS)).first()
    if found is None:
        raise Http404("breach")
    return found


def running(actor: Actor) -> list[Breach]:
    """Return the breaches that the actor must still notify or close, the nearest end of the clock first."""
    rows = Breach.objects.filter(unit__in=units_of(actor, CHARGE), closed_on=None)
    return list(rows.select_related("unit").order_by("notify_due", "pk"))


def hours_left(breach: Breach, now: datetime) -> int:
    """Return the whole hours until the clock ends; below 0 once it has."""
    return int((breach.notify_due - now).total_seconds() // 3600)
