"""Reading programmes: how many activities served each, how many together, and who registered with what result."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from lanhmanh.accounts.access import Actor, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.activities.models import ActivityProgramme, Registration, State
from lanhmanh.activities.rules.programmes import Outcome, Programme, named, programmes
from lanhmanh.kernel.text import fold
from lanhmanh.units.selectors import names_on


@dataclass(frozen=True, slots=True)
class Standing:
    """Hold one programme in a year: the activities that served it, its registrations and their results."""

    programme: Programme
    activities: int
    registered: int
    achieved: int
    not_achieved: int
    withdrawn: int

    @property
    def waiting(self) -> int:
        """Return how many have no result yet."""
        return self.registered - self.achieved - self.not_achieved - self.withdrawn


@dataclass(frozen=True, slots=True)
class YearOf:
    """Hold all programmes of a year; `together` counts an activity of several programmes once."""

    year: int
    rows: list[Standing]
    together: int

    @property
    def added(self) -> int:
        """Return the sum over the programmes, in which an activity of several stands several times."""
        return sum(row.activities for row in self.rows)


def year_of(actor: Actor, year: int) -> YearOf:
    """Return the programmes of a year as far as the actor sees the work, in three queries."""
    each, together = _served(actor, year)
    outcomes: dict[str, list[str]] = defaultdict(list)
    for code, outcome in registrations(actor, year).order_by().values_list("programme", "outcome"):
        outcomes[code].append(outcome)
    last = date(year, 12, 31)
    running = {one.code for one in programmes() if one.holds(last) or one.holds(date(year, 1, 1))}
    codes = [one.code for one in programmes() if one.code in running | set(each) | set(outcomes)]
    found = [(code, one) for code in dict.fromkeys(codes) if (one := named(code, last))]
    return YearOf(year, [_standing(one, each.get(code, 0), outcomes[code]) for code, one in found], together)


def registrations(actor: Actor, year: int, programme: str = "") -> QuerySet[Registration]:
    """Return the registrations of a year where the actor sees the work, by programme, then by name."""
    rows = Registration.objects.filter(
        unit__in=units_for(actor, Permission.ACTIVITY_VIEW), year=year, voided_at__isnull=True
    )
    if programme:
        rows = rows.filter(programme=programme)
    return rows.order_by("programme", "unit_id", "who", "key", "pk")


def of_words(rows: QuerySet[Registration], words: str, day: date) -> QuerySet[Registration]:
    """Return the registrations whose body or unit bears these words, without regard to marks; two queries more."""
    if not (asked := fold(words)):
        return rows
    names = names_on(set(rows.order_by().values_list("unit_id", flat=True)), day)
    units = [unit_id for unit_id, name in names.items() if asked in fold(name)]
    bodies = [pk for pk, body in rows.order_by().exclude(body="").values_list("pk", "body") if asked in fold(body)]
    return rows.filter(Q(unit__in=units) | Q(pk__in=bodies))


def with_names(rows: list[Registration], day: date) -> list[tuple[Registration, str, Programme | None]]:
    """Return registrations with their units' names on a day and their programmes."""
    names = names_on({row.unit_id for row in rows}, day)
    return [(row, names.get(row.unit_id, ""), named(row.programme, row.registered_on)) for row in rows]


def get_registration(actor: Actor, uid: str, permission: Permission = Permission.ACTIVITY_VIEW) -> Registration:
    """Return a registration at whose unit a permission is held.

    :raises Http404: there is none.
    """
    rows = Registration.objects.select_related("unit", "recorded_by", "voided_by")
    found = rows.filter(uid=uid, unit__in=units_for(actor, permission)).first()
    if found is None:
        raise Http404("registration")
    return found


def _served(actor: Actor, year: int) -> tuple[dict[str, int], int]:
    """Return how many activities served each programme, and how many served any: those of several count once."""
    rows = ActivityProgramme.objects.filter(
        activity__unit__in=units_for(actor, Permission.ACTIVITY_VIEW), activity__state=State.RECORDED,
        activity__day__year=year,
    )  # fmt: skip
    each = dict(rows.order_by().values_list("programme").annotate(Count("activity", distinct=True)))
    return each, rows.order_by().values("activity").distinct().count()


def _standing(programme: Programme, activities: int, outcomes: list[str]) -> Standing:
    counts = [outcomes.count(one) for one in (Outcome.ACHIEVED, Outcome.NOT_ACHIEVED, Outcome.WITHDRAWN)]
    return Standing(programme, activities, len(outcomes), *counts)
