"""What a plan's sentences and a task's rhythm mean."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lanhmanh import paper
from lanhmanh.paper.document import Node, OfficialDocument
from lanhmanh.plan.rules.outline import flatten, marked, years
from lanhmanh.plan.rules.suggest import suggest, title_of
from lanhmanh.plan.rules.tasks import Recurrence, current_periods, due_on, period_fits, period_of
from tests.plan.samples import SEED, small_document


def one(text: str, heading: str = "NỘI DUNG") -> OfficialDocument:
    return OfficialDocument(outline=(Node("I", "I", heading, (text,)),))


@pytest.mark.parametrize(
    ("text", "recurrence"),
    [
        ("Hằng tháng họp Đội.", Recurrence.MONTHLY),
        ("Hàng quý rà soát địa bàn.", Recurrence.QUARTERLY),
        ("Sơ kết 6 tháng một lần.", Recurrence.HALF_YEARLY),
        ("Mỗi năm tổng kết.", Recurrence.YEARLY),
        ("Định kỳ báo cáo kết quả.", Recurrence.QUARTERLY),
        ("Thường xuyên rà soát.", Recurrence.CONTINUOUS),
        ("Vận động hội viên.", Recurrence.CONTINUOUS),
    ],
)
def test_rhythm_is_read_from_the_sentence(text: str, recurrence: Recurrence) -> None:
    assert [s.recurrence for s in suggest(one(text))] == [recurrence]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Ban Thường vụ Hội Nông dân các huyện, thành phố xây dựng kế hoạch.", "district"),
        ("Các cơ sở Hội tổ chức tuyên truyền.", "commune"),
        ("Chi hội vận động hội viên.", "branch"),
        ("Hội Nông dân tỉnh kiểm tra.", "province"),
        ("Phát động ở ấp, khu phố.", "branch"),
        ("Giữ vững địa bàn xã, phường, thị trấn.", "commune"),
        ("Vận động hội viên.", "commune"),
    ],
)
def test_level_is_read_from_bodies_then_places(text: str, level: str) -> None:
    assert [s.responsible_level for s in suggest(one(text))] == [level]


def test_a_day_makes_a_task_that_is_done_once() -> None:
    (found,) = suggest(one("Hoàn thành trước ngày 30 tháng 4 năm 2021."))
    assert (found.recurrence, found.due, found.why) == ("once", date(2021, 4, 30), ("trước ngày 30 tháng 4 năm 2021",))


def test_the_date_of_a_cited_document_is_no_due_day() -> None:
    (found,) = suggest(one("Thực hiện Quyết định số 1648/QĐ-UBND ngày 31/5/2019."))
    assert found.due is None


def test_a_day_that_is_none_gives_no_due_day() -> None:
    assert [s.due for s in suggest(one("Hoàn thành trước ngày 31/2/2021."))] == [None]


@pytest.mark.parametrize("heading", ["MỤC ĐÍCH, YÊU CẦU", "Mục tiêu", "YÊU CẦU"])
def test_aims_give_no_task(heading: str) -> None:
    assert suggest(one("Hằng quý giảm tệ nạn.", heading)) == []


def test_the_words_that_led_to_a_suggestion_are_kept_as_written() -> None:
    found = suggest(small_document())[-1]
    assert (found.path, found.why, found.responsible_level) == ("III", ("Định kỳ",), "district")


def test_indicators_come_by_path() -> None:
    found = suggest(small_document(), {"II.1": ["DOI-THANH-VIEN"]})
    assert {s.path: s.indicators for s in found}["II.1"] == ("DOI-THANH-VIEN",)
    assert {s.path: s.indicators for s in found}["II.2"] == ()


@given(st.text(alphabet="aăâ ê,;.đ Đ\u0301", min_size=1, max_size=400))
@settings(max_examples=60)
def test_a_title_is_short_and_begins_as_the_sentence(sentence: str) -> None:
    title = title_of(sentence)
    assert len(title) <= 111
    assert " ".join(sentence.split()).startswith(title)


def test_a_path_that_comes_twice_is_told_apart() -> None:
    nodes = (Node("1", "1", None, ("Một.",)), Node("1", "1", None, ("Hai.",), (Node("1.-1", "-", None, ("Ba.",)),)))
    assert [(c.path, c.parent) for c in flatten(nodes)] == [("1", ""), ("1 (2)", ""), ("1.-1", "1 (2)")]


def test_years_come_from_the_title_else_from_the_date() -> None:
    assert years(small_document(), date(2020, 1, 1)) == (2021, 2025)
    assert years(one("x"), date(2020, 1, 1)) == (2020, 2020)


def test_marked_pieces_are_the_text() -> None:
    assert marked("theo 22/KH-BCĐ và 22/KH", ["22/KH", "22/KH-BCĐ"]) == [
        ("theo ", False), ("22/KH-BCĐ", True), (" và ", False), ("22/KH", True),
    ]  # fmt: skip
    assert marked("không", []) == [("không", False)]


def test_due_days() -> None:
    day = date(2021, 6, 17)
    assert due_on("quarterly", None, day) == date(2021, 6, 30)
    assert due_on("monthly", None, date(2024, 2, 3)) == date(2024, 2, 29)
    assert due_on("half_yearly", None, day) == date(2021, 6, 30)
    assert due_on("yearly", None, day) == date(2021, 12, 31)
    assert due_on("continuous", None, day) is None
    assert due_on("once", date(2021, 4, 30), day) == date(2021, 4, 30)


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)), st.sampled_from(list(Recurrence)))
@settings(max_examples=80)
def test_the_running_period_fits_and_no_later_one(day: date, recurrence: Recurrence) -> None:
    code = period_of(recurrence, day)
    assert period_fits(recurrence, code, day)
    if code:
        assert not period_fits(recurrence, period_of(recurrence, day + timedelta(days=366)), day)
        assert due_on(recurrence, None, day) is None or due_on(recurrence, None, day) >= day  # type: ignore[operator]
    assert current_periods(day)[recurrence] == code


@pytest.mark.parametrize(
    ("recurrence", "code"), [("once", "2021"), ("quarterly", "2021"), ("monthly", "x"), ("yearly", "")]
)
def test_a_period_of_another_rhythm_does_not_fit(recurrence: str, code: str) -> None:
    assert not period_fits(recurrence, code, date(2021, 6, 17))


@pytest.mark.skipif(not SEED.exists(), reason="the real plan is not beside this checkout")
def test_the_real_plan_gives_tasks_for_every_content_and_solution() -> None:
    document = paper.read(SEED.read_bytes(), name=SEED.name)
    found = suggest(document)
    paths = {s.path for s in found}
    assert {f"II.{n}" for n in range(1, 7)} | {f"III.{n}" for n in range(1, 6)} <= paths
    assert not any(path.startswith("I.") or path == "I" for path in paths)
    last = [s for s in found if s.path.startswith("IV")]
    assert [s.responsible_level for s in last] == ["district", "district"]
    assert last[0].title == "Xây dựng kế hoạch chỉ đạo, hướng dẫn các cơ sở, chi, tổ Hội thực hiện có hiệu quả"
    assert last[-1].recurrence == Recurrence.QUARTERLY
    assert {s.path: s.recurrence for s in found}["III.3"] == Recurrence.CONTINUOUS


def test_every_recurrence_has_a_word_of_its_own() -> None:
    words = [one.label for one in Recurrence]
    assert all(words) and len(set(words)) == len(words)


@pytest.mark.parametrize("code", ["", "2021-03", "không"])
def test_what_is_no_period_fits_nothing(code: str) -> None:
    assert period_fits("quarterly", code, date(2021, 6, 17)) is False


def test_a_clause_keeps_its_paragraphs_apart_and_cannot_be_changed() -> None:
    (clause,) = flatten((Node("I", "I", None, ("Một.", "Hai.")),))
    assert (clause.text, clause.heading, clause.parent, clause.leaf) == ("Một.\nHai.", "", "", True)
    assert hash(clause)


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Năm 2023 – 2023", (2023, 2023)),
        ("Từ 2025 - 2021", (2020, 2020)),
        ("Từ 2025 - 2021, rồi 2022—2024", (2020, 2020)),
        (None, (2020, 2020)),
    ],
)
def test_years_run_forwards_or_are_those_of_the_day(title: str | None, wanted: tuple[int, int]) -> None:
    assert years(OfficialDocument(title=title, date=None), date(2020, 5, 1)) == wanted


def words_to(length: int) -> str:
    """Return words of nine letters that end exactly there."""
    whole = ("trongtrng " * 40)[:length]
    return whole if whole[-1] != " " else whole[:-1] + "g"


@pytest.mark.parametrize("end", [".", ";", ":", "…", ",", ""])
def test_a_title_of_110_letters_stays_whole_and_loses_its_last_sign(end: str) -> None:
    assert title_of(words_to(110) + end) == words_to(110)
    assert title_of(f"Thực hiện Chương X{end}") == "Thực hiện Chương X"


@pytest.mark.parametrize(
    ("first", "rest", "title"),
    [
        (words_to(110), "sau", words_to(110)),  # the word that ends with the 110th letter is kept
        (words_to(111), "sau", words_to(109)),  # the one that ends with the 111th is not
        (words_to(36), f", {words_to(90)}", words_to(36) + ", " + words_to(69)),  # too early a part to stop after
        (words_to(37), f", {words_to(90)}", words_to(37)),
        (words_to(37), f", {words_to(20)}; {words_to(90)}", f"{words_to(37)}, {words_to(20)}"),
        (words_to(60), f"nhằm {words_to(90)}", words_to(60)),
        (f"{words_to(88)} Chương X,", words_to(40), f"{words_to(88)} Chương X"),
    ],
)
def test_a_long_title_ends_with_a_part_of_the_sentence_or_with_a_word(first: str, rest: str, title: str) -> None:
    assert title_of(f"{first}{'' if rest[0] == ',' else ' '}{rest}") == title


@pytest.mark.parametrize(
    ("before", "title"),
    [
        ("", "Xây dựng kế hoạch năm"),
        (f"{words_to(39)} ", "Xây dựng kế hoạch năm"),
        (f"{words_to(40)} ", f"{words_to(40)} Hội Nông dân các huyện xây dựng kế hoạch năm"),
    ],
)
def test_a_task_begins_with_its_verb_where_the_sentence_begins_with_who_does_it(before: str, title: str) -> None:
    (found,) = suggest(one(f"{before}Hội Nông dân các huyện xây dựng kế hoạch năm."))
    assert (found.title, found.responsible_level, hash(found) != 0) == (title, "district", True)


def test_a_sentence_without_a_body_keeps_its_beginning() -> None:
    (found,) = suggest(one("Mỗi năm tổ chức một hội nghị."))
    assert (found.title, found.responsible_level) == ("Mỗi năm tổ chức một hội nghị", "commune")


def test_what_led_to_a_suggestion_is_told_and_nothing_else() -> None:
    told = {
        "Các cơ sở Hội rà soát.": ("commune", ("Các cơ sở Hội",)),
        "Vận động hội viên ở các ấp, khu phố. Nêu gương.": ("branch", ("ấp, khu phố",)),
        "Nêu gương.": ("commune", ()),
        "Hội Nông dân các huyện báo cáo trước ngày 31/2/2021.": ("district", ("Hội Nông dân các huyện",)),
    }
    for text, wanted in told.items():
        (found,) = suggest(one(text))
        assert (found.responsible_level, found.why) == wanted
    assert suggest(one("Vận động hội viên. Nêu gương."))[0].title == "Vận động hội viên"
