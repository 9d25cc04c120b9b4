"""What is wrong with a rule set as a whole: each fault once, at its place, and nothing where its parts fit."""

from decimal import Decimal
from typing import Any

import pytest

from lanhmanh.law.classes import fact_faults, gaps
from tests.law.made import Body, asking, body, faults, made

pytestmark = pytest.mark.pure
SET, POOR = "bộ tiêu chí: ", "loại KEM: "
FIRST, LATER = "loại KEM tiêu chí a: ", "loại TOT tiêu chí r: "


def classes(place: int, **change: Any) -> list[Body]:
    """Return the classes, one of them otherwise."""
    rows: list[Body] = body()["classes"]
    rows[place] |= change
    return rows


def of_the_first(test: Body) -> list[str]:
    """Return what is wrong where the worst class asks this test."""
    return faults(classes=classes(0, criteria=[{"code": "a", "any": [test]}], needs=None))


def twice(rows: list[Body]) -> list[Body]:
    return [*rows, {**rows[0]}]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({}, []),
        ({"effective_to": "2026-01-01"}, []),  # one day long
        ({"effective_to": "2025-12-31"}, [SET + "ngày hết hiệu lực đứng trước ngày có hiệu lực."]),
        ({"effective_to": None}, []),
        ({"calendar": "KHONG"}, [SET + "không có lịch năm “KHONG”."]),
        ({"calendar": "QD28"}, []),
        ({"facts": twice(body()["facts"])}, [SET + "mã “people” có hai lần."]),
        ({"deadlines": twice(body()["deadlines"])}, [SET + "mã “report” có hai lần."]),
        ({"classes": classes(0, code="TB")}, [SET + "mã “TB” có hai lần."]),
        (
            {"classes": classes(0, criteria=twice(body()["classes"][0]["criteria"]))},
            [POOR + "mã “a” có hai lần."],
        ),
        (
            {"classes": classes(2, criteria=[], otherwise=True)},
            [SET + "chỉ một loại được dùng cho trường hợp còn lại."],
        ),
        (
            {"classes": classes(1, criteria=body()["classes"][0]["criteria"])},
            ["loại TB: loại dùng cho trường hợp còn lại không có tiêu chí riêng."],
        ),
        ({"classes": classes(2, instead_of=["KEM", "TB"])}, []),
        (
            {"classes": classes(2, instead_of=["KEM", "TOT", "XA"])},
            [f"loại TOT: “{code}” phải là một loại kém hơn loại này." for code in ("TOT", "XA")],
        ),
        ({"classes": classes(0, instead_of=["TB"])}, [POOR + "“TB” phải là một loại kém hơn loại này."]),
    ],
)
def test_each_fault_of_a_set_and_of_a_class_is_told_once(change: Body, told: list[str]) -> None:
    assert faults(**change) == told


def unfit(code: str) -> str:
    return FIRST + f"không có số liệu “{code}” hoặc số liệu ấy không so như vậy được."


NO_FACTS = FIRST + "chọn số liệu để so."
SIDES, ORDER = FIRST + "mỗi phía chỉ có một ngưỡng.", FIRST + "ngưỡng dưới phải nhỏ hơn ngưỡng trên."
BAND = FIRST + "khoảng nối tiếp cần ngưỡng trên."


@pytest.mark.parametrize(
    ("test", "told"),
    [
        ({"facts": ["cases", "area"]}, []),
        ({"facts": []}, [NO_FACTS]),
        ({"facts": ["cases", "route", "books"]}, [unfit("route"), unfit("books")]),
        ({"kind": "ratio", "facts": ["cases"], "of": "people"}, []),
        ({"kind": "ratio", "facts": ["cases"]}, [NO_FACTS]),
        ({"kind": "ratio", "facts": ["xa"], "of": "route"}, [unfit("xa"), unfit("route")]),
        ({"kind": "ratio", "facts": ["people"], "of": "people"}, [
            FIRST + "số liệu “people” không thể chia cho chính nó.",
        ]),
        ({"kind": "yes_no", "facts": ["route"]}, []),
        ({"kind": "yes_no", "facts": []}, [NO_FACTS]),
        ({"kind": "yes_no", "facts": ["cases"]}, [unfit("cases")]),
        ({"kind": "yes_no", "facts": ["route", "cases"]}, [unfit("cases")]),  # a second one would not be looked at
        ({"kind": "points"}, []),
        ({"facts": ["cases"], "at_least": "5", "above": "5"}, [SIDES]),
        ({"facts": ["cases"], "at_most": "5", "below": "5"}, [SIDES]),
        ({"facts": ["cases"], "at_least": "5", "at_most": "5"}, []),
        ({"facts": ["cases"], "at_least": "5", "at_most": "4"}, [ORDER]),
        ({"facts": ["cases"], "at_least": "5", "below": "5"}, [ORDER]),
        ({"facts": ["cases"], "above": "5", "at_most": "5"}, [ORDER]),
        ({"facts": ["cases"], "above": "5", "below": "5"}, [ORDER]),
        ({"facts": ["cases"], "above": "5", "below": "6"}, []),
        ({"kind": "points", "above": "5", "below": "5"}, [ORDER]),
        ({"facts": ["cases"], "at_least": "5", "band": True}, [BAND]),
        ({"facts": ["cases"], "above": "5", "band": True}, [BAND]),
        ({"facts": ["cases"], "at_most": "5", "band": True}, []),
        ({"facts": ["cases"], "below": "5", "band": True}, []),
        ({"facts": ["cases"], "band": True}, []),  # without any bound it is a draft, which lacks them
    ],
)  # fmt: skip
def test_each_fault_of_a_comparison_is_told_once(test: Body, told: list[str]) -> None:
    assert of_the_first(test) == told


