"""A unit's year as an Excel workbook."""

from django.conf import settings

from lanhmanh.reporting.papers.letterhead import words
from lanhmanh.reporting.papers.workbook import bounds_line, shown
from lanhmanh.reporting.rules.sources import measure_of
from lanhmanh.reporting.selectors.pages import YearView
from lanhmanh.ui.workbooks import Line, Sheet, book


def year_workbook(view: YearView) -> bytes:
    """Return an .xlsx with two sheets: indicators by periods, and notes; the same year gives the same bytes."""
    sheets = [
        Sheet("Năm", [*_head(view), *_lines(view)], [14, 50, 14, *[13] * (len(view.columns) + 1)]),
        Sheet("Ghi chú", [(line,) for line in _notes(view)], [110]),
    ]
    return book(_title(view), view.columns[-1].days.last, sheets)


def _title(view: YearView) -> str:
    return f"{view.form.name_vi}, {view.unit_name}, năm {view.year}"


def _head(view: YearView) -> list[Line]:
    labels = [one.period.label[:1].upper() + one.period.label[1:] for one in view.columns]
    counts = [f"{one.approved}/{one.expected}" if one.begun and one.there else None for one in view.columns]
    return [
        ("Mã", "Chỉ tiêu", "Đơn vị tính", *labels, "Lũy kế từ đầu năm"),
        ("", "Báo cáo đã duyệt / phải có", "", *counts, None),
    ]


def _lines(view: YearView) -> list[Line]:
    return [
        (
            line.indicator.code,
            line.indicator.name_vi,
            measure_of(line.indicator),
            *(shown(value, line.indicator.decimals) for value in (*line.values, line.so_far)),
        )
        for line in view.lines
    ]


def _notes(view: YearView) -> list[str]:
    days = [one.days for one in view.columns]
    return [
        _title(view),
        f"Số liệu từ ngày {days[0].first:%d/%m/%Y} đến ngày {days[-1].last:%d/%m/%Y}; chỉ cộng báo cáo đã duyệt.",
        "Ô trống là chưa có số liệu, không phải số 0.",
        *bounds_line(line.indicator for line in view.lines),
        *([words()["mark"]] if settings.DEMO else []),
    ]
