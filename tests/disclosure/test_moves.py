"""A search follows what is new, and is not begun again where it could only fail in the same way."""

import pytest

from lanhmanh.disclosure import Equation, Table, hiding, moves, protect
from lanhmanh.disclosure.moves import Search, System

pytestmark = [pytest.mark.pure, pytest.mark.once]
ATTEMPTS = 200
PARTS = tuple(f"p{n}" for n in range(12))
DEAD_END = Table(
    {"a": 9, "z": 9, "c": 18, **dict.fromkeys(PARTS, 9), "t": 117},
    [Equation("t", ("a", *PARTS)), Equation("c", ("a", "z"))],
    published={"z": 9, "c": 18, "t": 117},  # any of twelve settles the row of `a`, nothing its column
)


def searched(table: Table, prices: list[int | None], limit: int) -> Search:
    system = System(table)
    search = Search(system, prices, limit, {})
    assert search.find({system.at["a"]: 1}, ATTEMPTS) is None
    return search


def test_of_the_ways_to_the_same_debts_a_few_are_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Raise `a` and one part must fall, and so another must rise, and so on through all of them, in any order."""
    counts = {"a": 9, **dict.fromkeys(PARTS, 9), "t": 117, "s": 108}
    sums = [Equation("t", ("a", *PARTS)), Equation("s", PARTS)]
    round_and_round = Table(counts, sums, published={"t": 117, "s": 108})
    monkeypatch.setattr(moves, "ALIKE", 2)
    assert searched(round_and_round, [0] * len(counts), 0).spent < 10
    monkeypatch.setattr(moves, "ALIKE", 1000)
    assert searched(round_and_round, [0] * len(counts), 0).spent == ATTEMPTS


def test_the_lowest_price_that_was_met_above_the_limit_is_told() -> None:
    prices: list[int | None] = [0] * len(DEAD_END.values)
    at = System(DEAD_END).at
    assert searched(DEAD_END, prices, 0).dearer is None
    prices[at["p3"]], prices[at["p4"]], prices[at["p5"]] = 40, 12, None
    assert searched(DEAD_END, prices, 0).dearer == 12
    assert searched(DEAD_END, prices, 12).dearer == 40
    assert searched(DEAD_END, prices, 40).dearer is None


def test_a_limit_that_bars_nothing_is_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """All that could move is hidden already: one search says it, and the last with more attempts."""
    limits: list[int] = []
    real = Search.__init__

    def noted(self: Search, system: System, prices: moves.Prices, limit: int, start: moves.Changes) -> None:
        limits.append(limit)
        real(self, system, prices, limit, start)

    monkeypatch.setattr(hiding.Search, "__init__", noted)
    monkeypatch.setattr(hiding.Hiding, "_known", lambda _self: set())
    stuck = Table({"a": 1, "b": 1, "t": 2}, [Equation("t", ("a", "b"))], published={"t": 2})
    assert protect(stuck).unprotectable == {"a", "b", "t"}
    assert set(limits) == {0, System(stuck).dearest(moves.TALLEST)}
