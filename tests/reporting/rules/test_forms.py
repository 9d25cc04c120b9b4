"""The quarterly form, faulty forms, and the problems that its rules find."""

import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from functools import cache
from importlib.resources import files

import polib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.periods import Kind, Period
from lanhmanh.law import registers
from lanhmanh.law.calendars import window
from lanhmanh.law.holidays import vietnamese
from lanhmanh.law.working_days import due
from lanhmanh.reporting.rules import catalogue as catalogues
from lanhmanh.reporting.rules.catalogue import Rule
from lanhmanh.reporting.rules.faults import LEVEL_NAMES, of_definition, of_form
from lanhmanh.reporting.rules.forms import (
    Check,
    Form,
    FormError,
    FormRule,
    Severity,
    get,
    latest,
    load,
    of_state,
    owed,
    parse,
    shared_rules,
)
from lanhmanh.reporting.rules.shapes import LEVELS, timeline
from lanhmanh.reporting.rules.validation import Problem, check, errors

FORM = get("HND-QUY")
STATE = ("01-BCN", "03-BCN")
TEXT = files("lanhmanh.reporting").joinpath("data", "forms", "quarterly.toml").read_text(encoding="utf-8")
CATALOGUE = catalogues.load()
LOCALE = files("lanhmanh").joinpath("locale", "en", "LC_MESSAGES", "django.po")


@cache
def english() -> frozenset[str]:
    """Return every sentence that is said in English too."""
    return frozenset(entry.msgid for entry in polib.pofile(str(LOCALE)) if entry.translated())


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
        "01-BCN": ("MONTH", Kind.MONTH, "202201", "202506"),
        "03-BCN": ("MONTH", Kind.HALF, "2022S1", "2025S1"),
        "HND-6THANG": ("ND09", Kind.HALF, "2022S1", "None"),
        "HND-NAM": ("ND09", Kind.YEAR, "2022", "None"),
        "HND-PLCT2": ("ND09", Kind.YEAR, "2022", "2025"),
        "HND-PLQD28": ("QD28", Kind.YEAR, "2025", "None"),
    }
    assert [one.kind.months for one in latest()] == [1, 3, 6, 12, 12, 12, 1, 6]
    assert [one.code for one in of_state()] == list(STATE) and (*owed(), *of_state()) == latest()
    assert all(rule.source.flag and rule.level for one in latest() for rule in one.levels if one.code not in STATE)


@pytest.mark.parametrize("code", STATE)
def test_a_form_of_the_state_keeps_its_days_and_says_what_was_not_checked(code: str) -> None:
    """The circular names a day of the calendar; the register of forms in `law` says the same days."""
    form, law = get(code), registers.forms()[code]
    period = Period(2022, form.kind)
    due_on = due(form.calendar, period, form.levels[0], vietnamese())
    assert due_on == registers.form_due(code, period)
    assert window(form.calendar, period) == registers.form_days(code, period)
    assert law.held_until is not None
    assert form.last_period is not None
    assert window(form.calendar, form.last_period).last == law.held_until
    assert all("chưa đối chiếu" in CATALOGUE[row].note and "05/2011" in CATALOGUE[row].note for row in form.rows)
    assert all("chưa đối chiếu" in section.title_vi for section in form.sections)


def test_every_group_of_the_circular_that_a_commune_tells_of_has_its_row() -> None:
    groups = {one.code for one in registers.forms()["03-BCN"].groups}
    rows = {"home": "BCN-GIADINH", "community": "BCN-CONGDONG", "compulsory_community": "BCN-BATBUOC",
            "post_rehab": "BCN-SAUCAI", "support": "BCN-HOTRO", "relapse": "BCN-TAINGHIEN",
            "communes_without": "BCN-XAKHONG", "staff": "BCN-CANBO", "spending": "BCN-KINHPHI"}  # fmt: skip
    assert groups == rows.keys()
    assert {*get("01-BCN").rows, *get("03-BCN").rows} == set(rows.values())


