"""Every field of a rule set read and written: what it may hold, up to its edge, and the fault where it holds more."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from lanhmanh.law.classes import Bounds, FactKind, Faulty, TestKind, body_of, inspect, read
from lanhmanh.law.sources import Source
from tests.law.made import Body, body, faults, made

pytestmark = pytest.mark.pure
SET = "bộ tiêu chí: "
ABOVE: Body = {
    "code": "CAO",
    "name": ["Cao", "High"],
    "instead_of": ["KEM", "TOT"],
    "criteria": [
        {
            "code": "r",
            "any": [
                {"kind": "route", "facts": ["route"], "of_class": "KEM", "at_least": "1"},
                {"kind": "yes_no", "facts": ["route"], "yes": False},
                {"kind": "ratio", "facts": ["cases"], "of": "people", "per": 1000, "above": "0.5", "at_most": "2",
                 "band": True},
                {"kind": "points", "at_least": "0.5"},
            ],
        },
    ],
}  # fmt: skip


def whole() -> Body:
    """Return rows in which no field is left out."""
    return body(classes=[*body()["classes"], ABOVE], zero_counts=True, template=True, points_of="17.5")


def test_what_is_written_is_what_was_read_field_by_field() -> None:
    for rows in (body(), whole()):
        written = body_of(read(rows))
        assert written == rows
        assert json.loads(json.dumps(written)) == rows


def test_each_field_is_read_for_what_it_is() -> None:
    found = read(whole())
    assert (found.code, found.version, found.title, found.subjects) == ("THU", 2, ("Thử", "Trial"), ("commune",))
    assert found.source == Source("Văn bản thử", "Điều 1", "F", "Ghi chú")
    assert (found.effective_from, found.effective_to) == (date(2026, 1, 1), date(2027, 12, 31))
    assert (found.calendar, found.decided_by) == ("MONTH", ("Tỉnh", "Province"))
    assert found.notes == (("Một", "One"), ("Hai", "Two"))
    assert (found.zero_counts, found.template, found.points_of) == (True, True, Decimal("17.5"))
    (deadline,) = found.deadlines
    assert (deadline.code, deadline.name, deadline.last_day(2026)) == (
        "report", ("Báo cáo", "Report"), date(2026, 12, 19),
    )  # fmt: skip
    people, cases, area, route, books, _talks = found.facts
    assert (people.code, people.kind, people.unit, people.ask, people.most) == (
        "people", FactKind.COUNT, ("người", "persons"), ("", ""), None,
    )  # fmt: skip
    assert cases.ask == ("Bao nhiêu vụ?", "How many cases?")
    assert [one.kind for one in (area, route, books)] == [FactKind.MEASURE, FactKind.YES_NO, FactKind.POINTS]
    assert books.most == 10
    assert [one.code for one in found.scorecard] == ["books", "talks"]
    poor, fair, good, high = found.classes
    assert [one.needed for one in found.classes] == [1, 0, 1, 1]
    assert [one.otherwise for one in found.classes] == [False, True, False, False]
    assert (poor.source, good.source, high.instead_of) == (None, Source("Văn bản khác", "", "P"), ("KEM", "TOT"))
    assert [one.name for one in poor.criteria] == [("Nhiều vụ", "Many cases"), ("", "")]
    of_route, no, ratio, points = high.criteria[0].any
    assert (of_route.kind, of_route.of_class, of_route.bounds) == (TestKind.ROUTE, "KEM", Bounds(Decimal(1)))
    assert (no.kind, no.yes, of_route.yes) == (TestKind.YES_NO, False, True)
    assert (ratio.of, ratio.per, ratio.band) == ("people", 1000, True)
    assert ratio.bounds == Bounds(above=Decimal("0.5"), at_most=Decimal(2))
    assert (points.kind, points.per, points.band) == (TestKind.POINTS, 100, False)
    assert fair.name == ("Trung bình", "Fair")


def test_what_is_left_out_has_its_usual_value() -> None:
    rows = {
        "code": "X", "subjects": ["commune"], "effective_from": date(2026, 1, 1), "calendar": "MONTH",
        "facts": [{"code": "cases", "name": "Vụ"}], "classes": [{"code": "A", "name": "A", "criteria": [
            {"code": "1", "any": [{"facts": ["cases"]}]},
        ]}],
    }  # fmt: skip
    found = read(rows)
    assert (found.version, found.title, found.decided_by, found.source) == (1, ("", ""), ("", ""), Source(""))
    assert (found.effective_to, found.points_of, found.notes, found.deadlines) == (None, None, (), ())
    assert (found.zero_counts, found.template, found.facts[0].kind) == (False, False, FactKind.COUNT)
    (test,) = found.classes[0].criteria[0].any
    assert (test.kind, test.of, test.per, test.band, test.yes, test.of_class) == (
        TestKind.COUNT, "", 100, False, True, "",
    )  # fmt: skip
    assert test.bounds.open
    assert found.classes[0].needs is None
    written = body_of(found)
    assert set(written) == {"code", "version", "source", "subjects", "effective_from", "calendar", "facts", "classes"}
    assert written["source"] == {"confidence": "M"}
    assert written["facts"] == [{"code": "cases", "kind": "count", "name": ["Vụ", "Vụ"]}]
    assert written["classes"][0]["criteria"] == [{"code": "1", "any": [{"kind": "count", "facts": ["cases"]}]}]


def long(signs: int) -> str:
    return "x" * signs


def told(field: str, sentence: str) -> list[str]:
    return [SET + f"“{field}” " + sentence]


WHOLE = "phải là số nguyên từ {} đến {}."
NUMBER = "phải là số từ 0 trở lên, nhiều nhất 12 chữ số và 6 chữ số lẻ."
TEXT = "phải là chữ, không quá {} ký tự."
DAY = "phải là một ngày của lịch."
FLAG = "phải là có hoặc không."
LIST = "phải là một danh sách."
SUBJECTS = "phải là một trong: commune, province, branch, agency, school."


@pytest.mark.parametrize(
    ("field", "right", "wrong", "why"),
    [
        ("version", [1, 9999, None, ""], [0, 10_000, True, "1", 1.0], WHOLE.format(1, 9999)),
        ("calendar", [], [long(21), 5], TEXT.format(20)),
        ("title", ["Một tên", ["Tên", ""], long(400), ["  Tên ", "Name"]],
         [long(401), [long(400), long(401)], ["", "Name"], ["  ", "Name"], ["A", "B", "C"], ["A", 1], 5, "  "],
         TEXT.format(400)),
        ("effective_to", [None, "", "2026-05-01", date(2026, 5, 1)], ["2026-02-30", "mai", 5], DAY),
        ("zero_counts", [True, False], ["yes", 1, None], FLAG),
        ("points_of", [None, "", 0, "0.5", 12, Decimal("0.000001"), "999999999999.999999"],
         [-1, "-1", "1.0000001", "1234567890123", 0.5, True, "٣", "1e3", " 1", []], NUMBER),
        ("subjects", [["commune", "province", "branch", "agency", "school"], []], [["moon"], ["commune", "xa"]],
         SUBJECTS),
        ("facts", [], ["people", {"code": "people"}], LIST),
        ("notes", [[], ["Một"]], ["Một", {"a": 1}], LIST),
    ],
)  # fmt: skip
def test_a_field_holds_no_more_than_it_may(field: str, right: list[Any], wrong: list[Any], why: str) -> None:
    for value in right:
        assert faults(**{field: value}) == [], value
    for value in wrong:
        assert faults(**{field: value})[:1] == told(field, why), value


def test_of_two_names_the_blank_english_one_is_the_vietnamese() -> None:
    assert made(title="Tên").title == ("Tên", "Tên")
    assert made(title=[" Tên ", " "]).title == ("Tên", "Tên")
    assert made(title=[" Tên ", " Name "]).title == ("Tên", "Name")


@pytest.mark.parametrize("most", [("title", 300), ("article", 200), ("note", 1000)])
def test_a_source_is_as_long_as_a_source_may_be(most: tuple[str, int]) -> None:
    field, signs = most
    assert faults(source={field: long(signs)}) == []
    assert faults(source={field: long(signs + 1)}) == told(field, TEXT.format(signs))
    assert made(source={field: "  Điều 1 "}).source.__getattribute__(field) == "Điều 1"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"code": None}, ["thiếu “code”."]),
        ({"code": ""}, ["thiếu “code”."]),
        ({"code": long(40)}, []),
        ({"code": "Ấp-1.2_b"}, []),
        ({"code": 5}, ["“code” phải là chữ, không quá 200 ký tự."]),
        ({"code": long(41)}, [f"mã “{long(41)}” chỉ gồm chữ, số, dấu chấm và gạch nối, không quá 40 ký tự."]),
        ({"code": long(201)}, ["“code” phải là chữ, không quá 200 ký tự."]),
        ({"calendar": ""}, ["thiếu “calendar”."]),
        ({"effective_from": ""}, ["thiếu “effective_from”."]),
        ({"effective_from": "sai"}, ["“effective_from” phải là một ngày của lịch."]),
        ({"source": {"confidence": "X"}}, ["“confidence” phải là một trong: F, P, M."]),
        ({"source": {"xa": 1}}, ["không có trường “xa”."]),
        ({long(41): 1}, [f"không có trường “{long(40)}”."]),
        ({"xa": 1, "ya": 1}, ["không có trường “xa”.", "không có trường “ya”."]),
        ({"subjects": "commune"}, ["“subjects” phải là một danh sách."]),
        ({"subjects": ["a b"]}, ["“subjects” phải là chữ, không quá 40 ký tự."]),
        ({"subjects": [5]}, ["“subjects” phải là chữ, không quá 40 ký tự."]),
        ({"subjects": ["commune"] * 41}, ["“subjects” có quá 40 dòng."]),
        ({"notes": ["Một"] * 20}, []),
        ({"notes": ["Một"] * 21}, ["“notes” có quá 20 dòng."]),
        ({"notes": ["Một", ""]}, ["“notes” phải là chữ, không quá 400 ký tự."]),
    ],
)
def test_a_fault_of_the_set_is_told_at_the_set(change: Body, why: list[str]) -> None:
    assert faults(**change) == [SET + one for one in why]


@pytest.mark.parametrize(
    ("before", "right"),
    [
        ([12, 31], True), ([1, 1], True), ([2, 28], True), ((2, 28), True),
        ([2, 29], False), ([4, 31], False), ([0, 1], False), ([1, 0], False), ([13, 1], False), ([1, 32], False),
        ([12], False), ([1, 1, 1], False), ([True, 1], False), (["1", 1], False), ("11", False), (None, False),
        ([10**30, 1], False),
    ],
)  # fmt: skip
def test_a_deadline_lies_on_a_day_of_every_year(before: Any, right: bool) -> None:
    row = {"code": "report", "name": "Báo cáo", "before": before}
    why = [] if right else ["mốc thời gian report: “before” phải là một ngày của lịch."]
    assert faults(deadlines=[row]) == why


def fact(**change: Any) -> list[str]:
    return faults(facts=[*body()["facts"], {"code": "new", "name": "Mới"} | change])


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({}, []),
        ({"kind": "points", "most": "5"}, []),
        ({"kind": "points"}, ["số liệu new: thiếu “most”."]),
        ({"kind": "moon"}, ["số liệu new: “kind” phải là một trong: count, measure, yes_no, points."]),
        ({"name": ""}, ["số liệu new: thiếu “name”."]),
        ({"name": None}, ["số liệu new: thiếu “name”."]),
        ({"unit": 5}, ["số liệu new: “unit” phải là chữ, không quá 400 ký tự."]),
        ({"ask": 5}, ["số liệu new: “ask” phải là chữ, không quá 400 ký tự."]),
        ({"most": "x"}, ["số liệu new: “most” phải là số từ 0 trở lên, nhiều nhất 12 chữ số và 6 chữ số lẻ."]),
        ({"code": ""}, ["số liệu 7: thiếu “code”."]),
        ({"xa": 1}, ["số liệu new: không có trường “xa”."]),
        ({"code": long(41)}, [
            f"số liệu {long(40)}: mã “{long(41)}” chỉ gồm chữ, số, dấu chấm và gạch nối, không quá 40 ký tự.",
        ]),
    ],
)  # fmt: skip
def test_a_fault_of_a_fact_is_told_at_the_fact(change: Body, why: list[str]) -> None:
    assert fact(**change) == why


def test_a_row_that_is_none_is_named_by_its_place() -> None:
    assert faults(facts=[*body()["facts"], "x"]) == ["số liệu 7: thiếu “code”.", "số liệu 7: thiếu “name”."]


def test_each_fault_names_its_entry_in_both_languages() -> None:
    rows = body(facts=[*body()["facts"], {"code": "new"}], deadlines=[{}], xa=1)
    rows["classes"][0]["criteria"][1] |= {"name": 5}
    rows["classes"][0]["criteria"][0]["any"] = [{"kind": "moon"}]
    rows["classes"][2] |= {"name": ""}
    entries = {one.entry for one in inspect(rows)[1]}
    assert entries == {
        ("bộ tiêu chí", "rule set"),
        ("số liệu new", "fact new"),
        ("mốc thời gian 1", "deadline 1"),
        ("loại TOT", "class TOT"),
        ("loại KEM tiêu chí b", "class KEM criterion b"),
        ("loại KEM tiêu chí a phép so 1", "class KEM criterion a comparison 1"),
    }


def of_class(**change: Any) -> list[str]:
    rows = body()["classes"]
    rows[0] |= change
    return faults(classes=rows)


KINDS = "count, ratio, yes_no, route, points"
ENTRY = "loại KEM tiêu chí a phép so 1: "


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"per": 1}, []),
        ({"per": 1_000_000}, []),
        ({"per": 0}, [ENTRY + "“per” phải là số nguyên từ 1 đến 1000000."]),
        ({"per": 1_000_001}, [ENTRY + "“per” phải là số nguyên từ 1 đến 1000000."]),
        ({"of": long(41)}, [ENTRY + "“of” phải là chữ, không quá 40 ký tự."]),
        ({"of": long(40)}, []),
        ({"of_class": long(41)}, [ENTRY + "“of_class” phải là chữ, không quá 40 ký tự."]),
        ({"of_class": long(40)}, []),
        ({"kind": "moon"}, [ENTRY + f"“kind” phải là một trong: {KINDS}."]),
        ({"band": 1}, [ENTRY + "“band” phải là có hoặc không."]),
        ({"yes": 1}, [ENTRY + "“yes” phải là có hoặc không."]),
        ({"facts": "cases"}, [ENTRY + "“facts” phải là một danh sách."]),
        ({"below": "x"}, [ENTRY + "“below” phải là số từ 0 trở lên, nhiều nhất 12 chữ số và 6 chữ số lẻ."]),
        ({"xa": 1}, [ENTRY + "không có trường “xa”."]),
    ],
)
def test_a_fault_of_a_comparison_is_told_at_the_comparison(change: Body, why: list[str]) -> None:
    assert of_class(criteria=[{"code": "a", "any": [{"facts": ["cases"]} | change]}]) == why


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"needs": 20}, []),
        ({"needs": 0}, ["“needs” phải là số nguyên từ 1 đến 20."]),
        ({"needs": 21}, ["“needs” phải là số nguyên từ 1 đến 20."]),
        ({"otherwise": 1}, ["“otherwise” phải là có hoặc không."]),
        ({"name": ""}, ["thiếu “name”."]),
        ({"xa": 1}, ["không có trường “xa”."]),
        ({"source": {"xa": 1}}, ["không có trường “xa”."]),
        ({"source": []}, []),
        ({"instead_of": 5}, ["“instead_of” phải là một danh sách."]),
        ({"criteria": 5}, ["“criteria” phải là một danh sách."]),
    ],
)
def test_a_fault_of_a_class_is_told_at_the_class(change: Body, why: list[str]) -> None:
    assert of_class(**change) == ["loại KEM: " + one for one in why]


def many(count: int, **row: Any) -> list[Body]:
    return [{"code": f"c{place}", "name": "Tên"} | row for place in range(count)]


def test_no_list_is_longer_than_a_page_can_show() -> None:
    known = body()["facts"]
    assert faults(facts=[*known, *many(54)]) == []
    assert faults(facts=[*known, *many(55)]) == [SET + "“facts” có quá 60 dòng."]
    assert faults(classes=many(12)) == []
    assert faults(classes=many(13)) == [SET + "“classes” có quá 12 dòng."]
    deadlines = many(13, before=[1, 1])
    assert faults(deadlines=deadlines[1:]) == []
    assert faults(deadlines=deadlines) == [SET + "“deadlines” có quá 12 dòng."]
    assert of_class(criteria=many(20)) == []
    assert of_class(criteria=many(21)) == ["loại KEM: “criteria” có quá 20 dòng."]
    tests = [{"facts": ["cases"]}] * 9
    assert of_class(criteria=[{"code": "a", "any": tests[1:]}]) == []
    assert of_class(criteria=[{"code": "a", "any": tests}]) == ["loại KEM tiêu chí a: “any” có quá 8 dòng."]
    assert of_class(criteria=[{"code": "a", "any": [{"facts": ["cases"] * 41}]}]) == [
        ENTRY + "“facts” có quá 40 dòng.",
    ]  # fmt: skip


def test_what_cannot_be_read_is_refused_with_its_first_fault_and_all_of_them() -> None:
    with pytest.raises(Faulty) as refused:
        read(body(version=0, calendar=""))
    first = refused.value.faults[0]
    assert len(refused.value.faults) == 2
    assert str(refused.value) == f"Bộ tiêu chí chưa đúng ở bộ tiêu chí: {first.said}"
    assert refused.value.values == {"entry": first.entry, "fault": str(first.said)}


def test_where_a_field_is_wrong_the_parts_are_not_held_against_each_other() -> None:
    assert faults(version=0, calendar="KHONG") == told("version", WHOLE.format(1, 9999))
    found, why = inspect(body(version=0))
    assert found is None and len(why) == 1
    found, why = inspect(body())
    assert found == made() and why == ()
