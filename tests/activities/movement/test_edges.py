"""The pure rules of models, campaigns, checks of knowledge, programmes and files, at their edges."""

import zipfile
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest

from lanhmanh.activities.rules import campaigns, files, programmes, quizzes, spreading
from lanhmanh.activities.rules.campaigns import Aim
from lanhmanh.activities.rules.programmes import Claim, Outcome, Programme, Who
from lanhmanh.activities.rules.quizzes import Compared, Count, Question, Side
from lanhmanh.activities.rules.spreading import Deed, Shown, Stage, Step
from lanhmanh.activities.rules.stated import Misstated, in_order, line, past, text_of, within, words
from lanhmanh.kernel.errors import Refused
from tests.activities.movement.told import QUESTIONS, SHOWN, TOLD
from tests.activities.pictures import picture

pytestmark = [pytest.mark.pure, pytest.mark.once]
TODAY = date(2021, 12, 20)
LATER, EARLIER = TODAY + timedelta(days=1), TODAY - timedelta(days=1)
LATE, EARLY, TWISTED = "Ngày này chưa đến", "Năm phải từ 1990", "Ngày sau phải bằng"
LONG, EMPTY = "Quá dài", "Điền ô này"


def wrong(check: Any, *told: Any, **more: Any) -> tuple[str, str]:
    """Return at which field something is refused, and how the sentence begins; a field of "" is none."""
    with pytest.raises(Refused) as refused:
        check(*told, **more)
    return getattr(refused.value, "field", ""), str(refused.value)


def refuses(field: str, begin: str, check: Any, *told: Any, **more: Any) -> None:
    at, why = wrong(check, *told, **more)
    assert (at, why[: len(begin)]) == (field, begin)


# What is stated


def test_a_line_has_single_spaces_and_no_signs_that_are_not_seen() -> None:
    assert line(" a\t\tb\x00c\x7fd\n e ") == "a b c d e"
    assert line("a\u0301") == "á"
    assert words(" a\r\nb\rc\x07d \n") == "a\nb\nc d"
    assert words("a\tb") == "a\tb"


def test_a_text_is_as_long_as_it_may_be_and_there_where_it_is_needed() -> None:
    assert text_of("x", " abc ", 3, needed=True) == "abc"
    assert text_of("x", "a\nb", 3, lines=True) == "a\nb"
    assert text_of("x", "a\nb", 3) == "a b"
    assert text_of("x", "  ", 3) == ""
    assert wrong(text_of, "x", "abcd", 3) == ("x", "Quá dài: không quá 3 ký tự.")
    refuses("x", EMPTY, text_of, "x", "  ", 3, needed=True)


def test_a_day_has_come_and_is_not_from_another_age() -> None:
    for day in (None, TODAY, date(1990, 1, 1)):
        past("x", day, TODAY)
    refuses("x", LATE, past, "x", LATER, TODAY)
    refuses("x", EARLY, past, "x", date(1989, 12, 31), TODAY)
    for first, last in ((None, TODAY), (TODAY, None), (TODAY, TODAY), (EARLIER, TODAY)):
        in_order("x", first, last)
    refuses("x", TWISTED, in_order, "x", TODAY, EARLIER)


def test_a_number_lies_between_its_bounds_with_four_places() -> None:
    for value in (None, 0, 5, Decimal("4.9999"), Decimal("1E+0")):
        within("x", value, 5)
    within("x", 2, 5, 2)
    assert wrong(within, "x", 6, 5) == ("x", "Số phải từ 0 đến 5.")
    assert wrong(within, "x", -1, 1_000_000) == ("x", "Số phải từ 0 đến 1.000.000.")
    assert wrong(within, "x", 1, 5, 2) == ("x", "Số phải từ 2 đến 5.")
    refuses("x", "Nhiều nhất bốn chữ số", within, "x", Decimal("4.99999"), 5)


# Models


