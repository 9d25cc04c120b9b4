"""Reading review rounds: of a quarter, with sums, and who has held none."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404

from lanhmanh.accounts.access import Actor
from lanhmanh.accounts.rules import Permission
from lanhmanh.cases.models import ReviewRound
from lanhmanh.cases.rules.rounds import FOUND, FROM
from lanhmanh.cases.selectors.reach import READERS, WORKERS, units_of
from lanhmanh.kernel.periods import Period
from lanhmanh.law.calendars import window
from lanhmanh.units.models import Level, Unit
from lanhmanh.units.selectors import names_on, versions_on

CALENDAR = "MONTH"  # a quarter of the calendar: the plan says "hằng quý" and no regime of reports


@dataclass(frozen=True, slots=True)
class Total:
    """Hold the sum of what is known and in how many rounds it is not; None where it is known in none."""

    value: int | None
    unknown: int


@dataclass(frozen=True)
class Quarter:
    """Hold the rounds of a quarter with the names of their communes, the sums, and the communes that held none."""

    period: Period
    rows: list[tuple[ReviewRound, str]]
    totals: dict[str, Total]
    missing: list[str]
    expected: int

    @property
    def held(self) -> int:
        """Return how many communes held at least one."""
        return self.expected - len(self.missing)


def visible(actor: Actor) -> QuerySet[ReviewRound]:
    """Return the rounds that the actor may read."""
    return ReviewRound.objects.filter(unit__in=units_of(actor))


def get_round(actor: Actor, uid: str, *, writing: bool = False) -> ReviewRound:
    """Return a round by its public id.

    :raises Http404: there is none that the actor may read, or change where `writing`.
    """
    units = units_of(actor, WORKERS if writing else READERS)
    found = ReviewRound.objects.select_related("unit", "recorded_by").filter(uid=uid, unit__in=units).first()
    if found is None:
        raise Http404("round")
    return found


def quarter(actor: Actor, period: Period) -> Quarter:
    """Return a quarter as the actor may see it; a constant number of queries."""
    days = window(CALENDAR, period)
    rounds = visible(actor).filter(void=False, on__range=(days.first, days.last))
    rows = list(rounds.select_related("unit").order_by("on", "pk"))
    expected = _communes(actor, period)
    names = names_on({row.unit_id for row in rows}, days.last)
    held = {row.unit_id for row in rows}
    missing = [name for unit_id, name in expected.items() if unit_id not in held]
    listed = [(row, names.get(row.unit_id, "")) for row in rows]
    return Quarter(period, listed, totals(rows), missing, len(expected))


def totals(rows: Iterable[ReviewRound]) -> dict[str, Total]:
    """Return the sums over rounds; what is not known in a round is counted beside its sum."""
    rows = list(rows)
    return {name: _total([getattr(row, name) for row in rows]) for name in (*FROM, *FOUND)}


def communes_of(actor: Actor) -> list[Unit]:
    """Return the communes for which the actor keeps rounds."""
    return list(units_of(actor, WORKERS).filter(level=Level.COMMUNE).order_by("pk"))


def reads_above(actor: Actor) -> bool:
    """Test whether the actor looks at several communes."""
    return actor.holds(Permission.CASE_OVERSEE)


def _total(values: list[int | None]) -> Total:
    known = [value for value in values if value is not None]
    return Total(sum(known) if known else None, len(values) - len(known))


def _communes(actor: Actor, period: Period) -> dict[int, str]:
    """Return the communes of the actor at the end of the quarter, in Vietnamese order."""
    last = window(CALENDAR, period).last
    rows = versions_on(last).filter(unit__in=units_of(actor), unit__level=Level.COMMUNE).order_by("sort")
    return dict(rows.values_list("unit_id", "name"))
