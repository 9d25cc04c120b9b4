"""Which tables a reader cannot tell apart: one is found just where there is one, and the cheapest first."""

from itertools import pairwise, product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lanhmanh.disclosure import Equation, Table, cube, hiding, moves, protect
from lanhmanh.disclosure.moves import BARRED, TALLEST, Changes, Search, System
from tests.disclosure.tables import summed
from tests.growth import examples

pytestmark = [pytest.mark.pure, pytest.mark.once]
DRAWN = settings(max_examples=examples(100, quick=25), suppress_health_check=list(HealthCheck))
ATTEMPTS = 200
Named = dict[str, int]
PARTS = tuple(f"p{n}" for n in range(12))
DEAD_END = Table(
    {"a": 9, "z": 9, "c": 18, **dict.fromkeys(PARTS, 9), "t": 117},
    [Equation("t", ("a", *PARTS)), Equation("c", ("a", "z"))],
    published={"z": 9, "c": 18, "t": 117},
)

MARGINS = cube({"rows": ["r1", "r2"]}, {"columns": ["c1", "c2", "c3"]})
LEAVES = list(product(("r1", "r2"), ("c1", "c2", "c3")))
KEYS = list(summed(dict.fromkeys(LEAVES, 0), MARGINS))
EVERY = [list(summed(dict(zip(LEAVES, by, strict=True)), MARGINS).values()) for by in product((-1, 0, 1), repeat=6)]
BY_ONE = [{at: by or 0 for at, by in enumerate(one) if by} for one in EVERY]


@st.composite
def questions(draw: st.DrawFn) -> tuple[System, list[int], int, Changes]:
    """Draw margins, some of them out, the price of each cell, a limit, and a cell that is to count one more or less."""
    values = summed({leaf: draw(st.sampled_from([0, 1, 1, 2, 3])) for leaf in LEAVES}, MARGINS)
    out = draw(st.sets(st.sampled_from(KEYS)))
    system = System(Table(values, MARGINS, {key: values[key] for key in out}))
    # So far apart that no number of unsettled sums weighs as much.
    priced = st.sampled_from([0, 0, 1000, 2000, 4000, BARRED])
    prices = [draw(priced) if one else BARRED for one in system.open]
    first = {draw(st.integers(0, len(KEYS) - 1)): draw(st.sampled_from([-1, 1]))}
    return system, prices, draw(st.sampled_from([0, 1000, 4000])), first


@given(questions())
@DRAWN
def test_a_move_is_found_just_where_there_is_one_and_none_is_cheaper(
    question: tuple[System, list[int], int, Changes],
) -> None:
    """Compared with all changes by one that there are."""
    system, prices, limit, first = question
    bears = [
        {by for by in (-1, 0, 1) if not by or (price <= limit and count + by > 0)}
        for price, count in zip(prices, system.value, strict=True)
    ]
    there = [one for one in BY_ONE if first.items() <= one.items() and all(by in bears[at] for at, by in one.items())]
    search = Search(system, prices, limit, {})
    found = search.find(first, 10_000)
    assert (found in there) if there else (found is None)
    if found:
        assert sum(prices[at] for at in found) == min(sum(prices[at] for at in one) for one in there)
        assert Search(system, prices, limit, {}).find(first, search.spent) == found
        assert Search(system, prices, limit, {}).find(first, search.spent - 1) is None


def beginning(table: Table, *, limit: int = 0, start: Named | None = None, **prices: int) -> Search:
    """Return a search in which a cell costs nothing unless its price is named."""
    system = System(table)
    return Search(system, [prices.get(str(key), 0) for key in system.keys], limit, numbered(system, start or {}))


def numbered(system: System, changes: Named) -> Changes:
    return {system.at[key]: by for key, by in changes.items()}


def found(search: Search, **first: int) -> Named | None:
    move = search.find(numbered(search.system, first), ATTEMPTS)
    return move and {str(search.system.keys[at]): by for at, by in move.items()}


def row(**counts: int) -> Table:
    """Return a row of which the total is out."""
    return Table({**counts, "t": sum(counts.values())}, [Equation("t", tuple(counts))], {"t": sum(counts.values())})


def test_the_cheapest_of_a_row_changes_and_of_equals_the_first() -> None:
    three = row(a=9, b=9, c=9)
    assert found(beginning(three), a=1) == {"a": 1, "b": -1}
    assert found(beginning(three, limit=5, b=5, c=4), a=1) == {"a": 1, "c": -1}
    assert found(beginning(three, limit=5, a=6), a=1) is None
    assert found(beginning(three, limit=5, b=6, c=6), a=1) is None


def test_no_hidden_count_becomes_nought() -> None:
    assert found(beginning(row(a=9, b=1, c=2)), a=1) == {"a": 1, "c": -1}
    assert found(beginning(row(a=9, b=1, c=2)), a=2) is None
    assert found(beginning(row(a=2, b=1)), a=-1) == {"a": -1, "b": 1}
    assert found(beginning(row(a=2, b=1)), a=-2) is None
    assert found(beginning(row(a=9, b=0, c=0)), a=1) is None


def test_a_move_goes_on_from_the_table_found_before() -> None:
    start = {"a": 2, "b": -3}
    assert found(beginning(row(a=1, b=9, c=9), start=start), a=-2) == {"a": -2, "b": 2}
    assert found(beginning(row(a=1, b=9, c=9), start=start), a=-3) is None
    assert found(beginning(row(a=1, b=9, c=9), start=start), a=5) == {"a": 5, "b": -5}
    assert found(beginning(row(a=1, b=9, c=9), start=start), a=6) == {"a": 6, "c": -6}


