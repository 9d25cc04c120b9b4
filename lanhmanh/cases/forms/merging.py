"""Which case is of the same person, and why both become one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lanhmanh.cases.forms.vault import Spoken
from lanhmanh.cases.services.merging import REASON, SHORTEST
from lanhmanh.ui.forms import Form


class OtherForm(Form):
    """Read the number of the other case."""

    number = forms.CharField(
        label=_("Số hồ sơ kia"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Ví dụ 012/2021, của cùng đơn vị"),
    )


class MergeForm(Spoken):
    """Read why two cases are of one person; which one is kept was chosen before and goes along."""

    keep = forms.CharField(max_length=26, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Vì sao biết là một người"),
        min_length=SHORTEST,
        max_length=1000,
        error_messages=dict.fromkeys(("required", "min_length"), _(REASON)),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        help_text=_("Lời ghi được mã hóa cùng hồ sơ, ví dụ: cùng số định danh, người đó xác nhận"),
    )

    def __init__(self, *args: Any, keep: str, **kwargs: Any) -> None:
        super().__init__(*args, initial={"keep": keep}, **kwargs)
