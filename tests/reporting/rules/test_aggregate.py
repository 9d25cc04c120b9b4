"""Consolidation: a monoid, so that any tree of units gives what a flat recomputation gives."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lanhmanh.kernel.periods import Kind, Period
from lanhmanh.reporting.rules.aggregate import (
    EMPTY,
    Cell,
    cells_of,
    combine,
    combine_all,
    cumulative,
    value,
    with_ratios,
)
from lanhmanh.reporting.rules.catalogue import Rule, load

CATALOGUE = load()
SESSIONS, RATIO, PEOPLE, STOCK = (CATALOGUE[code] for code in ("TT-BUOI", "CK-TYLE", "TT-NGUOI", "CK-HO"))
VALUES = st.none() | st.decimals(0, 10**15 - 1, places=2)
CELLS = st.lists(st.builds(Cell.of, VALUES, st.integers(0, 3)), max_size=4).map(combine)


@given(CELLS, CELLS, CELLS)
def test_combining_is_associative_and_commutative_and_empty_changes_nothing(a: Cell, b: Cell, c: Cell) -> None:
    assert a.combine(b).combine(c) == a.combine(b.combine(c))
    assert a.combine(b) == b.combine(a)
    assert a.combine(EMPTY) == a == EMPTY.combine(a)


def _tree(parts: list[Mapping[str, Cell]], random: Random) -> Mapping[str, Cell]:
    """Combine the parts as a random tree of units would."""
    while len(parts) > 1:
        random.shuffle(parts)
        size = random.randint(2, len(parts))
        parts = [combine_all(parts[:size]), *parts[size:]]
    return parts[0] if parts else {}


@given(st.lists(st.fixed_dictionaries({"TT-BUOI": VALUES, "CK-HO": VALUES}), max_size=12), st.randoms())
@settings(max_examples=60)
def test_any_tree_gives_the_flat_recomputation(reports: list[dict[str, Decimal | None]], random: Random) -> None:
    cells = _tree([cells_of(report) for report in reports], random)
    for one in (SESSIONS, STOCK):
        known = [number for report in reports if (number := report[one.code]) is not None]
        assert value(one, cells) == (sum(int(n * 100) for n in known) / Decimal(100) if known else None)
        assert value(replace(one, over_units=Rule.MAX), cells) == max(known, default=None)
        assert value(replace(one, over_units=Rule.MIN), cells) == min(known, default=None)
        assert cells.get(one.code, EMPTY).count == len(known)


def test_sums_stay_exact_beyond_the_usual_precision() -> None:
    most = Decimal("999999999999999.99")
    total = combine([Cell.of(most)] * 10_000 + [Cell.of(Decimal("0.000001"))]).total
    assert total == Decimal("9999999999999999900.000001")


def test_missing_is_neither_zero_nor_counted_and_zero_is_both() -> None:
    assert value(SESSIONS, cells_of({"TT-BUOI": None})) is None
    assert value(SESSIONS, {}) is None
    assert value(SESSIONS, cells_of({"TT-BUOI": Decimal(0)})) == 0
    assert combine([Cell.of(None), Cell.of(Decimal(0))]).count == 1


def _pair(above: int | None, below: int | None) -> dict[str, Decimal | None]:
    return {
        "CK-HO": None if above is None else Decimal(above),
        "HV-HO": None if below is None else Decimal(below),
    }


def test_a_ratio_is_of_sums_never_a_mean_of_ratios() -> None:
    cells = combine_all([cells_of(_pair(90, 100)), cells_of(_pair(100, 900))])
    assert value(RATIO, cells) == Decimal("19.0")


@pytest.mark.parametrize(
    "reports", [[(1, None)], [(None, 5)], [(1, 0)], [(80, 100), (None, 100)], [(80, 100), (5, None)], []]
)
def test_a_ratio_without_both_parts_everywhere_is_missing(reports: list[tuple[int | None, int | None]]) -> None:
    assert value(RATIO, combine_all(cells_of(_pair(*report)) for report in reports)) is None


def test_a_ratio_of_nothing_over_something_is_zero_and_halves_round_up() -> None:
    assert value(RATIO, cells_of(_pair(0, 5))) == 0
    assert value(RATIO, cells_of(_pair(1, 2000))) == Decimal("0.1")


def _quarters(code: str, *figures: int | None) -> dict[Period, dict[str, Cell]]:
    return {
        Period(2021, Kind.QUARTER, number): cells_of({code: None if figure is None else Decimal(figure)})
        for number, figure in enumerate(figures, start=1)
    }


@pytest.mark.parametrize(
    ("code", "figures", "expected"),
    [
        ("TT-BUOI", (3, None, 4), 7),
        ("TT-BUOI", (None, None), None),
        ("TT-NGUOI", (30, 50, 40), 50),
        ("CK-HO", (10, 25, 20), 20),
        ("CK-HO", (10, 25, None), 25),
        ("CK-HO", (10, 0), 0),
    ],
)
def test_values_over_time_follow_their_own_rule(
    code: str, figures: tuple[int | None, ...], expected: int | None
) -> None:
    quarters = _quarters(code, *figures)
    assert cumulative(CATALOGUE[code], CATALOGUE, quarters) == expected
    assert cumulative(CATALOGUE[code], CATALOGUE, dict(reversed(quarters.items()))) == expected
    assert cumulative(replace(CATALOGUE[code], over_time=Rule.MIN), CATALOGUE, quarters) == min(
        (n for n in figures if n is not None), default=None
    )


def test_units_combine_before_periods() -> None:
    first = combine_all(cells_of({"TT-NGUOI": Decimal(n)}) for n in (30, 10))
    second = combine_all(cells_of({"TT-NGUOI": Decimal(n)}) for n in (5, 20))
    quarters = {Period(2021, Kind.QUARTER, 1): first, Period(2021, Kind.QUARTER, 2): second}
    assert cumulative(PEOPLE, CATALOGUE, quarters) == 40


def test_a_ratio_over_time_takes_the_last_stocks_of_one_period() -> None:
    quarters = {
        Period(2021, Kind.QUARTER, 1): cells_of(_pair(50, 100)),
        Period(2021, Kind.QUARTER, 2): cells_of(_pair(90, 120)),
    }
    assert cumulative(RATIO, CATALOGUE, quarters) == Decimal("75.0")
    quarters[Period(2021, Kind.QUARTER, 2)] = cells_of(_pair(90, None))
    assert cumulative(RATIO, CATALOGUE, quarters) is None


def test_a_report_is_completed_with_its_ratios() -> None:
    full = with_ratios(CATALOGUE, _pair(3, 8))
    assert full["CK-TYLE"] == Decimal("37.5")
    assert "CK-TYLE" not in with_ratios(CATALOGUE, _pair(3, None))
