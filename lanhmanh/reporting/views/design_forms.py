"""What is typed into the pages on which forms are made."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.periods import Kind, Period
from lanhmanh.law.calendars import CUT_OFFS, calendar, calendars, cut_off_code
from lanhmanh.reporting.rules.catalogue import Indicator, Rule, load
from lanhmanh.reporting.rules.drafting import Definition, known_titles
from lanhmanh.reporting.rules.shapes import Check, Form, FormRule, Severity
from lanhmanh.reporting.views.words import LEVELS, name_of
from lanhmanh.ui.formats import either, period_name, said
from lanhmanh.ui.forms import FigureField
from lanhmanh.ui.forms import Form as PageForm

KINDS = [
    (Kind.MONTH.value, _("Tháng")), (Kind.QUARTER.value, _("Quý")), (Kind.HALF.value, _("6 tháng")),
    (Kind.YEAR.value, _("Năm")),
]  # fmt: skip
SEVERITIES = [(Severity.ERROR.value, _("Lỗi: không nộp được")), (Severity.WARNING.value, _("Lưu ý: cần ghi chú"))]
OWN = "own"
_LONGEST_NAME, _MOST_DAYS = 120, 60
# These are always errors: there is no cell at which a note could answer them, or nothing that a note could say.
_ALWAYS_ERRORS = {Check.EMPTY, Check.NEGATIVE, Check.DECIMALS, Check.TOGETHER}


def _choices(field: forms.Field, choices: Iterable[tuple[str, Any]]) -> None:
    if isinstance(field, forms.ChoiceField):
        field.choices = list(choices)


class StartForm(PageForm):
    """Begin a form."""

    like = forms.ChoiceField(label=_("Bắt đầu từ"), required=False)
    code = forms.CharField(label=_("Mã biểu"), max_length=20)
    name_vi = forms.CharField(label=_("Tên tiếng Việt"), max_length=_LONGEST_NAME)
    name_en = forms.CharField(label=_("Tên tiếng Anh"), max_length=_LONGEST_NAME)

    def __init__(self, *args: Any, known: Iterable[Form], prefix_of: str, **kwargs: Any) -> None:
        """Offer the forms that there are; tell what stands before the code."""
        super().__init__(*args, **kwargs)
        copies = [(form.code, gettext("Bản sao của %(name)s") % {"name": name_of(form)}) for form in known]
        _choices(self.fields["like"], [("", gettext("Biểu trống")), *copies])
        told = gettext("Chữ cái không dấu, chữ số, gạch nối. Hệ thống thêm %(prefix)s phía trước.")
        self.fields["code"].help_text = told % {"prefix": prefix_of}


class HeadForm(PageForm):
    """Say how a form is called, for which periods it is asked, of whom, and by when."""

    name_vi = forms.CharField(label=_("Tên tiếng Việt"), max_length=_LONGEST_NAME)
    name_en = forms.CharField(label=_("Tên tiếng Anh"), max_length=_LONGEST_NAME)
    period = forms.ChoiceField(label=_("Loại kỳ"), choices=KINDS, widget=forms.RadioSelect)
    calendar = forms.ChoiceField(label=_("Chốt số liệu"), widget=forms.RadioSelect)
    cut_off = FigureField(
        label=_("Ngày chốt hằng tháng, nếu đặt riêng"), required=False, min_value=CUT_OFFS[0], max_value=CUT_OFFS[-1],
        help_text=_("Chốt ngày 20 nghĩa là số liệu từ ngày 21 tháng trước đến ngày 20. Báo cáo định kỳ theo Nghị định"
                    " 09/2019/NĐ-CP chốt ngày 14; chỉ đặt ngày khác cho báo cáo chuyên đề."),
    )  # fmt: skip
    first_period = forms.ChoiceField(label=_("Kỳ đầu"), help_text=_("Các đơn vị bắt đầu báo cáo từ kỳ này."))

    def __init__(
        self, *args: Any, of: Definition, levels: Iterable[str], first: Iterable[Period], **kwargs: Any
    ) -> None:
        """Offer the levels below the unit, and the first periods once the kind of period is known."""
        initial = _head_initial(of)
        super().__init__(*args, initial=initial, **kwargs)
        named = [(one.code, name_of(one)) for one in calendars().values()]
        _choices(self.fields["calendar"], [*named, (OWN, gettext("Ngày chốt riêng của biểu"))])
        periods = [(one.code, period_name(one)) for one in first]
        _choices(self.fields["first_period"], periods)
        if not periods:
            del self.fields["first_period"]
        elif not initial["first_period"]:
            self.initial["first_period"] = periods[1][0]
        for level in levels:
            self.fields[f"days_{level}"] = FigureField(
                label=LEVELS[level], required=False, min_value=1, max_value=_MOST_DAYS,
                help_text=_("Số ngày làm việc sau ngày chốt. Để trống nếu cấp này không báo cáo."),
                initial=initial.get(f"days_{level}"),
            )  # fmt: skip
        if of["version"] > 1:
            for name in ("period", "calendar", "cut_off"):
                self.fields[name].disabled = True

    def clean(self) -> dict[str, Any]:
        """Refuse a calendar that has no such periods, and an own cut-off without its day."""
        data = self.cleaned_data
        if data.get("calendar") == OWN and not data.get("cut_off") and "cut_off" not in self.errors:
            self.add_error("cut_off", gettext("Ghi ngày chốt, từ 1 đến 30."))
        code = data.get("calendar")
        if code and code != OWN and data.get("period") and Kind(data["period"]) not in calendar(code).kinds:
            self.add_error("calendar", gettext("Lịch này chỉ có kỳ năm: chọn loại kỳ năm hoặc lịch khác."))
        return data

    def head(self) -> dict[str, str]:
        """Return what was said, as a definition holds it; a first period of another kind is dropped."""
        data = self.cleaned_data
        code = data["calendar"] if data["calendar"] != OWN else cut_off_code(data["cut_off"])
        first = data.get("first_period", "")
        kept = first if data["period"] == self.initial.get("period") else ""
        names = {name: data[name].strip() for name in ("name_vi", "name_en")}
        return {**names, "period": data["period"], "calendar": code, "first_period": kept}

    def levels(self) -> dict[str, int]:
        """Return the working days of each level that is asked."""
        days = {name.removeprefix("days_"): value for name, value in self.cleaned_data.items() if name[:5] == "days_"}
        return {level: value for level, value in days.items() if value}


def _head_initial(of: Definition) -> dict[str, Any]:
    code = of.get("calendar", "")
    own = bool(code) and code not in calendars()
    days = {f"days_{row['level']}": row["working_days_after"] for row in of.get("level", [])}
    return {
        "name_vi": of.get("name_vi", ""), "name_en": of.get("name_en", ""), "period": of.get("period", ""),
        "calendar": OWN if own else code, "cut_off": calendar(code).last_day if own else None,
        "first_period": of.get("first_period", ""), **days,
    }  # fmt: skip


class SectionForm(PageForm):
    """Name a section and say to which clause of the plan it belongs."""

    path = forms.ChoiceField(label=_("Mục của kế hoạch"))
    title_vi = forms.CharField(label=_("Tên phần, tiếng Việt"), max_length=_LONGEST_NAME)
    title_en = forms.CharField(label=_("Tên phần, tiếng Anh"), max_length=_LONGEST_NAME)

    def __init__(self, *args: Any, taken: Iterable[str], **kwargs: Any) -> None:
        """Offer the clauses that no other section has."""
        super().__init__(*args, **kwargs)
        free = [(path, f"{path} {either(*names)}") for path, names in known_titles().items() if path not in set(taken)]
        _choices(self.fields["path"], free)


class RuleForm(PageForm):
    """Take or leave one shared rule, and say what it has otherwise."""

    use = forms.BooleanField(required=False)
    severity = forms.ChoiceField(label=_("Nặng đến đâu"), choices=SEVERITIES, required=False)
    times = FigureField(label=_("Hơn hoặc kém kỳ trước quá mấy lần"), required=False, min_value=2, max_value=1000)
    least = FigureField(label=_("Chỉ xét số từ"), required=False, min_value=0, max_value=10**9)
    indicators = forms.MultipleChoiceField(
        label=pgettext_lazy("indicators", "Chỉ tiêu"), required=False, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(
        self, *args: Any, rule: FormRule, said_of: Mapping[str, Any] | None, rows: Iterable[str], **kwargs: Any
    ) -> None:
        """Show what the draft says of the rule: None where it is not used."""
        now = {"severity": rule.severity.value, "times": rule.times, "least": rule.least, **(said_of or {})}
        super().__init__(*args, prefix=rule.code, initial={**now, "use": said_of is not None}, **kwargs)
        self.rule = rule
        self.fields["use"].label = name_of_rule(rule)
        if rule.check in _ALWAYS_ERRORS:
            del self.fields["severity"]
        if rule.check is not Check.JUMP:
            del self.fields["times"], self.fields["least"]
        fitting = [one for one in (load()[code] for code in rows if code in load()) if _may_name(rule, one)]
        if fitting:
            _choices(self.fields["indicators"], [(one.code, name_of(one)) for one in fitting])
            self.fields["indicators"].help_text = _HELP[rule.check]
        else:
            del self.fields["indicators"]

    @property
    def sentence(self) -> str:
        """Return the rule's sentence with words in its places, as somebody who fills the form would read it."""
        return example(self.rule)

    @property
    def has_more(self) -> bool:
        """Test whether there is more to say than to take or to leave it."""
        return len(self.fields) > 1

    def otherwise(self) -> dict[str, Any] | None:
        """Return what the rule has otherwise than the shared one, None where it is not used."""
        data = self.cleaned_data
        if not data.get("use"):
            return None
        told = {name: data[name] for name in ("severity", "times", "least") if data.get(name) not in {None, ""}}
        found = {name: value for name, value in told.items() if value != _usual(self.rule)[name]}
        return {**found, "indicators": sorted(data["indicators"])} if data.get("indicators") else found


