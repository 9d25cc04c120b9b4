"""Parts against their whole, jumps and totals that restart, by the rules of the half-yearly form."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lanhmanh.reporting.rules import catalogue as catalogues
from lanhmanh.reporting.rules.forms import Form, Severity, get
from lanhmanh.reporting.rules.validation import Problem, check, errors

FORM = get("HND-6THANG")
CATALOGUE = catalogues.load()
SEXES = ("HT-NAM", "HT-NU")
FORMS = ("HT-GIADINH", "HT-TUNGUYEN", "HT-BATBUOC", "HT-THAYTHE", "HT-SAUCAI", "HT-KHAC")
NUMBERS = st.none() | st.integers(0, 12)


def values(whole: int | None, codes: tuple[str, ...], parts: list[int | None]) -> dict[str, Decimal | None]:
    numbers = dict(zip(("HT-HOSO", *codes), (whole, *parts), strict=True))
    return {code: None if number is None else Decimal(number) for code, number in numbers.items()}


def found(problems: list[Problem]) -> list[tuple[str, str]]:
    return [(problem.code, problem.indicator) for problem in problems]


@given(NUMBERS, st.lists(NUMBERS, min_size=2, max_size=2))
@settings(max_examples=100)
def test_an_open_split_adds_up_to_the_whole_or_less_and_the_rest_is_not_stated(
    whole: int | None, parts: list[int | None]
) -> None:
    problems = check(FORM, values(whole, SEXES, parts))
    codes = {problem.code for problem in problems}
    given_ = [part for part in parts if part is not None]
    assert ("SPLIT" in codes) == (whole is not None and sum(given_) > whole)
    assert ("REST" in codes) == (whole is not None and bool(given_) and sum(given_) < whole)
    assert "EXACT" not in codes
    assert [one.severity for one in problems if one.code == "REST"] == [Severity.WARNING] * ("REST" in codes)


@given(NUMBERS, st.lists(NUMBERS, min_size=6, max_size=6))
@settings(max_examples=100)
def test_a_closed_split_that_is_full_adds_up_exactly(whole: int | None, parts: list[int | None]) -> None:
    codes = {problem.code for problem in check(FORM, values(whole, FORMS, parts))}
    given_ = [part for part in parts if part is not None]
    full = len(given_) == len(parts)
    assert ("SPLIT" in codes) == (whole is not None and sum(given_) > whole)
    assert ("EXACT" in codes) == (whole is not None and full and sum(given_) < whole)
    assert ("REST" in codes) == (whole is not None and bool(given_) and not full and sum(given_) < whole)


def test_what_the_splits_say() -> None:
    (over,) = check(FORM, values(3, SEXES, [2, 2]))
    assert (over.code, over.indicator, over.severity) == ("SPLIT", "HT-HOSO", Severity.ERROR)
    assert over.sentence == (
        "“Hồ sơ hỗ trợ đang mở (cuối kỳ)” là 3 nhưng các phần theo giới tính cộng lại 4. Sửa tổng số hoặc các phần."
    )
    assert "its parts by sex add up to 4" in over.sentence_en
    (rest,) = check(FORM, values(9, SEXES, [2, 2]))
    assert "5 hồ sơ không nêu giới tính" in rest.sentence
    assert "sex is not stated for 5 cases" in rest.sentence_en
    (exact,) = check(FORM, values(9, FORMS, [2, 2, 1, 1, 1, 1]))
    assert (exact.code, exact.severity) == ("EXACT", Severity.ERROR)
    assert "đã nhập đủ mà còn thiếu 1" in exact.sentence


def test_a_note_at_the_whole_answers_for_what_is_not_stated_but_not_for_too_much() -> None:
    notes = {"HT-HOSO": "Hai người không muốn nêu"}
    assert check(FORM, values(9, SEXES, [2, 2]), notes=notes) == []
    assert found(check(FORM, values(3, SEXES, [2, 2]), notes=notes)) == [("SPLIT", "HT-HOSO")]
    assert found(check(FORM, values(9, FORMS, [1] * 6), notes=notes)) == [("EXACT", "HT-HOSO")]


def test_a_part_without_its_whole_is_asked_for_the_whole_alone() -> None:
    assert found(check(FORM, values(None, SEXES, [2, None]))) == [("WHOLE", "HT-NAM")]
    assert check(FORM, values(4, SEXES, [None, None])) == []


def test_the_least_rest_is_asked_about() -> None:
    assert found(check(FORM, values(5, SEXES, [4, None]))) == [("REST", "HT-HOSO")]
    amounts = {"VV-DUNO": Decimal("10.003"), "VV-DUNONHCS": Decimal("10.002"), "VV-HO": Decimal(4)}
    assert found(check(FORM, amounts)) == [("REST", "VV-DUNO")]


def test_a_part_is_held_against_a_whole_of_its_own_form_only() -> None:
    alone = replace(FORM, sections=(replace(FORM.sections[0], rows=("TC-DAGS",)),))
    assert CATALOGUE["TC-DAGS"].part_of == "TC-COSO"
    assert check(alone, {"TC-DAGS": Decimal(3), "TC-COSO": Decimal(2)}) == []
    assert check(alone, {"TC-DAGS": Decimal(3)}) == []


def test_exact_amounts_keep_their_thousandths() -> None:
    sources = {"VV-DUNO": "10.003", "VV-DUNONHCS": "5.001", "VV-DUNOQUY": "5.001", "VV-DUNOKHAC": "0.001", "VV-HO": "4"}
    amounts = {code: Decimal(text) for code, text in sources.items()}
    assert check(FORM, amounts) == []
    assert found(check(FORM, {**amounts, "VV-DUNO": Decimal("10.002")})) == [("SPLIT", "VV-DUNO")]
    assert found(check(FORM, {**amounts, "VV-DUNO": Decimal("10.004")})) == [("EXACT", "VV-DUNO")]


def _jumps(before: int | None, now: int | None, form: Form = FORM, **notes: str) -> list[Problem]:
    def at(number: int | None) -> Mapping[str, Decimal | None]:
        return {"TT-MANG": None if number is None else Decimal(number), "TT-HOITHI": Decimal(1)}

    return check(form, at(now), at(before), notes={code.replace("_", "-"): note for code, note in notes.items()})


@pytest.mark.parametrize(
    ("before", "now", "jumps"),
    [
        (10, 50, False), (10, 51, True), (50, 10, False), (51, 10, True), (100, 0, True), (0, 100, False),
        (3, 19, False), (3, 20, True), (19, 3, False), (20, 3, True), (1, 20, True),
        (None, 100, False), (100, None, False),
    ],
)  # fmt: skip
def test_a_jump_is_more_than_five_times_or_under_a_fifth(before: int | None, now: int | None, jumps: bool) -> None:
    assert found(_jumps(before, now)) == ([("JUMP", "TT-MANG")] if jumps else [])


@given(st.integers(0, 400), st.integers(0, 400), st.integers(2, 9), st.integers(0, 60))
def test_the_rule_says_how_many_times_and_from_which_size(before: int, now: int, times: int, least: int) -> None:
    rules = tuple(replace(r, times=times, least=least) if r.code == "JUMP" else r for r in FORM.rules)
    far = now > before * times or now * times < before
    assert bool(_jumps(before, now, replace(FORM, rules=rules))) == (before > 0 and far and max(before, now) >= least)


def test_a_jump_is_a_warning_until_noted() -> None:
    (problem,) = _jumps(10, 60)
    assert errors([problem]) == []
    assert "là 60, kỳ trước 10: hơn 5 lần hoặc dưới 1/5" in problem.sentence
    assert "is 60, 10 the period before: over 5 times or under 1/5" in problem.sentence_en
    assert _jumps(10, 60, TT_MANG="Tháng cao điểm") == []
    assert found(_jumps(10, 60, TT_MANG=" ")) == [("JUMP", "TT-MANG")]


@pytest.mark.parametrize(
    ("begins_year", "wanted"),
    [
        (False, [("JUMP", "CK-TUDAUNAM"), ("FALL", "CK-TUDAUNAM"), ("FALL", "HT-TUDAU")]),
        (True, [("FALL", "HT-TUDAU")]),
    ],
)
def test_a_total_since_1_january_starts_anew_with_the_year(begins_year: bool, wanted: list[tuple[str, str]]) -> None:
    before = {"CK-TUDAUNAM": Decimal(90), "HT-TUDAU": Decimal(9)}
    now = {"CK-TUDAUNAM": Decimal(4), "HT-TUDAU": Decimal(8)}
    assert found(check(FORM, now, before, begins_year=begins_year)) == wanted
    assert begins_year or check(FORM, now, before) == check(FORM, now, before, begins_year=False)


PLACES = "{name}|{value}|{unit}|{other}|{other_value}|{group}|{times}"


def test_a_sentence_leaves_blank_what_there_is_not_and_says_what_is_missing() -> None:
    rules = tuple(replace(rule, sentence_vi=PLACES, sentence_en=PLACES) for rule in get("HND-QUY").rules)
    form = replace(get("HND-QUY"), rules=rules)
    (empty,) = check(form, {})
    assert empty.sentence == "|trống|||trống||0"
    assert empty.sentence_en == "|empty|||empty||0"
    (untyped,) = check(form, {"PT-DOT": Decimal(1)}, derived={"TT-BUOI": Decimal("1234.5")})
    assert untyped.sentence == "Buổi tuyên truyền do Hội chủ trì hoặc phối hợp|trống|buổi||1.234,5||0"
    assert untyped.sentence_en.endswith("|empty|sessions||1,234.5||0")


@pytest.mark.parametrize("code", ["HND-THANG", "HND-6THANG", "HND-NAM", "HND-PLCT2", "HND-PLQD28"])
def test_zeros_pass_every_form_and_nothing_passes_none(code: str) -> None:
    form = get(code)
    zeros = {row: Decimal(0) for row in form.rows if not CATALOGUE[row].is_ratio}
    assert check(form, zeros, zeros) == []
    assert found(check(form, {})) == [("EMPTY", "")]
