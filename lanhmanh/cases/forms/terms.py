"""For how long cases of one kind of end are kept, from when, by which paper."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lanhmanh.cases.forms.vault import choose
from lanhmanh.cases.services.terms import MOST_DAYS, MOST_MONTHS
from lanhmanh.law.personal_data import OwnTerm, retention_defaults
from lanhmanh.ui.formats import either
from lanhmanh.ui.forms import DateField, FigureField, Form, Token


class TermForm(Form):
    """Read one term."""

    code = forms.ChoiceField(label=_("Hồ sơ kết thúc theo"), widget=forms.RadioSelect)
    seal_days = FigureField(
        label=_("Niêm phong sau (ngày)"), max_value=MOST_DAYS, help_text=_("0 là ngay trong đêm hồ sơ kết thúc")
    )
    erase_months = FigureField(
        label=_("Xóa danh tính sau (tháng)"), min_value=1, max_value=MOST_MONTHS,
        error_messages={"required": _("Nhập số tháng, từ 1 đến 120.")},
    )  # fmt: skip
    effective_from = DateField(label=_("Áp dụng cho hồ sơ kết thúc từ ngày"))
    title = forms.CharField(
        label=_("Văn bản của tỉnh"), max_length=200, help_text=_("Ví dụ: Quyết định số 12-QĐ/HNDT ngày 05/01/2022")
    )

    token = Token()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "code", [(one.code, either(one.name_vi, one.name_en)) for one in retention_defaults()])

    def term(self) -> OwnTerm:
        """Return the term, for the service."""
        return OwnTerm(**{name: self.cleaned_data[name] for name in OwnTerm._fields})
