"""What the registers give to reports: nothing where none is kept, 0 where nothing happened, each fact once."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lanhmanh.areas.figures import FIGURES
from lanhmanh.areas.figures import places as figures
from lanhmanh.areas.rules.inspections import FindingData
from lanhmanh.areas.services import findings, inspections, sites
from lanhmanh.areas.services import places as registers
from lanhmanh.areas.services.places import Entry
from lanhmanh.reporting.rules.catalogue import Origin, load
from tests.areas.places.conftest import World
from tests.factories import make_actor

FIRST, LAST = date(2021, 3, 15), date(2021, 6, 14)
FOUND = FindingData("Chưa niêm yết giá", "", date(2021, 7, 8))


def ask(world: World, *units: Any, first: date = FIRST, last: date = LAST) -> dict[str, Decimal | None]:
    groups = {None: [unit.pk for unit in units or (world.tree.commune,)]}
    found = figures.compute_many(groups=groups, first=first, last=last)[None]
    return {name.removeprefix("areas."): value for name, value in found.items()}


def counts(world: World) -> dict[str, int]:
    found = figures.fact_counts(unit_ids=[world.tree.commune.pk], first=FIRST, last=LAST)
    return {name.removeprefix("areas."): count for name, count in found.items() if count}


def test_a_unit_without_a_register_has_no_figure_and_an_empty_one_has_noughts(world: World):
    assert set(ask(world).values()) == {None}
    world.business()
    found = ask(world)
    assert found["inspections"] == found["violations"] == 0
    assert found["sites"] is None and found["site_visits"] is None
    world.site()
    assert ask(world)["site_visits"] == 0


def test_a_register_that_begins_later_was_not_kept_before(world: World):
    world.business(listed_on=date(2021, 7, 1))
    assert set(ask(world).values()) == {None}


def test_businesses_count_while_they_stand(world: World):
    karaoke = world.business(pledged_on=date(2021, 6, 14))
    world.business(name="Cà phê", kind="cafe", pledged_on=date(2021, 6, 15))
    found = ask(world)
    assert [found[name] for name in ("businesses", "businesses_sensitive", "businesses_pledged")] == [2, 1, 1]
    registers.close_place(actor=world.officer, place=karaoke, on=date(2021, 6, 14), why="x")
    found = ask(world)
    assert [found[name] for name in ("businesses", "businesses_sensitive", "businesses_pledged")] == [1, 0, 0]
    assert ask(world, last=date(2021, 6, 13))["businesses"] == 2


def test_inspections_count_once_each_and_a_round_is_a_day_of_a_unit(world: World):
    karaoke, cafe = world.business(), world.business(name="Cà phê", kind="cafe")
    world.look(karaoke, date(2021, 6, 8), FOUND, FOUND)
    world.look(cafe, date(2021, 6, 8), FOUND)
    world.look(karaoke, date(2021, 6, 10), union_joined=False)
    world.look(cafe, date(2021, 6, 11), by="other")
    world.look(cafe, date(2021, 6, 12), by="review")
    world.look(karaoke, date(2021, 6, 15)), world.look(karaoke, date(2021, 12, 27))
    taken = world.look(karaoke, date(2021, 6, 9))
    inspections.void_inspection(actor=world.officer, inspection=taken, reason="Ghi trùng")
    found = ask(world)
    named = {
        "inspection_rounds": 1, "businesses_reviewed": 2, "businesses_reviewed_sensitive": 1, "inspections": 3,
        "violations": 2, "violations_corrected": 0,
    }  # fmt: skip
    assert {name: found[name] for name in named} == named
    assert counts(world)["violations"] == 2 and counts(world)["inspection_rounds"] == 2


def test_a_violation_is_corrected_when_all_of_it_was_seen_to_be(world: World):
    made = world.look(world.business(), date(2021, 6, 8), FOUND, FOUND)
    for number, finding in enumerate(made.findings.order_by("pk"), start=1):
        findings.correct_finding(actor=world.officer, finding=finding, on=date(2021, 6, 20))
        assert ask(world)["violations_corrected"] == 0
        findings.verify_finding(actor=world.officer, finding=finding, on=date(2021, 6, 21), good=True)
        assert ask(world)["violations_corrected"] == (number == 2)
        assert counts(world).get("violations_corrected", 0) == (number == 2)


def test_visits_advice_and_what_was_passed_on(world: World):
    one, two = world.site(), world.site(name="Kho Khác")
    world.visit(one, advice="Khóa kho"), world.visit(one, date(2021, 6, 9)), world.visit(two, date(2021, 6, 20))
    taken = world.visit(two, date(2021, 6, 10))
    sites.void_visit(actor=world.officer, visit=taken, reason="Ghi trùng")
    for day in (date(2021, 6, 10), date(2021, 6, 20)):
        leakage = world.leakage(one)
        sites.forward_leakage(actor=world.officer, leakage=leakage, to="Công an", on=day)
    world.leakage(two)
    found = ask(world)
    named = {"sites": 2, "sites_visited": 1, "site_visits": 2, "site_advice": 1, "leakages_forwarded": 1}
    assert {name: found[name] for name in named} == named
    assert {name: counts(world)[name] for name in named} == named | {"sites_visited": 2}


def test_facts_stay_where_they_were_and_a_business_goes_along(world: World):
    one = world.business()
    world.look(one)
    chief = make_actor("district_officer", world.tree.district)
    registers.change_place(actor=chief, place=one, unit=world.tree.sibling, data=world.data(), version=1)
    here, there, both = (ask(world, *units) for units in (
        (world.tree.commune,), (world.tree.sibling,), (world.tree.commune, world.tree.sibling)
    ))  # fmt: skip
    assert (here["inspections"], here["businesses"]) == (1, 0)
    assert (there["inspections"], there["businesses"]) == (0, 1)
    assert (both["inspections"], both["businesses"]) == (1, 1)


@pytest.mark.deep
def test_facts_are_listed_with_their_pages_to_who_may_see_them(world: World):
    one, site = world.business(), world.site()
    world.look(one, date(2021, 6, 8), FOUND), world.visit(site, advice="Khóa kho")
    sites.forward_leakage(actor=world.officer, leakage=world.leakage(site), to="Công an", on=date(2021, 6, 10))
    where = {"unit_ids": [world.tree.commune.pk], "first": FIRST, "last": LAST}
    for name in figures.NAMES:
        found = FIGURES.facts(name, actor=world.officer, limit=5, **where)
        assert found is not None
        assert len(found) == min(5, figures.fact_counts(names=[name], **where)[name]), name
        assert all(fact.url.startswith("/dia-ban/") and fact.title for fact in found)
        assert FIGURES.facts(name, actor=world.stranger, limit=5, **where) is None
    with pytest.raises(KeyError):
        FIGURES.facts("areas.nothing", actor=world.officer, limit=5, **where)


def test_as_many_queries_for_many_units_and_rows_as_for_few(world: World):
    def asked(deed: Callable[[], object]) -> int:
        with CaptureQueriesContext(
            connection,
        ) as context:
            deed()
        return len(context)

    def all_of() -> object:
        groups = {unit: [unit.pk] for unit in (world.tree.commune, world.tree.sibling, world.tree.other_commune)}
        return figures.compute_many(groups=groups, first=FIRST, last=LAST)

    world.business(), world.site()
    few = asked(all_of)
    entries = [Entry(world.tree.commune, world.data(name=f"Karaoke {n}")) for n in range(10)]
    registers.list_places(actor=world.officer, entries=entries)
    assert asked(all_of) == few <= 5
    only = {"groups": {None: [world.tree.commune.pk]}, "first": FIRST, "last": LAST, "names": ["areas.sites"]}
    assert asked(lambda: figures.compute_many(**only)) == 3


def test_reports_derive_all_of_them():
    derived = {one.figure for one in load() if one.source is Origin.DERIVED}
    assert derived >= FIGURES.names


def test_the_facts_behind_all_figures_are_counted_in_one_query(world: World, django_assert_num_queries: Any):
    one = world.business()
    world.look(one, date(2021, 4, 8), FOUND, FindingData("Thiếu sổ", "", None)), world.site()
    with django_assert_num_queries(1):
        found = counts(world)
    assert found["violations"] == found["businesses"] == found["sites"] == 1, "two findings are of one inspection"
    with django_assert_num_queries(0):
        assert figures.fact_counts(unit_ids=[1], first=FIRST, last=LAST, names=[]) == {}
