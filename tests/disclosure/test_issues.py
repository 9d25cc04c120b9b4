"""What is out stays known: months that follow each other, corrected issues, the tree before and after a reform."""

from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lanhmanh.disclosure import (
    MINIMUM,
    WIDTH,
    Change,
    Counts,
    Equation,
    Former,
    Key,
    Protected,
    Reason,
    Table,
    follow,
    protect,
)
from tests.disclosure.attacker import Attacker, small, width, widths
from tests.disclosure.tables import COUNTS, PLAIN, REFORM, SHAPES, TREE, Hierarchy, bases, leaves, table
from tests.growth import examples

pytestmark = [pytest.mark.pure, pytest.mark.once]
DRAWN = settings(max_examples=examples(5), suppress_health_check=list(HealthCheck))


def narrow(protected: Protected) -> dict[Key, int]:
    return {key: wide for key, wide in widths(protected).items() if wide < protected.width}


def mendable(protected: Protected) -> set[Key]:
    """Return what was given up, though it could be protected by hiding all that is not out."""
    table, lost = protected.table, protected.unprotectable - protected.table.published.keys()
    attacker = Attacker(table.values, table.equations, table.values.keys() - table.published.keys(), MINIMUM)
    return {key for key in lost if width(attacker.finds(key)) >= WIDTH}


def held_together(first: Protected, second: Protected) -> dict[Key, int]:
    """Return what a reader of both issues finds too narrow; he knows which cells are the same in both."""
    was, now = first.table, second.table
    same = {key for key, value in was.values.items() if now.values.get(key, -1) == value}

    def named(key: Key, issue: int) -> Key:
        return ("both" if key in same else issue, key)

    truth = {named(key, 1): value for key, value in was.values.items()}
    truth |= {named(key, 2): value for key, value in now.values.items()}
    equations = [
        Equation(named(one.total, issue), tuple(named(part, issue) for part in one.parts))
        for issue, issued in ((1, first), (2, second))
        for one in issued.table.equations
    ]
    shown = {named(key, 1) for key in first.shown} | {named(key, 2) for key in second.shown}
    attacker = Attacker(truth, equations, truth.keys() - shown, MINIMUM)
    found = {key: width(attacker.finds(key)) for key in small(truth, MINIMUM) if key not in shown}
    return {key: wide for key, wide in found.items() if wide < WIDTH}


def alone(joint: Protected, later: Table) -> Protected:
    """Return the later issue as it is printed."""
    reasons = {key: why for key, why in joint.reasons.items() if key in later.values}
    return Protected(later, joint.minimum, joint.width, reasons, {}, frozenset())


@pytest.mark.parametrize("shape", ["row", "margins", "tree", "months"])
@pytest.mark.deep
def test_a_corrected_issue_gives_nothing_away(shape: str) -> None:
    @DRAWN
    @given(bases(shape), st.sampled_from(leaves(SHAPES[shape])), COUNTS)
    def holds(base: Counts, cell: Key, value: int) -> None:
        first = protect(table(SHAPES[shape], base))
        later = table(SHAPES[shape], {**base, cell: value})
        joint = protect(follow(first, later, issue=2))
        assert mendable(joint) == set()
        assert narrow(joint) == {}
        assert held_together(first, alone(joint, later)).keys() <= as_held_together(joint.unprotectable)

    holds()


def as_held_together(cells: Iterable[Key]) -> set[Key]:
    return {(1, cell.key) if isinstance(cell, Former) else (issue, cell) for cell in cells for issue in ("both", 2)}


def test_a_correction_that_leaves_too_little_is_named_before_it_is_issued() -> None:
    """4 + 1 = 5 is out. That the 4 became less tells that it was 2 or more: its partner is 3 or less."""
    rows = ({"all": ["a", "b"]},)
    first = protect(table(rows, {("a",): 4, ("b",): 1}))
    assert first.shown == {("all",): 5}
    joint = protect(follow(first, table(rows, {("a",): 1, ("b",): 1}), issue=2))
    assert ("b",) in joint.unprotectable
    assert {("a",), ("b",), ("all",)} <= joint.hidden
    assert mendable(joint) == set()


@DRAWN
@given(bases("months"))
def test_months_that_follow_each_other_give_nothing_away(base: Counts) -> None:
    """Each month is printed with the running total up to it; the months before are out."""
    until: Hierarchy = {"to m2": ["m1", "m2"], "to m3": ["to m2", "m3"], "to m4": ["to m3", "m4"]}
    whole = table((until, PLAIN), base_of(base, ["m1", "m2", "m3", "m4"]))
    out = protect(upto(whole, {"m1"}))
    for month, earlier in (("m2", "m1"), ("m3", "to m2"), ("m4", "to m3")):
        out = protect(follow(out, upto(whole, {month, earlier, f"to {month}"}), issue=month))
        assert mendable(out) == set()
    assert set(out.table.values) == set(whole.values)
    assert narrow(out) == {}


def base_of(base: Counts, nodes: list[str]) -> Counts:
    return {key: value for key, value in base.items() if key[0] in nodes}  # type: ignore[index]


def upto(whole: Table, nodes: set[str]) -> Table:
    """Return the part of a table that one issue prints."""
    values = {key: value for key, value in whole.values.items() if key[0] in nodes}  # type: ignore[index]
    return Table(values, [one for one in whole.equations if {one.total, *one.parts} <= values.keys()])


@DRAWN
@given(bases("reform"))
def test_the_tree_of_before_and_the_tree_of_after_give_nothing_away(base: Counts) -> None:
    """The same period is printed by the tree of then, and later by the tree of now."""
    both = table((REFORM, PLAIN), base)
    then = table((TREE, PLAIN), base)
    out = protect(then)
    joint = protect(follow(out, both, issue="reform"))
    assert joint.unprotectable == frozenset()
    assert narrow(joint) == {}
    assert {key: value for key, value in joint.shown.items() if key in out.shown} == out.shown


