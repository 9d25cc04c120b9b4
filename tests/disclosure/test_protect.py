"""No small count can be worked out: a solver looks for the tightest bounds of each."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lanhmanh.disclosure import MINIMUM, WIDTH, Equation, Key, Reason, Table, bounds, hiding, protect
from lanhmanh.disclosure.proof import Proof
from tests.disclosure.attacker import Attacker, small, widths
from tests.disclosure.tables import SHAPES, leaves, table, tables
from tests.growth import examples

pytestmark = [pytest.mark.pure, pytest.mark.once]
DRAWN = settings(max_examples=examples(5), suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("shape", SHAPES)
def test_every_small_count_keeps_an_interval(shape: str) -> None:
    @DRAWN
    @given(tables(shape))
    def holds(one: Table) -> None:
        protected = protect(one)
        assert protected.unprotectable == frozenset()
        assert set(small(one.values, MINIMUM)) <= protected.hidden
        assert {key: wide for key, wide in widths(protected).items() if wide < WIDTH} == {}

    holds()


@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_shown_is_true_and_nothing_is_hidden_without_need(shape: str) -> None:
    @DRAWN
    @given(tables(shape))
    def holds(one: Table) -> None:
        protected = protect(one)
        assert protected.shown == {key: value for key, value in one.values.items() if key not in protected.hidden}
        assert [key for key in protected.hidden if one.values[key] == 0] == []
        assert {key for key, why in protected.reasons.items() if why is Reason.PRIMARY} == set(
            small(one.values, MINIMUM)
        )
        needed = {key for pair in protected.alternatives.values() for changes in pair for key in changes}
        assert {key for key, why in protected.reasons.items() if why is Reason.SECONDARY} <= needed

    holds()


@pytest.mark.parametrize("shape", SHAPES)
def test_a_table_without_small_counts_is_printed_whole(shape: str) -> None:
    @DRAWN
    @given(tables(shape))
    def holds(one: Table) -> None:
        large = Table({key: (value or 0) * MINIMUM for key, value in one.values.items()}, one.equations)
        assert protect(large).hidden == frozenset()
        assert protect(large).shown == large.values

    holds()


@given(tables("margins"), st.integers(3, 12), st.data())
@DRAWN
def test_minimum_and_width_are_data(one: Table, minimum: int, data: st.DataObject) -> None:
    wanted = data.draw(st.integers(1, minimum - 2))
    protected = protect(one, minimum=minimum, width=wanted)
    assert protected.unprotectable == frozenset()
    assert set(small(one.values, minimum)) == protected.alternatives.keys()
    assert [key for key, wide in widths(protected).items() if wide < wanted] == []


@pytest.mark.parametrize(("minimum", "wanted"), [(2, 1), (5, 0), (5, 4)])
def test_a_width_that_the_rule_itself_would_not_leave_is_refused(minimum: int, wanted: int) -> None:
    with pytest.raises(ValueError, match=f"width of {wanted} cannot be kept for counts from 1 to {minimum - 1}$"):
        protect(Table({}), minimum=minimum, width=wanted)


MARGINS = Table(
    {"a": 3, "b": 20, "ab": 23, "c": 30, "d": 40, "cd": 70, "ac": 33, "bd": 60, "all": 93},
    [*(Equation(*one) for one in [("ab", ("a", "b")), ("cd", ("c", "d")), ("ac", ("a", "c"))]),
     *(Equation(*one) for one in [("bd", ("b", "d")), ("all", ("ab", "cd")), ("all", ("ac", "bd"))])],
)  # fmt: skip


@pytest.mark.parametrize("hidden", [{"a"}, {"a", "b"}, {"a", "b", "c"}])
def test_hiding_the_small_count_alone_or_its_row_alone_leaks(hidden: set[str]) -> None:
    """The solver can tell: what is not protected, it pins."""
    assert Attacker(MARGINS.values, MARGINS.equations, hidden, MINIMUM).finds("a") == (3, 3)
    assert bounds(MARGINS, hidden)["a"] == (3, 3)


def test_hiding_a_small_count_with_its_rectangle_protects() -> None:
    protected = protect(MARGINS)
    assert protected.hidden == {"a", "b", "c", "d"}
    assert protected.reasons["a"] is Reason.PRIMARY
    assert protected.reasons["d"] is Reason.SECONDARY
    assert widths(protected)["a"] >= WIDTH


def test_small_counts_that_can_only_be_ones_are_not_left_to_their_sum() -> None:
    """Five hidden counts, none of them zero, that add up to five: the sum must go too."""
    ones = Table({**dict.fromkeys("abcde", 1), "all": 5}, [Equation("all", tuple("abcde"))])
    assert Attacker(ones.values, ones.equations, "abcde", MINIMUM).finds("a") == (1, 1)
    protected = protect(ones)
    assert protected.hidden == {*"abcde", "all"}


def test_the_reader_knows_that_something_was_to_be_hidden() -> None:
    """5 + 4 = 9, and one of them is small: a table in which neither is small is no alternative."""
    pair = Table({"a": 5, "b": 4, "t": 9}, [Equation("t", ("a", "b"))])
    protected = protect(pair)
    for changes in protected.alternatives["b"]:
        assert 0 < min(pair.count(key) + changes.get(key, 0) for key in "ab") < MINIMUM


def test_zero_and_missing_are_printed_and_never_hidden() -> None:
    one = Table({"a": 0, "b": None, "c": 2, "t": 2}, [Equation("t", ("a", "b", "c"))])
    assert protect(one).shown == {"a": 0, "b": None}
    assert protect(one).hidden == {"c", "t"}


def test_cells_that_nobody_prints_are_protected_too() -> None:
    """Two running totals are printed, the month between them is not; it is small, so the later one is hidden."""
    one = Table({"to 1": 20, "2": 3, "to 2": 23}, [Equation("to 2", ("to 1", "2"))], unprinted=frozenset({"2"}))
    protected = protect(one)
    assert protected.hidden in ({"to 1"}, {"to 2"})
    assert "2" not in protected.shown
    assert protected.alternatives.keys() == {"2"}


def test_the_lowest_level_is_hidden_first_and_what_was_hidden_before() -> None:
    row = {"a": 2, "b": 6, "c": 7, "t": 15}
    assert protect(Table(row, [Equation("t", tuple("abc"))])).hidden == {"a", "b"}
    assert protect(Table(row, [Equation("t", tuple("abc"))], veiled=frozenset("c"))).hidden == {"a", "c"}


def test_what_is_to_be_shown_whatever_it_costs_stays_shown() -> None:
    """The row would hide its total: told to keep it, it hides more below."""
    row = Table({"a": 1, "b": 1, "c": 9, "t": 11}, [Equation("t", ("a", "b", "c"))], published={"t": 11})
    protected = protect(row)
    assert protected.hidden == {"a", "b", "c"}
    assert protected.shown == {"t": 11}
    assert protect(Table({"a": 1, "t": 1}, [Equation("t", "a")], published={"t": 1})).unprotectable == {"a", "t"}


def test_what_turned_out_needless_is_shown_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cells hidden for the first small counts are often not needed once those of the last are hidden."""
    chance = Random(3)
    shape = SHAPES["cube"]
    some = [table(shape, {leaf: chance.choice([0, 1, 3, 6, 9, 20, 40]) for leaf in leaves(shape)}) for _ in range(8)]
    spared = [len(protect(one).hidden) for one in some]
    monkeypatch.setattr(hiding, "AFTERWARDS", 0)
    whole = [len(protect(one).hidden) for one in some]
    assert all(less <= more for less, more in zip(spared, whole, strict=True))
    assert sum(spared) < sum(whole)


