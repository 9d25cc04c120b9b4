"""The list of persons as a workbook: an empty one to fill in, and the rows that have to be put right."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import override

from lanhmanh.cases.rules.roster import COLUMNS, HEADINGS, MARK, MARK_SHEET, MOST_ROWS, VERSION, Row
from lanhmanh.kernel.errors import sentence
from lanhmanh.ui.formats import said

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_ALLOWED = {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True, "delete_rows": True}
_RISKY = ("=", "+", "-", "@")
_SHEET, _HELP, _WHY = sentence("Danh sách"), sentence("Hướng dẫn"), sentence("Cần sửa")
_LINES = (
    sentence("Mỗi dòng là một người, từ dòng 2; không đổi dòng đầu. Nhiều nhất 2.000 dòng, tệp không quá 5 MB."),
    sentence("Bắt buộc: Họ và tên; Căn cứ lập hồ sơ (chọn trong danh sách của ô)."),
    sentence("Căn cứ là phân công hoặc Tổ quản lý: ghi số, ngày của quyết định."),
    sentence("Căn cứ là tự đề nghị: ghi ngày đồng ý, chứng minh bằng gì; dưới 18 tuổi thì ghi người đại diện."),
    sentence("Ngày gõ ngày/tháng/năm, ví dụ 24/06/1990; ngày sinh có thể chỉ ghi năm."),
    sentence("Số định danh 12 chữ số, chứng minh nhân dân 9 chữ số, gõ cả số 0 ở đầu."),
    sentence(
        "Chỉ ghi hình thức khi người đó đang thực hiện; kèm ngày bắt đầu, và ngày, thời hạn của quyết định nếu có."
    ),
    sentence("Bỏ trống người trực tiếp hỗ trợ: lấy người đã chọn khi tải tệp lên."),
    sentence("Không ghi bệnh tật. Tệp này chứa dữ liệu cá nhân: không gửi qua thư điện tử, xóa khi nhập xong."),
)
Choices = Mapping[str, Sequence[tuple[str, str]]]


def template(choices: Choices, day: date) -> bytes:
    """Return the empty list: headings that stay, a drop-down where there is a choice, and how to fill it in."""
    return _book(choices, day, ())


def to_mend(choices: Choices, rows: Sequence[Row], day: date) -> bytes:
    """Return the rows in which something is wrong, each reason beside the row and on its cell; to be uploaded again."""
    return _book(choices, day, rows)


def _book(choices: Choices, day: date, rows: Sequence[Row]) -> bytes:
    out = BytesIO()
    book = xlsxwriter.Workbook(out, _OPTIONS)
    book.set_properties({"created": datetime(day.year, day.month, day.day)})  # noqa: DTZ001 - a workbook has no zone
    with override("vi"):
        names = [_(_SHEET), _(_HELP)]
    sheet = book.add_worksheet(names[0])
    _fill(book, sheet, rows)
    _explain(book, book.add_worksheet(names[1]))
    _offer(sheet, book.add_worksheet(MARK_SHEET), choices)
    book.close()
    return out.getvalue()


def _fill(book: Any, sheet: Any, rows: Sequence[Row]) -> None:
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E8EEF0"})
    # Text, so that Excel leaves noughts and days as they were typed.
    plain = {"num_format": "@", "locked": False, "valign": "top"}
    usual = book.add_format(plain)
    wrong = book.add_format({**plain, "bg_color": "#FCE8D8"})
    marked = {usual: _quoted(book, plain), wrong: _quoted(book, {**plain, "bg_color": "#FCE8D8"})}
    for at, one in enumerate(COLUMNS):
        sheet.set_column(at, at, one.width, usual)
        sheet.write_string(0, at, one.heading + (" *" if one.required else ""), head)
    if rows:
        sheet.set_column(len(COLUMNS), len(COLUMNS), 60, book.add_format({"text_wrap": True, "valign": "top"}))
        sheet.write_string(0, len(COLUMNS), _(_WHY), head)
    for line, row in enumerate(rows, start=1):
        reasons = {fault.field: said(fault.refusal) for fault in row.faults}
        for at, one in enumerate(COLUMNS):
            text, form = row.typed[one.field], wrong if one.field in reasons else usual
            if text or form is wrong:
                sheet.write_string(line, at, text[: one.most + 1], marked[form] if text.startswith(_RISKY) else form)
        words = [f"{_(HEADINGS[field])}: {reason}" if field else reason for field, reason in reasons.items()]
        sheet.write_string(line, len(COLUMNS), "\n".join(words))
    sheet.set_row(0, 60)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.protect("", _ALLOWED)


def _quoted(book: Any, plain: Mapping[str, Any]) -> Any:
    """Return the format of a text that Excel, edited, would take for a formula."""
    form = book.add_format(dict(plain))
    form.set_quote_prefix()
    return form


def _explain(book: Any, sheet: Any) -> None:
    sheet.set_column(0, 0, 110, book.add_format({"text_wrap": True, "valign": "top"}))
    for at, line in enumerate(_LINES):
        sheet.write_string(at, 0, _(line))
    sheet.protect("", _ALLOWED)


def _offer(sheet: Any, hidden: Any, choices: Choices) -> None:
    """Lay the choices and the mark of the template in a sheet that nobody sees, and tie the drop-downs to it."""
    hidden.write_row(0, 0, [MARK, VERSION])
    places = {one.field: at for at, one in enumerate(COLUMNS)}
    for at, (field, pairs) in enumerate(choices.items(), start=2):
        for line, (_code, words) in enumerate(pairs):
            hidden.write_string(line, at, words)
        if pairs:
            letter = xlsxwriter.utility.xl_col_to_name(at)
            source = f"='{MARK_SHEET}'!${letter}$1:${letter}${len(pairs)}"
            column = places[field]
            sheet.data_validation(1, column, MOST_ROWS, column, {
                "validate": "list", "source": source, "error_title": _("Chọn trong danh sách"),
                "error_message": _("Chọn một mục trong danh sách của ô."),
            })  # fmt: skip
    hidden.very_hidden()
