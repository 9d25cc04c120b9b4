"""How Django's form fields are written."""

from collections.abc import Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.forms.utils import flatatt
from django.forms.widgets import Select
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class Renderer(DjangoTemplates):
    """Write a list to choose from in one pass: Django's template takes 40 µs for each option, 170 communes 7 ms."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """Return the field as Django would write it."""
        if template_name == Select.template_name:
            return _select(context["widget"])
        return super().render(template_name, context, request)


def _select(widget: Mapping[str, Any]) -> SafeString:
    groups = format_html_join("", "{}", ((_group(name, options),) for name, options, _at in widget["optgroups"]))
    return format_html('<select name="{}"{}>{}\n</select>\n', widget["name"], flatatt(widget["attrs"]), groups)


def _group(name: str | None, options: list[Mapping[str, Any]]) -> SafeString:
    told = ((one["value"], flatatt(one["attrs"]) if one["attrs"] else "", one["label"]) for one in options)
    written = format_html_join("", '\n  <option value="{}"{}>{}</option>\n', told)
    return format_html('\n  <optgroup label="{}">{}\n  </optgroup>', name, written) if name else written
