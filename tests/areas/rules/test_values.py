"""What the rules hand around stands as it was made: no value can be changed, or given a name it does not have."""

import pytest

from lanhmanh.areas import rules
from tests.values import values_of

pytestmark = [pytest.mark.pure, pytest.mark.once]


@pytest.mark.parametrize("one", values_of(rules), ids=lambda one: one.__name__)
def test_a_value_can_never_be_changed(one: type) -> None:
    assert one.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert "__slots__" in vars(one)
