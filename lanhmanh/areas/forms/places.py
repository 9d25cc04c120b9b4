"""The forms of both registers: what a place is, which are wanted, and why one is closed."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lanhmanh.areas.models import Business, Site
from lanhmanh.areas.rules.places import BusinessData, Faulty, PlaceData, SiteData, read_point
from lanhmanh.areas.selectors.places import HOLDS, Filters
from lanhmanh.areas.services.places import AnyPlace, doubts_of, faults_of, tidy
from lanhmanh.kernel import clock
from lanhmanh.kernel.ids import new_id
from lanhmanh.law import places as law
from lanhmanh.ui.formats import either, said
from lanhmanh.ui.forms import DateField, Form
from lanhmanh.units.models import Unit

HOLD_LABELS = {
    "precursors": gettext_lazy("Tiền chất"),
    "chemicals": gettext_lazy("Hóa chất"),
    "medicinals": gettext_lazy("Nguyên liệu làm thuốc"),
}
_SHOWN_AT = {"latitude": "point", "longitude": "point"}


def kind_choices() -> list[tuple[str, str]]:
    """Return the kinds of business in the reader's language."""
    return [(one.code, either(one.name_vi, one.name_en)) for one in law.kinds().values()]


def kind_name(code: str) -> str:
    """Return the name of a kind in the reader's language; an unknown code as it is."""
    one = law.kinds().get(code)
    return either(one.name_vi, one.name_en) if one else code


class PointField(forms.CharField):
    """Read a latitude and a longitude as maps give them."""

    def prepare_value(self, value: Any) -> Any:
        """Write a point with dots, as maps do."""
        return ", ".join(f"{part.normalize():f}" for part in value) if isinstance(value, tuple) else value

    def clean(self, value: Any) -> Any:
        """Return the point, None where nothing was typed.

        :raises ValidationError: it is no pair of numbers.
        """
        try:
            return value if isinstance(value, tuple) else read_point(str(super().clean(value) or ""))
        except Faulty as fault:
            raise ValidationError(said(fault)) from None


class SureForm(Form):
    """Be a form that asks once more about what can be but is odd; nothing typed is lost meanwhile."""

    sure = forms.BooleanField(label=gettext_lazy("Đã xem lại, đúng như đã ghi"), required=False)
    token = forms.CharField(widget=forms.HiddenInput, min_length=26, max_length=26)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=10**9)
    doubted = False

    def tell(self, faults: Iterable[Faulty], doubts: Iterable[Faulty]) -> None:
        """Show beside the fields what is wrong; where nothing is, what is odd, unless the person is sure of it."""
        self._show(faults)
        if self.errors or self.cleaned_data.get("sure"):
            return
        odd = list(doubts)
        self.doubted = bool(odd)
        self._show(odd)

    def _show(self, faults: Iterable[Faulty]) -> None:
        for fault in faults:
            field = _SHOWN_AT.get(fault.field, fault.field)
            self.add_error(field if field in self.fields else None, said(fault))

    @property
    def asks(self) -> bool:
        """Tell whether the box that says "I am sure" stands on the page."""
        return self.doubted or bool(self.is_bound and self["sure"].value())


