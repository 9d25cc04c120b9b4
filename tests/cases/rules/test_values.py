"""What the rules hand around are values: equal by what they hold, never changed, nothing added."""

from dataclasses import fields
from typing import Any

import pytest

from lanhmanh.cases.rules import course, kept, measures, publishing, rights, roster, rounds
from lanhmanh.disclosure import issues, table

pytestmark = pytest.mark.pure
SMALL = [
    course.Taken, measures.Facts, rights.Dues, rights.Clock, rights.Wanted, roster.Column, roster.Fault,
    rounds.RoundData, issues.Former, issues.Change, table.Equation,
]  # fmt: skip
FROZEN = [*SMALL, kept.Kept, publishing.Tree, table.Table, table.Protected]


def made(kind: Any) -> Any:
    """Return one that holds nothing, without what it does to begin with."""
    one = object.__new__(kind)
    for place, each in enumerate(fields(kind)):
        object.__setattr__(one, each.name, place)
    return one


@pytest.mark.parametrize("kind", FROZEN)
def test_a_value_is_equal_by_what_it_holds_and_never_changed(kind: Any) -> None:
    one, other = made(kind), made(kind)
    assert one == other
    assert hash(one) == hash(other)
    with pytest.raises(AttributeError):
        setattr(one, fields(kind)[0].name, 5)


@pytest.mark.parametrize("kind", [*SMALL, roster.Row])
def test_nothing_is_added_to_a_small_value(kind: Any) -> None:
    assert not hasattr(made(kind), "__dict__")
