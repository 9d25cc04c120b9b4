"""What the page of the tree may be asked."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lanhmanh.ui.forms import DateField, Form

INPUT = {"class": "input"}


class TreeForm(Form):
    """Which words, which day."""

    q = forms.CharField(label=_("Tìm theo tên hoặc mã"), required=False, max_length=100, widget=forms.TextInput(INPUT))
    ngay = DateField(label=_("Ngày/tháng/năm"), required=False, help_text="")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Give the day the look of an input."""
        super().__init__(*args, **kwargs)
        self.fields["ngay"].widget.attrs.update(INPUT)


class ProvinceForm(Form):
    """Which province of those there are on a day."""

    tinh = forms.ChoiceField(label=_("Tỉnh, thành phố"), required=False, widget=forms.Select(INPUT))

    def __init__(self, *args: Any, provinces: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the provinces, uid and name."""
        super().__init__(*args, **kwargs)
        self.fields["tinh"].choices = list(provinces)  # type: ignore[attr-defined]


class JoinForm(Form):
    """Into which branch another goes, and from which day."""

    into = forms.ChoiceField(label=_("Nhập vào chi hội"))
    on = DateField(label=_("Từ ngày"))

    def __init__(self, *args: Any, others: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].choices = list(others)  # type: ignore[attr-defined]


class BranchForm(Form):
    """A new branch: its name, and from which day."""

    name = forms.CharField(
        label=_("Tên chi hội"),
        help_text=_("Ví dụ: Chi hội khu phố 3"),
        max_length=120,
        widget=forms.TextInput(INPUT),
    )
    since = DateField(label=_("Từ ngày"))
