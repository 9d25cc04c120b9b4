"""The named figures against a recount by hand."""

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lanhmanh.activities.figures import done as figures
from lanhmanh.activities.models import Activity, Group, Kind, MaterialKind
from lanhmanh.activities.rules import Attended, Handed
from lanhmanh.activities.services import done as services
from lanhmanh.activities.services.done import ActivityData, Entry
from tests.activities.conftest import World
from tests.factories import make_actor

pytestmark = pytest.mark.both

FIRST, LAST = date(2021, 3, 15), date(2021, 6, 14)
YEAR = {"first": date(2021, 1, 1), "last": date(2021, 12, 31)}


def some(world: World, dice: random.Random) -> ActivityData:
    """Return an activity made by chance, around the ends of the period."""
    kind = dice.choice(Kind.values)
    groups = dice.sample(Group.values, dice.choice([0, 0, 1, 2, 3]))
    attended = tuple(
        Attended.of(group, total := dice.randrange(200), dice.choice([None, dice.randint(0, total)]))
        for group in groups
    )
    materials = set(dice.sample(MaterialKind.values, dice.choice([0, 0, 1, 2])))
    materials |= (
        {{"broadcast": "loudspeaker", "news": "news"}.get(kind, "leaflet")} if kind in {"broadcast", "news"} else set()
    )
    most = sum(row.total for row in attended)
    people = dice.choice([None, dice.randint(0, most)]) if attended else None
    handed = tuple(Handed(material, dice.randrange(1, 500)) for material in sorted(materials))
    day = date(2021, 3, 1) + timedelta(days=dice.randrange(120))
    return world.data(kind=kind, day=day, attended=attended, handed=handed, people=people, partners=())


def recount(rows: list[tuple[int, ActivityData]]) -> dict[str, Decimal | None]:
    """Count the figures as a person would, row by row."""
    inside = [(unit, data) for unit, data in rows if FIRST <= data.day <= LAST]

    def number(kind: str) -> Decimal:
        return Decimal(len([data for _unit, data in inside if data.kind == kind]))

    def pieces(*kinds: str) -> Decimal | None:
        found = [handed.quantity for _unit, data in inside for handed in data.handed if handed.kind in kinds]
        return Decimal(sum(found)) if found else None

    def attending(kind: str = "", group: str = "") -> Decimal | None:
        found = [
            row.total for _unit, data in inside for row in data.attended
            if kind in {"", data.kind} and group in {"", row.group}
        ]  # fmt: skip
        return Decimal(sum(found)) if found else None

    women = [
        row.female
        for _unit, data in inside
        for row in data.attended
        if data.kind == "session" and row.female is not None
    ]
    best: dict[int, int] = {}
    for unit, data in inside:
        if data.kind == "session" and data.people is not None:
            best[unit] = max(best.get(unit, 0), data.people)
    return {
        "activities.sessions": number("session"),
        "activities.session_attendances": attending("session"),
        "activities.session_attendances_female": Decimal(sum(women)) if women else None,
        "activities.session_people": Decimal(sum(best.values())) if best else None,
        "activities.leaflets": pieces("leaflet"),
        "activities.banners": pieces("banner", "panel"),
        "activities.broadcasts": pieces("loudspeaker") or Decimal(0),
        "activities.news_items": pieces("news") or Decimal(0),
        "activities.trainings": number("training"),
        "activities.trainees": attending("training"),
        "activities.campaigns": number("campaign"),
        "activities.joint_actions": number("joint_action"),
        "activities.visits": number("visit"),
        "activities.elders_attending": attending(group="elders"),
    }


@pytest.mark.parametrize("seed", range(12))
def test_the_figures_are_those_counted_by_hand(world: World, seed: int) -> None:
    dice = random.Random(seed)
    rows = [(dice.choice([world.tree.commune, world.tree.branch]), some(world, dice)) for _ in range(seed * 6)]
    made = services.record_many(actor=world.officer, rows=[Entry(unit, data) for unit, data in rows])
    elsewhere = make_actor("commune_officer", world.tree.sibling)
    services.record_many(actor=elsewhere, rows=[Entry(world.tree.sibling, some(world, dice)) for _ in range(5)])
    kept = []
    for place, activity in enumerate(made):
        if dice.random() < 0.15:
            services.void_activity(actor=world.officer, activity=activity, reason="trùng")
        else:
            kept.append((rows[place][0].pk, rows[place][1]))
    ids = [world.tree.commune.pk, world.tree.branch.pk]
    assert figures.compute(unit_ids=ids, first=FIRST, last=LAST) == recount(kept)


