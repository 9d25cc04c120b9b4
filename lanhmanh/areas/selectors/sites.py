"""Reading visits and signs of leakage."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.http import Http404

from lanhmanh.accounts.access import Actor, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.models import Leakage, Site, StockLine, Visit
from lanhmanh.areas.rules.sites import LeakageState, Stock, leakage_state
from lanhmanh.db.models import valid_on
from lanhmanh.units.models import Agency, Unit
from lanhmanh.units.selectors import ancestors


@dataclass(frozen=True, slots=True)
class Sign:
    """Hold a sign of leakage and where it stands."""

    leakage: Leakage
    state: LeakageState


def visits_of(site: Site) -> QuerySet[Visit]:
    """Return the visits to a site with their quantities, the newest first."""
    return site.visits.order_by("-day", "-pk").prefetch_related("stocks")


def differing(visit: Visit) -> int:
    """Return how many substances of a visit did not agree; the quantities must be there."""
    return sum(stock_of(line).differs for line in visit.stocks.all())


def signs_of(site: Site, today: date, most: int = 60) -> list[Sign]:
    """Return the newest signs of leakage at a site."""
    return [sign(one, today) for one in site.leakages.order_by("-found_on", "-pk")[:most]]


def visits_of_year(actor: Actor, year: int) -> QuerySet[Visit]:
    """Return a year's visits that count, with their sites and quantities, at the communes that the actor may see."""
    units = units_for(actor, Permission.PLACE_VIEW)
    rows = Visit.objects.filter(site__unit__in=units, day__year=year).exclude(state="void")
    return rows.select_related("site").prefetch_related("stocks").order_by("site__unit_id", "site_id", "day", "pk")


def signs_seen(actor: Actor) -> QuerySet[Leakage]:
    """Return the signs of leakage that count, with their sites, at the communes that the actor may see."""
    rows = Leakage.objects.filter(site__unit__in=units_for(actor, Permission.PLACE_VIEW)).exclude(state="void")
    return rows.select_related("site").order_by("site__unit_id", "site_id", "found_on", "pk")


def sign(one: Leakage, today: date) -> Sign:
    """Return a sign of leakage with where it stands on a day."""
    return Sign(one, leakage_state(one.forwarded_on, one.answer_due, one.answered_on, today))


def stock_of(line: StockLine) -> Stock:
    """Return a line of quantities as the rules read it."""
    return Stock(
        line.substance, line.measure, line.opening, line.came_in, line.went_out, line.on_paper, line.found
    )  # fmt: skip


def get_visit(actor: Actor, uid: str, permission: Permission = Permission.PLACE_VIEW) -> Visit:
    """Return a visit by its public id, with its quantities.

    :raises Http404: there is none where the actor holds the permission.
    """
    rows = Visit.objects.filter(uid=uid, site__unit__in=units_for(actor, permission))
    found = rows.select_related("site__unit", "recorded_by", "voided_by").prefetch_related("stocks").first()
    if found is None:
        raise Http404("visit")
    return found


def get_leakage(actor: Actor, uid: str, permission: Permission = Permission.PLACE_VIEW) -> Leakage:
    """Return a sign of leakage by its public id.

    :raises Http404: there is none where the actor holds the permission.
    """
    rows = Leakage.objects.filter(uid=uid, site__unit__in=units_for(actor, permission))
    found = rows.select_related("site__unit", "recorded_by", "voided_by").first()
    if found is None:
        raise Http404("leakage")
    return found


def agencies_near(unit: Unit, day: date) -> list[Agency]:
    """Return the partner agencies beside a unit and above it on a day, the nearest first."""
    units = [unit.pk, *(version.unit_id for version in ancestors(unit, day))]
    found = Agency.objects.filter(valid_on(day), unit_id__in=units)
    return sorted(found, key=lambda agency: (units.index(agency.unit_id), agency.kind, agency.name))
