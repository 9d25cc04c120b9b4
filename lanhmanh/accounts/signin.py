"""Signing in, as allauth and axes are asked to do it."""

from functools import cache
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.views import LoginView, LogoutView
from allauth.mfa.adapter import DefaultMFAAdapter
from axes.decorators import axes_dispatch, axes_form_invalid
from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.core.signing import Signer
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from lanhmanh.accounts.access import actor_for
from lanhmanh.accounts.rules.guessing import is_guessable, is_repeated
from lanhmanh.audit.services import record
from lanhmanh.kernel import clock
from lanhmanh.ui.messages import flash
from lanhmanh.units.selectors import names_on

DEMO_PASSWORD = "lanhmanh-demo-2021"  # noqa: S105 - public on purpose, refused outside the demonstration


# What allauth reports to have done, by the name of its message.
DONE = {
    "password_changed.txt": _("Đã đổi mật khẩu. Từ nay đăng nhập bằng mật khẩu mới."),
    "totp_activated.txt": _("Đã bật xác thực hai bước."),
    "totp_deactivated.txt": _("Đã tắt xác thực hai bước."),
    "recovery_codes_generated.txt": _("Đã tạo mã khôi phục mới. Các mã cũ không dùng được nữa."),
}


class NotTheDemoPassword:
    """Refuse the password that stands in the README."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for the demonstration's password outside the demonstration."""
        if password == DEMO_PASSWORD and not settings.DEMO:
            raise ValidationError(_("Mật khẩu này là của bản minh họa, ai cũng biết. Hãy chọn mật khẩu khác."))

    def get_help_text(self) -> str:
        """Return nothing: nobody needs to be told beforehand."""
        return ""


class NotGuessable:
    """Refuse what is guessed first: repetitions, runs of keys, the names of the account, its person and its units."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError with what to do."""
        if is_repeated(password):
            raise ValidationError(_("Mật khẩu lặp lại vài ký tự, rất dễ đoán. Hãy dùng nhiều từ khác nhau."))
        if is_guessable(password, _names(user), _common()):
            raise ValidationError(
                _("Mật khẩu chủ yếu là tên người, tên đơn vị, dãy phím hoặc từ quen thuộc, rất dễ đoán. "
                  "Hãy ghép vài từ không liên quan đến bạn và đơn vị.")
            )  # fmt: skip

    def get_help_text(self) -> str:
        """Return nothing: the refusal says it."""
        return ""


def _names(user: Any) -> list[str]:
    """Return the names of an account: as one signs in, of the person, of the units where it holds a role."""
    if user is None:
        return []
    units = user.memberships.values_list("unit_id", flat=True) if user.pk else []
    return [user.username, user.full_name, *names_on(units, clock.today()).values()]


@cache
def _common() -> frozenset[str]:
    """Return passwords that many people have, from the list that comes with Django."""
    return frozenset(CommonPasswordValidator().passwords)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """No sign-up by strangers; the demonstration's password opens nothing outside it; sign-ins are on record."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("Tên đăng nhập hoặc mật khẩu chưa đúng."),
        "enter_current_password": _("Mật khẩu hiện tại chưa đúng."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: accounts are given by the unit above."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Return the account that the credentials open, or None; a closed one answers like a wrong password."""
        if credentials.get("password") == DEMO_PASSWORD and not settings.DEMO:
            return None
        # axes counts failures by the name it finds under its own key
        credentials[settings.AXES_USERNAME_FORM_FIELD] = credentials.get("username")
        user = super().authenticate(request, **credentials)
        return user if user and user.is_active else None

    def login(self, request: HttpRequest, user: Any) -> None:
        """Open a session and record it."""
        with transaction.atomic():
            super().login(request, user)
            actor = actor_for(user)
            record(actor=actor, verb="account.signed_in", on=user, unit_id=actor.home_unit_id)

    def set_password(self, user: Any, password: str) -> None:
        """Set a new password; the duty to change it is done."""
        with transaction.atomic():
            user.must_change_password = False
            super().set_password(user, password)
            actor = actor_for(user)
            record(actor=actor, verb="account.password_changed", on=user, unit_id=actor.home_unit_id)

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """Say in our words that a deed was done; of what a page shows by itself, say nothing."""
        words = DONE.get((message_template or "").rpartition("/")[2])
        if words:
            flash(request, str(words))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return the own profile, where the word that it was done is read."""
        return reverse("profile")


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors, their secrets signed so that a row moved to another account does not work."""

    def encrypt(self, text: str) -> str:
        """Return the secret sealed with the server's key."""
        return Signer(salt="mfa").sign(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret of a sealed text."""
        return Signer(salt="mfa").unsign(encrypted_text)

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send nothing: accounts have no mail address."""


@method_decorator(axes_dispatch, name="dispatch")
@method_decorator(axes_form_invalid, name="form_invalid")
class SignInView(LoginView):  # type: ignore[misc]
    """The sign-in page, which locks after five failures for a quarter of an hour."""

    template_name = "accounts/sign_in.html"


class SignOutView(LogoutView):  # type: ignore[misc]
    """Sign out by POST; the browser forgets what it kept of the pages, as machines are shared."""

    template_name = "accounts/logout.html"

    def post(self, *args: Any, **kwargs: Any) -> Any:
        """End the session and tell the browser to clear what it kept."""
        response = super().post(*args, **kwargs)
        response["Clear-Site-Data"] = '"cache", "storage"'  # cookies stay: the language is one
        return response


sign_in = SignInView.as_view()
sign_out = SignOutView.as_view()
