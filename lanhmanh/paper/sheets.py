"""Lists in Excel workbooks, read as cells; what a hostile workbook could do is refused before it is opened."""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import python_calamine

from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.paper import limits

Cell = str | int | float | bool | date | datetime | time | timedelta
MOST_UNPACKED = 40 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BOOK = "xl/workbook.xml"
# What a list is read from; pictures, drawings and the like never reach the reader.
_READ = re.compile(r"\[Content_Types\]\.xml|_rels/\.rels|xl/(?:_rels/)?[^/]+\.(?:xml|rels)|xl/worksheets/[^/]+\.xml")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_PLACE = re.compile(rb"""\sr\s*=\s*["']\s*([A-Za-z]*)([0-9]*)""")
_ENCODING = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([^"']*)""")

_NOT_XLSX = sentence(
    "Tệp này không phải tệp Excel .xlsx. Mở bằng Excel hoặc LibreOffice, lưu lại thành .xlsx rồi tải lại."
)
_OLD = sentence("Tệp .xls kiểu cũ hoặc tệp có mật khẩu không đọc được: lưu lại thành .xlsx không mật khẩu rồi tải lại.")
_MACROS = sentence("Tệp có chứa macro nên không được mở: lưu lại thành “Excel Workbook (.xlsx)” rồi tải lại.")
_BOMB = sentence("Tệp bung ra quá lớn nên không được mở: chép danh sách sang tệp mẫu mới rồi tải lại.")
_DAMAGED = sentence("Tệp bị hỏng hoặc thiếu phần nội dung: mở bằng Excel, lưu lại rồi tải lại.")
_WIDE = sentence(
    "Danh sách quá dài hoặc quá rộng: một lần nhập nhiều nhất %(rows)s dòng, %(columns)s cột. "
    "Xóa các ô thừa hoặc tách tệp."
)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Say how many rows and columns of a sheet are read at most."""

    rows: int
    columns: int


def read_sheets(data: bytes, bounds: Bounds) -> dict[str, list[list[Cell]]]:
    """Return name → rows of cells of every sheet, the first row of a list being row 1 of its sheet.

    Formulas count as what they last gave; nothing of the workbook is run or fetched.

    :raises Refused: it is no .xlsx, has macros or a password, is damaged, or larger than it may be.
    """
    members = _members(data)
    for name, content in members.items():
        _check_encoding(content)
        if _SHEET.fullmatch(name):
            _check_places(content, bounds)
    return _read(_packed(members), bounds)


def _members(data: bytes) -> dict[str, bytes]:
    """Return the parts that are read, each with the size that it truly has."""
    if data.startswith(_OLE):
        raise Refused(_OLD)
    if not data.startswith(b"PK"):
        raise Refused(_NOT_XLSX)
    with limits.open_archive(data) as archive:
        names = set(archive.namelist())
        if any("vbaproject" in name.lower() or name.lower().startswith("xl/macrosheets") for name in names):
            raise Refused(_MACROS)
        if _BOOK not in names:
            raise Refused(_NOT_XLSX)
        wanted = sorted(name for name in names if _READ.fullmatch(name))
        if sum(archive.getinfo(name).file_size for name in wanted) > MOST_UNPACKED:
            raise Refused(_BOMB)
        return {name: limits.read_member(archive, name) for name in wanted}


def _check_encoding(content: bytes) -> None:
    """Let only UTF-8 pass: what is checked here must be what the reader sees."""
    declared = _ENCODING.search(content[:200])
    if b"\x00" in content or (declared and declared[1].lower() not in {b"utf-8", b"utf8", b"us-ascii"}):
        raise Refused(_DAMAGED)


def _check_places(content: bytes, bounds: Bounds) -> None:
    """Refuse a sheet with a cell far out: a reader makes room for everything before it."""
    for letters, digits in set(_PLACE.findall(content)):
        column = 0
        for letter in letters.upper()[:5]:
            column = column * 26 + letter - 64
        if column > bounds.columns or len(digits) > 9 or int(digits or 0) > bounds.rows:
            raise Refused(_WIDE, rows=bounds.rows, columns=bounds.columns)


def _packed(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def _read(data: bytes, bounds: Bounds) -> dict[str, list[list[Cell]]]:
    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
        kinds = {one.name for one in book.sheets_metadata if one.typ == python_calamine.SheetTypeEnum.WorkSheet}
        return {
            name: _bounded(book.get_sheet_by_name(name).to_python(skip_empty_area=False), bounds)
            for name in book.sheet_names
            if name in kinds
        }
    except (python_calamine.CalamineError, ValueError, KeyError, OverflowError, OSError) as error:
        raise Refused(_DAMAGED) from error


def _bounded(rows: Sequence[Sequence[Cell]], bounds: Bounds) -> list[list[Cell]]:
    if len(rows) > bounds.rows or max(map(len, rows), default=0) > bounds.columns:
        raise Refused(_WIDE, rows=bounds.rows, columns=bounds.columns)
    return [[_plain(cell) for cell in row] for row in rows]


def _plain(cell: Cell) -> Cell:
    """Return a cell without the NULs that a workbook can write as `_x0000_`: no database keeps them."""
    return cell.replace("\x00", "") if isinstance(cell, str) else cell
