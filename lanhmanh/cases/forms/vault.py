"""The short forms of the vault: open, narrow, find, assign, hand over, judge, attach."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lanhmanh.accounts.models import User
from lanhmanh.cases.models import CaseState, Purpose
from lanhmanh.cases.rules.words import NOT_STORED, speaks_of_hiv
from lanhmanh.cases.selectors.shelves import Filters
from lanhmanh.documents.rules import MOST_BYTES
from lanhmanh.ui.forms import Form, Token


def choose(form: forms.BaseForm, name: str, choices: Sequence[tuple[str, Any]]) -> None:
    """Give a field of a form its choices."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101
    field.choices = list(choices)


class Spoken(Form):
    """Refuse, beside the field, what is not stored."""

    def clean(self) -> dict[str, Any]:
        """Look through every text."""
        values = super().clean() or {}
        for name, value in list(values.items()):
            if isinstance(value, str) and speaks_of_hiv(value):
                self.add_error(name, _(NOT_STORED))
        return values


def _area(label: Any, *, required: bool = True) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3, "autocomplete": "off"})
    return forms.CharField(label=label, max_length=1000, required=required, widget=widget)


class OpenForm(Spoken):
    """Read for what a case is opened, and why where a reason is wanted."""

    purpose = forms.ChoiceField(label=gettext_lazy("Mục đích mở hồ sơ"), widget=forms.RadioSelect)
    reason = _area(gettext_lazy("Lý do"))

    def __init__(self, *args: Any, reasoned: bool, purposes: Sequence[Purpose], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "purpose", [(one.value, one.label) for one in purposes])
        if not reasoned:
            del self.fields["reason"]


class FilterForm(Form):
    """Read what a list is narrowed by; what is wrong narrows nothing."""

    state = forms.ChoiceField(label=gettext_lazy("Tình trạng hồ sơ"), required=False)
    status = forms.ChoiceField(label=gettext_lazy("Diện pháp lý"), required=False)
    unit = forms.ChoiceField(label=gettext_lazy("Đơn vị"), required=False)

    def __init__(
        self, *args: Any, statuses: Sequence[tuple[str, str]], units: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        everything = [("", _("Tất cả"))]
        choose(self, "state", [*everything, *(one for one in CaseState.choices if one[0] != CaseState.MERGED)])
        choose(self, "status", [*everything, *statuses])
        choose(self, "unit", [*everything, *units])
        if len(units) < 2:
            del self.fields["unit"]

    def filters(self) -> Filters:
        """Return what was read and is right."""
        self.is_valid()
        return Filters(**{name: self.cleaned_data.get(name, "") for name in ("state", "status", "unit")})


class SearchForm(Form):
    """Read a name or a number; it is posted, so that it stands in no address and no log."""

    words = forms.CharField(
        label=gettext_lazy("Tên hoặc số định danh"),
        min_length=2,
        max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        help_text=gettext_lazy("Có dấu hoặc không dấu: tên gọi, hoặc từ hai chữ liền nhau trở lên"),
    )
    page = forms.IntegerField(required=False, min_value=1, max_value=100, widget=forms.HiddenInput)


class MemberForm(Form):
    """Read which member works on a case."""

    member = forms.ChoiceField(label=gettext_lazy("Người trực tiếp hỗ trợ"))

    def __init__(self, *args: Any, members: Sequence[User], required: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        none = [("", _("Chọn người"))] if required else [("", _("Để người phụ trách phân công sau"))]
        choose(self, "member", [*none, *((user.uid, user.full_name) for user in members)])
        self.fields["member"].required = required


class TransferForm(Spoken):
    """Read to which unit a case should go, and what it must know."""

    to_unit = forms.ChoiceField(label=gettext_lazy("Đơn vị nhận"))
    words = _area(gettext_lazy("Vì sao chuyển, việc cần làm tiếp"))

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "to_unit", [("", _("Chọn đơn vị")), *units])
        self.fields["words"].help_text = _("Đơn vị nhận chỉ đọc được những dòng này trước khi tiếp nhận.")


class RefuseForm(Spoken):
    """Read why a case is not taken over."""

    words = _area(gettext_lazy("Vì sao không tiếp nhận"))


class ReviewForm(Spoken):
    """Read whether an emergency opening was justified."""

    justified = forms.ChoiceField(
        label=gettext_lazy("Kết luận"),
        choices=[("yes", gettext_lazy("Chính đáng")), ("no", gettext_lazy("Không chính đáng"))],
        widget=forms.RadioSelect,
    )
    words = _area(gettext_lazy("Nhận xét, đã xử lý thế nào"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for words where it was not justified."""
        values = super().clean()
        if values.get("justified") == "no" and not values.get("words") and "words" not in self.errors:
            self.add_error("words", _("Ghi vì sao lần mở này không chính đáng và đã xử lý thế nào."))
        return values


class AttachmentForm(Form):
    """Read one file."""

    file = forms.FileField(
        label=gettext_lazy("Tệp"), help_text=gettext_lazy("Tối đa 20 MB. Không nhận văn bản có dấu mật.")
    )
    token = Token()

    def clean_file(self) -> Any:
        """Hold the file to its size before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("Tệp lớn hơn 20 MB: chọn tệp nhỏ hơn hoặc tách tệp."))
        return file
