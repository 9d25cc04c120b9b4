"""Drafts of a form as data, step by step, and when a form may be published or end."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.periods import Kind, Period, parse
from lanhmanh.law.holidays import vietnamese
from lanhmanh.reporting.rules import catalogue, drafting, forms, publishing
from lanhmanh.reporting.rules.drafting import Definition
from lanhmanh.reporting.rules.forms import Check, Form, FormError, latest

CATALOGUE = catalogue.load()
CODES = [one.code for one in CATALOGUE]
SETS = st.sets(st.sampled_from(CODES), max_size=12)


def draft(*codes: str, **head: str) -> Definition:
    of = drafting.blank("CD75-X")
    told = {"name_vi": "Biểu", "name_en": "Form", "period": "MONTH", "calendar": "N20", "first_period": "202104"} | head
    return drafting.with_rows(drafting.with_head(of, {"commune": 3, "province": 5}, **told), codes, CATALOGUE)


def places(of: Definition) -> list[str]:
    with pytest.raises(FormError) as caught:
        forms.read(of, CATALOGUE, 1)
    return [fault.place for fault in caught.value.faults]


@pytest.mark.parametrize("form", latest(), ids=lambda form: form.code)
def test_a_form_and_its_definition_are_one(form: Form) -> None:
    told = json.loads(json.dumps(drafting.definition_of(form)))
    assert forms.build(told) == replace(form, first_period=None, last_period=None)
    copy = forms.read(drafting.copied(form, "CD75-COPY"), CATALOGUE, 7)
    assert (copy.sections, copy.rules, copy.owner_id) == (form.sections, form.rules, 7)
    assert {rule.source.title for rule in copy.levels} == {"Hạn do tỉnh đặt"}
    assert all(rule.source.article and rule.source.note and rule.source.checked for rule in copy.levels)
    later = drafting.copied(replace(form, version=3), "CD75-COPY")
    assert (later["code"], later["version"]) == ("CD75-COPY", 1)
    assert all(isinstance(section["rows"], list) for section in drafting.definition_of(form)["section"])
    assert [rule.working_days_after for rule in copy.levels] == [rule.working_days_after for rule in form.levels]


def test_codes_of_own_forms_are_never_those_of_the_product_or_of_another_unit() -> None:
    assert drafting.own_code("75", " thang6-2021 ") == "CD75-THANG6-2021"
    assert not [form.code for form in latest() if form.code.startswith("CD")]
    assert drafting.own_code("7", "5-X") != drafting.own_code("75", "X")
    for typed in ("", "-", "A-", "Á", "A B", "A--B", "A/B", "²", "A" * 18):
        with pytest.raises(Refused):
            drafting.own_code("75", typed)


def test_a_code_is_at_most_as_long_as_is_stored() -> None:
    assert len(drafting.own_code("75", "A" * 15)) == 20
    with pytest.raises(Refused, match="quá 20 ký tự"):
        drafting.own_code("75", "A" * 16)


def test_a_rule_of_a_form_says_only_how_it_differs_from_the_shared_one_of_its_check() -> None:
    shared = forms.shared_rules()
    assert sorted(one.check for one in shared.values()) == sorted(Check)  # each check has one
    for form in latest():
        for rule in drafting.definition_of(form)["rule"]:
            one = next(one for one in form.rules if one.code == rule.get("code", rule["like"]))
            assert shared[rule["like"]].check is one.check
            assert "check" not in rule


def test_an_empty_draft_says_what_is_missing_and_where() -> None:
    begun = drafting.blank("CD75-X")
    assert (begun["version"], begun["name_vi"], begun["name_en"]) == (1, "", "")
    assert places(begun) == ["name_vi", "name_en", "calendar", "period", "level", "row"]
    assert places(draft("CK-TYLE")) == ["row:CK-TYLE", "row:CK-TYLE"]
    assert places(draft()) == ["row"]
    assert forms.read(draft("TT-BUOI"), CATALOGUE, 1).rows == ("TT-BUOI",)


@given(SETS)
@settings(max_examples=60)
def test_with_their_companions_any_rows_make_a_form(codes: set[str]) -> None:
    of = draft(*codes)
    wanted = drafting.companions(drafting.rows_of(of), CATALOGUE)
    whole = drafting.with_rows(of, wanted, CATALOGUE)
    assert drafting.companions(drafting.rows_of(whole), CATALOGUE) == ()
    assert set(drafting.rows_of(whole)) == codes | set(wanted)
    if codes:
        form = forms.read(whole, CATALOGUE, 1)
        assert [section.path for section in form.sections] == sorted({CATALOGUE[code].plan_path for code in form.rows})
        assert all(section.title_vi and section.title_en for section in form.sections)
    for code in wanted:  # none of them is there for nothing
        left = drafting.without_rows(whole, {code})
        assert drafting.companions(drafting.rows_of(left), CATALOGUE)


@given(SETS, st.lists(st.tuples(st.sampled_from(CODES), st.sampled_from([-1, 1])), max_size=12))
@settings(max_examples=60)
def test_moving_changes_the_order_alone_and_can_be_taken_back(codes: set[str], moves: list[tuple[str, int]]) -> None:
    of = draft(*codes)
    for code, step in moves:
        after = drafting.moved(of, code, step)
        assert sorted(drafting.rows_of(after)) == sorted(codes)
        assert [one["path"] for one in after.get("section", [])] == [one["path"] for one in of.get("section", [])]
        if after.get("section") != of.get("section"):
            assert drafting.moved(after, code, -step) == of
        of = after


def test_a_row_moves_over_the_edge_of_its_section() -> None:
    of = draft("TT-BUOI", "TT-LUOT", "PT-DOT")
    down = drafting.moved(of, "TT-LUOT", 1)
    assert [section["rows"] for section in down["section"]] == [["TT-BUOI"], ["TT-LUOT", "PT-DOT"]]
    emptied = drafting.moved(down, "TT-BUOI", 1)
    assert places(emptied) == ["section:II.1"]
    assert [one["path"] for one in drafting.without_section(emptied, "II.1")["section"]] == ["II.2"]
    assert drafting.moved(of, "TT-BUOI", -1) == of
    assert drafting.moved(of, "NO", 1) == of
    turned = drafting.moved_section(of, "II.1", 1)
    assert [section["path"] for section in turned["section"]] == ["II.2", "II.1"]
    assert drafting.moved_section(of, "II.1", -1) == of


def rows(of: Definition) -> list[list[str]]:
    return [section["rows"] for section in of["section"]]


def test_rows_and_sections_change_places_with_their_neighbours() -> None:
    of = draft("TT-BUOI", "TT-LUOT", "TT-NGUOI", "PT-DOT", "RS-DOT")
    assert rows(drafting.moved(of, "TT-LUOT", 1))[0] == ["TT-BUOI", "TT-NGUOI", "TT-LUOT"]
    assert rows(drafting.moved(of, "TT-LUOT", -1))[0] == ["TT-LUOT", "TT-BUOI", "TT-NGUOI"]
    assert rows(drafting.moved(of, "PT-DOT", -1))[:2] == [["TT-BUOI", "TT-LUOT", "TT-NGUOI", "PT-DOT"], []]
    assert rows(of)[:2] == [["TT-BUOI", "TT-LUOT", "TT-NGUOI"], ["PT-DOT"]]
    two = draft("TT-BUOI", "TT-LUOT", "PT-DOT", "CK-HO")
    assert rows(drafting.moved(two, "TT-LUOT", 1)) == [["TT-BUOI"], ["TT-LUOT", "PT-DOT", "CK-HO"]]
    assert rows(drafting.moved(two, "PT-DOT", -1)) == [["TT-BUOI", "TT-LUOT", "PT-DOT"], ["CK-HO"]]
    order = [section["path"] for section in of["section"]]
    for path, step, expected in (
        (order[1], 1, [0, 2, 1]), (order[1], -1, [1, 0, 2]), (order[2], 1, [0, 1, 2]), (order[0], -1, [0, 1, 2]),
        ("NO", 1, [0, 1, 2]), ("NO", -1, [0, 1, 2]),
    ):  # fmt: skip
        turned = drafting.moved_section(of, path, step)
        assert [section["path"] for section in turned["section"]] == [order[place] for place in expected]


def test_what_is_taken_out_leaves_the_rest_as_it_was() -> None:
    of = drafting.with_section(draft("TT-BUOI", "TT-LUOT"), "II.2")
    (left,) = drafting.without_rows(of, {"TT-BUOI", "TT-LUOT"})["section"]
    assert (left["path"], left["rows"]) == ("II.2", [])  # it was empty before
    ruled = drafting.with_rules(of, {"JUMP": {"times": 3}})
    ruled = drafting.with_pair(ruled, "AT-MOST", ["TT-BUOI"], "TT-LUOT", "warning")
    ruled = drafting.with_pair(ruled, "AT-MOST", ["TT-LUOT"], "TT-BUOI", "error")
    assert [(rule.get("code"), rule.get("severity")) for rule in ruled["rule"]] == [
        (None, None), ("AT-MOST-1", "warning"), ("AT-MOST-2", "error"),
    ]  # fmt: skip
    for left in (drafting.without_rows(ruled, {"TT-BUOI"}), drafting.without_section(ruled, "II.1")):
        assert left["code"] == "CD75-X"
        assert left["rule"] == [{"like": "JUMP", "times": 3}]
    assert drafting.without_rule(ruled, "AT-MOST-1") == {**ruled, "rule": [ruled["rule"][0], ruled["rule"][2]]}
    some = drafting.with_pair(of, "AT-MOST", ["TT-BUOI", "TT-NGUOI"], "TT-LUOT", "warning")
    assert drafting.without_rows(some, {"TT-NGUOI"})["rule"] == [{**some["rule"][0], "indicators": ["TT-BUOI"]}]


def test_only_ratios_and_splits_need_others_beside_them() -> None:
    assert drafting.companions(["TT-BUOI", "VL-CO"], CATALOGUE) == ()
    assert set(drafting.companions(["CK-TYLE"], CATALOGUE)) == {"CK-HO", "HV-HO"}


def test_a_section_takes_its_title_from_the_quarterly_form_and_none_where_no_form_has_it() -> None:
    for section in forms.get("HND-QUY").sections:
        assert drafting.known_titles()[section.path] == (section.title_vi, section.title_en)
    unknown = drafting.with_section(draft(), "ZZ")["section"]
    assert unknown == [{"path": "ZZ", "title_vi": "", "title_en": "", "rows": []}]


def test_rows_go_where_they_are_put_and_take_their_rules_with_them() -> None:
    of = drafting.with_rows(draft("PT-DOT"), {"TT-BUOI", "TT-LUOT"}, CATALOGUE, "II.2")
    assert [section["rows"] for section in of["section"]] == [["PT-DOT", "TT-BUOI", "TT-LUOT"]]
    ruled = drafting.with_pair(of, "AT-MOST", ["TT-BUOI", "PT-DOT"], "TT-LUOT", "warning")
    ruled = drafting.with_pair(ruled, "TOTAL", ["TT-BUOI"], "TT-LUOT", "error")
    assert [rule["code"] for rule in ruled["rule"]] == ["AT-MOST-1", "TOTAL-1"]
    assert [rule.code for rule in forms.read(ruled, CATALOGUE, 1).rules][-2:] == ["AT-MOST-1", "TOTAL-1"]
    left = drafting.without_rows(ruled, {"TT-BUOI"})
    assert [rule["indicators"] for rule in left["rule"]] == [["PT-DOT"]]
    assert drafting.without_rows(ruled, {"TT-LUOT"})["rule"] == []
    assert drafting.without_rule(ruled, "TOTAL-1")["rule"] == ruled["rule"][:1]


def test_shared_rules_are_taken_left_and_changed() -> None:
    of = drafting.with_pair(draft("TT-BUOI", "PT-DOT"), "AT-MOST", ["PT-DOT"], "TT-BUOI", "error")
    ruled = drafting.with_rules(of, {"EMPTY": {}, "JUMP": {"times": 3, "severity": "error"}, "NO": {}})
    assert ruled["use"] == ["EMPTY"]
    assert [rule.get("code", rule["like"]) for rule in ruled["rule"]] == ["JUMP", "AT-MOST-1"]
    form = forms.read(ruled, CATALOGUE, 1)
    jump = next(rule for rule in form.rules if rule.code == "JUMP")
    assert (jump.times, jump.least, jump.severity, jump.sentence_vi) == (
        3, 20, "error", forms.shared_rules()["JUMP"].sentence_vi,
    )  # fmt: skip
    assert drafting.with_rules(ruled, {"JUMP": {}})["use"] == ["JUMP"]
    assert [rule["like"] for rule in drafting.with_rules(ruled, {"JUMP": {}})["rule"]] == ["AT-MOST"]


def test_a_section_is_renamed() -> None:
    of = drafting.renamed_section(draft("TT-BUOI"), "II.1", path="II.2", title_vi="Tháng cao điểm", title_en="Peak")
    assert of["section"] == [{"path": "II.2", "title_vi": "Tháng cao điểm", "title_en": "Peak", "rows": ["TT-BUOI"]}]


# Publishing


TODAY = date(2021, 4, 10)
FORM = forms.read(draft("TT-BUOI"), CATALOGUE, 1)


def hindered(form: Form, before: Form | None = None, reported: str = "", level: str = "province") -> list[str]:
    found = publishing.hindrances(
        form, owner_level=level, today=TODAY, holidays=vietnamese(), before=before,
        reported=parse(reported) if reported else None,
    )  # fmt: skip
    return [fault.place for fault in found]


def test_nobody_is_late_from_the_start() -> None:
    """N20: March is due on the 24th; April on the 26th, because the 21st is a holiday."""
    assert hindered(FORM) == []
    assert hindered(replace(FORM, first_period=parse("202103"))) == ["first_period"]
    assert hindered(replace(FORM, first_period=None)) == ["first_period"]
    assert publishing.first_due(FORM, parse("202104"), vietnamese()) == date(2021, 4, 26)
    assert hindered(FORM, level="district") == ["level:province"]


def test_a_version_keeps_to_the_line_of_its_form() -> None:
    before, new = replace(FORM, first_period=parse("202101")), replace(FORM, version=2)
    assert hindered(new, before) == []
    assert hindered(new, FORM) == ["first_period"]
    assert hindered(new, before, "202104") == ["first_period"]
    assert hindered(new, before, "202103") == []
    assert hindered(new, replace(before, calendar="ND09")) == ["calendar"]
    assert hindered(new, replace(before, kind=Kind.QUARTER)) == ["period"]


@given(st.dates(date(2021, 1, 1), date(2025, 12, 31)), st.none() | st.integers(-6, 6))
def test_what_may_begin_and_end_never_cuts_off_what_was_reported(today: date, offset: int | None) -> None:
    running = publishing.beginnings(FORM, today, None)[1]
    reported = None if offset is None else running.next(offset)
    begins = publishing.beginnings(FORM, today, reported)
    assert len(set(begins)) == len(begins)
    assert all(reported is None or one > reported for one in begins)
    first = Period(2021, Kind.MONTH, 4)
    ends = publishing.endings(FORM, today, reported)
    assert ends == sorted(ends)
    assert all(one >= first.previous() and (reported is None or one >= reported) for one in ends)
    assert len(ends) > 1
