"""What people fill in about plans and tasks."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lanhmanh.documents.models import Document
from lanhmanh.documents.rules import MOST_BYTES
from lanhmanh.kernel.periods import parse
from lanhmanh.plan.models import PlanItem, Task, TaskProgress
from lanhmanh.plan.rules.decisions import Above
from lanhmanh.plan.rules.measures import Measure
from lanhmanh.plan.rules.tasks import Recurrence
from lanhmanh.plan.selectors import known_measures
from lanhmanh.plan.services import Adapt, Adopt, Decision, LeaveOut, TaskChoice
from lanhmanh.ui.formats import period_name
from lanhmanh.ui.forms import DateField, FigureField, Form
from lanhmanh.units.models import Level, Unit, UnitVersion

LEVELS = {
    Level.PROVINCE.value: _("tỉnh"),
    Level.DISTRICT.value: _("huyện, thành phố"),
    Level.COMMUNE.value: _("xã, phường, thị trấn"),
    Level.BRANCH.value: _("chi hội"),
}
RECURRENCES = {
    Recurrence.ONCE.value: _("Một lần"),
    Recurrence.MONTHLY.value: _("Hằng tháng"),
    Recurrence.QUARTERLY.value: _("Hằng quý"),
    Recurrence.HALF_YEARLY.value: _("6 tháng một lần"),
    Recurrence.YEARLY.value: _("Hằng năm"),
    Recurrence.CONTINUOUS.value: _("Thường xuyên"),
}
STATES = {
    TaskProgress.State.DONE.value: _("Đã xong"),
    TaskProgress.State.UNDER_WAY.value: _("Đang làm"),
    TaskProgress.State.NOT_DONE.value: _("Chưa làm"),
}
DECISIONS = {
    "inherit": _("Thực hiện nguyên văn"),
    "adapt": _("Điều chỉnh cho phù hợp"),
    "leave": _("Không áp dụng"),
}


class UploadForm(Form):
    """Take the file of a plan."""

    file = forms.FileField(
        label=_("Tệp kế hoạch"),
        help_text=_("Word (.docx), OpenDocument (.odt), PDF có chữ, .txt hoặc .md; không quá 20 MB."),
        error_messages={"required": _("Chọn tệp kế hoạch."), "empty": _("Tệp rỗng: chọn tệp khác.")},
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.odt,.pdf,.txt,.md"}),
    )

    def clean_file(self) -> Any:
        """Return the file if it is not too large."""
        file = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise ValidationError(_("Tệp lớn hơn 20 MB: chọn tệp nhỏ hơn hoặc tách tệp."))
        return file


class PlanForm(Form):
    """Complete what the document says of the plan as a whole."""

    title = forms.CharField(label=_("Tên kế hoạch"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    number = forms.CharField(label=_("Số, ký hiệu"), required=False, max_length=60)
    first_year = forms.IntegerField(label=_("Từ năm"), min_value=2000, max_value=2100)
    last_year = forms.IntegerField(label=_("Đến năm"), min_value=2000, max_value=2100)

    def clean(self) -> dict[str, Any]:
        """Refuse years that are not in order."""
        data = self.cleaned_data
        if data.get("first_year") and data.get("last_year") and data["first_year"] > data["last_year"]:
            raise ValidationError(_("Năm bắt đầu phải trước hoặc bằng năm kết thúc."))
        return data


class TaskForm(Form):
    """Say what a task is to be."""

    title = forms.CharField(label=_("Việc phải làm"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    responsible_level = forms.ChoiceField(label=_("Cấp thực hiện"))
    recurrence = forms.ChoiceField(label=_("Lặp lại"), choices=list(RECURRENCES.items()))
    due = DateField(label=_("Hạn, nếu làm một lần"), required=False)
    indicators = forms.MultipleChoiceField(
        label=_("Chỉ tiêu đo việc này"), required=False, widget=forms.CheckboxSelectMultiple
    )
    codes = forms.CharField(
        label=_("Mã chỉ tiêu khác"), required=False, max_length=400, help_text=_("Cách nhau bằng dấu phẩy.")
    )
    evidence = forms.CharField(label=_("Minh chứng cần có"), required=False, max_length=300)

    def __init__(self, *args: Any, top: Unit, fit: Sequence[Measure] = (), **kwargs: Any) -> None:
        """Offer the levels from that of the plan's unit down, the task's indicators and those that fit its clause."""
        super().__init__(*args, **kwargs)
        self._offer_indicators(fit)
        steps = list(Level.values)
        level = self.fields["responsible_level"]
        if isinstance(level, forms.ChoiceField):
            level.choices = [(step, LEVELS[step]) for step in steps[steps.index(top.level) :]]

    def clean(self) -> dict[str, Any]:
        """Refuse work that is done once and has no day."""
        data = self.cleaned_data
        if self.wanted and data.get("recurrence") == Recurrence.ONCE and "due" in data and not data["due"]:
            self.add_error("due", _("Việc làm một lần cần có hạn."))
        return data

    def _offer_indicators(self, fit: Sequence[Measure]) -> None:
        every, named = known_measures(), self.initial.get("indicators", [])
        offered = dict.fromkeys([*named, *(one.code for one in fit)])
        field = self.fields["indicators"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(code, f"{every[code].name} ({code})" if code in every else code) for code in offered]
        if not offered:
            del self.fields["indicators"]

    @property
    def wanted(self) -> bool:
        """Test whether the task is to be given at all."""
        return bool(self.cleaned_data.get("chosen", True))

    def choice(self, unit: Unit | None = None) -> TaskChoice:
        """Return what was filled in, as the services take it."""
        data = self.cleaned_data
        more = [code.strip().upper() for code in data.get("codes", "").split(",") if code.strip()]
        return TaskChoice(
            title=data.get("title", ""),
            responsible_level=data.get("responsible_level", ""),
            recurrence=data.get("recurrence", ""),
            due=data.get("due"),
            unit=unit,
            indicators=list(dict.fromkeys([*data.get("indicators", []), *more])),
            evidence=data.get("evidence", ""),
            chosen=self.wanted,
        )


class ProposalForm(TaskForm):
    """Take, change or leave one proposed task."""

    chosen = forms.BooleanField(label=_("Giao nhiệm vụ này"), required=False)

    @property
    def incomplete(self) -> bool:
        """Test whether something is wrong with what is to be given."""
        return bool(self.errors)


class OwnTaskForm(TaskForm):
    """Give a task to a whole level or to one unit."""

    unit = forms.ChoiceField(
        label=_("Chỉ giao cho một đơn vị"), required=False, help_text=_("Để trống để giao cho mọi đơn vị của cấp đó.")
    )
    field_order = ("title", "responsible_level", "unit", "recurrence", "due", "indicators", "codes", "evidence")

    def __init__(self, *args: Any, units: Sequence[UnitVersion], **kwargs: Any) -> None:
        """Offer the units themselves."""
        super().__init__(*args, **kwargs)
        self.units = {row.unit.uid: row.unit for row in units}
        unit = self.fields["unit"]
        if isinstance(unit, forms.ChoiceField):
            unit.choices = [("", _("Mọi đơn vị của cấp")), *((row.unit.uid, row.name) for row in units)]

    def given(self) -> TaskChoice:
        """Return what was filled in, with the one unit where one was chosen."""
        return self.choice(self.units.get(self.cleaned_data["unit"]))


class ProgressForm(Form):
    """Say how far the unit is."""

    period = forms.ChoiceField(label=_("Kỳ"), required=False)
    state = forms.ChoiceField(label=_("Tiến độ"), choices=list(STATES.items()), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Ghi chú"),
        required=False,
        max_length=2000,
        help_text=_("Chưa làm thì ghi lý do. Không ghi tên người được hỗ trợ."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    evidence = forms.CharField(
        label=_("Minh chứng"), required=False, max_length=300, help_text=_("Số văn bản, biên bản, buổi hoạt động…")
    )

    def __init__(self, *args: Any, periods: Iterable[str], **kwargs: Any) -> None:
        """Offer the periods for which progress may be recorded; none for a task done once."""
        super().__init__(*args, **kwargs)
        choices = [(code, period_name(parse(code))) for code in periods if code]
        field = self.fields["period"]
        if choices and isinstance(field, forms.ChoiceField):
            field.choices = choices
            field.required = True
        else:
            del self.fields["period"]

    def clean(self) -> dict[str, Any]:
        """Refuse "not done" without a reason."""
        data = self.cleaned_data
        if data.get("state") == TaskProgress.State.NOT_DONE and not data.get("note", "").strip():
            self.add_error("note", _("Chưa làm thì ghi lý do vào đây."))
        return data


class DecisionForm(Form):
    """Take up a clause of the plan above, put it in our own words, or say why it does not apply; add one of our own."""

    decision = forms.ChoiceField(
        label=_("Mục này"),
        choices=list(DECISIONS.items()),
        initial="inherit",
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("Lời của đơn vị, nếu điều chỉnh"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    reason = forms.CharField(
        label=_("Lý do"), required=False, max_length=1000, help_text=_("Không áp dụng thì phải ghi lý do.")
    )
    addition = forms.CharField(
        label=_("Bổ sung của đơn vị"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, clause: Above, made: Decision, **kwargs: Any) -> None:
        """Begin with what was decided; the words above are there to be changed. A mere heading is not adapted."""
        initial: dict[str, str] = {"decision": "inherit", "text": clause.wording}
        if isinstance(made, Adapt):
            initial |= {"decision": "adapt", "text": made.text, "reason": made.reason}
        elif isinstance(made, LeaveOut):
            initial |= {"decision": "leave", "reason": made.reason}
        super().__init__(*args, initial=initial, **kwargs)
        self.clause = clause
        decision = self.fields["decision"]
        if not clause.wording and isinstance(decision, forms.ChoiceField):
            del self.fields["text"]
            decision.choices = [choice for choice in DECISIONS.items() if choice[0] != "adapt"]

    def clean_text(self) -> str:
        """Return the words with plain ends of lines."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")

    def clean(self) -> dict[str, Any]:
        """Refuse to leave a clause out without a reason, and to adapt it without changing a word."""
        data = self.cleaned_data
        if data.get("decision") == "leave" and not data.get("reason", "").strip():
            self.add_error("reason", _("Ghi lý do vì sao mục này không áp dụng."))
        if data.get("decision") == "adapt" and "text" in data:
            if not data["text"].strip():
                self.add_error("text", _("Ghi lời của đơn vị cho mục này."))
            elif data["text"].split() == self.clause.wording.split():
                self.add_error("text", _("Lời chưa khác kế hoạch cấp trên: sửa lời, hoặc chọn thực hiện nguyên văn."))
        return data

    def decided(self) -> Decision:
        """Return what was chosen, as the services take it."""
        data = self.cleaned_data
        if data["decision"] == "adapt":
            return Adapt(data["text"], data["reason"])
        return LeaveOut(data["reason"]) if data["decision"] == "leave" else Adopt()


