"""The figures of models, clubs, contests and registrations against a recount by hand."""

import random
from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lanhmanh.accounts.access import Actor
from lanhmanh.activities.figures import FIGURES, combined, spreading
from lanhmanh.activities.models import Adoption, Practice
from lanhmanh.activities.services import adopting
from lanhmanh.activities.services import done as activities
from lanhmanh.activities.services import spreading as services
from lanhmanh.activities.services.adopting import AdoptionEntry
from lanhmanh.activities.services.spreading import PracticeEntry
from lanhmanh.kernel import clock
from tests.activities.conftest import World
from tests.activities.movement.conftest import practice_data, spread

FIRST, LAST = date(2021, 3, 15), date(2021, 6, 14)
DAYS = {"first": FIRST, "last": LAST}


def _some(dice: random.Random) -> dict[str, Any]:
    began = date(2021, 1, 1) + timedelta(days=dice.randrange(250))
    ended = began + timedelta(days=dice.randrange(200)) if dice.random() < 0.3 else None
    ended = min(ended, date(2021, 12, 19)) if ended else None
    return {"kind": dice.choice(["model", "club"]), "started_on": began, "ended_on": ended, "name": f"M{dice.random()}"}


@pytest.mark.parametrize("seed", range(4))
def test_models_are_those_counted_by_hand(world: World, judge: Actor, stranger: Actor, seed: int) -> None:
    dice = random.Random(seed)
    rows = [_some(dice) for _ in range(seed * 5 + 3)]
    made = services.record_practices(
        actor=world.officer, rows=[PracticeEntry(world.tree.commune, practice_data(**row)) for row in rows]
    )
    good = spread(world, judge, started_on=date(2021, 2, 1), name="Hay")
    Practice.objects.filter(pk=good.pk).update(judged_at=datetime(2021, 5, 1, 8, tzinfo=clock.VIETNAM))
    begins = date(2021, 4, 1) if seed % 2 else date(2021, 8, 1)
    adopting.record_adoptions(actor=stranger, rows=[AdoptionEntry(good, world.tree.sibling, "", begins)])
    services.void_practice(actor=world.officer, practice=made[0], reason="trùng")
    told = [*rows[1:], {"kind": "model", "started_on": date(2021, 2, 1), "ended_on": None}]
    began = Counter(row["kind"] for row in told if FIRST <= row["started_on"] <= LAST)
    at_end = Counter(
        row["kind"] for row in told
        if row["started_on"] <= LAST and (row["ended_on"] is None or row["ended_on"] > LAST)
    )  # fmt: skip
    groups = {"xã": [world.tree.commune.pk], "bên": [world.tree.sibling.pk], "huyện": [world.tree.district.pk]}
    found = spreading.compute_many(groups=groups, **DAYS)
    own = found["xã"]
    assert (own["activities.models_new"], own["activities.clubs_new"]) == (began["model"], began["club"])
    assert (own["activities.models_running"], own["activities.clubs_running"]) == (at_end["model"], at_end["club"])
    assert own["activities.models_effective"] == 1
    assert own["activities.models_taken_up"] == seed % 2
    beside = {"activities.models_new": 1, "activities.models_running": 1} if seed % 2 else {}
    assert {name: value for name, value in found["bên"].items() if value} == beside
    assert set(found["huyện"].values()) == {None}
    counts = spreading.fact_counts(unit_ids=[world.tree.commune.pk], **DAYS)
    for name in set(spreading.NAMES) - {"activities.club_members"}:
        facts = spreading.facts(name, actor=world.officer, unit_ids=[world.tree.commune.pk], limit=99, **DAYS)
        assert facts is not None and len(facts) == counts[name] == own[name]
    assert spreading.facts(
        "activities.models_new", actor=stranger, unit_ids=[world.tree.commune.pk], limit=9, **DAYS
    ) is None  # fmt: skip


def test_a_model_that_is_kept_up_goes_on_and_one_given_up_does_not(world: World, judge: Actor, stranger: Actor) -> None:
    good = spread(world, judge, started_on=date(2021, 2, 1))
    row = AdoptionEntry(good, world.tree.sibling, "", date(2021, 4, 1), date(2021, 6, 1), "kept", "Được")
    adopting.record_adoptions(actor=stranger, rows=[row])
    where = {"groups": {1: [world.tree.sibling.pk]}, **DAYS}
    assert spreading.compute_many(**where)[1]["activities.models_running"] == 1
    Adoption.objects.update(outcome="stopped")
    assert spreading.compute_many(**where)[1]["activities.models_running"] == 0


def test_members_are_those_last_counted(world: World) -> None:
    club = services.record_practice(
        actor=world.officer, unit=world.tree.commune, data=practice_data(kind="club", started_on=date(2021, 1, 5))
    )
    where = {"groups": {1: [world.tree.commune.pk, world.tree.branch.pk]}, **DAYS}
    assert spreading.compute_many(**where)[1]["activities.club_members"] is None
    for day, people in ((date(2021, 2, 1), 20), (date(2021, 6, 1), 31), (date(2021, 7, 1), 50)):
        services.count_members(actor=world.officer, practice=club, day=day, people=people)
    assert spreading.compute_many(**where)[1]["activities.club_members"] == 31


def test_contests_are_those_of_who_states_channels(world: World) -> None:
    commune = world.tree.commune
    where = {"groups": {"xã": [commune.pk], "bên": [world.tree.sibling.pk]}, "first": FIRST, "last": date(2021, 12, 14)}
    assert set(combined.compute_many(**where)["xã"].values()) == {None}
    for channels in (("contest", "zalo"), ("zalo",)):
        data = world.data(channels=channels, day=date(2021, 12, 1))
        activities.record_activity(actor=world.officer, unit=commune, data=data)
    found = combined.compute_many(**where)
    assert found["xã"] == {combined.CONTESTS: Decimal(1)}
    assert set(found["bên"].values()) == {None}
    days = {"unit_ids": [commune.pk], "first": FIRST, "last": date(2021, 12, 14)}
    assert combined.fact_counts(**days) == {combined.CONTESTS: 1}
    facts = combined.facts(combined.CONTESTS, actor=world.officer, limit=9, **days)
    assert facts is not None and len(facts) == 1


def test_many_groups_cost_as_much_as_one(world: World, judge: Actor) -> None:
    spread(world, judge)
    groups = {n: [world.tree.commune.pk, n + 10_000] for n in range(200)}
    with CaptureQueriesContext(connection) as queries:
        FIGURES.compute_many(groups=groups, names={*spreading.NAMES, *combined.NAMES}, **DAYS)
    assert len(queries) == 5
