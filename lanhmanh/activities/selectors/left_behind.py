"""What units that are no more still hold in the registers of the movement."""

from collections.abc import Collection
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from lanhmanh.activities.models import (
    Adoption,
    HouseholdCount,
    LoanBalance,
    PersonOfStanding,
    Practice,
    Registration,
    Team,
    VocationalClass,
)
from lanhmanh.activities.rules.spreading import Step


def left_movement(unit_ids: Collection[int]) -> dict[str, QuerySet[Any]]:
    """Return register → what goes on of it in some units.

    Teams and people of standing go over with their names even where they ended: somebody has to answer for the names.
    """
    ids = list(unit_ids)
    return {
        "teams": Team.objects.filter(unit__in=ids, voided_at=None),
        "people": PersonOfStanding.objects.filter(unit__in=ids, voided_at=None),
        "models": Practice.objects.filter(unit__in=ids, voided_at=None, ended_on=None),
        "classes": VocationalClass.objects.filter(unit__in=ids, voided_at=None, ended_on=None),
        "adoptions": Adoption.objects.filter(unit__in=ids, voided_at=None).exclude(step=Step.ENDED),
        "registrations": Registration.objects.filter(unit__in=ids, voided_at=None, outcome=""),
    }


def last_households(unit_ids: Collection[int]) -> QuerySet[HouseholdCount]:
    """Return the last count of households of each of some units."""
    rows = HouseholdCount.objects.filter(unit__in=list(unit_ids), voided_at=None)
    same = HouseholdCount.objects.filter(unit=OuterRef("unit"), voided_at=None).order_by("-day", "-pk")
    return rows.filter(pk=Subquery(same.values("pk")[:1]))


def last_loans(unit_ids: Collection[int]) -> QuerySet[LoanBalance]:
    """Return the last balance of each source of each of some units."""
    rows = LoanBalance.objects.filter(unit__in=list(unit_ids), voided_at=None)
    same = LoanBalance.objects.filter(unit=OuterRef("unit"), source=OuterRef("source"), voided_at=None)
    return rows.filter(pk=Subquery(same.order_by("-day", "-pk").values("pk")[:1]))
