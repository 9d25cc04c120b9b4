"""A list that people keep in Excel: what its columns are, and how its rows are read out of a workbook."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.paper.cells import MOST_LETTERS, TOO_LONG, Reader, plain_words, text_of
from lanhmanh.paper.sheets import Bounds, Cell, read_sheets

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 2000
MOST_COLUMNS = 40
BOUNDS = Bounds(MOST_ROWS + 1, MOST_COLUMNS)
VERSION = "1"
# The sheet that nobody sees: which template a workbook was made from.
MARK_SHEET, MARK = "lanhmanh", "lanhmanh-list"
WHY = sentence("Cần sửa")

_NO_HEAD = sentence("Dòng đầu của danh sách phải có cột “%(columns)s”. Tải tệp mẫu, chép danh sách vào rồi tải lại.")
_TWICE = sentence("Cột “%(columns)s” có hai lần trong dòng đầu: bỏ một cột rồi tải lại.")
_OTHER_VERSION = sentence("Tệp mẫu này thuộc phiên bản khác. Tải tệp mẫu mới, chép danh sách vào rồi tải lại.")
_OTHER_LIST = sentence(
    "Tệp này là mẫu của một danh sách khác. Tải tệp mẫu ở trang này, chép danh sách vào rồi tải lại."
)
_NO_ROWS = sentence("Danh sách chưa có dòng nào: điền từ dòng 2 rồi tải lại.")
_EMPTY_FILE = sentence("Tệp rỗng: chọn tệp khác.")
_TOO_BIG = sentence("Tệp lớn hơn 5 MB: tách danh sách thành nhiều tệp rồi tải từng tệp.")
_REQUIRED = sentence("Điền ô này.")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the key of its values, its heading, how its cells are read, how wide it is, and a line of help."""

    key: str
    heading: str
    reader: Reader
    required: bool = False
    width: int = 18
    help: str = ""


@dataclass(frozen=True, slots=True)
class ListKind:
    """A kind of list: its code (letters, for file names), its title, its columns, and what its help sheet says.

    Two rows that say the same in the columns of `same` are one thing: the second is a double of the first.
    """

    code: str
    title: str
    columns: tuple[Column, ...]
    notes: tuple[str, ...] = ()
    same: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """Say what is wrong in a cell; `key` is "" where it is of the whole row."""

    key: str
    refusal: Refused


@dataclass(slots=True)
class Row:
    """A row as it was read: its number in the sheet, its cells as typed, its values, what is wrong.

    `uid` is the public id of what will become of it, so that it becomes so once. A value that is missing is None.
    """

    number: int
    typed: dict[str, str] = field(repr=False)
    values: dict[str, Any] = field(repr=False)
    faults: list[Fault] = field(default_factory=list)
    uid: str = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """The rows of a sheet with anything in them, each with its number and its cells in the order of the columns.

    `unread` are the headings under which nothing was read.
    """

    lines: Sequence[tuple[int, list[Cell]]]
    unread: Sequence[str] = ()


def lines_of(kind: ListKind, content: bytes) -> Lines:
    """Return the lines of a workbook that was uploaded as a list of this kind.

    :raises Refused: it is no workbook that can be read, another list, or there is nothing in it.
    """
    if not content:
        raise Refused(_EMPTY_FILE)
    if len(content) > MOST_BYTES:
        raise Refused(_TOO_BIG)
    sheets = read_sheets(content, BOUNDS)
    _check_mark(kind, sheets)
    rows = _list_in(kind, sheets)
    places, unread = _places(kind, rows[0] if rows else [])
    order = [places.get(one.key, -1) for one in kind.columns]
    lines = (
        (number, [row[at] if 0 <= at < len(row) else "" for at in order]) for number, row in enumerate(rows[1:], 2)
    )
    body = [(number, cells) for number, cells in lines if any(map(text_of, cells))]
    if not body:
        raise Refused(_NO_ROWS)
    return Lines(body, unread)


