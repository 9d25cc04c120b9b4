"""Whose cases of which days: the rows that figures and what is behind them are both made of."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any, TypeAlias

from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models import Case as If
from django.db.models.functions import Coalesce

from lanhmanh.cases.models import Assignment, Case, Episode, Measure, ReviewRound, Transfer
from lanhmanh.db.models import valid_on
from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.law.registers import registers

FORMS = {
    "home": ("rehab_home", "rehab_community"),
    "centre": ("rehab_centre",),
    "compulsory": ("rehab_compulsory", "rehab_compulsory_minor", "rehab_compulsory_community"),
    "substitution": ("substitution",),
    "post_rehab": ("post_rehab", "post_rehab_centre"),
}
REHAB = (*FORMS["home"], *FORMS["centre"], *FORMS["compulsory"])
# How an episode ends that was completed, or with a relapse; why a case is closed that needs nothing more.
COMPLETED, RELAPSE, DONE = "completed", "relapse", "done"
# The registers that a commune keeps, by the figure that tells how many stand in each: figure → statuses.
IN_REGISTERS = {
    f"in_{code[:2]}_scn": tuple(status.value for status in registers()[code].statuses)
    for code in ("01-SCN", "02-SCN", "03-SCN", "04-SCN")
}
# What is social support: help to stand on one's own feet, beside visits and counselling.
SOCIAL = ("training", "job", "loan")
# A QuerySet whose rows carry `unit_then`, which the checker of types cannot see.
Rows: TypeAlias = Any


@dataclass(frozen=True)
class Span:
    """Hold the units and the days of a period, both included."""

    units: frozenset[int]
    first: date
    last: date

    @property
    def days(self) -> tuple[date, date]:
        """Return both ends, as a range lookup takes them."""
        return self.first, self.last

    @cached_property
    def _moved(self) -> bool:
        """Test whether any case changed its unit after the last day: seldom, and then each row must look."""
        return Transfer.objects.filter(state="accepted", decided_at__gte=midnight_after(self.last)).exists()

    @cached_property
    def _merged(self) -> bool:
        """Test whether a case went into another after the last day: what was done in it then was done where it was."""
        return Case.objects.filter(state="merged", merged_on__gt=self.last).exists()

    def _then(self, case: str, unit: str) -> Any:
        """Return the unit that had a case on the last day: where the first later transfer took it from, or its own."""
        if not self._moved:
            return F(unit)
        later = Transfer.objects.filter(
            case=OuterRef(case), state="accepted", decided_at__gte=midnight_after(self.last)
        )
        from_unit = Subquery(later.order_by("decided_at").values("from_unit")[:1])
        return Coalesce(from_unit, F(unit), output_field=BigIntegerField())

    def _done_then(self) -> Any:
        """Return the unit that had the case of a deed on the last day; one that went into another since, has its own.

        People are counted once, by the case that was kept; what was done is counted where it was done.
        """
        own = self._then("case", "case__unit")
        if not self._merged:
            return own
        before = self._then("came_from", "came_from__unit")
        return If(When(came_from__merged_on__gt=self.last, then=before), default=own, output_field=BigIntegerField())

    def cases(self) -> Rows:
        """Return the cases of the units, with `unit_then`, the unit that had each on the last day.

        One that went into another counts on no day: the person is counted by the one that was kept.
        """
        rows: Rows = Case.objects.exclude(state="merged").annotate(unit_then=self._then("pk", "unit"))
        return rows.filter(unit_then__in=self.units)

    def open_at_end(self) -> Rows:
        """Return the cases open at the end of the last day, with `status_then`, "" without a running episode.

        `decided_then` tells whether the decision was there by then: what is not decided stands in no register yet.
        """
        stays = Q(closed_on=None) | Q(closed_on__gt=self.last)
        running = Q(ended_on=None) | Q(ended_on__gt=self.last)
        episodes = Episode.objects.filter(running, case=OuterRef("pk"), started_on__lte=self.last).order_by("-number")
        status = Coalesce(Subquery(episodes.values("status")[:1]), Value(""))
        decided = Exists(Episode.objects.filter(running, case=OuterRef("pk"), decided_on__lte=self.last))
        rows = self.cases().filter(stays, opened_on__lte=self.last)
        return rows.annotate(status_then=status, decided_then=decided)

    def episodes(self) -> Rows:
        """Return the episodes of the units' cases, with `unit_then`."""
        rows = Episode.objects.exclude(case__state="merged").annotate(unit_then=self._done_then())
        return rows.filter(unit_then__in=self.units)

    def relapses(self) -> Rows:
        """Return the episodes that ended in the period because the person relapsed."""
        return self.episodes().filter(ended_on__range=self.days, ending=RELAPSE)

    def leaving(self) -> Rows:
        """Return the episodes of support for leaving prostitution that ran in the period."""
        runs = Q(ended_on=None) | Q(ended_on__gte=self.first)
        return self.episodes().filter(runs, status="leaving", started_on__lte=self.last)

    def followed(self) -> Rows:
        """Return the rehabilitations completed a year before the period, with `again`: one began again since."""
        a_year_ago = (months_before(self.first, 12), months_before(self.last, 12))
        again = Episode.objects.filter(
            case=OuterRef("case"), number__gt=OuterRef("number"), status__in=REHAB, started_on__lte=self.last
        )
        done: Rows = self.episodes().filter(status__in=REHAB, ending=COMPLETED, ended_on__range=a_year_ago)
        return done.annotate(again=Exists(again))

    def measures(self) -> Rows:
        """Return the help that was given, of any day, with `unit_then`; what was only planned is none."""
        rows = Measure.objects.annotate(unit_then=self._done_then())
        return rows.filter(unit_then__in=self.units, void=False).exclude(result="planned")

    def given(self) -> Rows:
        """Return the help given in the period."""
        return self.measures().filter(on__range=self.days)

    @cached_property
    def kinds_given(self) -> frozenset[str]:
        """Return the kinds of help given in the period: what is counted of the others is nothing."""
        return frozenset(self.given().values_list("kind", flat=True).distinct())

    def first_of_year(self, kind: str) -> Rows:
        """Return the measures of a kind that are the first of the person's in the year of the last day."""
        earlier = Measure.objects.filter(
            case=OuterRef("case"), kind=kind, void=False, on__gte=date(self.last.year, 1, 1), on__lt=self.first
        ).exclude(result="planned")
        return self.given().filter(~Exists(earlier), kind=kind)

    def going(self, kind: str, *, since_months: int = 0) -> Rows:
        """Return the help of a kind that went on at the end of the last day, for so many months already."""
        runs = Q(ended_on=None) | Q(ended_on__gt=self.last)
        begun = months_before(self.last, since_months)
        return self.measures().filter(runs, kind=kind, on__lte=begun).exclude(result="stopped")

    def assignments(self) -> Rows:
        """Return who was assigned to a case on the last day, with `unit_then`."""
        rows = Assignment.objects.exclude(case__state="merged").annotate(unit_then=self._then("case", "case__unit"))
        return rows.filter(valid_on(self.last), unit_then__in=self.units)

    def rounds(self) -> Rows:
        """Return the review rounds of the period."""
        return ReviewRound.objects.filter(unit__in=self.units, on__range=self.days, void=False)


def midnight_after(day: date) -> datetime:
    """Return the instant in Viet Nam at which a day is over."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=VIETNAM)


def months_before(day: date, months: int) -> date:
    """Return the day so many months earlier, the last of its month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
