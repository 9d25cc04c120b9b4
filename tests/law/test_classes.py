"""Classes of areas: the decisions worked through by hand, with figures that were published where there are any."""

from collections import Counter
from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from lanhmanh.kernel.errors import Refused
from lanhmanh.law.classes import (
    Result,
    RuleSet,
    Said,
    Value,
    Why,
    body_of,
    classify,
    classify_many,
    fact_faults,
    finding_said,
    gaps,
    in_force,
    read,
    result_said,
    shipped,
    templates,
)

pytestmark = pytest.mark.pure
CLEAN: dict[str, Value] = {
    "population": 20_000, "addicts": 0, "users": 0, "places": 0, "offenders": 0, "plants": 0, "plant_area": Decimal(0),
    "key_route": False, "not_exempt": 0, "resident_offenders": 0, "fugitives": 0,
}  # fmt: skip


def the(code: str) -> RuleSet:
    """Return a rule set of the files."""
    return next(one for one in shipped() if one.code == code)


def commune(**facts: Value) -> dict[str, Value]:
    return CLEAN | facts


def of(**facts: Value) -> Result:
    return classify(the("QD28"), commune(**facts))


def with_users(count: int, **facts: Value) -> Result:
    """Return the class of a commune of 20,000 with so many users, all of whom count for Article 6."""
    return of(users=count, not_exempt=count, **facts)


def test_a_clean_commune_is_drug_free_and_not_type_iii_by_being_under_a_tenth_of_a_percent() -> None:
    result = of()
    assert (result.class_code, result.why) == ("KMT", None)
    assert [one.criterion.code for one in result.decided_by] == ["1", "2", "3"]
    assert str(result_said(the("QD28"), result)) == "Xếp loại “Không ma túy”: đạt tiêu chí 1, 2, 3."


def test_if_none_at_all_were_under_a_tenth_no_commune_could_be_other_than_type_iii_or_drug_free_by_article_6() -> None:
    other = read({**body_of(the("QD28")), "zero_counts": True})
    assert classify(other, commune(resident_offenders=1)).class_code == "III"
    assert classify(the("QD28"), commune(resident_offenders=1)).why is Why.NONE


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"users": 100, "places": 2, "offenders": 20}, "I"),  # 0.5 %, 2 places, 0.1 %: all three at their thresholds
        ({"users": 99, "places": 1, "offenders": 19}, "II"),  # 0.495 %, one place, 0.095 %
        ({"users": 20, "places": 1, "offenders": 10}, "II"),  # 0.1 %, one place, 0.05 %: the lowest of type II
        ({"users": 20, "places": 1, "plants": 500}, "II"),
        ({"users": 20, "places": 1, "plant_area": Decimal("125")}, "II"),
        ({"users": 100, "places": 2, "plant_area": Decimal("750")}, "I"),
        ({"users": 100, "places": 2, "plants": 3000}, "I"),
        ({"users": 19}, "III"),  # 0.095 %
        ({"users": 1}, "III"),
        ({"offenders": 9}, "III"),  # 0.045 %
        ({"plants": 499}, "III"),
        ({"plant_area": Decimal("0.5")}, "III"),
    ],
)
def test_the_bands_of_article_4(facts: dict[str, Value], expected: str) -> None:
    facts = {"not_exempt": facts.get("users", 0), "resident_offenders": 1, **facts}
    assert of(**facts).class_code == expected


def test_a_key_route_counts_as_a_criterion_where_two_of_the_next_class_hold() -> None:
    facts: dict[str, Value] = {"users": 19, "offenders": 9, "places": 1, "not_exempt": 19, "resident_offenders": 9}
    assert of(**facts).class_code == "III"
    # On a route: criteria a and c of type III hold, so b and đ of type II do; a third is wanting.
    assert of(**facts, key_route=True).class_code == "III"
    assert of(**facts | {"plants": 600}, key_route=True).class_code == "II"
    near = {"users": 99, "offenders": 20, "places": 2, "plants": 600, "not_exempt": 99}
    # Type I by b and c, and by đ: a and d of type II hold.
    assert of(**near, key_route=True).class_code == "I"
    assert of(**near).class_code is None


