"""How Django's form fields are written."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.forms.utils import flatatt
from django.forms.widgets import Select
from django.utils.safestring import SafeString, mark_safe


class Renderer(DjangoTemplates):
    """Write a list to choose from in one pass: Django's template takes 40 µs for each option, 170 communes 7 ms."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """Return the field as Django would write it."""
        if template_name == Select.template_name:
            return _select(context["widget"])
        return super().render(template_name, context, request)


def _select(widget: Mapping[str, Any]) -> SafeString:
    groups = "".join(_group(name, options) for name, options, _at in widget["optgroups"])
    attributes = f'{_escaped(widget["name"])}"{flatatt(widget["attrs"])}'
    return mark_safe(f'<select name="{attributes}>{groups}\n</select>\n')


def _group(name: str | None, options: Iterable[Mapping[str, Any]]) -> str:
    written = "".join(map(_option, options))
    return f'\n  <optgroup label="{_escaped(name)}">{written}\n  </optgroup>' if name else written


def _option(one: Mapping[str, Any]) -> str:
    chosen = flatatt(one["attrs"]) if one["attrs"] else ""
    return f'\n  <option value="{_escaped(one["value"])}"{chosen}>{_escaped(one["label"])}</option>\n'


def _escaped(text: Any) -> str:
    """Return a text as Django's `conditional_escape` does; what is lazy is read once, and kept if it reads as safe."""
    told = str(text)
    return told if isinstance(told, SafeString) else escape(told)