def test_issues_that_know_nothing_of_each_other_leak() -> None:
    """A correction moves what is hidden: read together, the two issues give a small count away."""
    rows = ({"all": ["a", "b", "c", "d"]},)
    first = protect(table(rows, {("a",): 2, ("b",): 6, ("c",): 9, ("d",): 30}))
    later = table(rows, {("a",): 2, ("b",): 40, ("c",): 9, ("d",): 30})
    assert first.hidden == {("a",), ("b",)}
    careless = protect(later)
    assert careless.hidden == {("a",), ("c",)}
    assert held_together(first, careless) == {(("both"), ("a",)): 0}
    careful = protect(follow(first, later, issue=2))
    assert held_together(first, alone(careful, later)) == {}
    assert ("c",) not in careful.hidden  # it is out: hiding it now would help nobody


def test_two_trees_that_know_nothing_of_each_other_leak() -> None:
    """Before: d = a + b + c. After: n = a + b. The unit that left is what lies between the two sums."""
    before = Table(
        {"a": 7, "b": 8, "c": 3, "d": 18, "e": 9, "p": 27}, [Equation("d", ("a", "b", "c")), Equation("p", "de")]
    )
    after = Table({"n": 15, "m": 12, "p": 27}, [Equation("p", ("n", "m"))])
    joined = [*before.equations, *after.equations, Equation("n", ("a", "b")), Equation("m", ("c", "e"))]
    first, careless = protect(before), protect(after)
    values = {**before.values, **after.values}
    hidden = first.hidden | careless.hidden
    assert careless.hidden == frozenset()
    assert Attacker(values, joined, hidden, MINIMUM).finds("c") == (3, 3)
    careful = protect(follow(first, Table(values, joined), issue="reform"))
    assert careful.unprotectable == frozenset()
    assert careful.hidden & {"n", "m"}
    assert narrow(careful) == {}


def test_a_small_change_of_a_number_that_is_out_is_a_small_count() -> None:
    """12 became 13: who has both versions knows of one person. The new number waits."""
    out = protect(Table({"c": 12}))
    joint = protect(follow(out, Table({"c": 13}), issue=2))
    assert joint.table.values == {"c": 13, Former("c", 2): 12, Change("c", 2): 1}
    assert joint.hidden == {"c"}
    assert joint.shown == {Former("c", 2): 12}
    assert protect(follow(out, Table({"c": 40}), issue=2)).shown["c"] == 40


def test_a_late_report_is_a_change_from_nothing() -> None:
    first = Table({"a": None, "b": 30, "t": 30}, [Equation("t", ("a", "b"))])
    later = Table({"a": 2, "b": 30, "t": 32}, [Equation("t", ("a", "b"))])
    joint = protect(follow(protect(first), later, issue=2))
    assert joint.hidden == {"a", "t"}
    assert joint.shown == {"b": 30, Former("a", 2): None, Former("t", 2): 30}


@DRAWN
@given(bases("margins"), st.data())
def test_what_is_out_already_is_said_where_it_tells_too_much(base: Counts, data: st.DataObject) -> None:
    """Some of the table was printed without protection. What cannot be mended is named, and truly cannot be mended."""
    whole = table(SHAPES["margins"], base)
    out = data.draw(st.sets(st.sampled_from(list(whole.values)), max_size=12))
    protected = protect(Table(whole.values, whole.equations, {key: whole.values[key] for key in out}))
    assert narrow(protected) == {}
    assert set(small(whole.values, MINIMUM)) == protected.alternatives.keys() | protected.unprotectable
    assert {key for key in small(whole.values, MINIMUM) if key in out} <= protected.unprotectable
    assert mendable(protected) == set()


@DRAWN
@given(bases("tree"))
def test_the_same_table_again_changes_nothing(base: Counts) -> None:
    first = protect(table(SHAPES["tree"], base))
    again = protect(follow(first, first.table, issue=2))
    assert again.hidden == first.hidden
    assert again.shown == first.shown


def test_an_issue_begins_at_the_alternatives_of_the_one_before() -> None:
    """Both versions of what changed differ alike, so that the change between them is what it was."""
    rows = ({"all": ["a", "b", "c"]},)
    first = protect(table(rows, {("a",): 2, ("b",): 6, ("c",): 30}))
    joint = follow(first, table(rows, {("a",): 2, ("b",): 16, ("c",): 30}), issue=2)
    low, high = joint.hints[("a",)]
    assert low == {("a",): -1, ("b",): 1, Former(("b",), 2): 1}
    assert high == {("a",): 2, ("b",): -2, Former(("b",), 2): -2}
    assert protect(joint).alternatives[("a",)] == (low, high)


def test_what_each_of_two_issues_knew_is_known_of_both() -> None:
    sums = [Equation("t", ("a", "b"))]
    was = Table({"a": 2, "b": 9, "t": 11}, sums, unprinted=frozenset({"b"}))
    now = Table({"a": 2, "b": 8, "t": 10, "x": 7, "y": 6}, sums, {"t": 10}, frozenset({"x"}), frozenset({"y"}))
    reasons = dict.fromkeys(("a", "b"), Reason.PRIMARY)
    joint = follow(Protected(was, MINIMUM, WIDTH, reasons, {}, frozenset()), now, issue=2)
    assert joint.published == {"t": 10, Former("t", 2): 11}
    assert joint.veiled == {"x", "a"}
    assert joint.unprinted == {"y", Former("b", 2), Change("b", 2), Change("t", 2)}
    assert joint.values[Former("b", 2)] == 9
