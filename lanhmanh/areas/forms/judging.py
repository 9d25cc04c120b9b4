"""The forms on which assessments are appraised, returned, withdrawn, appealed and answered."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lanhmanh.areas.forms.scoring import shown_of, value_field, value_of
from lanhmanh.areas.rules import stated
from lanhmanh.areas.rules.codes import Judged
from lanhmanh.kernel.errors import Refused
from lanhmanh.law.classes import Fact, RuleSet, Value
from lanhmanh.ui.formats import said
from lanhmanh.ui.forms import Form

AGREED, OTHER = "agreed", "other"
FAMILIES = [("union", gettext_lazy("Hội")), ("state", gettext_lazy("Nhà nước"))]


class AppraisalForm(Form):
    """Read, of every fact that was sent, whether it is agreed, or what it is and why."""

    comment = forms.CharField(
        label=gettext_lazy("Ý kiến chung"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, rule_set: RuleSet, sent: Mapping[str, Value], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.facts = [fact for fact in rule_set.facts if fact.code in sent]
        choices = [(AGREED, _("Đồng ý")), (OTHER, _("Số khác"))]
        for fact in self.facts:
            self.fields[f"a_{fact.code}"] = forms.ChoiceField(
                label=_("Thẩm định"), choices=choices, widget=forms.RadioSelect, initial=AGREED
            )
            self.fields[f"v_{fact.code}"] = value_field(
                fact, label=_("Số thẩm định"), help_text="", initial=shown_of(sent[fact.code])
            )
            self.fields[f"w_{fact.code}"] = forms.CharField(label=_("Vì sao"), required=False, max_length=500)

    def rows(self) -> Iterator[tuple[Fact, BoundField, BoundField, BoundField]]:
        """Yield each fact with its three fields."""
        for fact in self.facts:
            choice, value, why = (self[f"{letter}_{fact.code}"] for letter in "avw")
            yield fact, choice, value, why

    def lines_of(self) -> dict[str, Judged]:
        """Return what is said of each fact."""
        return {fact.code: self._line(fact) for fact in self.facts}

    def _line(self, fact: Fact) -> Judged:
        told = self.cleaned_data
        if told.get(f"a_{fact.code}") == AGREED:
            return Judged(agreed=True)
        return Judged(False, value_of(told.get(f"v_{fact.code}")), told.get(f"w_{fact.code}") or "")  # noqa: FBT003

    def clean(self) -> dict[str, Any]:
        """Tell beside the field what is wrong with another value."""
        found = super().clean() or {}
        for fact in self.facts:
            if found.get(f"a_{fact.code}") != OTHER:
                continue
            if not (found.get(f"w_{fact.code}") or "").strip():
                self.add_error(f"w_{fact.code}", _("Ghi lý do khi số khác với số tự chấm."))
            try:
                stated.check(fact, value_of(found.get(f"v_{fact.code}")))
            except Refused as refusal:
                self.add_error(f"v_{fact.code}", said(refusal))
        return found


class WordsForm(Form):
    """Read some words."""

    words = forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, label: str, hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label, self.fields["words"].help_text = label, hint


class WithdrawForm(WordsForm):
    """Read why a class is withdrawn, and the form of the document."""

    family = forms.ChoiceField(label=gettext_lazy("Thể thức văn bản"), choices=FAMILIES, initial="union")


class AnswerForm(WordsForm):
    """Read the answer to an appeal: kept, or another class by a decision of its own."""

    class_code = forms.ChoiceField(label=gettext_lazy("Kết quả"))
    recognised = forms.ChoiceField(label=gettext_lazy("Công nhận đạt chuẩn"), required=False)
    family = forms.ChoiceField(label=gettext_lazy("Thể thức văn bản, nếu xếp lại"), choices=FAMILIES, initial="union")

    def __init__(self, *args: Any, rule_set: RuleSet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(one.code, _("Xếp lại: %(name)s") % {"name": one.name[0]}) for one in rule_set.classes]
        self.fields["class_code"].choices = [("", _("Giữ nguyên kết quả")), *named]  # type: ignore[attr-defined]
        self.fields["class_code"].required = False
        self.fields["recognised"].choices = recognitions()  # type: ignore[attr-defined]


def recognitions() -> list[tuple[str, str]]:
    """Return what may be said of recognition."""
    return [("", _("Không xét")), ("1", _("Công nhận")), ("0", _("Không công nhận"))]


def recognition_of(raw: str) -> bool | None:
    """Return what was said of recognition."""
    return {"1": True, "0": False}.get(raw)
