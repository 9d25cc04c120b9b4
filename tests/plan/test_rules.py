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
