"""A small province that keeps cases, a reader of all that was ever published, and what each of them knows."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from random import Random
from typing import cast

import pytest

from lanhmanh.accounts.access import Actor
from lanhmanh.cases.models import Publication
from lanhmanh.cases.rules.kept import unpacked
from lanhmanh.cases.rules.publishing import Cell
from lanhmanh.disclosure import MINIMUM, Equation, Key
from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.keyring.models import UnitKey
from lanhmanh.units.models import Unit
from tests.disclosure.attacker import Attacker, width
from tests.factories import Province, make_actor, make_unit
from tests.factories.cases import make_case, make_episode
from tests.factories.vault import Vault

EARLY = datetime(2020, 1, 1, tzinfo=VIETNAM)
STATUSES = ("rehab_home", "rehab_centre", "substitution", "post_rehab", "management")


def at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 9, tzinfo=VIETNAM)


@pytest.fixture
def world(db: None) -> Province:
    world = Province()
    vault = Vault(world)
    world.third = make_unit("Xã Phước Bình", "commune", world.other_district, code="26389")  # type: ignore[attr-defined]
    vault.found(world.third)  # type: ignore[attr-defined]
    UnitKey.objects.update(created_at=EARLY)
    return world


@pytest.fixture
def overseer(world: Province) -> Actor:
    return make_actor("case_overseer", world.province)


def communes(world: Province) -> list[Unit]:
    return [world.commune, world.sibling, world.other_commune, world.third]  # type: ignore[attr-defined]


def happen(chance: Random, units: list[Unit], first: date, count: int) -> None:
    """Let cases begin in the quarter from a day on, and some of them end in it."""
    for _ in range(count):
        opened = first + timedelta(chance.randrange(85))
        closed = opened + timedelta(chance.randrange(80)) if chance.random() < 0.4 else None
        case = make_case(
            chance.choice(units), opened, closed_on=closed, closing=chance.choice(["done", "moved"]) if closed else "",
            sex=chance.choice(["male", "male", "male", "female"]), age_band=chance.choice(["16-17", "18-29", "30-39"]),
        )  # fmt: skip
        make_episode(case, chance.choice(STATUSES), opened)


def attacker(*, primary_only: bool = False) -> tuple[Attacker, list[Key]]:
    """Return a reader of every publication, and the small counts that are hidden in one of them.

    A count that two issues after each other give alike is one to him; he knows every sum of every issue.
    """
    truth: dict[Key, int | None] = {}
    equations: list[Equation] = []
    shown: set[Key] = set()
    wanted: dict[Key, None] = {}
    newest: dict[Key, Key] = {}
    for row in Publication.objects.order_by("number"):
        kept = unpacked(bytes(row.kept))
        for key, value in kept.table.values.items():
            if key not in newest or truth[newest[key]] != value:
                newest[key] = (row.number, key)
                truth[newest[key]] = value
        equations += [
            Equation(newest[one.total], tuple(newest[part] for part in one.parts)) for one in kept.table.equations
        ]
        for key in kept.printed:
            value = kept.table.values[key]
            small = 0 < (value or 0) < MINIMUM
            if (not small) if primary_only else printed_value(row, key) != "…":
                shown.add(newest[key])
            elif small:
                wanted[newest[key]] = None
    return Attacker(truth, equations, truth.keys() - shown, MINIMUM), list(wanted)


def printed_value(row: Publication, key: Key) -> int | str | None:
    name, unit, _when = cast(Cell, key)
    found: int | str | None = row.cells[str(unit)][name]
    return found


def widths(*, primary_only: bool = False) -> Mapping[Key, int]:
    reader, wanted = attacker(primary_only=primary_only)
    return {key: width(reader.finds(key)) for key in wanted}
