"""Form fields are written as Django writes them."""

from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html
from django.utils.functional import lazy
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from lanhmanh.ui.renderer import Renderer

pytestmark = [pytest.mark.pure, pytest.mark.once]
CHOICES: list[Any] = [
    ("", "Tất cả"),
    ("26041", "Phường “Trảng Dài” <b>&</b>"),
    ("Huyện", [("7", "Xã 'Một'"), (8, "Xã Hai")]),
    (None, "—"),
    ("lazy", gettext_lazy("Hôm nay & mai")),
    ("safe", mark_safe("Xã&nbsp;Ba")),
    ("lazily safe", lazy(lambda: mark_safe("Xã&nbsp;Bốn"), str)()),
]


@pytest.mark.parametrize("value", ["", "26041", "8", "x", None, ["7", "8"]])
@pytest.mark.parametrize(
    "widget",
    [
        forms.Select(attrs={"class": "wide", "hidden": True, "disabled": False, "data-x": 'a"b'}, choices=CHOICES),
        forms.SelectMultiple(choices=CHOICES),
        forms.Select(choices=[]),
        forms.RadioSelect(choices=CHOICES),
    ],
)
def test_a_list_to_choose_from_reads_as_django_writes_it(widget: forms.Select, value: Any) -> None:
    attributes = {"id": "id_unit", "aria-describedby": "id_unit_error"}
    ours = widget.render("unit", value, attributes, Renderer())
    assert _read(ours) == _read(widget.render("unit", value, attributes, DjangoTemplates()))


def _read(html: str) -> Any:
    return parse_html(html)
