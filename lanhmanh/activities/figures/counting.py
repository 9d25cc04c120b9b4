"""How figures are counted from registers: what happened in a period, who is there at its end, what was stated last.

A unit that keeps no such register by the end of the period gives None, which is missing and not 0.
"""

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple, TypeVar

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.expressions import Combinable
from django.urls import reverse

from lanhmanh.accounts.access import Actor, can
from lanhmanh.accounts.rules import Permission
from lanhmanh.activities.models import Kept
from lanhmanh.db.figures import Fact, Figures
from lanhmanh.db.prepared import Ask, prepared
from lanhmanh.units.models import Unit

Key = TypeVar("Key", bound=Hashable)
MILLION = Decimal(1_000_000)


class Days(NamedTuple):
    """The first and the last day of a period, and the year in which it ends; or what stands for them in a query."""

    first: Any
    last: Any
    year: Any


# unit → what its rows give, None where it keeps no such register
Amounts = dict[int, int | None]


@dataclass(frozen=True, slots=True)
class Register(ABC):
    """Say which rows a figure is made of: of which table, on which day they count, how much each gives.

    Who keeps rows of `keeps` (those of `where`, unless said) has 0 where nothing counts; where a row may leave its
    amount `open`, nothing stated is nothing known.
    """

    model: type[Kept]
    where: Q = field(default_factory=Q)
    day: str = "day"
    amount: str | Combinable = ""
    open: bool = False
    keeps: Q | None = None
    million: bool = False

    @abstractmethod
    def condition(self, days: Days) -> Q:
        """Return which rows count in a period."""

    def measure(self, counting: Q) -> Any:
        """Return what is summed over a unit's rows."""
        return Sum(self.amount, filter=counting) if self.amount else Count("pk", filter=counting)

    def keeping(self, last: Any) -> Q:
        """Return which rows show that a unit keeps the register by a day."""
        return (self.where if self.keeps is None else self.keeps) & Q(**{f"{self.model.dated}__lte": last})


@dataclass(frozen=True, slots=True)
class Happened(Register):
    """Count what happened in the period."""

    def condition(self, days: Days) -> Q:
        """Return the rows whose day lies in the period."""
        return self.where & Q(**{f"{self.day}__range": (days.first, days.last)})


@dataclass(frozen=True, slots=True)
class Distinct(Register):
    """Count, once each, what the rows of the period belong to."""

    of: str = ""

    def condition(self, days: Days) -> Q:
        """Return the rows whose day lies in the period."""
        return self.where & Q(**{f"{self.day}__range": (days.first, days.last)})

    def measure(self, counting: Q) -> Any:
        """Return how many different ones there are."""
        return Count(self.of, distinct=True, filter=counting)


@dataclass(frozen=True, slots=True)
class There(Register):
    """Count what is there at the end of the period: begun and not ended."""

    ended: tuple[str, ...] = ()

    def condition(self, days: Days) -> Q:
        """Return the rows that have begun by the last day and have not ended by it."""
        found = self.where & Q(**{f"{self.day}__lte": days.last})
        for name in self.ended:
            found &= Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gt": days.last})
        return found


@dataclass(frozen=True, slots=True)
class ThisYear(Register):
    """Count what was done for the year in which the period ends, until its last day."""

    def condition(self, days: Days) -> Q:
        """Return the rows of that year by the last day."""
        return self.where & Q(year=days.year) & Q(**{f"{self.day}__lte": days.last})


@dataclass(frozen=True, slots=True)
class Stated(Register):
    """Take what was stated last by the end of the period, of each unit and each of `per`."""

    per: str = ""
    open: bool = True

    def condition(self, days: Days) -> Q:
        """Return the last statements."""
        same = {"unit": OuterRef("unit"), **({self.per: OuterRef(self.per)} if self.per else {})}
        known = self.model._default_manager.filter(voided_at__isnull=True, **same, **{f"{self.day}__lte": days.last})
        return self.where & Q(pk=Subquery(known.order_by(f"-{self.day}", "-pk").values("pk")[:1]))


def compute_many(
    figures: Mapping[str, Register], *, groups: Mapping[Key, Collection[int]], first: date, last: date,
    names: Collection[str],
) -> dict[Key, Figures]:  # fmt: skip
    """Return these figures of each group of units, in a query for each register kept there, and one more."""
    asked = {name: one for name, one in figures.items() if name in names}
    unit_ids = {unit_id for those in groups.values() for unit_id in those}
    amounts = _amounts(asked, unit_ids, first, last)
    return {
        key: {
            name: _together(one, [amounts[name].get(unit_id) for unit_id in set(those)]) for name, one in asked.items()
        }
        for key, those in groups.items()
    }


