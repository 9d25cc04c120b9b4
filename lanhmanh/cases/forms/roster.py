"""What is asked when a unit's own list is brought in."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lanhmanh.accounts.models import User
from lanhmanh.cases.forms.vault import choose
from lanhmanh.cases.rules.roster import MOST_BYTES, MOST_ROWS
from lanhmanh.ui.forms import Form
from lanhmanh.units.models import Unit


class RosterForm(Form):
    """Read a workbook, of which unit it is, and who works with the persons where no row says so."""

    unit = forms.ChoiceField(label=gettext_lazy("Đơn vị"))
    file = forms.FileField(label=gettext_lazy("Tệp danh sách (.xlsx)"))
    in_charge = forms.ChoiceField(label=gettext_lazy("Người trực tiếp hỗ trợ"))

    def __init__(self, *args: Any, units: Sequence[tuple[Unit, str]], people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "unit", [(unit.uid, name) for unit, name in units])
        choose(self, "in_charge", [(user.uid, user.full_name) for user in people])
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
        self.fields["file"].help_text = _("Nhiều nhất 2.000 dòng, 5 MB. Tệp không được lưu lại trên máy chủ.")
        self.fields["file"].widget.attrs["accept"] = ".xlsx"
        self.fields["in_charge"].help_text = _("Cho những dòng không ghi tên người trực tiếp hỗ trợ.")

    def clean_file(self) -> Any:
        """Hold the file to its size before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("Tệp lớn hơn 5 MB: tách danh sách thành nhiều tệp rồi tải từng tệp."))
        return file


def kept(values: Iterable[str]) -> set[int]:
    """Return the rows that were ticked; what is no row counts as none."""
    return {
        int(one) for one in values if one.isascii() and one.isdigit() and len(one) < 6 and int(one) <= MOST_ROWS + 1
    }
