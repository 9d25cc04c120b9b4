"""The forms of registrations for programmes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from lanhmanh.activities.forms.choosing import OfUnit, choose
from lanhmanh.activities.models.kept import choices_of
from lanhmanh.activities.models.programmes import OUTCOMES, WHO
from lanhmanh.activities.rules.programmes import Claim, Programme
from lanhmanh.ui.formats import either
from lanhmanh.ui.forms import DateField, Form


class RegistrationForm(OfUnit):
    """Read who registers for which programme in which year."""

    programme = forms.ChoiceField(label=gettext_lazy("Chương trình"))
    year = forms.IntegerField(label=gettext_lazy("Năm"), min_value=2000, max_value=2100)
    who = forms.ChoiceField(label=gettext_lazy("Ai đăng ký"), choices=choices_of(WHO), widget=forms.RadioSelect)
    body = forms.CharField(
        label=gettext_lazy("Tên cơ quan, trường học"), max_length=200, required=False,
        help_text=gettext_lazy("Cả đơn vị đăng ký thì để trống."),
    )  # fmt: skip
    registered_on = DateField(label=gettext_lazy("Ngày đăng ký"))
    document = forms.CharField(
        label=gettext_lazy("Văn bản đăng ký"), max_length=200, required=False,
        help_text=gettext_lazy("Số, ngày của bản đăng ký."),
    )  # fmt: skip
    field_order = ["unit", "programme", "year", "who", "body", "registered_on", "document"]

    def __init__(self, *args: Any, programmes: tuple[Programme, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "programme", [(one.code, either(one.name_vi, one.name_en)) for one in programmes])
        self.fields["year"].widget.attrs["inputmode"] = "numeric"

    def claim(self) -> Claim:
        """Return what was stated, for the service."""
        names = ("programme", "year", "who", "body", "registered_on", "document")
        return Claim(**{name: self.cleaned_data[name] for name in names})


class OutcomeForm(Form):
    """Read what came of a registration."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Kết quả"), required=False,
        choices=[("", gettext_lazy("Chưa có kết quả")), *choices_of(OUTCOMES)],
    )  # fmt: skip
    result_on = DateField(label=gettext_lazy("Ngày có kết quả"), required=False)
    result_document = forms.CharField(
        label=gettext_lazy("Văn bản công nhận"), max_length=200, required=False,
        help_text=gettext_lazy("Số, ngày của quyết định hoặc biên bản."),
    )  # fmt: skip