def _usual(rule: FormRule) -> dict[str, Any]:
    return {"severity": rule.severity.value, "times": rule.times, "least": rule.least}


_HELP = {
    Check.JUMP: _("Không chọn chỉ tiêu nào: xét mọi chỉ tiêu."),
    Check.DERIVED: _("Không chọn chỉ tiêu nào: xét mọi chỉ tiêu tự tính."),
    Check.FALL: _("Số lũy kế từ đầu năm, từ đầu chương trình luôn được xét; chọn thêm số cuối kỳ không được giảm."),
}


def _may_name(rule: FormRule, one: Indicator) -> bool:
    """Test whether a rule may be narrowed to an indicator, or for running totals widened to it."""
    fits = {
        Check.JUMP: not one.is_ratio,
        Check.DERIVED: one.figure is not None,
        Check.FALL: one.over_time is Rule.LAST and one.since is None,
    }
    return fits.get(rule.check, False)


class PairForm(PageForm):
    """Hold indicators against another one."""

    indicators = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)
    other = forms.ChoiceField()
    severity = forms.ChoiceField(
        label=_("Nặng đến đâu"), choices=SEVERITIES, initial=Severity.ERROR.value, widget=forms.RadioSelect
    )
    field_order = ("other", "indicators", "severity")

    def __init__(self, *args: Any, rule: FormRule, rows: Iterable[str], **kwargs: Any) -> None:
        """Offer the rows of the draft."""
        super().__init__(*args, **kwargs)
        known = load()
        offered = [(code, name_of(known[code])) for code in rows if code in known and not known[code].is_ratio]
        _choices(self.fields["other"], [("", gettext("Chọn chỉ tiêu")), *offered])
        _choices(self.fields["indicators"], offered)
        total = rule.check is Check.TOTAL
        self.fields["other"].label = gettext("Tổng") if total else gettext("Chỉ tiêu làm mức cao nhất")
        self.fields["indicators"].label = gettext("Các phần") if total else gettext("Chỉ tiêu không được lớn hơn")

    def clean(self) -> dict[str, Any]:
        """Refuse an indicator that is held against itself."""
        data = self.cleaned_data
        if data.get("other") and data["other"] in data.get("indicators", []):
            self.add_error("indicators", gettext("Một chỉ tiêu không so với chính nó: bỏ chọn chỉ tiêu đó."))
        return data


