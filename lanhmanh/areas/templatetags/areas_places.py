"""Small words of the pages of businesses and sites."""

from collections.abc import Sequence
from typing import Any

from django import template

register = template.Library()


@register.inclusion_tag("ui/crumbs.html")
def trail_crumbs(trail: Sequence[str]) -> dict[str, Any]:
    """Show the trail to a page from a list: label, address, label, address…"""
    return {"trail": list(zip(trail[::2], trail[1::2], strict=True))}
