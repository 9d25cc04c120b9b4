"""Whether two cases are of one person, which is the other, and why both become one."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lanhmanh.cases.forms.vault import Spoken, choose
from lanhmanh.cases.models import Twin
from lanhmanh.cases.services.merging import REASON, SHORTEST
from lanhmanh.ui.forms import Form

YES, NO = "yes", "no"


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


class SettleForm(Form):
    """Read whether two cases are of one person and, where they are of two units, which of them goes on."""

    answer = forms.ChoiceField(label=_("Kết luận"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, pair: Twin, names: Sequence[str], over: bool, **kwargs: Any) -> None:
        super().__init__(*args, initial={"answer": _settled(pair)}, **kwargs)
        one = [(YES, gettext("Một người"))]
        if over:
            sides = zip((pair.first, pair.second), names, (pair.second, pair.first), names[::-1], strict=True)
            text = gettext("Một người: %(unit)s giúp tiếp (hồ sơ %(case)s), %(from)s chuyển hồ sơ %(other)s sang")
            one = [
                (case.uid, text % {"unit": unit, "case": case, "from": sender, "other": other})
                for case, unit, other, sender in sides
            ]
        choose(self, "answer", [*one, (NO, gettext("Hai người khác nhau"))])

    @property
    def same(self) -> bool:
        """Return whether they are of one person."""
        return bool(self.cleaned_data["answer"] != NO)

    @property
    def keep(self) -> str:
        """Return the uid of the case that goes on, "" where none was asked for."""
        return "" if self.cleaned_data["answer"] in {YES, NO} else self.cleaned_data["answer"]


def _settled(pair: Twin) -> str | None:
    if pair.same is None:
        return None
    return NO if not pair.same else pair.kept.uid if pair.kept else YES
