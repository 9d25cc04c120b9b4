"""What was settled above about two cases of one person, for the units that have them: what is to be done, no more.

A unit is told that another helps the same person too. Who goes on learns no name before the case is offered to it; who
hands over learns where to, in the opened case alone.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from lanhmanh.accounts.access import Actor
from lanhmanh.cases.models import Case, Opening, Transfer, TransferState, Twin
from lanhmanh.cases.policies import IN_USE, may_merge
from lanhmanh.kernel import clock
from lanhmanh.law.calendars import local_day
from lanhmanh.units.selectors import known_names


class Step(StrEnum):
    """What a unit does with its case of a pair."""

    HAND_OVER = "hand_over"
    AWAIT = "await"
    MERGE = "merge"


@dataclass(frozen=True, slots=True)
class Settled:
    """A unit's case of a pair that is of one person; the other is shown only where both are the unit's own."""

    case: Case
    other: Case
    step: Step
    at: datetime

    @property
    def on(self) -> date:
        """Return the day on which it was settled."""
        return local_day(self.at)


def settled_of(case: Case) -> list[tuple[Settled, str]]:
    """Return what was settled about an opened case; with where it goes, "" where it stays."""
    found = list(_sides(_pairs(Q(first=case) | Q(second=case)), {case.pk}))
    away = {one.other.unit_id for one in found if one.step == Step.HAND_OVER}
    names = known_names(away, clock.today()) if away else {}
    return [(one, names.get(one.other.unit_id, "") if one.step == Step.HAND_OVER else "") for one in found]


def settled_for(actor: Actor, cases: QuerySet[Case]) -> list[Settled]:
    """Return what was settled about those cases and waits for the actor, the oldest first; a fixed number of queries.

    What is on its way waits for the other unit; that another will come is told until the case is opened; two cases of
    one unit wait for who may merge them, once.
    """
    asked = Transfer.objects.filter(Q(case=OuterRef("first")) | Q(case=OuterRef("second")), state=TransferState.ASKED)
    own = cases.filter(state__in=IN_USE).values("pk")
    pairs = list(_pairs(Q(first__in=own) | Q(second__in=own)).exclude(Exists(asked)))
    if not pairs:
        return []
    of_pairs = {pk for pair in pairs for pk in (pair.first_id, pair.second_id)}
    mine = set(cases.filter(pk__in=of_pairs).values_list("pk", flat=True))
    read = Opening.objects.filter(case__in=mine, user_id=actor.user_id).values_list("case_id")
    seen = dict(read.annotate(last=Max("at")))
    return [one for one in _sides(pairs, mine) if _waits(actor, one, seen.get(one.case.pk))]


def goes_to(case: Case) -> Case | None:
    """Return the case of the same person with which another unit goes on, so that this one is handed over to it."""
    sides = _sides(_pairs(Q(first=case) | Q(second=case)), {case.pk})
    return next((one.other for one in sides if one.step == Step.HAND_OVER), None)


def _pairs(which: Q) -> QuerySet[Twin]:
    rows = Twin.objects.filter(which, same=True, first__state__in=IN_USE, second__state__in=IN_USE)
    return rows.select_related("first__unit", "second__unit").order_by("settled_at", "pk")


def _sides(pairs: Iterable[Twin], mine: Collection[int]) -> Iterator[Settled]:
    """Yield those cases of the pairs with what is done with each; nothing where nobody said which one is kept."""
    for pair in pairs:
        for case, other in ((pair.first, pair.second), (pair.second, pair.first)):
            step = _step(pair, case, other)
            if case.pk in mine and step and pair.settled_at:
                yield Settled(case, other, step, pair.settled_at)


def _step(pair: Twin, case: Case, other: Case) -> Step | None:
    if case.unit_id == other.unit_id:
        return Step.MERGE
    if pair.kept_id is None:
        return None
    return Step.AWAIT if pair.kept_id == case.pk else Step.HAND_OVER


def _waits(actor: Actor, one: Settled, seen: datetime | None) -> bool:
    """Test whether this is the actor's to do, or to know of still."""
    if one.step == Step.MERGE:
        return one.case.pk < one.other.pk and may_merge(actor, one.case)
    return one.step == Step.HAND_OVER or seen is None or seen < one.at
