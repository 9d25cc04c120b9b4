"""What people type into the pages of reports."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from lanhmanh.kernel.errors import Refused
from lanhmanh.reporting import policies
from lanhmanh.reporting.models import Reminder, ReviewIssue
from lanhmanh.reporting.rules import catalogue
from lanhmanh.reporting.rules.forms import Form as ReportForm
from lanhmanh.reporting.services.targets import require_value
from lanhmanh.ui.formats import date_vi, read_number, said
from lanhmanh.ui.forms import DateField, Form, Token

LONGEST_NOTE, LONGEST_COMMENT = 500, 2000


class Sheet:
    """The figures and notes that were typed: cells that can be kept, and a sentence for each that cannot.

    Only rows that were posted and that a person answers for are read; `typed` and `notes` hold them as typed.
    """

    def __init__(self, data: Mapping[str, str], form: ReportForm) -> None:
        """Read what was posted under `v-<code>` and `n-<code>`."""
        self.cells: dict[str, tuple[Decimal | None, str]] = {}
        self.typed: dict[str, str] = {}
        self.notes: dict[str, str] = {}
        self.refused: dict[str, str] = {}
        known = catalogue.load()
        for code in form.rows:
            if f"v-{code}" not in data or known[code].is_ratio:
                continue
            self.typed[code], self.notes[code] = data[f"v-{code}"], data.get(f"n-{code}", "").strip()
            try:
                self.cells[code] = self._cell(code, known[code].decimals)
            except Refused as refusal:
                self.refused[code] = said(refusal)
        self._leave_out(form)

    def _leave_out(self, form: ReportForm) -> None:
        """Refuse the cells that cannot be kept; usually there is none, and all are asked about at once."""
        try:
            policies.require_cells(form, self.cells)
        except Refused:
            for code, cell in list(self.cells.items()):
                try:
                    policies.require_cells(form, {code: cell})
                except Refused as refusal:
                    self.refused[code] = said(refusal)
                    del self.cells[code]

    def _cell(self, code: str, places: int) -> tuple[Decimal | None, str]:
        number, note = read_number(self.typed[code], places=places), self.notes[code]
        value = None if number is None else Decimal(number)
        if len(note) > LONGEST_NOTE:
            raise Refused(gettext("Ghi chú dài quá %(most)d chữ cái: viết ngắn lại.") % {"most": LONGEST_NOTE})
        return value, note


class TargetSheet:
    """The targets that were typed, by the public id of the unit: those that can be kept, and a sentence for the others.

    An empty cell is no target; one that was set already cannot be taken away, only changed.
    """

    def __init__(self, data: Mapping[str, str], units: Iterable[str], code: str, before: Collection[str] = ()) -> None:
        """Read what was posted under `v-<uid>`; `before` names the units that have a target."""
        self.typed = {uid: data[f"v-{uid}"] for uid in units if f"v-{uid}" in data}
        self.values: dict[str, Decimal] = {}
        self.refused: dict[str, str] = {}
        for uid, text in self.typed.items():
            try:
                value = self._value(text, code, is_set=uid in before)
            except Refused as refusal:
                self.refused[uid] = said(refusal)
                continue
            if value is not None:
                self.values[uid] = value

    @staticmethod
    def _value(text: str, code: str, *, is_set: bool) -> Decimal | None:
        number = read_number(text, places=catalogue.load()[code].decimals)
        if number is None and is_set:
            raise Refused(gettext("Chỉ tiêu đã giao không xóa được: ghi số khác và lý do."))
        if number is None:
            return None
        require_value(code, Decimal(number))
        return Decimal(number)


class Marks:
    """The cells that a reviewer sends back, each with its reason, and what is said of the whole report."""

    def __init__(self, data: Mapping[str, str], picked: Iterable[str], form: ReportForm) -> None:
        """Read what was ticked and written; a reason without a tick counts as ticked."""
        reasons = {code: data.get(f"why-{code}", "").strip() for code in form.rows}
        self.reasons = {code: reason for code, reason in reasons.items() if reason}
        ticked = set(picked)
        self.picked = [code for code in form.rows if code in ticked or code in self.reasons]
        self.comment = data.get("comment", "").strip()

    @property
    def unexplained(self) -> list[str]:
        """Return the ticked cells without a reason."""
        return [code for code in self.picked if code not in self.reasons]

    @property
    def too_long(self) -> int:
        """Return how long what was written may be where it is longer, else 0."""
        if len(self.comment) > LONGEST_COMMENT:
            return LONGEST_COMMENT
        return LONGEST_NOTE if any(len(reason) > LONGEST_NOTE for reason in self.reasons.values()) else 0

    @property
    def text(self) -> str:
        """Return everything as one comment, a line for each cell, so that nothing that was written is lost."""
        known = catalogue.load()
        lines = [f"{code} {known[code].name_vi}: {self.reasons.get(code, '')}".rstrip(": ") for code in self.picked]
        return "\n".join(filter(None, [self.comment, *lines]))


class ReasonForm(Form):
    """Ask why."""

    reason = forms.CharField(
        label=_("Lý do"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Số nào sai, vì sao, căn cứ vào đâu. Lý do được giữ cùng báo cáo."),
    )  # fmt: skip


class ReminderForm(Form):
    """Ask how and when units were reminded."""

    how = forms.ChoiceField(label=_("Cách nhắc"), choices=Reminder.How.choices, widget=forms.RadioSelect)
    day = DateField(label=_("Ngày nhắc"))
    note = forms.CharField(
        label=_("Ghi thêm"), max_length=200, required=False,
        help_text=_("Ví dụ: hẹn nộp trước thứ sáu. Không ghi tên người khác, không ghi số điện thoại."),
    )  # fmt: skip


class HeadingForm(Form):
    """Name a section that a unit adds to its paper."""

    heading = forms.CharField(
        label=_("Tên mục"), max_length=100, help_text=_("Ngắn gọn, ví dụ: Khó khăn, vướng mắc"),
    )  # fmt: skip

    def clean_heading(self) -> str:
        """Return the heading without signs that have a use in texts and addresses."""
        heading = " ".join(str(self.cleaned_data["heading"]).split())
        if any(sign in heading for sign in "[]{}/"):
            raise forms.ValidationError(gettext("Tên mục không dùng các dấu [ ] { } /."))
        return heading


class IssueForm(Form):
    """Choose the form of the paper before it is given a number; sent twice, it gives one."""

    FAMILIES = (("union", _("Hội Nông dân")), ("state", _("Nhà nước (Nghị định 30/2020/NĐ-CP)")))

    family = forms.ChoiceField(label=_("Thể thức"), initial="union", widget=forms.RadioSelect, choices=FAMILIES)
    token = Token()


class ReviewForm(Form):
    """Choose which review of a plan, and between which days."""

    loai = forms.ChoiceField(label=_("Loại"), choices=ReviewIssue.Kind.choices)
    tu = DateField(label=_("Từ ngày"))
    den = DateField(label=_("Đến ngày"))

    def __init__(self, *args: object, earliest: date, latest: date, **kwargs: object) -> None:
        """Allow days from the plan's first to the last that has come."""
        super().__init__(*args, **kwargs)
        self.earliest, self.latest = earliest, latest

    def clean(self) -> dict[str, object]:
        """Keep the days in order and within the plan."""
        found = super().clean() or {}
        first, last = found.get("tu"), found.get("den")
        said = {"first": date_vi(self.earliest), "last": date_vi(self.latest)}
        for name, day in (("tu", first), ("den", last)):
            if isinstance(day, date) and not self.earliest <= day <= self.latest:
                self.add_error(name, gettext("Chọn ngày từ %(first)s đến %(last)s.") % said)
        if isinstance(first, date) and isinstance(last, date) and first > last:
            self.add_error("den", gettext("Ngày cuối đứng trước ngày đầu: đổi lại."))
        return found


class ConsolidationForm(Form):
    """Choose what to consolidate."""

    unit = forms.ChoiceField(label=_("Đơn vị"))
    form = forms.ChoiceField(label=pgettext_lazy("one", "Biểu mẫu"))
    period = forms.ChoiceField(label=_("Kỳ"))

    def __init__(
        self,
        *args: object,
        units: list[tuple[str, str]],
        kinds: list[tuple[str, str]],
        periods: list[tuple[str, str]],
        **kwargs: object,
    ) -> None:
        """Offer these units, forms and periods."""
        super().__init__(*args, **kwargs)
        for name, choices in (("unit", units), ("form", kinds), ("period", periods)):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices
