"""Rows of a rule set made of what forms send: codes of their own, names in both languages, what a kind asks for."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanhmanh.areas.rules import drafting
from lanhmanh.law.classes import TestKind, body_of, read
from tests.areas.four import four_classes

pytestmark = [pytest.mark.pure, pytest.mark.once]
FACT = {"code": "", "kind": "count", "name": "Số vụ", "unit": "", "most": None}
CLASS = {"code": "", "name": "Kém", "needs": None, "otherwise": False}
TEST = {
    "kind": "count", "first": "a", "second": "", "third": "", "low_side": "", "low": None, "high_side": "",
    "high": None, "of": "p", "of_class": "KEM", "yes": "yes", "band": False,
}  # fmt: skip


def codes(*names: str) -> list[str]:
    return [row["code"] for row in drafting.fact_rows([{**FACT, "name": name} for name in names], {})]


def test_a_new_row_has_a_code_made_of_its_name_that_no_other_has() -> None:
    assert codes("Số vụ") == ["so-vu"]
    assert codes("Số vụ", "SỐ VỤ!", "số  vụ") == ["so-vu", "so-vu-2", "so-vu-3"]
    assert codes("—", "…") == ["x", "x-2"]
    assert codes("a" * 50) == ["a" * 34]
    kept = [{**FACT, "name": "Một"}, {**FACT, "code": "mot", "name": "Khác"}]
    assert [row["code"] for row in drafting.fact_rows(kept, {})] == ["mot-2", "mot"]


@given(st.lists(st.tuples(st.sampled_from(["", "", "a", "a-2"]), st.sampled_from(["A", "a!", "Bê"])), max_size=8))
def test_codes_made_of_names_are_never_taken(told: list[tuple[str, str]]) -> None:
    typed = {code for code, _name in told if code}
    rows = drafting.class_rows([{**CLASS, "code": code, "name": name} for code, name in told], {})
    made = [row["code"] for row, (code, _name) in zip(rows, told, strict=True) if not code]
    assert len(set(made)) == len(made) and not set(made) & typed
    assert [row["code"] for row, (code, _name) in zip(rows, told, strict=True) if code] == [c for c, _ in told if c]


def test_a_name_keeps_its_english_while_the_vietnamese_stays() -> None:
    assert drafting.named("Kém", ["Kém", "Poor"]) == ["Kém", "Poor"]
    assert drafting.named("Yếu", ["Kém", "Poor"]) == ["Yếu", "Yếu"]
    assert drafting.named("Kém", None) == drafting.named("Kém", []) == ["Kém", "Kém"]


def test_what_a_form_does_not_ask_of_a_fact_is_kept() -> None:
    known = {"a": {
        "code": "a", "kind": "count", "name": ["Số vụ", "Cases"], "unit": ["vụ", "cases"], "ask": ["Hỏi", "Ask"],
        "most": "5",
    }}  # fmt: skip
    told = {**FACT, "code": "a", "unit": "vụ"}
    kept = {"code": "a", "kind": "count", "name": ["Số vụ", "Cases"], "unit": ["vụ", "cases"], "ask": ["Hỏi", "Ask"]}
    assert drafting.fact_rows([told], known) == [kept]
    assert drafting.fact_rows([{**told, "unit": ""}], known) == [{**kept, "unit": []}]
    assert drafting.fact_rows([{**told, "kind": "points", "most": 7}], known) == [
        {**kept, "kind": "points", "most": "7"},
    ]  # fmt: skip
    assert drafting.fact_rows([{**told, "kind": "measure", "name": "Tổng"}], known) == [
        {**kept, "kind": "measure", "name": ["Tổng", "Tổng"]},
    ]  # fmt: skip


def test_what_a_form_does_not_ask_of_a_class_is_kept() -> None:
    known = {"K": {"code": "K", "name": ["Kém", "Poor"], "needs": 2, "otherwise": True, "criteria": [1]}}
    told = {**CLASS, "code": "K"}
    kept = {"code": "K", "name": ["Kém", "Poor"], "criteria": [1]}
    assert drafting.class_rows([told], known) == [kept]
    assert drafting.class_rows([{**told, "needs": 3}], known) == [{**kept, "needs": 3}]
    assert drafting.class_rows([{**told, "otherwise": True}], known) == [{**kept, "otherwise": True}]
    assert drafting.class_rows([CLASS], {}) == [{"code": "kem", "name": ["Kém", "Kém"]}]


def test_comparisons_under_one_sign_are_ways_to_meet_one_criterion() -> None:
    rows = [("a", {"n": 1}), ("b", {"n": 2}), ("a", {"n": 3})]
    known = {"a": {"code": "a", "name": ["Một", "One"]}, "b": {"code": "b"}}
    assert drafting.criteria_rows(rows, known) == [
        {"code": "a", "name": ["Một", "One"], "any": [{"n": 1}, {"n": 3}]}, {"code": "b", "any": [{"n": 2}]},
    ]  # fmt: skip
    assert drafting.criteria_rows([], known) == []


BOTH = {"low_side": "at_least", "low": 5, "high_side": "below", "high": 9}


@pytest.mark.parametrize(
    ("kind", "told", "row"),
    [
        ("count", {}, {"facts": ["a"]}),
        ("count", {"third": "c"}, {"facts": ["a", "c"]}),
        ("count", {**BOTH, "second": "b"}, {"facts": ["a", "b"], "at_least": "5", "below": "9"}),
        ("count", {**BOTH, "low_side": ""}, {"facts": ["a"], "below": "9"}),
        ("count", {**BOTH, "high": None}, {"facts": ["a"], "at_least": "5"}),
        ("count", {**BOTH, "low": 0}, {"facts": ["a"], "at_least": "0", "below": "9"}),
        ("count", {"band": True}, {"facts": ["a"], "band": True}),
        ("ratio", {"band": True, "second": "b"}, {"facts": ["a", "b"], "of": "p", "band": True}),
        ("yes_no", {**BOTH, "second": "b", "band": True}, {"facts": ["a"], "yes": True}),
        ("yes_no", {"yes": "no"}, {"facts": ["a"], "yes": False}),
        ("route", {**BOTH, "second": "b", "high": None}, {"facts": ["a"], "of_class": "KEM", "at_least": "5"}),
        ("points", {**BOTH, "band": True}, {"at_least": "5", "below": "9"}),
    ],
)
def test_of_what_was_typed_a_comparison_keeps_what_its_kind_asks_for(
    kind: str, told: dict[str, Any], row: dict[str, Any]
) -> None:
    assert drafting.test_row({**TEST, **told, "kind": kind}) == {"kind": TestKind(kind).value, **row}


def test_a_source_names_the_document_that_decides() -> None:
    day = date(2021, 3, 9)
    made = drafting.source_of(title="Quyết định", number="12/QĐ", dated=day, checked=True, note="Ghi chú")
    assert made == {"title": "Quyết định số 12/QĐ ngày 09/03/2021", "confidence": "F", "note": "Ghi chú"}
    bare = drafting.source_of(title="Quyết định", number="", dated=None, checked=False, note="")
    assert bare == {"title": "Quyết định", "confidence": "M", "note": ""}


def test_rows_that_nobody_changed_make_the_same_rule_set() -> None:
    body = body_of(four_classes())
    facts = [
        {**FACT, "code": one["code"], "kind": one["kind"], "name": one["name"][0], "unit": ""} for one in body["facts"]
    ]
    classes = [
        {"code": one["code"], "name": one["name"][0], "needs": one.get("needs"), "otherwise": one.get("otherwise")}
        for one in body["classes"]
    ]
    again = {
        "facts": drafting.fact_rows(facts, {one["code"]: one for one in body["facts"]}),
        "classes": drafting.class_rows(classes, {one["code"]: one for one in body["classes"]}),
    }
    assert read({**body, **again}) == four_classes()
