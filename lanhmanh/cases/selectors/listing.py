"""Lists of cases: without names, but for initials where the reader works on the case or answers for the unit."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from lanhmanh.accounts.access import Actor
from lanhmanh.cases import access
from lanhmanh.cases.models import Assignment, Case, CaseState, Deadline, Measure, MeasureKind, OpeningKind
from lanhmanh.cases.policies import offered, ways
from lanhmanh.cases.rules.people import initials
from lanhmanh.cases.selectors.reach import ids_of
from lanhmanh.db.models import valid_on
from lanhmanh.db.prepared import prepared
from lanhmanh.kernel import clock
from lanhmanh.keyring.access import Keys
from lanhmanh.sealing import Unopened
from lanhmanh.units.models import Unit, UnitVersion
from lanhmanh.units.selectors import known_names, versions_on

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


@dataclass(frozen=True, slots=True)
class Filters:
    """Hold what a list is narrowed by; "" narrows nothing."""

    state: str = ""
    status: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The units with cases of which the actor may know, and the cases that other units offer."""

    units: frozenset[int]
    offered: Mapping[int, int]

    @property
    def known(self) -> frozenset[int]:
        """Return the units that have any of these cases."""
        return self.units | frozenset(self.offered.values())


def shelf(actor: Actor) -> Shelf:
    """Return where the actor's cases lie.

    It is asked for before the list: given as a subquery, SQLite reads and sorts every case of a province for one page;
    and so is what is offered, of which there is little: beside a subquery no index of units serves on PostgreSQL.
    """
    waiting = dict(offered(actor).values_list("case_id", "case__unit_id"))
    return Shelf(frozenset(row[0] for row in _with_cases(ids_of(actor))), waiting)


@prepared
def _with_cases(units: Collection[int]) -> QuerySet[Unit, tuple[int]]:
    has_some = Exists(Case.objects.filter(unit=OuterRef("pk")))
    return Unit.objects.filter(has_some, pk__in=units).values_list("pk")


def listed(shelf: Shelf, filters: Filters) -> QuerySet[Case]:
    """Return the cases that lie there, the newest first."""
    here, waiting = Q(unit__in=shelf.units), list(shelf.offered)
    rows = Case.objects.filter(here | Q(pk__in=waiting) if waiting else here).exclude(state=CaseState.MERGED)
    if filters.state in CaseState.values:
        rows = rows.filter(state=filters.state)
    if filters.status:
        rows = rows.filter(status=filters.status)
    if filters.unit:
        rows = rows.filter(unit__uid=filters.unit)
    return in_order(rows)


def in_order(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Return the cases as lists show them, each with what is next."""
    deadlines = Deadline.objects.filter(episode__case=OuterRef("pk"), done_on=None, dropped=False)
    first = deadlines.order_by().values("episode__case").annotate(first=Min("due")).values("first")
    visits = Measure.objects.filter(case=OuterRef("pk"), kind=MeasureKind.VISIT, void=False).order_by("-on", "-pk")
    rows = rows.annotate(deadline=Subquery(first), visit=Subquery(visits.values("next_on")[:1]))
    return rows.select_related("box", "unit").order_by("-opened_on", "-pk")


def of_page(ids: Collection[int]) -> list[Case]:
    """Return those cases as lists show them; that the reader may know of them was asked before."""
    return list(in_order(Case.objects.filter(pk__in=ids)))


def rows(actor: Actor, keys: Keys, cases: Sequence[Case]) -> list[Row]:
    """Return the rows of one page; a constant number of queries, and only these cases' names are opened."""
    kinds, waiting = ways(actor, cases), set(offered(actor).filter(case__in=cases).values_list("case_id", flat=True))
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


def unit_choices(shelf: Shelf) -> list[tuple[str, str]]:
    """Return uid and name of the units to narrow a list by, in Vietnamese order."""
    return list(_named(shelf.known, clock.today()))


@prepared
def _named(units: Collection[int], day: date) -> QuerySet[UnitVersion, tuple[str, str]]:
    return versions_on(day).filter(unit__in=units).order_by("sort").values_list("unit__uid", "name")


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
