"""The forms by which a rule set is written: what it is, its facts, its classes, the comparisons of a class."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from lanhmanh.areas.rules import drafting
from lanhmanh.law import classes
from lanhmanh.law.calendars import calendars
from lanhmanh.law.classes import FactKind, TestKind
from lanhmanh.paper.lists import MOST_BYTES
from lanhmanh.ui.formats import either, number
from lanhmanh.ui.forms import DateField, FigureField, Form

FACT_KINDS = {
    FactKind.COUNT: gettext_lazy("Số nguyên"),
    FactKind.MEASURE: gettext_lazy("Số có phần lẻ"),
    FactKind.YES_NO: gettext_lazy("Có hoặc không"),
    FactKind.POINTS: gettext_lazy("Mục của bảng điểm"),
}
TEST_KINDS = {
    TestKind.COUNT: gettext_lazy("Số đếm"),
    TestKind.RATIO: gettext_lazy("Tỷ lệ phần trăm"),
    TestKind.YES_NO: gettext_lazy("Có hoặc không"),
    TestKind.POINTS: gettext_lazy("Tổng điểm"),
    TestKind.ROUTE: gettext_lazy("Đếm tiêu chí của loại khác, kèm một điều kiện"),
}
SUBJECTS = {
    "commune": gettext_lazy("xã, phường, thị trấn"),
    "province": gettext_lazy("tỉnh, thành phố"),
    "branch": gettext_lazy("chi hội"),
    "agency": gettext_lazy("cơ quan"),
    "school": gettext_lazy("trường học"),
}
LOWS = {"at_least": gettext_lazy("từ"), "above": gettext_lazy("trên")}
HIGHS = {"below": gettext_lazy("dưới"), "at_most": gettext_lazy("đến")}


class StartForm(Form):
    """Ask for code and name of a new rule set."""

    code = forms.CharField(
        label=gettext_lazy("Mã"), max_length=40, help_text=gettext_lazy("Ngắn, không dấu cách, ví dụ CT2-4LOP.")
    )
    title = forms.CharField(label=gettext_lazy("Tên bộ tiêu chí"), max_length=200)

    def clean_code(self) -> str:
        """Return the code if it may stand in an address."""
        code = str(self.cleaned_data["code"])
        if not drafting.CODE.fullmatch(code):
            raise ValidationError(_("Mã chỉ gồm chữ, số, dấu chấm và gạch nối."))
        return code


class WithdrawForm(Form):
    """Ask why a rule set is taken out of use."""

    why = forms.CharField(label=gettext_lazy("Lý do"), max_length=1000, widget=forms.Textarea)


class HeadForm(Form):
    """Ask what a rule set is, from when it holds, and what decides it."""

    title = forms.CharField(label=gettext_lazy("Tên bộ tiêu chí"), max_length=200)
    decided_by = forms.CharField(label=gettext_lazy("Cơ quan quyết định xếp loại"), max_length=200, required=False)
    subjects = forms.MultipleChoiceField(
        label=gettext_lazy("Dùng để xếp loại"), choices=list(SUBJECTS.items()), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Chọn ít nhất một loại địa bàn.")},
    )  # fmt: skip
    effective_from = DateField(label=gettext_lazy("Có hiệu lực từ"))
    effective_to = DateField(label=gettext_lazy("Đến hết ngày"), required=False)
    calendar = forms.ChoiceField(label=gettext_lazy("Kỳ số liệu của một năm"))
    document_title = forms.CharField(
        label=gettext_lazy("Văn bản quyết định"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Ví dụ: Quyết định của Ủy ban nhân dân tỉnh"),
    )
    document_number = forms.CharField(label=gettext_lazy("Số, ký hiệu"), max_length=60, required=False)
    document_dated = DateField(label=gettext_lazy("Ngày văn bản"), required=False)
    checked = forms.BooleanField(label=gettext_lazy("Đã đối chiếu với nguyên văn"), required=False)
    note = forms.CharField(label=gettext_lazy("Ghi chú"), max_length=1000, required=False, widget=forms.Textarea)
    zero_counts = forms.BooleanField(
        label=gettext_lazy("Không có trường hợp nào cũng tính là “dưới” ngưỡng"),
        required=False,
        help_text=gettext_lazy("Chỉ áp dụng cho khoảng nối tiếp không có ngưỡng dưới."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the calendars that know years."""
        super().__init__(*args, **kwargs)
        field = self.fields["calendar"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type
        field.choices = [
            (one.code, either(one.name_vi, one.name_en)) for one in calendars().values() if "YEAR" in one.kinds
        ]
        field.initial = "MONTH"

    def clean(self) -> dict[str, Any]:
        """Hold the dates in their order."""
        told = self.cleaned_data
        first, last = told.get("effective_from"), told.get("effective_to")
        if first and last and last < first:
            self.add_error("effective_to", _("Ngày này đứng trước ngày có hiệu lực: xem lại."))
        return told


class FactForm(Form):
    """One fact: what is asked of an area, or one entry of a scorecard."""

    code = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    name = forms.CharField(label=gettext_lazy("Tên số liệu, hoặc mục của bảng điểm"), max_length=300)
    kind = forms.ChoiceField(
        label=gettext_lazy("Loại"), choices=[(one.value, word) for one, word in FACT_KINDS.items()]
    )
    unit = forms.CharField(label=gettext_lazy("Đơn vị tính"), max_length=40, required=False)
    most = FigureField(label=gettext_lazy("Điểm tối đa"), places=2, max_value=1000, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for the points of an entry of a scorecard, and of nothing else."""
        told = self.cleaned_data
        if told.get("kind") == FactKind.POINTS.value and not told.get("most") and "most" not in self.errors:
            self.add_error("most", _("Ghi điểm tối đa của mục này."))
        return told


class ClassForm(Form):
    """One class; its criteria are written on a page of their own."""

    code = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    name = forms.CharField(label=gettext_lazy("Tên loại"), max_length=200)
    needs = FigureField(
        label=gettext_lazy("Số tiêu chí phải đạt"),
        min_value=1,
        max_value=20,
        required=False,
        help_text=gettext_lazy("Để trống: phải đạt tất cả."),
    )
    otherwise = forms.BooleanField(label=gettext_lazy("Dùng khi không đạt loại nào khác"), required=False)


class TestForm(Form):
    """One comparison of a criterion; rows with the same sign are ways to meet the same criterion."""

    __test__ = False  # no test of pytest's

    criterion = forms.CharField(label=gettext_lazy("Ký hiệu tiêu chí"), max_length=10)
    kind = forms.ChoiceField(label=gettext_lazy("So bằng"), choices=[(one.value, w) for one, w in TEST_KINDS.items()])
    first = forms.ChoiceField(label=gettext_lazy("Số liệu"), required=False)
    of = forms.ChoiceField(label=gettext_lazy("Chia cho"), required=False)
    low_side = forms.ChoiceField(label=gettext_lazy("Từ, hay trên"), choices=list(LOWS.items()), required=False)
    low = FigureField(label=gettext_lazy("Ngưỡng dưới"), places=6, required=False)
    high_side = forms.ChoiceField(label=gettext_lazy("Dưới, hay đến"), choices=list(HIGHS.items()), required=False)
    high = FigureField(label=gettext_lazy("Ngưỡng trên"), places=6, required=False)
    second = forms.ChoiceField(label=gettext_lazy("Cộng với"), required=False)
    third = forms.ChoiceField(label=gettext_lazy("Cộng với nữa"), required=False)
    band = forms.BooleanField(
        label=gettext_lazy("Ngưỡng trên chỉ là nơi bắt đầu khoảng của loại kém hơn"), required=False
    )
    yes = forms.ChoiceField(
        label=gettext_lazy("Đạt khi trả lời"),
        choices=[("yes", gettext_lazy("có")), ("no", pgettext_lazy("yes or no", "không"))],
        required=False,
    )
    of_class = forms.ChoiceField(label=gettext_lazy("Đếm tiêu chí của loại"), required=False)

    def __init__(self, *args: Any, rule_set: classes.RuleSet, **kwargs: Any) -> None:
        """Offer the facts and classes of the rule set."""
        super().__init__(*args, **kwargs)
        asked = [one for one in rule_set.facts if one.kind is not FactKind.POINTS]
        facts = [("", "—"), *((one.code, either(*one.name)) for one in asked)]
        numbers = [("", "—"), *((one.code, either(*one.name)) for one in asked if one.kind is not FactKind.YES_NO)]
        _offer(self, {"first": facts, "second": numbers, "third": numbers, "of": numbers})
        _offer(self, {"of_class": [("", "—"), *((one.code, either(*one.name)) for one in rule_set.classes)]})


def told_by(criterion: classes.Criterion) -> list[dict[str, Any]]:
    """Return a criterion as the initial values of the rows of its comparisons."""
    return [{"criterion": criterion.code, **_initial(test)} for test in criterion.any]


def _initial(test: classes.Test) -> dict[str, Any]:
    bounds, facts = test.bounds, [*test.facts, "", "", ""]
    return {
        "kind": test.kind.value,
        "first": facts[0],
        "second": facts[1],
        "third": facts[2],
        "of": test.of,
        "low_side": "above" if bounds.above is not None else "at_least",
        "low": bounds.above if bounds.above is not None else bounds.at_least,
        "high_side": "at_most" if bounds.at_most is not None else "below",
        "high": bounds.at_most if bounds.at_most is not None else bounds.below,
        "band": test.band,
        "yes": "yes" if test.yes else "no",
        "of_class": test.of_class,
    }


class FactsForm(Form):
    """The facts of one area, as many as are known: for the calculator and for trying a draft."""

    def __init__(self, *args: Any, facts: Sequence[classes.Fact], **kwargs: Any) -> None:
        """Ask for these facts."""
        super().__init__(*args, **kwargs)
        self.facts = facts
        for one in facts:
            self.fields[f"s-{one.code}"] = _asked(one)
            self.fields[f"s-{one.code}"].label = either(*one.name)

    def known(self) -> dict[str, classes.Value]:
        """Return the facts that were typed; what was not is missing."""
        found: dict[str, classes.Value] = {}
        for one in self.facts:
            value = self.cleaned_data.get(f"s-{one.code}")
            found[one.code] = {"yes": True, "no": False}.get(str(value)) if one.kind is FactKind.YES_NO else value
        return found


def _asked(fact: classes.Fact) -> forms.Field:
    help_text = either(*fact.ask) if fact.ask[0] and fact.ask[0].rstrip(".") != fact.name[0] else ""
    if fact.kind is FactKind.YES_NO:
        answers = [("", _("Chưa biết")), ("yes", _("Có")), ("no", _("Không"))]
        return forms.ChoiceField(choices=answers, required=False, help_text=help_text)
    if fact.kind is FactKind.POINTS:
        most = _("Từ 0 đến %(most)s điểm") % {"most": number(fact.most)}
        return FigureField(places=2, max_value=fact.most or Decimal(0), required=False, help_text=most)
    places = 4 if fact.kind is FactKind.MEASURE else 0
    return FigureField(places=places, max_value=10**11, required=False, help_text=help_text)


class AreasForm(Form):
    """Read a workbook with the facts of many areas."""

    file = forms.FileField(
        label=gettext_lazy("Tệp số liệu (.xlsx)"),
        help_text=gettext_lazy("Theo tệp mẫu của trang này. Tệp chỉ dùng để tính, không được lưu."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        error_messages={
            "required": gettext_lazy("Chọn tệp số liệu."),
            "empty": gettext_lazy("Tệp rỗng: chọn tệp khác."),
        },
    )

    def clean_file(self) -> Any:
        """Hold the file to its size before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("Tệp lớn hơn 5 MB: tách danh sách thành nhiều tệp rồi tải từng tệp."))
        return file


class DayForm(Form):
    """Ask for the day whose rule sets count."""

    ngay = DateField(label=gettext_lazy("Tính theo bộ tiêu chí có hiệu lực ngày"), required=True)


def _offer(form: Form, choices: Mapping[str, list[tuple[str, Any]]]) -> None:
    for name, offered in choices.items():
        field = form.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type
        field.choices = offered
