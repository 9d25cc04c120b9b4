"""What happened to a unit, the newest first."""

from datetime import date

import pytest

from lanhmanh.units.rules.history import Change, Facts, changes

pytestmark = [pytest.mark.pure, pytest.mark.once]
A, B, C, D, E = (date(year, 1, 1) for year in range(2021, 2026))
FACTS = [
    Facts(A, B, "Xã A", "1", "Huyện"), Facts(B, C, "Phường A", "1", "Thị xã"), Facts(C, D, "Phường A", "2", "Thị xã"),
]  # fmt: skip
BEGAN = Change(A, first=FACTS[0])
CHANGED = [Change(C, code=("1", "2")), Change(B, name=("Xã A", "Phường A"), parent=("Huyện", "Thị xã"))]


def test_each_change_is_told_and_nothing_that_stayed() -> None:
    assert changes(FACTS) == changes(FACTS[::-1]) == [Change(D, ended=True), *CHANGED, BEGAN]
    assert changes(FACTS[:1]) == [Change(B, ended=True), BEGAN]
    assert changes([]) == []
    assert [one.ended for one in changes(FACTS)] == [True, False, False, False]


def test_a_unit_that_lives_has_not_ended() -> None:
    living = Facts(D, None, "Phường A", "2", "Phường")
    assert changes([*FACTS, living]) == [Change(D, parent=("Thị xã", "Phường")), *CHANGED, BEGAN]


def test_a_gap_is_an_end_and_a_beginning() -> None:
    again = Facts(E, None, "Phường A", "2", "Thị xã")
    assert changes([*FACTS, again]) == [Change(E, first=again), Change(D, ended=True), *CHANGED, BEGAN]