def test_words_that_are_kept_of_a_model_stay() -> None:
    assert [*Stage] == ["draft", "proposed", "worth", "not_yet"]
    assert [*Deed] == ["propose", "take_back", "find_worth", "find_not_yet"]
    assert [*Step] == ["planned", "running", "ended"]


def test_a_model_goes_from_its_draft_to_the_judge_and_back() -> None:
    ways = {
        (Stage.DRAFT, Deed.PROPOSE): Stage.PROPOSED, (Stage.NOT_YET, Deed.PROPOSE): Stage.PROPOSED,
        (Stage.PROPOSED, Deed.TAKE_BACK): Stage.DRAFT, (Stage.PROPOSED, Deed.FIND_WORTH): Stage.WORTH,
        (Stage.PROPOSED, Deed.FIND_NOT_YET): Stage.NOT_YET,
    }  # fmt: skip
    why = {Deed.PROPOSE: "Mô hình này đang chờ", Deed.TAKE_BACK: "Chỉ rút được"}
    for stage in Stage:
        for deed in Deed:
            if (stage, deed) in ways:
                assert spreading.after(stage.value, deed) is ways[stage, deed]
            else:
                refuses("", why.get(deed, "Chỉ đánh giá được"), spreading.after, stage, deed)


def test_the_words_of_a_model_stand_once_it_is_proposed() -> None:
    for stage in Stage:
        if stage in (Stage.DRAFT, Stage.NOT_YET):
            spreading.check_open(stage.value)
        else:
            refuses("", "Mô hình đang chờ", spreading.check_open, stage)


def test_nobody_judges_what_they_proposed_and_only_what_is_worth_it_is_taken_up() -> None:
    spreading.check_judge(1, 2)
    spreading.check_judge(None, 2)
    refuses("", "Người đề xuất không tự", spreading.check_judge, 1, 1)
    spreading.check_adopting("worth", at_home=False)
    refuses("unit", "Đơn vị này là nơi", spreading.check_adopting, Stage.WORTH, at_home=True)
    for stage in (Stage.DRAFT, Stage.PROPOSED, Stage.NOT_YET):
        refuses("", "Chỉ nhân rộng", spreading.check_adopting, stage, at_home=False)
    spreading.check_step("planned", Step.RUNNING)
    refuses("", "Bước này không", spreading.check_step, "planned", Step.ENDED)


@pytest.mark.parametrize(
    ("change", "field", "begin"),
    [
        ({"name": " "}, "name", EMPTY),
        ({"name": "a" * 201}, "name", LONG),
        ({"aim": "a" * 3001}, "aim", LONG),
        ({"how": "a" * 5001}, "how", LONG),
        ({"cost_note": "a" * 301}, "cost_note", LONG),
        ({"cost": -1}, "cost", "Số phải từ 0"),
        ({"cost": 10**12 + 1}, "cost", "Số phải từ 0"),
        ({"started_on": LATER}, "started_on", LATE),
        ({"ended_on": LATER}, "ended_on", LATE),
        ({"started_on": TODAY, "ended_on": EARLIER}, "ended_on", TWISTED),
    ],
)
def test_what_cannot_be_told_of_a_model_is_named(change: Any, field: str, begin: str) -> None:
    refuses(field, begin, spreading.check_told, replace(TOLD, **change), TODAY)


def test_a_description_is_tidied_and_as_long_as_it_may_be() -> None:
    told = replace(
        TOLD, name="a" * 200, aim="a\n" * 1499 + "a", how="a\n" * 2499 + "a", cost=10**12, cost_note="a" * 300,
        ended_on=TODAY,
    )  # fmt: skip
    assert spreading.check_told(told, TODAY) == told
    untidy = replace(TOLD, name="  a  b ", aim="a\r\nb ", cost_note=" c\nd ")
    assert spreading.check_told(untidy, TODAY) == replace(TOLD, name="a b", aim="a\nb", cost_note="c d")
    spreading.check_proposal(told, [SHOWN])


