"""Tables as an Excel workbook: numbers as numbers, text never as a formula."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from math import ceil
from typing import Any

import xlsxwriter

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_PATTERNS = ("#,##0", "#,##0.0", "#,##0.00", "#,##0.000", "#,##0.0000")
_A4, _LINE, _LONGEST_NAME, _LONGEST_TITLE = 9, 15, 31, 255  # Excel's number of the paper; points; its limits
Line = Sequence[str | int | Decimal | None]


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, its lines, the first of them the head, and the widths of its columns.

    One that `fits` prints one page wide. So many first columns as `kept` stay when it is moved sideways; where it
    `wraps`, long words go on below one another.
    """

    name: str
    lines: Sequence[Line]
    widths: Sequence[int]
    fits: bool = True
    kept: int = 1
    wraps: bool = False


def book(title: str, day: date, sheets: Sequence[Sheet]) -> bytes:
    """Return an .xlsx dated by a day; the same sheets give the same bytes."""
    out = BytesIO()
    file = xlsxwriter.Workbook(out, _OPTIONS)
    made = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a workbook's moment has no zone
    file.set_properties({"title": title[:_LONGEST_TITLE], "created": made})
    head = file.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    numbers = [file.add_format({"num_format": pattern}) for pattern in _PATTERNS]
    words = file.add_format({"text_wrap": True, "valign": "top"}) if any(one.wraps for one in sheets) else None
    for one in sheets:
        sheet = file.add_worksheet(one.name[:_LONGEST_NAME])
        _fill(sheet, one, head, words if one.wraps else None, numbers)
        _lay_out(sheet, one)
    file.close()
    return out.getvalue()


def _fill(sheet: Any, one: Sheet, head: Any, words: Any, numbers: Sequence[Any]) -> None:
    sheet.freeze_panes(1, one.kept)
    for at, line in enumerate(one.lines):
        for column, cell in enumerate(line):
            if isinstance(cell, str):
                sheet.write_string(at, column, cell, head if at == 0 else words)
            elif cell is not None:
                sheet.write_number(at, column, cell, numbers[_places(cell)])


def _lay_out(sheet: Any, one: Sheet) -> None:
    """Set the columns, a first row high enough for its words, and a page that prints, across one where it fits."""
    for column, width in enumerate(one.widths):
        sheet.set_column(column, column, width)
    heights = (ceil(len(str(cell)) / (width - 2)) for cell, width in zip(one.lines[0], one.widths, strict=True))
    sheet.set_row(0, _LINE * max(heights))
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    if one.fits:
        sheet.fit_to_pages(1, 0)
    else:
        sheet.repeat_columns(0)


def _places(value: int | Decimal) -> int:
    """Return how many digits stand behind the point."""
    exponent = Decimal(value).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
