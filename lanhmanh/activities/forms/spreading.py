"""The forms of models and clubs, and of units that take one up."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lanhmanh.activities.forms.choosing import OfItem, OfUnit, box
from lanhmanh.activities.models import Adoption, Practice, PracticeKind
from lanhmanh.activities.models.spreading import STAGES
from lanhmanh.activities.rules.files import ACCEPT
from lanhmanh.activities.rules.spreading import LONGEST, Shown, Stage, Step, Told
from lanhmanh.activities.rules.stated import MOST_DONG, MOST_FIGURE, MOST_PEOPLE
from lanhmanh.activities.selectors.spreading import Wanted
from lanhmanh.activities.services.spreading import PracticeData
from lanhmanh.ui.forms import DateField, FigureField, Form


class PracticeForm(OfUnit, OfItem):
    """Read what a model or club is, how it works and what it costs."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Loại"), choices=PracticeKind.choices, widget=forms.RadioSelect, initial=PracticeKind.MODEL
    )
    name = forms.CharField(label=gettext_lazy("Tên"), max_length=LONGEST["name"])
    started_on = DateField(label=gettext_lazy("Bắt đầu ngày"))
    aim = box(
        gettext_lazy("Là gì, nhằm việc gì"),
        LONGEST["aim"],
        help_text=gettext_lazy("Vài câu để nơi khác hiểu ngay. Không nêu tên người được giúp đỡ, người vi phạm."),
    )
    how = box(
        gettext_lazy("Cách làm"),
        LONGEST["how"],
        rows=8,
        help_text=gettext_lazy("Từng bước: ai làm, bao lâu một lần, cần gì. Nơi khác đọc xong làm theo được."),
    )
    cost = FigureField(
        label=gettext_lazy("Kinh phí một năm (đồng)"),
        required=False,
        max_value=MOST_DONG,
        help_text=gettext_lazy("Không tốn tiền thì ghi 0; chưa biết thì để trống."),
    )
    cost_note = forms.CharField(label=gettext_lazy("Nguồn kinh phí"), max_length=LONGEST["cost_note"], required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ["kind", "unit", "name", "started_on", "aim", "how", "cost", "cost_note", "item"]

    def data_of(self) -> PracticeData:
        """Return what was stated, for the service."""
        values = self.cleaned_data
        told = Told(
            values["name"], values["aim"], values["how"], values["cost"], values["cost_note"], values["started_on"],
            None,
        )  # fmt: skip
        return PracticeData(values["kind"], told, self.item_of(), values["token"])


def initial_practice(practice: Practice) -> dict[str, Any]:
    """Return a model as the form shows it."""
    names = ("kind", "name", "started_on", "aim", "how", "cost", "cost_note", "version", "token")
    item = practice.plan_item.uid if practice.plan_item else ""
    return {name: getattr(practice, name) for name in names} | {"item": item, "unit": practice.unit.uid}


class ResultForm(Form):
    """Read one result: what is measured, before and after."""

    measure = forms.CharField(
        label=gettext_lazy("Đo việc gì"), max_length=160, help_text=gettext_lazy("Ví dụ: Vụ gây rối trong ấp mỗi năm")
    )
    measured_in = forms.CharField(
        label=gettext_lazy("Đơn vị tính"), max_length=40, help_text=gettext_lazy("Ví dụ: vụ, hộ, lượt, %")
    )
    before = FigureField(
        label=gettext_lazy("Trước khi có mô hình"), required=False, places=4, max_value=MOST_FIGURE,
        help_text=gettext_lazy("Không đo thì để trống; để trống không phải là 0."),
    )  # fmt: skip
    before_on = DateField(label=gettext_lazy("Tính đến ngày (trước)"), required=False)
    after = FigureField(label=gettext_lazy("Sau khi có mô hình"), required=False, places=4, max_value=MOST_FIGURE)
    after_on = DateField(label=gettext_lazy("Tính đến ngày (sau)"), required=False)

    def shown(self) -> Shown:
        """Return what was stated, for the service."""
        return Shown(**self.cleaned_data)


class HeadcountForm(Form):
    """Read how many belong to a model or club."""

    day = DateField(label=gettext_lazy("Đếm ngày"))
    people = FigureField(label=gettext_lazy("Số thành viên"), max_value=MOST_PEOPLE)


class FileForm(Form):
    """Take a document or a photo."""

    file = forms.FileField(
        label=gettext_lazy("Chọn tệp"),
        help_text=gettext_lazy(
            "PDF, Word, Excel, PowerPoint, ODT, MP3 hoặc ảnh; không quá 10 MB. Nơi chụp được xóa khỏi ảnh."
        ),
        error_messages={
            "required": gettext_lazy("Chọn tệp rồi bấm lại."),
            "empty": gettext_lazy("Tệp rỗng: chọn tệp khác."),
        },
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
    )


class JudgeForm(Form):
    """Read a judgement with its reason."""

    worth = forms.ChoiceField(
        label=gettext_lazy("Đánh giá"),
        choices=[("yes", STAGES[Stage.WORTH]), ("no", STAGES[Stage.NOT_YET])],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Chọn một đánh giá.")},
    )
    reason = box(
        gettext_lazy("Vì sao"),
        2000,
        required=True,
        help_text=gettext_lazy("Đơn vị đề xuất đọc được lời này. Chưa nhân rộng thì nói rõ cần bổ sung gì."),
        error_messages={"required": gettext_lazy("Ghi lý do của đánh giá.")},
    )


class EndForm(Form):
    """Read since when a model is no longer at work."""

    ended_on = DateField(
        label=gettext_lazy("Ngừng từ ngày"),
        required=False,
        help_text=gettext_lazy("Để trống nếu mô hình vẫn hoạt động."),
    )


class AdoptForm(OfUnit):
    """Read which unit takes a model up, and how it fits it to its place."""

    adapted = box(
        gettext_lazy("Áp dụng thế nào cho phù hợp"),
        3000,
        help_text=gettext_lazy("Làm giống chỗ nào, khác chỗ nào với nơi có mô hình."),
    )


class StepForm(Form):
    """Read how a unit goes on with a model: first the day on which it begins, then the end with its result."""

    adapted = box(gettext_lazy("Áp dụng thế nào cho phù hợp"), 3000)
    started_on = DateField(
        label=gettext_lazy("Bắt đầu làm từ ngày"), required=False, help_text=gettext_lazy("Chưa làm thì để trống.")
    )
    ended_on = DateField(
        label=gettext_lazy("Kết thúc, tổng kết ngày"),
        required=False,
        help_text=gettext_lazy("Đang làm thì để trống cả ba ô dưới đây."),
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("Kết quả chung"),
        required=False,
        choices=[("", gettext_lazy("Chưa tổng kết")), *Adoption.Outcome.choices],
    )
    result = box(gettext_lazy("Kết quả, bài học"), 3000)

    def __init__(self, *args: Any, step: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        gone = {
            Step.PLANNED: ("ended_on", "outcome", "result"),
            Step.RUNNING: ("started_on",),
            Step.ENDED: ("started_on", "ended_on", "outcome", "result"),
        }
        for name in gone[Step(step)]:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Hold the end, its outcome and its words together."""
        values = super().clean() or {}
        if "ended_on" in self.fields and not self.errors:
            told = [bool(values.get(name)) for name in ("ended_on", "outcome", "result")]
            if any(told) and not all(told):
                self.add_error(
                    "ended_on", _("Đã kết thúc thì ghi cả ngày, kết quả chung và lời kết quả; chưa thì để trống cả ba.")
                )
        return values


class WantedForm(Form):
    """Read which models are wanted."""

    words = forms.CharField(label=gettext_lazy("Tìm trong tên, nội dung"), max_length=100, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Loại"), required=False, choices=[("", gettext_lazy("Mọi loại")), *PracticeKind.choices]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"

    def wanted(self) -> Wanted:
        """Return what is wanted; a wrong field does not narrow and says so."""
        self.full_clean()
        values = self.cleaned_data
        return Wanted(words=values.get("words", ""), kind=values.get("kind", ""))
