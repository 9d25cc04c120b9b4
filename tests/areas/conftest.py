"""What tests of areas lean on."""

from collections.abc import Iterator

import pytest

from lanhmanh.kernel import clock
from tests.factories import Province
from tests.factories.areas import NOW, Ledger


@pytest.fixture
def ledger(world: Province) -> Iterator[Ledger]:
    """Return a province with rules, on 20 December 2021."""
    with clock.at(NOW):
        yield Ledger(world)
