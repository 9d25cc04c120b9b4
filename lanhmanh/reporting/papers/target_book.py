"""The targets of a unit in a year as a workbook."""

from datetime import date
from decimal import Decimal

from lanhmanh.kernel.numbers import format_vi
from lanhmanh.reporting.papers.sheets import notes, shown
from lanhmanh.reporting.rules import catalogue
from lanhmanh.reporting.rules.catalogue import Direction
from lanhmanh.reporting.rules.targets import FORMULAS, MEANINGS, as_decimal, way
from lanhmanh.reporting.selectors.targets import Line as TargetLine
from lanhmanh.reporting.selectors.targets import YearPage
from lanhmanh.ui.workbooks import Line, Sheet, book

_HEAD = (
    "Mã", "Chỉ tiêu", "Đơn vị tính", "Mục kế hoạch", "Tính theo", "Chỉ tiêu giao", "Đã đạt", "Báo cáo đã duyệt",
    "Báo cáo phải có", "Tỷ lệ đạt (%)", "Đến nay phải đạt", "Ước tính cả năm", "Cách ước tính", "Các đơn vị cộng lại",
    "Đơn vị đã giao", "Đơn vị chưa giao", "Giải trình chênh lệch",
)  # fmt: skip
_WIDTHS = (12, 44, 12, 10, 22, 12, 12, 10, 10, 10, 12, 12, 40, 12, 10, 10, 40)


def target_book(page: YearPage, made: date) -> bytes:
    """Return an .xlsx with a line for each target and a sheet of notes."""
    title = f"Chỉ tiêu năm {page.year}, {page.unit_name}"
    said = notes(
        title, f"Lập ngày {made:%d/%m/%Y}; chỉ tính báo cáo đã duyệt.",
        "Ô trống là chưa có số liệu, không phải số 0.", "Ước tính là phép tính số học, không phải kết quả.",
    )  # fmt: skip
    return book(title, made, [Sheet("Chỉ tiêu", [_HEAD, *map(_line, page.lines)], _WIDTHS), said])


def _line(line: TargetLine) -> Line:
    one, found, below = line.indicator, line.progress, line.cascade
    meaning = MEANINGS[way(one, catalogue.load())]
    return (
        one.code, one.name_vi, one.unit_vi, one.plan_path,
        f"{meaning}, không quá mức này" if one.direction is Direction.FEWER else meaning,
        shown(found.target, one.decimals), shown(found.standing.value, one.decimals),
        *((found.standing.approved, found.standing.expected) if found.standing.value is not None else (None, None)),
        shown(None if found.share is None else found.share * 100, 1), shown(found.by_now, one.decimals),
        *_forecast(line),
        shown(below.total, one.decimals) if below else None, *((below.known, below.missing) if below else (None, None)),
        line.gap.text if line.gap else "",
    )  # fmt: skip


def _forecast(line: TargetLine) -> tuple[Decimal | None, str]:
    found, standing = line.progress.forecast, line.progress.standing
    if found is None:
        return None, ""
    told = {
        "done": format_vi(as_decimal(found.done, 2), 2), "all": found.periods, "kind": line.form.kind.label,
        "at": standing.at.label if standing.at else "",
    }  # fmt: skip
    return found.value, FORMULAS[found.way] % told
