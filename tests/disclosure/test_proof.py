"""What is called a proof is one: alternatives that a reader could tell from the truth are no alternatives."""

import os
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lanhmanh.disclosure import MARK, MINIMUM, REASONS, UNPROTECTABLE, Equation, Reason, Table, bounds, notes, protect
from lanhmanh.disclosure.proof import Proof
from lanhmanh.disclosure.words import MISSING
from tests.disclosure.attacker import Attacker, widths
from tests.disclosure.tables import SHAPES, leaves, table, tables
from tests.growth import examples

pytestmark = [pytest.mark.pure, pytest.mark.once]
ROW = Table({"a": 2, "b": 9, "c": 9, "z": 0, "t": 20}, [Equation("t", ("a", "b", "c", "z"))])
DOWN, UP = {"a": -1, "b": 1}, {"a": 2, "b": -2}


@pytest.mark.parametrize(
    ("low", "high", "holds"),
    [
        (DOWN, UP, True),
        ({}, UP, False),  # two apart, not three
        (UP, DOWN, False),  # the other way round
        (DOWN, {"a": 2, "c": -2}, False),  # c is shown
        (DOWN, {"a": 2, "z": -2}, False),  # less than zero
        (DOWN, {"a": 2}, False),  # the sum does not hold
        ({"a": -2, "b": 2}, UP, False),  # zero would have been printed
        ({}, {"a": 4, "b": -4}, False),  # 6 and 5: nothing would have been hidden
        ({}, {"a": 5, "b": -5}, True),  # 7 and 4
    ],
)
def test_a_pair_is_judged_by_what_a_reader_knows(low: dict[str, int], high: dict[str, int], holds: bool) -> None:
    assert Proof(ROW, {"a", "b"}, MINIMUM).holds("a", (low, high), 3) is holds


def row(**counts: int) -> Table:
    return Table({**counts, "t": sum(counts.values())}, [Equation("t", tuple(counts))])


def test_the_truth_itself_is_one_of_two_tables() -> None:
    assert Proof(row(a=1, b=9), {"a", "b"}, 5).holds("a", ({}, {"a": 3, "b": -3}), 3)
    assert not Proof(row(a=1, b=9), {"a", "b"}, 5).holds("a", ({}, {"a": 2, "b": -2}), 3)
    assert Proof(row(a=2, b=9), {"a", "b"}, 5).holds("b", ({"a": 3, "b": -3}, {}), 3) is False  # 5 and 6
    assert not Proof(row(a=1, b=9), {"a", "b"}, 5).holds("b", ({"a": 2, "b": -2}, {}), 3)


def test_a_count_of_none_is_shown_and_so_may_not_differ() -> None:
    assert not Proof(ROW, {"a", "b", "z"}, 5).holds("a", ({"a": -1, "z": 1}, UP), 3)


@pytest.mark.parametrize(("small", "holds"), [(4, True), (5, False)])
def test_large_counts_are_hidden_for_a_small_one_beside_them(small: int, holds: bool) -> None:
    proof = Proof(row(a=small, b=9, c=9), {"a", "b", "c"}, 5)
    assert proof.holds("b", ({"b": -2, "c": 2}, {"b": 2, "c": -2}), 3) is holds


def test_a_count_in_no_sum_may_be_anything() -> None:
    assert Proof(Table({"a": 2}), {"a"}, 5).holds("a", ({"a": -1}, {"a": 2}), 3)


def test_what_was_published_may_not_differ() -> None:
    out = Table(ROW.values, ROW.equations, published={"b": 9})
    assert not Proof(out, {"a", "b"}, MINIMUM).holds("a", (DOWN, UP), 3)


@pytest.mark.parametrize("shape", ["row", "margins", "running"])
def test_easy_bounds_hold_the_tightest_ones(shape: str) -> None:
    @settings(max_examples=examples(5), suppress_health_check=list(HealthCheck))
    @given(tables(shape), st.data())
    def holds(one: Table, data: st.DataObject) -> None:
        cells = [key for key, value in one.values.items() if value]
        hidden = data.draw(st.sets(st.sampled_from(cells), max_size=8)) if cells else set()
        attacker = Attacker(one.values, one.equations, hidden, max(map(one.count, cells), default=0) + 1)
        for key, (low, high) in bounds(one, hidden).items():
            least, most = attacker.finds(key)
            assert low <= least <= one.count(key) <= most
            assert high is None or most <= high

    holds()


PRINTED = """
from tests.disclosure.tables import SHAPES, leaves, table
from lanhmanh.disclosure import protect
base = {leaf: (7 * n * n + 3) % 11 for n, leaf in enumerate(leaves(SHAPES["tree"]))}
print(sorted(protect(table(SHAPES["tree"], base)).hidden))
"""


@pytest.mark.deep
def test_the_same_counts_hide_the_same_cells_in_any_process() -> None:
    """Python gives strings another order in each process; a reader with two prints would see two choices."""

    def printed(seed: str) -> str:
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        root = Path(__file__).parents[2]
        told = subprocess.run(
            [sys.executable, "-c", PRINTED], env=environment, cwd=root, capture_output=True, text=True, check=True
        )
        return told.stdout

    assert printed("1") == printed("2") == printed("3")
    assert len(printed("1")) > 20


@pytest.mark.deep
@pytest.mark.parametrize("seed", range(3))
def test_a_district_of_thirty_communes_gives_nothing_away(seed: int) -> None:
    tree = {"province": ["d1", "d2", "d3"], **{f"d{d}": [f"c{c}" for c in range(d, 30, 3)] for d in (1, 2, 3)}}
    shape = (tree, SHAPES["margins"][1], SHAPES["tree"][1])
    chance = Random(seed)
    protected = protect(table(shape, {leaf: int(chance.expovariate(0.3)) for leaf in leaves(shape)}))
    assert protected.unprotectable == frozenset()
    sampled = chance.sample(sorted(protected.alternatives), 15)
    found = widths(protected, sampled)
    assert {key: wide for key, wide in found.items() if wide < protected.width} == {}


def test_readers_are_told_what_the_mark_stands_for_and_not_which_cells_are_small() -> None:
    (legend,) = notes(protect(ROW))
    assert all(MARK in text and "1" in text and str(MINIMUM - 1) in text for text in legend)
    assert (MARK, MISSING) == ("…", "—")
    assert [text[:20] for text in legend] == ["“…” là số từ 1 đến 4", "“…” is a count from "]
    assert [*Reason] == ["primary", "secondary"]
    assert notes(protect(Table({"a": 9, "b": 0}))) == []
    assert set(REASONS) == set(Reason)
    assert all(vietnamese != english for vietnamese, english in [*REASONS.values(), UNPROTECTABLE, legend])