def test_a_commune_between_the_bands_is_left_to_a_person_with_the_reason() -> None:
    """0.2 % alone is neither type I nor II, and no longer under 0.1 %."""
    result = with_users(40)
    assert (result.class_code, result.why, result.possible) == (None, Why.READINGS, (None, "III"))
    assert "cần quyết định" in str(result_said(the("QD28"), result))


def test_what_exceeds_a_band_is_left_to_a_person_where_it_makes_a_difference() -> None:
    """0.52 %, one place and 0.06 %: not three criteria of type I, and two of type II word for word."""
    result = with_users(104, places=1, offenders=12)
    assert (result.why, result.possible) == (Why.READINGS, (None, "II"))
    assert with_users(99, places=1, offenders=12).class_code == "II"


def test_drugs_without_any_criterion_belong_to_no_class() -> None:
    result = of(fugitives=1)
    assert (result.class_code, result.why, result.possible) == (None, Why.NONE, (None,))


def test_article_6_leaves_out_those_in_treatment_and_then_goes_before_type_iii() -> None:
    assert of(addicts=10).class_code == "KMT"
    assert of(addicts=10, not_exempt=1).class_code == "III"


def test_drug_free_and_key_at_once_is_left_to_a_person() -> None:
    result = of(addicts=100, offenders=20, plants=3000)
    assert (result.why, result.possible) == (Why.CONFLICT, ("I", "KMT"))


def test_tan_thanh_dong() -> None:
    """HCMC 2023: 39 addicts, 65 users, 24 offenders, published as type I; neither people nor places were published."""
    facts = commune(
        addicts=39, users=65, offenders=24, not_exempt=104, resident_offenders=24, population=None, places=None
    )
    unknown = classify(the("QD28"), facts)
    assert (unknown.class_code, unknown.why) == (None, Why.MISSING)
    assert set(unknown.missing) == {"population", "places"}
    # By its own decision of the day: 39 addicts are not the 100 of type I as it was found.
    old = classify(the("QD3122"), {"addicts": 39, "users": 65, "offenders": 24, "spots": 0, "plant_area": 0})
    assert old.class_code == "III"
    # The city counted users and offenders too: a rule set of its own.
    city = body_of(the("QD3122")) | {"code": "HCM"}
    city["classes"][0]["criteria"][0]["any"][0]["facts"] = ["addicts", "users", "offenders"]
    result = classify(read(city), {"addicts": 39, "users": 65, "offenders": 24, "spots": None, "plant_area": None})
    assert result.class_code == "I"  # decided although two facts are missing
    assert [str(finding_said(the("QD3122"), one)) for one in result.decided_by[0].findings] == [
        "Người nghiện có hồ sơ quản lý + Người sử dụng trái phép có hồ sơ quản lý"
        " + Người phạm tội về ma túy bị bắt trên địa bàn: 128 (cần từ 100 trở lên)"
    ]


@pytest.mark.parametrize(
    ("population", "places", "expected"),
    [(20_800, 2, "I"), (20_801, 2, None), (24_000, 1, None), (40_000, 1, "II"), (104_000, 1, "III")],
)
def test_tan_thanh_dong_by_decision_28(population: int, places: int, expected: str | None) -> None:
    """104 of 20,800 are exactly 0.5 %, 24 of 24,000 exactly 0.1 %: one resident more and the threshold is missed."""
    facts: dict[str, Value] = {"addicts": 39, "users": 65, "offenders": 24, "not_exempt": 104, "resident_offenders": 24}
    result = of(**facts, population=population, places=places)
    assert result.class_code == expected
    if expected is None:
        assert result.why in (Why.READINGS, Why.NONE)


