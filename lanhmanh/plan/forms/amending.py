"""What people fill in about amendments."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lanhmanh.plan.forms import TaskForm
from lanhmanh.plan.models import PlanItem
from lanhmanh.plan.services import Adapt, Adopt, Decision, LeaveOut
from lanhmanh.ui.forms import Form

LONGEST = 20_000  # of a clause that somebody rewords


def plain_lines(text: str) -> str:
    """Return a text with the line ends that documents have, whatever the browser sent."""
    return text.replace("\r\n", "\n").strip()


class CarriedForm(TaskForm):
    """Keep, change or end one task of a clause that was reworded; nothing is chosen beforehand."""

    kept = forms.ChoiceField(
        label=_("Nhiệm vụ này"),
        choices=[("keep", _("Vẫn giao")), ("end", _("Kết thúc"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Xem lại câu chữ mới rồi chọn giữ hay kết thúc nhiệm vụ này.")},
    )

    @property
    def wanted(self) -> bool:
        """Test whether the task goes on."""
        return self.cleaned_data.get("kept") != "end"

    @property
    def incomplete(self) -> bool:
        """Test whether something is wrong beside the choice itself."""
        return bool(set(self.errors) - {"kept"})


class TakeUpForm(Form):
    """Decide of a clause of the plan above after it was amended; what came new or was reworded is not decided yet."""

    decision = forms.ChoiceField(
        label=_("Mục này"),
        choices=[
            (PlanItem.Disposition.INHERITED.value, _("Thực hiện")),
            (PlanItem.Disposition.ADAPTED.value, _("Thực hiện, lời điều chỉnh của đơn vị")),
            (PlanItem.Disposition.NOT_APPLICABLE.value, _("Không áp dụng")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Mục này đã thay đổi: chọn thực hiện hay không áp dụng.")},
    )
    text = forms.CharField(
        label=_("Lời đã điều chỉnh"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )
    reason = forms.CharField(label=_("Lý do"), required=False, max_length=1000)

    def clean(self) -> dict[str, Any]:
        """Refuse to leave a clause out without a reason, or to adapt it without words."""
        data, kinds = self.cleaned_data, PlanItem.Disposition
        if data.get("decision") == kinds.NOT_APPLICABLE and not data.get("reason", "").strip():
            self.add_error("reason", _("Ghi lý do vì sao mục này không áp dụng."))
        if data.get("decision") == kinds.ADAPTED and not data.get("text", "").strip():
            self.add_error("text", _("Ghi lời đã điều chỉnh của mục này."))
        return data

    @property
    def incomplete(self) -> bool:
        """Test whether something is wrong beside the choice itself."""
        return bool(set(self.errors) - {"decision"})

    def decided(self) -> Decision:
        """Return what was chosen, as the services take it."""
        data, reason = self.cleaned_data, self.cleaned_data["reason"].strip()
        match data["decision"]:
            case PlanItem.Disposition.ADAPTED:
                return Adapt(plain_lines(data["text"]), reason)
            case PlanItem.Disposition.NOT_APPLICABLE:
                return LeaveOut(reason)
        return Adopt()


class OwnClauseForm(Form):
    """Keep, change or, by leaving it empty, drop a clause that the unit had added."""

    text = forms.CharField(
        label=_("Mục bổ sung của đơn vị"),
        required=False,
        max_length=4000,
        help_text=_("Để trống nếu bỏ mục này."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class MatchForm(Form):
    """Say which clause of the plan before a clause continues."""

    previous = forms.ChoiceField(label=_("Mục này tiếp nối"), required=False)

    def __init__(self, *args: Any, free: Sequence[PlanItem], held: Sequence[PlanItem], **kwargs: Any) -> None:
        """Offer the clauses that nothing continues yet, then those that another one continues."""
        super().__init__(*args, **kwargs)
        field = self.fields["previous"]
        if isinstance(field, forms.ChoiceField):
            groups = [(_("Mục cũ chưa có mục nào tiếp nối"), free), (_("Mục cũ đang có mục khác tiếp nối"), held)]
            choices = [(words, [(i.uid, f"{i.path} {i.name}") for i in items]) for words, items in groups if items]
            field.choices = [("", _("Không mục nào: đây là mục mới")), *choices]
