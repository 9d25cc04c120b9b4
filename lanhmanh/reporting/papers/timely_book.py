"""Who reported whole and in time, as a workbook: a sheet for the year, and one for each of its periods."""

from datetime import date

from lanhmanh.kernel.periods import Period
from lanhmanh.reporting.papers.sheets import notes, shown
from lanhmanh.reporting.rules.ranking import places
from lanhmanh.reporting.rules.timeliness import Tally
from lanhmanh.reporting.selectors.timeliness import Timeliness
from lanhmanh.ui.workbooks import Line, Sheet, book

_HEAD = (
    "Hạng", "Đơn vị", "Phải nộp", "Đã nộp", "Đã duyệt", "Đã hết hạn", "Trong đó: đã nộp", "Trong đó: đúng hạn",
    "Nộp trễ", "Trễ bình quân (ngày làm việc)", "Trễ lâu nhất (ngày làm việc)", "Lượt trả lại", "Quá hạn chưa nộp",
)  # fmt: skip
_WIDTHS = (8, 36, *[12] * 11)


def timely_book(shown_: Timeliness, year: int, made: date) -> bytes:
    """Return an .xlsx of the counts that the page shows."""
    title = f"Báo cáo đủ và đúng hạn, năm {year}, {shown_.unit_name}"
    sheets = [_sheet(shown_, None), *(_sheet(shown_, period) for period in shown_.periods)]
    said = notes(
        title, shown_.form.name_vi, f"Lập ngày {made:%d/%m/%Y}; mỗi dòng tính cả các đơn vị bên dưới.",
        "Đúng hạn tính theo ngày nộp lần đầu so với hạn của cấp đó. Xếp hạng theo số đã nộp rồi đến số đúng hạn, trên"
        " các báo cáo đã hết hạn; đơn vị chưa có báo cáo nào hết hạn thì không xếp.",
    )  # fmt: skip
    return book(title, made, [*sheets, said])


def _sheet(shown_: Timeliness, period: Period | None) -> Sheet:
    tallies = [row.of(period) for row in shown_.rows]
    ranked = places([one.merit for one in tallies])
    lines = [
        _line(place, row.version.name, one) for place, row, one in zip(ranked, shown_.rows, tallies, strict=True)
    ]  # fmt: skip
    return Sheet(period.code if period else "Các kỳ đã qua", [_HEAD, *lines], _WIDTHS)


def _line(place: int | None, name: str, one: Tally) -> Line:
    late = (shown(one.late_mean, 1), one.late_most) if one.late else (None, None)
    return (
        place, name, one.asked, one.sent, one.approved, one.past_asked, one.past_sent, one.past_in_time, one.late,
        *late, one.returned, one.missing,
    )  # fmt: skip
