"""Reading tables of units and of their conversions; whatever is wrong is named by file, row and column."""

import csv
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import NoReturn

from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.text import nfc
from lanhmanh.units.rules.names import KINDS, kind_of, level_of

MAX_BYTES = 20 * 1024 * 1024
_ABOVE = {"province": ("",), "district": ("province",), "commune": ("district", "province")}


@dataclass(frozen=True)
class Row:
    """One unit as a table gives it; `parent_code` is "" for a province."""

    code: str
    name: str
    kind: str
    level: str
    parent_code: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    area_km2: Decimal | None = None


@dataclass(frozen=True)
class Transfer:
    """What an old unit gave to a new one; `people` is the published number who moved, None when unknown."""

    from_code: str
    to_code: str
    whole: bool
    people: int | None = None


@dataclass(frozen=True)
class Table:
    """Everything that was read for one day."""

    rows: tuple[Row, ...] = ()
    transfers: tuple[Transfer, ...] = ()


@dataclass(frozen=True)
class Line:
    """One line of a file, for reading and for naming what is wrong with it."""

    file: str
    number: int
    cells: dict[str, str] = field(default_factory=dict)

    def refuse(self, column: str, why: str) -> NoReturn:
        """Raise Refused: file, row, column, what is wrong and what to do."""
        raise Refused(f"Tệp {self.file}, dòng {self.number}, cột {column}: {why}")

    def text(self, column: str, most: int) -> str:
        """Return a cell in its stored form; refuse control characters and what is too long."""
        value = " ".join(nfc(self.cells.get(column) or "").split())
        if not value.isprintable() and any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co") for char in value):
            self.refuse(column, "có ký tự điều khiển. Gõ lại ô này.")
        if len(value) > most:
            self.refuse(column, f"dài quá {most} ký tự. Rút ngắn lại.")
        return value

    def decimal(self, column: str, low: int, high: int) -> Decimal | None:
        """Return a number between two bounds, None for an empty cell."""
        text = self.text(column, 40)
        if not text:
            return None
        try:
            value = Decimal(text)
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite() or not low <= value <= high:
            self.refuse(column, f"“{text}” không phải là số từ {low} đến {high}. Dùng dấu chấm thập phân.")
        return value


def read(files: Iterable[tuple[str, bytes]]) -> Table:
    """Return the units and conversions of some CSV files (name, content), checked as one table.

    :raises Refused: with a sentence that names file, row and column.
    """
    units: list[tuple[Line, Row]] = []
    transfers: list[tuple[Line, Transfer]] = []
    for name, content in files:
        columns, lines = _lines(name, content)
        if {"from_code", "to_code"} <= columns:
            transfers += [(line, _transfer(line)) for line in lines]
        else:
            _need(name, columns, "code", "name", "parent_code")
            units += [(line, _row(line)) for line in lines]
    if not units:
        raise Refused("Chưa có tệp đơn vị nào có dữ liệu. Nạp một tệp CSV có các cột code, kind, name, parent_code.")
    _check_tree(units)
    _check_transfers(units, transfers)
    return Table(tuple(row for _, row in units), tuple(transfer for _, transfer in transfers))