class EndForm(PageForm):
    """Say the last period for which a form is asked, and why it ends."""

    last_period = forms.ChoiceField(label=_("Kỳ cuối"))
    reason = forms.CharField(label=_("Lý do"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, periods: Iterable[Period], first: Period | None, **kwargs: Any) -> None:
        """Offer these periods; the one before the first takes the form back."""
        super().__init__(*args, **kwargs)
        none = gettext("Không hỏi kỳ nào")
        told = [(one.code, none if first and one < first else period_name(one)) for one in periods]
        _choices(self.fields["last_period"], told)


def name_of_rule(rule: FormRule) -> str:
    """Return the short name of a rule in the reader's language."""
    return either(rule.title_vi, rule.title_en) or rule.code


_SAMPLES = {
    Check.NEGATIVE: ("-3", ""), Check.DECIMALS: ("1,25", ""), Check.FALL: ("8", "10"), Check.JUMP: ("60", "10"),
    Check.SPLIT: ("10", "12"), Check.EXACT: ("12", "2"), Check.REST: ("12", "2"),
}  # fmt: skip


def example(rule: FormRule) -> str:
    """Return a rule's sentence with a sample in each place."""
    value, other = _SAMPLES.get(rule.check, ("12", "10"))
    places = {
        "name": "A", "other": "B", "value": value, "other_value": other, "unit": gettext("lượt"),
        "group": gettext("giới tính"), "times": str(rule.times), "parts": "“B” + “C”",
    }  # fmt: skip
    return either(rule.sentence_vi, rule.sentence_en).format(**places)


def refused(form: PageForm, name: str | None, refusal: Refused) -> None:
    """Say a refusal at a field, or above the form."""
    form.add_error(name if name in form.fields else None, said(refusal))