@pytest.mark.parametrize(
    ("change", "field", "begin"),
    [
        ({"before": None, "after": None}, "after", "Ghi ít nhất một số"),
        ({"before": Decimal(-1)}, "before", "Số phải từ 0"),
        ({"after": Decimal(10**12 + 1)}, "after", "Số phải từ 0"),
        ({"before_on": LATER}, "before_on", LATE),
        ({"after_on": LATER}, "after_on", LATE),
        ({"before_on": TODAY, "after_on": EARLIER}, "after_on", TWISTED),
        ({"measure": ""}, "measure", EMPTY),
        ({"measure": "a" * 161}, "measure", LONG),
        ({"measured_in": ""}, "measured_in", EMPTY),
        ({"measured_in": "a" * 41}, "measured_in", LONG),
    ],
)
def test_what_cannot_be_shown_of_a_model_is_named(change: Any, field: str, begin: str) -> None:
    refuses(field, begin, spreading.check_shown, replace(SHOWN, **change), TODAY)


def test_a_result_is_tidied_and_needs_one_number() -> None:
    shown = Shown(" a ", " b ", Decimal(10**12), None, EARLIER, TODAY)
    assert spreading.check_shown(shown, TODAY) == replace(shown, measure="a", measured_in="b")
    assert spreading.check_shown(replace(SHOWN, measure="a" * 160, measured_in="b" * 40), TODAY).measure == "a" * 160
    assert (SHOWN.before_on, Shown("a", "b", None, None).before_on) == (date(2021, 1, 1), None)
    refuses("results", "Ghi ít nhất một kết quả", spreading.check_proposal, TOLD, [])
    refuses("aim", EMPTY, spreading.check_proposal, replace(TOLD, aim=""), [SHOWN])
    refuses("how", EMPTY, spreading.check_proposal, replace(TOLD, how=""), [SHOWN])


# Campaigns


AIM = Aim("Tháng hành động", "Làm", date(2021, 6, 1), date(2021, 6, 30))


def test_a_campaign_lasts_four_hundred_days_at_most() -> None:
    longest = replace(AIM, last=AIM.first + timedelta(days=400), title="a" * 200, aim="a\n" * 1499 + "a")
    assert campaigns.check_aim(longest) == longest
    assert campaigns.check_aim(replace(AIM, title=" a  b ", aim=" a\nb ")) == replace(AIM, title="a b", aim="a\nb")
    for change, field, begin in (
        ({"last": AIM.first + timedelta(days=401)}, "last", "Một đợt dài nhất"),
        ({"last": AIM.first - timedelta(days=1)}, "last", TWISTED),
        ({"title": ""}, "title", EMPTY), ({"title": "a" * 201}, "title", LONG),
        ({"aim": ""}, "aim", EMPTY), ({"aim": "a" * 3001}, "aim", LONG),
    ):  # fmt: skip
        refuses(field, begin, campaigns.check_aim, replace(AIM, **change))  # type: ignore[arg-type]


def test_somebody_is_invited_before_it_is_over() -> None:
    campaigns.check_invited(1)
    refuses("levels", "Chọn ít nhất", campaigns.check_invited, 0)
    campaigns.check_announcing(TODAY, TODAY)
    refuses("", "Ngày kết thúc đã qua", campaigns.check_announcing, EARLIER, TODAY)
    days = (AIM.first, AIM.last)
    assert wrong(campaigns.check_belongs, "Tháng 6", *days, AIM.first, invited=False) == (
        "campaign", "Đơn vị này không được mời vào đợt Tháng 6: chọn lại đợt.",
    )  # fmt: skip
    for day in (AIM.first - timedelta(days=1), AIM.last + timedelta(days=1)):
        refuses("campaign", "Ngày của hoạt động nằm ngoài đợt Tháng 6", campaigns.check_belongs, "Tháng 6", *days, day,
                invited=True)  # fmt: skip


# Checks of knowledge


