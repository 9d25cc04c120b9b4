"""Figures of classes: taken from the ledger, None where it says nothing, opened down to the class behind."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from lanhmanh.areas.figures.classes import NAMES, compute_many, fact_counts, facts
from lanhmanh.areas.services.importing import Old, import_classes
from lanhmanh.kernel.periods import parse
from lanhmanh.reporting.access import form_of
from lanhmanh.reporting.figures import derive_many
from tests.factories import make_actor
from tests.factories.areas import CODE, FEW, KEY, MANY, NONE, Ledger

pytestmark = [pytest.mark.django_db, pytest.mark.both]
YEAR = {"first": date(2019, 12, 15), "last": date(2020, 12, 14)}


def bring(ledger: Ledger) -> None:
    world = ledger.world
    told = {world.commune: (KEY, MANY), world.sibling: (FEW, MANY), world.other_commune: (NONE, NONE)}
    rows = [
        Old(unit.pk, year, code, "QĐ cũ", recognised=code == NONE)
        for unit, codes in told.items()
        for year, code in zip((2019, 2020), codes, strict=True)
    ]
    import_classes(actor=ledger.officer, province=world.province, code=CODE, rows=rows)


def test_a_commune_stands_in_one_class_and_moved_one_way(ledger: Ledger) -> None:
    bring(ledger)
    world = ledger.world
    groups = {unit.pk: [unit.pk] for unit in (world.commune, world.sibling, world.other_commune, world.district)}
    found = compute_many(groups=groups, **YEAR)

    def of(unit: Any, *names: str) -> list[Decimal | None]:
        return [found[unit.pk][f"areas.{name}"] for name in names]

    ladder = ("classified", "key", "many", "few", "none", "better", "worse", "recognised")
    assert of(world.commune, *ladder) == [1, 0, 1, 0, 0, 1, 0, 0]
    assert of(world.sibling, *ladder) == [1, 0, 1, 0, 0, 0, 1, 0]
    assert of(world.other_commune, *ladder) == [1, 0, 0, 0, 1, 0, 0, 1]
    assert of(world.district, *ladder) == [0] * len(ladder)
    assert of(world.commune, "classified28", "residents") == [None, None]


def test_nothing_is_known_where_the_ledger_says_nothing(ledger: Ledger) -> None:
    found = compute_many(groups={1: [ledger.world.commune.pk]}, **YEAR)[1]
    assert set(found.values()) == {None}
    bring(ledger)
    first = {"first": date(2018, 12, 15), "last": date(2019, 12, 14)}
    found = compute_many(groups={1: [ledger.world.commune.pk]}, **first)[1]
    assert (found["areas.classified"], found["areas.better"]) == (1, None)


def test_a_figure_opens_to_the_class_behind_it_for_who_may_see(ledger: Ledger) -> None:
    bring(ledger)
    ids = [ledger.world.commune.pk, ledger.world.sibling.pk]
    assert fact_counts(unit_ids=ids, names=["areas.many", "areas.key"], **YEAR) == {"areas.many": 2, "areas.key": 0}
    shown = facts("areas.many", actor=ledger.officer, unit_ids=ids, limit=1, **YEAR)
    assert shown is not None
    assert [one.title for one in shown] == ["2020: QĐ cũ"]
    stranger = make_actor("commune_officer", ledger.world.other_commune)
    assert facts("areas.many", actor=stranger, unit_ids=ids, limit=9, **YEAR) is None
    with pytest.raises(KeyError):
        facts("areas.nothing", actor=ledger.officer, unit_ids=ids, limit=9, **YEAR)


def test_the_report_on_classes_fills_itself(ledger: Ledger) -> None:
    ledger.decided(25)
    form = form_of("HND-PLCT2")
    found = derive_many([ledger.world.commune.pk], form, parse("2021"))[ledger.world.commune.pk]
    assert (found["DB-XA"], found["DB-NHIEU"], found["DB-KHONG"], found["DB-GIAM"]) == (1, 1, 0, None)


def test_as_many_queries_for_many_units_as_for_one(ledger: Ledger, django_assert_num_queries: Any) -> None:
    bring(ledger)
    world = ledger.world
    for groups in ({1: [world.commune.pk]}, {unit.pk: [unit.pk] for unit in (world.commune, world.sibling)}):
        with django_assert_num_queries(2):
            compute_many(groups=groups, names=NAMES, **YEAR)
