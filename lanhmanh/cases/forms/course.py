"""The forms of a course: a new episode, a step, an ending, a deadline, the end of a case, a paper."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lanhmanh.cases.services.course_parts import LONGEST_NOTE
from lanhmanh.ui.forms import DateField, FigureField, Form

Choices = Sequence[tuple[str, Any]]
CLOSINGS: Choices = [
    ("done", _("Đã ổn định, không còn cần hỗ trợ")),
    ("wish", _("Theo nguyện vọng của người được hỗ trợ")),
    ("moved", _("Chuyển nơi cư trú")),
    ("prison", _("Chấp hành án phạt tù")),
    ("death", _("Chết")),
    ("missing", _("Bị Tòa án tuyên bố mất tích")),
    ("mistake", _("Lập nhầm, lập trùng")),
]
DONE, DROPPED = "done", "dropped"
LONGEST_CODE = 64


class JudgedField(forms.ChoiceField):
    """Offer what the law of the day allows, and leave what it does not to the deed, whose refusal names the article."""

    def valid_value(self, value: Any) -> bool:
        """Let every code through: a page left open overnight may offer what the law no longer does."""
        return len(value) <= LONGEST_CODE


def _note(hint: Any = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=_("Ghi chú"), help_text=hint, max_length=LONGEST_NOTE, required=False, widget=widget)


class _Offering(Form):
    """A form one of whose fields offers what the law of the day allows."""

    offering = ""

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields[self.offering]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = list(choices)


class EpisodeForm(_Offering):
    """Read with what an episode begins."""

    offering = "status"
    status = JudgedField(label=_("Hình thức"))
    on = DateField(label=_("Ngày bắt đầu"))
    anew = forms.BooleanField(
        label=_("Đợt mới có căn cứ riêng, không tiếp nối đợt trước"),
        required=False,
        help_text=_("Ví dụ có kết quả xác định mới. Bỏ trống nếu chuyển tiếp từ đợt trước theo quy định."),
    )
    times = FigureField(
        label=_("Lần thứ mấy"),
        required=False,
        min_value=1,
        max_value=20,
        help_text=_("Chỉ ghi khi đã có lần trước mà hồ sơ này chưa ghi. Bỏ trống thì hệ thống tự đếm."),
    )
    note = _note()


class StepForm(_Offering):
    """Read a step that was taken."""

    offering = "step"
    step = JudgedField(label=_("Bước"), widget=forms.RadioSelect)
    on = DateField(label=_("Ngày"))
    months = FigureField(
        label=_("Thời hạn theo quyết định (tháng)"),
        required=False,
        min_value=1,
        max_value=60,
        help_text=_("Chỉ ghi cùng bước quyết định, khi luật cho chọn thời hạn."),
    )
    note = _note(_("Ví dụ số quyết định. Được mã hóa cùng hồ sơ."))


class EndingForm(_Offering):
    """Read how an episode ended."""

    offering = "ending"
    ending = JudgedField(label=_("Kết thúc vì"), widget=forms.RadioSelect)
    on = DateField(label=_("Ngày kết thúc"))
    note = _note()


class EventForm(_Offering):
    """Read an event from which the law counts."""

    offering = "event"
    event = JudgedField(label=_("Mốc"))
    on = DateField(label=_("Ngày"))


class DeadlineForm(Form):
    """Read what became of something that the law wants done."""

    deed = forms.ChoiceField(
        label=_("Việc này"),
        choices=[(DONE, _("Đã làm xong")), (DROPPED, _("Không còn phải làm"))],
        widget=forms.RadioSelect,
    )
    on = DateField(label=_("Ngày làm xong"))


class ClosingForm(Form):
    """Read why a case is closed."""

    reason = forms.ChoiceField(label=_("Lý do"), choices=CLOSINGS, widget=forms.RadioSelect)
    on = DateField(label=_("Ngày kết thúc hồ sơ"))
    note = _note(_("Được mã hóa cùng hồ sơ."))


class PaperForm(_Offering):
    """Read what a person adds to a paper."""

    offering = "code"
    code = forms.ChoiceField(label=_("Giấy tờ"), widget=forms.RadioSelect)
    kind = forms.ChoiceField(
        label=_("Tệp"), choices=[("docx", "Word (.docx)"), ("pdf", "PDF")], widget=forms.RadioSelect
    )
    dated = DateField(label=_("Ngày trên giấy"))
    number = forms.CharField(
        label=_("Số, ký hiệu"), max_length=40, required=False, help_text=_("Ghi tay số của cơ quan ký, nếu có.")
    )
    signer = forms.CharField(label=_("Người ký"), max_length=80, required=False)
    facility = forms.CharField(label=_("Nơi xác định tình trạng nghiện"), max_length=120, required=False)
    where = forms.CharField(label=_("Nơi thực hiện"), max_length=120, required=False)
    months = FigureField(label=_("Thời hạn đề nghị (tháng)"), required=False, min_value=1, max_value=60)
