"""Figures and dates: what is written can be read back, and nothing is guessed."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from lanhmanh.kernel.errors import Refused
from lanhmanh.ui import formats

LANGUAGES = st.sampled_from(["vi", "en"])
INTEGERS = st.integers(-(10**12), 10**12)
PLACES = st.integers(1, 6)


@settings(max_examples=100)
@given(INTEGERS, LANGUAGES)
def test_an_integer_written_is_read_back(value: int, language: str) -> None:
    with override(language):
        read = formats.read_number(formats.number(value))
    assert read == value
    assert isinstance(read, int)


@settings(max_examples=100)
@given(INTEGERS, PLACES, LANGUAGES)
def test_a_decimal_written_is_read_back(units: int, places: int, language: str) -> None:
    value = Decimal(units).scaleb(-places)
    with override(language):
        for text in (formats.number(value), formats.number(value, places)):
            assert formats.read_number(text, places=max(places, 3)) == value


@settings(max_examples=200)
@given(INTEGERS | st.decimals(-(10**20), 10**20, allow_nan=False, places=4) | st.none(), LANGUAGES)
def test_the_fast_writer_writes_what_the_usual_one_does(value: int | Decimal | None, language: str) -> None:
    with override(language):
        assert formats.writer()(value) == formats.number(value)


@pytest.mark.parametrize("value", [Decimal("-0"), Decimal("1E+3"), Decimal("-0.00"), Decimal("1E-4"), Decimal("12.50")])
def test_the_fast_writer_knows_odd_decimals(value: Decimal) -> None:
    assert formats.writer()(value) == formats.number(value)


@settings(max_examples=100)
@given(INTEGERS)
def test_thousands_are_grouped_by_three(value: int) -> None:
    with override("vi"):
        vietnamese = formats.number(value)
    with override("en"):
        english = formats.number(value)
    assert re.fullmatch(r"-?\d{1,3}(\.\d{3})*", vietnamese)
    assert vietnamese.replace(".", ",") == english


@settings(max_examples=100)
@given(st.decimals(-(10**9), 10**9, allow_nan=False, places=4), st.integers(0, 3))
def test_rounding_moves_a_figure_by_half_a_place_at_most(value: Decimal, places: int) -> None:
    with override("en"):
        shown = Decimal(formats.number(value, places).replace(",", ""))
    assert abs(shown - value) <= Decimal(5).scaleb(-places - 1)
    assert -shown.as_tuple().exponent <= places  # type: ignore[operator]


@pytest.mark.parametrize(
    ("value", "places", "vi", "en"),
    [
        (None, None, "—", "—"),
        (0, None, "0", "0"),
        (1284, None, "1.284", "1,284"),
        (Decimal("1234.50"), None, "1.234,5", "1,234.5"),
        (Decimal("88.55"), 1, "88,6", "88.6"),
        (Decimal("88"), 1, "88,0", "88.0"),
        (Decimal("-0.04"), 1, "0,0", "0.0"),
        (Decimal("1E+3"), None, "1.000", "1,000"),
    ],
)
def test_figures_as_written(value: Decimal | None, places: int | None, vi: str, en: str) -> None:
    with override("vi"):
        assert formats.number(value, places) == vi
    with override("en"):
        assert formats.number(value, places) == en


@pytest.mark.parametrize(
    ("text", "places", "value"),
    [
        ("", 0, None),
        ("  ", 0, None),
        ("1.234,5", 1, Decimal("1234.5")),
        ("1,234.5", 1, Decimal("1234.5")),
        ("1 234", 0, 1234),
        ("1\u00a0234\u202f567", 0, 1234567),
        ("1234.5", 1, Decimal("1234.5")),
        ("1.650", 0, 1650),
        ("1.234.567", 0, 1234567),
        ("12,0", 0, 12),
        ("0,125", 3, Decimal("0.125")),
        ("\u22123", 0, -3),
        ("1234,567", 3, Decimal("1234.567")),
    ],
)
def test_what_people_type_is_read(text: str, places: int, value: Decimal | int | None) -> None:
    with override("vi"):
        assert formats.read_number(text, places=places) == value


@pytest.mark.parametrize(
    "text",
    ["64o", "1,234", "12 34", "1.23.456", "1.234,5,6", "3,5", "5.", ",5", "1..2", "--3", "²", "1" * 61, "1" * 5000],
)
def test_what_could_mean_two_numbers_or_none_is_refused_with_a_sentence(text: str) -> None:
    with override("vi"), pytest.raises(Refused) as refusal:
        formats.read_number(text)
    assert str(refusal.value).endswith(".")


def test_the_sentence_names_both_readings() -> None:
    with override("vi"), pytest.raises(Refused, match=r"“1,234” có thể hiểu là 1234 hoặc 1 phẩy 234"):
        formats.read_number("1,234")


@settings(max_examples=100)
@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_day_written_is_read_back(day: date) -> None:
    assert formats.read_date(formats.date_vi(day)) == day
    assert formats.read_date(day.isoformat()) == day
    assert re.fullmatch(r"\d\d/\d\d/\d{4}", formats.date_vi(day))


@pytest.mark.parametrize("text", ["31/02/2021", "2021-13-01", "mai", "1/1/21", "24/06"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        formats.read_date(text)


def test_an_instant_is_shown_in_viet_nam() -> None:
    with override("vi"):
        assert formats.datetime_vi(datetime(2021, 6, 17, 20, 5, tzinfo=UTC)) == "03:05 ngày 18/06/2021"
    assert formats.date_vi(datetime(2021, 6, 17, 20, 5, tzinfo=UTC)) == "18/06/2021"


@settings(max_examples=60)
@given(st.integers(-400, 400))
def test_due_words_and_state_agree(days: int) -> None:
    today = date(2021, 6, 22)
    with override("vi"):
        words = formats.due_words(today + timedelta(days=days), today)
    state = formats.due_state(today + timedelta(days=days), today)
    assert (state == "overdue") == words.startswith("quá") == (days < 0)
    assert days == 0 or str(abs(days)) in words
