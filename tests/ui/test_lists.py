"""A list goes in and out of Excel: what is exported is read as the same, what is wrong comes back with its reason."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, cast
from unittest.mock import patch

import openpyxl
import pytest
import xlsxwriter
from django.conf import settings
from django.test import Client
from django.utils.translation import override
from hypothesis import given
from hypothesis import settings as examples_of
from hypothesis import strategies as st
from lxml import html

from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.text import nfc
from lanhmanh.paper.cells import MOST_MONEY, text_of
from lanhmanh.ui import lists
from lanhmanh.units.models import Unit
from tests.factories import make_unit, make_user
from tests.ui.lists_site import CURRENT, KIND, REFUSE

DAY = date(2021, 12, 20)
URL = "/nhap/"
HEAD = [one.heading for one in KIND.columns]
GOOD: list[Any] = ["Đội 1", "Chi hội", "24/06/2021", 12, "1,5", 301234567, "có"]
VALUES = st.fixed_dictionaries(
    {
        "name": st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=40)
        .map(text_of)
        .filter(lambda text: text and len(text) <= 40),
        "level": st.sampled_from(["branch", "commune"]),
        "since": st.none() | st.dates(date(1900, 1, 1), date(2100, 12, 31)),
        "members": st.none() | st.integers(0, MOST_MONEY),
        "area": st.none() | st.decimals(0, 10**9, places=2),
        "code": st.none() | st.from_regex(r"[0-9]{10}", fullmatch=True),
        "active": st.none() | st.booleans(),
    }
)


@pytest.fixture(autouse=True)
def _site(settings: Any) -> Iterator[None]:
    settings.ROOT_URLCONF = "tests.ui.lists_site"
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    yield
    REFUSE.clear()


@pytest.fixture
def me(db: None) -> Client:
    client = Client()
    client.force_login(make_user("province_officer", make_unit("Tỉnh Thử", "province")))
    return client


def book(lines: Sequence[Sequence[Any]], head: Sequence[str] = HEAD) -> bytes:
    out = BytesIO()
    file = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = file.add_worksheet("Trang 1")
    for at, line in enumerate([head, *lines]):
        for column, cell in enumerate(line):
            sheet.write(at, column, cell)
    file.close()
    return out.getvalue()


def send(client: Client, content: bytes, url: str = URL) -> Any:
    file = BytesIO(content)
    file.name = "danh sách.xlsx"
    return client.post(url, {"file": file})


def page(answer: Any) -> str:
    return " ".join("".join(map(str, html.fromstring(answer.content).itertext())).split())


def packet(answer: Any) -> str:
    (found,) = cast("list[str]", html.fromstring(answer.content).xpath("//input[@name='packet']/@value"))
    return found


def confirm(client: Client, answer: Any, url: str = URL) -> Any:
    return client.post(url, {"packet": packet(answer), "deed": "take"}, follow=True)


@pytest.mark.pure
@examples_of(max_examples=25)
@given(rows=st.lists(VALUES, min_size=1, max_size=4))
def test_what_is_exported_is_read_as_the_same_values(rows: list[dict[str, Any]]) -> None:
    back = lists.read(KIND, lists.export(KIND, rows, DAY))
    assert [row.faults for row in back] == [[] for _row in rows]
    assert [row.values for row in back] == rows


@pytest.mark.pure
def test_numbers_and_days_are_numbers_and_days_for_excel_too() -> None:
    rows = [{"name": "-cmd", "level": "branch", "since": DAY, "members": 50_000_000, "area": None, "active": True}]
    content = lists.export(KIND, rows, DAY)
    assert content == lists.export(KIND, rows, DAY)
    sheet = openpyxl.load_workbook(BytesIO(content))["Danh sách"]
    assert [cell.data_type for cell in sheet[2]] == ["s", "s", "d", "n", "n", "n", "s"]
    assert sheet["A2"].quotePrefix
    assert sheet["D2"].value == 50_000_000
    assert not sheet.protection.sheet


@pytest.mark.pure
def test_a_choice_is_written_in_vietnamese_whoever_asks() -> None:
    with override("en"):
        empty = openpyxl.load_workbook(BytesIO(lists.blank(KIND, DAY)))
        (row,) = lists.read(KIND, lists.export(KIND, [{"name": "Đội", "level": "commune"}], DAY))
    assert (row.typed["level"], row.values["level"]) == ("Cán bộ", "commune")
    assert empty.sheetnames == ["Danh sách", "Hướng dẫn", "lanhmanh"]
    assert empty["lanhmanh"].sheet_state == "veryHidden"
    assert [cell.value for cell in empty["Danh sách"][1]][:2] == ["Tên *", "Cấp *"]
    assert len(empty["Danh sách"].data_validations.dataValidation) == 2
    words = [row[0].value for row in empty["Hướng dẫn"].rows]
    assert {"Danh sách thử", "Mỗi dòng là một mục để thử.", "Tên: Tên gọi."} <= set(words)


def test_a_list_is_looked_at_then_taken_once(me: Client) -> None:
    before = Unit.objects.count()
    lines: list[list[Any]] = [GOOD, ["Lạ", "can bo", 44371, "", "", "", ""]]
    seen = send(me, book(lines))
    assert seen.status_code == 200
    assert "Nhập 2 dòng" in page(seen)
    assert "Dòng 3: Tên này hơi lạ." in page(seen)
    assert Unit.objects.count() == before
    done = confirm(me, seen)
    assert "Đã nhập 2 dòng" in page(done)
    assert Unit.objects.count() == before + 2
    again = confirm(me, seen)
    assert "không nhập lần nữa" in page(again)
    assert Unit.objects.count() == before + 2


def test_faulty_rows_come_back_marked_and_can_be_sent_again(me: Client) -> None:
    lines = [GOOD, ["Sai", *GOOD[1:]], ["=HYPERLINK(1)", "", "hôm qua", "", "", "", ""]]
    seen = send(me, book(lines))
    words = page(seen)
    assert "Nhập 1 dòng" in words
    assert "Ngày này không được." in words
    assert "hôm qua" in words
    answer = me.post(URL, {"packet": packet(seen), "deed": "mend"})
    assert answer["Cache-Control"] == "private, no-store"
    workbook = openpyxl.load_workbook(BytesIO(answer.content))
    sheet = workbook["Danh sách"]
    assert sheet.max_row == 3
    assert sheet.cell(1, len(HEAD) + 1).value == "Cần sửa"
    assert sheet.cell(2, len(HEAD) + 1).value == "Từ ngày: Ngày này không được."
    assert sheet.cell(3, len(HEAD) + 1).value.startswith("Cấp: Điền ô này.\nTừ ngày: ")
    assert (sheet["A3"].value, sheet["A3"].data_type, sheet["A3"].quotePrefix) == ("=HYPERLINK(1)", "s", True)
    sheet["A2"], sheet["B3"], sheet["C3"] = "Đúng", "Chi hội", "1/2/2021"
    out = BytesIO()
    workbook.save(out)
    mended = send(me, out.getvalue())
    assert "Nhập 2 dòng" in page(mended)
    assert "Không nhập các cột ngoài mẫu" not in page(mended)


def test_doubles_are_left_out_and_say_of_what(me: Client) -> None:
    seen = send(me, book([GOOD, ["Có rồi", *GOOD[1:]], ["đội 1", *GOOD[1:]]]))
    assert "Nhập 1 dòng" in page(seen)
    assert html.fromstring(seen.content).xpath("//a[@href='/co-roi/']/text()") == ["mục Có rồi"]
    assert "dòng 2 của danh sách này" in page(seen)


def test_what_happened_since_the_look_is_shown_before_it_counts(me: Client) -> None:
    seen = send(me, book([GOOD]))
    Unit.objects.create(level="district")
    before = Unit.objects.count()
    again = confirm(me, seen)
    assert "dữ liệu thay đổi" in page(again)
    assert "Không có dòng nào để nhập" in page(again)
    assert Unit.objects.count() == before


def test_nothing_is_half_taken(me: Client) -> None:
    before = Unit.objects.count()
    REFUSE.append("Đội đã đủ người.")
    assert "Đội đã đủ người." in page(confirm(me, send(me, book([GOOD]))))
    assert "dữ liệu thay đổi" in page(confirm(me, send(me, book([GOOD, ["B", *GOOD[1:]]]), "/nhap-2/"), "/nhap-2/"))
    assert Unit.objects.count() == before


def test_a_preview_is_of_one_person_one_page_and_one_day(me: Client) -> None:
    seen = send(me, book([GOOD]))
    other = Client()
    other.force_login(make_user("province_officer", make_unit("Tỉnh Khác", "province")))
    before = Unit.objects.count()
    stale = "không dùng được nữa"
    for client, url, sent in (
        (other, URL, packet(seen)), (me, "/nhap-2/", packet(seen)), (me, URL, packet(seen)[:-2] + "xx"), (me, URL, ""),
    ):  # fmt: skip
        answer = client.post(url, {"packet": sent, "deed": "take"})
        assert (answer.status_code, stale in page(answer)) == (422, True)
    with patch("django.core.signing.time.time", return_value=_later()):
        assert stale in page(me.post(URL, {"packet": packet(seen), "deed": "take"}))
    assert Unit.objects.count() == before


def test_the_page_hands_out_the_template_and_what_is_there(me: Client) -> None:
    empty = me.get(URL)
    assert empty.status_code == 200
    assert page(empty).count("Xem trước") >= 1
    template = me.get(f"{URL}?tep=mau")
    assert template["Content-Disposition"] == 'attachment; filename="thu-mau.xlsx"'
    assert "chưa có dòng nào" in page(send(me, template.content))
    (row,) = lists.read(KIND, me.get(f"{URL}?tep=hien-co").content)
    assert {key: row.values[key] for key in CURRENT[0]} == CURRENT[0]
    assert me.get("/nhap-2/?tep=hien-co")["Content-Type"].startswith("text/html")


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "Tệp rỗng"),
        (b"PK\x03\x04 no archive", "hỏng|không phải tệp"),
        (b"%PDF-1.7", "không phải tệp Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "kiểu cũ"),
    ],
)
def test_what_is_no_list_is_refused_with_a_sentence(me: Client, content: bytes, word: str) -> None:
    answer = send(me, content)
    assert answer.status_code == 422
    assert any(one in page(answer) for one in word.split("|"))


def test_lists_out_of_bounds_or_of_another_kind_are_refused() -> None:
    other = lists.ListKind("khac", "Khác", KIND.columns)
    for content, word in (
        (book([GOOD], head=["Tên", "Tên", "Cấp"]), "có hai lần"),
        (book([GOOD], head=["Tên", "x"]), "phải có cột “Cấp”"),
        (book([["a"] * 41]), "quá rộng"),
        (book([GOOD] * 2001), "quá dài"),
        (lists.blank(other, DAY), "danh sách khác"),
        (b"PK" + b"0" * (5 * 1024 * 1024), "lớn hơn 5 MB"),
    ):
        with pytest.raises(Refused, match=word):
            lists.read(KIND, content)


def test_columns_may_be_in_any_order_and_what_was_not_read_is_told(me: Client) -> None:
    seen = send(me, book([["ghi chú của tôi", "Chi hội", nfc("Đội 9")]], head=["Ghi chú", "CẤP", "tên *"]))
    assert "Không nhập các cột ngoài mẫu: Ghi chú." in page(seen)
    assert "Đội 9" in page(seen)


@pytest.mark.deep
@pytest.mark.once
def test_two_thousand_rows_fit(me: Client) -> None:
    seen = send(me, book([[f"Đội {number}", *GOOD[1:]] for number in range(2000)]))
    assert "Nhập 2.000 dòng" in page(seen)
    assert len(seen.content) < 400_000


def _later() -> float:
    from time import time

    return time() + timedelta(days=2).total_seconds()


def test_the_page_speaks_english(me: Client) -> None:
    me.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "Preview" in page(me.get(URL))
