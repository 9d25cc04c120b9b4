"""When a step in the life of a report is allowed, beside the permission for it; each refusal says what to do."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.periods import Period
from lanhmanh.law.calendars import window
from lanhmanh.reporting.rules import catalogue
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.rules.validation import Problem
from lanhmanh.ui.formats import either, period_name

LARGEST = Decimal(10) ** 11
_SHOWN = 3


class NotReady(Refused):
    """The report has problems that stop its submission; they are in `problems`."""

    def __init__(self, problems: list[Problem]) -> None:
        """Say the first problems in full and count the rest."""
        self.problems = problems
        told = " ".join(either(problem.sentence, problem.sentence_en) for problem in problems[:_SHOWN])
        rest = len(problems) - _SHOWN
        super().__init__(told if rest <= 0 else told + " " + _("Còn %(count)d lỗi khác.") % {"count": rest})


def require_begun(form: Form, period: Period, today: date) -> None:
    """Return if the period is one of the form's and has begun.

    :raises Refused: it has not, or the form has no such period.
    """
    days = window(form.calendar, period)
    if period.kind is not form.kind or not form.is_asked(period):
        raise Refused(_("Biểu mẫu này không có kỳ %(period)s: chọn lại kỳ.") % {"period": period_name(period)})
    if today < days.first:
        raise Refused(
            _("Kỳ %(period)s bắt đầu ngày %(day)s: mở báo cáo từ ngày đó.")
            % {"period": period_name(period), "day": f"{days.first:%d/%m/%Y}"}
        )


def require_closed(form: Form, period: Period, today: date) -> None:
    """Return if the period's last day has come.

    :raises Refused: it has not; figures would be missing.
    """
    last = window(form.calendar, period).last
    if today < last:
        raise Refused(
            _("Số liệu kỳ %(period)s chốt ngày %(day)s: nộp từ ngày đó.")
            % {"period": period_name(period), "day": f"{last:%d/%m/%Y}"}
        )


def require_cells(form: Form, cells: Mapping[str, tuple[Decimal | None, str]]) -> None:
    """Return if every cell is a row that is typed, with a value that can be kept exactly.

    :raises Refused: a row is not of the form or is computed, a value has over four decimals or twelve digits.
    """
    known, rows = catalogue.load(), frozenset(form.rows)
    for code, (value, _note) in cells.items():
        if code not in rows:
            raise Refused(_("Biểu mẫu không có chỉ tiêu “%(code)s”: tải lại trang.") % {"code": code})
        if known[code].is_ratio:
            raise Refused(_("“%(name)s” được tự tính, không nhập tay.") % {"name": _name_of(code)})
        if value is not None and (abs(value) >= LARGEST or value != round(value, 4)):
            raise Refused(_("“%(name)s”: nhập số có không quá 11 chữ số và 4 số lẻ.") % {"name": _name_of(code)})


def _name_of(code: str) -> str:
    one = catalogue.load()[code]
    return either(one.name_vi, one.name_en)


def require_open(codes: Iterable[str], opened: Collection[str] | None) -> None:
    """Return if all cells are among those that a return left open; None: all are.

    :raises Refused: one was not sent back.
    """
    shut = [] if opened is None else [code for code in codes if code not in opened]
    if shut:
        one = catalogue.load()[shut[0]]
        raise Refused(
            _("“%(name)s” không được trả lại nên giữ như đã nộp: chỉ sửa các ô được trả lại.")
            % {"name": either(one.name_vi, one.name_en)}
        )


def require_remarks(form: Form, cells: Mapping[str, str]) -> dict[str, str]:
    """Return the reasons by cell, without blanks around them, in the order of the form.

    :raises Refused: a row is not of the form, or a cell has no reason.
    """
    for code, reason in cells.items():
        if code not in form.rows:
            raise Refused(_("Biểu mẫu không có chỉ tiêu “%(code)s”: tải lại trang.") % {"code": code})
        require_text(reason, _("Ghi lý do trả lại cho từng ô đã đánh dấu."))
    return {code: cells[code].strip() for code in form.rows if code in cells}


def require_not_submitter(user_id: int, submitters: Iterable[int]) -> None:
    """Return if the approver has never submitted the report.

    :raises Refused: the approver has.
    """
    if user_id in submitters:
        raise Refused(_("Người nộp không được duyệt báo cáo của chính mình: chuyển người khác duyệt."))


def require_text(text: str, message: str) -> str:
    """Return the text without blanks around it.

    :raises Refused: nothing was written.
    """
    if not text.strip():
        raise Refused(message)
    return text.strip()
