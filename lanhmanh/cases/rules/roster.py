"""A list of persons that a unit kept in Excel: its columns, and how a cell is read.

A cell comes as Excel left it: a birth may be a day, a year or a text, an identity number may have lost its first
noughts.
"""

import math
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from lanhmanh.cases.rules.people import read_birth
from lanhmanh.cases.rules.words import NOT_STORED, speaks_of_hiv
from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.kernel.text import fold, nfc
from lanhmanh.paper.sheets import Bounds, Cell

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 2000
MOST_COLUMNS = 40
VERSION = "1"
# The sheet that nobody sees: which template a workbook was made from.
MARK_SHEET, MARK = "lanhmanh", "lanhmanh-roster"
BOUNDS = Bounds(MOST_ROWS + 1, MOST_COLUMNS)
SHOWN = 60
_FIRST_DAY = date(1899, 12, 30)  # day 0 of Excel's calendar; it counts a 29/02/1900 that never was
_YEARS = range(1900, 2101)
_LAST_DAY = 80_000
_LONGEST = 4000

_NO_HEAD = sentence("Dòng đầu của danh sách phải có cột “%(columns)s”. Tải tệp mẫu, chép danh sách vào rồi tải lại.")
_TWICE = sentence("Cột “%(columns)s” có hai lần trong dòng đầu: bỏ một cột rồi tải lại.")
_OTHER_VERSION = sentence("Tệp mẫu này thuộc phiên bản khác. Tải tệp mẫu mới, chép danh sách vào rồi tải lại.")
_EMPTY = sentence("Danh sách chưa có dòng nào: điền từ dòng 2 rồi tải lại.")
_TOO_LONG = sentence("Quá dài: nhiều nhất %(most)s ký tự.")
_NO_DAY = sentence("Gõ ngày/tháng/năm, ví dụ 24/06/2021.")
_NO_NUMBER = sentence("Số định danh có 12 chữ số, chứng minh nhân dân có 9 chữ số: gõ lại dạng chữ.")
_NO_MONTHS = sentence("Gõ số tháng, ví dụ 12.")
_NOT_IN_LIST = sentence("Chọn một mục trong danh sách của ô.")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the list: the field, its heading, the most letters of a cell, how a cell is read, how wide it is."""

    field: str
    heading: str
    most: int
    read: Callable[[Cell], str]
    width: int = 18
    required: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """Say what is wrong in a cell; `field` is "" where it is of the whole row."""

    field: str
    refusal: Refused


@dataclass(slots=True)
class Row:
    """A row of the list as it was read: its number in the sheet, its cells as typed and as kept, what is wrong."""

    number: int
    typed: dict[str, str] = field(repr=False)
    texts: dict[str, str] = field(repr=False)
    faults: list[Fault]


def text_of(cell: Cell) -> str:
    """Return a cell as plain text: Unicode form C, no signs that do not print, lines kept."""
    if isinstance(cell, bool):
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 10**15 else str(cell)
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return f"{cell.day:02}/{cell.month:02}/{cell.year:04}"
    plain = nfc(str(cell))
    if plain.isprintable():
        return " ".join(plain.split())
    lines = plain.replace("\r\n", "\n").split("\n")
    kept = ("".join(c if unicodedata.category(c)[0] not in "CZ" else _space(c) for c in line) for line in lines)
    return "\n".join(filter(None, (" ".join(line.split()) for line in kept)))


def day_of(cell: Cell) -> str:
    """Return a day as it is kept, whether Excel held it as a day, a number or a text; "" for nothing.

    :raises Refused: it is no day.
    """
    found = birth_of(cell)
    if found and len(found) == len("1990"):
        raise Refused(_NO_DAY)
    return found


def birth_of(cell: Cell) -> str:
    """Return a birth as it is kept: a day, or a year alone; "" for nothing.

    :raises Refused: it is neither.
    """
    if isinstance(cell, datetime | date):
        return (cell.date() if isinstance(cell, datetime) else cell).isoformat()
    if isinstance(cell, int | float) and not isinstance(cell, bool) and cell not in _YEARS:
        if not 0 < cell < _LAST_DAY:
            raise Refused(_NO_DAY)
        return (_FIRST_DAY + timedelta(days=int(cell))).isoformat()
    return read_birth(text_of(cell))


def number_of(cell: Cell) -> str:
    """Return an identity number; what Excel made a number gets back the noughts that it lost.

    :raises Refused: digits that are no identity number.
    """
    text = "".join(char for char in text_of(cell) if char not in " .-\n")
    if isinstance(cell, int | float) and text.isdigit():
        text = text.zfill(9) if len(text) in (8, 9) else text.zfill(12) if len(text) in (10, 11) else text
    if (text.isdigit() and len(text) not in (9, 12)) or "+" in text:
        raise Refused(_NO_NUMBER)
    return text


def phone_of(cell: Cell) -> str:
    """Return a telephone number; one that Excel made a number gets back its nought."""
    text = text_of(cell)
    return f"0{text}" if isinstance(cell, int | float) and len(text) == 9 and text.isdigit() else text


def months_of(cell: Cell) -> str:
    """Return a number of months as digits, "" for nothing.

    :raises Refused: it is none.
    """
    text = text_of(cell)
    if text and not (text.isascii() and text.isdigit() and 1 <= int(text[:4]) <= 600 and len(text) < 4):
        raise Refused(_NO_MONTHS)
    return text


COLUMNS = (
    Column("full_name", sentence("Họ và tên"), 120, text_of, 26, required=True),
    Column("other_names", sentence("Tên gọi khác"), 200, text_of),
    Column("sex", sentence("Giới tính"), 20, text_of, 12),
    Column("birth_date", sentence("Ngày sinh hoặc năm sinh"), 40, birth_of, 14),
    Column("id_number", sentence("Số định danh cá nhân, CMND"), 30, number_of, 18),
    Column("phone", sentence("Điện thoại"), 60, phone_of, 14),
    Column("address", sentence("Nơi ở"), 300, text_of, 30),
    Column("relatives", sentence("Người thân có thể liên hệ"), 1000, text_of, 26),
    Column("notes", sentence("Ghi chú"), 4000, text_of, 30),
    Column("kind", sentence("Căn cứ lập hồ sơ"), 200, text_of, 30, required=True),
    Column("ground", sentence("Số, ngày của quyết định"), 200, text_of, 24),
    Column("agreed_on", sentence("Ngày đồng ý"), 40, day_of, 14),
    Column("proof", sentence("Chứng minh bằng gì"), 300, text_of, 24),
    Column("representative", sentence("Người đại diện đã đồng ý (nếu dưới 18 tuổi)"), 200, text_of, 24),
    Column("status", sentence("Hình thức đang thực hiện"), 200, text_of, 34),
    Column("started_on", sentence("Ngày bắt đầu"), 40, day_of, 14),
    Column("decided_on", sentence("Ngày của quyết định về hình thức"), 40, day_of, 16),
    Column("months", sentence("Thời hạn theo quyết định (tháng)"), 20, months_of, 14),
    Column("in_charge", sentence("Người trực tiếp hỗ trợ"), 160, text_of, 24),
)
HEADINGS = {one.field: one.heading for one in COLUMNS}
Line = tuple[int, list[Cell]]
Choices = Mapping[str, Mapping[str, str]]


def check_mark(sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> None:
    """Return if the workbook was made from this template, or from none.

    :raises Refused: it was made from another version.
    """
    cells = sheets.get(MARK_SHEET) or [["", ""]]
    mark, version = [*map(text_of, cells[0]), "", ""][:2]
    if mark == MARK and version != VERSION:
        raise Refused(_OTHER_VERSION)


def list_of(sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> Sequence[Sequence[Cell]]:
    """Return the rows of the sheet whose first row names the persons, else those of the first sheet."""
    wanted = _plain(COLUMNS[0].heading)
    named = (rows for rows in sheets.values() if rows and any(_plain(text_of(cell)) == wanted for cell in rows[0]))
    return next(named, next(iter(sheets.values()), []))


def body_of(rows: Sequence[Sequence[Cell]]) -> list[Line]:
    """Return the rows with anything in them, each with its number in the sheet and its cells in the order of `COLUMNS`.

    :raises Refused: columns are missing or there twice, or nothing stands below them.
    """
    places = _places(rows[0] if rows else [])
    order = [places.get(one.field, -1) for one in COLUMNS]
    lines = (
        (number, [row[at] if 0 <= at < len(row) else "" for at in order]) for number, row in enumerate(rows[1:], 2)
    )
    body = [(number, cells) for number, cells in lines if any(map(text_of, cells))]
    if not body:
        raise Refused(_EMPTY)
    return body


def read_row(line: Line, choices: Choices) -> Row:
    """Return a row with its texts as they are kept; a cell that cannot be read is empty there, with its fault."""
    number, cells = line
    row = Row(number, {}, {}, [])
    for one, cell in zip(COLUMNS, cells, strict=True):
        row.typed[one.field] = text_of(cell)
        try:
            row.texts[one.field] = _read(one, cell, choices)
        except Refused as refusal:
            row.texts[one.field] = ""
            row.faults.append(Fault(one.field, refusal))
    return row


def packed(lines: Sequence[Line]) -> list[Any]:
    """Return lines as JSON can hold them: a day as a list of its text, a cell that is too long only so far."""
    return [[number, [_to_json(cell) for cell in cells]] for number, cells in lines]


def unpacked(lines: Sequence[Any]) -> list[Line]:
    """Return the lines that `packed` made."""
    return [(number, [_from_json(cell) for cell in cells]) for number, cells in lines]


def shown(text: str) -> str:
    """Return a text short enough to stand beside a fault."""
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


def _read(column: Column, cell: Cell, choices: Choices) -> str:
    plain = text_of(cell)
    if len(plain) > column.most:
        raise Refused(_TOO_LONG, most=column.most)
    if speaks_of_hiv(plain):
        raise Refused(NOT_STORED)
    text = column.read(cell) if plain else ""
    if column.field in choices and text:
        known = choices[column.field]
        if fold(text) not in known:
            raise Refused(_NOT_IN_LIST)
        return known[fold(text)]
    return text


def _places(head: Sequence[Cell]) -> dict[str, int]:
    known = {_plain(one.heading): one for one in COLUMNS}
    places: dict[str, int] = {}
    for at, cell in enumerate(head):
        column = known.get(_plain(text_of(cell)))
        if column is None:
            continue
        if column.field in places:
            raise Refused(_TWICE, columns=column.heading)
        places[column.field] = at
    missing = [one.heading for one in COLUMNS if one.required and one.field not in places]
    if missing:
        raise Refused(_NO_HEAD, columns="”, “".join(missing))
    return places


def _to_json(cell: Cell) -> Any:
    if isinstance(cell, datetime | date):
        return [(cell.date() if isinstance(cell, datetime) else cell).isoformat()]
    if isinstance(cell, float) and not math.isfinite(cell):
        return text_of(cell)
    return cell if isinstance(cell, int | float) else text_of(cell)[: _LONGEST + 1]


def _from_json(cell: Any) -> Cell:
    return date.fromisoformat(cell[0]) if isinstance(cell, list) else cell


def _plain(heading: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", fold(heading)))


def _space(char: str) -> str:
    """Return what stands in the place of a sign that does not print: a blank for a blank, nothing for the rest."""
    return " " if unicodedata.category(char)[0] == "Z" or char == "\t" else ""