@pytest.mark.parametrize(
    ("right", "answers", "share"),
    [(1, 10, 10), (1, 8, 13), (3, 8, 38), (0, 10, 0), (10, 10, 100), (1, 3, 33), (2, 3, 67)],
)
def test_a_share_is_rounded_half_up(right: int, answers: int, share: int) -> None:
    assert Side(right, answers, 10).share == share
    assert Side(right, answers, 9).share is None


def test_a_change_is_known_where_both_shares_are() -> None:
    few, some, more = Side(1, 5, 5), Side(1, 10, 10), Side(5, 10, 10)
    assert Compared(some, more).change == 40
    assert Compared(more, some).change == -40
    for before, after in ((None, more), (some, None), (few, more), (some, few), (None, None)):
        assert Compared(before, after).change is None


def asked(**change: Any) -> tuple[Question, ...]:
    one = replace(QUESTIONS[2], **change)
    return quizzes.check_questions([*QUESTIONS[:2], one, *QUESTIONS[3:]])


def test_a_question_has_two_to_four_answers_one_of_them_right() -> None:
    assert asked(text=" a  b ", answers=(" c ", "d"), right=1)[2] == Question("a b", ("c", "d"), 1)
    assert len(asked(text="a" * 300, answers=("a" * 200, "b", "c", "d"), right=0)) == 5
    for change, field, begin in (
        ({"text": ""}, "q3", EMPTY), ({"text": "a" * 301}, "q3", LONG), ({"answers": ("a" * 201, "b")}, "q3", LONG),
        ({"answers": ("a", "")}, "q3", EMPTY), ({"answers": ("a",)}, "q3", "Mỗi câu có từ hai"),
        ({"answers": tuple("abcde")}, "q3", "Mỗi câu có từ hai"), ({"answers": ("a", " a")}, "q3", "Mỗi câu có từ hai"),
        ({"answers": ("a", "b"), "right": 2}, "q3_right", "Chọn câu trả lời"),
        ({"right": -1}, "q3_right", "Chọn câu trả lời"),
    ):  # fmt: skip
        refuses(field, begin, asked, **change)  # type: ignore[arg-type]
    refuses("q1", "Một bộ có đúng năm", quizzes.check_questions, [*QUESTIONS, QUESTIONS[0]])


def test_a_count_is_whole_and_nobody_is_right_more_often_than_asked() -> None:
    assert quizzes.count_of("after", 1_000_000, [1_000_000, 0, 0, 0, 0]) == Count(1_000_000, (1_000_000, 0, 0, 0, 0))
    assert quizzes.count_of("after", 1, [0] * 5) == Count(1, (0,) * 5)
    refuses("after_people", "Ghi số đúng", quizzes.count_of, "after", None, [0, None, None, None, None])
    refuses("after_people", "Ghi số đúng", quizzes.count_of, "after", 5, [0, 0, 0, 0, None])
    refuses("after_people", "Số phải từ 1", quizzes.count_of, "after", 0, [0] * 5)
    refuses("after_people", "Số phải từ 1 đến 1.000.000", quizzes.count_of, "after", 1_000_001, [0] * 5)
    refuses("before_2", "Số phải từ 0", quizzes.count_of, "before", 5, [0, -1, 0, 0, 0])
    refuses("before_5", "Số trả lời đúng", quizzes.count_of, "before", 5, [0, 0, 0, 0, 6])
    quizzes.check_counts(Count(1, (0,) * 5), None)
    quizzes.check_counts(None, Count(1, (0,) * 5))
    refuses("before_people", "Ghi kết quả", quizzes.check_counts, None, None)


# Programmes


CLAIM = Claim("TDDK", 2021, "unit", "", date(2021, 3, 1))


def claimed(**change: Any) -> Claim:
    return programmes.check_claim(replace(CLAIM, **change), TODAY)


