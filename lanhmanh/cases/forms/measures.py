"""The forms of help: a short one for a visit, the whole one, and why a record is taken back."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lanhmanh.cases.models import Measure, MeasureKind, Repayment, Result, Source
from lanhmanh.cases.rules.measures import LONGEST_REASON, LONGEST_WORDS, MOST_LENT
from lanhmanh.cases.selectors.measures import CLOSED
from lanhmanh.cases.services.measures import MeasureData
from lanhmanh.kernel.ids import new_id
from lanhmanh.ui.forms import DateField, FigureField, Form, Token

NO_DATE = "0"
RHYTHMS = [("14", _("Sau 2 tuần")), ("30", _("Sau 1 tháng")), ("90", _("Sau 3 tháng")), (NO_DATE, _("Chưa hẹn"))]
EMPTY = ("", "—")


def _words(label: Any, hint: Any = "") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 4, "autocomplete": "off"})
    return forms.CharField(label=label, help_text=hint, max_length=LONGEST_WORDS, required=False, widget=area)


class VisitForm(Form):
    """Read one visit in under a minute: when, how, when again, and a few words."""

    kind = forms.ChoiceField(
        label=_("Việc đã làm"),
        choices=[(kind.value, kind.label) for kind in (MeasureKind.VISIT, MeasureKind.COUNSELLING)],
        widget=forms.RadioSelect,
    )
    on = DateField(label=_("Ngày"))
    rhythm = forms.ChoiceField(label=_("Hẹn lần sau"), choices=RHYTHMS, widget=forms.RadioSelect, required=False)
    next_on = DateField(label=_("Hoặc hẹn đúng ngày"), required=False)
    words = _words(_("Ghi chú"), _("Chỉ ghi điều cần cho lần sau. Được mã hóa cùng hồ sơ."))
    token = Token()

    def data_of(self) -> MeasureData:
        """Return what was stated, for the service; a day that was typed comes before a rhythm."""
        values = self.cleaned_data
        days = int(values["rhythm"] or NO_DATE)
        again = values["next_on"] or (values["on"] + timedelta(days=days) if days else None)
        return MeasureData(kind=values["kind"], on=values["on"], next_on=again, words=values["words"])


class MeasureForm(Form):
    """Read any help: what, when, how far; for a loan how much and from where."""

    kind = forms.ChoiceField(label=_("Biện pháp"), choices=MeasureKind.choices)
    on = DateField(label=_("Ngày"))
    result = forms.ChoiceField(label=_("Kết quả"), choices=Result.choices)
    next_on = DateField(label=_("Lần sau, mốc tiếp theo"), required=False)
    ended_on = DateField(label=_("Ngày kết thúc"), required=False)
    amount = FigureField(label=_("Số tiền vay (đồng)"), required=False, min_value=1, max_value=MOST_LENT)
    source = forms.ChoiceField(label=_("Nguồn vốn"), choices=[EMPTY, *Source.choices], required=False)
    repayment = forms.ChoiceField(label=_("Trả nợ"), choices=[EMPTY, *Repayment.choices], required=False)
    words = _words(_("Nội dung"), _("Nghề gì, ở đâu, ai giúp. Được mã hóa cùng hồ sơ."))
    token = Token()
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    @property
    def lends(self) -> bool:
        """Test whether the part on loans stands open."""
        return self["kind"].value() == MeasureKind.LOAN or any(self[name].value() for name in ("amount", "source"))

    def data_of(self) -> MeasureData:
        """Return what was stated, for the service."""
        return MeasureData(**{name: self.cleaned_data[name] for name in MeasureData.__dataclass_fields__})


class VoidForm(Form):
    """Read why a record is taken back."""

    reason = forms.CharField(
        label=_("Lý do"),
        max_length=LONGEST_REASON,
        help_text=_("Ví dụ: ghi trùng với lần thăm ngày 12/06."),
        error_messages={"required": _("Ghi lý do hủy.")},
    )


def initial_visit(last: dict[str, Any], today: date) -> dict[str, Any]:
    """Return what the short form begins with: today, and the rhythm of the last time."""
    known = {value for value, _label in RHYTHMS}
    rhythm = str(last.get("rhythm") or NO_DATE)
    nearest = rhythm if rhythm in known else "30"
    return {"kind": last["kind"], "on": today, "rhythm": nearest, "token": new_id()}


def initial_new(kind: str, today: date, *, planned: bool = False) -> dict[str, Any]:
    """Return what a new record begins with; one for the plan has its day still to be chosen."""
    known = kind if kind in MeasureKind.values else MeasureKind.COUNSELLING
    when = {"result": Result.PLANNED} if planned else {"on": today, "result": Result.DONE}
    return {"kind": known, "token": new_id(), **when}


def initial_edit(measure: Measure, words: Mapping[str, str], seen: str) -> dict[str, Any]:
    """Return a record as the form shows it."""
    plain = {name: getattr(measure, name) for name in MeasureData.__dataclass_fields__ if name not in CLOSED}
    return {**plain, **{name: words.get(name, "") for name in CLOSED}, "seen": seen}
