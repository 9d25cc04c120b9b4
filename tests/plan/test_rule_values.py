"""What the rules of plans hand around stands as it was made: no value can be changed."""

import importlib
import pkgutil
from dataclasses import is_dataclass

import pytest

from lanhmanh.plan import rules

pytestmark = pytest.mark.pure
MODULES = [importlib.import_module(one.name) for one in pkgutil.walk_packages(rules.__path__, f"{rules.__name__}.")]
VALUES = {
    one: module
    for module in MODULES
    for one in vars(module).values()
    if isinstance(one, type) and is_dataclass(one) and one.__module__ == module.__name__
}


def test_there_are_values() -> None:
    assert len(VALUES) > 5


@pytest.mark.parametrize("one", VALUES, ids=lambda one: one.__name__)
def test_a_value_can_never_be_changed(one: type) -> None:
    assert one.__dataclass_params__.frozen  # type: ignore[attr-defined]