class ItemForm(Form):
    """Add a clause to a draft."""

    text = forms.CharField(label=_("Nội dung mục"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))


class GuidanceForm(Form):
    """Say what units below are to heed, at which levels, by which day they take note."""

    item = forms.ChoiceField(label=_("Hướng dẫn về"), required=False)
    levels = forms.MultipleChoiceField(
        label=_("Gửi đến mọi đơn vị bên dưới ở cấp"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Chọn ít nhất một cấp nhận.")},
    )
    title = forms.CharField(label=_("Tên hướng dẫn"), max_length=200)
    text = forms.CharField(
        label=_("Nội dung"),
        max_length=8000,
        help_text=_("Việc cần làm, làm thế nào, gửi kết quả về đâu. Không ghi tên người được hỗ trợ."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    document = forms.ChoiceField(
        label=_("Văn bản kèm theo"), required=False, help_text=_("Văn bản trong sổ của đơn vị; nơi nhận tải về được.")
    )
    due = DateField(label=_("Xác nhận đã đọc trước ngày"), required=False)
    token = forms.RegexField(r"[0-9A-Z]{26}", widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, items: Sequence[PlanItem], levels: Mapping[str, int], papers: Sequence[Document], **kw: Any
    ) -> None:
        """Offer the clauses that apply, the levels that have units below, the unit's own register."""
        super().__init__(*args, **kw)
        self.items = {item.uid: item for item in items}
        self.papers = {paper.uid: paper for paper in papers}
        self._offer("item", [("", _("Cả kế hoạch")), *((item.uid, str(item)) for item in items)])
        self._offer("levels", [(level, f"{LEVELS[level]} ({count})") for level, count in levels.items()])
        self._offer("document", [("", _("Không kèm văn bản")), *((one.uid, _paper(one)) for one in papers)])

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def facts(self) -> dict[str, Any]:
        """Return what was filled in, as the service takes it."""
        data = self.cleaned_data
        plain = {name: data[name] for name in ("levels", "title", "text", "due", "token")}
        return plain | {"item": self.items.get(data["item"]), "document": self.papers.get(data["document"])}


def _paper(document: Document) -> str:
    name = " ".join(part for part in (document.kind, document.number) if part)
    return f"{name}: {document.title[:80]}" if document.title else name


class NoteForm(Form):
    """Take note of guidance; a branch says how many groups it told."""

    groups = FigureField(
        label=_("Đã phổ biến đến bao nhiêu tổ hội"),
        required=False,
        max_value=500,
        help_text=_("Chi hội không chia tổ thì để trống."),
    )
    note = forms.CharField(
        label=_("Ghi chú"),
        required=False,
        max_length=2000,
        help_text=_("Không ghi tên người được hỗ trợ."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, level: str, **kwargs: Any) -> None:
        """Ask for groups only where there are any."""
        super().__init__(*args, **kwargs)
        if level != Level.BRANCH:
            del self.fields["groups"]


def of_task(task: Task) -> dict[str, Any]:
    """Return a task as the initial of a form."""
    return {
        "chosen": True,
        "title": task.title,
        "responsible_level": task.responsible_level,
        "recurrence": task.recurrence,
        "due": task.due,
        "indicators": list(task.indicators),
        "evidence": task.evidence,
        "unit": task.unit.uid if task.unit else "",
    }
