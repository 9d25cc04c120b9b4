"""What forms of the movement share: whose record it is, which clause, and the token of a form sent twice."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lanhmanh.kernel.ids import new_id
from lanhmanh.plan.models import PlanItem
from lanhmanh.ui.forms import Form
from lanhmanh.units.models import Unit

Units = Sequence[tuple[Unit, str]]


def choose(form: Form, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Give a field of choices what may be chosen."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101
    field.choices = list(choices)


def box(label: Any, most: int, *, rows: int = 4, **kwargs: Any) -> forms.CharField:
    """Return a field of several lines."""
    return forms.CharField(
        label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **{"required": False, **kwargs}
    )


class OfUnit(Form):
    """Read for which unit something is; where there is one only, nothing is asked."""

    unit = forms.ChoiceField(label=gettext_lazy("Đơn vị"))
    token = forms.CharField(widget=forms.HiddenInput, min_length=26, max_length=26)

    def __init__(self, *args: Any, units: Units, **kwargs: Any) -> None:
        begun = {"token": new_id(), "unit": units[0][0].uid if units else ""} | kwargs.pop("initial", {})
        super().__init__(*args, initial=begun, **kwargs)
        self.units = units
        choose(self, "unit", [(unit.uid, name) for unit, name in units])
        if len(units) == 1:
            field = self.fields["unit"]
            field.widget = forms.HiddenInput()

    def unit_of(self) -> Unit:
        """Return the unit chosen."""
        return next(unit for unit, _name in self.units if unit.uid == self.cleaned_data["unit"])


class OfItem(Form):
    """Read which clause of the plan something carries out, or none."""

    item = forms.ChoiceField(label=gettext_lazy("Thực hiện mục nào của kế hoạch"), required=False)

    def __init__(self, *args: Any, items: Sequence[PlanItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = {item.uid: item for item in items}
        choose(self, "item", [("", _("Chưa gắn mục nào")), *((item.uid, str(item)) for item in items)])

    def item_of(self) -> PlanItem | None:
        """Return the clause chosen."""
        return self.items.get(self.cleaned_data["item"])


class WhyForm(Form):
    """Read why a record is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Lý do"),
        max_length=300,
        help_text=gettext_lazy("Ví dụ: ghi trùng."),
        error_messages={"required": gettext_lazy("Ghi lý do.")},
    )


class NoForm(Form):
    """Ask for nothing but the deed."""
