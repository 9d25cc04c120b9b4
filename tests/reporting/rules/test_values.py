"""What the rules hand around stands as it was made: no value can be changed, or given a name it does not have."""

import pytest

from lanhmanh.reporting import rules
from tests.values import values_of

pytestmark = pytest.mark.pure
VALUES = values_of(rules)


def test_there_are_values() -> None:
    assert len(VALUES) > 20


@pytest.mark.parametrize("one", VALUES, ids=lambda one: one.__name__)
def test_a_value_can_never_be_changed(one: type) -> None:
    assert one.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert "__slots__" in vars(one)