def test_one_registers_from_the_last_quarter_of_the_year_before() -> None:
    assert claimed(document=" 12/KH ") == replace(CLAIM, document="12/KH")
    for day in (date(2020, 10, 1), date(2021, 12, 20)):
        assert claimed(registered_on=day).registered_on == day
    wrong_year = "Đăng ký cho năm 2021 thì ngày phải từ 01/10/2020 đến 31/12/2021."
    assert wrong(claimed, registered_on=date(2020, 9, 30)) == ("registered_on", wrong_year)
    with pytest.raises(Misstated):
        claimed(year=2020, registered_on=date(2021, 1, 1))
    assert claimed(year=2020, registered_on=date(2020, 12, 31)).year == 2020
    refuses("registered_on", LATE, claimed, registered_on=LATER)


def test_who_registers_is_of_the_kind_that_the_programme_is_for_and_has_a_name() -> None:
    refuses("programme", "Không có chương trình này", claimed, programme="LA")
    refuses("programme", "Cơ quan, trường học", claimed, programme="CQ-KMT", who="school", body="Trường")
    refuses("who", "Chương trình này không dành", claimed, programme="XA-KMT", who="school", body="Trường")
    refuses("body", "Cả đơn vị đăng ký", claimed, body="Trường")
    schools = [one for one in programmes.registering_on(TODAY) if Who.SCHOOL in one.who]
    for one in schools:
        assert claimed(programme=one.code, who="school", body=" Trường  A ").body == "Trường A"
        refuses("body", "Ghi tên cơ quan", claimed, programme=one.code, who="school", body=" ")
        refuses("body", LONG, claimed, programme=one.code, who="school", body="a" * 201)
    refuses("document", LONG, claimed, document="a" * 201)
    assert claimed(document="a" * 200).document == "a" * 200


def test_a_result_has_a_day_after_the_registration() -> None:
    days = {"registered_on": date(2021, 3, 1), "today": TODAY}
    assert programmes.check_outcome("achieved", TODAY, " 12/QĐ ", **days) == "12/QĐ"
    assert programmes.check_outcome("withdrawn", date(2021, 3, 1), "", **days) == ""
    refuses("result_on", "Ghi ngày có kết quả", programmes.check_outcome, "achieved", None, "", **days)
    refuses("result_on", LATE, programmes.check_outcome, "achieved", LATER, "", **days)
    refuses("result_on", "Ngày có kết quả không", programmes.check_outcome, "achieved", date(2021, 2, 28), "", **days)
    refuses("result_document", LONG, programmes.check_outcome, "achieved", TODAY, "a" * 201, **days)
    with pytest.raises(ValueError, match="gone"):
        programmes.check_outcome("gone", TODAY, "", **days)
    assert [*Outcome] == ["achieved", "not_achieved", "withdrawn"]
    assert [*Who] == ["unit", "agency", "school"]


def entry(start: str, end: str = "", name: str = "Một", code: str = "A", more: str = "") -> str:
    until = f"valid_to = {end}\n" if end else ""
    return (
        f'[[programme]]\ncode = "{code}"\nname_vi = "{name}"\nname_en = "One"\nvalid_from = {start}\n{until}{more}\n'
        'who = ["unit", "school"]\nsource = { title = "x" }\n'
    )


def test_a_programme_is_read_as_it_is_written() -> None:
    (one,) = programmes.parse(entry("2001-01-01", "2010-01-01", more="ledger = true"))
    assert (one.code, one.name_vi, one.name_en, one.ledger, one.source.title) == ("A", "Một", "One", True, "x")
    assert (one.valid_from, one.valid_to, one.who) == (date(2001, 1, 1), date(2010, 1, 1), (Who.UNIT, Who.SCHOOL))
    (other,) = programmes.parse(entry("2001-01-01"))
    assert (other.valid_to, other.ledger) == (None, False)
    assert [other.holds(day) for day in (date(2000, 12, 31), date(2001, 1, 1), date(2999, 1, 1))] == [False, True, True]
    assert [one.holds(date(2009, 12, 31)), one.holds(date(2010, 1, 1))] == [True, False]


