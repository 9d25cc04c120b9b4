"""The consolidation as an Excel workbook: numbers as numbers, text never as a formula."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from lanhmanh.kernel.numbers import rounded
from lanhmanh.reporting.papers.letterhead import words
from lanhmanh.reporting.papers.narrative import has_running_total
from lanhmanh.reporting.papers.official import Replaced, is_synthetic, replacing_line, title_of
from lanhmanh.reporting.rules.catalogue import Indicator
from lanhmanh.reporting.rules.sources import AT_LEAST, is_lower_bound, measure_of
from lanhmanh.reporting.selectors.consolidations import Consolidation, MissingUnit
from lanhmanh.ui.workbooks import Line, Sheet, book

_UNIT, _FIGURE = 36, 16  # widths of columns


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
    return book(title, whole.window.last, _sheets(whole, missing, notes))


def _sheets(whole: Consolidation, missing: Sequence[MissingUnit], notes: list[Line]) -> list[Sheet]:
    totals, units = _totals(whole), _units(whole)
    absent = [(place, unit.name, unit.parent_name) for place, unit in enumerate(missing, start=1)]
    return [
        Sheet("Tổng hợp", totals, [14, 60, 14, 18, 18][: len(totals[0])]),
        Sheet("Đơn vị", units, [_UNIT, *[_FIGURE] * (len(units[0]) - 1)], fits=False),
        Sheet("Chưa báo cáo", [("TT", "Đơn vị", "Thuộc"), *absent], [6, 36, 30]),
        Sheet("Ghi chú", notes, [110]),
    ]


def _totals(whole: Consolidation) -> list[Line]:
    running = has_running_total(whole)
    tables = (whole.totals, whole.year_to_date) if running else (whole.totals,)
    since = ("Lũy kế từ đầu năm",) if running else ()
    lines: list[Line] = [("Mã", "Chỉ tiêu", "Đơn vị tính", f"Trong kỳ {whole.period.label}", *since)]
    for one in whole.indicators:
        figures = [shown(table.get(one.code), one.decimals) for table in tables]
        lines.append((one.code, one.name_vi, measure_of(one), *figures))
    return lines


def _units(whole: Consolidation) -> list[Line]:
    names = [f"{one.name_vi} ({measure_of(one)})" for one in whole.indicators]
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
        *(bounds_line(whole.indicators) if has_running_total(whole) else ()),
        *([words()["mark"]] if synthetic else []),
    ]
    return [(line,) for line in lines]


def bounds_line(indicators: Iterable[Indicator]) -> tuple[str, ...]:
    """Say of which indicators the sum over periods is a lower bound; nothing where it is of none."""
    names = "; ".join(one.name_vi for one in indicators if is_lower_bound(one, over_time=True))
    return (f"Lũy kế là {AT_LEAST}, vì một người, một nơi có thể có mặt ở nhiều kỳ: {names}.",) if names else ()


def shown(value: Decimal | None, decimals: int) -> Decimal | int | None:
    """Return a figure as a cell holds it: rounded, a whole number where it has no decimals."""
    if value is None:
        return None
    return rounded(value, decimals) if decimals else int(rounded(value, 0))
