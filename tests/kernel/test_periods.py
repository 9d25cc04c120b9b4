"""Periods as values: codes, names, order, and the way from one to another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.periods import Kind, Period, parse


@st.composite
def periods(draw: st.DrawFn, kind: Kind | None = None) -> Period:
    chosen = kind or draw(st.sampled_from(Kind))
    return Period(draw(st.integers(1990, 2090)), chosen, draw(st.integers(1, 12 // chosen.months)))


@pytest.mark.parametrize(
    ("code", "period", "label", "label_en"),
    [
        ("2021", Period(2021), "năm 2021", "2021"),
        ("2021S1", Period(2021, Kind.HALF, 1), "6 tháng đầu năm 2021", "first half of 2021"),
        ("2021S2", Period(2021, Kind.HALF, 2), "6 tháng cuối năm 2021", "second half of 2021"),
        ("2021Q4", Period(2021, Kind.QUARTER, 4), "quý IV/2021", "Q4 2021"),
        ("202103", Period(2021, Kind.MONTH, 3), "tháng 3/2021", "March 2021"),
        ("202112", Period(2021, Kind.MONTH, 12), "tháng 12/2021", "December 2021"),
    ],
)
def test_code_and_names(code: str, period: Period, label: str, label_en: str) -> None:
    assert parse(code) == period
    assert (str(period), period.label, period.label_en) == (code, label, label_en)


def test_codes_are_read_in_lower_case_and_with_spaces_around() -> None:
    assert parse(" 2021q4 ") == Period(2021, Kind.QUARTER, 4)


@pytest.mark.parametrize(
    "code", ["", "21", "2021Q5", "2021Q0", "2021S3", "202113", "202100", "2021-03", "2021Q", "٢٠٢١"]
)
def test_what_is_no_code_is_refused_with_examples(code: str) -> None:
    with pytest.raises(Refused, match="2021Q4"):
        parse(code)


@pytest.mark.parametrize(("kind", "number"), [(Kind.YEAR, 2), (Kind.HALF, 0), (Kind.QUARTER, 5), (Kind.MONTH, 13)])
def test_a_period_outside_its_year_cannot_be_made(kind: Kind, number: int) -> None:
    with pytest.raises(Refused, match="Không có kỳ"):
        Period(2021, kind, number)


def test_parents_and_children() -> None:
    quarter = parse("2021Q3")
    assert quarter.parent() == parse("2021S2")
    assert [child.code for child in quarter.children()] == ["202107", "202108", "202109"]
    assert [child.code for child in parse("2021").children()] == ["2021S1", "2021S2"]
    assert parse("2021").parent() is None
    assert parse("202101").children() == ()
    assert [part.code for part in parse("2021S2").split(Kind.QUARTER)] == ["2021Q3", "2021Q4"]
    assert [part.code for part in quarter.since_start_of_year()] == ["2021Q1", "2021Q2", "2021Q3"]


def test_a_longer_period_does_not_lie_in_a_shorter_one() -> None:
    with pytest.raises(ValueError, match="2021S1"):
        parse("2021S1").within(Kind.QUARTER)
    with pytest.raises(ValueError, match="2021S1"):
        parse("2021S1").split(Kind.YEAR)


def test_steps_cross_the_year() -> None:
    assert parse("2021Q1").previous() == parse("2020Q4")
    assert parse("202112").next() == parse("202201")
    assert parse("2021S1").same_last_year() == parse("2020S1")


def test_order_is_by_start_and_the_longer_first() -> None:
    codes = ["2021", "2021S1", "2021Q1", "202101", "202102", "2021Q2", "2021S2", "2022"]
    assert [period.code for period in sorted(map(parse, reversed(codes)))] == codes


@given(periods())
def test_a_code_reads_back(period: Period) -> None:
    assert parse(period.code) == period
    assert period.next().previous() == period
    assert period.previous() < period < period.next()


@given(periods(), periods())
def test_order_is_total(a: Period, b: Period) -> None:
    assert (a < b) + (b < a) + (a == b) == 1


@given(periods(), st.sampled_from(Kind))
def test_parts_make_up_the_whole(period: Period, kind: Kind) -> None:
    if kind.months > period.kind.months:
        assert period in period.within(kind).split(period.kind)
    else:
        parts = period.split(kind)
        assert all(part.within(period.kind) == period for part in parts)
        assert (parts[0].first_month, parts[-1].last_month) == (period.first_month, period.last_month)
