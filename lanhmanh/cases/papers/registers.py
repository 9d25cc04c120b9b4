"""A register as a workbook: numbers of cases, never a name."""

from datetime import date

from django.utils.translation import gettext as _

from lanhmanh.cases.selectors.registers import Page
from lanhmanh.ui.formats import date_vi
from lanhmanh.ui.workbooks import Line, Sheet, book

WIDTHS = (6, 12, 34, 8, 16, 16, 16, 28, 14, 34)


def register_book(page: Page, day: date) -> bytes:
    """Return a register of a unit and a year as .xlsx, its counts below its lines."""
    title = f"{page.register.code} {page.year}"
    return book(f"{page.name}, {page.unit_name}, {page.year}", day, [Sheet(title, _lines(page), WIDTHS, kept=2)])


def _lines(page: Page) -> list[Line]:
    head = (_("TT"), _("Số hồ sơ"), _("Hình thức"), _("Lần"), _("Ngày quyết định"), _("Thời hạn đến"),
            _("Ngày kết thúc"), _("Kết quả"), _("Năm trước chuyển sang"), _("Theo pháp luật"))  # fmt: skip
    rows: list[Line] = [
        (at, str(row.case), row.status, row.times, date_vi(row.decided_on), date_vi(row.due_on),
         date_vi(row.ended_on), row.result, _("có") if row.carried_over else "", row.law)
        for at, row in enumerate(page.rows, start=1)
    ]  # fmt: skip
    return [head, *rows, *_sums(page)]


def _sums(page: Page) -> list[Line]:
    sums = page.sums
    counts = [
        (_("Năm trước chuyển sang"), sums.carried_over),
        (_("Vào sổ trong năm"), sums.entered),
        *((_("Kết thúc: %(why)s") % {"why": why}, count) for why, count in sums.results),
        (_("Còn lại"), sums.remaining),
    ]
    return [("", "", name, count, "", "", "", "", "", "") for name, count in counts]
