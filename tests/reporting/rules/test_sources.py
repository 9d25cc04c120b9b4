"""How a figure is named and printed in a text: every figure has a title of its own, every change says its direction."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanhmanh.reporting.rules import catalogue
from lanhmanh.reporting.rules.sources import PART, change, entry, measure_of, title_of
from lanhmanh.reporting.rules.words import MISSING

pytestmark = pytest.mark.pure
KNOWN = catalogue.load()
MONEY = replace(KNOWN["VV-TIEN"], decimals=1)
STEPS = st.integers(0, 60).map(lambda tenths: Decimal(tenths) / 10)


def test_a_title_needs_no_other_to_be_understood() -> None:
    for one in KNOWN:
        title = title_of(one, KNOWN)
        assert title.endswith(one.name_vi.removeprefix(PART))
        assert not title.startswith(PART)
        if one.name_vi.startswith(PART):
            assert one.part_of and title.startswith(KNOWN[one.part_of].name_vi)


def test_only_a_part_that_says_so_is_named_after_its_whole() -> None:
    part = replace(KNOWN["VL-CO"], name_vi="Người đã có việc làm")
    assert title_of(part, KNOWN) == "Người đã có việc làm"
    whole = replace(KNOWN["VL-CO"], part_of=None)
    assert title_of(whole, KNOWN) == whole.name_vi


def test_a_missing_figure_stands_under_its_name_and_unit() -> None:
    missing = entry("Số tiền", MONEY, None)
    assert (missing.name, missing.printed, missing.value, missing.unit) == ("Số tiền", MISSING, None, MONEY.unit_vi)


@given(STEPS, STEPS)
def test_a_change_says_its_direction_and_by_how_much(now: Decimal, before: Decimal) -> None:
    said = change("Số tiền", MONEY, now, before, "quý II").printed
    assert said.startswith("bằng" if now == before else "tăng" if now > before else "giảm")
    assert (str(abs(now - before)).replace(".", ",").removesuffix(",0") in said) or now == before


def test_without_both_periods_there_is_no_change_to_tell() -> None:
    for now, before in ((None, Decimal(1)), (Decimal(1), None), (None, None)):
        assert change("Số tiền", MONEY, now, before, "quý II").printed == "(chưa đủ số liệu để so với quý II)"


def test_a_figure_that_is_the_least_it_can_be_says_so_in_its_measure() -> None:
    codes = ("PH-NGANH", "TC-DAGS", "TT-NGUOI", "TT-BUOI", "CK-TYLE")
    told = {code: (measure_of(KNOWN[code]), measure_of(KNOWN[code], over_time=True)) for code in codes}
    assert told == {
        "PH-NGANH": ("ngành, đoàn thể, mức ít nhất", "ngành, đoàn thể, mức ít nhất"),
        "TC-DAGS": ("nơi", "nơi, mức ít nhất"),
        "TT-NGUOI": ("người", "người, mức ít nhất"),
        "TT-BUOI": ("buổi", "buổi"),
        "CK-TYLE": ("%", "%"),
    }
