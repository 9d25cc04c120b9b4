"""What is asked of a person when a case is opened, and what of it can be written anew."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lanhmanh.accounts.models import User
from lanhmanh.cases.access import PERSON
from lanhmanh.cases.models import Ground, Sex
from lanhmanh.cases.rules.people import MINORS, age_band, birth_vi, read_birth
from lanhmanh.cases.rules.words import NOT_STORED, speaks_of_hiv
from lanhmanh.cases.services.filing import Agreed
from lanhmanh.cases.services.intake import CaseData
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.ui.formats import said
from lanhmanh.ui.forms import DateField, Form, Token
from lanhmanh.units.models import Unit


def _line(label: Any, most: int, *, required: bool = False, **attrs: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return forms.CharField(label=label, max_length=most, required=required, widget=widget)


def _words(label: Any, most: int, hint: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3, "autocomplete": "off"})
    return forms.CharField(label=label, max_length=most, required=False, widget=widget, help_text=hint)


class PersonForm(Form):
    """Read who the case is about; every word of it is closed with the case's key."""

    full_name = _line(gettext_lazy("Họ và tên"), 120, required=True)
    other_names = _line(gettext_lazy("Tên gọi khác"), 200)
    sex = forms.ChoiceField(label=gettext_lazy("Giới tính"), choices=Sex.choices, widget=forms.RadioSelect)
    birth_date = _line(gettext_lazy("Ngày sinh hoặc năm sinh"), 10, inputmode="numeric")
    id_number = _line(gettext_lazy("Số định danh cá nhân, CMND"), 30, inputmode="numeric")
    phone = _line(gettext_lazy("Điện thoại"), 60, inputmode="tel")
    address = _line(gettext_lazy("Nơi ở"), 300)
    relatives = _words(gettext_lazy("Người thân có thể liên hệ"), 1000)
    notes = _words(gettext_lazy("Ghi chú"), 4000, gettext_lazy("Chỉ ghi điều cần cho việc hỗ trợ. Không ghi bệnh tật."))
    namesake = forms.BooleanField(label=gettext_lazy("Đây là người khác, chỉ trùng tên và ngày sinh"), required=False)

    def __init__(self, *args: Any, ask_namesake: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["birth_date"].help_text = _("Ví dụ 24/06/1990, hoặc 1990")
        if not (ask_namesake or self.data.get("namesake")):
            self.fields["namesake"].widget = forms.HiddenInput()

    def clean_birth_date(self) -> str:
        """Return the birth as it is kept; say here already that somebody is too young."""
        try:
            birth = read_birth(self.cleaned_data["birth_date"])
            self.band = age_band(birth, clock.today())
        except Refused as refusal:
            raise ValidationError(said(refusal)) from None
        return birth

    def clean(self) -> dict[str, Any]:
        """Name the field in which something stands that is not stored."""
        values = super().clean() or {}
        for name, value in list(values.items()):
            if isinstance(value, str) and speaks_of_hiv(value):
                self.add_error(name, _(NOT_STORED))
        return values

    def words(self) -> dict[str, str]:
        """Return the confidential fields that were asked."""
        return {name: self.cleaned_data[name] for name in PERSON if name in self.cleaned_data}

    def offer_namesake(self) -> None:
        """Ask whether it is somebody else who bears the same name and birth."""
        self.fields["namesake"].widget = forms.CheckboxInput()


class IntakeForm(PersonForm):
    """Read a new case: the ground first, then the person, then who is in charge."""

    unit = forms.ChoiceField(label=gettext_lazy("Đơn vị"))
    kind = forms.ChoiceField(label=gettext_lazy("Căn cứ lập hồ sơ"), choices=Ground.choices, widget=forms.RadioSelect)
    ground = _line(gettext_lazy("Số, ngày của quyết định"), 200)
    agreed = forms.BooleanField(
        label=gettext_lazy("Người được hỗ trợ đã đồng ý để Hội lập hồ sơ và xử lý dữ liệu cho mục đích hỗ trợ"),
        required=False,
    )
    agreed_on = DateField(label=gettext_lazy("Ngày đồng ý"), required=False)
    proof = _line(gettext_lazy("Chứng minh bằng gì"), 300)
    representative = _line(gettext_lazy("Người đại diện đã đồng ý (nếu dưới 18 tuổi)"), 200)
    in_charge = forms.ChoiceField(label=gettext_lazy("Người trực tiếp hỗ trợ"))
    token = Token()

    def __init__(self, *args: Any, units: Sequence[tuple[Unit, str]], members: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {unit.uid: unit for unit, _name in units}
        for name, choices in (
            ("unit", [(unit.uid, label) for unit, label in units]),
            ("in_charge", [(user.uid, user.full_name) for user in members]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101
            field.choices = choices
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
        self.fields["ground"].help_text = _("Bắt buộc khi được phân công hoặc là thành viên Tổ quản lý")
        self.fields["proof"].help_text = _("Ví dụ: đơn viết tay ngày 14/12, giấy đồng ý đã ký")

    def clean(self) -> dict[str, Any]:
        """Ask what the ground asks for: a decision, or a consent that can be proven."""
        values = super().clean()
        if values.get("kind") == Ground.ASKED:
            self._clean_consent(values)
        elif values.get("kind") and not values.get("ground") and "ground" not in self.errors:
            self.add_error("ground", _("Ghi số, ngày của quyết định phân công hoặc quyết định lập Tổ quản lý."))
        return values

    def _clean_consent(self, values: dict[str, Any]) -> None:
        if not values.get("agreed"):
            self.add_error("agreed", _("Chưa đồng ý thì chưa lập hồ sơ: đánh dấu khi người đó đã đồng ý."))
        if not values.get("proof") and "proof" not in self.errors:
            self.add_error("proof", _("Ghi cách chứng minh sự đồng ý, ví dụ: đơn viết tay, giấy đồng ý đã ký."))
        if getattr(self, "band", "") in MINORS and not values.get("representative"):
            self.add_error("representative", _("Người dưới 18 tuổi: ghi người đại diện đã đồng ý."))
        if values.get("agreed_on") and values["agreed_on"] > clock.today():
            self.add_error("agreed_on", _("Ngày đồng ý không thể sau hôm nay."))

    def data_of(self) -> CaseData:
        """Return what was read."""
        told, agreed = self.cleaned_data, None
        if told["kind"] == Ground.ASKED:
            agreed = Agreed(told["agreed_on"] or clock.today(), told["proof"], told["representative"])
        return CaseData(
            ground=told["kind"], words=self.words(), sex=told["sex"], in_charge=told["in_charge"], agreed=agreed,
            namesake=bool(told["namesake"]), token=told["token"],
        )  # fmt: skip

    def unit_of(self) -> Unit:
        """Return the unit of the case."""
        return self.units[self.cleaned_data["unit"]]


class EditForm(PersonForm):
    """Read the fields of a person anew, with the version that was seen."""

    ground = _line(gettext_lazy("Số, ngày của quyết định"), 200)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=10**9)


def initial_person(words: dict[str, str], sex: str, version: int) -> dict[str, Any]:
    """Return what the form of a known person begins with."""
    return {**words, "birth_date": birth_vi(words.get("birth_date", "")), "sex": sex, "version": version}
