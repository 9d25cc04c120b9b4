"""Pages for what went wrong: what happened and what to do."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lanhmanh.kernel.ids import new_id


def _page(request: HttpRequest, code: int, title: str, lead: str, *hints: str, reference: str = "") -> HttpResponse:
    context = {"code": code, "title": title, "lead": lead, "hints": hints, "reference": reference}
    return render(request, "ui/error.html", context, status=code)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Answer a request that cannot be read."""
    return _page(request, 400, _("Yêu cầu không đọc được"), _("Quay lại trang trước, tải lại rồi làm lần nữa."))


def forbidden(request: HttpRequest, exception: Any = None, reason: str = "") -> HttpResponse:
    """Answer a form that is too old or came from elsewhere."""
    return _page(
        request,
        403,
        _("Trang đã cũ"),
        _("Trang này mở đã lâu hoặc đã đăng xuất ở thẻ khác. Tải lại trang rồi làm lần nữa; những gì đã lưu vẫn còn."),
    )


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Answer for what is not there, or not for this reader: the same words for both."""
    return _page(
        request,
        404,
        _("Không có trang này"),
        _("Địa chỉ sai, mục đã được bỏ, hoặc không thuộc phần việc của tài khoản này."),
        _("Kiểm tra lại đường dẫn."),
        _("Nếu cần xem, hãy hỏi Hội cấp trên trực tiếp."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer for a fault of ours, with a code to tell us."""
    return _page(
        request,
        500,
        _("Máy chủ gặp lỗi"),
        _("Lỗi ở phía hệ thống, không phải do bạn. Việc đang làm chưa được ghi; những gì đã lưu vẫn còn."),
        _("Thử lại sau ít phút."),
        reference=new_id()[-8:],
    )
