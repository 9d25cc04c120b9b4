"""What no request may carry on into a page: the character NUL, which PostgreSQL keeps in no text, and endless numbers.

One place for all pages: neither is ever written by a person, and each would otherwise be a fault of its own kind,
depending on the database and on who reads the field.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponseBase, QueryDict

NUL = "\x00"
MOST = 2**31 - 1  # the largest whole number that a column of both databases holds

Answer = Callable[..., HttpResponseBase]


def sound_middleware(get_response: Answer) -> Answer:
    """Drop cookies that hold a NUL, refuse addresses that do, take it out of what was typed into a form."""

    def middleware(request: Any) -> HttpResponseBase:
        if any(NUL in text for text in request.COOKIES.values()):
            request.COOKIES = {name: text for name, text in request.COOKIES.items() if NUL not in text}
        return get_response(request)

    middleware.process_view = _sound  # type: ignore[attr-defined]
    return middleware


def _sound(request: Any, view: Any, _args: Any, kwargs: dict[str, Any]) -> None:
    """Look at address and form once the address is known to lead somewhere.

    :raises Http404: a part of the address holds a NUL or a number that no column holds.
    :raises BadRequest: the query does.
    """
    if NUL in request.path_info or any(isinstance(part, int) and part > MOST for part in kwargs.values()):
        raise Http404(request.path_info)
    if _holds_nul(request.GET):
        raise BadRequest("NUL")
    # Who is exempt sets how the body is read and checks the token itself; all others are read here anyway.
    if request.method == "POST" and not getattr(view, "csrf_exempt", False) and _holds_nul(request.POST):
        request.POST = _without_nul(request.POST)


def _holds_nul(given: QueryDict) -> bool:
    return any(NUL in text for name, values in given.lists() for text in (name, *values))


def _without_nul(given: QueryDict) -> QueryDict:
    """Return what was typed without the NULs; nothing that a person can see is lost."""
    clean = QueryDict(mutable=True, encoding=given.encoding)
    for name, values in given.lists():
        clean.setlist(name.replace(NUL, ""), [text.replace(NUL, "") for text in values])
    clean._mutable = False
    return clean