def test_hung_phuoc_and_a_ward_of_cam_ranh() -> None:
    """34 managed users (2025) and 9 addicts with 27 users (12/2025): under 0.1 % above 34,000 and 36,000 people."""
    assert with_users(34, population=34_001).class_code == "III"
    assert with_users(34, population=34_000).why is Why.READINGS
    assert of(addicts=9, users=27, not_exempt=36, population=36_001).class_code == "III"
    assert of(addicts=9, users=27, not_exempt=36, population=36_000).why is Why.READINGS


def test_lam_dongs_counts_of_2022() -> None:
    """142 communes: 18 clean, 124 with drugs, of which 1, 2 and 34 of the three types (12.676 %, … 23.944 %)."""
    counts = {"I": (1, 100), "II": (2, 60), "III": (34, 25), "CO": (87, 3), "KHONG": (18, 0)}
    rows = [
        {"addicts": addicts, "users": 0, "offenders": 0, "spots": 0, "plant_area": 0}
        for communes, addicts in counts.values()
        for _ in range(communes)
    ]
    found = Counter(one.class_code for one in classify_many(the("QD3122"), rows))
    assert found == {code: communes for code, (communes, _addicts) in counts.items()}
    shares = {code: round(Decimal(100 * count) / 142, 3) for code, count in found.items()}
    assert shares["I"] == Decimal("0.704") and shares["II"] == Decimal("1.408") and shares["III"] == Decimal("23.944")
    assert shares["KHONG"] == Decimal("12.676")


def test_lam_dong_as_a_province_by_article_5() -> None:
    """912 addicts and 1,292 users, 3 of 142 communes of type I or II: not 3 %; the rest was not published."""
    facts: dict[str, Value] = {"addicts": 912, "users": 1292, "communes": 142, "communes_1_2": 3}
    result = classify(the("QD28-TINH"), facts)
    fourth = next(one for one in result.classes[0].verdicts if one.criterion.code == "4")
    assert fourth.holds is False
    assert str(finding_said(the("QD28-TINH"), fourth.findings[0])) == (
        "Số xã trọng điểm loại I và loại II: 3 trên 142 Số xã, phường, đặc khu = 2,112676\u00a0%"
        " (cần từ 3\u00a0% trở lên)"
    )
    assert result.why is Why.MISSING and "population" in result.missing
    others: dict[str, Value] = {"population": 1_300_000, "places": 0, "offenders": 0, "plants": 0, "plant_area": 0}
    assert classify(the("QD28-TINH"), facts | others | {"inter_route": True}).class_code == "KTD"
    much = facts | others | {"places": 5, "offenders": 650, "inter_route": True, "population": 1_102_000}
    assert classify(the("QD28-TINH"), much).class_code == "TD"  # 0.2 % exactly, 5 places, 0.0589 %, on a route


def test_what_is_missing_is_never_none() -> None:
    assert of(places=None).class_code is None
    assert of(places=None).missing == ("places",)
    assert with_users(100, offenders=20, places=None).possible == ("I", "II", "III", None)
    # Decided whatever it is: two places or more would be a third criterion of three already.
    assert with_users(100, offenders=20, places=2, plants=None, plant_area=None).class_code == "I"
    assert classify(the("QD28"), {}).why is Why.MISSING


def test_none_of_nobody_knows_how_many_is_none() -> None:
    assert of(population=None).class_code == "KMT"
    assert of(population=None, addicts=1).class_code == "KMT"  # in treatment, and no number of people makes it more
    assert of(population=0, addicts=1, not_exempt=1).why is Why.MISSING


def test_only_exact_numbers_are_facts() -> None:
    with pytest.raises(TypeError):
        classify(the("QD28"), commune(plant_area=0.5))  # type: ignore[arg-type]


def test_facts_that_cannot_be_are_told_one_by_one() -> None:
    wrong = commune(
        users=-1, places=Decimal("1.5"), plants=True, key_route=2, population=0, plant_area=Decimal("NaN"), other=1
    )
    assert set(fact_faults(the("QD28"), wrong)) == {
        "users", "places", "plants", "key_route", "population", "plant_area", "other",
    }  # fmt: skip
    assert fact_faults(the("QD28"), commune(places=None)) == {}
    assert str(fact_faults(the("QD28"), commune(users=-1))["users"]).startswith(
        "“Người sử dụng trái phép có hồ sơ quản lý”"
    )


