"""Workbooks as people and as mischief make them: cells, or a sentence, never anything else."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from lanhmanh.kernel.errors import Refused
from lanhmanh.paper.sheets import Bounds, read_sheets

pytestmark = [pytest.mark.pure, pytest.mark.once]

BOUNDS = Bounds(50, 10)


def book(write: Callable[[Any], object] = lambda sheet: sheet.write(0, 0, "a")) -> bytes:
    out = io.BytesIO()
    file = xlsxwriter.Workbook(out, {"in_memory": True})
    write(file.add_worksheet("A"))
    file.close()
    return out.getvalue()


def changed(name: str, change: Callable[[bytes], bytes], data: bytes = b"", *, new: str = "") -> bytes:
    """Return a workbook with one part changed, or one added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data or book())) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for part in before.namelist():
            content = before.read(part)
            after.writestr(part, change(content) if part == name else content)
        if new:
            after.writestr(new, change(b""))
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
FAR = [b"XFD1048576", b"A1048576", b"XFD1", b"ZZ9", b"A99999999999999"]


def test_cells_stand_where_they_stood_in_the_sheet() -> None:
    def write(sheet: Any) -> None:
        sheet.write(1, 2, "x")
        sheet.write_formula(2, 0, "=1+1", None, 2)

    assert read_sheets(book(write), BOUNDS) == {"A": [["", "", ""], ["", "", "x"], [2.0, "", ""]]}


@pytest.mark.parametrize("place", FAR)
def test_a_cell_far_out_makes_no_room_for_all_before_it(place: bytes) -> None:
    for quote in (b'"', b"'"):
        found = changed(SHEET, lambda content, q=quote: content.replace(b'r="A1"', b" r = " + q + place + q))  # type: ignore[misc]
        with pytest.raises(Refused, match="quá dài"):
            read_sheets(found, BOUNDS)


def test_another_encoding_hides_nothing() -> None:
    far = changed(SHEET, lambda content: content.replace(b'"A1"', b'"XFD1048576"'))
    for name in ("utf-16", "utf-7"):
        hidden = changed(SHEET, lambda content, n=name: content.decode().replace("UTF-8", n).encode(n), far)  # type: ignore[misc]
        with pytest.raises(Refused):
            read_sheets(hidden, BOUNDS)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "xlsx"),
        (b"<html><table></table></html>", "xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "xls"),
        (b"PK\x03\x04" + b"\x00" * 100, "hỏng"),
        (changed("", lambda _c: b"x", new="xl/vbaProject.bin"), "macro"),
        (changed("", lambda _c: b"x", new="xl/macrosheets/sheet1.xml"), "macro"),
        (changed(SHEET, lambda _c: b"<worksheet><sheetData><row><c"), "hỏng"),
        (changed("xl/workbook.xml", lambda _c: b""), "hỏng"),
    ],
)
def test_what_is_no_list_is_told_apart(data: bytes, word: str) -> None:
    with pytest.raises(Refused, match=word):
        read_sheets(data, BOUNDS)


def test_what_unpacks_to_too_much_is_refused() -> None:
    with pytest.raises(Refused, match="quá lớn"):
        read_sheets(changed("", lambda _c: b"0" * 45_000_000, new="xl/worksheets/sheet2.xml"), BOUNDS)


def test_an_ods_is_no_xlsx() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<office/>")
    with pytest.raises(Refused, match="xlsx"):
        read_sheets(out.getvalue(), BOUNDS)


@given(st.data())
def test_a_spoilt_workbook_is_read_or_refused(data: st.DataObject) -> None:
    whole = bytearray(WHOLE)
    for _each in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        sheets = read_sheets(bytes(whole), BOUNDS)
    except Refused:
        return
    assert all(len(rows) <= BOUNDS.rows for rows in sheets.values())


@given(st.binary(max_size=300))
def test_a_spoilt_sheet_is_read_or_refused(junk: bytes) -> None:
    try:
        sheets = read_sheets(changed(SHEET, lambda content: content[:300] + junk + content[300:], WHOLE), BOUNDS)
    except Refused:
        return
    assert all(len(row) <= BOUNDS.columns for rows in sheets.values() for row in rows)


WHOLE = book()


def test_a_nul_that_a_workbook_writes_as_letters_is_left_out() -> None:
    found = changed("xl/sharedStrings.xml", lambda content: content.replace(b">a<", b">a_x0000_b_x0007_<"))
    assert read_sheets(found, BOUNDS) == {"A": [["ab\x07"]]}
