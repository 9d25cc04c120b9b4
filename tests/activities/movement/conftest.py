"""A model that walked from its draft to other units, beside the small world of activities."""

from dataclasses import replace
from typing import Any

import pytest

from lanhmanh.accounts.access import Actor
from lanhmanh.activities.models import Practice
from lanhmanh.activities.services import spreading
from lanhmanh.activities.services.spreading import PracticeData
from tests.activities.conftest import World, stranger, world
from tests.activities.movement.told import QUESTIONS, SHOWN, TOLD
from tests.factories import make_actor

__all__ = ["QUESTIONS", "SHOWN", "TOLD", "stranger", "world"]


def practice_data(**changes: Any) -> PracticeData:
    """Return a model as it is told, changed as told."""
    kind = changes.pop("kind", "model")
    return PracticeData(kind, replace(TOLD, **changes))


def drafted(world: World, **changes: Any) -> Practice:
    """Return a model of the commune with a result, not proposed yet."""
    practice = spreading.record_practice(actor=world.officer, unit=world.tree.commune, data=practice_data(**changes))
    spreading.add_result(actor=world.officer, of=practice, shown=SHOWN)
    return practice


def spread(world: World, judge: Actor, **changes: Any) -> Practice:
    """Return a model of the commune that was found worth spreading."""
    practice = spreading.propose(actor=world.officer, practice=drafted(world, **changes))
    return spreading.judge(actor=judge, practice=practice, worth=True, reason="Nơi khác làm được.")


@pytest.fixture
def judge(world: World) -> Actor:
    """Return the officer of the district, who judges models of its communes."""
    return make_actor("district_officer", world.tree.district)
