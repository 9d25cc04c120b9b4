"""The keys of units for who keeps them, and the state of recovery for the administrator."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from lanhmanh.accounts.guards import page
from lanhmanh.accounts.rules import Permission
from lanhmanh.kernel.errors import Refused
from lanhmanh.keyring import selectors, services
from lanhmanh.keyring.forms import UnitsForm
from lanhmanh.keyring.guards import KeyRequest
from lanhmanh.keyring.selectors import Standing
from lanhmanh.ui.formats import date_vi, said
from lanhmanh.ui.messages import flash
from lanhmanh.units.models import Unit

Deed = Callable[[], str]


@page(needs=Permission.KEYS_MANAGE)
@require_GET
@never_cache
def index(request: KeyRequest) -> HttpResponse:
    """Show the keys of the units that the reader keeps, what presses first."""
    form = UnitsForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    shown, to_do = selectors.standings(request.actor, words=words, page=request.GET.get("page"))
    context = {
        "page": shown, "to_do": to_do, "form": form, "words": words, "unlocked": _unlocked(request),
        "founds_below": selectors.founds_below(request.actor),
        "recovery": selectors.recovery_of(request.actor.home_unit_id),
    }  # fmt: skip
    return render(request, "keyring/index.html", context)


@page(needs=Permission.KEYS_MANAGE)
@require_GET
@never_cache
def unit(request: KeyRequest, uid: str) -> HttpResponse:
    """Show one unit's key and the people around it."""
    standing = selectors.standing_of(selectors.get_unit(request.actor, uid))
    return render(request, "keyring/unit.html", {"standing": standing, "unlocked": _unlocked(request)})


@page(needs=Permission.KEYS_MANAGE)
@require_http_methods(["GET", "POST"])
@never_cache
def found(request: KeyRequest) -> HttpResponseBase:
    """Ask, then found the keys below and admit who waits there."""
    top = selectors.top_of(request.actor)

    def deed() -> str:
        done = services.found_below(actor=request.actor, keys=request.keys, unit=top)
        for _unit, refusal in done.refused[:1]:
            words = {"count": len(done.refused), "why": said(refusal)}
            flash(request, _("Còn %(count)d đơn vị chưa làm được. %(why)s") % words, state="warning")
        words = {"founded": done.founded, "admitted": done.admitted}
        return _("Đã lập khóa cho %(founded)d đơn vị, trao khóa cho %(admitted)d người.") % words

    if request.method == "POST":
        return _done(request, deed, reverse("keyring:index"))
    return _ask(
        request,
        _("Lập khóa cho các đơn vị bên dưới?"),
        _("Mọi đơn vị bên dưới có người đang chờ sẽ được lập khóa, và mọi người đang giữ vai trò hồ sơ mà đã đăng nhập "
          "được trao khóa của đơn vị mình. Hãy chắc rằng danh sách vai trò là đúng."),
        _("Lập khóa"), reverse("keyring:index"),
    )  # fmt: skip


@page(needs=Permission.KEYS_MANAGE)
@require_http_methods(["GET", "POST"])
@never_cache
def admit(request: KeyRequest, uid: str) -> HttpResponseBase:
    """Ask, naming them, then hand the unit's key to who waits."""
    at, back = _place(request, uid)

    def deed() -> str:
        done = services.admit_members(actor=request.actor, keys=request.keys, unit=at)
        return ngettext("Đã trao khóa cho %(count)d người.", "Đã trao khóa cho %(count)d người.", len(done)) % {
            "count": len(done)
        }

    if request.method == "POST":
        return _done(request, deed, back)
    words = {"names": _names(selectors.standing_of(at))}
    return _ask(
        request,
        _("Trao khóa của đơn vị?"),
        _("Từ nay những người này mở được hồ sơ của đơn vị: %(names)s. Gặp hoặc gọi lại đúng số để chắc là chính họ "
          "vừa đăng nhập, nhất là khi mật khẩu mới được đặt lại.") % words,
        _("Trao khóa"), back,
    )  # fmt: skip


