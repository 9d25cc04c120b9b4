"""What people type into the pages of reports."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lanhmanh.kernel.errors import Refused
from lanhmanh.reporting import policies
from lanhmanh.reporting.rules import catalogue
from lanhmanh.reporting.rules.forms import Form as ReportForm
from lanhmanh.ui.formats import read_number, said
from lanhmanh.ui.forms import Form

LONGEST_NOTE = 500


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


class IssueForm(Form):
    """Choose the form of the paper before it is given a number."""

    family = forms.ChoiceField(
        label=_("Thể thức"), initial="union", widget=forms.RadioSelect,
        choices=[("union", _("Hội Nông dân")), ("state", _("Nhà nước (Nghị định 30/2020/NĐ-CP)"))],
    )  # fmt: skip


class ConsolidationForm(Form):
    """Choose what to consolidate."""

    unit = forms.ChoiceField(label=_("Đơn vị"))
    form = forms.ChoiceField(label=_("Biểu mẫu"))
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
