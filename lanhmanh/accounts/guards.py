"""What every route declares: which permission it needs."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import resolve
from django.utils.functional import SimpleLazyObject

from lanhmanh.accounts.access import Actor, actor_for
from lanhmanh.accounts.rules import Permission, roles


class ActorRequest(HttpRequest):
    """A request of somebody who signed in."""

    actor: Actor


class _Level:
    """What a route needs when it is not one permission."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return self.name


PUBLIC = _Level("public")
SIGNED_IN = _Level("signed in")
Need = Permission | _Level
View = Callable[..., HttpResponseBase]


def page(needs: Need) -> Callable[[View], View]:
    """Return the decorator that declares a view's need and turns away who does not meet it.

    Who is not signed in is sent to sign in; who lacks the permission everywhere gets 404. Which object may be
    seen is decided by the object's own door.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if needs is not PUBLIC and not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if isinstance(needs, Permission) and not request.actor.holds(needs):
                raise Http404(needs)
            return view(request, *args, **kwargs)

        guarded.needs = needs  # type: ignore[attr-defined]
        return guarded

    return decorate


def actor_middleware(get_response: View) -> View:
    """Give every signed-in request its actor, resolved once and only when asked for; its answer is for nobody else."""

    def middleware(request: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return get_response(request)
        request.actor = SimpleLazyObject(lambda: actor_for(request.user))
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    return middleware


# What can be reached before a duty is done: to do it, to sign out, to change the language.
_OPEN = {
    "account_change_password", "account_set_password", "account_reauthenticate", "account_logout", "mfa_activate_totp",
    "mfa_reauthenticate", "mfa_view_recovery_codes", "set_language",
}  # fmt: skip


def duty_of(user: Any, actor: Actor) -> str | None:
    """Return the name of the page where a person must first do something: a new password, a second factor."""
    if user.must_change_password:
        return "account_change_password"
    needed = not settings.DEMO and any(roles()[code].second_factor for code in actor.role_codes if code in roles())
    return "mfa_activate_totp" if needed and not is_mfa_enabled(user) else None


def duties_middleware(get_response: View) -> View:
    """Send people to their duty until it is done; nothing else opens before."""

    def middleware(request: Any) -> HttpResponseBase:
        if not request.user.is_authenticated or request.path.startswith(f"/{settings.STATIC_URL.strip('/')}/"):
            return get_response(request)
        duty = duty_of(request.user, request.actor)
        if duty and resolve(request.path_info).url_name not in _OPEN:
            return redirect(duty)
        return get_response(request)

    return middleware