class PlaceForm(SureForm):
    """Read what the register states of a place."""

    unit = forms.ChoiceField(label=gettext_lazy("Xã, phường, thị trấn"))
    name = forms.CharField(label=gettext_lazy("Tên cơ sở"), max_length=200)
    address = forms.CharField(label=gettext_lazy("Địa chỉ"), max_length=200)
    licence = forms.CharField(label=gettext_lazy("Số giấy phép, giấy chứng nhận"), max_length=80, required=False)
    licensed_on = DateField(label=gettext_lazy("Ngày cấp"), required=False)
    owner = forms.CharField(
        label=gettext_lazy("Chủ cơ sở như giấy phép ghi"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Chỉ họ tên hoặc tên doanh nghiệp. Không ghi số giấy tờ, không nhận xét."),
    )
    point = PointField(
        label=gettext_lazy("Tọa độ"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Chép từ bản đồ: vĩ độ, kinh độ, ví dụ 10.9574, 106.8427"),
    )
    listed_on = DateField(label=gettext_lazy("Vào sổ từ ngày"))

    def __init__(
        self, *args: Any, units: Sequence[tuple[Unit, str]], place: AnyPlace | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.units, self.place = units, place
        choose(self, "unit", [(unit.uid, name) for unit, name in units])

    def clean(self) -> dict[str, Any]:
        """Tell beside the fields what the rules say against it."""
        values = super().clean() or {}
        if not self.errors:
            data = tidy(self.data_of())
            unit = self.unit_of()
            self.tell(faults_of(unit, data, clock.today()), doubts_of(unit, data, self.place))
        return values

    def unit_of(self) -> Unit:
        """Return the unit chosen."""
        return next(unit for unit, _name in self.units if unit.uid == self.cleaned_data["unit"])

    def data_of(self) -> PlaceData:
        """Return what was stated, for the service."""
        raise NotImplementedError

    def stated(self) -> dict[str, Any]:
        """Return what every place states."""
        values = self.cleaned_data
        latitude, longitude = values["point"] or (None, None)
        names = ("name", "address", "licence", "licensed_on", "owner", "listed_on", "sure", "token")
        return {name: values[name] for name in names} | {"latitude": latitude, "longitude": longitude}


class BusinessForm(PlaceForm):
    """Read what the register states of a service business."""

    kind = forms.ChoiceField(label=gettext_lazy("Loại hình"))
    pledged_on = DateField(label=gettext_lazy("Ngày ký cam kết"), required=False)
    field_order = ["unit", "kind", "name", "address"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "kind", [("", _("Chọn loại hình")), *kind_choices()])

    def data_of(self) -> BusinessData:
        """Return what was stated, for the service."""
        values = self.cleaned_data
        return BusinessData(kind=values["kind"], pledged_on=values["pledged_on"], **self.stated())


class SiteForm(PlaceForm):
    """Read what the register states of a site."""

    precursors = forms.BooleanField(label=HOLD_LABELS["precursors"], required=False)
    chemicals = forms.BooleanField(label=HOLD_LABELS["chemicals"], required=False)
    medicinals = forms.BooleanField(label=HOLD_LABELS["medicinals"], required=False)

    def data_of(self) -> SiteData:
        """Return what was stated, for the service."""
        return SiteData(**{name: self.cleaned_data[name] for name in HOLDS}, **self.stated())

    @property
    def holds(self) -> Iterator[Any]:
        """Yield the boxes that say what the site holds."""
        return (self[name] for name in HOLDS)


def initial_new(units: Sequence[tuple[Unit, str]], today: date, asked: str = "") -> dict[str, Any]:
    """Return what a new form begins with: today, the unit asked for or the first."""
    uids = [unit.uid for unit, _name in units]
    return {"unit": asked if asked in uids else uids[0], "listed_on": today, "token": new_id()}


def initial_edit(place: AnyPlace) -> dict[str, Any]:
    """Return a place as the form shows it."""
    names = ("name", "address", "licence", "licensed_on", "owner", "listed_on", "version", "token")
    values = {name: getattr(place, name) for name in names} | {"unit": place.unit.uid}
    if place.latitude is not None and place.longitude is not None:
        values["point"] = (Decimal(place.latitude), Decimal(place.longitude))
    own = ("kind", "pledged_on") if isinstance(place, Business) else HOLDS
    return values | {name: getattr(place, name) for name in own}


class CloseForm(Form):
    """Read when and why a place left the register."""

    closed_on = DateField(label=gettext_lazy("Ngừng hoạt động từ ngày"))
    closed_why = forms.CharField(
        label=gettext_lazy("Lý do"), max_length=300, help_text=gettext_lazy("Ví dụ: đã trả giấy phép, chuyển nơi khác.")
    )


class ReasonForm(Form):
    """Read why a record is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Lý do"),
        max_length=300,
        help_text=gettext_lazy("Ví dụ: ghi trùng. Không nêu tên ai."),
        error_messages={"required": gettext_lazy("Ghi lý do hủy.")},
    )


class FilterForm(Form):
    """Read which places of a register are wanted; a wrong filter does not narrow and its field says so."""

    words = forms.CharField(label=gettext_lazy("Tìm tên, địa chỉ, giấy phép, chủ"), max_length=100, required=False)
    unit = forms.ChoiceField(label=gettext_lazy("Đơn vị"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Loại hình"), required=False)
    holds = forms.ChoiceField(label=gettext_lazy("Có gì"), required=False)
    due = forms.ChoiceField(label=gettext_lazy("Việc đến hạn"), required=False)
    sensitive = forms.BooleanField(label=gettext_lazy("Chỉ loại hình nhạy cảm"), required=False)
    closed = forms.BooleanField(label=gettext_lazy("Xem cơ sở đã ngừng"), required=False)

    def __init__(self, *args: Any, of: type[Business] | type[Site], units: Sequence[tuple[Unit, str]]) -> None:
        super().__init__(*args)
        self.units = {unit.uid: unit for unit, _name in units}
        choose(self, "unit", [("", _("Mọi đơn vị")), *((unit.uid, name) for unit, name in units)])
        if of is Business:
            choose(self, "kind", [("", _("Mọi loại hình")), *kind_choices()])
            due = [
                ("inspection", _("Chưa kiểm tra trong năm")), ("overdue", _("Quá hạn khắc phục")),
                ("correction", _("Còn tồn tại chưa khắc phục")),
                ("verify", _("Đã khắc phục, chờ xác nhận")), ("planned", _("Có lần kiểm tra dự kiến")),
            ]  # fmt: skip
            gone = ["holds"]
        else:
            choose(self, "holds", [("", _("Mọi loại")), *HOLD_LABELS.items()])
            due = [("visit", _("Chưa giám sát trong năm")), ("answer", _("Thất thoát chưa có trả lời"))]
            gone = ["kind", "sensitive"]
        choose(self, "due", [("", _("Không lọc")), *due])
        for name in [*gone, *(["unit"] if len(units) < 2 else [])]:
            del self.fields[name]
        dress(self, *(name for name, field in self.fields.items() if not isinstance(field, forms.BooleanField)))

    def filters(self) -> Filters:
        """Return the filters."""
        self.full_clean()
        values = {name: value for name, value in self.cleaned_data.items() if value}
        if "unit" in values:
            values["unit"] = self.units[values["unit"]]
        return Filters(**values)


def dress(form: Form, *names: str) -> None:
    """Give plain fields the look of inputs."""
    for name in names:
        form.fields[name].widget.attrs["class"] = "input"


def choose(form: Form, name: str, choices: Iterable[tuple[str, Any]]) -> None:
    """Give a field of choices what may be chosen."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101
    field.choices = list(choices)
