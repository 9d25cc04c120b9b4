"""Lists of cases: without names, but for initials where the reader works on the case or answers for the unit."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Min, OuterRef, QuerySet, Subquery
from django.utils import timezone

from lanhmanh.accounts.access import Actor
from lanhmanh.cases import access
from lanhmanh.cases.models import (
    Assignment,
    Case,
    CaseState,
    Deadline,
    Measure,
    MeasureKind,
    OpeningKind,
)
from lanhmanh.cases.policies import ways
from lanhmanh.cases.rules.people import initials
from lanhmanh.cases.selectors.shelves import NEWEST, Shelf, offered_to
from lanhmanh.db.models import valid_on
from lanhmanh.db.prepared import prepared
from lanhmanh.kernel import clock
from lanhmanh.keyring.access import Keys
from lanhmanh.keyring.models import Box
from lanhmanh.sealing import Unopened
from lanhmanh.units.selectors import known_names

_CASE = tuple(field.attname for field in Case._meta.concrete_fields)
# Whose lists show initials; those above and strangers to the case see numbers only.
NAMED = frozenset({OpeningKind.ORDINARY, OpeningKind.SUPERVISION})


@dataclass(frozen=True, slots=True)
class Row:
    """One case as a list shows it."""

    case: Case
    unit_name: str
    way: OpeningKind | None
    name: str
    members: Sequence[str]
    next_on: date | None
    offered: bool


def of_page(ids: Collection[int]) -> list[Case]:
    """Return those cases as lists show them, each with what is next; that the reader may know of them was asked."""
    return [_case(row) for row in (_shown(ids) if ids else ())]


@prepared
def _shown(ids: Collection[int]) -> QuerySet[Case, tuple[Any, ...]]:
    deadlines = Deadline.objects.filter(episode__case=OuterRef("pk"), done_on=None, dropped=False)
    first = deadlines.order_by().values("episode__case").annotate(first=Min("due")).values("first")
    visits = Measure.objects.filter(case=OuterRef("pk"), kind=MeasureKind.VISIT, void=False).order_by("-on", "-pk")
    rows = Case.objects.filter(pk__in=ids).order_by(*NEWEST)
    return rows.values_list(*_CASE, "box__uid", Subquery(first), Subquery(visits.values("next_on")[:1]))


def _case(row: tuple[Any, ...]) -> Case:
    """Return a case from its row, as the query for models would make it, which takes three times as long to write."""
    *columns, box, deadline, visit = row
    case = Case.from_db(None, _CASE, columns)
    case.box = Box.from_db(None, ("id", "uid"), (case.box_id, box))
    vars(case).update(deadline=deadline, visit=visit)
    return case


def rows(actor: Actor, keys: Keys, cases: Sequence[Case], shelf: Shelf | None = None) -> list[Row]:
    """Return the rows of one page; a constant number of queries, and only these cases' names are opened.

    What is offered is asked where no `shelf` says it.
    """
    kinds, waiting = ways(actor, cases), shelf.offered if shelf else offered_to(actor)
    names = known_names({case.unit_id for case in cases}, clock.today())
    masked, at_work = _initials(keys, [case for case in cases if kinds[case.pk] in NAMED]), _members(cases)
    return [
        Row(
            case=case,
            unit_name=names.get(case.unit_id, ""),
            way=kinds[case.pk],
            name=masked.get(case.pk, ""),
            members=at_work.get(case.pk, ()),
            next_on=_next(case),
            offered=case.pk in waiting,
        )
        for case in cases
    ]


def _initials(keys: Keys, cases: Collection[Case]) -> dict[int, str]:
    opened = keys.open_boxes([case.box for case in cases]) if cases else {}
    records = {case.uid: case.pk for case in cases if case.box_id in opened}
    try:
        words = access.read_many(keys=opened, records=records, fields=["full_name"]) if records else {}
    except Unopened:
        words = _one_by_one(opened, records)
    return {records[uid]: initials(fields["full_name"]) for uid, fields in words.items()}


def _one_by_one(opened: dict[int, bytes], records: Collection[str]) -> dict[str, dict[str, str]]:
    """Return what still opens: one name that was tampered with hides no other; its own page tells of it."""
    words: dict[str, dict[str, str]] = {}
    for uid in records:
        with suppress(Unopened):
            words |= access.read_many(keys=opened, records=[uid], fields=["full_name"])
    return words


def _members(cases: Collection[Case]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for case_id, name in _assigned([case.pk for case in cases], clock.today()):
        found.setdefault(case_id, []).append(name)
    return found


@prepared
def _assigned(cases: Collection[int], day: date) -> QuerySet[Assignment, tuple[int, str]]:
    held = Assignment.objects.filter(valid_on(day), case__in=cases).order_by("pk")
    return held.values_list("case_id", "user__full_name")


def _next(case: Case) -> date | None:
    deadline = getattr(case, "deadline", None)
    days = [timezone.localtime(deadline).date() if deadline else None, getattr(case, "visit", None)]
    return min((day for day in days if day), default=None) if case.state == CaseState.OPEN else None
