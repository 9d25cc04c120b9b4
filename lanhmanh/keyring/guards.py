"""The unlocked key between two requests: in the session, closed with a secret that only the reader's cookie holds.

The session without the cookie opens nothing, nor does the cookie without the session. Until the second factor was
given the session names no member's key, and nothing is opened.
"""

from base64 import b64decode, b64encode
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import actor_for
from lanhmanh.accounts.guards import ActorRequest
from lanhmanh.accounts.models import User
from lanhmanh.db.prepared import prepared
from lanhmanh.keyring.access import NO_KEYS, Keys
from lanhmanh.keyring.models import MemberKey
from lanhmanh.keyring.services.members import Prepared, settle
from lanhmanh.sealing import Address, Unopened, close, new_key, open_
from lanhmanh.ui.messages import flash

COOKIE = "lanhmanh_vault"
SESSION = "vault"
_MEMBER = tuple(field.attname for field in MemberKey._meta.concrete_fields)
Answer = Callable[..., HttpResponseBase]


class KeyRequest(ActorRequest):
    """A request of somebody who signed in, with the keys that are unlocked."""

    keys: Keys


def stage(request: Any, user: User, prepared: Prepared | None) -> None:
    """Keep what a right password opened, until the sign-in is complete; None forgets what was kept."""
    request.session.pop(SESSION, None)
    if prepared is None:
        return
    secret = new_key()
    request.session[SESSION] = {
        "blob": _text(close(prepared.pair.private, secret, _place(user))),
        "held": prepared.held, "fresh": prepared.fresh, "public": _text(prepared.pair.public),
        "locked": _text(prepared.locked or b""),
    }  # fmt: skip
    request.vault_secret = _text(secret)


def complete(request: Any, user: User) -> None:
    """Name the member's key in the session, now that nothing of the sign-in is missing; keep a new lock."""
    kept = request.session.pop(SESSION, None)
    if not isinstance(kept, dict) or "held" not in kept:
        return
    key, lost = settle(
        actor=actor_for(user), user=user, held=kept["held"], public=_bytes(kept["public"]),
        locked=_bytes(kept["locked"]) or None, fresh=kept["fresh"],
    )  # fmt: skip
    if key is not None:
        request.session[SESSION] = {"blob": kept["blob"], "member": key.uid}
    if lost:
        flash(request, _("Mật khẩu đã được đặt lại nên khóa cũ của bạn không mở được nữa. Không hồ sơ nào bị mất: "
                         "nhờ người phụ trách khóa trao lại khóa của đơn vị."), state="warning")  # fmt: skip


def vault_middleware(get_response: Answer) -> Answer:
    """Give every request its keys, read only when asked for; hand out the cookie, and take it back at sign-out."""

    def middleware(request: Any) -> HttpResponseBase:
        request.keys = SimpleLazyObject(lambda: _keys(request))
        response = get_response(request)
        if secret := getattr(request, "vault_secret", ""):
            response.set_cookie(
                COOKIE, secret, httponly=True, samesite="Strict", secure=settings.SESSION_COOKIE_SECURE
            )  # fmt: skip
        elif COOKIE in request.COOKIES and SESSION not in request.session:
            response.delete_cookie(COOKIE, samesite="Strict")
        return response

    return middleware


def _keys(request: Any) -> Keys:
    kept, secret = request.session.get(SESSION), request.COOKIES.get(COOKIE)
    if not request.user.is_authenticated or not secret or not isinstance(kept, dict) or "member" not in kept:
        return NO_KEYS
    found = _members(kept["member"], request.user.pk)
    try:
        private = open_(_bytes(kept["blob"]), _bytes(secret), _place(request.user))
        return Keys(MemberKey.from_db(None, _MEMBER, found[0]), private) if found else NO_KEYS
    except (Unopened, ValueError):
        return NO_KEYS


@prepared
def _members(uid: str, user: int) -> QuerySet[MemberKey, tuple[Any, ...]]:
    return MemberKey.objects.filter(uid=uid, user=user, retired_on__isnull=True).values_list(*_MEMBER)


def _place(user: User) -> Address:
    return Address(user.uid, "session", 1)


def _text(content: bytes) -> str:
    return b64encode(content).decode()


def _bytes(text: str) -> bytes:
    return b64decode(text, validate=True)
