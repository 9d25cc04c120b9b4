"""The figures of classes: of what class a commune is, how it moved, whether it is recognised.

A commune without a class in the year has no figure, which is missing and not 0. A district or province is no area: its
own report states 0, and the consolidation adds the communes up.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

from django.db.models import QuerySet
from django.urls import reverse

from lanhmanh.accounts.access import Actor, can
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.models import Area, AreaClass, How
from lanhmanh.areas.rules.codes import read
from lanhmanh.db.figures import Fact, Figures
from lanhmanh.db.prepared import prepared
from lanhmanh.units.models import Level, Unit

Key = TypeVar("Key", bound=Hashable)
LADDER = {"key": "TRONG-DIEM", "many": "NHIEU", "few": "IT", "none": "KHONG"}  # of the plan, the worst first
STEPS = tuple(LADDER.values())
RULE28 = "QD28"
TYPES28 = {"type1": "I", "type2": "II", "type3": "III", "drug_free": "KMT"}
# Figure → the facts of Decision 28 that it adds up.
FACTS28 = {
    "residents": ("population",), "files": ("addicts", "users"), "places": ("places",), "offenders": ("offenders",),
    "plants": ("plants",),
}  # fmt: skip
OF_LADDER = ("classified", *LADDER, "better", "worse")
OF_28 = ("classified28", *TYPES28, "other28", *FACTS28)
OF_RECOGNITION = ("recognised",)
NAMES = tuple(f"areas.{name}" for name in (*OF_LADDER, *OF_28, *OF_RECOGNITION))


class _Class(NamedTuple):
    """What a figure asks of one class of the ledger, and a page of it."""

    unit_id: int
    unit: str
    year: int
    rule_code: str
    class_code: str
    recognised: bool | None
    facts: dict[str, Any]
    dated: date
    decision: str | None
    basis: str


@dataclass
class _Unit:
    """What the ledger says of one unit in a year and the year before."""

    level: str
    now: _Class | None = None
    before: _Class | None = None
    by28: _Class | None = None
    recognised: bool | None = None


def year_of(last: date) -> int:
    """Return the year whose classes stand at the end of a period: its own where that is over, else the one before."""
    return last.year if last.month == 12 else last.year - 1


def compute_many(
    *, groups: Mapping[Key, Collection[int]], first: date, last: date, names: Collection[str] = NAMES
) -> dict[Key, Figures]:
    """Return these figures of each group of units, in the same few queries however many groups there are."""
    wanted = {unit_id for unit_ids in groups.values() for unit_id in unit_ids}
    known = _known(wanted, last)
    asked = [name.removeprefix("areas.") for name in names]
    return {
        key: {f"areas.{name}": _figure(name, [known[one] for one in unit_ids if one in known]) for name in asked}
        for key, unit_ids in groups.items()
    }


def fact_counts(
    *, unit_ids: Collection[int], first: date, last: date, names: Collection[str] = NAMES
) -> dict[str, int]:
    """Return how many classes each of these figures is made of."""
    known = list(_known(set(unit_ids), last).values())
    return {name: len(_behind(name.removeprefix("areas."), known)) for name in names}


def facts(
    name: str, *, actor: Actor, unit_ids: Collection[int], first: date, last: date, limit: int
) -> Sequence[Fact] | None:
    """Return the classes behind a figure; None for who may not see them.

    :raises KeyError: there is no such figure.
    """
    if name not in NAMES:
        raise KeyError(name)
    if not all(can(actor, Permission.AREA_VIEW, unit_id) for unit_id in unit_ids):
        return None
    found = _behind(name.removeprefix("areas."), list(_known(set(unit_ids), last).values()))
    return [_fact(one) for one in found[:limit]]


def _known(unit_ids: set[int], last: date) -> dict[int, _Unit]:
    """Return what the ledger says of each unit that is no branch; two queries."""
    known = {pk: _Unit(level) for pk, level in _units(unit_ids)}
    year = year_of(last)
    for row in map(_Class._make, _classes(list(known), [year - 1, year])):
        _place(known[row.unit_id], row, year)
    return known


@prepared
def _units(unit_ids: Any) -> QuerySet[Any, Any]:
    return Unit.objects.filter(pk__in=unit_ids).exclude(level=Level.BRANCH).values_list("pk", "level")


@prepared
def _classes(units: Any, years: Any) -> QuerySet[Any, Any]:
    rows = AreaClass.objects.filter(area__kind=Area.Kind.UNIT, area__unit_id__in=units, year__in=years)
    rows = rows.filter(replaced_by=None).exclude(how=How.WITHDRAWN).order_by("pk")
    return rows.values_list(
        "area__unit_id", "area__unit__uid", "year", "rule_code", "class_code", "recognised", "facts", "dated",
        "decision__document__number", "basis",
    )  # fmt: skip


def _place(unit: _Unit, row: _Class, year: int) -> None:
    if row.class_code in STEPS:
        unit.now, unit.before = (row, unit.before) if row.year == year else (unit.now, row)
    if row.year == year and row.rule_code == RULE28:
        unit.by28 = row
    if row.year == year and row.recognised is not None:
        unit.recognised = row.recognised


def _figure(name: str, units: list[_Unit]) -> Decimal | None:
    values = [_value(name, unit) for unit in units]
    stated = [value for value in values if value is not None]
    return sum(stated, Decimal(0)) if stated else None


def _value(name: str, unit: _Unit) -> Decimal | None:
    if unit.level != Level.COMMUNE:
        return Decimal(0)
    if name in FACTS28:
        return _stated(unit.by28, FACTS28[name])
    held = _held(name, unit)
    return None if held is None else Decimal(int(held))


def _held(name: str, unit: _Unit) -> bool | None:
    """Return whether a commune counts, None where the ledger does not say."""
    if name in OF_RECOGNITION:
        return unit.recognised
    if name in OF_28:
        code = unit.by28.class_code if unit.by28 else None
        other = name == "other28" and code not in TYPES28.values()
        return None if code is None else name == "classified28" or other or TYPES28.get(name) == code
    if unit.now is None or (name in ("better", "worse") and unit.before is None):
        return None
    if unit.before is not None and name in ("better", "worse"):
        step = STEPS.index(unit.now.class_code) - STEPS.index(unit.before.class_code)
        return step > 0 if name == "better" else step < 0
    return name == "classified" or LADDER.get(name) == unit.now.class_code


def _stated(row: _Class | None, keys: tuple[str, ...]) -> Decimal | None:
    told = read(row.facts) if row else {}
    values = [Decimal(value) for key in keys if (value := told.get(key)) is not None]
    return sum(values, Decimal(0)) if len(values) == len(keys) else None


def _behind(name: str, units: list[_Unit]) -> list[_Class]:
    """Return the classes that a figure is made of."""
    found: list[_Class] = []
    for unit in units:
        if unit.level == Level.COMMUNE and _value(name, unit):
            row = unit.by28 if name in OF_28 else unit.now or unit.by28
            found += [row] if row else []
    return found


def _fact(one: _Class) -> Fact:
    return Fact(f"{one.year}: {one.decision or one.basis}", reverse("areas:area", args=[one.unit]), one.dated)
