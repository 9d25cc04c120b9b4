"""The forms of targets, plans of change, days and registrations."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lanhmanh.areas.models import Area
from lanhmanh.law.assessing import OwnDay, Step
from lanhmanh.law.classes import RuleSet
from lanhmanh.ui.forms import DateField, FigureField, Form


def class_choices(rule_set: RuleSet) -> list[tuple[str, str]]:
    """Return the classes to choose from, the best first."""
    return [(one.code, one.name[0]) for one in reversed(rule_set.classes)]


class PlanForm(Form):
    """Read where a plan of change leads, and by when."""

    to_class = forms.ChoiceField(label=gettext_lazy("Chuyển thành loại"))
    to_year = forms.TypedChoiceField(label=gettext_lazy("Đạt vào năm"), coerce=int)

    def __init__(self, *args: Any, rule_set: RuleSet, above: int, years: range, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        better = [one for one in class_choices(rule_set) if rule_set.rank(one[0]) > above]
        self.fields["to_class"].choices = list(reversed(better))  # type: ignore[attr-defined]
        self.fields["to_year"].choices = [(str(year), str(year)) for year in years]  # type: ignore[attr-defined]


class StepForm(Form):
    """Read one piece of work."""

    what = forms.CharField(label=gettext_lazy("Việc"), max_length=300)
    who = forms.CharField(label=gettext_lazy("Ai làm"), max_length=200)
    due = DateField(label=gettext_lazy("Hạn"))


class DoneForm(Form):
    """Read when a piece of work was done and what came of it."""

    done_on = DateField(label=gettext_lazy("Ngày xong"))
    outcome = forms.CharField(label=gettext_lazy("Kết quả"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class IssueForm(Form):
    """Read by which document a plan of change is in force."""

    number = forms.CharField(label=gettext_lazy("Số, ký hiệu văn bản"), max_length=60, required=False)
    issued_on = DateField(label=gettext_lazy("Ngày ban hành"))


class RegisterForm(Form):
    """Read the agency or school that registers."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Là"), choices=[one for one in Area.Kind.choices if one[0] != Area.Kind.UNIT],
        widget=forms.RadioSelect,
    )  # fmt: skip
    name = forms.CharField(label=gettext_lazy("Tên"), max_length=200)
    registered_on = DateField(label=gettext_lazy("Ngày đăng ký"))
    document = forms.CharField(
        label=gettext_lazy("Văn bản đăng ký"), max_length=200, required=False,
        help_text=gettext_lazy("Số, ngày của bản đăng ký."),
    )  # fmt: skip


class EndForm(Form):
    """Read when and why an agency or school is registered no longer."""

    ended_on = DateField(label=gettext_lazy("Kết thúc từ ngày"))
    ended_why = forms.CharField(
        label=gettext_lazy("Lý do"), max_length=300,
        help_text=gettext_lazy("Ví dụ: giải thể, sáp nhập, rút đăng ký. Không nêu tên ai."),
        error_messages={"required": gettext_lazy("Ghi lý do kết thúc đăng ký.")},
    )  # fmt: skip


class DaysForm(Form):
    """Read a province's own days: day and month of each step, in the year of the class or the next."""

    basis = forms.CharField(
        label=gettext_lazy("Theo văn bản nào"), max_length=300, required=False,
        help_text=gettext_lazy("Để trống thì ghi là tỉnh đặt, chưa đối chiếu."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = [("0", _("năm xếp loại")), ("1", _("năm sau"))]
        for step in Step:
            self.fields[f"{step}_day"] = FigureField(label=_("Ngày"), min_value=1, max_value=31)
            self.fields[f"{step}_month"] = FigureField(label=_("Tháng"), min_value=1, max_value=12)
            self.fields[f"{step}_years"] = forms.ChoiceField(label=_("Của"), choices=years)

    def rows(self) -> list[tuple[Step, list[Any]]]:
        """Return each step with its fields."""
        return [(step, [self[f"{step}_{part}"] for part in ("day", "month", "years")]) for step in Step]

    def days_of(self) -> dict[Step, OwnDay]:
        """Return the days."""
        told = self.cleaned_data
        return {
            step: OwnDay(int(told[f"{step}_years"]), told[f"{step}_month"], told[f"{step}_day"], told["basis"])
            for step in Step
        }
