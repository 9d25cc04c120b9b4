"""The review of a plan as an Excel workbook: figures by year and by unit, tasks, what is missing, notes."""

from lanhmanh.reporting.papers.official import Replaced, replacing_line
from lanhmanh.reporting.papers.review import review_title
from lanhmanh.reporting.papers.review_sources import review_sources
from lanhmanh.reporting.papers.review_words import MISSING, review_sections
from lanhmanh.reporting.papers.workbook import shown
from lanhmanh.reporting.rules import catalogue
from lanhmanh.reporting.rules.sources import measure_of, title_of
from lanhmanh.reporting.selectors.reviews import Review
from lanhmanh.ui.workbooks import Line, Sheet, book


def review_book(review: Review, kind: str, *, number: str | None = None, replaces: Replaced | None = None) -> bytes:
    """Return an .xlsx; the same review gives the same bytes."""
    units = _by_unit(review)
    sheets = [
        Sheet("Theo năm", _by_year(review), [14, 60, 16, *[14] * (2 * len(review.years) + 2)]),
        Sheet("Theo đơn vị", units, [36, *[16] * (len(units[0]) - 1)], fits=False),
        Sheet("Nhiệm vụ", _tasks(review), [10, 60, 12, 12, 12, 12, 12]),
        Sheet("Còn thiếu", _missing(review, kind), [110]),
        Sheet("Ghi chú", _notes(review, kind, number, replaces), [110]),
    ]
    return book(review_title(review, kind), review.days.last, sheets)


def _by_year(review: Review) -> list[Line]:
    years = [name for year in review.years for name in (f"Năm {year}", f"Chỉ tiêu {year}")]
    lines: list[Line] = [("Mã", "Chỉ tiêu", "Đơn vị tính", *years, "Cả thời gian", "Số báo cáo")]
    for line in review.figures:
        one = line.indicator
        cells = [shown(t.get(year), one.decimals) for year in review.years for t in (line.by_year, line.targets)]
        name = title_of(one, catalogue.load())
        lines.append(
            (
                one.code,
                name,
                measure_of(one, over_time=True),
                *cells,
                shown(line.whole, one.decimals),
                line.report_count,
            )
        )
    return lines


def _by_unit(review: Review) -> list[Line]:
    heads = [line.indicator for line in review.heads]
    lines: list[Line] = [("Đơn vị", *(f"{one.name_vi} ({measure_of(one, over_time=True)})" for one in heads))]
    for row in review.units:
        name = f"{review.unit_name} (trực tiếp)" if row.is_own else row.name
        lines.append((name, *(shown(row.figures.get(one.code), one.decimals) for one in heads)))
    return [*lines, ("Cộng", *(shown(line.whole, line.indicator.decimals) for line in review.heads))]


def _tasks(review: Review) -> list[Line]:
    lines: list[Line] = [("Mục", "Nhiệm vụ", "Được giao", "Đã xong", "Đang làm", "Chưa làm", "Chưa ghi")]
    for one in review.items:
        for line in one.tasks:
            counts = (line.of, line.done, line.under_way, line.not_done, line.silent)
            lines.append((one.item.path, line.task.title, *counts))
    return lines


def _missing(review: Review, kind: str) -> list[Line]:
    parts = review_sections(review, kind, {}, review_sources(review))
    told = next(one.lead for one in parts if one.key == MISSING)
    return [("Còn thiếu",), *((line,) for line in told)]


def _notes(review: Review, kind: str, number: str | None, replaces: Replaced | None) -> list[Line]:
    days = review.days
    lines = [
        review_title(review, kind),
        f"Số: {number}" if number else "Bản dự thảo, chưa cấp số",
        *([replacing_line(replaces)] if replaces else []),
        f"{review.unit_name}; từ ngày {days.first:%d/%m/%Y} đến ngày {days.last:%d/%m/%Y}",
        "Kỳ báo cáo được tính khi ngày cuối kỳ nằm trong thời gian trên; chỉ cộng báo cáo đã duyệt.",
        "Ô trống là chưa có số liệu, không phải số 0.",
    ]
    return [(line,) for line in lines]
