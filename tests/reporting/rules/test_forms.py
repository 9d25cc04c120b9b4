"""The quarterly form, faulty forms, and the problems that its rules find."""

import re
from collections import Counter
from decimal import Decimal
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.periods import Kind, Period
from lanhmanh.reporting.rules import catalogue as catalogues
from lanhmanh.reporting.rules.catalogue import Rule
from lanhmanh.reporting.rules.forms import Check, FormError, Severity, get, latest, load, parse, shared_rules
from lanhmanh.reporting.rules.validation import Problem, check, errors

FORM = get("HND-QUY")
TEXT = files("lanhmanh.reporting").joinpath("data", "forms", "quarterly.toml").read_text(encoding="utf-8")
CATALOGUE = catalogues.load()


def d(**figures: int | str | None) -> dict[str, Decimal | None]:
    return {code.replace("_", "-"): None if figure is None else Decimal(figure) for code, figure in figures.items()}


def found(problems: list[Problem]) -> list[tuple[str, str]]:
    return [(problem.code, problem.indicator) for problem in problems]


def test_the_quarterly_form_keeps_its_rows_in_the_order_of_the_plan() -> None:
    assert (FORM.code, FORM.version, FORM.calendar, FORM.kind) == ("HND-QUY", 1, "ND09", Kind.QUARTER)
    assert (len(FORM.rows), FORM.rows[0], FORM.rows[-1]) == (55, "TT-BUOI", "NN-SXKDG")
    assert [section.path for section in FORM.sections] == sorted(section.path for section in FORM.sections)
    assert load()["HND-QUY", 1] is FORM
    assert FORM.in_force(Period(1999))


def test_every_figure_is_asked_by_exactly_one_form_under_its_item_of_the_plan() -> None:
    asked = Counter(code for form in latest() for code in form.rows)
    assert set(asked) == {one.code for one in CATALOGUE}
    assert [code for code, times in asked.items() if times > 1] == []
    for form in latest():
        for section in form.sections:
            assert {CATALOGUE[code].plan_path for code in section.rows} == {section.path}, form.code


def test_the_forms_and_when_they_are_asked() -> None:
    told = {one.code: (one.calendar, one.kind, str(one.first_period), str(one.last_period)) for one in latest()}
    assert told == {
        "HND-THANG": ("ND09", Kind.MONTH, "202201", "None"),
        "HND-QUY": ("ND09", Kind.QUARTER, "None", "None"),
        "HND-6THANG": ("ND09", Kind.HALF, "2022S1", "None"),
        "HND-NAM": ("ND09", Kind.YEAR, "2022", "None"),
        "HND-PLCT2": ("ND09", Kind.YEAR, "2022", "2025"),
        "HND-PLQD28": ("QD28", Kind.YEAR, "2025", "None"),
    }
    assert [one.kind.months for one in latest()] == [1, 3, 6, 12, 12, 12]
    assert all(rule.source.flag and rule.level for one in latest() for rule in one.levels)


def test_a_form_is_in_force_from_its_first_to_its_last_period() -> None:
    ladder, classes = get("HND-PLCT2"), get("HND-PLQD28")
    assert [ladder.in_force(Period(year)) for year in (2021, 2022, 2025, 2026)] == [False, True, True, False]
    assert [classes.in_force(Period(year)) for year in (2024, 2025, 2099)] == [False, True, True]


def test_every_check_is_asked_for_and_shared_rules_say_what_the_quarter_says() -> None:
    assert {rule.check for form in latest() for rule in form.rules} == set(Check)
    own = {rule.code: rule for rule in FORM.rules}
    assert all(own.get(code, rule) == rule for code, rule in shared_rules().items())
    assert all(len({rule.code for rule in form.rules}) == len(form.rules) for form in latest())