def routed(at_least: str | None = None, of_class: str = "KEM", **change: Any) -> list[str]:
    """Return what is wrong where the best class asks for criteria of another, and the worst class is otherwise."""
    test = {"kind": "route", "facts": ["route"], "of_class": of_class, "at_least": at_least}
    rows = classes(2, criteria=[{"code": "r", "any": [test]}])
    rows[0] |= change
    return faults(classes=rows)


def uncounted(code: str, needed: str) -> list[str]:
    ends = "để đếm tiêu chí, hoặc loại ấy có ít hơn"
    return [LATER + f"không có loại “{code}” {ends} {needed} tiêu chí."]


def test_a_route_counts_no_more_criteria_than_another_class_has() -> None:
    assert [routed(needed) for needed in (None, "0", "1", "2")] == [[], [], [], []]
    assert routed("3") == uncounted("KEM", "3")
    assert routed("1.5") == uncounted("KEM", "1.5")
    assert routed(None, "XA") == uncounted("XA", "0")
    assert routed("0", "TOT") == uncounted("TOT", "0")


def test_a_criterion_that_asks_for_a_route_itself_is_not_counted() -> None:
    count = {"facts": ["cases"], "at_least": "5"}
    route = {"kind": "route", "facts": ["route"], "of_class": "TB", "at_least": "0"}
    rows = [{"code": "a", "any": [count, route]}, {"code": "b", "any": [count]}]
    assert routed("1", criteria=rows) == []
    assert routed("2", criteria=rows) == uncounted("KEM", "2")


def test_the_fact_of_a_route_is_one_that_is_yes_or_no() -> None:
    test = {"kind": "route", "facts": ["cases", "route"], "of_class": "KEM"}
    told = faults(classes=classes(2, criteria=[{"code": "r", "any": [test]}]))
    assert told == [
        LATER + f"không có số liệu “{code}” hoặc số liệu ấy không so như vậy được." for code in ("cases", "route")
    ]


# Facts


@pytest.mark.parametrize(
    ("code", "value", "told"),
    [
        ("xa", 1, "Bộ tiêu chí không dùng số liệu “xa”."),
        ("cases", 0, None),
        ("cases", 3, None),
        ("cases", None, None),
        ("cases", -1, "“Vụ” phải là số nguyên từ 0 trở lên."),
        ("cases", True, "“Vụ” phải là số từ 0 trở lên."),
        ("area", 0, None),
        ("area", "-0.5", "“Diện tích” phải là số từ 0 trở lên."),
        ("area", "0.5", None),
        ("area", "NaN", "“Diện tích” phải là số từ 0 trở lên."),
        ("cases", "1.5", "“Vụ” phải là số nguyên từ 0 trở lên."),
        ("route", False, None),
        ("route", 0, "“Có tuyến” phải là có hoặc không."),
        ("books", 0, None),
        ("books", 10, None),
        ("books", "10.5", "“Sổ sách” cho từ 0 đến 10 điểm."),
        ("books", "-0.5", "“Sổ sách” cho từ 0 đến 10 điểm."),
        ("people", 1, None),
        ("people", 0, "“Nhân khẩu” phải lớn hơn 0 vì các số khác chia cho số này."),
    ],
)
def test_what_an_area_cannot_have_is_told_with_the_name_of_the_fact(code: str, value: Any, told: str | None) -> None:
    found = fact_faults(made(), {code: Decimal(value) if isinstance(value, str) else value})
    assert {code: str(said) for code, said in found.items()} == ({} if told is None else {code: told})


