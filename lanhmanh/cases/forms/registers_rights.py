"""The forms of the two registers without names: breaches and review rounds."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lanhmanh.cases.forms.rights import choose, words
from lanhmanh.cases.models import Breach, ReviewRound
from lanhmanh.cases.rules.rounds import FOUND, FROM, MOST_NAMES, MOST_PEOPLE, RoundData
from lanhmanh.cases.services.breaches import MOST_PEOPLE as MOST_TOUCHED
from lanhmanh.cases.services.breaches import BreachData
from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.ui.forms import DateField, FigureField, Form, Token
from lanhmanh.units.models import Unit


class HourField(forms.CharField):
    """Read an hour of the day: 14:30, 14h30 or 14."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Giờ:phút, ví dụ 14:30"))
        super().__init__(max_length=5, widget=forms.TextInput(attrs={"autocomplete": "off"}), **kwargs)

    def to_python(self, value: Any) -> Any:
        """Return the hour, None when empty; raise ValidationError with what to do."""
        text = str(value or "").strip().lower().replace("h", ":").strip(":")
        if not text:
            return None
        hour, _sign, minute = text.partition(":")
        try:
            return time(int(hour), int(minute or 0))
        except (ValueError, OverflowError):
            raise ValidationError(_("Gõ giờ:phút, ví dụ 14:30.")) from None

    def run_validators(self, value: Any) -> None:
        """Hold nothing more: `to_python` read it whole."""


class MomentForm(Form):
    """Read a day and an hour."""

    day = DateField(label=_("Ngày"))
    hour = HourField(label=_("Giờ"))

    def moment(self) -> datetime:
        """Return the instant in Viet Nam."""
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["hour"], VIETNAM)


class BreachForm(MomentForm):
    """Read a breach."""

    unit = forms.ChoiceField(label=_("Đơn vị"))
    what = words(
        _("Việc đã xảy ra"), rows=4,
        hint=_("Không nêu tên ai. Ví dụ: máy tính của bộ phận một cửa mất, có tệp danh sách chưa khóa."),
    )  # fmt: skip
    people = FigureField(
        label=_("Số người có dữ liệu liên quan"), required=False, max_value=MOST_TOUCHED,
        help_text=_("Chưa biết thì để trống; 0 là biết chắc không có ai."),
    )  # fmt: skip
    done = words(_("Việc đã làm để khắc phục"), required=False, hint=_("Không nêu tên ai."))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    token = Token()
    field_order = ("unit", "day", "hour", "what", "people", "done", "version", "token")

    def __init__(self, *args: Any, units: Sequence[tuple[Unit, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].label, self.fields["hour"].label = _("Ngày phát hiện"), _("Giờ phát hiện")
        self.units = {unit.uid: unit for unit, _name in units}
        choose(self, "unit", [(unit.uid, name) for unit, name in units])
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()

    def unit_of(self) -> Unit:
        """Return the unit chosen."""
        return self.units[self.cleaned_data["unit"]]

    def data_of(self) -> BreachData:
        """Return the breach, for the service."""
        told = self.cleaned_data
        return BreachData(self.moment(), told["what"], told["people"], told["done"])


def initial_breach(breach: Breach) -> dict[str, Any]:
    """Return a breach as the form shows it."""
    at = breach.detected.astimezone(VIETNAM)
    return {
        "unit": breach.unit.uid, "day": at.date(), "hour": f"{at:%H:%M}", "what": breach.what, "people": breach.people,
        "done": breach.done, "version": breach.version,
    }  # fmt: skip


class CloseForm(Form):
    """Read how a breach ended."""

    done = words(_("Việc đã làm để khắc phục"), hint=_("Ít nhất 15 ký tự. Không nêu tên ai."))
    unfounded = forms.BooleanField(label=_("Đã kiểm tra: không ai thấy dữ liệu, không phải báo"), required=False)


LABELS = {
    "from_union": _("Hội Nông dân"),
    "from_police": _("Công an"),
    "from_authorities": _("Chính quyền"),
    "from_others": _("Bên khác"),
    "names_checked": _("Số tên đã rà soát"),
    "changes": _("Số tên có thay đổi"),
    "declared": _("Số người khai báo"),
    "registered": _("Số người đăng ký hình thức cai nghiện"),
    "families_persuaded": _("Số gia đình được vận động"),
}


class RoundForm(Form):
    """Read one review round: numbers only."""

    unit = forms.ChoiceField(label=_("Đơn vị"))
    on = DateField(label=_("Ngày rà soát"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, units: Sequence[tuple[Unit, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {unit.uid: unit for unit, _name in units}
        choose(self, "unit", [(unit.uid, name) for unit, name in units])
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
        for name in FROM:
            self.fields[name] = FigureField(
                label=LABELS[name], max_value=MOST_PEOPLE, required=name != "from_others",
                error_messages={"required": _("Nhập số người; không có thì nhập 0.")},
            )  # fmt: skip
        for name in FOUND:
            self.fields[name] = FigureField(label=LABELS[name], max_value=MOST_NAMES, required=False)

    def sat(self) -> list[Any]:
        """Return the fields of who took part."""
        return [self[name] for name in FROM]

    def found(self) -> list[Any]:
        """Return the fields of what came of it."""
        return [self[name] for name in FOUND]

    def unit_of(self) -> Unit:
        """Return the commune chosen."""
        return self.units[self.cleaned_data["unit"]]

    def data_of(self) -> RoundData:
        """Return the round, for the service."""
        told = {name: self.cleaned_data[name] for name in ("on", *FROM, *FOUND)}
        return RoundData(**told | {"from_others": told["from_others"] or 0})


def initial_round(row: ReviewRound) -> dict[str, Any]:
    """Return a round as the form shows it."""
    return {"unit": row.unit.uid, "version": row.version} | {name: getattr(row, name) for name in ("on", *FROM, *FOUND)}
