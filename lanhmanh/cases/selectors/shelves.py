"""Where the cases lie of which somebody may know, and lists of them by primary key: counted, narrowed, page by page."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.db.models import Exists, Func, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.utils.functional import cached_property

from lanhmanh.accounts.access import Actor, ids_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.cases.models import Case, CaseState, Transfer, TransferState
from lanhmanh.cases.policies import KNOWING
from lanhmanh.cases.selectors.reach import WORKERS, ids_of
from lanhmanh.db.prepared import prepared
from lanhmanh.kernel import clock
from lanhmanh.units.models import Unit, UnitVersion
from lanhmanh.units.selectors import versions_on

NEWEST = ("-opened_on", "-pk")
_ROWS = Func(function="COUNT", template="COUNT(*)", output_field=IntegerField())


@dataclass(frozen=True, slots=True)
class Filters:
    """Hold what a list is narrowed by; "" narrows nothing."""

    state: str = ""
    status: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The units with cases of which the actor may know, and the cases that other units offer.

    `reach` is where the actor holds each permission to know of cases, with cases or without.
    """

    units: frozenset[int]
    offered: Mapping[int, int]
    reach: Mapping[Permission, frozenset[int]]

    @property
    def known(self) -> frozenset[int]:
        """Return the units that have any of these cases."""
        return self.units | frozenset(self.offered.values())

    def reached(self, permissions: Collection[Permission] = KNOWING) -> frozenset[int]:
        """Return the units at which the actor holds one of these permissions."""
        return frozenset[int]().union(*(self.reach[permission] for permission in permissions))


def shelf(actor: Actor) -> Shelf:
    """Return where the actor's cases lie.

    It is asked for before the list: given as a subquery, SQLite reads and sorts every case of a province for one page;
    and so is what is offered, of which there is little: beside a subquery no index of units serves on PostgreSQL.
    """
    reach = {permission: frozenset(ids_for(actor, permission)) for permission in KNOWING}
    units = _with_cases(frozenset[int]().union(*reach.values()))
    return Shelf(frozenset(row[0] for row in units), offered_to(actor), reach)


@prepared
def _with_cases(units: Collection[int]) -> QuerySet[Unit, tuple[int]]:
    has_some = Exists(Case.objects.filter(unit=OuterRef("pk")))
    return Unit.objects.filter(has_some, pk__in=units).values_list("pk")


def offered_to(actor: Actor) -> dict[int, int]:
    """Return the cases that wait for an answer of the actor's unit, each with the unit where it lies."""
    units = ids_of(actor, WORKERS)
    return dict(_offered(units)) if units else {}


@prepared
def _offered(units: Collection[int]) -> QuerySet[Transfer, tuple[int, int]]:
    waiting = Transfer.objects.filter(to_unit__in=units, state=TransferState.ASKED)
    return waiting.values_list("case_id", "case__unit_id")


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
    return rows.order_by(*NEWEST)


class Pages(Paginator):  # type: ignore[type-arg]
    """Turn the pages of the cases that lie on a shelf, by primary key."""

    def __init__(self, shelf: Shelf, filters: Filters, per_page: int) -> None:
        super().__init__(listed(shelf, filters).values_list("pk", flat=True), per_page)
        self.shelf, self.filters = shelf, filters

    @cached_property
    def count(self) -> int:
        """Return how many cases there are.

        Where every unit is the actor's, every case is: how many rows a table has SQLite knows, while to count those of
        so many units it walks through all of them.
        """
        reach = len(self.shelf.reached())
        if self.filters == Filters() and reach > 1 and [(reach,)] == _units():
            [(everything, merged)] = _everything()
            return int(everything - merged)
        return super().count


@prepared
def _units() -> QuerySet[Unit, tuple[int]]:
    return Unit.objects.values_list(_ROWS)


@prepared
def _everything() -> QuerySet[Case, tuple[int, int]]:
    merged = Case.objects.filter(state=CaseState.MERGED, merged_into__isnull=False)
    return merged.values_list(Subquery(Case.objects.values_list(_ROWS)), _ROWS)


def unit_choices(shelf: Shelf) -> list[tuple[str, str]]:
    """Return uid and name of the units to narrow a list by, in Vietnamese order."""
    return list(_named(shelf.known, clock.today()))


@prepared
def _named(units: Collection[int], day: date) -> QuerySet[UnitVersion, tuple[str, str]]:
    return versions_on(day).filter(unit__in=units).order_by("sort").values_list("unit__uid", "name")
