"""Sheets of figures as an Excel workbook: numbers as numbers, text never as a formula."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from math import ceil
from typing import Any

import xlsxwriter
from django.conf import settings

from lanhmanh.kernel.numbers import rounded
from lanhmanh.reporting.papers.letterhead import words
from lanhmanh.reporting.rules.targets import as_decimal

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_A4, _LINE, _MOST = 9, 15, 4  # Excel's number of the paper; points; decimals
Line = Sequence[str | int | Decimal | None]


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, the widths of its columns, a head and lines."""

    name: str
    widths: Sequence[int]
    head: Sequence[str]
    lines: Sequence[Line]


def book(title: str, made: date, sheets: Sequence[Sheet]) -> bytes:
    """Return an .xlsx of these sheets; the same sheets give the same bytes."""
    out = BytesIO()
    file = xlsxwriter.Workbook(out, _OPTIONS)
    file.set_properties({"title": title, "created": datetime(made.year, made.month, made.day)})  # noqa: DTZ001
    head = file.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    patterns = ["#,##0", *(f"#,##0.{'0' * places}" for places in range(1, _MOST + 1))]
    formats = [file.add_format({"num_format": pattern}) for pattern in patterns]
    for one in sheets:
        sheet = file.add_worksheet(one.name)
        _write(sheet, [one.head, *one.lines], head, formats)
        _lay_out(sheet, one)
    file.close()
    return out.getvalue()


def notes(*lines: str) -> Sheet:
    """Return the sheet that says what the figures are, in the demonstration that they are invented."""
    marked = [*lines, *([words()["mark"]] if settings.DEMO else [])]
    return Sheet("Ghi chú", [110], ["Ghi chú"], [(line,) for line in marked])


def shown(value: Decimal | Fraction | None, decimals: int) -> Decimal | None:
    """Return a figure with so many decimals, None where it is missing."""
    if value is None:
        return None
    return as_decimal(value, decimals) if isinstance(value, Fraction) else rounded(value, decimals)


def _write(sheet: Any, lines: Sequence[Line], head: Any, formats: Sequence[Any]) -> None:
    sheet.freeze_panes(1, 1)
    for at, line in enumerate(lines):
        for column, cell in enumerate(line):
            if isinstance(cell, str):
                sheet.write_string(at, column, cell, head if at == 0 else None)
            elif cell is not None:
                sheet.write_number(at, column, cell, formats[_places(cell)])


def _lay_out(sheet: Any, one: Sheet) -> None:
    """Set the columns, a first row high enough for its words, and a page that prints one page wide."""
    for column, width in enumerate(one.widths):
        sheet.set_column(column, column, width)
    heights = [ceil(len(text) / (width - 2)) for text, width in zip(one.head, one.widths, strict=True)]
    sheet.set_row(0, _LINE * max(heights))
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)


def _places(value: int | Decimal) -> int:
    """Return how many digits stand behind the point."""
    exponent = Decimal(value).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
