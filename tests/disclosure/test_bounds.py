"""What a reader who goes from sum to sum works out, exactly."""

import pytest

from lanhmanh.disclosure import Equation, Table, bounds

pytestmark = [pytest.mark.pure, pytest.mark.once]
ROW = [Equation("t", ("a", "b"))]


def test_two_hidden_parts_of_a_shown_total() -> None:
    assert bounds(Table({"a": 2, "b": 9, "t": 11}, ROW), {"a", "b"}) == {"a": (1, 10), "b": (1, 10)}


def test_a_hidden_total_has_no_upper_bound() -> None:
    assert bounds(Table({"a": 2, "b": 9, "t": 11}, ROW), {"a", "t"}) == {"a": (1, None), "t": (10, None)}


def test_one_hidden_part_alone_is_known() -> None:
    assert bounds(Table({"a": 2, "b": 9, "t": 11}, ROW), {"a"}) == {"a": (2, 2)}


def test_what_is_out_and_what_is_zero_is_not_hidden() -> None:
    out = Table({"a": 2, "b": 9, "z": 0, "t": 11}, [Equation("t", ("a", "b", "z"))], published={"b": 9})
    assert bounds(out, {"a", "b", "z"}) == {"a": (2, 2)}


def test_what_one_sum_tells_goes_on_into_the_next_and_back() -> None:
    nested = Table({"a": 3, "s": 8, "b": 4, "c": 4, "t": 11}, [Equation("t", ("a", "s")), Equation("s", ("b", "c"))])
    assert bounds(nested, {"a", "s", "b"}) == {"a": (1, 6), "s": (5, 10), "b": (1, 6)}


def test_a_long_way_is_gone_to_its_end() -> None:
    """Each round carries what is known one sum further; the sums stand in the order that takes longest."""
    steps = range(30)
    sums = [Equation(("s", n), (("s", n + 1), ("a", n))) for n in steps]
    values = {("s", 30): 1, **{("a", n): 1 for n in steps}, **{("s", n): 31 - n for n in steps}}
    hidden = {("s", n) for n in range(1, 30)} | {("s", 30)}
    found = bounds(Table(values, sums[::-1]), hidden)
    assert found == {("s", n): (31 - n, 31 - n) for n in range(1, 31)}
    back = bounds(Table(values, sums), {("s", n) for n in range(30)})
    assert back == {("s", n): (31 - n, 31 - n) for n in range(30)}


def test_a_part_without_an_upper_bound_has_a_lower_one() -> None:
    sums = [Equation("u", ("b", "c")), Equation("t", ("e", "f")), Equation("t", ("a", "b"))]
    values = {"b": 3, "c": 5, "u": 8, "e": 25, "f": 3, "t": 28, "a": 25}
    assert bounds(Table(values, sums), set("bcfta")) == {
        "b": (1, 7), "c": (1, 7), "f": (1, None), "t": (26, None), "a": (19, None),
    }  # fmt: skip


def test_the_same_sum_twice_tells_nothing_more() -> None:
    assert bounds(Table({"a": 2, "b": 9, "t": 11}, ROW * 2), {"a", "b"}) == {"a": (1, 10), "b": (1, 10)}