def test_an_entry_without_points_takes_none() -> None:
    card = made(facts=[*body()["facts"][:5], {"code": "talks", "kind": "points", "name": "Tuyên truyền", "most": "0"}])
    assert fact_faults(card, {"talks": 0}) == {}
    assert str(fact_faults(card, {"talks": 1})["talks"]) == "“Tuyên truyền” cho từ 0 đến 0 điểm."


# What is lacking


def lacking(**change: Any) -> list[str]:
    return [str(one) for one in gaps(made(**change))]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({}, []),
        ({"template": True}, ["Đây là bản mẫu: lập bộ tiêu chí của đơn vị từ bản mẫu này."]),
        ({"title": ["", ""]}, None),
        ({"title": None}, ["Ghi tên bộ tiêu chí."]),
        ({"source": {"title": ""}}, ["Ghi văn bản quy định bộ tiêu chí."]),
        ({"decided_by": None}, ["Ghi cơ quan quyết định xếp loại."]),
        ({"classes": body()["classes"][:1]}, ["Cần ít nhất hai loại, từ kém đến tốt."]),
        ({"classes": body()["classes"][:2]}, []),
        ({"classes": classes(2, criteria=[])}, ["Loại “Tốt” chưa có tiêu chí nào."]),
        ({"classes": classes(2, criteria=[{"code": "x"}])}, ["Tiêu chí x của loại “Tốt” chưa có phép so nào."]),
        ({"classes": classes(0, needs=2)}, []),
        ({"classes": classes(0, needs=3)}, ["Loại “Kém” cần 3 tiêu chí nhưng chỉ có 2."]),
        (
            {
                "classes": classes(
                    2, criteria=[{"code": "x", "any": [{"facts": ["cases"], "below": "1"}, {"facts": ["area"]}]}]
                )
            },
            ["Tiêu chí x của loại “Tốt” chưa có ngưỡng."],
        ),
        ({"classes": classes(2, criteria=[{"code": "x", "any": [{"kind": "yes_no", "facts": ["route"]}]}])}, []),
    ],
)
def test_each_gap_is_told_once_in_the_order_of_the_form(change: Body, told: list[str] | None) -> None:
    if told is None:
        assert faults(**change)
    else:
        assert lacking(**change) == told


OVER, OF_GOOD = "có ngưỡng cao hơn tổng điểm của bảng điểm.", "Tiêu chí x của loại “Tốt” "


def scored(points_of: str | None = None, most: str = "7.5", **bounds: str) -> list[str]:
    """Return what lacks where the best class asks for points, of a card of ten and so many."""
    rows = classes(2, criteria=[{"code": "x", "any": [{"kind": "points"} | bounds]}])
    facts = [*body()["facts"][:5], body()["facts"][5] | {"most": most}]
    return lacking(classes=rows, facts=facts, points_of=points_of)


@pytest.mark.parametrize("side", ["at_least", "above", "at_most", "below"])
def test_no_bound_lies_above_all_points_of_the_card(side: str) -> None:
    assert scored(**{side: "17.5"}) == []
    assert scored(**{side: "17.6"}) == [OF_GOOD + OVER]
    assert scored(most="0", **{side: "10"}) == []
    assert scored(most="0", **{side: "10.5"}) == [OF_GOOD + OVER]


def test_the_points_of_a_card_add_up_to_what_is_said_of_it() -> None:
    assert scored("17.5", at_least="5") == []
    told = "Các mục của bảng điểm cộng lại được 17,5 điểm, phải là 100 điểm: xem lại điểm của từng mục."
    assert scored("100", at_least="5") == [told]
    assert scored("100", at_least="50") == [told, OF_GOOD + OVER]
    assert lacking(points_of="17.5") == []
    assert lacking(points_of="17") != []


def test_without_a_bound_nothing_lies_above_a_card_of_half_a_point() -> None:
    facts = [*body()["facts"][:4], body()["facts"][4] | {"most": "0.5"}]
    rows = classes(2, criteria=[{"code": "x", "any": [{"kind": "points"}]}])
    assert lacking(classes=rows, facts=facts) == [OF_GOOD + "chưa có ngưỡng."]


def test_points_need_a_card() -> None:
    entries = ["Bảng điểm chưa có mục nào: nhập bảng điểm của văn bản."]
    bare = body()["facts"][:4]
    assert lacking(facts=bare) == []
    assert lacking(facts=bare, points_of="100") == entries
    rows = classes(2, criteria=[{"code": "x", "any": [{"kind": "points", "at_least": "5"}]}])
    assert lacking(facts=bare, classes=rows) == entries


def test_the_points_of_other_comparisons_are_not_looked_at() -> None:
    assert gaps(asking({"at_least": "500"})) == ()
