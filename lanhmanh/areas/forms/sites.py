"""The forms of supervision visits and of signs of leakage."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lanhmanh.areas.forms.places import SureForm, choose, dress
from lanhmanh.areas.models import Measure, Site, Visit
from lanhmanh.areas.rules import sites as rules
from lanhmanh.areas.rules.sites import MOST, PLACES, LeakageData, Stock, VisitData
from lanhmanh.areas.selectors.sites import stock_of
from lanhmanh.areas.services.sites import tidy
from lanhmanh.kernel import clock
from lanhmanh.kernel.ids import new_id
from lanhmanh.ui.formats import said
from lanhmanh.ui.forms import DateField, FigureField, Form
from lanhmanh.units.models import Agency

LINES = 3
AMOUNTS = {
    "opening": gettext_lazy("Tồn đầu"),
    "came_in": gettext_lazy("Nhập"),
    "went_out": gettext_lazy("Xuất"),
    "on_paper": gettext_lazy("Tồn cuối theo sổ"),
    "found": gettext_lazy("Thực tế"),
}


class VisitForm(SureForm):
    """Read one supervision visit with the quantities of some substances."""

    day = DateField(label=gettext_lazy("Ngày"))
    union_joined = forms.BooleanField(label=gettext_lazy("Hội Nông dân có tham gia"), required=False)
    who = forms.CharField(
        label=gettext_lazy("Thành phần"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Tên cơ quan. Không cần tên người."),
    )
    advice = forms.CharField(
        label=gettext_lazy("Kiến nghị sau giám sát"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    note = forms.CharField(
        label=gettext_lazy("Ghi chú"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, site: Site, lines: int = LINES, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.site, self.numbers = site, range(1, lines + 1)
        measures = [("", _("Đơn vị tính")), *Measure.choices]
        for n in self.numbers:
            self.fields[f"substance_{n}"] = forms.CharField(label=_("Tên chất"), max_length=120, required=False)
            self.fields[f"measure_{n}"] = forms.ChoiceField(label=_("Đơn vị tính"), choices=measures, required=False)
            for name, label in AMOUNTS.items():
                self.fields[f"{name}_{n}"] = FigureField(label=label, places=PLACES, max_value=MOST, required=False)
            dress(self, f"substance_{n}", f"measure_{n}", *(f"{name}_{n}" for name in AMOUNTS))

    def lines(self) -> Iterator[tuple[int, BoundField, BoundField, list[BoundField]]]:
        """Yield the fields of each substance."""
        for n in self.numbers:
            yield n, self[f"substance_{n}"], self[f"measure_{n}"], [self[f"{name}_{n}"] for name in AMOUNTS]

    def clean(self) -> dict[str, Any]:
        """Tell beside the fields what the rules say against it."""
        values = super().clean() or {}
        if self.errors:
            return values
        data = tidy(self.data_of())
        for n, one in zip(self._filled(), data.stocks, strict=True):
            for fault in rules.stock_faults(one):
                self.add_error(f"substance_{n}", said(fault))
        if not self.errors:
            self.tell(rules.faults(data, clock.today()), rules.doubts(data, self.site.licensed_on, self.site.closed_on))
        return values

    def data_of(self) -> VisitData:
        """Return what was stated, for the service."""
        values = self.cleaned_data
        names = ("day", "union_joined", "who", "note", "advice", "sure", "token")
        return VisitData(
            stocks=tuple(self._stock(n) for n in self._filled()), **{name: values[name] for name in names}
        )  # fmt: skip

    def _stock(self, n: int) -> Stock:
        values = self.cleaned_data
        amounts = {name: values[f"{name}_{n}"] for name in AMOUNTS}
        return Stock(values[f"substance_{n}"], values[f"measure_{n}"], **amounts)

    def _filled(self) -> list[int]:
        values = self.cleaned_data
        parts = ("substance", *AMOUNTS)
        return [n for n in self.numbers if any(values.get(f"{part}_{n}") not in (None, "") for part in parts)]


def initial_visit(today: date) -> dict[str, Any]:
    """Return what a new visit begins with."""
    return {"day": today, "union_joined": True, "token": new_id()}


def initial_of(visit: Visit) -> dict[str, Any]:
    """Return a visit as the form shows it."""
    names = ("day", "union_joined", "who", "note", "advice", "version", "token")
    values = {name: getattr(visit, name) for name in names}
    for n, line in enumerate(visit.stocks.all(), start=1):
        stock = stock_of(line)
        values |= {f"{name}_{n}": getattr(stock, name) for name in ("substance", "measure", *AMOUNTS)}
    return values


class LeakageForm(Form):
    """Read a sign that something is missing."""

    found_on = DateField(label=gettext_lazy("Phát hiện ngày"))
    what = forms.CharField(
        label=gettext_lazy("Dấu hiệu"),
        max_length=300,
        help_text=gettext_lazy("Chất gì, thiếu bao nhiêu, so với giấy tờ nào. Không ghi tên hay nghi ngờ ai."),
    )
    token = forms.CharField(widget=forms.HiddenInput, min_length=26, max_length=26)

    def data_of(self) -> LeakageData:
        """Return what was stated, for the service."""
        values = self.cleaned_data
        return LeakageData(found_on=values["found_on"], what=values["what"], token=values["token"])


class ForwardForm(Form):
    """Read to whom a sign of leakage was passed on."""

    agency = forms.ChoiceField(label=gettext_lazy("Chuyển cơ quan"), required=False)
    forwarded_to = forms.CharField(
        label=gettext_lazy("Tên cơ quan, nếu không có ở trên"), max_length=200, required=False
    )
    forwarded_on = DateField(label=gettext_lazy("Chuyển ngày"))
    answer_due = DateField(label=gettext_lazy("Đề nghị trả lời trước ngày"), required=False)

    def __init__(self, *args: Any, agencies: Sequence[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = {agency.uid: agency for agency in agencies}
        choose(self, "agency", [("", _("Cơ quan khác")), *((uid, one.name) for uid, one in self.agencies.items())])

    def agency_of(self) -> Agency | None:
        """Return the agency chosen, None where another is named in words."""
        return self.agencies.get(self.cleaned_data["agency"])


class AnswerForm(Form):
    """Read what an agency answered."""

    answered_on = DateField(label=gettext_lazy("Trả lời ngày"))
    answer = forms.CharField(
        label=gettext_lazy("Nội dung trả lời"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Kết quả, không ghi tên người."),
    )