@pytest.mark.parametrize("code", [form.code for form in latest()])
def test_a_rule_on_falling_totals_names_all_of_its_form(code: str) -> None:
    form = get(code)
    running = {row for row in form.rows if CATALOGUE[row].since}
    falls = frozenset().union(*(rule.indicators for rule in form.rules if rule.check is Check.FALL))
    assert running <= falls
    assert all(CATALOGUE[row].over_time is Rule.LAST for row in falls)


def test_due_days_per_level_are_marked_unchecked() -> None:
    days = {rule.level: rule.working_days_after for rule in FORM.levels}
    assert days == {"commune": 3, "district": 5, "province": 7}
    assert FORM.due_rule("commune").source.flag == "chưa đối chiếu"
    with pytest.raises(Refused, match="branch"):
        FORM.due_rule("branch")


@pytest.mark.parametrize(("code", "version"), [("X", None), ("HND-QUY", 9)])
def test_an_unknown_form_is_refused(code: str, version: int | None) -> None:
    with pytest.raises(Refused, match="Không có biểu mẫu"):
        get(code, version)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"TT-BUOI", ', '"TT-BUOI", "TT-BUOI", ', "row TT-BUOI stands more than once"),
        ('"TT-BUOI", ', '"NO", ', "row NO is not in the catalogue"),
        ('"HV-HO", ', "", "row CK-TYLE needs row HV-HO"),
        ('indicators = ["CK-HO", ', 'indicators = ["NO", ', "rule FALL names NO, which is no row"),
        ("({value}). Nhập 0", "({figure}). Nhập 0", "rule NEGATIVE has the unknown place {figure}"),
        ('check = "fall"', 'check = "magic"', "cannot be read"),
        ('calendar = "ND09"', 'calendar = "X"', "cannot be read"),
        ('calendar = "ND09"\n', "", "cannot be read"),
        ("working_days_after = 3", "working_days_after = 0", "cannot be read"),
        ('period = "QUARTER"', 'period = "QUARTER"\nfirst_period = "202101"', "period 202101 is not a QUARTER"),
        ('period = "QUARTER"', 'period = "QUARTER"\nlast_period = "2021"', "period 2021 is not a QUARTER"),
        ('period = "QUARTER"', 'period = "QUARTER"\nfirst_period = "soon"', "cannot be read"),
        (
            'period = "QUARTER"',
            'period = "QUARTER"\nfirst_period = "2022Q1"\nlast_period = "2021Q4"',
            "the last period lies before the first",
        ),
        ('calendar = "ND09"', 'calendar = "QD28"', "calendar QD28 has no QUARTER"),
        ('period = "QUARTER"', 'period = "QUARTER"\nuse = ["NO"]', "cannot be read"),
        ('period = "QUARTER"', 'period = "QUARTER"\nuse = ["PART"]', "rule PART stands more than once"),
        ('check = "fall"', 'check = "jump"', "rule FALL: a jump, and only a jump, says by how many times"),
        ('check = "fall"', 'check = "jump"\ntimes = 1', "rule FALL: a jump, and only a jump, says by how many times"),
        ('check = "fall"', 'check = "fall"\ntimes = 2', "rule FALL: a jump, and only a jump, says by how many times"),
        ('"TT-BUOI", ', '"TT-BUOI", "HT-NU", ', "the split of HT-HOSO by sex needs row HT-NAM"),
    ],
)
def test_a_faulty_form_is_refused(old: str, new: str, fault: str) -> None:
    assert old in TEXT
    with pytest.raises(FormError, match=re.escape(fault)):
        parse(TEXT.replace(old, new, 1), CATALOGUE)


def test_an_empty_report_cannot_be_submitted() -> None:
    assert found(check(FORM, {})) == [("EMPTY", "")]
    assert found(check(FORM, d(TT_BUOI=None))) == [("EMPTY", "")]
    assert check(FORM, d(TT_BUOI=0)) == []


