"""From all publications together no small count can be worked out, and what is printed is true."""

from datetime import date
from random import Random

import pytest

from lanhmanh.accounts.access import Actor
from lanhmanh.cases.figures import compute
from lanhmanh.cases.models import Case, Publication
from lanhmanh.cases.rules.publishing import LOW
from lanhmanh.cases.services.publishing import publish_figures
from lanhmanh.disclosure import MARK, WIDTH
from lanhmanh.kernel import clock
from lanhmanh.kernel.periods import parse
from lanhmanh.units.models import Unit, UnitVersion
from lanhmanh.units.services import rebuild_ancestry
from tests.cases.publishing.conftest import at, communes, happen, widths
from tests.factories import Province


def publish(actor: Actor, unit: Unit, code: str, month: int, day: int, year: int = 2021) -> Publication:
    with clock.at(at(year, month, day)):
        return publish_figures(actor=actor, unit=unit, period=parse(code))


def move_third(world: Province, day: date) -> None:
    """Put a commune under the other district from a day on."""
    third = world.third  # type: ignore[attr-defined]
    UnitVersion.objects.filter(unit=third).update(valid_to=day)
    row = UnitVersion.objects.get(unit=third)
    row.pk, row.parent, row.valid_from, row.valid_to = None, world.district, day, None
    row.save(force_insert=True)
    rebuild_ancestry()


def a_year(world: Province, overseer: Actor, seed: int) -> None:
    """Publish quarters, a re-issue after late facts, a half and the year; a commune changes its district between."""
    chance, units = Random(seed), communes(world)
    happen(chance, units, date(2021, 1, 1), 22)
    publish(overseer, world.province, "2021Q1", 4, 5)
    happen(chance, units, date(2021, 4, 1), 14)
    publish(overseer, world.district, "2021Q2", 7, 5)
    happen(chance, units, date(2021, 2, 1), 3)
    publish(overseer, world.province, "2021Q1", 7, 6)
    publish(overseer, world.province, "2021S1", 7, 7)
    move_third(world, date(2021, 8, 1))
    happen(chance, units, date(2021, 7, 1), 14)
    publish(overseer, world.province, "2021Q3", 10, 5)
    happen(chance, units, date(2021, 10, 1), 10)
    publish(overseer, world.province, "2021", 1, 5, 2022)


@pytest.mark.deep
@pytest.mark.once
@pytest.mark.parametrize("seed", [0, 1])
def test_no_small_count_can_be_worked_out_from_all_that_was_published(
    world: Province, overseer: Actor, seed: int
) -> None:
    a_year(world, overseer, seed)
    found = widths()
    assert len(found) > 20
    assert {key: wide for key, wide in found.items() if wide < WIDTH} == {}


@pytest.mark.once
@pytest.mark.deep
def test_hiding_small_counts_alone_would_not_do(world: Province, overseer: Actor) -> None:
    happen(Random(1), communes(world), date(2021, 1, 1), 22)
    publish(overseer, world.province, "2021Q1", 4, 5)
    found = widths(primary_only=True)
    assert any(wide < WIDTH for wide in found.values())
    assert min(widths().values()) >= WIDTH


def test_what_is_printed_is_true(world: Province, overseer: Actor) -> None:
    happen(Random(3), communes(world), date(2021, 1, 1), 60)
    row = publish(overseer, world.province, "2021Q1", 4, 5)
    days = {"first": date(2021, 1, 1), "last": date(2021, 3, 31)}
    below = {
        world.province.pk: [one.pk for one in communes(world)],
        world.district.pk: [world.commune.pk, world.sibling.pk],
        world.commune.pk: [world.commune.pk],
    }
    for unit, units in below.items():
        true = compute(unit_ids=units, **days)
        printed = {name: value for name, value in row.cells[str(unit)].items() if value != MARK}
        assert printed
        assert {name: true.get(f"cases.{name}", 0) for name in printed} == printed
    assert set(row.cells[str(world.commune.pk)]) == set(LOW)
    assert row.cells[str(world.province.pk)]["open"] == Case.objects.filter(closed_on=None).count() + late()


def late() -> int:
    """Return how many cases ended after the quarter."""
    return Case.objects.filter(closed_on__gt=date(2021, 3, 31), opened_on__lte=date(2021, 3, 31)).count()
