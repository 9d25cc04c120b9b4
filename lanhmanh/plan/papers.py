"""Coverage as an Excel workbook: numbers as numbers, text never as a formula."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from lanhmanh.plan.models import Plan
from lanhmanh.plan.rules.coverage import Made, Tally
from lanhmanh.plan.selectors import Column, Matrix

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_A4 = 9  # Excel's number of the paper
_WIDE = {1: 60, 2: 60}
Lines = Sequence[Sequence[str | int]]


def workbook(plan: Plan, matrix: Matrix, made: Mapping[Made, str], heads: Mapping[str, str], day: date) -> bytes:
    """Return an .xlsx with three sheets: the matrix, the totals of every unit, the reasons of what is left out.

    `made` and `heads` hold the words in the reader's language. The same matrix gives the same bytes on the same day.
    """
    out = BytesIO()
    book = xlsxwriter.Workbook(out, _OPTIONS)
    book.set_properties({"title": plan.title[:255], "created": datetime(day.year, day.month, day.day)})  # noqa: DTZ001
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    sheets = (
        (heads["matrix"], _matrix(matrix, made, heads)),
        (heads["units"], _units(matrix, made, heads)),
        (heads["reasons"], _reasons(matrix, made, heads)),
    )
    for name, lines in sheets:
        sheet = book.add_worksheet(name[:31])
        _fill(sheet, lines, head, body)
        _set_page(sheet, len(lines[0]))
    book.close()
    return out.getvalue()


def _matrix(matrix: Matrix, made: Mapping[Made, str], heads: Mapping[str, str]) -> Lines:
    names = [column.name for column in matrix.columns]
    lines: list[Sequence[str | int]] = [(heads["path"], heads["clause"], *names, *(made[one] for one in Made))]
    for row in matrix.rows:
        words = [made[cell.made] for cell in row.cells]
        lines.append((row.item.path, row.item.name, *words, *_numbers(row.tally)))
    return lines


def _units(matrix: Matrix, made: Mapping[Made, str], heads: Mapping[str, str]) -> Lines:
    titles = (heads["unit"], heads["standing"], *(made[one] for one in Made), heads["added"], heads["lower"])
    lines: list[Sequence[str | int]] = [(*titles, heads["lower_of"])]
    return [*lines, *((*_named(column, heads), *_numbers(column.tally), *_rest(column)) for column in matrix.columns)]


def _named(column: Column, heads: Mapping[str, str]) -> tuple[str, str]:
    return column.name, heads[column.standing]


def _rest(column: Column) -> tuple[int | str, ...]:
    """Return how many were added, and the plans below, blank where nothing below makes plans."""
    return column.added if column.plan else "", *((column.lower, column.lower_of) if column.lower_of else ("", ""))


def _reasons(matrix: Matrix, made: Mapping[Made, str], heads: Mapping[str, str]) -> Lines:
    lines: list[Sequence[str | int]] = [(heads["path"], heads["clause"], heads["reason"], heads["unit"], heads["made"])]
    for row in matrix.rows:
        for column, cell in zip(matrix.columns, row.cells, strict=True):
            if cell.item and cell.item.reason:
                lines.append((row.item.path, row.item.name, cell.item.reason, column.name, made[cell.made]))
    return lines


def _numbers(found: Tally) -> tuple[int, ...]:
    return found.adopted, found.adapted, found.left_out, found.missing


def _fill(sheet: Any, lines: Lines, head: Any, body: Any) -> None:
    for at, line in enumerate(lines):
        for column, cell in enumerate(line):
            look = head if at == 0 else body
            write = sheet.write_string if isinstance(cell, str) else sheet.write_number
            write(at, column, cell, look)


def _set_page(sheet: Any, width: int) -> None:
    for column in range(width):
        sheet.set_column(column, column, _WIDE.get(column, 18) if width < 7 else 44 if column == 1 else 14)
    sheet.freeze_panes(1, 2)
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)
