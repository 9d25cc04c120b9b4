"""The facts that areas stated in the last year of the ledger, to try a rule set on: what was decided on goes first."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Max, QuerySet

from lanhmanh.accounts.access import Actor, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.models import Area, AreaClass, Submission
from lanhmanh.areas.rules import codes
from lanhmanh.areas.selectors.naming import names_of
from lanhmanh.law.classes import Value


@dataclass(frozen=True)
class Past:
    """The facts of a year, area by area in their order."""

    year: int
    rows: tuple[tuple[str, Mapping[str, Value]], ...]

    @property
    def count(self) -> int:
        """Return how many areas have facts."""
        return len(self.rows)


def past_facts(actor: Actor) -> Past | None:
    """Return the facts of the latest year in which the areas that the actor sees stated any, None where none did."""
    sent, given = _sent(actor), _given(actor)
    years = [sent.aggregate(last=Max("assessment__year"))["last"], given.aggregate(last=Max("year"))["last"]]
    year = max((one for one in years if one is not None), default=None)
    if year is None:
        return None
    found: dict[Area, dict[str, Value]] = {}
    for one in sent.filter(assessment__year=year).select_related("assessment__area").order_by("pk"):
        found.setdefault(one.assessment.area, {}).update(codes.read(one.facts))
    for row in given.filter(year=year).select_related("area").order_by("pk"):
        found.setdefault(row.area, {}).update(codes.read(row.facts))
    names = names_of(found)
    return Past(year, tuple((names.of(area), found[area]) for area in sorted(found, key=names.order)))


def _sent(actor: Actor) -> QuerySet[Submission]:
    return Submission.objects.filter(assessment__area__unit__in=units_for(actor, Permission.AREA_VIEW))


def _given(actor: Actor) -> QuerySet[AreaClass]:
    units = units_for(actor, Permission.AREA_VIEW)
    return AreaClass.objects.filter(area__unit__in=units, replaced_by=None, facts__isnull=False)