def test_the_names_are_those_that_indicators_use() -> None:
    assert tuple(
        f"activities.{name}"
        for name in (
            "sessions", "session_attendances", "session_attendances_female", "session_people", "leaflets", "banners",
            "broadcasts", "news_items", "trainings", "trainees", "campaigns", "joint_actions", "visits",
            "elders_attending",
        )
    ) == figures.NAMES  # fmt: skip


def test_where_nothing_was_recorded_deeds_are_zero_and_sums_are_missing(world: World) -> None:
    found = figures.compute(unit_ids=[world.tree.commune.pk], **YEAR)
    assert {name for name, value in found.items() if value == 0} == {
        f"activities.{name}"
        for name in ("sessions", "broadcasts", "news_items", "trainings", "campaigns", "joint_actions", "visits")
    }
    assert {value for value in found.values() if value != 0} == {None}
    assert set(figures.compute(unit_ids=[], **YEAR)) == set(figures.NAMES)


def test_a_stated_zero_is_not_missing(world: World) -> None:
    data = world.data(attended=(Attended.of("members", 0, 0),), people=0)
    services.record_activity(actor=world.officer, unit=world.tree.commune, data=data)
    found = figures.compute(unit_ids=[world.tree.commune.pk], **YEAR)
    assert found["activities.session_attendances"] == found["activities.session_attendances_female"] == Decimal(0)
    assert found["activities.session_people"] == Decimal(0)


def test_people_are_not_added_over_the_sessions_of_one_unit(world: World) -> None:
    for people in (20, 35):
        data = world.data(people=people)
        services.record_activity(actor=world.officer, unit=world.tree.commune, data=data)
    found = figures.compute(unit_ids=[world.tree.commune.pk], **YEAR)
    assert found["activities.session_people"] == 35
    assert found["activities.session_attendances"] == 128


def test_every_figure_opens_to_the_activities_behind_it(world: World) -> None:
    dice = random.Random(5)
    services.record_many(actor=world.officer, rows=[Entry(world.tree.commune, some(world, dice)) for _ in range(60)])
    where: dict[str, Any] = {"unit_ids": [world.tree.commune.pk], "first": FIRST, "last": LAST}
    whole, counts = figures.compute(**where), figures.fact_counts(**where)
    for name in figures.NAMES:
        behind = figures.activities(name, **where)
        assert figures.fact_count(name, **where) == counts[name] == behind.count()
        Activity.objects.filter(pk__in=behind.values("pk")).count()
        assert (counts[name] == 0) == (whole[name] in (None, 0))
    for name, gone in (("activities.leaflets", None), ("activities.sessions", Decimal(0))):
        for activity in list(figures.activities(name, **where)):
            services.void_activity(actor=world.officer, activity=activity, reason="thử")
        assert figures.compute(**where)[name] == gone


def test_an_unknown_figure_is_an_error(world: World) -> None:
    with pytest.raises(KeyError):
        figures.activities("activities.parties", unit_ids=[1], **YEAR)


def test_many_groups_cost_as_much_as_one(world: World) -> None:
    services.record_activity(actor=world.officer, unit=world.tree.commune, data=world.data())
    services.record_activity(actor=world.officer, unit=world.tree.branch, data=world.data())
    tree = world.tree
    groups = {"xã": [tree.commune.pk, tree.branch.pk], "chi hội": [tree.branch.pk], "bên": [tree.sibling.pk]}
    groups |= {f"trống {n}": [n + 10_000] for n in range(200)}
    with CaptureQueriesContext(connection) as queries:
        found = figures.compute_many(groups=groups, **YEAR)
    assert len(queries) == 3
    assert [found[key]["activities.sessions"] for key in ("xã", "chi hội", "bên")] == [2, 1, 0]
    assert found["xã"]["activities.session_attendances"] == 128
    with CaptureQueriesContext(connection) as queries:
        figures.fact_counts(unit_ids=[tree.commune.pk], **YEAR)
    assert len(queries) == 1
