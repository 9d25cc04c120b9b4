"""What the page of the tree may be asked."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lanhmanh.ui.forms import DateField, Form


class TreeForm(Form):
    """Which words, which day."""

    q = forms.CharField(label=_("Tìm theo tên hoặc mã"), required=False, max_length=100)
    ngay = DateField(label=_("Tại ngày"), required=False)


class ProvinceForm(Form):
    """Which province of those there are on a day."""

    tinh = forms.ChoiceField(label=_("Tỉnh, thành phố"), required=False)

    def __init__(self, *args: Any, provinces: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the provinces, uid and name."""
        super().__init__(*args, **kwargs)
        self.fields["tinh"].choices = list(provinces)  # type: ignore[attr-defined]