def fact_counts(
    figures: Mapping[str, Register], *, unit_ids: Collection[int], first: date, last: date, names: Collection[str]
) -> dict[str, int]:
    """Return how many rows each of these figures is made of, in a query for each register kept there, and one more."""
    found = {name: 0 for name in figures if name in names}
    by_model, days = _by_model({name: figures[name] for name in found}), Days(first, last, last.year)
    for model in _kept_there(list(by_model), unit_ids):
        asked = by_model[model]
        counts = {_key(name): Count("pk", filter=one.condition(days)) for name, one in asked.items()}
        rows = _kept(model, unit_ids).aggregate(**counts)
        found |= {name: rows[_key(name)] for name in asked}
    return found


def facts(
    figure: Register, *, actor: Actor, unit_ids: Collection[int], first: date, last: date, limit: int
) -> Sequence[Fact] | None:
    """Return the newest rows behind a figure, at most so many; None for who may not see all of them."""
    if not all(can(actor, Permission.ACTIVITY_VIEW, unit_id) for unit_id in unit_ids):
        return None
    counting = figure.condition(Days(first, last, last.year))
    rows = _kept(figure.model, unit_ids).filter(counting).order_by(f"-{figure.day}", "-pk")
    return [
        Fact(str(row), reverse("activities:row", args=[row.slug, row.uid]), getattr(row, figure.day))
        for row in rows[:limit]
    ]


def _amounts(
    asked: Mapping[str, Register], unit_ids: Collection[int], first: date, last: date
) -> dict[str, Amounts]:  # fmt: skip
    found: dict[str, Amounts] = {name: {} for name in asked}
    by_model = _by_model(asked)
    kept = _kept_there(list(by_model), unit_ids)
    for model in kept:
        figures = by_model[model]
        for unit_id, *told in _summed(model, tuple(figures.values()))(unit_ids, first, last, last.year):
            for (name, one), amount, rows in zip(figures.items(), told[::2], told[1::2], strict=True):
                known = amount is not None if one.open else rows > 0
                found[name][unit_id] = (amount or 0) if known else None
    return found


@cache
def _summed(model: type[Kept], figures: tuple[Register, ...]) -> Ask:
    """Return the query for what each unit's rows give to these figures, and how many show that it keeps each."""

    @prepared
    def rows(units: Any, first: Any, last: Any, year: Any) -> QuerySet[Any, Any]:
        days, told = Days(first, last, year), dict[str, Any]()
        for at, one in enumerate(figures):
            told[f"sum_{at}"] = one.measure(one.condition(days))
            told[f"keeps_{at}"] = Count("pk", filter=one.keeping(last))
        found: QuerySet[Any, Any] = _kept(model, units).order_by("unit_id").values_list("unit_id").annotate(**told)
        return found

    return rows


def _kept_there(models: Sequence[type[Kept]], unit_ids: Collection[int]) -> list[type[Kept]]:
    """Return the registers of which these units have a row, in one query: most units keep few."""
    rows = _presence(tuple(models))(unit_ids) if models else []
    return [model for at, model in enumerate(models) if any(row[at] for row in rows)]


@cache
def _presence(models: tuple[type[Kept], ...]) -> Ask:
    @prepared
    def has_any(units: Any) -> QuerySet[Any, Any]:
        any_row = [Exists(model._default_manager.filter(unit=OuterRef("pk"))) for model in models]
        return Unit.objects.filter(pk__in=units).order_by().values_list(*any_row)

    return has_any


def _together(figure: Register, amounts: Collection[int | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    if not known:
        return None
    total = Decimal(sum(known))
    return (total / MILLION).quantize(Decimal("0.001")) if figure.million else total


def _by_model(figures: Mapping[str, Register]) -> dict[type[Kept], dict[str, Register]]:
    found: dict[type[Kept], dict[str, Register]] = defaultdict(dict)
    for name, one in figures.items():
        found[one.model][name] = one
    return found


def _kept(model: type[Kept], unit_ids: Any) -> QuerySet[Any]:
    return model._default_manager.filter(unit_id__in=unit_ids, voided_at__isnull=True)


def _key(name: str) -> str:
    return name.replace(".", "_")
