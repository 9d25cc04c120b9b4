"""The forms of a person's rights: a request and its answer, a consent, a sharing, an erasure that is put off."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lanhmanh.cases.models import Case, ConsentPurpose, Hold, Outcome, Recipient, RequestKind
from lanhmanh.cases.rules.rights import SHAREABLE
from lanhmanh.cases.selectors.naming import FIELDS, ground_choices
from lanhmanh.cases.services.requests import Asked
from lanhmanh.cases.services.sharing import SharingData
from lanhmanh.ui.forms import DateField, Form, Token
from lanhmanh.units.models import Unit


def words(label: Any, *, required: bool = True, most: int = 2000, hint: Any = "", rows: int = 3) -> forms.CharField:
    """Return a field of several lines."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, required=required, widget=widget, help_text=hint)


def choose(form: Form, name: str, choices: Sequence[tuple[str, Any]]) -> None:
    """Set what a field may choose from."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101
    field.choices = list(choices)


class RequestForm(Form):
    """Read a request as it came."""

    unit = forms.ChoiceField(label=_("Đơn vị nhận"))
    kind = forms.ChoiceField(label=_("Yêu cầu gì"), choices=RequestKind.choices, widget=forms.RadioSelect)
    received_on = DateField(label=_("Ngày nhận"))
    who = forms.CharField(
        label=_("Ai yêu cầu"), max_length=200, help_text=_("Họ tên; nếu là người đại diện thì ghi quan hệ.")
    )
    contact = forms.CharField(label=_("Trả lời bằng cách nào, ở đâu"), max_length=200, required=False)
    words = words(_("Nội dung, đúng lời người đó"))
    token = Token()

    def __init__(self, *args: Any, units: Sequence[tuple[Unit, str]], case: Case | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {unit.uid: unit for unit, _name in units}
        choose(self, "unit", [(unit.uid, name) for unit, name in units])
        if case is not None or len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()

    def unit_of(self) -> Unit:
        """Return the unit chosen."""
        return self.units[self.cleaned_data["unit"]]

    def asked(self) -> Asked:
        """Return the request, for the service."""
        told = self.cleaned_data
        return Asked(told["kind"], told["received_on"], told["who"], told["words"], told["contact"], told["token"])


class RequestPaperForm(Form):
    """Read what a person adds to a paper of a request."""

    code = forms.ChoiceField(label=_("Giấy tờ"), widget=forms.RadioSelect)
    kind = forms.ChoiceField(
        label=_("Tệp"), choices=[("docx", "Word (.docx)"), ("pdf", "PDF")], widget=forms.RadioSelect
    )
    dated = DateField(label=_("Ngày trên giấy"))
    number = forms.CharField(
        label=_("Số, ký hiệu"), max_length=40, required=False, help_text=_("Ghi tay số của đơn vị, nếu có.")
    )
    signer = forms.CharField(label=_("Người ký"), max_length=80, required=False)

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "code", choices)


class AnswerForm(Form):
    """Read how a request was answered."""

    outcome = forms.ChoiceField(
        label=_("Kết quả"), choices=[one for one in Outcome.choices if one[0] != Outcome.OPEN], widget=forms.RadioSelect
    )
    purposes = forms.MultipleChoiceField(
        label=_("Rút đồng ý cho mục đích"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Không đánh dấu ô nào là rút tất cả."),
    )  # fmt: skip
    reason = words(
        _("Trả lời người đó"), required=False, hint=_("Bắt buộc khi từ chối hoặc chỉ làm một phần: nêu lý do.")
    )

    def __init__(self, *args: Any, purposes: Sequence[str] = (), whole: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if purposes:
            choose(self, "purposes", [(one, ConsentPurpose(one).label) for one in purposes])
        else:
            del self.fields["purposes"]
        if whole:
            offered = [one for one in Outcome.choices if one[0] in {Outcome.DONE, Outcome.REFUSED}]
            choose(self, "outcome", offered)


class ReasonForm(Form):
    """Read why something is done; the words are closed with the case."""

    reason = words(_("Lý do"), hint=_("Ít nhất 15 ký tự. Người đó có quyền biết lý do này."))


class ConsentForm(Form):
    """Read one consent."""

    purpose = forms.ChoiceField(label=_("Đồng ý cho mục đích"), choices=ConsentPurpose.choices)
    given_on = DateField(label=_("Ngày đồng ý"))
    by_representative = forms.BooleanField(
        label=_("Có người đại diện cùng đồng ý"), required=False,
        help_text=_("Người dưới 18 tuổi: người đại diện đồng ý, và chính người đó cũng đồng ý."),
    )  # fmt: skip
    proof = words(
        _("Chứng minh bằng gì"), most=1000, rows=2,
        hint=_("Ví dụ: bản ký ngày 12/06/2021, lưu trong tủ hồ sơ. Im lặng không phải là đồng ý."),
    )  # fmt: skip


class SharingForm(Form):
    """Read what of a case goes to whom, on what ground."""

    to = forms.ChoiceField(label=_("Gửi cho"), choices=Recipient.choices)
    receiver = forms.CharField(
        label=_("Ai nhận"), max_length=200, help_text=_("Tên cơ quan và người nhận, ví dụ: chị Bình, Trạm Y tế phường.")
    )
    purpose = forms.ChoiceField(label=_("Để làm gì"), choices=ConsentPurpose.choices)
    fields_shared = forms.MultipleChoiceField(
        label=_("Nội dung đưa đi"), choices=[(one, FIELDS[one]) for one in SHAREABLE],
        widget=forms.CheckboxSelectMultiple, help_text=_("Chỉ chọn những gì nơi nhận thật sự cần."),
        error_messages={"required": _("Chọn ít nhất một nội dung để chia sẻ.")},
    )  # fmt: skip
    ground = forms.ChoiceField(label=_("Căn cứ"), widget=forms.RadioSelect)
    basis = words(
        _("Văn bản hoặc tình huống làm căn cứ"), required=False, most=500, rows=2,
        hint=_("Bắt buộc khi không dựa trên đồng ý, ví dụ số, ngày của quyết định phân công."),
    )  # fmt: skip
    token = Token()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "ground", ground_choices())

    def data_of(self) -> SharingData:
        """Return the sharing, for the service."""
        told = self.cleaned_data
        return SharingData(
            told["to"],
            told["purpose"],
            tuple(told["fields_shared"]),
            told["ground"],
            told["receiver"],
            told["basis"],
            told["token"],
        )


class PutOffForm(Form):
    """Read until when an erasure is put off, and why."""

    until = DateField(label=_("Xóa danh tính vào ngày"))
    ground = forms.ChoiceField(label=_("Căn cứ hoãn"), choices=Hold.choices, widget=forms.RadioSelect)
    reason = words(
        _("Lý do"),
        most=1000,
        hint=_("Ít nhất 15 ký tự, ví dụ số, ngày của văn bản yêu cầu. Lời này được niêm cùng hồ sơ."),
    )
