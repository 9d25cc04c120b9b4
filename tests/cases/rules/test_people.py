"""Births as they are read and kept, ages, bands, initials."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanhmanh.cases.rules.people import MINORS, age_band, age_on, birth_vi, born, initials, read_birth
from lanhmanh.kernel.errors import Refused

pytestmark = pytest.mark.pure
DAY = date(2021, 12, 20)


@pytest.mark.parametrize(
    ("text", "kept"),
    [("", ""), ("1990", "1990"), (" 24/6/1990 ", "1990-06-24"), ("24 / 6 / 1990", "1990-06-24"),
     ("24-06-1990", "1990-06-24"),
     ("1990-06-24", "1990-06-24"),
     ("24.06.1990", "1990-06-24")],
)  # fmt: skip
def test_a_birth_is_read_in_every_usual_form(text: str, kept: str) -> None:
    assert read_birth(text) == kept
    assert read_birth(birth_vi(kept)) == kept


@pytest.mark.parametrize("text", ["99", "31/02/1990", "24/06", "hôm qua", "1990/13/40", "0/0/0000", "1" * 50])
def test_what_is_no_birth_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        read_birth(text)


@pytest.mark.parametrize(
    ("birth", "band"),
    [("2009-12-20", "12-15"), ("2008", "12-15"), ("2005-12-21", "12-15"), ("2005-12-20", "16-17"),
     ("2003-12-21", "16-17"),
     ("2003-12-20", "18-29"), ("1991-12-21", "18-29"), ("1991-12-20", "30-39"), ("1981-12-20", "40-49"),

     ("1981-12-21", "30-39"), ("1901-12-20", "50+"), ("1901", "50+"), ("1900", "50+"),
     ("1971-12-21", "40-49"), ("1971-12-20", "50+"), ("1921", "50+"), ("", "unstated")],
)  # fmt: skip
def test_bands_turn_on_the_birthday(birth: str, band: str) -> None:
    assert age_band(birth, DAY) == band


@pytest.mark.parametrize("birth", ["2009-12-21", "2009", "2015", "2021-12-20"])
def test_who_is_below_twelve_is_refused_with_where_to_turn(birth: str) -> None:
    with pytest.raises(Refused, match="111"):
        age_band(birth, DAY)


@pytest.mark.parametrize("birth", ["2021-12-21", "2022", "1899", "0000", "1900-12-20"])
def test_no_possible_birth_is_refused(birth: str) -> None:
    with pytest.raises(Refused, match=r"111|chưa đúng"):
        age_band(birth, DAY)


@given(st.dates(date(1925, 1, 1), DAY - timedelta(days=13 * 366)))
def test_a_year_alone_makes_nobody_older_than_a_birthday_does(born: date) -> None:
    exact, year = age_on(born.isoformat(), DAY), age_on(str(born.year), DAY)
    assert 0 <= exact - year <= 1
    assert age_on(born.isoformat(), DAY.replace(day=21)) - exact in {0, 1}
    assert (age_band(born.isoformat(), DAY) in MINORS) == (exact < 18)


@pytest.mark.parametrize("age", range(12, 20))
def test_who_is_below_eighteen_is_a_minor(age: int) -> None:
    assert (age_band(DAY.replace(year=DAY.year - age).isoformat(), DAY) in MINORS) == (age < 18)


def test_of_a_year_alone_its_last_day_counts() -> None:
    assert age_on("2009", date(2021, 12, 30)) == 11
    assert age_on("2009", date(2021, 12, 31)) == age_on("2009", date(2022, 1, 1)) == 12
    assert age_on("2021", date(2021, 1, 15)) == age_on("2021", date(2021, 11, 1)) == -1
    assert age_on("1990-06-24", date(2021, 6, 24)) == age_on("1990-06-24", date(2021, 7, 1)) == 31
    assert age_on("1990-06-24", date(2021, 6, 23)) == 30


@pytest.mark.parametrize("birth", ["2021-12-25", "2022"])
def test_a_birth_to_come_is_refused(birth: str) -> None:
    with pytest.raises(Refused, match="chưa đúng"):
        age_on(birth, date(2021, 11, 1))


def test_a_birth_is_written_as_people_do() -> None:
    assert birth_vi("1990-06-24") == "24/06/1990"
    assert birth_vi("1990") == "1990"


def test_initials_hide_the_name() -> None:
    assert initials("Nguyễn Văn An") == "N. V. A."
    assert initials("  đặng   thị ánh ") == "Đ. T. Á."
    assert initials("") == ""


def test_a_birth_date_however_it_is_kept() -> None:
    assert born("1990-06-24") == born("24/06/1990") == date(1990, 6, 24)
    assert born("2008") == date(2008, 12, 31)
    assert born("") is born("31/02/1990") is born("không rõ") is born("12") is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1900", date(1900, 12, 31)),
        ("1899", None),
        ("31/12/1990", date(1990, 12, 31)),
        ("1990-2-1", date(1990, 2, 1)),
        ("32/12/1990", None),
        ("24/06", None),
        ("1/2/3/4", None),
        ("10000", None),
    ],
)
def test_what_is_no_birth_date_is_none(text: str, found: date | None) -> None:
    assert born(text) == found
