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
    bounds,
    bounds_over_time,
    cells_of,
    combine,
    cumulative,
    kept_as,
    not_stated,
    periods_since,
    value,
    with_ratios,
)
from lanhmanh.reporting.rules.catalogue import Catalogue, Rule, Since, load
from tests.reporting.rules.cells import combine_all

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
        ("TC-DAGS", (30, 50, 40), 50),
        ("PH-NGANH", (3, None, 2), 3),
        ("CK-TUDAUNAM", (10, 25, None), 25),
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


def test_a_ratio_never_sets_one_quarter_against_another() -> None:
    first, second = Period(2021, Kind.QUARTER, 1), Period(2021, Kind.QUARTER, 2)
    for above, below in ((first, second), (second, first)):
        quarters = {above: cells_of(_pair(50, None)), below: cells_of(_pair(None, 100))}
        assert cumulative(RATIO, CATALOGUE, quarters) is None


def test_a_ratio_never_sets_december_against_january() -> None:
    december, january = Period(2021, Kind.MONTH, 12), Period(2022, Kind.MONTH, 1)
    for above, below in ((december, january), (january, december)):
        months = {above: cells_of(_pair(50, None)), below: cells_of(_pair(None, 100))}
        assert cumulative(RATIO, CATALOGUE, months) is None


def test_a_ratio_in_january_is_later_than_one_in_december() -> None:
    months = {
        Period(2021, Kind.MONTH, 12): cells_of(_pair(50, 100)),
        Period(2022, Kind.MONTH, 1): cells_of(_pair(90, 100)),
    }
    assert cumulative(RATIO, CATALOGUE, months) == Decimal("90.0")


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([(5, 10), (8, 20), (2, 10), (9, 30)], "34.0"),
        ([(5, 10), (8, 20), (None, None), (None, None)], "40.0"),
        ([(None, None), (None, None), (2, 10), (9, 30)], "30.0"),
        ([(None, None)] * 4, None),
        ([(5, 10), (8, 20), (2, 10), (9, None)], None),
        ([(5, 10), (8, 20), (2, 10), (9, 30), (1, 10), (7, 50)], "24.0"),
    ],
)
def test_a_ratio_of_totals_that_restart_adds_the_ends_of_the_years(
    pairs: list[tuple[int | None, int | None]], expected: str | None
) -> None:
    restarting = {code: replace(CATALOGUE[code], since=Since.YEAR) for code in RATIO.references}
    known = Catalogue({**CATALOGUE.indicators, **restarting})
    halves = [Period(year, Kind.HALF, number) for year in (2022, 2023, 2024) for number in (1, 2)][: len(pairs)]
    periods = {period: cells_of(_pair(*pair)) for period, pair in zip(halves, pairs, strict=True)}
    for each in (periods, dict(reversed(periods.items()))):
        assert cumulative(RATIO, known, each) == (expected and Decimal(expected))


@given(CELLS.filter(lambda cell: cell.count))
def test_what_is_kept_of_a_cell_holds_its_value_over_units(cell: Cell) -> None:
    for rule in (Rule.SUM, Rule.MAX, Rule.MIN, Rule.DISTINCT):
        one = replace(SESSIONS, over_units=rule)
        assert kept_as(one) in {"total", "maximum", "minimum"}
        assert getattr(cell, kept_as(one)) == value(one, {one.code: cell})


def test_every_month_has_its_own_place_in_time() -> None:
    months = periods_since(Since.PROGRAMME, Period(2023, Kind.MONTH, 12), 2021)
    stocks = {month: cells_of({"CK-HO": Decimal(number)}) for number, month in enumerate(months, start=1)}
    for number in range(1, len(months) + 1):
        so_far = dict(list(stocks.items())[:number])
        assert cumulative(STOCK, CATALOGUE, so_far) == number
        assert cumulative(STOCK, CATALOGUE, dict(reversed(so_far.items()))) == number


@given(st.lists(st.integers(0, 99), min_size=1, max_size=4))
def test_a_stock_kept_for_many_units_stands_where_that_of_one_does(numbers: list[int]) -> None:
    total = sum(numbers)
    kept = Cell(Decimal(total), Decimal(max(numbers)), Decimal(min(numbers)), Decimal(total), 0, len(numbers))
    assert combine(Cell.of(Decimal(number)) for number in numbers) == kept
    assert cells_of({"CK-HO": Decimal(total)})["CK-HO"].combine(kept).last == 2 * total


def test_a_report_is_completed_with_its_ratios() -> None:
    full = with_ratios(CATALOGUE, _pair(3, 8))
    assert full == {**_pair(3, 8), "CK-TYLE": Decimal("37.5")}
    assert "CK-TYLE" not in with_ratios(CATALOGUE, _pair(3, None))


