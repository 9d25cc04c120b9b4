"""A rule set and what it gives, in the words of a page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lanhmanh.areas.forms.rule_sets import SUBJECTS
from lanhmanh.areas.models import RuleSet
from lanhmanh.law import classes
from lanhmanh.law.calendars import calendar
from lanhmanh.law.classes import FactKind
from lanhmanh.law.classes import RuleSet as Value
from lanhmanh.ui.formats import date_vi, either, said

STATES = {
    RuleSet.State.DRAFT: ("draft", gettext_lazy("Nháp")),
    RuleSet.State.PUBLISHED: ("approved", gettext_lazy("Đã ban hành")),
    RuleSet.State.WITHDRAWN: ("returned", gettext_lazy("Đã thu hồi")),
}


@dataclass(frozen=True)
class Criterion:
    """One criterion as a line: its sign, and what is compared, any of which is enough."""

    code: str
    name: str
    ways: Sequence[str]


@dataclass(frozen=True)
class Shown:
    """One class as a section of a page."""

    code: str
    name: str
    needs: str
    flag: str
    note: str
    criteria: Sequence[Criterion]


@dataclass(frozen=True)
class Line:
    """One criterion of an area: whether it holds, and by which numbers."""

    code: str
    state: str
    word: str
    ways: Sequence[str]


@dataclass(frozen=True)
class Found:
    """What a rule set gives for one area: the sentence, and every comparison class by class."""

    title: str
    state: str
    word: str
    sentence: str
    classes: Sequence[tuple[str, str, Sequence[Line]]]
    version: str = ""
    url: str = ""


def name_of(value: Value) -> str:
    """Return the name of a rule set."""
    return either(*value.title) or value.code


def span(value: Value) -> str:
    """Return from when to when a rule set holds."""
    first = date_vi(value.effective_from)
    if value.effective_to is None:
        return _("từ %(first)s") % {"first": first}
    return _("%(first)s đến %(last)s") % {"first": first, "last": date_vi(value.effective_to)}


def shown(value: Value) -> list[Shown]:
    """Return the classes of a rule set from worst to best, their criteria as sentences."""
    return [
        Shown(
            code=one.code,
            name=either(*one.name),
            needs=_needs(one),
            flag=either(one.source.flag, one.source.flag_en) if one.source else "",
            note=one.source.note if one.source else "",
            criteria=[
                Criterion(each.code, either(*each.name), [said(classes.test_said(value, test)) for test in each.any])
                for each in one.criteria
            ],
        )
        for one in value.classes
    ]


def _needs(one: classes.AreaClass) -> str:
    of = len(one.criteria)
    if one.otherwise:
        return _("Khi không đạt loại nào khác")
    if not of:
        return _("Chưa có tiêu chí")
    if one.needed == of:
        return _("Đạt tiêu chí dưới đây") if of == 1 else _("Đạt cả %(of)s tiêu chí") % {"of": of}
    return _("Đạt ít nhất %(needs)s trong %(of)s tiêu chí") % {"needs": one.needed, "of": of}


def about(value: Value) -> list[tuple[str, str]]:
    """Return what a rule set is, as pairs of name and value."""
    source = value.source
    subjects = "; ".join(str(SUBJECTS[one]) for one in value.subjects)
    period = calendar(value.calendar)
    rows = [
        (_("Văn bản"), " · ".join(part for part in (source.title, source.article) if part) or "—"),
        (_("Hiệu lực"), span(value)),
        (_("Xếp loại"), subjects or "—"),
        (_("Cơ quan quyết định"), either(*value.decided_by) or "—"),
        (_("Kỳ số liệu"), either(period.name_vi, period.name_en)),
    ]
    dues = [f"{either(*one.name)}: " + _("trước %(day)s hằng năm") % {"day": f"{one.day:02}/{one.month:02}"}
            for one in value.deadlines]  # fmt: skip
    return rows + ([(_("Mốc thời gian"), "; ".join(dues))] if dues else [])


def notes(value: Value) -> list[str]:
    """Return what a reader must know of a rule set: what is not checked, what its text leaves open."""
    of_source = [value.source.note] if value.source.note else []
    return of_source + [either(*one) for one in value.notes]


def facts(value: Value) -> list[dict[str, Any]]:
    """Return the facts that a rule set asks for."""
    return [
        {
            "code": one.code,
            "name": either(*one.name),
            "unit": either(*one.unit),
            "ask": either(*one.ask),
            "most": one.most if one.kind is FactKind.POINTS else None,
        }
        for one in value.facts
    ]


def found(value: Value, result: classes.Result, **more: Any) -> Found:
    """Return what a rule set gives for one area, with every comparison."""
    return Found(
        title=name_of(value),
        state="approved" if result.settled else "warning",
        word=class_name(value, result),
        sentence=said(classes.result_said(value, result)),
        classes=[
            (either(*one.area_class.name), said(classes.class_said(one)), [_line(value, each) for each in one.verdicts])
            for one in result.classes
        ],
        **more,
    )


def class_name(value: Value, result: classes.Result) -> str:
    """Return the name of the class, or that there is none."""
    return either(*value.class_of(result.class_code).name) if result.class_code else _("Không xếp được")


def deciding(value: Value, result: classes.Result) -> str:
    """Return what decided: the criteria with their numbers, or why there is no class."""
    if not result.decided_by:
        return said(classes.result_said(value, result))
    return "; ".join(_held(value, one) for one in result.decided_by)


def _held(value: Value, verdict: classes.Verdict) -> str:
    held: Iterable[classes.Finding] = [one for one in verdict.findings if one.holds or one.wide]
    return f"{verdict.criterion.code}) " + "; ".join(said(classes.finding_said(value, one)) for one in held)


def _line(value: Value, verdict: classes.Verdict) -> Line:
    state, word = {
        True: ("approved", _("Đạt")),
        False: ("none", _("Không đạt")),
        None: ("waiting", _("Chưa rõ")),
    }[verdict.holds]
    if verdict.wide and not verdict.holds:
        state, word = "warning", _("Vượt khoảng")
    return Line(
        verdict.criterion.code, state, word, [said(classes.finding_said(value, one)) for one in verdict.findings]
    )
