"""The people of a commune on 6 May 2026, with their keys."""

from collections.abc import Iterator

import pytest

from lanhmanh.kernel import clock
from tests.cases.rights.world import NOW, Rights, make_rights
from tests.factories import Province


@pytest.fixture(autouse=True)
def standing_clock() -> Iterator[None]:
    """Let it be nine in the morning of 06/05/2026."""
    with clock.at(NOW):
        yield


@pytest.fixture
def rights(world: Province) -> Rights:
    """Return the people."""
    return make_rights(world)