def test_a_mean_is_weighted_by_what_it_is_a_mean_of() -> None:
    mean = CATALOGUE["VV-BINHQUAN"]
    small = cells_of({"VV-DUNO": Decimal("100"), "VV-HO": Decimal(1)})
    large = cells_of({"VV-DUNO": Decimal("900.5"), "VV-HO": Decimal(29)})
    assert value(mean, small) == 100
    assert value(mean, combine_all([small, large])) == Decimal("33.35")


@given(st.lists(st.none() | st.integers(0, 50), max_size=8))
def test_different_things_are_at_least_the_largest_count_and_at_most_the_sum(counts: list[int | None]) -> None:
    one = CATALOGUE["PH-NGANH"]
    cells = combine_all(cells_of({"PH-NGANH": None if n is None else Decimal(n)}) for n in counts)
    known = [n for n in counts if n is not None]
    assert bounds(one, cells) == ((max(known), sum(known)) if known else None)
    assert value(one, cells) == max(known, default=None)
    plain = replace(one, over_units=Rule.SUM)
    assert bounds(plain, cells) == ((sum(known), sum(known)) if known else None)


def test_bounds_over_time_take_the_lowest_and_the_highest_of_all_periods() -> None:
    one = CATALOGUE["PH-NGANH"]
    periods = {
        Period(2022, Kind.HALF, 1): combine_all(cells_of({"PH-NGANH": Decimal(n)}) for n in (4, 6)),
        Period(2022, Kind.HALF, 2): cells_of({"PH-NGANH": Decimal(7)}),
    }
    assert bounds_over_time(one, CATALOGUE, periods) == (7, 17)
    assert bounds_over_time(one, CATALOGUE, {}) is None
    sites = {period: cells_of({"TC-DAGS": Decimal(n)}) for n, period in enumerate(periods, start=3)}
    assert bounds_over_time(CATALOGUE["TC-DAGS"], CATALOGUE, sites) == (4, 7)
    sessions = {period: cells_of({"TT-BUOI": Decimal(n)}) for n, period in enumerate(periods, start=3)}
    assert bounds_over_time(SESSIONS, CATALOGUE, sessions) == (7, 7)
    shares = {period: cells_of(_pair(n, 10)) for n, period in enumerate(periods, start=3)}
    assert bounds_over_time(RATIO, CATALOGUE, shares) == (40, 40)


def _halves(code: str, *figures: int | None) -> dict[Period, dict[str, Cell]]:
    halves = periods_since(Since.PROGRAMME, Period(2022 + (len(figures) - 1) // 2, Kind.HALF, 2), 2022)
    return {
        period: cells_of({code: None if figure is None else Decimal(figure)})
        for period, figure in zip(halves, figures, strict=False)
    }


@pytest.mark.parametrize(
    ("figures", "since_year", "since_programme"),
    [
        ((5, 8, 2, 9, 1, None), 18, 1),
        ((5, None), 5, 5),
        ((None, None, 4, None), 4, 4),
        ((None, None), None, None),
        ((0, 0, 0, 0), 0, 0),
    ],
)
def test_a_total_that_restarts_adds_its_years_and_one_that_runs_on_keeps_the_last(
    figures: tuple[int | None, ...], since_year: int | None, since_programme: int | None
) -> None:
    restarting, running = CATALOGUE["CK-TUDAUNAM"], CATALOGUE["HT-TUDAU"]
    assert cumulative(restarting, CATALOGUE, _halves(restarting.code, *figures)) == since_year
    backwards = dict(reversed(_halves(restarting.code, *figures).items()))
    assert cumulative(restarting, CATALOGUE, backwards) == since_year
    assert cumulative(running, CATALOGUE, _halves(running.code, *figures)) == since_programme


def test_the_periods_of_a_running_value() -> None:
    half = Period(2023, Kind.HALF, 1)
    codes = [one.code for one in periods_since(Since.PROGRAMME, half, 2021)]
    assert codes == ["2021S1", "2021S2", "2022S1", "2022S2", "2023S1"]
    assert [one.code for one in periods_since(Since.YEAR, half.next(), 2021)] == ["2023S1", "2023S2"]
    assert periods_since(Since.PROGRAMME, half, 2030) == (half,)
    assert periods_since(Since.PROGRAMME, Period(2022), 2021) == (Period(2021), Period(2022))


@given(st.decimals(0, 10**10, places=3), st.lists(st.none() | st.decimals(0, 10**9, places=3), max_size=6))
def test_what_is_not_stated_and_what_is_make_the_whole(whole: Decimal, parts: list[Decimal | None]) -> None:
    assert not_stated(whole, parts) + sum(part for part in parts if part is not None) == whole