def test_a_form_is_in_force_from_its_first_to_its_last_period() -> None:
    ladder, classes = get("HND-PLCT2"), get("HND-PLQD28")
    assert [ladder.in_force(Period(year)) for year in (2021, 2022, 2025, 2026)] == [False, True, True, False]
    assert [classes.in_force(Period(year)) for year in (2024, 2025, 2099)] == [False, True, True]


def test_every_check_is_asked_for_and_every_rule_speaks_both_languages() -> None:
    rules = [rule for form in latest() for rule in form.rules]
    assert {rule.check for rule in rules} == set(Check) == {rule.check for rule in shared_rules().values()}
    for rule in [*rules, *shared_rules().values()]:
        told = (rule.title_vi, rule.title_en, rule.sentence_vi, rule.sentence_en)
        assert all(text.strip() for text in told), rule.code
        assert places(rule.sentence_vi) == places(rule.sentence_en), rule.code
        assert not re.search("[À-ỹ]", rule.title_en + rule.sentence_en), rule.code
    assert all(len({rule.code for rule in form.rules}) == len(form.rules) for form in latest())


def places(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", text))


@pytest.mark.parametrize("form", latest(), ids=lambda form: form.code)
def test_every_form_asks_for_what_fits_its_rows(form: Form) -> None:
    """Whoever makes a form is offered these rules; the forms of the product use them all where they have a meaning."""
    rows, asked = [CATALOGUE[code] for code in form.rows], {rule.check for rule in form.rules}
    fits = {
        Check.PART: any(row.part_of in form.rows for row in rows),
        Check.TOGETHER: any(row.is_ratio for row in rows),
        Check.DERIVED: any(row.figure for row in rows),
        Check.FALL: any(row.since for row in rows),
        Check.SPLIT: any(row.breakdown for row in rows),
    }
    assert {check for check, fit in fits.items() if fit} <= asked
    assert {Check.EMPTY, Check.NEGATIVE, Check.DECIMALS} <= asked


def test_a_new_rule_is_an_entry_of_data() -> None:
    entry = """
[[rule]]
code = "VISITS"
check = "at_most"
severity = "warning"
indicators = ["GD-THAM"]
other = "TT-BUOI"
sentence_vi = "{name} là {value}, {other} là {other_value}."
sentence_en = "{name} is {value}, {other} is {other_value}."
"""
    form = parse(TEXT + entry, CATALOGUE)
    (problem,) = check(form, d(GD_THAM=3, TT_BUOI=2))
    assert (problem.code, problem.severity, problem.indicator) == ("VISITS", Severity.WARNING, "GD-THAM")
    assert problem.sentence.startswith("Lượt thăm hỏi, động viên là 3, Buổi tuyên truyền")
    assert check(form, d(GD_THAM=3, TT_BUOI=2), notes={"GD-THAM": "tháng cao điểm"}) == []
    assert check(form, d(GD_THAM=3, TT_BUOI=3)) == []
    assert check(form, d(GD_THAM=3)) == []


def test_indicators_that_ought_to_add_up_to_another() -> None:
    (problem,) = check(FORM, d(CN_VD=9, CN_GD=4, CN_CS=4))
    assert (problem.code, problem.indicator, problem.severity) == ("REHAB", "CN-VD", Severity.WARNING)
    assert problem.sentence == (
        "“Người được vận động đã đăng ký cai nghiện” là 9 nhưng “Trong đó: cai nghiện tại gia đình, cộng đồng” + "
        "“Trong đó: cai nghiện tự nguyện tại cơ sở” cộng lại 8. Kiểm tra các ô này."
    )
    assert check(FORM, d(CN_VD=9, CN_GD=4, CN_CS=4), notes={"CN-VD": "một người thay thế"}) == []
    assert check(FORM, d(CN_VD=9, CN_GD=4)) == []
    assert check(FORM, d(CN_VD=9, CN_GD=4, CN_CS=5)) == []


def test_a_note_answers_a_warning_and_never_an_error() -> None:
    rules = tuple(replace(rule, severity=Severity.ERROR) if rule.code == "FALL" else rule for rule in FORM.rules)
    values, before, notes = d(CK_HO=8, HV_HO=10), d(CK_HO=9), {"CK-HO": "Tách chi hội"}
    assert check(FORM, values, before, notes=notes) == []
    assert found(check(replace(FORM, rules=rules), values, before, notes=notes)) == [("FALL", "CK-HO")]


@pytest.mark.parametrize("code", [form.code for form in latest()])
def test_a_rule_on_falling_totals_looks_at_all_of_its_form(code: str) -> None:
    form = get(code)
    running = {row for row in form.rows if CATALOGUE[row].since}
    (*falls,) = (rule for rule in form.rules if rule.check is Check.FALL)
    assert bool(falls) or not running
    assert all(CATALOGUE[row].over_time is Rule.LAST for rule in falls for row in rule.indicators | running)


QUARTERS = st.integers(0, 40).map(lambda n: Period(2019, Kind.QUARTER).next(n))


@given(st.lists(st.tuples(QUARTERS, st.none() | QUARTERS), min_size=1, max_size=5), st.booleans(), QUARTERS)
def test_every_period_is_reported_on_exactly_one_version_or_none(
    told: list[tuple[Period, Period | None]], open_start: bool, period: Period
) -> None:
    versions = [
        replace(FORM, version=n, first_period=None if open_start and n == 1 else first, last_period=last)
        for n, (first, last) in enumerate(told, 1)
    ]
    line = timeline(reversed(versions))
    asked = [form for form in line if form.in_force(period)]
    assert len(asked) <= 1
    assert [form.version for form in line] == [form.version for form in versions]
    begun = [form for form in versions if form.first_period is None or form.first_period <= period]
    if begun:  # the latest version that has begun is the one, unless it was ended before
        late = begun[-1]
        assert asked == ([line[late.version - 1]] if late.in_force(period) else [])
    assert line[-1].at(period) == (asked[0] if asked else line[-1])
    assert line[-1].is_asked(period) == bool(asked)
    assert [form.version for form in line[-1].earlier] == [form.version for form in versions[-2::-1]]


def test_a_version_without_a_beginning_has_no_place_after_another() -> None:
    with pytest.raises(ValueError, match="first period"):
        timeline([FORM, replace(FORM, version=2)])


def test_a_form_is_the_same_whatever_went_before_it_and_whoever_makes_it() -> None:
    assert replace(FORM, earlier=(FORM,)) == replace(FORM, of_state=True) == FORM
    assert "earlier" not in repr(FORM)
    assert Form("X", 1, "X", "X", "MONTH", Kind.MONTH, (), (), ()).of_state is False


def test_a_rule_that_says_no_more_looks_at_every_row_and_has_no_title_of_its_own() -> None:
    rule = FormRule("X", Check.FALL, Severity.WARNING, "Câu", "Sentence")
    assert (rule.times, rule.least, rule.other, rule.title_vi, rule.title_en) == (0, 0, "", "", "")
    assert all(rule.covers(code) for code in FORM.rows)


def test_a_form_concerns_those_above_the_levels_that_it_asks() -> None:
    only = replace(FORM, levels=tuple(rule for rule in FORM.levels if rule.level == "commune"))
    levels = ("province", "district", "commune", "branch", "country")
    assert [only.concerns(level) for level in levels] == [True, True, True, False, False]
    assert [only.asks(level) for level in levels] == [False, False, True, False, False]
    assert [FORM.asks(level) for level in levels] == [True, True, True, False, False]
    lowest = replace(FORM, levels=(replace(FORM.levels[0], level="branch"),))
    assert [lowest.concerns(level) for level in levels] == [True, True, True, True, False]


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
        ('"TT-BUOI", ', '"TT-BUOI", "TT-BUOI", ', "row:TT-BUOI: “Buổi tuyên truyền"),
        ('"TT-BUOI", ', '"NO", ', "row:NO: Không có chỉ tiêu “NO”"),
        ('"HV-HO", ', "", "row:CK-TYLE: “Tỷ lệ hộ hội viên ký cam kết” cần cả “Tổng số hộ hội viên cuối kỳ”"),
        ('indicators = ["CK-HO", ', 'indicators = ["NO", ', "rule:FALL: Quy tắc “Số lũy kế giảm” nêu chỉ tiêu NO"),
        (
            'other = "MH-TONG"',
            'other = "NO"',
            "rule:MODELS: Quy tắc “Không được lớn hơn chỉ tiêu khác” nêu chỉ tiêu NO",
        ),
        ('other = "MH-TONG"', "", "rule:MODELS: Quy tắc “Không được lớn hơn chỉ tiêu khác” phải nêu"),
        ('indicators = ["MH-MOI"]', 'indicators = ["MH-TONG"]', "rule:MODELS: Quy tắc “Không được lớn hơn"),
        ('like = "FALL"', 'like = "FALL"\nother = "CK-HO"', "rule:FALL: Quy tắc “Số lũy kế giảm” phải nêu"),
        ('like = "FALL"', 'like = "FALL"\nsentence_en = "{figure}"', "rule:FALL: Quy tắc “Số lũy kế giảm”: câu có chỗ"),
        ('like = "FALL"', 'like = "NO"', "rule:NO: Không có quy tắc chung “NO”"),
        ('like = "FALL"', 'code = "NO"', "rule:NO: Quy tắc “NO” không nói kiểm tra gì"),
        (
            'like = "FALL"',
            'like = "FALL"\nseverity = "grave"',
            "rule:: Quy tắc “” không nói kiểm tra gì hoặc nặng đến đâu",
        ),
        (
            'like = "FALL"',
            'like = "EMPTY"\ncode = "E"\nseverity = "warning"',
            "rule:E: Quy tắc “Báo cáo trống” nói về cả",
        ),
        ('like = "FALL"', 'like = "FALL"\nheight = 3', "cannot be read"),
        ('calendar = "ND09"', 'calendar = "X"', "calendar: Không có lịch báo cáo “X”"),
        ('calendar = "ND09"', 'calendar = "N31"', "calendar: Không có lịch báo cáo “N31”"),
        ('calendar = "ND09"\n', "", "calendar: Chưa chọn ngày chốt số liệu"),
        ('code = "HND-QUY"', 'code = ""', "code: Biểu chưa có mã"),
        ('level = "district"\n', "", "level:: Không có cấp “”"),
        ('path = "II.2"\n', "", "section:: Có phần chưa gắn với mục nào"),
        ('title_vi = "Thông tin, truyền thông"', "title_vi = ''", "section:III.1: Phần “III.1” chưa có tên tiếng Việt"),
        (', "WHOLE"', "", "rule:WHOLE: “Tỷ lệ hộ hội viên ký cam kết” là phần trên tổng"),
        (', "TOGETHER"', "", "rule:TOGETHER: “Tỷ lệ hộ hội viên ký cam kết” là tỷ lệ"),
        ('name_en = "Quarterly report of the Farmers’ Union"', 'name_en = " "', "name_en: Biểu chưa có tên tiếng Anh"),
        ("version = 1", "version = 0", "version: Số của bản biểu"),
        ("version = 1", "version = 2", "first_period: Bản 2 phải nói áp dụng từ kỳ nào"),
        ("working_days_after = 3", "working_days_after = 0", "level:commune: Hạn nộp của cấp xã phải sau ngày chốt"),
        ('level = "district"', 'level = "commune"', "level:commune: Cấp xã đứng hai lần"),
        ('level = "district"', 'level = "country"', "level:country: Không có cấp “country”"),
        ('path = "II.2"', 'path = "II.1"', "section:II.1: Mục II.1 của kế hoạch đứng ở hai phần"),
        ('path = "II.2"', 'path = ""', "section:: Có phần chưa gắn với mục nào"),
        ('["RS-DOT", "CN-VD", "CN-GD", "CN-CS"]', "[]", "section:III.3: Phần “III.3” chưa có chỉ tiêu nào"),
        ('title_en = "Information and media"', "title_en = ' '", "section:III.1: Phần “III.1” chưa có tên tiếng Anh"),
        ('period = "QUARTER"', 'period = "WEEK"', "period: Không có loại kỳ “WEEK”"),
        (
            'period = "QUARTER"',
            'period = "QUARTER"\nfirst_period = "202101"',
            "first_period: Kỳ tháng 1/2021 không phải",
        ),
        (
            'period = "QUARTER"',
            'period = "QUARTER"\nlast_period = "2021"',
            "last_period: Kỳ năm 2021 không phải kỳ quý",
        ),
        ('period = "QUARTER"', 'period = "QUARTER"\nfirst_period = "soon"', "first_period: Không hiểu kỳ “soon”"),
        (
            'period = "QUARTER"',
            'period = "QUARTER"\nfirst_period = "2022Q1"\nlast_period = "2021Q4"',
            "last_period: Kỳ cuối đứng trước kỳ đầu",
        ),
        ('calendar = "ND09"', 'calendar = "QD28"', "calendar: Lịch Phân loại địa bàn"),
        ('use = ["EMPTY"', 'use = ["NO", "EMPTY"', "rule:NO: Không có quy tắc chung “NO”"),
        ('use = ["EMPTY"', 'use = ["PART", "EMPTY"', "rule:PART: Quy tắc “Phần lớn hơn tổng” đứng hai lần"),
        ('use = ["EMPTY"', 'use = ["TOTAL", "EMPTY"', "rule:TOTAL: Quy tắc “Các chỉ tiêu cộng lại bằng"),
        ('like = "FALL"', 'like = "JUMP"\ntimes = 1', "rule:JUMP: Quy tắc “Số nhảy bất thường so với kỳ trước”: chỉ"),
        ('like = "FALL"', 'like = "FALL"\ntimes = 2', "rule:FALL: Quy tắc “Số lũy kế giảm”: chỉ quy tắc số nhảy"),
        ('"TT-BUOI", ', '"TT-BUOI", "HT-NU", ', "row:HT-NU: Chia “Hồ sơ hỗ trợ đang mở (cuối kỳ)” theo giới tính"),
        ('"TT-BUOI", ', '"TT-BUOI", "HT-HOSO", "HT-NU", ', "row:HT-HOSO: Chia “Hồ sơ hỗ trợ đang mở (cuối kỳ)” theo"),
    ],
)
def test_a_faulty_form_is_refused(old: str, new: str, fault: str) -> None:
    assert old in TEXT
    with pytest.raises(FormError, match=re.escape(fault)) as caught:
        parse(TEXT.replace(old, new, 1), CATALOGUE)
    assert not caught.value.faults or any(str(one).startswith(fault) for one in caught.value.faults)
    for one in caught.value.faults:
        assert "%" not in str(one.why)
        assert one.why.sentence in english(), one.why.sentence


