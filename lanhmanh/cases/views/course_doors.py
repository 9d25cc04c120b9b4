"""What the pages of a course share: the case opened for this reader, or back to the page where it is opened."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters

from lanhmanh.accounts.guards import ActorRequest
from lanhmanh.cases.selectors.door import NotOpened, OnlyLooking, Opened, get_case, require_opened
from lanhmanh.keyring.access import NO_KEYS, Keys, NoKey
from lanhmanh.ui.formats import said
from lanhmanh.ui.messages import flash

View = Callable[..., HttpResponseBase]


class CaseRequest(ActorRequest):
    """A request of somebody who signed in, with the keys that are unlocked."""

    keys: Keys


def keys_of(request: Any) -> Keys:
    """Return the keys of a request, none where nothing was unlocked."""
    found: Keys = getattr(request, "keys", NO_KEYS)
    return found


def opened_case(request: CaseRequest, uid: str, *, writing: bool = True) -> Opened:
    """Return the case of the address, opened.

    :raises Http404: there is none that the reader may know of.
    :raises Refused: it was not opened, or only to be looked at.
    """
    return require_opened(request.actor, keys_of(request), get_case(request.actor, uid), writing=writing)


def back_to_case(view: View) -> View:
    """Return the view that sends a reader without an opening back to the case's page, where it is opened."""

    @sensitive_post_parameters()
    @wraps(view)
    def guarded(request: Any, uid: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            answer = view(request, uid, *args, **kwargs)
        except (NotOpened, OnlyLooking, NoKey) as refusal:
            flash(request, said(refusal), state="warning")
            answer = redirect("cases:page", uid)
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer

    return guarded
