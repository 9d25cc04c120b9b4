"""The form and the Excel list of bodies that take tips."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lanhmanh.areas.forms.lists import fault_of
from lanhmanh.areas.models import TipContact
from lanhmanh.areas.rules.contacts import Contact, faults
from lanhmanh.areas.rules.places import Faulty
from lanhmanh.areas.services.contacts import Entry, tidy
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import sentence
from lanhmanh.ui import lists
from lanhmanh.ui.forms import DateField, Form
from lanhmanh.ui.lists import Column, ListKind, Row, Verdict
from lanhmanh.units.models import Unit

FIELDS = ("name", "phone", "hours", "address", "source", "checked_on")
_NO_UNIT = sentence("Trong tỉnh không có đơn vị mang mã này: xem lại mã, hoặc để trống nếu nhận tin của cả tỉnh.")
CONTACTS = ListKind(
    "noi-nhan-tin-bao", sentence("Nơi nhận tin báo"),
    (
        Column(
            "code", sentence("Mã đơn vị"), lists.text(20), width=12,
            help=sentence("Để trống thì nhận tin của cả tỉnh."),
        ),
        Column("unit_name", sentence("Tên đơn vị"), lists.text(120), width=28, help=sentence("Chỉ để dễ xem.")),
        Column("name", sentence("Nơi nhận tin"), lists.text(200), required=True, width=36),
        Column("phone", sentence("Điện thoại"), lists.text(60), required=True, width=24),
        Column("hours", sentence("Giờ trực"), lists.text(120), width=24),
        Column("address", sentence("Địa chỉ"), lists.text(200), width=32),
        Column("source", sentence("Số lấy ở đâu"), lists.text(200), width=32),
        Column("checked_on", sentence("Gọi thử ngày"), lists.day, help=sentence("Để trống là chưa đối chiếu.")),
    ),
    notes=(sentence("Mỗi dòng là một nơi nhận tin. Chỉ ghi số của cơ quan, không ghi số riêng của ai."),),
    same=("code", "name", "phone"),
)  # fmt: skip


class ContactForm(Form):
    """Read one body that takes tips."""

    unit = forms.ChoiceField(label=gettext_lazy("Nhận tin của"))
    name = forms.CharField(label=gettext_lazy("Nơi nhận tin"), max_length=200)
    phone = forms.CharField(
        label=gettext_lazy("Điện thoại"), max_length=60,
        help_text=gettext_lazy("Số của cơ quan, không phải số riêng của ai. Nhiều số thì cách nhau dấu phẩy."),
    )  # fmt: skip
    hours = forms.CharField(
        label=gettext_lazy("Giờ trực"), max_length=120, required=False,
        help_text=gettext_lazy("Ví dụ: cả ngày đêm, hoặc 7 giờ 30 đến 17 giờ các ngày làm việc."),
    )  # fmt: skip
    address = forms.CharField(label=gettext_lazy("Địa chỉ"), max_length=200, required=False)
    source = forms.CharField(
        label=gettext_lazy("Số lấy ở đâu"), max_length=200, required=False,
        help_text=gettext_lazy("Ví dụ: thông báo của Công an tỉnh, số và ngày."),
    )  # fmt: skip
    checked_on = DateField(
        label=gettext_lazy("Gọi thử ngày"), required=False,
        help_text=gettext_lazy("Để trống thì số hiện kèm chữ “chưa đối chiếu”."),
    )  # fmt: skip

    def __init__(self, *args: Any, units: Sequence[tuple[Unit, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {unit.uid: unit for unit, _code, _name in units}
        self.fields["unit"].choices = [(unit.uid, name) for unit, _code, name in units]  # type: ignore[attr-defined]

    def told(self) -> Contact:
        """Return what was stated."""
        return Contact(**{name: self.cleaned_data[name] for name in FIELDS})

    def unit_of(self) -> Unit:
        """Return the unit from which tips are taken."""
        return self.units[self.cleaned_data["unit"]]


class Contacts:
    """Judge the rows of a list of contacts, and say what they become; three queries for any list."""

    def __init__(self, units: Sequence[tuple[Unit, str, str]], there: Sequence[TipContact]) -> None:
        """Hold the units of a province, itself first, and what stands in the list."""
        self.province, self.units = units[0][0], {code: unit for unit, code, _name in units if code}
        self.there = {(row.unit_id, row.name, row.phone) for row in there}

    def judge(self, rows: Sequence[Row]) -> dict[int, Verdict]:
        """Return what there is to say of each row."""
        return {row.number: told for row in rows if (told := self._verdict(row))}

    def entry(self, row: Row) -> Entry:
        """Return what a row becomes.

        :raises Faulty: its unit is none.
        """
        code = row.values["code"]
        unit = self.units.get(code) if code else self.province
        if unit is None:
            raise Faulty("code", _NO_UNIT)
        return Entry(unit, _told(row.values), row.uid)

    def _verdict(self, row: Row) -> Verdict | None:
        try:
            one = self.entry(row)
        except Faulty as fault:
            return Verdict(faults=[fault_of(fault)])
        if wrong := [fault_of(fault) for fault in faults(one.told, clock.today())]:
            return Verdict(faults=wrong)
        same = (one.unit.pk, one.told.name, one.told.phone) in self.there
        return Verdict(double=_("đã có trong danh sách")) if same else None


def _told(values: Mapping[str, Any]) -> Contact:
    words: dict[str, str] = {name: values[name] or "" for name in FIELDS if name != "checked_on"}
    return tidy(Contact(**words, checked_on=values["checked_on"]))


def contact_values(rows: Sequence[TipContact], units: Sequence[tuple[Unit, str, str]]) -> list[dict[str, Any]]:
    """Return contacts as rows of their list."""
    known = {unit.pk: (code, name) for unit, code, name in units}
    return [
        {"code": known.get(row.unit_id, ("", ""))[0], "unit_name": known.get(row.unit_id, ("", ""))[1]}
        | {name: getattr(row, name) for name in FIELDS}
        for row in rows
    ]