def read_line(kind: ListKind, number: int, cells: Sequence[Cell]) -> Row:
    """Return a row with its values; a cell that cannot be read is None there, with its fault."""
    row = Row(number, {}, {})
    for one, cell in zip(kind.columns, cells, strict=True):
        row.typed[one.key], row.values[one.key] = text_of(cell), None
        try:
            row.values[one.key] = _value(one, cell)
        except Refused as refusal:
            row.faults.append(Fault(one.key, refusal))
    return row


def repeats(kind: ListKind, rows: Sequence[Row]) -> dict[int, int]:
    """Return number of a row → number of an earlier one that says the same thing; faulty rows are not asked."""
    first: dict[tuple[Any, ...], int] = {}
    found: dict[int, int] = {}
    for row in rows:
        if row.faults or not kind.same:
            continue
        key = tuple(_alike(row.values[name]) for name in kind.same)
        if key in first:
            found[row.number] = first[key]
        else:
            first[key] = row.number
    return found


def packed(lines: Sequence[tuple[int, list[Cell]]]) -> list[Any]:
    """Return lines as JSON can hold them: a day as a list of its text, a cell that is too long only so far."""
    return [[number, [_to_json(cell) for cell in cells]] for number, cells in lines]


def unpacked(lines: Sequence[Any]) -> list[tuple[int, list[Cell]]]:
    """Return the lines that `packed` made."""
    return [(number, [_from_json(cell) for cell in cells]) for number, cells in lines]


def _value(column: Column, cell: Cell) -> Any:
    plain = text_of(cell)
    if not plain:
        if column.required:
            raise Refused(_REQUIRED)
        return None
    if len(plain) > MOST_LETTERS:
        raise Refused(TOO_LONG, most=MOST_LETTERS)
    return column.reader.read(cell)


def _check_mark(kind: ListKind, sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> None:
    cells = sheets.get(MARK_SHEET) or [[]]
    mark, version, code = [*map(text_of, cells[0]), "", "", ""][:3]
    if mark.startswith("lanhmanh") and (mark != MARK or code != kind.code):
        raise Refused(_OTHER_LIST)
    if mark == MARK and version != VERSION:
        raise Refused(_OTHER_VERSION)


def _list_in(kind: ListKind, sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> Sequence[Sequence[Cell]]:
    """Return the rows of the sheet whose head has most of the columns; of several, the first."""
    known = {plain_words(one.heading) for one in kind.columns}

    def named(rows: Sequence[Sequence[Cell]]) -> int:
        return len(known & {plain_words(text_of(cell)) for cell in rows[0]}) if rows else 0

    return max(sheets.values(), key=named, default=[])


def _places(kind: ListKind, head: Sequence[Cell]) -> tuple[dict[str, int], list[str]]:
    known = {plain_words(one.heading): one for one in kind.columns}
    places: dict[str, int] = {}
    unread = []
    for at, cell in enumerate(head):
        words = text_of(cell)
        column = known.get(plain_words(words))
        if column is None:
            unread += [words] if words and words != WHY else []
            continue
        if column.key in places:
            raise Refused(_TWICE, columns=column.heading)
        places[column.key] = at
    missing = [one.heading for one in kind.columns if one.required and one.key not in places]
    if missing:
        raise Refused(_NO_HEAD, columns="”, “".join(missing))
    return places, unread


def _alike(value: Any) -> Any:
    return plain_words(value) or value if isinstance(value, str) else value


def _to_json(cell: Cell) -> Any:
    if isinstance(cell, datetime | date):
        return [(cell.date() if isinstance(cell, datetime) else cell).isoformat()]
    if isinstance(cell, float) and not math.isfinite(cell):
        return text_of(cell)
    return cell if isinstance(cell, bool | int | float) else text_of(cell)[: MOST_LETTERS + 1]


def _from_json(cell: Any) -> Cell:
    return date.fromisoformat(cell[0]) if isinstance(cell, list) else cell
