"""Targets by their indicators' rules: shared out, cascaded, progress and forecast; exact, and missing is never 0."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanhmanh.kernel.periods import Kind, Period
from lanhmanh.reporting.rules.aggregate import Cell
from lanhmanh.reporting.rules.catalogue import Direction, load
from lanhmanh.reporting.rules.ranking import places
from lanhmanh.reporting.rules.shares import share_out
from lanhmanh.reporting.rules.targets import (
    FORMULAS,
    MEANINGS,
    Course,
    Fit,
    Progress,
    Verdict,
    Way,
    adds_up,
    cascade,
    forecast,
    most,
    progress,
    standing,
    way,
)

pytestmark = pytest.mark.pure
KNOWN = load()
FLOW, STOCK, RATE, PEOPLE = (KNOWN[code] for code in ("TT-LUOT", "CK-HO", "CK-TYLE", "TT-NGUOI"))
RELAPSED, RELAPSE = KNOWN["TX-TAINGHIEN"], KNOWN["TX-TYLE"]
QUARTERS = Period(2021).split(Kind.QUARTER)
NUMBERS = st.integers(0, 10**9).map(Decimal)
MAYBE = st.none() | NUMBERS
COUNTS = st.integers(1, 200).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


def course(
    values: Sequence[Decimal | int | None], counts: Sequence[tuple[int, int]] | None = None, code: str = "TT-LUOT"
) -> Course:
    """Return a year of quarters: values, missing as None, and how many of how many reports (all where not said)."""
    told = zip(QUARTERS, values, strict=False)
    cells = {period: {code: Cell.of(Decimal(value))} for period, value in told if value is not None}
    said = counts or [(10, 10) if value is not None else (0, 10) for value in [*values, *[None] * 4][:4]]
    return Course(cells, dict(zip(QUARTERS, said, strict=True)))


# What a target is held against.


def test_every_indicator_has_a_way_that_is_said_in_words() -> None:
    assert {way(one, KNOWN) for one in KNOWN} <= set(MEANINGS) == set(FORMULAS) == set(Way)
    assert way(FLOW, KNOWN) is Way.SUM
    assert way(STOCK, KNOWN) is way(RATE, KNOWN) is Way.LEVEL
    assert way(PEOPLE, KNOWN) is Way.MOST
    assert way(RELAPSE, KNOWN) is Way.RATIO
    assert way(KNOWN["PH-NGANH"], KNOWN) is Way.BOUND


def test_only_sums_of_flows_and_of_stocks_are_cascaded_by_adding_up() -> None:
    assert adds_up(FLOW)
    assert adds_up(STOCK)
    assert not any(adds_up(one) for one in (RATE, RELAPSE, PEOPLE, KNOWN["PH-NGANH"], KNOWN["TC-DAGS"]))


def test_fewer_is_better_only_where_the_plan_says_so() -> None:
    assert {one.code for one in KNOWN if one.direction is Direction.FEWER} == {
        "DB-TRONGDIEM", "DB-NHIEU", "DB-TANG", "PL-LOAI1", "PL-LOAI2", "PL-LOAI3", "PL-HOSO", "PL-TLHOSO", "PL-TOCHUC",
        "TX-TAINGHIEN", "TX-TYLE", "HT-TAI12", "HT-TAI12TL",
    }  # fmt: skip


def test_a_share_of_a_whole_is_at_most_the_whole() -> None:
    assert most(RATE, KNOWN) == 100
    assert most(KNOWN["VV-BINHQUAN"], KNOWN) is None
    assert most(FLOW, KNOWN) is None


# Cascade.


@given(MAYBE, st.lists(MAYBE, max_size=12), st.randoms())
def test_a_cascade_is_the_same_in_any_order_and_missing_is_not_zero(
    own: Decimal | None, below: list[Decimal | None], random: Random
) -> None:
    found = cascade(own, below)
    mixed = below.copy()
    random.shuffle(mixed)
    assert cascade(own, mixed) == found
    known = [one for one in below if one is not None]
    assert (found.known, found.missing) == (len(known), len(below) - len(known))
    assert found.total == (sum(known) if known else None)
    assert cascade(own, known) == replace(found, missing=0)


@given(NUMBERS, st.lists(NUMBERS, min_size=1, max_size=8))
def test_a_cascade_says_equal_short_or_over(own: Decimal, below: list[Decimal]) -> None:
    found = cascade(own, below)
    assert found.difference == sum(below) - own
    assert (found.fit is Fit.EQUAL) == (sum(below) == own)
    assert (found.fit is Fit.SHORT) == (sum(below) < own)
    assert found.is_open == (sum(below) != own)
    assert cascade(sum(below, Decimal(0)), [*below, None]).is_open


@pytest.mark.parametrize(
    ("below", "fit"),
    [("9", Fit.SHORT), ("9.5", Fit.SHORT), ("10", Fit.EQUAL), ("10.5", Fit.OVER), ("11", Fit.OVER)],
)
def test_a_cascade_is_equal_to_the_last_decimal(below: str, fit: Fit) -> None:
    assert cascade(Decimal(10), [Decimal(below)]).fit is fit


def test_what_was_not_cascaded_needs_no_explanation() -> None:
    assert cascade(Decimal(5), [None, None]).fit is Fit.NONE
    assert cascade(None, [Decimal(5)]).fit is Fit.ALONE
    assert not cascade(Decimal(5), [None]).is_open
    assert not cascade(None, [Decimal(5), None]).is_open


# Sharing out.


WEIGHTS = st.lists(st.none() | st.integers(0, 10**6), min_size=1, max_size=40)


@given(st.integers(0, 10**12), st.integers(0, 4), WEIGHTS)
def test_what_is_shared_out_adds_up_exactly(steps: int, decimals: int, weights: list[int | None]) -> None:
    total = Decimal(steps).scaleb(-decimals)
    parts = share_out(total, weights, decimals)
    assert sum(parts) == total
    assert all(part >= 0 and part == round(part, decimals) for part in parts)


@given(st.integers(0, 10**9), st.lists(st.integers(1, 10**6), min_size=1, max_size=40))
def test_a_part_is_within_one_step_of_its_exact_proportion(total: int, weights: list[int]) -> None:
    for part, weight in zip(share_out(Decimal(total), weights, 0), weights, strict=True):
        assert abs(Fraction(part) - Fraction(total * weight, sum(weights))) < 1


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**6), min_size=2, max_size=20))
def test_who_weighs_more_never_gets_less(total: int, weights: list[int]) -> None:
    parts = share_out(Decimal(total), weights, 0)
    for (a, big), (b, small) in (
        (x, y) for x in zip(weights, parts, strict=True) for y in zip(weights, parts, strict=True)
    ):
        assert big >= small or a <= b


def test_an_unknown_weight_is_the_mean_and_no_weights_share_equally() -> None:
    assert share_out(Decimal(90), [10, None, 20], 0) == [20, 30, 40]
    assert share_out(Decimal(10), [None, None, None], 0) == share_out(Decimal(10), [0, 0, 0], 0) == [4, 3, 3]
    assert share_out(Decimal(10), [], 0) == []


@pytest.mark.parametrize(("total", "weights"), [("-1", [1]), ("0.5", [1]), ("1", [-1, 2])])
def test_what_cannot_be_shared_out_is_refused(total: str, weights: list[int]) -> None:
    with pytest.raises(ValueError, match="cannot be shared out"):
        share_out(Decimal(total), weights, 0)


# Progress and forecast.


@given(NUMBERS, st.integers(1, 3))
def test_equal_quarters_forecast_four_times_the_quarter(quarter: Decimal, known: int) -> None:
    found = forecast(FLOW, KNOWN, course([quarter] * known))
    assert found is not None
    assert (found.value, found.done, found.periods) == (4 * quarter, known, 4)


@given(st.lists(COUNTS, min_size=4, max_size=4), st.lists(NUMBERS, min_size=4, max_size=4), NUMBERS)
def test_a_forecast_reaches_the_target_if_and_only_if_time_would_have_it_so(
    counts: list[tuple[int, int]], values: list[Decimal], target: Decimal
) -> None:
    year = course([v if n else None for v, (n, _of) in zip(values, counts, strict=True)], counts)
    found = progress(FLOW, KNOWN, target, year)
    assert found.by_now == Fraction(target) * (year.share or 0)
    if found.forecast is None:
        assert found.standing.value is None or year.share == 1
    else:
        exact = Fraction(found.standing.value or 0) / (year.share or 1)
        assert abs(Fraction(found.forecast.value) - exact) <= Fraction(1, 2)
        assert (exact >= Fraction(target)) == (found.standing.value >= found.by_now)


@given(st.lists(MAYBE, min_size=4, max_size=4), MAYBE)
def test_missing_never_counts_as_zero(values: list[Decimal | None], target: Decimal | None) -> None:
    for one in (FLOW, STOCK, PEOPLE):
        found = progress(one, KNOWN, target, course(values, code=one.code))
        known = [value for value in values if value is not None]
        assert (found.standing.value is None) == (not known)
        if not known:
            assert (found.share, found.forecast, found.verdict) == (None, None, Verdict.UNKNOWN)
    assert standing(FLOW, KNOWN, course(values)).value == (sum(known) if known else None)


@given(NUMBERS, st.lists(st.tuples(NUMBERS, COUNTS.filter(lambda c: c[0] > 0)), min_size=1, max_size=4))
def test_a_level_is_of_the_period_of_which_most_is_known(
    target: Decimal, told: list[tuple[Decimal, tuple[int, int]]]
) -> None:
    counts = [count for _value, count in told] + [(0, 10)] * (4 - len(told))
    found = progress(STOCK, KNOWN, target, course([value for value, _count in told], counts, code="CK-HO"))
    shares = [Fraction(*count) for _value, count in told]
    best = max(range(len(told)), key=lambda at: (shares[at], at))
    assert (found.standing.at, found.standing.value) == (QUARTERS[best], told[best][0])
    assert (found.standing.approved, found.standing.expected) == told[best][1]
    assert found.by_now is None


def test_a_partial_year_says_of_how_many_reports() -> None:
    year = course([100, 100, 98, 20], [(180, 180), (180, 180), (178, 180), (40, 180)])
    found = progress(FLOW, KNOWN, Decimal(400), year)
    assert (found.standing.value, found.standing.approved, found.standing.expected) == (318, 578, 720)
    assert found.standing.is_partial
    assert found.forecast is not None
    assert found.forecast.value == 396  # 318 / (578/720): every missing report taken like those that came
    assert (found.verdict, found.share) == (Verdict.BEHIND, Fraction(318, 400))
    assert not progress(FLOW, KNOWN, Decimal(400), course([100, 100])).standing.is_partial


def test_a_unit_that_came_in_the_middle_of_the_year_has_only_its_own_periods() -> None:
    year = course([None, None, 50, None], [(0, 0), (0, 0), (1, 1), (0, 1)])
    assert (year.periods, year.done, year.share) == (2, 1, Fraction(1, 2))
    found = forecast(FLOW, KNOWN, year)
    assert found is not None and found.value == 100
    nowhere = Course({}, dict.fromkeys(QUARTERS, (0, 0)))
    assert (nowhere.share, progress(FLOW, KNOWN, Decimal(3), nowhere).by_now) == (None, None)


def test_nothing_is_left_to_forecast_once_the_year_is_whole() -> None:
    assert forecast(FLOW, KNOWN, course([1, 1, 1, 1])) is None
    almost = forecast(FLOW, KNOWN, course([1, 1, 1, 1], [(1, 1), (1, 1), (1, 1), (1, 2)]))
    assert almost is not None and almost.way is Way.SUM


def test_a_year_counts_its_reports_and_those_it_asks_for() -> None:
    year = course([1, None, 1, None], [(2, 3), (0, 3), (1, 1), (0, 0)])
    assert (year.approved, year.expected, year.periods) == (3, 7, 3)
    assert [year.part(period) for period in QUARTERS] == [Fraction(2, 3), 0, 1, 0]


def test_a_level_is_never_of_a_period_in_which_nothing_was_asked() -> None:
    year = course([5, 7, None, None], [(1, 10), (0, 0), (0, 10), (0, 10)], code="CK-HO")
    assert standing(STOCK, KNOWN, year).value == 5
    nothing = standing(STOCK, KNOWN, course([], code="CK-HO"))
    assert (nothing.value, nothing.approved, nothing.expected, nothing.is_partial) == (None, 0, 0, False)


def test_a_ratio_is_a_level_only_where_both_its_parts_are() -> None:
    assert way(RATE, KNOWN) is Way.LEVEL
    mixed = replace(RATE, denominator="TT-LUOT", part_of=None)
    assert way(mixed, KNOWN) is Way.RATIO


def test_people_take_the_highest_period_and_a_rate_its_latest_level() -> None:
    assert standing(PEOPLE, KNOWN, course([30, 50, 40], code="TT-NGUOI")).value == 50
    cells = {
        period: {"CK-HO": Cell.of(Decimal(done)), "HV-HO": Cell.of(Decimal(200))}
        for period, done in zip(QUARTERS, (120, 150), strict=False)
    }  # fmt: skip
    year = Course(cells, course([1, 1]).counts)
    found = progress(RATE, KNOWN, Decimal(80), year)
    assert (found.standing.value, found.verdict) == (75, Verdict.NOT_YET)
    assert found.forecast is not None and (found.forecast.value, found.forecast.way) == (75, Way.LEVEL)


def test_a_lowest_period_counts_only_periods_that_are_whole() -> None:
    lowest = replace(PEOPLE, over_time=KNOWN["TT-NGUOI"].over_time.MIN)
    year = course([30, 20, 1], [(10, 10), (10, 10), (1, 10), (0, 10)], code="TT-NGUOI")
    assert standing(lowest, KNOWN, year).value == 20


VERDICTS = [
    (400, [100], Verdict.ON_COURSE),
    (400, [99], Verdict.BEHIND),
    (400, [400], Verdict.REACHED),
    (400, [100, 100, 100, 99], Verdict.NOT_YET),
    (0, [0], Verdict.REACHED),
    (None, [5], Verdict.UNKNOWN),
    (5, [], Verdict.UNKNOWN),
]


@pytest.mark.parametrize(("target", "values", "verdict"), VERDICTS)
def test_how_things_stand(target: int | None, values: list[int], verdict: Verdict) -> None:
    assert stands(FLOW, target, values).verdict is verdict


@pytest.mark.parametrize(
    ("values", "verdict"),
    [([3], Verdict.WITHIN), ([3, 1], Verdict.WITHIN), ([3, 2], Verdict.EXCEEDED), ([1, 1, 1, 1], Verdict.REACHED)],
)
def test_the_most_there_should_be_is_kept_only_once_the_year_is_whole(values: list[int], verdict: Verdict) -> None:
    found = stands(RELAPSED, 4, values)
    assert (found.verdict, found.by_now) == (verdict, None)


def stands(indicator, target: int | None, values: list[int]) -> Progress:  # type: ignore[no-untyped-def]
    aim = None if target is None else Decimal(target)
    return progress(indicator, KNOWN, aim, course(values, code=indicator.code))


def test_nothing_is_divided_by_a_target_of_nothing() -> None:
    assert stands(FLOW, 0, [3]).share is None


# Ranking.


@given(st.lists(st.none() | st.integers(0, 5), max_size=12), st.randoms())
def test_ties_share_a_place_and_what_has_no_key_has_none(keys: list[int | None], random: Random) -> None:
    found = places(keys)
    pairs = list(zip(keys, found, strict=True))
    assert all((key is None) == (place is None) for key, place in pairs)
    known = sorted((key for key in keys if key is not None), reverse=True)
    assert all(place == known.index(key) + 1 for key, place in pairs if key is not None)
    order = list(range(len(keys)))
    random.shuffle(order)
    assert places([keys[at] for at in order]) == [found[at] for at in order]
