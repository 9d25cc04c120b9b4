"""The consolidation as an Excel workbook: numbers as numbers, text never as a formula."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from math import ceil
from typing import Any

import xlsxwriter

from lanhmanh.kernel.numbers import rounded
from lanhmanh.reporting.papers.letterhead import words
from lanhmanh.reporting.papers.narrative import has_running_total
from lanhmanh.reporting.papers.official import Replaced, is_synthetic, replacing_line, title_of
from lanhmanh.reporting.selectors.consolidations import Consolidation, MissingUnit

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_WIDTHS = {"Tổng hợp": [14, 60, 14, 18, 18], "Chưa báo cáo": [6, 36, 30], "Ghi chú": [110]}
_PATTERNS = {0: "#,##0", 1: "#,##0.0", 2: "#,##0.00", 3: "#,##0.000", 4: "#,##0.0000"}
_A4, _LINE = 9, 15  # Excel's number of the paper; points
Line = Sequence[str | int | Decimal | None]


def workbook(
    whole: Consolidation,
    missing: Sequence[MissingUnit],
    *,
    number: str | None = None,
    replaces: Replaced | None = None,
    synthetic: bool | None = None,
) -> bytes:
    """Return an .xlsx with four sheets: totals, units, who has not reported, notes.

    The same consolidation gives the same bytes: the date of creation is the period's last day.
    """
    notes = _notes(whole, number, replaces, synthetic=is_synthetic(told=synthetic))
    title = title_of(whole, synthetic=synthetic)
    return book_of(_sheets(whole, missing, notes), title, whole.window.last, _WIDTHS)


def book_of(sheets: Mapping[str, Sequence[Line]], title: str, day: date, widths: Mapping[str, Sequence[int]]) -> bytes:
    """Return an .xlsx of sheets by name, the first line of each its head; one without widths breaks over pages."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, _OPTIONS)
    book.set_properties({"title": title, "created": datetime(day.year, day.month, day.day)})  # noqa: DTZ001
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    formats = {places: book.add_format({"num_format": pattern}) for places, pattern in _PATTERNS.items()}
    for name, lines in sheets.items():
        sheet = book.add_worksheet(name)
        columns = widths.get(name, [36, *[16] * len(lines[0])])[: len(lines[0])]
        _fill(sheet, lines, {"head": head} | formats)
        _set_page(sheet, lines[0], columns, fits=name in widths)
    book.close()
    return out.getvalue()


def _sheets(whole: Consolidation, missing: Sequence[MissingUnit], notes: list[Line]) -> dict[str, list[Line]]:
    return {
        "Tổng hợp": _totals(whole),
        "Đơn vị": _units(whole),
        "Chưa báo cáo": [
            ("TT", "Đơn vị", "Thuộc"),
            *((place, unit.name, unit.parent_name) for place, unit in enumerate(missing, start=1)),
        ],
        "Ghi chú": notes,
    }


def _totals(whole: Consolidation) -> list[Line]:
    running = has_running_total(whole)
    tables = (whole.totals, whole.year_to_date) if running else (whole.totals,)
    since = ("Lũy kế từ đầu năm",) if running else ()
    lines: list[Line] = [("Mã", "Chỉ tiêu", "Đơn vị tính", f"Trong kỳ {whole.period.label}", *since)]
    for one in whole.indicators:
        figures = [shown(table.get(one.code), one.decimals) for table in tables]
        lines.append((one.code, one.name_vi, one.unit_vi, *figures))
    return lines


def _units(whole: Consolidation) -> list[Line]:
    names = [f"{one.name_vi} ({one.unit_vi})" for one in whole.indicators]
    lines: list[Line] = [("Đơn vị", "Báo cáo đã duyệt", "Báo cáo phải có", *names)]
    for row in whole.rows:
        name = f"{row.name} (trực tiếp)" if row.is_own else row.name
        figures = [shown(row.figures.get(one.code), one.decimals) for one in whole.indicators]
        lines.append((name, row.approved, row.expected, *figures))
    totals = [shown(whole.totals.get(one.code), one.decimals) for one in whole.indicators]
    return [*lines, ("Cộng", whole.approved, whole.expected, *totals)]


def _notes(whole: Consolidation, number: str | None, replaces: Replaced | None, *, synthetic: bool) -> list[Line]:
    days = whole.window
    lines = [
        title_of(whole, synthetic=synthetic),
        f"Số: {number}" if number else "Bản dự thảo, chưa cấp số",
        *([replacing_line(replaces)] if replaces else []),
        f"{whole.unit_name}; số liệu từ ngày {days.first:%d/%m/%Y} đến ngày {days.last:%d/%m/%Y}",
        f"Đã có {whole.approved} trên {whole.expected} báo cáo được duyệt; chỉ cộng báo cáo đã duyệt.",
        "Ô trống là chưa có số liệu, không phải số 0.",
        *([words()["mark"]] if synthetic else []),
    ]
    return [(line,) for line in lines]


def shown(value: Decimal | None, decimals: int) -> Decimal | int | None:
    """Return a figure as a cell holds it: rounded, a whole number where it has no decimals."""
    if value is None:
        return None
    return rounded(value, decimals) if decimals else int(rounded(value, 0))


def _set_page(sheet: Any, head: Line, widths: Sequence[int], *, fits: bool) -> None:
    """Set the columns, a first row high enough for its words, and a page that prints, across one where it fits."""
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.set_row(0, _LINE * max(ceil(len(str(cell)) / (width - 2)) for cell, width in zip(head, widths, strict=True)))
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    if fits:
        sheet.fit_to_pages(1, 0)
    else:
        sheet.repeat_columns(0)


def _fill(sheet: Any, lines: Sequence[Line], formats: dict[Any, Any]) -> None:
    sheet.freeze_panes(1, 1)
    for at, line in enumerate(lines):
        for column, cell in enumerate(line):
            if isinstance(cell, str):
                sheet.write_string(at, column, cell, formats["head"] if at == 0 else None)
            elif cell is not None:
                sheet.write_number(at, column, cell, formats[_places(cell)])


def _places(value: int | Decimal) -> int:
    """Return how many digits stand behind the point."""
    if isinstance(value, int):
        return 0
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