@page(needs=Permission.KEYS_MANAGE)
@require_http_methods(["GET", "POST"])
@never_cache
def renew(request: KeyRequest, uid: str) -> HttpResponseBase:
    """Ask, then found the unit's key or put a new one in its place."""
    at, back = _place(request, uid)

    def deed() -> str:
        key = services.renew_unit_key(actor=request.actor, keys=request.keys, unit=at)
        return _("Đã lập khóa của đơn vị.") if key.generation == 1 else _("Đã thay khóa của đơn vị.")

    if request.method == "POST":
        return _done(request, deed, back)
    title, button = (_("Thay khóa của đơn vị?"), _("Thay khóa"))
    words = _("Khóa mới mở mọi hồ sơ của đơn vị, chỉ cho những người đang giữ khóa mà hôm nay còn giữ vai trò hồ sơ. "
              "Ai đang chờ thì vẫn chờ được trao khóa. Khóa cũ không mở được gì nữa. Không hoàn lại được.")  # fmt: skip
    if selectors.standing_of(at).key is None:
        title, button = (_("Lập khóa của đơn vị?"), _("Lập khóa"))
        words = _("Khóa mở mọi hồ sơ của đơn vị, cho những người hôm nay giữ vai trò hồ sơ và đã đăng nhập. "
                  "Hãy chắc rằng danh sách vai trò là đúng.")  # fmt: skip
    return _ask(request, title, f"{words} {_custodians(at)}", button, back)


@page(needs=Permission.KEYS_MANAGE)
@require_http_methods(["GET", "POST"])
@never_cache
def remove(request: KeyRequest, uid: str, user_uid: str) -> HttpResponseBase:
    """Ask, then take the unit's key from somebody by renewing it for the others."""
    at, back = _place(request, uid)
    user = selectors.get_holder(at, user_uid)

    def deed() -> str:
        services.remove_member(actor=request.actor, keys=request.keys, unit=at, user=user)
        return _("Đã gỡ %(name)s khỏi khóa và thay khóa của đơn vị.") % {"name": user.full_name}

    if request.method == "POST":
        return _done(request, deed, back)
    return _ask(
        request,
        _("Gỡ khỏi khóa của đơn vị?"),
        _("Khóa của đơn vị được thay, mọi hồ sơ được niêm phong lại, và khóa mà %(name)s đã giữ không mở được gì nữa. "
          "Ai đang chờ thì vẫn chờ được trao khóa. "
          "Vai trò thì vẫn còn: người quản trị tài khoản mới kết thúc được. Không hoàn lại được; chỉ trao lại được khi "
          "người đó còn giữ vai trò.") % {"name": user.full_name},
        _("Gỡ khỏi khóa"), back,
    )  # fmt: skip


@page(needs=Permission.KEYS_WATCH)
@require_GET
@never_cache
def recovery(request: KeyRequest) -> HttpResponse:
    """Show when the recovery key was handed out and practised, and how that is done; no content."""
    return render(request, "keyring/recovery.html", {"recovery": selectors.recovery_of(request.actor.home_unit_id)})


def _place(request: KeyRequest, uid: str) -> tuple[Unit, str]:
    return selectors.get_unit(request.actor, uid), reverse("keyring:unit", args=[uid])


def _names(standing: Standing) -> str:
    return ", ".join(f"{one.user.full_name} ({one.user.username})" for one in standing.waiting) or "—"


def _custodians(at: Unit) -> str:
    known = selectors.recovery_of(at.pk)
    if known is None or known.key is None:
        return ""
    names = ", ".join(one.name for one in known.custodians)
    words = {"day": date_vi(known.handed_out), "names": names}
    return _("Khóa khôi phục đang dùng được phát ngày %(day)s cho: %(names)s.") % words


def _unlocked(request: KeyRequest) -> str:
    """Return in a word what of the reader's own keys is open: units' keys, only the own one, nothing."""
    if request.keys:
        return "units"
    return "own" if request.keys.member else ""


def _ask(request: KeyRequest, title: str, explanation: str, button: str, back: str) -> HttpResponse:
    context: dict[str, Any] = {"title": title, "explanation": explanation, "deed": button, "back_url": back}
    return render(request, "ui/confirm.html", context)


def _done(request: KeyRequest, deed: Deed, back: str) -> HttpResponseBase:
    try:
        flash(request, deed())
    except Refused as refusal:
        flash(request, said(refusal), state="error")
    return redirect(back)
