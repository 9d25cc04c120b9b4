"""allauth's forms in our words."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django.utils.translation import gettext_lazy as _


def _say(form: Any, **texts: tuple[Any, Any]) -> None:
    for name, (label, hint) in texts.items():
        form.fields[name].label = label
        form.fields[name].help_text = hint
        form.fields[name].widget.attrs = {
            key: value for key, value in form.fields[name].widget.attrs.items() if key not in {"placeholder", "class"}
        }


class LoginForm(account.LoginForm):  # type: ignore[misc]
    """User name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Label the fields."""
        super().__init__(*args, **kwargs)
        self.fields.pop("remember", None)
        _say(self, login=(_("Tên đăng nhập"), _("Ví dụ: canbo.trangdai")), password=(_("Mật khẩu"), ""))
        self.fields["login"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}


class ChangePasswordForm(account.ChangePasswordForm):  # type: ignore[misc]
    """The old password once, the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Label the fields."""
        super().__init__(*args, **kwargs)
        hint = _("Từ 12 ký tự. Một câu dễ nhớ, có dấu cách, tốt hơn một từ khó.")
        _say(
            self,
            oldpassword=(_("Mật khẩu hiện tại"), ""),
            password1=(_("Mật khẩu mới"), hint),
            password2=(_("Nhập lại mật khẩu mới"), ""),
        )


class ReauthenticateForm(account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more before something grave."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Label the field."""
        super().__init__(*args, **kwargs)
        _say(self, password=(_("Mật khẩu"), ""))


class AuthenticateForm(mfa.AuthenticateForm):  # type: ignore[misc]
    """The six digits of the phone, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Label the field."""
        super().__init__(*args, **kwargs)
        _say(self, code=(_("Mã xác thực"), _("Sáu chữ số trong ứng dụng trên điện thoại, hoặc một mã khôi phục.")))


class SecondFactorReauthenticateForm(AuthenticateForm, mfa.ReauthenticateForm):  # type: ignore[misc]
    """The second factor once more before something grave."""


class ActivateTOTPForm(totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code that the phone shows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Label the field."""
        super().__init__(*args, **kwargs)
        _say(self, code=(_("Mã xác thực"), _("Sáu chữ số mà ứng dụng vừa hiện.")))
