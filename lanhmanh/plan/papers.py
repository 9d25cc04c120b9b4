"""Coverage as an Excel workbook: numbers as numbers, text never as a formula."""

from collections.abc import Mapping, Sequence
from datetime import date

from lanhmanh.plan.models import Plan
from lanhmanh.plan.rules.coverage import Made, Tally
from lanhmanh.plan.selectors import Column, Matrix
from lanhmanh.ui.workbooks import Sheet, book

_WIDE, _MANY = {1: 60, 2: 60}, 7
Lines = Sequence[Sequence[str | int]]


def workbook(plan: Plan, matrix: Matrix, made: Mapping[Made, str], heads: Mapping[str, str], day: date) -> bytes:
    """Return an .xlsx with three sheets: the matrix, the totals of every unit, the reasons of what is left out.

    `made` and `heads` hold the words in the reader's language. The same matrix gives the same bytes on the same day.
    """
    sheets = [
        _sheet(heads["matrix"], _matrix(matrix, made, heads)),
        _sheet(heads["units"], _units(matrix, made, heads)),
        _sheet(heads["reasons"], _reasons(matrix, made, heads)),
    ]
    return book(plan.title, day, sheets)


def _sheet(name: str, lines: Lines) -> Sheet:
    """Return a sheet whose clauses have room; the matrix is wider than a page, its columns narrow."""
    wide = len(lines[0]) >= _MANY
    widths = [44 if wide and at == 1 else 14 if wide else _WIDE.get(at, 18) for at in range(len(lines[0]))]
    return Sheet(name, lines, widths, kept=2, wraps=True)


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
