"""Figures as Vietnamese offices write and type them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.numbers import format_vi, parse_figure, parse_optional, rounded


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0, 0, "0"),
        (1234, 0, "1.234"),
        (Decimal("1234567.25"), 1, "1.234.567,3"),
        (Decimal("-0.04"), 1, "0,0"),
        (Decimal("-1234.5"), 1, "-1.234,5"),
        (Decimal("0.5"), 0, "1"),
        (Decimal("2.5"), 0, "3"),
        (150, 1, "150,0"),
    ],
)
def test_format(value: Decimal | int, decimals: int, text: str) -> None:
    assert format_vi(value, decimals) == text


def test_missing_is_never_zero() -> None:
    assert format_vi(None) == ""
    assert format_vi(None, missing="–") == "–"
    assert parse_optional("  ") is None
    assert parse_optional("0") == 0


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234", "1234"),
        ("1.234,5", "1234.5"),
        ("1 234", "1234"),
        ("1\u00a0234\u202f567", "1234567"),
        (" 1234,25 ", "1234.25"),
        ("0,125", "0.125"),
        ("1234,567", "1234.567"),
        ("1.234,567", "1234.567"),
        ("12", "12"),
        ("007", "7"),
        ("-5", "-5"),
        ("\u22125", "-5"),
    ],
)
def test_parse(text: str, value: str) -> None:
    assert parse_figure(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    ["", "1.5", "1.23", "12.34.567", "1.234 567", "1,234,567", "1,2,3", "1e3", "abc", "12 người", "1..234", ",5", "5,",
     "0.123", "٣", "1  234", "NaN", "Infinity"],
)  # fmt: skip
def test_what_is_no_figure_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Refused, match=r"1\.234,5"):
        parse_figure(text)


def test_a_figure_that_reads_two_ways_is_refused_with_both_spellings() -> None:
    with pytest.raises(Refused, match=r"viết 12\.345 nếu là hàng nghìn, 12,3450 nếu là số lẻ"):
        parse_figure("12,345")


def test_a_figure_has_at_most_fifteen_digits() -> None:
    assert parse_figure("9" * 15) == 10**15 - 1
    with pytest.raises(Refused, match="15 chữ số"):
        parse_figure("9" * 16)


@given(st.decimals(-(10**10), 10**10, places=4), st.sampled_from([0, 1, 2, 4]))
def test_what_is_printed_reads_back(value: Decimal, decimals: int) -> None:
    assert parse_figure(format_vi(value, decimals)) == rounded(value, decimals)


@given(st.text("0123456789., -", max_size=12))
def test_parsing_returns_a_number_or_refuses(text: str) -> None:
    try:
        value = parse_figure(text)
    except Refused as refusal:
        assert text in str(refusal)
    else:
        assert value.is_finite()