LEVELS_SAID = {
    "province": ("tỉnh", "province"), "district": ("huyện", "district"), "commune": ("xã", "commune"),
    "branch": ("chi hội", "branch"),
}  # fmt: skip
KINDS_SAID = {
    Kind.YEAR: ("năm", "year"), Kind.HALF: ("6 tháng", "half-year"), Kind.QUARTER: ("quý", "quarter"),
    Kind.MONTH: ("tháng", "month"),
}  # fmt: skip


def told(**change: object) -> list[tuple[str, dict[str, object]]]:
    """Return what is missing in a definition that has a code alone: where, and with which values."""
    return [(one.place, one.why.values) for one in of_definition({"code": "X", "version": 1, **change}, ())]


@pytest.mark.parametrize(("level", "names"), LEVELS_SAID.items())
def test_a_level_is_named_in_both_languages(level: str, names: tuple[str, str]) -> None:
    row = {"level": level, "working_days_after": 0}
    assert told(level=[row, row]).count((f"level:{level}", {"level": names})) == 3


@pytest.mark.parametrize(("kind", "names"), KINDS_SAID.items())
def test_a_kind_of_period_is_named_in_both_languages(kind: Kind, names: tuple[str, str]) -> None:
    month = Period(2021, Kind.MONTH, 5) if kind is not Kind.MONTH else Period(2021)
    form = replace(FORM, kind=kind, last_period=month)
    (wrong,) = [one for one in of_form(form, CATALOGUE) if one.place == "last_period"]
    assert wrong.why.values == {"period": (month.label, month.label_en), "kind": names}


