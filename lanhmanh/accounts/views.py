"""The own profile, and the pages of who keeps the accounts."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from lanhmanh.accounts import selectors, services
from lanhmanh.accounts.forms import AccountForm, PeopleForm, RoleForm
from lanhmanh.accounts.guards import SIGNED_IN, ActorRequest, page
from lanhmanh.accounts.models import User
from lanhmanh.accounts.rules import Permission
from lanhmanh.accounts.rules.passphrases import passphrase
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.ui.formats import said
from lanhmanh.ui.forms import sent
from lanhmanh.ui.messages import flash


@page(needs=SIGNED_IN)
@require_GET
@never_cache
def profile(request: ActorRequest) -> HttpResponse:
    """Show who the reader is to the system, and what can be changed."""
    held = selectors.held_by(request.user, clock.today())  # type: ignore[arg-type]
    return render(request, "accounts/profile.html", {"held": held, "second_factor": is_mfa_enabled(request.user)})


@page(needs=SIGNED_IN)
@require_GET
@never_cache
def password_missing(request: ActorRequest) -> HttpResponseBase:
    """Tell who has no password who gives one: an open session alone must not be enough to set it."""
    if request.user.has_usable_password():  # type: ignore[union-attr]
        return redirect("account_change_password")
    return render(request, "accounts/password_missing.html")


@page(needs=Permission.ACCOUNT_MANAGE)
@require_GET
@never_cache
def people(request: ActorRequest) -> HttpResponse:
    """Show the accounts at the units whose accounts the reader keeps."""
    form = PeopleForm(request.GET)
    form.is_valid()
    asked = {key: form.cleaned_data.get(key, "") for key in ("q", "role", "state")}
    shown, lines = selectors.people(
        request.actor, words=asked["q"], role=asked["role"], state=asked["state"], page=request.GET.get("page")
    )
    context = {"form": form, "page": shown, "lines": lines, "filtered": any(asked.values())}
    return render(request, "accounts/people.html", context)


@page(needs=Permission.ACCOUNT_MANAGE)
@require_http_methods(["GET", "POST"])
@never_cache
def people_new(request: ActorRequest) -> HttpResponse:
    """Give a new account, and show its first password this once."""
    form = AccountForm(sent(request), actor=request.actor)
    if form.is_valid():
        given, password = form.cleaned_data, passphrase(secrets.choice)
        try:
            user = services.create_account(
                actor=request.actor, username=given["username"], full_name=given["full_name"], role=given["role"],
                unit=form.unit_of(), password=password,
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, said(refusal))
        else:
            return _show_password(request, user, password)
    context = {"form": form, "title": _("Cấp tài khoản"), "deed": _("Cấp tài khoản"), "back_url": reverse("people")}
    return render(request, "accounts/person_form.html", context, status=422 if form.errors else 200)


@page(needs=Permission.ACCOUNT_MANAGE)
@require_GET
@never_cache
def person(request: ActorRequest, uid: str) -> HttpResponse:
    """Show an account: its roles, its state, and what can be done about it."""
    user = selectors.get_person(request.actor, uid)
    return render(request, "accounts/person.html", {"person": selectors.person(request.actor, user)})


@page(needs=Permission.ACCOUNT_MANAGE)
@require_http_methods(["GET", "POST"])
@never_cache
def person_role(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Give an account one more role."""
    user = selectors.get_person(request.actor, uid)
    form = RoleForm(sent(request), actor=request.actor)
    if form.is_valid():
        try:
            services.grant_role(actor=request.actor, user=user, role=form.cleaned_data["role"], unit=form.unit_of())
        except Refused as refusal:
            form.add_error(None, said(refusal))
        else:
            flash(request, _("Đã cấp vai trò."))
            return redirect("person", uid)
    back_url = reverse("person", args=[uid])
    context = {"form": form, "title": _("Cấp vai trò"), "lead": user.full_name, "deed": _("Cấp vai trò")}
    status = 422 if form.errors else 200
    return render(request, "accounts/person_form.html", {**context, "back_url": back_url}, status=status)


