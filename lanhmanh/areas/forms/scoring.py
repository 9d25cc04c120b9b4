"""The form on which an area scores itself: each fact with its value, where it is from, and its files."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lanhmanh.areas.models import Evidence
from lanhmanh.areas.rules import stated
from lanhmanh.areas.rules.codes import Stated
from lanhmanh.areas.services.files import ACCEPTED, MOST_BYTES
from lanhmanh.kernel.errors import Refused
from lanhmanh.law.classes import Fact, FactKind, RuleSet, Value
from lanhmanh.ui.formats import either, said
from lanhmanh.ui.forms import FigureField, Form

MOST_FILES = 10
UNKNOWN, YES, NO = "", "1", "0"
_VALUES: dict[str, Value] = {YES: True, NO: False}


def answers() -> list[tuple[str, str]]:
    """Return what may be answered to a yes-or-no fact."""
    return [(UNKNOWN, _("Chưa rõ")), (YES, _("Có")), (NO, _("Không"))]


def value_field(fact: Fact, **own: Any) -> forms.Field:
    """Return the field in which the value of a fact is typed or chosen."""
    label = either(fact.name[0], fact.name[1] or fact.name[0])
    unit = either(fact.unit[0], fact.unit[1] or fact.unit[0])
    ask = either(fact.ask[0], fact.ask[1] or fact.ask[0])
    told = {"label": f"{label} ({unit})" if unit else label, "help_text": ask, "required": False, **own}
    if fact.kind is FactKind.YES_NO:
        return forms.ChoiceField(choices=answers(), widget=forms.RadioSelect, **told)
    places = 0 if fact.kind is FactKind.COUNT else stated.PLACES
    return FigureField(places=places, max_value=stated.most_of(fact), **told)


def value_of(raw: Any) -> Value:
    """Return the value of a cleaned field."""
    return _VALUES.get(raw) if isinstance(raw, str) else raw


def shown_of(value: Value) -> Any:
    """Return a value as its field begins with it."""
    return {True: YES, False: NO}[value] if isinstance(value, bool) else value


class ManyFiles(forms.FileField):
    """Read some photos or papers, none at all too."""

    widget = forms.FileInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.widget.allow_multiple_selected = True
        self.widget.attrs |= {"multiple": True, "accept": ACCEPTED}

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the files.

        :raises ValidationError: there are too many, or one is larger than 10 MB.
        """
        found = data if isinstance(data, list) else [data] if data else []
        if len(found) > MOST_FILES:
            raise ValidationError(_("Mỗi lần nhiều nhất %(most)d tệp.") % {"most": MOST_FILES})
        if any(file.size > MOST_BYTES for file in found):
            raise ValidationError(_("Tệp lớn hơn 10 MB: chọn tệp nhỏ hơn hoặc chụp lại ở cỡ vừa."))
        return found


class ScoreForm(Form):
    """Read what an area states of itself."""

    explanation = forms.CharField(
        label=gettext_lazy("Giải trình"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Điều gì cần nói thêm. Không nêu tên ai."),
    )  # fmt: skip
    whole = ManyFiles(label=gettext_lazy("Minh chứng chung (ảnh, PDF, Word, Excel)"))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, rule_set: RuleSet, held: Mapping[str, list[Evidence]] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rule_set, self.held = rule_set, held or {}
        for fact in rule_set.facts:
            self.fields[f"v_{fact.code}"] = value_field(fact)
            self.fields[f"s_{fact.code}"] = forms.CharField(
                label=_("Lấy từ đâu"), required=False, max_length=300,
                widget=forms.TextInput(attrs={"placeholder": _("Ví dụ: Công an phường, báo cáo ngày 15/12")}),
            )  # fmt: skip
            self.fields[f"f_{fact.code}"] = ManyFiles(label=_("Ảnh, tệp"))

    def rows(self) -> Iterator[tuple[Fact, BoundField, BoundField, BoundField, list[Evidence]]]:
        """Yield each fact with its three fields and the files that are there."""
        for fact in self.rule_set.facts:
            names = (f"{letter}_{fact.code}" for letter in "vsf")
            value, source, files = (self[name] for name in names)
            yield fact, value, source, files, self.held.get(fact.code, [])

    def facts_of(self) -> dict[str, Stated]:
        """Return what is stated."""
        told = self.cleaned_data
        return {
            fact.code: Stated(value_of(told.get(f"v_{fact.code}")), told.get(f"s_{fact.code}") or "")
            for fact in self.rule_set.facts
        }

    def files_of(self) -> list[tuple[str, str, bytes]]:
        """Return the files by the fact that they show."""
        told = [("", self.cleaned_data.get("whole") or [])]
        told += [(fact.code, self.cleaned_data.get(f"f_{fact.code}") or []) for fact in self.rule_set.facts]
        return [(key, file.name, file.read()) for key, files in told for file in files]

    def clean(self) -> dict[str, Any]:
        """Tell beside the field what a fact may not be."""
        found = super().clean() or {}
        for fact in self.rule_set.facts:
            try:
                stated.check(fact, value_of(found.get(f"v_{fact.code}")))
            except Refused as refusal:
                self.add_error(f"v_{fact.code}", said(refusal))
        return found


def initial_of(
    values: Mapping[str, Value], sources: Mapping[str, str], explanation: str, version: int
) -> dict[str, Any]:
    """Return what the form begins with."""
    told = {f"v_{key}": shown_of(value) for key, value in values.items()}
    return {
        **told,
        **{f"s_{key}": text for key, text in sources.items()},
        "explanation": explanation,
        "version": version,
    }
