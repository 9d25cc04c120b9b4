"""A list as a workbook: empty to fill in, with rows to be put right, or as it stands now."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override

from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import sentence
from lanhmanh.paper.cells import MOST_LETTERS, MOST_MONEY, text_of
from lanhmanh.paper.lists import MARK, MARK_SHEET, MOST_ROWS, VERSION, WHY, Column, ListKind, Row
from lanhmanh.ui.downloads import download
from lanhmanh.ui.formats import said

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Values = Mapping[str, Any]
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_ALLOWED = {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True, "delete_rows": True}
_RISKY = ("=", "+", "-", "@")
_A4 = 9
_KEPT_DIGITS = len(str(MOST_MONEY))
_FIRST_TRUE_DAY = date(1900, 3, 1)  # before it Excel's calendar errs by a day
_CHOOSE, _NOT_IN_LIST = sentence("Chọn trong danh sách"), sentence("Chọn một mục trong danh sách của ô.")
_SHEET, _HELP = sentence("Danh sách"), sentence("Hướng dẫn")
_LINES = (
    sentence("Mỗi dòng của danh sách là một mục, từ dòng 2; không đổi dòng đầu. Nhiều nhất 2.000 dòng, 5 MB."),
    sentence("Cột có dấu * phải điền. Ô có danh sách thì chọn trong danh sách."),
    sentence("Ngày gõ ngày/tháng/năm, ví dụ 24/06/2021. Số gõ liền hoặc có dấu chấm hàng nghìn; dấu phẩy cho số lẻ."),
    sentence("Không biết thì để trống, không gõ 0."),
)
# How Excel shows each kind of value.
_FORMATS = {"text": "@", "day": "dd/mm/yyyy", "number": "#,##0", "decimal": "#,##0.####"}


def blank(kind: ListKind, day: date) -> bytes:
    """Return the empty list: headings that stay, a drop-down where there is a choice, and how to fill it in."""
    return _Book(kind, day).closed()


def to_mend(kind: ListKind, rows: Sequence[Row], day: date) -> bytes:
    """Return the rows in which something is wrong, each reason beside the row and on its cell; to be uploaded again."""
    book = _Book(kind, day)
    book.add_reasons(rows)
    return book.closed()


def export(kind: ListKind, rows: Sequence[Values], day: date) -> bytes:
    """Return a list as it stands: read again, it gives the same values."""
    book = _Book(kind, day, kept=True)
    book.add_values(rows)
    return book.closed()


def export_response(kind: ListKind, rows: Sequence[Values]) -> HttpResponse:
    """Hand a list out as it stands."""
    return download(export(kind, rows, clock.today()), f"{kind.code}.xlsx", XLSX)


class _Book:
    """A workbook under way; one that is `kept` is no form to fill in: its cells are what they are, nothing locked."""

    def __init__(self, kind: ListKind, day: date, *, kept: bool = False) -> None:
        self.kind, self.kept, self.out = kind, kept, BytesIO()
        self.book = xlsxwriter.Workbook(self.out, _OPTIONS)
        made = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a workbook's moment has no zone
        self.book.set_properties({"title": kind.title, "created": made})
        self.head = self._format(bold=True, text_wrap=True, bottom=1, bg_color="#E8EEF0")
        self.usual = {name: self._format(num_format=pattern, locked=False) for name, pattern in _FORMATS.items()}
        self.quoted = self._format(num_format="@", locked=False, quote_prefix=True)
        self.sheet = self.book.add_worksheet(_SHEET)
        self._lay_out()
        self._explain(self.book.add_worksheet(_HELP))
        self._offer(self.book.add_worksheet(MARK_SHEET))

    def closed(self) -> bytes:
        """Return the finished workbook."""
        self.book.close()
        return self.out.getvalue()

    def add_values(self, rows: Sequence[Values]) -> None:
        """Write a row for each mapping of key → value; what is missing stays empty."""
        with override("vi"):
            for line, values in enumerate(rows, start=1):
                for at, column in enumerate(self.kind.columns):
                    if (value := values.get(column.key)) is not None and value != "":
                        self._write(line, at, column.reader.write(value))

    def add_reasons(self, rows: Sequence[Row]) -> None:
        """Write rows, as they were typed and marked where something is wrong, with the reasons at their end."""
        at_end = len(self.kind.columns)
        wrong = self._format(num_format="@", locked=False, bg_color="#FCE8D8")
        risky = self._format(num_format="@", locked=False, bg_color="#FCE8D8", quote_prefix=True)
        self.sheet.set_column(at_end, at_end, 60, self._format(text_wrap=True))
        self.sheet.write_string(0, at_end, WHY, self.head)
        for line, row in enumerate(rows, start=1):
            reasons = _reasons(self.kind, row)
            for at, column in enumerate(self.kind.columns):
                text = row.typed[column.key][: MOST_LETTERS + 1]
                if column.key in reasons:
                    self.sheet.write_string(line, at, text, risky if text.startswith(_RISKY) else wrong)
            self.sheet.write_string(line, at_end, "\n".join(reasons.values()))
        # The rest as it was understood: digits with their noughts, a number of the calendar as a day.
        self.add_values([_without_faults(row) for row in rows])

    def _write(self, line: int, at: int, cell: str | int | Decimal | date) -> None:
        if isinstance(cell, date):
            if cell < _FIRST_TRUE_DAY:
                self.sheet.write_string(line, at, text_of(cell), self.usual["text"])
            else:
                self.sheet.write_datetime(line, at, cell, self.usual["day"])
        elif isinstance(cell, str):
            self.sheet.write_string(line, at, cell, self.quoted if cell.startswith(_RISKY) else self.usual["text"])
        elif -MOST_MONEY <= cell <= MOST_MONEY and len(Decimal(cell).as_tuple().digits) <= _KEPT_DIGITS:
            self.sheet.write_number(line, at, cell, self.usual["number" if isinstance(cell, int) else "decimal"])
        else:
            self.sheet.write_string(line, at, f"{Decimal(cell):f}".replace(".", ","), self.usual["text"])

    def _lay_out(self) -> None:
        for at, one in enumerate(self.kind.columns):
            # Text, so that Excel leaves noughts and days as they are typed.
            self.sheet.set_column(at, at, one.width, self.usual["text"])
            self.sheet.write_string(0, at, one.heading + (" *" if one.required else ""), self.head)
        self.sheet.set_row(0, 60)
        self.sheet.freeze_panes(1, 1)
        self.sheet.set_paper(_A4)
        self.sheet.set_landscape()
        self.sheet.repeat_rows(0)
        self.sheet.fit_to_pages(1, 0)
        if not self.kept:
            self.sheet.protect("", _ALLOWED)

    def _explain(self, sheet: Any) -> None:
        sheet.set_column(0, 0, 110, self._format(text_wrap=True))
        lines = [self.kind.title, *self.kind.notes, *_LINES, *map(_help, filter(_helps, self.kind.columns))]
        for at, line in enumerate(lines):
            sheet.write_string(at, 0, line)
        sheet.protect("", _ALLOWED)

    def _offer(self, hidden: Any) -> None:
        """Lay the choices and the mark of the template in a sheet that nobody sees, and tie the drop-downs to it."""
        hidden.write_row(0, 0, [MARK, VERSION, self.kind.code])
        with override("vi"):
            offered = [(at, list(one.reader.words.values())) for at, one in enumerate(self.kind.columns)]
        for place, (at, words) in enumerate(((at, words) for at, words in offered if words), start=3):
            for line, one in enumerate(words):
                hidden.write_string(line, place, one)
            letter = xlsxwriter.utility.xl_col_to_name(place)
            source = f"='{MARK_SHEET}'!${letter}$1:${letter}${len(words)}"
            self.sheet.data_validation(1, at, MOST_ROWS, at, {
                "validate": "list", "source": source, "error_title": _CHOOSE, "error_message": _NOT_IN_LIST,
            })  # fmt: skip
        hidden.very_hidden()

    def _format(self, **looks: Any) -> Any:
        return self.book.add_format({"valign": "top", **looks})


def _without_faults(row: Row) -> Values:
    wrong = {fault.key for fault in row.faults}
    return {key: value for key, value in row.values.items() if key not in wrong}


def _reasons(kind: ListKind, row: Row) -> dict[str, str]:
    """Return key → what is wrong there, with its heading; the reasons of one cell stand together."""
    headings = {one.key: one.heading for one in kind.columns}
    found: dict[str, str] = {}
    for fault in row.faults:
        heading = f"{_(headings[fault.key])}: " if fault.key in headings else ""
        before = f"{found[fault.key]}\n" if fault.key in found else ""
        found[fault.key] = f"{before}{heading}{said(fault.refusal)}"
    return found


def _helps(column: Column) -> bool:
    return bool(column.help)


def _help(column: Column) -> str:
    return f"{column.heading}: {column.help}"
