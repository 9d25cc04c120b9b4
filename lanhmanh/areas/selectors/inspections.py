"""Reading inspections with what they found, and what is due of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404

from lanhmanh.accounts.access import Actor, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.models import Business, Finding, Inspection, InspectionPhoto, InspectionState, Leakage
from lanhmanh.areas.models.sites import Kept
from lanhmanh.areas.rules.inspections import Correction, FindingState, Standing, finding_state, standing
from lanhmanh.areas.selectors.places import lacking
from lanhmanh.units.models import Unit
from lanhmanh.units.selectors import counts_of


@dataclass(frozen=True, slots=True)
class Found:
    """Hold a finding and where its correction stands."""

    finding: Finding
    state: FindingState


@dataclass(frozen=True, slots=True)
class Look:
    """Hold an inspection, where it stands and what it found."""

    inspection: Inspection
    standing: Standing
    findings: Sequence[Found]


def look(inspection: Inspection, today: date) -> Look:
    """Return where an inspection stands; its findings must be there already."""
    rows = sorted(inspection.findings.all(), key=lambda one: one.pk)
    known = [Correction(one.due, one.corrected_on, one.verified_on) for one in rows]
    found = [Found(one, finding_state(state, today)) for one, state in zip(rows, known, strict=True)]
    return Look(inspection, standing(inspection.state, inspection.day, known, today), found)


def of_business(business: Business) -> QuerySet[Inspection]:
    """Return the inspections of a business with their findings, the newest first."""
    return Inspection.objects.filter(business=business).order_by("-day", "-pk").prefetch_related("findings")


def of_year(actor: Actor, year: int) -> list[Inspection]:
    """Return the inspections of a year that the actor may see, by day, with their businesses and findings."""
    rows = Inspection.objects.filter(business__unit__in=units_for(actor, Permission.PLACE_VIEW), day__year=year)
    kept = rows.exclude(state=InspectionState.VOID).select_related("business").prefetch_related("findings")
    return list(kept.order_by("day", "pk"))


def get_inspection(actor: Actor, uid: str, permission: Permission = Permission.PLACE_VIEW) -> Inspection:
    """Return an inspection by its public id, with its findings and photos.

    :raises Http404: there is none where the actor holds the permission.
    """
    pictures = Prefetch("photos", InspectionPhoto.objects.defer("content").order_by("pk"))
    rows = Inspection.objects.filter(uid=uid, business__unit__in=units_for(actor, permission))
    related = rows.select_related("business__unit", "recorded_by", "voided_by")
    found = related.prefetch_related("findings__verified_by", pictures).first()
    if found is None:
        raise Http404("inspection")
    return found


def get_finding(actor: Actor, uid: str, permission: Permission = Permission.PLACE_RECORD) -> Finding:
    """Return a finding of an inspection that counts.

    :raises Http404: there is none where the actor holds the permission.
    """
    rows = Finding.objects.filter(uid=uid, inspection__business__unit__in=units_for(actor, permission))
    found = rows.exclude(inspection__state=InspectionState.VOID).select_related("inspection__business__unit").first()
    if found is None:
        raise Http404("finding")
    return found


def get_photo(
    actor: Actor, inspection_uid: str, uid: str, permission: Permission = Permission.PLACE_VIEW
) -> InspectionPhoto:
    """Return a photo.

    :raises Http404: there is none where the actor holds the permission.
    """
    rows = InspectionPhoto.objects.filter(uid=uid, inspection__uid=inspection_uid)
    here = rows.filter(inspection__business__unit__in=units_for(actor, permission))
    found = here.select_related("inspection__business").first()
    if found is None:
        raise Http404("photo")
    return found


@dataclass(frozen=True, slots=True)
class Dues:
    """Hold what waits for somebody who keeps registers, the most urgent first; lists are cut, counts are not."""

    lacking: int
    corrections: Sequence[Finding]
    correction_count: int
    to_verify: int
    missed: Sequence[Inspection]
    missed_count: int
    unforwarded: Sequence[Leakage]
    unanswered: Sequence[Leakage]
    unanswered_count: int


def dues(actor: Actor, today: date, week: date, most: int) -> Dues:
    """Return what is due where the actor keeps registers: one query for all counts, one for each list with rows."""
    units = units_for(actor, Permission.PLACE_RECORD)
    near = _findings(units).filter(corrected_on__isnull=True, due__lte=week)
    late = Inspection.objects.filter(business__unit__in=units, state=InspectionState.PLANNED, day__lt=today)
    signs = Leakage.objects.filter(site__unit__in=units, state=Kept.RECORDED, answered_on__isnull=True)
    found, sent = signs.filter(forwarded_on__isnull=True), signs.filter(forwarded_on__isnull=False)
    lacks = lacking(Business.objects.filter(unit__in=units), today).filter(lacks__gt=0)
    seen = _findings(units).filter(corrected_on__isnull=False, verified_on__isnull=True)
    asked = {"lacks": lacks, "near": near, "seen": seen, "late": late, "found": found, "sent": sent}
    counts = counts_of(asked)
    return Dues(
        lacking=counts["lacks"],
        corrections=_first(near.select_related("inspection__business"), counts["near"], most, "due"),
        correction_count=counts["near"],
        to_verify=counts["seen"],
        missed=_first(late.select_related("business"), counts["late"], most, "day"),
        missed_count=counts["late"],
        unforwarded=_first(found.select_related("site"), counts["found"], most, "found_on"),
        unanswered=_first(sent.select_related("site"), counts["sent"], most, "answer_due", "forwarded_on"),
        unanswered_count=counts["sent"],
    )


def _first(rows: QuerySet[Any], count: int, most: int, *order: str) -> list[Any]:
    return list(rows.order_by(*order, "pk")[:most]) if count else []


@dataclass(frozen=True, slots=True)
class Sums:
    """Hold the counts over a list of businesses."""

    listed: int
    sensitive: int
    lacking: int
    overdue: int


def sums(actor: Actor, today: date, kinds: frozenset[str]) -> Sums:
    """Return how many open businesses the actor sees, and what is due at them, in four queries."""
    rows = Business.objects.filter(unit__in=units_for(actor, Permission.PLACE_VIEW), closed_on__isnull=True)
    late = _findings(units_for(actor, Permission.PLACE_VIEW)).filter(corrected_on__isnull=True, due__lt=today)
    lacks = lacking(rows, today).filter(lacks__gt=0)
    return Sums(rows.count(), rows.filter(kind__in=kinds).count(), lacks.count(), late.count())


def _findings(units: QuerySet[Unit]) -> QuerySet[Finding]:
    return Finding.objects.filter(Q(inspection__business__unit__in=units), inspection__state=InspectionState.DONE)