def test_each_rule_set_says_how_far_it_was_checked() -> None:
    assert the("QD28").checked and the("QD28").flag == ("", "")
    assert the("QD3122").flag[0] == the("NQLT01").flag[0] == "chưa đối chiếu nguyên văn"
    assert {one.code for one in templates()} == {"NQLT01", "4LOP", "RIENG", "CQTH"}


def test_a_template_has_no_invented_thresholds_and_classifies_nothing() -> None:
    for one in templates():
        assert gaps(one) and not any(each.criteria for each in one.classes)
        with pytest.raises(Refused):
            classify(one, {})


def test_each_day_has_its_rule_sets() -> None:
    assert {one.code for one in in_force(date(2021, 12, 14))} == {"QD3122"}
    assert {one.code for one in in_force(date(2025, 8, 23))} == {"QD3122"}
    assert {one.code for one in in_force(date(2025, 8, 24))} == {"QD28", "QD28-TINH"}


def test_the_calendar_of_decision_28() -> None:
    assert {one.code: one.last_day(2026) for one in the("QD28").deadlines} == {
        "period": date(2026, 12, 14), "report": date(2026, 12, 19), "ministry": date(2026, 12, 29),
    }  # fmt: skip
    assert the("QD28").calendar == "QD28"


def scorecard(*points: str, of: str | None = None) -> RuleSet:
    """Return what somebody made of the template of the joint resolution; the entries are of the test's own making."""
    body: dict[str, Any] = deepcopy(body_of(the("NQLT01"))) | {"template": False, "code": "THU"}
    body["points_of"] = of or str(sum(map(Decimal, points)))
    body["facts"] = [
        {"code": f"m{n}", "kind": "points", "name": [f"Mục {n}", f"Entry {n}"], "most": most}
        for n, most in enumerate(points)
    ]
    bands = [("KEM", None, "50"), ("KHA", "50", "80"), ("TOT", "80", None)]
    body["classes"] = [
        {
            "code": code,
            "name": [code, code],
            "criteria": [
                {
                    "code": "1",
                    "any": [
                        {"kind": "points"} | ({"at_least": low} if low else {}) | ({"below": high} if high else {})
                    ],
                }
            ],
        }
        for code, low, high in bands
    ]
    return read(body)


def test_a_scorecard_adds_up_points_and_knows_what_the_missing_ones_can_still_do() -> None:
    card = scorecard("40", "40", "20")
    assert gaps(card) == ()
    assert classify(card, {"m0": 40, "m1": Decimal("39.5"), "m2": 1}).class_code == "TOT"
    assert classify(card, {"m0": 40, "m1": Decimal("39.5"), "m2": 0}).class_code == "KHA"
    assert classify(card, {"m0": 10, "m1": 15}).class_code == "KEM"  # 45 at most
    open_ = classify(card, {"m0": 40, "m1": 35})
    assert (open_.possible[:2], open_.missing) == (("KHA", "TOT"), ("m2",))


def test_a_scorecard_of_the_resolution_has_a_hundred_points() -> None:
    assert [str(one) for one in gaps(scorecard("40", "30", of="100"))] == [
        "Các mục của bảng điểm cộng lại được 70 điểm, phải là 100 điểm: xem lại điểm của từng mục.",
        "Tiêu chí 1 của loại “KHA” có ngưỡng cao hơn tổng điểm của bảng điểm.",
        "Tiêu chí 1 của loại “TOT” có ngưỡng cao hơn tổng điểm của bảng điểm.",
    ]


def test_a_number_is_cut_and_never_shown_as_if_it_reached() -> None:
    result = with_users(1, population=2_000_001)
    finding = result.decided_by[0].findings[0]
    assert "1 trên 2.000.001" in str(finding_said(the("QD28"), finding)) and "= 0,000049" in str(
        finding_said(the("QD28"), finding)
    )
    assert isinstance(finding_said(the("QD28"), finding), Said)