def _lines(name: str, content: bytes) -> tuple[set[str], Iterator[Line]]:
    if len(content) > MAX_BYTES:
        raise Refused(f"Tệp {name}: lớn quá 20 MB. Chia nhỏ tệp theo tỉnh.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        raise Refused(f"Tệp {name}, dòng {row}: không phải bảng mã UTF-8. Lưu lại tệp dạng CSV UTF-8.") from None
    if "\0" in text:
        raise Refused(f"Tệp {name}: không phải tệp CSV. Lưu lại tệp dạng CSV UTF-8.")
    head = text.partition("\n")[0]
    reader = csv.DictReader(text.splitlines(), delimiter=max(",;\t", key=head.count), strict=True)
    columns = {column.strip().lower() for column in _fields(name, reader)}
    return columns, _read_lines(name, reader)


def _fields(name: str, reader: "csv.DictReader[str]") -> list[str]:
    try:
        return list(reader.fieldnames or [])
    except csv.Error as error:
        raise Refused(f"Tệp {name}, dòng 1: dấu ngoặc kép không khép lại ({error}). Sửa dòng này.") from None


def _read_lines(name: str, reader: "csv.DictReader[str]") -> Iterator[Line]:
    try:
        for cells in reader:
            extra = cells.pop(None, None)
            line = Line(name, reader.line_num, {key.strip().lower(): value or "" for key, value in cells.items()})
            if extra:
                line.refuse(str(len(cells) + 1), "nhiều ô hơn tiêu đề. Kiểm tra dấu phẩy thừa.")
            yield line
    except csv.Error as error:
        begun = reader.line_num + 1  # the reader tells the last line it could read
        raise Refused(f"Tệp {name}, dòng {begun}: không đọc được ({error}). Sửa dòng này.") from None


def _need(name: str, columns: set[str], *wanted: str) -> None:
    missing = [column for column in wanted if column not in columns]
    if missing:
        raise Refused(f"Tệp {name}, dòng 1: thiếu cột {', '.join(missing)}. Thêm tên cột vào dòng tiêu đề.")


def _code(line: Line, column: str) -> str:
    code = line.text(column, 20)
    if not code or not code.isascii() or not code.replace("-", "").replace(".", "").isalnum():
        line.refuse(column, f"“{code}” không phải mã đơn vị. Mã gồm chữ số hoặc chữ cái không dấu.")
    return code


def _row(line: Line) -> Row:
    name, parent = line.text("name", 120), line.text("parent_code", 20)
    if not name:
        line.refuse("name", "để trống. Ghi tên đầy đủ, ví dụ Phường Tân Mai.")
    kind = line.text("kind", 40).lower().removesuffix(" trung ương") or kind_of(name)
    level = level_of(kind, is_root=not parent)
    if not level:
        line.refuse("kind", f"không biết loại “{kind or name}”. Các loại: {', '.join(KINDS)}.")
    return Row(
        _code(line, "code"), name, kind, level, parent, line.decimal("lat", -90, 90),
        line.decimal("lon", -180, 180), line.decimal("area_km2", 0, 9_999_999),
    )  # fmt: skip


def _transfer(line: Line) -> Transfer:
    extent, people = line.text("extent", 10), line.text("people", 9)
    if extent not in ("whole", "part"):
        line.refuse("extent", f"“{extent}” không phải whole (toàn bộ) hay part (một phần).")
    if people and not (people.isascii() and people.isdigit()):
        line.refuse("people", f"“{people}” không phải số nguyên. Để trống nếu không biết.")
    count = int(people) if people else None
    return Transfer(_code(line, "from_code"), _code(line, "to_code"), extent == "whole", count)


def _check_tree(units: list[tuple[Line, Row]]) -> None:
    levels: dict[str, str] = {}
    for line, row in units:
        if row.code in levels:
            line.refuse("code", f"mã {row.code} đã có ở một dòng trên. Mỗi đơn vị một mã.")
        levels[row.code] = row.level
    for line, row in units:
        if row.parent_code and row.parent_code not in levels:
            line.refuse("parent_code", f"không có đơn vị mã {row.parent_code} trong các tệp. Sửa mã hoặc thêm đơn vị.")
        if levels.get(row.parent_code, "") not in _ABOVE[row.level]:
            line.refuse("parent_code", f"{row.name} không thể đứng dưới mã “{row.parent_code}”. Xem lại cấp.")


def _check_transfers(units: list[tuple[Line, Row]], transfers: list[tuple[Line, Transfer]]) -> None:
    levels = {row.code: row.level for _, row in units}
    seen: set[tuple[str, str]] = set()
    whole: dict[str, str] = {}
    for line, transfer in transfers:
        if levels.get(transfer.to_code) != "commune":
            line.refuse("to_code", f"không có xã mã {transfer.to_code} trong các tệp đơn vị.")
        if (transfer.from_code, transfer.to_code) in seen:
            line.refuse("to_code", f"cặp {transfer.from_code} → {transfer.to_code} đã có ở một dòng trên.")
        if transfer.whole and whole.setdefault(transfer.from_code, transfer.to_code) != transfer.to_code:
            line.refuse("extent", f"toàn bộ {transfer.from_code} đã chuyển cho {whole[transfer.from_code]}.")
        seen.add((transfer.from_code, transfer.to_code))