@page(needs=Permission.ACCOUNT_MANAGE)
@require_http_methods(["GET", "POST"])
@never_cache
def person_role_end(request: ActorRequest, uid: str, membership_uid: str) -> HttpResponseBase:
    """Ask, then end a role."""
    user = selectors.get_person(request.actor, uid)
    membership = selectors.get_membership(request.actor, user, membership_uid)
    if request.method == "POST":
        try:
            services.end_role(actor=request.actor, membership=membership)
            flash(request, _("Đã kết thúc vai trò."))
        except Refused as refusal:
            flash(request, said(refusal), state="error")
        return redirect("person", uid)
    context = {
        "title": _("Kết thúc vai trò này?"),
        "explanation": _("%(name)s không còn làm được việc của vai trò này từ bây giờ. Những gì đã làm vẫn còn.")
        % {"name": user.full_name},
        "deed": _("Kết thúc vai trò"),
        "back_url": reverse("person", args=[uid]),
    }
    return render(request, "ui/confirm.html", context)


@dataclass(frozen=True)
class _Deed:
    """A deed on an account that is asked for once more: its words and its service."""

    title: str | Promise
    explanation: str | Promise
    button: str | Promise
    done: str | Promise
    run: Callable[..., Any]


_DEEDS = {
    "dong": _Deed(
        gettext_lazy("Đóng tài khoản này?"),
        gettext_lazy("Người này bị đăng xuất ngay và không vào được nữa. Những gì đã làm vẫn còn; có thể mở lại."),
        gettext_lazy("Đóng tài khoản"),
        gettext_lazy("Đã đóng tài khoản."),
        lambda **given: services.set_active(active=False, **given),
    ),
    "mo": _Deed(
        gettext_lazy("Mở lại tài khoản này?"),
        gettext_lazy("Người này lại đăng nhập được bằng mật khẩu cũ, với những vai trò còn hạn."),
        gettext_lazy("Mở lại tài khoản"),
        gettext_lazy("Đã mở lại tài khoản."),
        lambda **given: services.set_active(active=True, **given),
    ),
    "go-khoa": _Deed(
        gettext_lazy("Cho đăng nhập lại ngay?"),
        gettext_lazy("Tài khoản tạm khóa vì nhập sai mật khẩu nhiều lần. Hãy chắc rằng chính người này đã nhập sai."),
        gettext_lazy("Gỡ tạm khóa"),
        gettext_lazy("Đã gỡ tạm khóa."),
        services.unlock,
    ),
    "bo-hai-buoc": _Deed(
        gettext_lazy("Bỏ xác thực hai bước?"),
        gettext_lazy("Chỉ làm khi người này mất điện thoại và đã gặp hoặc gọi lại đúng số để xác nhận."),
        gettext_lazy("Bỏ xác thực hai bước"),
        gettext_lazy("Đã bỏ xác thực hai bước."),
        services.remove_second_factor,
    ),
}


@page(needs=Permission.ACCOUNT_MANAGE)
@require_http_methods(["GET", "POST"])
@never_cache
def person_deed(request: ActorRequest, uid: str, deed: str) -> HttpResponseBase:
    """Ask, then close or open an account, lift its lockout, or take away its second factor."""
    user, asked = selectors.get_person(request.actor, uid), _DEEDS.get(deed)
    if asked is None:
        raise Http404(deed)
    if request.method == "POST":
        try:
            asked.run(actor=request.actor, user=user)
            flash(request, str(asked.done))
        except Refused as refusal:
            flash(request, said(refusal), state="error")
        return redirect("person", uid)
    explanation = f"{user.full_name} ({user.username}). {asked.explanation}"
    context = {"title": asked.title, "explanation": explanation, "deed": asked.button}
    return render(request, "ui/confirm.html", {**context, "back_url": reverse("person", args=[uid])})


@page(needs=Permission.ACCOUNT_MANAGE)
@require_http_methods(["GET", "POST"])
@never_cache
def person_password(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Ask, then give an account a new password, and show it this once."""
    user = selectors.get_person(request.actor, uid)
    if request.method == "POST":
        password = passphrase(secrets.choice)
        try:
            services.reset_password(actor=request.actor, user=user, password=password)
        except Refused as refusal:
            flash(request, said(refusal), state="error")
            return redirect("person", uid)
        return _show_password(request, user, password)
    context = {
        "title": _("Đặt lại mật khẩu?"),
        "explanation": _("%(name)s (%(username)s) bị đăng xuất ở mọi máy và vào lại bằng mật khẩu mới.")
        % {"name": user.full_name, "username": user.username},
        "deed": _("Đặt lại mật khẩu"),
        "back_url": reverse("person", args=[uid]),
    }
    return render(request, "ui/confirm.html", context)


def _show_password(request: ActorRequest, user: User, password: str) -> HttpResponse:
    return render(request, "accounts/password_once.html", {"person": user, "password": password})
