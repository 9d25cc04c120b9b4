"""What is said of a class, a comparison and its bounds, in both languages, with the numbers that were compared."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanhmanh.law.classes import (
    Finding,
    RuleSet,
    Said,
    Value,
    both,
    bounds_said,
    class_said,
    classify,
    finding_said,
    result_said,
    test_said,
)
from tests.law.made import asking, body, made

pytestmark = pytest.mark.pure
NO_DRUGS = {"people": 1000, "cases": 0, "area": 0, "route": False, "books": 10, "talks": 5}


def english(said: Said) -> dict[str, Any]:
    """Return the values of a sentence as its English translation shows them."""
    return {name: value[1] if isinstance(value, tuple) else value for name, value in said.values.items()}


@pytest.mark.parametrize(
    ("number", "vi", "en"),
    [
        (Fraction(1, 3), "0,333333", "0.333333"),
        (Fraction(2, 3), "0,666666", "0.666666"),  # cut: what falls short never looks as if it met
        (Decimal("0.50"), "0,5", "0.5"),
        (1200, "1.200", "1,200"),
        (0, "0", "0"),
        (Decimal("1234567.0000019"), "1.234.567,000001", "1,234,567.000001"),
    ],
)
def test_numbers_are_written_as_each_language_does(number: Any, vi: str, en: str) -> None:
    assert both(number) == (vi, en)


@given(st.fractions(0, 10**6))
def test_a_number_is_never_shown_as_more_than_it_is_nor_a_millionth_less(number: Fraction) -> None:
    shown = Fraction(both(number)[1].replace(",", ""))
    assert shown <= number < shown + Fraction(1, 10**6)


@pytest.mark.parametrize(
    ("bounds", "vi", "en"),
    [
        ({"at_least": "5"}, "từ 5 trở lên", "5 or more"),
        ({"above": "5"}, "trên 5", "above 5"),
        ({"at_most": "5"}, "đến 5", "up to 5"),
        ({"below": "5"}, "dưới 5", "under 5"),
        ({"at_least": "5", "at_most": "9"}, "từ 5 đến 9", "5 or more and up to 9"),
        ({"at_least": "5", "below": "9"}, "từ 5 đến dưới 9", "5 or more and under 9"),
        ({"above": "5", "below": "9"}, "trên 5 đến dưới 9", "above 5 and under 9"),
        ({"at_least": "5", "at_most": "5"}, "bằng 5", "exactly 5"),
        ({"at_least": "5", "below": "6"}, "bằng 5", "exactly 5"),  # of whole numbers only one lies there
        ({"at_least": "0", "below": "1"}, "bằng 0", "exactly 0"),
        ({"at_least": "5", "below": "7"}, "từ 5 đến dưới 7", "5 or more and under 7"),
        ({"at_least": "2.5", "below": "3.5"}, "từ 2,5 đến dưới 3,5", "2.5 or more and under 3.5"),
        ({}, "chưa có ngưỡng", "no threshold yet"),
    ],
)
def test_bounds_are_said_as_the_administration_says_them(bounds: dict[str, str], vi: str, en: str) -> None:
    test = asking(bounds).classes[0].criteria[0].any[0]
    assert bounds_said(test) == (vi, en)


@pytest.mark.parametrize(
    ("per", "vi", "en"),
    [
        (100, "từ 0,5\u00a0% đến dưới 1,5\u00a0%", "0.5% or more and under 1.5%"),
        (1000, "từ 0,5/1.000 đến dưới 1,5/1.000", "0.5 per 1,000 or more and under 1.5 per 1,000"),
    ],
)
def test_bounds_of_a_ratio_are_shares(per: int, vi: str, en: str) -> None:
    ratio = asking({"kind": "ratio", "of": "people", "per": per, "at_least": "0.5", "below": "1.5"})
    assert bounds_said(ratio.classes[0].criteria[0].any[0]) == (vi, en)


ASKED: dict[str, dict[str, Any]] = {
    "count": {"facts": ["cases", "area"], "at_least": "3"},
    "ratio": {"kind": "ratio", "of": "people", "at_least": "3"},
    "yes": {"kind": "yes_no", "facts": ["route"]},
    "no": {"kind": "yes_no", "facts": ["route"], "yes": False},
    "points": {"kind": "points", "facts": [], "at_least": "12"},
}


def of_kind(kind: str) -> RuleSet:
    return asking(ASKED[kind])


def routed(at_least: str = "2") -> RuleSet:
    """Return the rule set with a class that is given on a route where so many criteria of the worst one hold."""
    classes = body()["classes"]
    test = {"kind": "route", "facts": ["route"], "of_class": "KEM", "at_least": at_least}
    classes[2] |= {"criteria": [{"code": "r", "any": [test]}]}
    return made(classes=classes)


@pytest.mark.parametrize(
    ("kind", "vi", "en"),
    [
        ("count", "Vụ + Diện tích: từ 3 trở lên", {"facts": "Cases + Area", "bounds": "3 or more"}),
        (
            "ratio",
            "Vụ trên Nhân khẩu: từ 3\u00a0% trở lên",
            {"facts": "Cases", "of": "Residents", "bounds": "3% or more"},
        ),
        ("yes", "Có tuyến: có", {"facts": "On a route", "wanted": "yes", "bounds": "no threshold yet"}),
        ("no", "Có tuyến: không", {"facts": "On a route", "wanted": "no", "bounds": "no threshold yet"}),
        ("points", "Tổng điểm: từ 12 trở lên", {"facts": "", "bounds": "12 or more"}),
    ],
)
def test_what_a_comparison_asks_is_said_without_numbers_of_any_area(kind: str, vi: str, en: dict[str, str]) -> None:
    said = test_said(of_kind(kind), of_kind(kind).classes[0].criteria[0].any[0])
    assert str(said) == vi
    assert english(said) == en


def test_a_route_asks_for_criteria_of_another_class() -> None:
    rules = routed()
    said = test_said(rules, rules.classes[2].criteria[0].any[0])
    assert str(said) == "Ít nhất 2 tiêu chí của loại “Kém”, và Có tuyến"
    assert english(said) | {"bounds": ""} == {"facts": "On a route", "bounds": "", "name": "Poor", "needed": "2"}
    any_number = routed("0")
    assert test_said(any_number, any_number.classes[2].criteria[0].any[0]).values["needed"] == ("0", "0")


def finding(rules: RuleSet, place: int = 0, **facts: Value) -> Finding:
    found = classify(rules, NO_DRUGS | facts)
    return found.classes[place].verdicts[0].findings[0]


@pytest.mark.parametrize(
    ("kind", "facts", "told"),
    [
        ("count", {"cases": 2, "area": Decimal("0.5")}, "Vụ + Diện tích: 2,5 (cần từ 3 trở lên)"),
        ("count", {"cases": 0}, "Vụ + Diện tích: 0 (cần từ 3 trở lên)"),
        ("count", {"cases": None, "area": None}, "Vụ + Diện tích: chưa có số liệu “Vụ; Diện tích” (cần từ 3 trở lên)"),
        ("count", {"cases": None, "area": 2}, "Vụ + Diện tích: 2; chưa có số liệu “Vụ” (cần từ 3 trở lên)"),
        ("ratio", {"cases": 5}, "Vụ: 5 trên 1.000 Nhân khẩu = 0,5\u00a0% (cần từ 3\u00a0% trở lên)"),
        ("ratio", {"cases": 0}, "Vụ: 0 trên 1.000 Nhân khẩu = 0\u00a0% (cần từ 3\u00a0% trở lên)"),
        ("ratio", {"people": None, "cases": 4}, "Vụ: 4; chưa có số liệu “Nhân khẩu” (cần từ 3\u00a0% trở lên)"),
        ("yes", {"route": True}, "Có tuyến: có (cần có)"),
        ("yes", {"route": False}, "Có tuyến: không (cần có)"),
        ("yes", {"route": None}, "Có tuyến: chưa có số liệu (cần có)"),
        ("no", {"route": True}, "Có tuyến: có (cần không)"),
        ("no", {"route": False}, "Có tuyến: không (cần không)"),
        ("no", {"route": None}, "Có tuyến: chưa có số liệu (cần không)"),
        ("points", {}, "Tổng điểm: 15 trên 17,5 (cần từ 12 trở lên)"),
        ("points", {"talks": None}, "Tổng điểm: 10 trên 17,5, còn 1 mục chưa chấm (cần từ 12 trở lên)"),
    ],
)
def test_a_comparison_is_told_with_its_numbers(kind: str, facts: dict[str, Value], told: str) -> None:
    rules = of_kind(kind)
    assert str(finding_said(rules, finding(rules, **facts))) == told


def test_an_entry_without_points_adds_none_to_those_of_the_card() -> None:
    facts = [*body()["facts"][:5], body()["facts"][5] | {"most": "0"}]
    rules = asking(ASKED["points"] | {"at_least": "5"}, facts=facts)
    assert str(finding_said(rules, finding(rules, talks=0))) == "Tổng điểm: 10 trên 10 (cần từ 5 trở lên)"


def test_what_is_missing_is_named_in_both_languages() -> None:
    rules = of_kind("count")
    said = finding_said(rules, finding(rules, cases=None, area=None))
    assert english(said)["missing"] == "Cases; Area"
    assert english(said)["facts"] == "Cases + Area"


def test_a_route_tells_how_many_criteria_held() -> None:
    rules = routed()
    told = finding_said(rules, finding(rules, 2, cases=60, route=True))
    assert str(told) == "2 tiêu chí của loại “Kém” đạt (cần ít nhất 2) và Có tuyến"
    any_number = routed("0")
    told = finding_said(any_number, finding(any_number, 2))
    assert str(told) == "0 tiêu chí của loại “Kém” đạt (cần ít nhất 0) và Có tuyến"


def test_a_class_tells_how_many_of_its_criteria_hold_and_how_many_must() -> None:
    poor, fair, good = classify(made(), NO_DRUGS | {"cases": 51, "area": 0, "people": 2000}).classes
    assert str(class_said(poor)) == "Đạt 1 trên 2 tiêu chí, cần 1."
    assert str(class_said(fair)) == "Loại này dùng khi không đạt loại nào khác."
    assert str(class_said(good)) == "Đạt 0 trên 1 tiêu chí, cần 1."


@pytest.mark.parametrize(
    ("facts", "told", "en"),
    [
        ({}, "Xếp loại “Tốt”: đạt tiêu chí 1.", "Good 1"),
        ({"cases": 60}, "Xếp loại “Kém”: đạt tiêu chí a, b.", "Poor a, b"),
        ({"cases": 1}, "Xếp loại “Trung bình”: không đạt loại nào khác.", "Fair"),
        (
            {"cases": None, "area": None},
            "Không xếp được: chưa có số liệu “Vụ; Diện tích”. Có thể là: “Kém”; “Trung bình”; “Tốt”.",
            "Cases; Area “Poor”; “Fair”; “Good”",
        ),
    ],
)
def test_the_result_says_the_class_and_its_criteria_or_what_is_missing(
    facts: dict[str, Value], told: str, en: str
) -> None:
    rules = made()
    said = result_said(rules, classify(rules, NO_DRUGS | facts))
    assert str(said) == told
    assert " ".join(english(said).values()) == en


def test_without_an_english_name_the_vietnamese_one_is_said() -> None:
    rules = made(facts=[*body()["facts"][:1], {"code": "cases", "name": ["Vụ", ""]}, *body()["facts"][2:]])
    said = result_said(rules, classify(rules, NO_DRUGS | {"cases": None, "area": None}))
    assert english(said)["facts"] == "Vụ; Area"


def banded(**change: Any) -> RuleSet:
    """Return two classes whose bands touch: what exceeds the band of the better one counts for it in one reading."""
    bands = [("KEM", {"at_least": "5", "below": "9"}), ("KHA", {"at_least": "2", "below": "4", "band": True})]
    classes = [
        {
            "code": code,
            "name": [code.title(), code.lower()],
            "criteria": [{"code": "1", "any": [{"facts": ["cases"]} | test]}],
        }
        for code, test in bands
    ]
    return made(classes=[one | change for one in classes])


def test_where_two_readings_differ_both_are_named() -> None:
    rules = banded()
    said = result_said(rules, classify(rules, NO_DRUGS | {"cases": 4}))
    assert "theo đúng từng khoảng là không loại nào, tính cả số vượt khoảng là “Kha”" in str(said)
    assert english(said) == {"word": "no class", "wide": "“kha”"}
    none = result_said(rules, classify(rules, NO_DRUGS | {"cases": 1}))
    assert str(none) == "Không xếp được, cần quyết định: số liệu không thuộc loại nào của bộ tiêu chí."


def test_classes_that_exclude_each_other_are_named_together() -> None:
    classes = body()["classes"]
    classes.append({"code": "LE", "name": ["Lẻ", "Odd"], "instead_of": ["TOT"], "criteria": classes[0]["criteria"]})
    rules = made(classes=classes)
    said = result_said(rules, classify(rules, NO_DRUGS | {"cases": 60}))
    assert str(said) == "Không xếp được, cần quyết định: cùng lúc đạt “Kém”; “Lẻ”."
    assert english(said) == {"classes": "“Poor”; “Odd”"}
