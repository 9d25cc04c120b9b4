"""The states a thing can be in: one word, one mark, one colour each."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ICONS = {
    "draft": "draft",
    "due": "clock",
    "overdue": "alert",
    "submitted": "sent",
    "returned": "return",
    "approved": "check",
    "error": "alert",
    "warning": "alert",
    "saved": "check",
    "saving": "draft",
    "info": "info",
    "waiting": "wait",
    "none": "none",
}

WORDS: dict[str, str | Promise] = {
    "draft": _("Nháp"),
    "due": _("Đến hạn"),
    "overdue": _("Quá hạn"),
    "submitted": _("Đã nộp"),
    "returned": pgettext_lazy("state", "Trả lại"),
    "approved": _("Đã duyệt"),
    "error": _("Có lỗi"),
    "warning": _("Lưu ý"),
    "saved": _("Đã lưu"),
    "saving": _("Đang lưu…"),
    "info": _("Thông tin"),
    "waiting": _("Chờ"),
    "none": _("Chưa đến kỳ"),
}

ICON_NAMES = {*ICONS.values(), "down", "eye", "lock", "menu", "next", "phone", "plus", "prev"}
