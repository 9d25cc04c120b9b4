"""Reading the help that was given in a case."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from lanhmanh.accounts.access import Actor
from lanhmanh.cases.access import versions
from lanhmanh.cases.models import Case, Measure, MeasureKind, Repayment, Result
from lanhmanh.cases.policies import visible
from lanhmanh.cases.rules.measures import RECURRING
from lanhmanh.cases.selectors.door import Opened

# What is said of help and closed with its case.
CLOSED = ("words", "repayment")


@dataclass(frozen=True, slots=True)
class Line:
    """One piece of help with its words, as the page of an opened case shows it."""

    measure: Measure
    words: str
    void_reason: str
    repayment: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """How often one kind of help was given, when last, and what came of it."""

    kind: MeasureKind
    count: int
    last: date
    going: int
    stopped: int


def of_case(case: Case) -> QuerySet[Measure]:
    """Return the help of a case, the latest first, with what was taken back."""
    return Measure.objects.filter(case=case).select_related("recorded_by").order_by("-on", "-pk")


def with_words(opened: Opened, rows: list[Measure]) -> list[Line]:
    """Return rows of an opened case with their words, in one query."""
    words = opened.words_of([row.uid for row in rows]) if rows else {}
    return [_line(row, words.get(row.uid, {})) for row in rows]


def _line(measure: Measure, words: dict[str, str]) -> Line:
    paid = words.get("repayment", "")
    label = str(Repayment(paid).label) if paid in Repayment.values else ""
    return Line(measure, words.get("words", ""), words.get("void_reason", ""), label)


def tallies(case: Case) -> list[Tally]:
    """Return how often each kind of help was given, the most frequent first; what is only planned does not count."""
    rows = Measure.objects.filter(case=case, void=False).exclude(result=Result.PLANNED)
    given = list(rows.values_list("kind", "on", "result"))
    counts, results = Counter(kind for kind, _on, _result in given), Counter((kind, of) for kind, _on, of in given)
    return [
        Tally(
            MeasureKind(kind), count, max(on for of, on, _result in given if of == kind),
            results[kind, Result.GOING], results[kind, Result.STOPPED],
        )
        for kind, count in counts.most_common()
    ]  # fmt: skip


def plan_of(case: Case) -> list[Measure]:
    """Return what is planned for a person, the soonest first."""
    return list(Measure.objects.filter(case=case, void=False, result=Result.PLANNED).order_by("on", "pk"))


def get_measure(actor: Actor, uid: str) -> Measure:
    """Return a piece of help of a case that the actor may know of.

    :raises Http404: there is none.
    """
    rows = Measure.objects.filter(case__in=visible(actor), uid=uid)
    found = rows.select_related("case__box", "case__unit", "recorded_by").first()
    if found is None:
        raise Http404("measure")
    return found


def coming(cases: QuerySet[Case]) -> QuerySet[Measure]:
    """Return what is to be done next in these cases: next dates that nothing followed yet, and what is planned."""
    later = Measure.objects.filter(
        Q(on__gt=OuterRef("on")) | Q(on=OuterRef("on"), pk__gt=OuterRef("pk")),
        case=OuterRef("case"), kind=OuterRef("kind"), void=False,
    )  # fmt: skip
    again = Q(~Exists(later), next_on__isnull=False, kind__in=RECURRING)
    once = Q(next_on__isnull=False) & ~Q(kind__in=RECURRING) & ~Q(result__in=[Result.DONE, Result.STOPPED])
    return Measure.objects.filter(again | once | Q(result=Result.PLANNED), case__in=cases, void=False)


def due_of(measure: Measure) -> date:
    """Return the day by which something is to be done: that of a plan itself, else the next date."""
    planned = measure.result == Result.PLANNED
    return measure.on if planned or measure.next_on is None else measure.next_on


def last_values(actor: Actor, case: Case) -> dict[str, Any]:
    """Return what the quick form offers again: kind and rhythm of the last visit in this case."""
    last = of_case(case).filter(void=False, kind__in=RECURRING, recorded_by_id=actor.user_id).first()
    if last is None:
        return {"kind": MeasureKind.VISIT}
    return {"kind": last.kind, "rhythm": (last.next_on - last.on).days if last.next_on else None}


def fingerprint(measure: Measure) -> str:
    """Return a mark of what a record states, words included by their version; it changes with every change."""
    told = [measure.kind, measure.on, measure.result, measure.next_on, measure.ended_on, measure.amount,
            measure.source, measure.void, sorted(versions(measure.uid).items())]  # fmt: skip
    return sha256(repr([str(one) for one in told]).encode()).hexdigest()[:16]
