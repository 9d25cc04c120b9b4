"""The forms of inspections: the short one for a phone, a finding, its correction, photos."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy

from lanhmanh.areas.forms.places import SureForm, choose, dress
from lanhmanh.areas.models import Business, By, Finding, Inspection
from lanhmanh.areas.rules import inspections as rules
from lanhmanh.areas.rules.inspections import LONGEST_WHAT, FindingData, InspectionData
from lanhmanh.areas.services.inspections import tidy
from lanhmanh.kernel import clock
from lanhmanh.kernel.ids import new_id
from lanhmanh.ui.forms import DateField, Form

LINES = 3
_WHAT = gettext_lazy("Tồn tại, vi phạm")
_MEASURE = gettext_lazy("Biện pháp, yêu cầu")
_DUE = gettext_lazy("Hạn khắc phục")


class InspectionForm(SureForm):
    """Read one inspection in under a minute; up to three findings stand on it, more are added afterwards."""

    by = forms.ChoiceField(
        label=gettext_lazy("Ai kiểm tra"),
        choices=By.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Chọn ai kiểm tra.")},
    )
    day = DateField(label=gettext_lazy("Ngày"), help_text=gettext_lazy("Ngày chưa đến thì ghi thành dự kiến."))
    union_joined = forms.BooleanField(label=gettext_lazy("Hội Nông dân có tham gia"), required=False)
    who = forms.CharField(
        label=gettext_lazy("Thành phần"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Tên cơ quan, ví dụ Công an phường, Phòng Văn hóa. Không cần tên người."),
    )
    note = forms.CharField(
        label=gettext_lazy("Ghi chú"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, business: Business, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.business = business
        for n in range(1, LINES + 1):
            self.fields[f"what_{n}"] = forms.CharField(label=_WHAT, max_length=LONGEST_WHAT, required=False)
            self.fields[f"measure_{n}"] = forms.CharField(label=_MEASURE, max_length=LONGEST_WHAT, required=False)
            self.fields[f"due_{n}"] = DateField(label=_DUE, required=False)
            dress(self, f"what_{n}", f"measure_{n}", f"due_{n}")

    def lines(self) -> Iterator[tuple[BoundField, BoundField, BoundField]]:
        """Yield the fields of each finding."""
        for n in range(1, LINES + 1):
            yield self[f"what_{n}"], self[f"measure_{n}"], self[f"due_{n}"]

    @property
    def found_something(self) -> bool:
        """Tell whether a finding was typed, so that nothing typed or wrong is folded away."""
        return any(field.value() or field.errors for fields in self.lines() for field in fields)

    def clean(self) -> dict[str, Any]:
        """Tell beside the fields what the rules say against it."""
        values = super().clean() or {}
        if self.errors:
            return values
        data = tidy(self.data_of())
        for n, one in zip(self._filled(), data.findings, strict=True):
            for fault in rules.finding_faults(one, data.day):
                fault.field = f"{fault.field}_{n}"
                self._show([fault])
        if not self.errors:
            doubts = rules.doubts(data, self.business.licensed_on, self.business.closed_on)
            self.tell(rules.faults(data, clock.today()), doubts)
        return values

    def data_of(self) -> InspectionData:
        """Return what was stated, for the service."""
        values = self.cleaned_data
        names = ("by", "day", "union_joined", "who", "note", "sure", "token")
        found = tuple(
            FindingData(values[f"what_{n}"], values[f"measure_{n}"], values[f"due_{n}"]) for n in self._filled()
        )
        return InspectionData(findings=found, **{name: values[name] for name in names})

    def _filled(self) -> list[int]:
        values = self.cleaned_data
        named = {n: [values.get(f"{part}_{n}") for part in ("what", "measure", "due")] for n in range(1, LINES + 1)}
        return [n for n, parts in named.items() if any(parts)]


def initial_inspection(today: date) -> dict[str, Any]:
    """Return what a new inspection begins with."""
    return {"by": By.TEAM_178, "day": today, "union_joined": True, "token": new_id()}


def initial_of(inspection: Inspection) -> dict[str, Any]:
    """Return an inspection as the form shows it."""
    names = ("by", "day", "union_joined", "who", "note", "version", "token")
    return {name: getattr(inspection, name) for name in names}


class FindingForm(Form):
    """Read one finding."""

    what = forms.CharField(
        label=_WHAT, max_length=LONGEST_WHAT, help_text=gettext_lazy("Việc gì chưa đúng. Không ghi tên người.")
    )
    measure = forms.CharField(label=_MEASURE, max_length=LONGEST_WHAT, required=False)
    due = DateField(label=_DUE, required=False)

    def data_of(self) -> FindingData:
        """Return what was stated, for the service."""
        values = self.cleaned_data
        return FindingData(values["what"], values["measure"], values["due"])


def initial_finding(finding: Finding) -> dict[str, Any]:
    """Return a finding as the form shows it."""
    return {name: getattr(finding, name) for name in ("what", "measure", "due")}


class CorrectForm(Form):
    """Read on which day a finding was put right."""

    corrected_on = DateField(label=gettext_lazy("Khắc phục xong ngày"))


class VerifyForm(Form):
    """Read what was seen on the spot."""

    good = forms.ChoiceField(
        label=gettext_lazy("Kết quả kiểm tra lại"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Chọn đã đạt hay chưa đạt.")},
    )
    verified_on = DateField(label=gettext_lazy("Kiểm tra lại ngày"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        yes, no = gettext_lazy("Đạt: đã khắc phục"), gettext_lazy("Chưa đạt: còn phải khắc phục")
        choose(self, "good", [("yes", yes), ("no", no)])
