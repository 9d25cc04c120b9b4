"""What stands around every page."""

from typing import Any

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the masthead's contents for this reader."""
    return {"shell": {"unit_name": "", "user_name": "", "nav": [], "demo": None}}