def test_a_part_is_never_more_than_its_whole() -> None:
    (problem,) = check(FORM, d(TG_NHAN=2, TG_CHUYEN=3))
    assert (problem.code, problem.severity, problem.indicator) == ("PART", Severity.ERROR, "TG-CHUYEN")
    assert problem.sentence == (
        "“Trong đó: tin đã chuyển cơ quan Công an” (3) không được lớn hơn “Tin tố giác do Hội tiếp nhận” (2). "
        "Sửa một trong hai ô."
    )
    assert "must not be more than “Tips received by the Union” (2)" in problem.sentence_en
    assert check(FORM, d(TG_NHAN=3, TG_CHUYEN=3)) == []
    assert found(check(FORM, d(TG_CHUYEN=3))) == [("WHOLE", "TG-CHUYEN")]


def test_numbers_are_not_negative_and_keep_to_their_decimals() -> None:
    assert found(check(FORM, d(TT_BUOI=-1))) == [("NEGATIVE", "TT-BUOI")]
    assert found(check(FORM, d(TT_BUOI="1.5"))) == [("DECIMALS", "TT-BUOI")]
    assert check(FORM, d(VV_TIEN="1234.5", TT_BUOI="2.0")) == []
    (problem,) = check(FORM, d(VV_TIEN="1234.55"))
    assert "(1.234,55 triệu đồng)" in problem.sentence
    assert "(1,234.55 million VND)" in problem.sentence_en


def test_both_parts_of_a_ratio_are_given_or_neither() -> None:
    assert found(check(FORM, d(HV_HO=10))) == [("TOGETHER", "CK-HO")]
    assert found(check(FORM, d(CK_HO=10))) == [("WHOLE", "CK-HO")]
    assert check(FORM, d(CK_HO=8, HV_HO=10)) == []


@pytest.mark.parametrize("typed", [13, None])
def test_a_value_that_differs_from_the_facts_needs_a_note(typed: int | None) -> None:
    values = d(TT_BUOI=typed, PT_DOT=1)
    assert found(check(FORM, values, derived=d(TT_BUOI=12))) == [("DERIVED", "TT-BUOI")]
    assert found(check(FORM, values, derived=d(TT_BUOI=12), notes={"TT-BUOI": "  "})) == [("DERIVED", "TT-BUOI")]
    assert check(FORM, values, derived=d(TT_BUOI=12), notes={"TT-BUOI": "Một buổi chưa ghi"}) == []
    assert check(FORM, values, derived=d(TT_BUOI=typed)) == []


def test_a_running_total_that_falls_is_a_warning_until_noted() -> None:
    values, before = d(CK_HO=8, HV_HO=10, GD_DUOC=1), d(CK_HO=9, HV_HO=12, GD_DUOC=5)
    problems = check(FORM, values, before)
    assert found(problems) == [("FALL", "CK-HO")]
    assert errors(problems) == []
    assert check(FORM, values, before, notes={"CK-HO": "Tách chi hội"}) == []
    assert check(FORM, before, values) == []


def test_errors_come_before_warnings() -> None:
    problems = check(FORM, d(CK_HO=8, HV_HO=10, TT_BUOI=-1), d(CK_HO=9))
    assert [problem.severity for problem in problems] == [Severity.ERROR, Severity.WARNING]


@given(
    st.fixed_dictionaries(
        {code: st.none() | st.decimals(-5, 50, places=1) for code in ("TT-LUOT", "TT-LUOT-NU", "CK-HO", "HV-HO")}
    )
)
@settings(max_examples=80)
def test_what_passes_is_consistent(values: dict[str, Decimal | None]) -> None:
    if errors(check(FORM, values)):
        return
    known = [number for number in values.values() if number is not None]
    assert known
    assert all(number >= 0 and number == int(number) for number in known)
    women, all_, signed, households = values["TT-LUOT-NU"], values["TT-LUOT"], values["CK-HO"], values["HV-HO"]
    assert women is None or (all_ is not None and women <= all_)
    assert (signed is None) == (households is None)