@pytest.mark.parametrize(
    ("values", "equations", "published", "said"),
    [
        ({"a": -1}, [], {}, "negative"),
        ({"a": 1, "t": 2}, [Equation("t", ("a",))], {}, "not the sum"),
        ({"a": 0}, [Equation("a", ("a",))], {}, "sum of itself"),
        ({"a": 7}, [], {"a": 8}, "follow"),
    ],
)
def test_what_is_no_table_is_refused(
    values: dict[str, int], equations: list[Equation], published: dict[str, int], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        Table(values, equations, published)


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[Key]:
    """Return the small counts for which alternatives are looked for, in order."""
    seen: list[Key] = []
    real = hiding.Hiding._protect

    def noted(self: hiding.Hiding, cell: int) -> None:
        seen.append(self.system.keys[cell])
        real(self, cell)

    monkeypatch.setattr(hiding.Hiding, "_protect", noted)
    return seen


def test_small_counts_of_the_highest_level_come_first(looked_at: list[Key]) -> None:
    protect(
        Table(
            {"b": 2, "c": 9, "a": 1, "s": 3, "z": 8, "t": 11, "y": 1},
            [Equation("t", ("s", "z")), Equation("s", ("a", "b"))],
        )
    )
    assert looked_at == ["s", "b", "a", "y"]


@pytest.mark.parametrize(("total", "small"), [(4, []), (5, ["a", "b"]), (6, ["a"])])
def test_what_sums_tell_already_is_not_looked_for(total: int, small: list[str], looked_at: list[Key]) -> None:
    """One and three are from 1 to 3 for all who know that they are four; one and four leave three between."""
    row = Table({"a": 1, "b": total - 1, "t": total}, [Equation("t", ("a", "b"))], published={"t": total})
    protected = protect(row)
    assert looked_at == small
    assert protected.alternatives.keys() == set(small)


@pytest.mark.parametrize(
    ("counts", "alternatives"),
    [
        ({"a": 2}, {"a": ({"a": -1}, {"a": 2})}),  # down as far as there is room, then up
        ({"a": 2, "b": 9, "c": 9}, {"a": ({"a": -1, "b": 1}, {"a": 2, "b": -2})}),
        ({"a": 4, "b": 9, "c": 9}, {"a": ({"a": -3, "b": 3}, {})}),  # the truth is one of the two
        ({"a": 1, "b": 9, "c": 9}, {"a": ({}, {"a": 3, "b": -3})}),
        # what is found for one serves all that it changes
        ({"a": 4, "b": 9, "c": 1}, {"a": ({"a": -3, "c": 3}, {}), "c": ({}, {"a": -3, "c": 3})}),
    ],
)
def test_the_alternatives_are_as_far_apart_as_is_wanted_and_no_farther(
    counts: dict[str, int], alternatives: dict[str, object]
) -> None:
    row = Table({**counts, "t": sum(counts.values())}, [Equation("t", tuple(counts))])
    assert protect(row if len(counts) > 1 else Table(counts)).alternatives == alternatives


def test_where_no_cell_alone_makes_room_several_do_step_by_step() -> None:
    """Neither of two small counts can fall by three: one falls by two, and then the other by one."""
    row = Table({"a": 1, "b": 3, "c": 2, "t": 6}, [Equation("t", ("a", "b", "c"))], published={"t": 6})
    protected = protect(row)
    assert protected.alternatives["a"] == ({}, {"a": 3, "b": -2, "c": -1})
    assert protected.unprotectable == frozenset()


def test_an_issue_begins_at_the_alternatives_of_the_one_before_though_others_are_cheaper() -> None:
    pair = ({"a": -1, "c": 1}, {"a": 2, "c": -2})
    row = Table({"a": 2, "b": 6, "c": 70, "t": 78}, [Equation("t", ("a", "b", "c"))])
    assert protect(row).hidden == {"a", "b"}
    protected = protect(replace(row, hints={"a": pair}))
    assert protected.hidden == {"a", "c"}
    assert protected.alternatives == {"a": pair}


@pytest.mark.parametrize(
    ("counts", "changes"),
    [
        ({"a": 4, "b": 9}, {"a": 3, "b": -3}),
        ({"a": 4, "b": 9}, {"a": 1, "b": -1}),
        ({"a": 4, "b": 9}, {"a": 5, "b": -5}),
        ({"a": 4, "b": 9}, {"a": -3, "b": 3}),
        ({"a": 4, "b": 9, "c": 1}, {"a": 3, "b": -3}),
        ({"a": 4, "b": 9, "c": 9}, {"b": 1, "c": -1}),
        ({"a": 5, "b": 9, "c": 9}, {"b": 1, "c": -1}),
        ({"a": 5, "b": 9, "c": 9}, {"b": 1, "c": -5}),
    ],
)
def test_the_search_takes_for_a_table_with_a_small_count_what_the_proof_does(
    counts: dict[str, int], changes: dict[str, int]
) -> None:
    row = Table({**counts, "t": sum(counts.values())}, [Equation("t", tuple(counts))])
    search, proof = hiding.Hiding(row, MINIMUM, WIDTH), Proof(row, row.values, MINIMUM)
    numbered = {search.system.at[key]: by for key, by in changes.items()}
    assert search._needs_hiding(numbered) is proof._needs_hiding(changes)