def test_what_has_no_level_and_no_clause_is_told_without_one() -> None:
    assert [place for place, _ in told(level=[{}])].count("level:") == 2  # no level, and no days
    assert [place for place, _ in told(section=[{}])].count("section:") == 4  # no rows, no titles, no clause
    assert ("last_period", {"code": "soon"}) in told(last_period="soon")


def test_a_split_without_its_whole_is_told_at_its_first_part() -> None:
    rows = replace(FORM.sections[0], rows=("HT-TU30", "HT-18-29"))
    (wrong, other) = of_form(replace(FORM, sections=(rows,), rules=()), CATALOGUE)
    assert (wrong.place, other.place) == ("row:HT-18-29", "row:HT-18-29")


def test_a_warning_does_not_keep_the_figures_of_a_ratio_together() -> None:
    softer = tuple(
        replace(rule, severity=Severity.WARNING) if rule.check in {Check.TOGETHER, Check.WHOLE} else rule
        for rule in FORM.rules
    )
    assert not list(of_form(FORM, CATALOGUE))
    told = [one.place for one in of_form(replace(FORM, rules=softer), CATALOGUE)]
    assert set(told) == {"rule:TOGETHER", "rule:WHOLE"}
    some = tuple(replace(rule, indicators=frozenset({"TT-BUOI"})) for rule in FORM.rules if rule.check is Check.WHOLE)
    others = tuple(rule for rule in FORM.rules if rule.check is not Check.WHOLE)
    assert {one.place for one in of_form(replace(FORM, rules=(*others, *some)), CATALOGUE)} == {"rule:WHOLE"}


def test_a_form_may_be_asked_for_one_period_alone() -> None:
    once = replace(FORM, first_period=Period(2022, Kind.QUARTER, 2), last_period=Period(2022, Kind.QUARTER, 2))
    assert not list(of_form(once, CATALOGUE))


def test_every_level_has_a_name_and_a_rule_that_is_wrong_is_named_by_its_title() -> None:
    assert set(LEVEL_NAMES) == set(LEVELS)
    twice = replace(FORM, rules=(*FORM.rules, *(rule for rule in FORM.rules if rule.code == "FALL")))
    names = {one.why.values["rule"] for one in of_form(twice, CATALOGUE)}
    assert names == {(rule.title_vi, rule.title_en) for rule in FORM.rules if rule.code == "FALL"}
    nameless = replace(twice, rules=tuple(replace(rule, title_vi="", title_en="") for rule in twice.rules))
    assert {one.why.values["rule"] for one in of_form(nameless, CATALOGUE)} == {("FALL", "FALL")}


def test_a_text_that_is_no_toml_is_refused() -> None:
    with pytest.raises(FormError, match="cannot be read"):
        parse("code = ", CATALOGUE)


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
