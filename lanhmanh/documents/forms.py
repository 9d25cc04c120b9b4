"""Asking the register."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lanhmanh.ui.forms import Form


class RegisterForm(Form):
    """Choose which documents of the register are shown."""

    q = forms.CharField(label=_("Tìm theo số, tên văn bản"), required=False, max_length=100)
    origin = forms.ChoiceField(label=_("Nguồn"), required=False)
    standing = forms.ChoiceField(
        label=_("Tình trạng"),
        required=False,
        choices=[("", _("Tất cả")), ("changed", _("Số liệu đã thay đổi")), ("replaced", _("Đã thay thế"))],
    )
    year = forms.TypedChoiceField(label=_("Năm"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, years: Iterable[int], **kwargs: Any) -> None:
        """Offer the years that stand in the register."""
        super().__init__(*args, **kwargs)
        origins = [("received", _("Đã nhận")), ("cited", _("Được viện dẫn")), ("issued", _("Đã ban hành"))]
        for name, bound in self.fields.items():
            bound.widget.attrs["class"] = "input" if name == "q" else "input input--short"
        self._choices("origin", [("", _("Tất cả")), *origins])
        self._choices("year", [("", _("Tất cả")), *((str(year), str(year)) for year in years)])

    def _choices(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def question(self) -> dict[str, Any]:
        """Return what `selectors.register` is to be asked; what cannot be read asks for everything."""
        asked = self.cleaned_data if self.is_valid() else {}
        return {
            "origin": asked.get("origin") or "",
            "standing": asked.get("standing") or "",
            "year": asked.get("year") or None,
            "words": asked.get("q") or "",
        }
