"""allauth's forms in our words, and the forms of who keeps accounts."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lanhmanh.accounts import selectors
from lanhmanh.accounts.access import Actor
from lanhmanh.accounts.rules import LONGEST_NAME, LONGEST_USERNAME, USERNAME, roles
from lanhmanh.ui.forms import Form
from lanhmanh.units.models import Unit, UnitVersion


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


class PeopleForm(Form):
    """Which accounts to list."""

    q = forms.CharField(label=_("Tên hoặc tên đăng nhập"), required=False, max_length=100)
    role = forms.ChoiceField(label=_("Vai trò"), required=False)
    state = forms.ChoiceField(
        label=_("Trạng thái"),
        required=False,
        choices=[
            ("", _("Mọi trạng thái")),
            ("open", _("Đang dùng")),
            ("closed", _("Đã đóng")),
            ("locked", _("Tạm khóa vì nhập sai")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer every role."""
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", _("Mọi vai trò")), *_role_choices()]  # type: ignore[attr-defined]


class RoleForm(Form):
    """A role at a unit, the unit found by its code or its name, in two steps where several bear the name."""

    role = forms.ChoiceField(label=_("Vai trò"))
    unit = forms.CharField(
        label=_("Đơn vị"), max_length=120, help_text=_("Mã hoặc tên, ví dụ 25993 hay phường Trảng Dài.")
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        """Offer every role, and the units of that name when there is more than one."""
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", _("Chọn vai trò")), *_role_choices()]  # type: ignore[attr-defined]
        typed = str(self.data.get("unit", "")).strip()
        self._found = selectors.units_called(actor, typed) if typed else []
        if len(self._found) > 1:
            labels = [(version.unit.uid, _unit_label(version, above)) for version, above in self._found]
            hint = _("Có nhiều đơn vị hợp với tên này, hãy chọn một.")
            self.fields["which"] = forms.ChoiceField(
                label=_("Chọn đơn vị"), choices=[("", "—"), *labels], help_text=hint
            )
            self.fields["which"].error_messages["required"] = hint

    def clean_unit(self) -> str:
        """Refuse a name that no unit in reach bears."""
        if not self._found:
            raise ValidationError(_("Không có đơn vị nào mang mã hoặc tên này trong phạm vi quản lý. Kiểm tra lại."))
        return str(self.cleaned_data["unit"])

    def unit_of(self) -> Unit:
        """Return the unit that was chosen."""
        which = self.cleaned_data.get("which") or self._found[0][0].unit.uid
        return next(version.unit for version, _above in self._found if version.unit.uid == which)


class AccountForm(RoleForm):
    """Who gets an account, in which role, where."""

    username = forms.RegexField(
        USERNAME,
        label=_("Tên đăng nhập"),
        max_length=LONGEST_USERNAME,
        help_text=_("Chữ thường không dấu, số, dấu chấm; ví dụ canbo.trangdai"),
        error_messages={"invalid": _("Chỉ dùng chữ thường không dấu, số và dấu chấm, ví dụ canbo.trangdai.")},
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
    )
    full_name = forms.CharField(
        label=_("Họ và tên"), max_length=LONGEST_NAME, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    field_order = ["username", "full_name", "role", "unit", "which"]

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        """Put the choice between units right after the unit."""
        super().__init__(*args, actor=actor, **kwargs)
        self.order_fields(self.field_order)


def _role_choices() -> list[tuple[str, str]]:
    return [(code, selectors.role_label(role)) for code, role in roles().items()]


def _unit_label(version: UnitVersion, above: str) -> str:
    code = f" ({version.code})" if version.code else ""
    return f"{version.name}{code}, {above}" if above else f"{version.name}{code}"