def test_two_entries_of_one_code_never_hold_on_one_day() -> None:
    for text in (
        entry("2001-01-01") + entry("2005-01-01"), entry("2005-01-01") + entry("2001-01-01"),
        entry("2001-01-01", "2006-01-01") + entry("2005-01-01"),
    ):  # fmt: skip
        with pytest.raises(ValueError, match=r"^A: two entries hold on one day$"):
            programmes.parse(text)
    assert len(programmes.parse(entry("2001-01-01", "2005-01-01") + entry("2005-01-01"))) == 2
    assert len(programmes.parse(entry("2001-01-01") + entry("2001-01-01", code="B"))) == 2
    with pytest.raises(ValueError, match=r"^A: valid_to must come after valid_from$"):
        programmes.parse(entry("2001-01-01", "2001-01-01"))


def test_a_programme_is_called_as_on_the_day_or_as_it_was_last(monkeypatch: pytest.MonkeyPatch) -> None:
    text = entry("2001-01-01", "2005-01-01", "Cũ") + entry("2005-01-01", "2010-01-01", "Mới")
    known: tuple[Programme, ...] = programmes.parse(text)
    monkeypatch.setattr(programmes, "programmes", lambda: known)
    for year, name in ((2001, "Cũ"), (2005, "Mới"), (2010, "Mới"), (1999, "Mới")):
        found = programmes.named("A", date(year, 1, 1))
        assert found is not None and found.name_vi == name
    assert programmes.named("B", TODAY) is None


def test_an_activity_serves_only_what_runs() -> None:
    assert programmes.check_codes([], TODAY) == ()
    refuses("programmes", "Không có chương trình này", programmes.check_codes, ["TDDK", "LA"], TODAY)


# Files


def test_a_file_is_told_by_its_first_bytes() -> None:
    for begin in (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"):
        assert files.checked(begin + b"x") == files.Kept("mp3", "audio/mpeg", begin + b"x")
    assert files.checked(b"%PDF-1.7") == files.Kept("pdf", "application/pdf", b"%PDF-1.7")
    kept = files.checked(picture())
    assert (kept.ending, kept.media_type, kept.width, kept.height) == ("jpg", "image/jpeg", 60, 40)


def test_ten_megabytes_are_taken_and_no_byte_more() -> None:
    whole = b"%PDF-" + bytes(10 * 1024 * 1024 - 5)
    assert files.checked(whole).content == whole
    refuses("", "Tệp lớn hơn 10 MB", files.checked, whole + b"x")
    refuses("", "Tệp rỗng", files.checked, b"")
    refuses("", "Không nhận loại tệp này", files.checked, b"MZ")
    assert set(files.ACCEPT.split(",")) == {
        ".pdf", ".docx", ".odt", ".xlsx", ".pptx", ".mp3", ".jpg", ".jpeg", ".png", ".webp",
    }  # fmt: skip


def archive(**parts: bytes) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return target.getvalue()


def test_an_office_document_is_told_by_what_stands_in_it() -> None:
    office = "application/vnd.openxmlformats-officedocument."
    for part, ending, kind in (
        ("word__document_xml", "docx", f"{office}wordprocessingml.document"),
        ("xl__workbook_xml", "xlsx", f"{office}spreadsheetml.sheet"),
        ("ppt__presentation_xml", "pptx", f"{office}presentationml.presentation"),
    ):
        content = archive(**{part: b"x"})
        assert files.checked(content) == files.Kept(ending, kind, content)
    text = "application/vnd.oasis.opendocument.text"
    content = archive(mimetype=f"{text} ".encode())
    assert files.checked(content) == files.Kept("odt", text, content)
    for kind in (b"\xff\xfe", b"text/plain", text.encode() + b" " * 100):
        refuses("", "Không nhận loại tệp này", files.checked, archive(mimetype=kind))
