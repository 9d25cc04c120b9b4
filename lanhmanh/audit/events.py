"""The words for every verb of the trail."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "account.signed_in": _("Đăng nhập"),
    "account.password_changed": _("Đổi mật khẩu"),
    "account.created": _("Cấp tài khoản"),
    "account.password_reset": _("Đặt lại mật khẩu"),
    "account.opened": _("Mở lại tài khoản"),
    "account.closed": _("Khóa tài khoản"),
    "membership.granted": _("Cấp vai trò"),
    "membership.ended": _("Kết thúc vai trò"),
}


def label(verb: str) -> str:
    """Return a verb in the reader's language; an unknown one as it is."""
    return str(LABELS.get(verb, verb))
