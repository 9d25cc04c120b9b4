"""Reading the registers of businesses and sites, as far as the reader may see."""

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest
from django.http import Http404

from lanhmanh.accounts.access import Actor, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.models import Business, By, Finding, Inspection, InspectionState, Kept, Leakage, Site, Visit
from lanhmanh.kernel.text import fold
from lanhmanh.law.places import requirement_on, sensitive_on
from lanhmanh.units.models import Level, Unit
from lanhmanh.units.selectors import names_on

Place = TypeVar("Place", bound=Business | Site)
HOLDS = ("precursors", "chemicals", "medicinals")


@dataclass(frozen=True, slots=True)
class Filters:
    """Say which places are wanted; what is empty does not narrow. `due`: an inspection or a correction is."""

    words: str = ""
    unit: Unit | None = None
    kind: str = ""
    holds: str = ""
    sensitive: bool = False
    due: str = ""
    closed: bool = False


def businesses(actor: Actor, wanted: Filters, today: date) -> QuerySet[Any]:
    """Return the businesses that the actor may see, by name, each with `last_day`, `overdue` and `lacks`.

    `last_day` is that of the last inspection, `overdue` tells of a correction whose deadline passed, `lacks` how many
    inspections the year still asks for.
    """
    rows: QuerySet[Any] = _narrowed(Business.objects.filter(unit__in=units_for(actor, Permission.PLACE_VIEW)), wanted)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.sensitive:
        rows = rows.filter(kind__in=sensitive_on(today).kinds)
    done = Inspection.objects.filter(business=OuterRef("pk"), state=InspectionState.DONE).exclude(by=By.REVIEW)
    late = Finding.objects.filter(overdue(today), inspection__business=OuterRef("pk"))
    rows = rows.annotate(last_day=Subquery(done.order_by("-day").values("day")[:1]), overdue=Exists(late))
    rows = lacking(rows, today)
    if wanted.due == "inspection":
        rows = rows.filter(lacks__gt=0)
    elif wanted.due == "overdue":
        rows = rows.filter(overdue=True)
    elif wanted.due == "correction":
        rows = rows.filter(Exists(Finding.objects.filter(uncorrected(), inspection__business=OuterRef("pk"))))
    elif wanted.due == "verify":
        rows = rows.filter(Exists(Finding.objects.filter(unverified(), inspection__business=OuterRef("pk"))))
    elif wanted.due == "planned":
        ahead = Inspection.objects.filter(business=OuterRef("pk"), state=InspectionState.PLANNED)
        rows = rows.filter(Exists(ahead))
    return rows.order_by("sort", "pk")


def lacking(rows: QuerySet[Any], today: date) -> QuerySet[Any]:
    """Return the rows, each with `lacks`: what a sensitive business that is open still needs in the year of a day."""
    asked = requirement_on(today)
    here = Inspection.objects.filter(
        business=OuterRef("pk"), state=InspectionState.DONE, by__in=asked.by, day__year=today.year, day__lte=today
    )
    number = Subquery(here.order_by().values("business").annotate(n=Count("pk")).values("n"))
    needed = Q(kind__in=sensitive_on(today).kinds, closed_on__isnull=True)
    left = Greatest(Value(asked.a_year) - Coalesce(number, Value(0)), Value(0))
    found: QuerySet[Any] = rows.annotate(
        lacks=Case(When(needed, then=left), default=Value(0), output_field=IntegerField())
    )
    return found


def sites(actor: Actor, wanted: Filters, today: date) -> QuerySet[Any]:
    """Return the sites that the actor may see, by name, each with `last_day` of a visit and `waiting` for an answer."""
    rows: QuerySet[Any] = _narrowed(Site.objects.filter(unit__in=units_for(actor, Permission.PLACE_VIEW)), wanted)
    if wanted.holds in HOLDS:
        rows = rows.filter(**{wanted.holds: True})
    visits = Visit.objects.filter(site=OuterRef("pk"), state=Kept.RECORDED)
    open_ = Leakage.objects.filter(site=OuterRef("pk"), state=Kept.RECORDED, answered_on__isnull=True)
    rows = rows.annotate(last_day=Subquery(visits.order_by("-day").values("day")[:1]), waiting=Exists(open_))
    if wanted.due == "answer":
        rows = rows.filter(waiting=True)
    elif wanted.due == "visit":
        rows = rows.filter(Q(last_day__isnull=True) | Q(last_day__year__lt=today.year), closed_on__isnull=True)
    return rows.order_by("sort", "pk")


def overdue(today: date) -> Q:
    """Return the condition that a finding should have been put right before a day and was not."""
    return Q(due__lt=today, corrected_on__isnull=True, inspection__state=InspectionState.DONE)


def uncorrected() -> Q:
    """Return the condition that a finding is still to be put right."""
    return Q(inspection__state=InspectionState.DONE, corrected_on__isnull=True)


def unverified() -> Q:
    """Return the condition that a finding was put right and nobody has seen it yet."""
    done = Q(inspection__state=InspectionState.DONE)
    return done & Q(corrected_on__isnull=False, verified_on__isnull=True)


def get_place(actor: Actor, model: type[Place], uid: str, permission: Permission = Permission.PLACE_VIEW) -> Place:
    """Return a business or a site by its public id.

    :raises Http404: there is none where the actor holds the permission.
    """
    found: Any = model._default_manager.filter(uid=uid, unit__in=units_for(actor, permission))
    place: Place | None = found.select_related("unit", "recorded_by").first()
    if place is None:
        raise Http404(model.__name__)
    return place


def communes_to_record(actor: Actor, day: date) -> list[tuple[Unit, str]]:
    """Return the communes for which the actor keeps registers, the own one first, with their names on that day."""
    found = units_for(actor, Permission.PLACE_RECORD).filter(level=Level.COMMUNE)
    units = {unit.pk: unit for unit in found}
    names = names_on(units, day)
    order = sorted(names, key=lambda pk: (pk != actor.home_unit_id, fold(names[pk])))
    return [(units[pk], names[pk]) for pk in order]


def communes_seen(actor: Actor, day: date) -> list[tuple[Unit, str]]:
    """Return the communes whose registers the actor may see, by name, with their names on that day."""
    units = {unit.pk: unit for unit in units_for(actor, Permission.PLACE_VIEW).filter(level=Level.COMMUNE)}
    names = names_on(units, day)
    return [(units[pk], names[pk]) for pk in sorted(names, key=lambda pk: fold(names[pk]))]


def _narrowed(rows: QuerySet[Any], wanted: Filters) -> QuerySet[Any]:
    rows = rows.filter(closed_on__isnull=not wanted.closed)
    if wanted.unit:
        rows = rows.filter(unit=wanted.unit)
    for word in fold(wanted.words).split():
        rows = rows.filter(search__contains=word)
    return rows