def test_changes_that_hold_together_are_a_move_as_they_are() -> None:
    search = beginning(row(a=9, b=9, c=9))
    assert found(search, b=2, c=-2) == {"b": 2, "c": -2}
    assert search.spent == 1
    assert found(search, b=2, c=-9) is None


@pytest.mark.parametrize(("price", "move"), [(32, {"a": 1, "b": -1}), (33, {"a": 1, "c": -1, "d": 1})])
def test_a_sum_left_unsettled_weighs_as_much_as_two_levels(price: int, move: Named) -> None:
    """`b` settles all at once, `c` for nothing leaves one more sum to settle."""
    table = Table(
        {**dict.fromkeys("abcd", 9), "t": 27, "s": 18},
        [Equation("t", ("a", "b", "c")), Equation("s", ("c", "d"))],
        published={"t": 27, "s": 18},
    )
    assert found(beginning(table, limit=price, b=price), a=1) == move
    assert moves.DEBT == 2 * moves.STEP


def test_what_leads_to_the_same_debts_is_followed_once() -> None:
    """Raise `a` and one part must fall, and so another must rise, and so on through all of them, in any order."""
    counts = {"a": 9, **dict.fromkeys(PARTS, 9), "t": 117, "s": 108}
    sums = [Equation("t", ("a", *PARTS)), Equation("s", PARTS)]
    search = beginning(Table(counts, sums, published={"t": 117, "s": 108}))
    assert found(search, a=1) is None
    assert search.spent == 1 + 12 + 11  # the first, each part in its place, and the others in the place of one


@pytest.mark.parametrize("step", [1, -1])
def test_the_sum_that_leaves_the_fewest_ways_is_settled_first(step: int) -> None:
    """Any of twelve settles the row of `a`, nothing its column."""
    search = beginning(Table(DEAD_END.values, DEAD_END.equations[::step], DEAD_END.published))
    assert found(search, a=1) is None
    assert search.spent == 1


def test_the_lowest_price_that_was_met_above_the_limit_is_told() -> None:
    prices = {"p3": 40, "p4": 12, "p5": BARRED}

    def dearer(limit: int, **prices: int) -> int:
        search = beginning(DEAD_END, limit=limit, **prices)
        assert found(search, a=1) is None
        return search.dearer

    assert dearer(0) == dearer(40, **prices) == BARRED
    assert dearer(0, **prices) == 12
    assert dearer(12, **prices) == 40


def test_a_total_is_dearer_than_what_it_is_the_sum_of_up_to_a_level_that_no_table_reaches() -> None:
    """Sums told from the top: each look at them lifts one level more."""
    names = ["x", "s1", "s2", "s3", "s4", "s5", "s6", "s7"]
    sums = [Equation(total, (part,)) for part, total in pairwise(names)][::-1]
    assert System(Table(dict.fromkeys(names, 1), sums)).height == [0, 1, 2, 3, 4, 5, 5, 5]
    short = Equation("s2", ("y",))
    for both in ([*sums[-2:], short], [short, *sums[-2:]]):
        system = System(Table(dict.fromkeys(["x", "y", "s1", "s2"], 1), both))
        assert system.height == [0, 0, 1, 2]


def test_a_large_count_is_dearer_than_a_small_one_of_its_level_and_never_as_dear_as_a_level() -> None:
    counts = [1, 2, 3, 4, 2**13 - 1, 2**13, 2**14, 2**40]
    system = System(Table(dict(enumerate(counts)) | {"t": 1}, [Equation("t", (0,))]))
    assert [system.price(cell) for cell in range(9)] == [1, 2, 2, 3, 13, 14, 15, 15, 17]
    assert [system.dearest(height) for height in (0, 1, TALLEST)] == [15, 31, 95]


def test_near_is_what_shares_a_sum_and_could_be_unknown() -> None:
    table = Table(
        {"a": 2, "b": 9, "z": 0, "out": 3, "t": 14, "c": 5, "u": 19, "alone": 4},
        [Equation("t", ("a", "b", "z", "out")), Equation("u", ("t", "c"))],
        published={"out": 3},
    )
    system = System(table)
    near = {key: {system.keys[at] for at in system.near([system.at[key]])} for key in ("a", "t", "c", "alone")}
    assert near == {"a": {*"abt"}, "t": {*"abtcu"}, "c": {*"tcu"}, "alone": {"alone"}}


@pytest.fixture
def limits(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return the limits within which alternatives were looked for."""
    seen: list[int] = []
    real = Search.__init__

    def noted(self: Search, system: System, prices: list[int], limit: int, start: Changes) -> None:
        seen.append(limit)
        real(self, system, prices, limit, start)

    monkeypatch.setattr(hiding.Search, "__init__", noted)
    return seen


def test_a_limit_that_bars_nothing_is_not_tried(monkeypatch: pytest.MonkeyPatch, limits: list[int]) -> None:
    """All that could move is hidden already: one search says it, and the last with more attempts."""
    monkeypatch.setattr(hiding.Hiding, "_known", lambda _self: set())
    stuck = Table({"a": 1, "b": 1, "t": 2}, [Equation("t", ("a", "b"))], published={"t": 2})
    assert protect(stuck).unprotectable == {"a", "b", "t"}
    assert set(limits) == {0, System(stuck).dearest(TALLEST)}


def test_a_limit_below_all_that_could_move_is_not_tried(limits: list[int]) -> None:
    """The part beside the small count is out: only the total can move, which is a level above."""
    assert protect(Table({"a": 2, "b": 6, "t": 8}, [Equation("t", ("a", "b"))], published={"b": 6})).hidden == {
        "a",
        "t",
    }
    assert set(limits) == {0, 31}
    limits.clear()
    assert protect(Table({"a": 2, "b": 6, "t": 8}, [Equation("t", ("a", "b"))])).hidden == {"a", "b"}
    assert set(limits) == {0, 15}
