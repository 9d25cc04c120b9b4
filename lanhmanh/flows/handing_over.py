"""After a reform of units: what those that are no more still hold in their registers, and its going over to the heir.

Cases are not handed over here: they are sealed with keys, and each is offered and taken by itself.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count, F, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, require
from lanhmanh.accounts.rules import Permission
from lanhmanh.activities.selectors.left_behind import last_households, last_loans, left_movement
from lanhmanh.activities.services.handing_over import state_together, take_over_movement
from lanhmanh.areas.selectors.left_behind import left_places
from lanhmanh.areas.services.handing_over import take_over_places
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.units.models import Unit
from lanhmanh.units.selectors import Forebear, forebears, keeper_of

REGISTERS = (
    "businesses", "sites", "bodies", "teams", "people", "models", "classes", "adoptions", "registrations",
)  # fmt: skip
# What things of a register are called, where it is not their name.
CALLED = {
    "classes": F("title"), "adoptions": F("practice__name"),
    "registrations": Concat("programme", Value(" "), "body"),
}  # fmt: skip
MOST_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a unit left: of which register, its public id, its name."""

    register: str
    uid: str
    name: str


@dataclass(frozen=True)
class Left:
    """What one unit left: how much of each register; of one that was divided each thing, to be chosen."""

    forebear: Forebear
    counts: dict[str, int]
    items: tuple[Item, ...] = ()

    @property
    def total(self) -> int:
        """Return how much it is together."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Estate:
    """What an heir may take over; `sums` are the registers of which the last counts would be added up."""

    left: list[Left]
    sums: dict[str, int]

    @property
    def whole(self) -> list[Left]:
        """Return those of which all is the heir's, as far as anything is left."""
        return [one for one in self.left if one.forebear.sole and one.counts]

    @property
    def divided(self) -> list[Left]:
        """Return those of which only a part is the heir's, as far as anything is left."""
        return [one for one in self.left if not one.forebear.sole and one.counts]


def estate_of(actor: Actor, heir: Unit, day: date) -> Estate:
    """Return what the units that went into one still hold; as many queries whatever there is of it.

    :raises NotAllowed: the actor does not keep the bodies of the heir.
    """
    require(actor, Permission.BRANCH_EDIT, keeper_of(heir, day))
    before = forebears(heir, day)
    ids = [one.unit.pk for one in before]
    rows = {**left_places(ids), **left_movement(ids)} if ids else {}
    counts = {name: _by_unit(one) for name, one in rows.items()}
    divided = [one.unit.pk for one in before if not one.sole]
    items = list(_items(rows, divided)) if divided else []
    left = [
        Left(
            one, {name: told[one.unit.pk] for name, told in counts.items() if told[one.unit.pk]},
            tuple(item for unit_id, item in items if unit_id == one.unit.pk),
        )
        for one in before
    ]  # fmt: skip
    return Estate(left, _sums(heir, before))


@transaction.atomic
def take_over_all(*, actor: Actor, heir: Unit) -> dict[str, int]:
    """Take over everything that units left which went wholly into one; nothing happens twice.

    :raises Refused: nothing is left.
    """
    before = forebears(heir, clock.today())
    told: Counter[str] = Counter()
    for one in before:
        if one.sole:
            told.update(take_over_places(actor=actor, target=heir, forebear=one))
            told.update(take_over_movement(actor=actor, target=heir, forebear=one))
    told.update(state_together(actor=actor, target=heir, forebears=before))
    if not told:
        raise Refused(_("Không còn gì để tiếp nhận."))
    return dict(told)


@transaction.atomic
def take_over_chosen(*, actor: Actor, heir: Unit, source: str, only: Collection[str]) -> dict[str, int]:
    """Take over some of what a unit left that was divided among several.

    :raises Refused: it is none of them, or nothing was chosen that is still there.
    """
    found = next((one for one in forebears(heir, clock.today()) if one.unit.uid == source), None)
    if found is None:
        raise Refused(_("Đơn vị này không nhập vào đơn vị đang nhận: tải lại trang."))
    told = Counter(take_over_places(actor=actor, target=heir, forebear=found, only=only))
    told.update(take_over_movement(actor=actor, target=heir, forebear=found, only=only))
    if not told:
        raise Refused(_("Chọn ít nhất một mục thuộc địa bàn của đơn vị nhận."))
    return dict(told)


def _by_unit(rows: QuerySet[Any]) -> Counter[int]:
    counted = rows.order_by().values_list("unit_id").annotate(n=Count("pk"))
    return Counter(dict(counted))


def _items(rows: dict[str, QuerySet[Any]], unit_ids: list[int]) -> Iterable[tuple[int, Item]]:
    for name, one in rows.items():
        rows_of = one.filter(unit__in=unit_ids).annotate(called=CALLED.get(name, F("name")))
        told = rows_of.order_by("called", "pk").values_list("unit_id", "uid", "called")
        for unit_id, uid, called in told[:MOST_SHOWN]:
            yield unit_id, Item(name, uid, called)


def _sums(heir: Unit, before: list[Forebear]) -> dict[str, int]:
    """Return register → how many last counts would be added up, where that gives a true sum."""
    if not before or not all(one.sole for one in before):
        return {}
    on, ids = max(one.on for one in before), [one.unit.pk for one in before]
    households = list(last_households([*ids, heir.pk]).values_list("unit_id", "day"))
    loans = list(last_loans([*ids, heir.pk]).values_list("unit_id", "source", "day"))
    stated = any(unit_id == heir.pk and day >= on for unit_id, day in households)
    own = {source for unit_id, source, day in loans if unit_id == heir.pk and day >= on}
    found = {
        "households": 0 if stated else sum(unit_id != heir.pk for unit_id, _day in households),
        "loans": sum(unit_id != heir.pk and source not in own for unit_id, source, _day in loans),
    }
    return {name: count for name, count in found.items() if count}
