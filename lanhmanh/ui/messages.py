"""What is said after a deed, with a way back."""

from django.contrib import messages
from django.http import HttpRequest

_LEVELS = {"saved": messages.SUCCESS, "info": messages.INFO, "warning": messages.WARNING, "error": messages.ERROR}


def flash(request: HttpRequest, text: str, *, state: str = "saved", undo: str = "") -> None:
    """Keep `text` for the next page; `undo` is an address that takes the deed back by POST."""
    messages.add_message(request, _LEVELS[state], text, extra_tags=undo)
