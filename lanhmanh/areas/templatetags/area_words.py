"""Words and marks of areas in templates: `{% load area_words %}`."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lanhmanh.accounts.rules import roles
from lanhmanh.areas.models import Assessment, ChangePlan, Evidence
from lanhmanh.areas.rules.course import State
from lanhmanh.areas.rules.moves import Move
from lanhmanh.areas.views import words
from lanhmanh.law.classes import (
    ClassVerdict,
    Finding,
    Result,
    RuleSet,
    Said,
    Value,
    class_said,
    finding_said,
    result_said,
)
from lanhmanh.ui import formats

register = template.Library()


@register.filter
def in_words(pair: tuple[str, str]) -> str:
    """Return the one of two texts that is in the reader's language."""
    return formats.either(pair[0], pair[1] or pair[0])


@register.filter
def told(said: Said) -> str:
    """Return a sentence of the rules in the reader's language."""
    return formats.said(said)


@register.filter
def move_said(kind: Move) -> str:
    """Return what became of an area since the year before."""
    return words.move_said(kind)


@register.filter
def plan_mark(plan: ChangePlan) -> str:
    """Return the mark of a plan of change."""
    return words.PLAN_MARKS[ChangePlan.State(plan.state)]


@register.filter
def course_mark(assessment: Assessment) -> str:
    """Return the mark of an assessment."""
    return words.MARKS[State(assessment.state)]


@register.inclusion_tag("ui/crumbs.html")
def trail_of(parts: list[str]) -> dict[str, object]:
    """Show the way to a page, from labels and addresses in one list."""
    return {"trail": list(zip(parts[::2], parts[1::2], strict=True))}


@register.filter
def fact_value(value: Value) -> str:
    """Return a fact as it is read: a figure, yes or no, or that it is not known."""
    if isinstance(value, bool):
        return _("có") if value else pgettext("yes or no", "không")
    return _("chưa rõ") if value is None else formats.number(value)


@register.filter
def said_of(rule_set: RuleSet, result: Result) -> str:
    """Return what an area is by its rules, and by which criteria."""
    return told(result_said(rule_set, result))


@register.filter
def class_words(verdict: ClassVerdict) -> str:
    """Return how many criteria of a class hold."""
    return told(class_said(verdict))


@register.filter
def finding_words(rule_set: RuleSet, finding: Finding) -> str:
    """Return one comparison with its numbers."""
    return told(finding_said(rule_set, finding))


@register.inclusion_tag("ui/stepper.html")
def stepper_of(assessment: Assessment) -> dict[str, object]:
    """Show where an assessment is on its way."""
    place = {State.DRAFT: 1, State.RETURNED: 1, State.SUBMITTED: 2, State.APPRAISED: 3}.get(State(assessment.state), 4)
    labels = (_("Tự chấm"), _("Thẩm định"), _("Quyết định"), _("Vào sổ"))
    return {"steps": list(enumerate(labels, 1)), "current": place}


@register.filter
def role_name(code: str) -> str:
    """Return the name of a role in the reader's language."""
    found = roles().get(code)
    return formats.either(found.name_vi, found.name_en) if found else code


@register.filter
def whole_files(held: dict[str, list[Evidence]]) -> list[Evidence]:
    """Return the files that show the whole and no one fact."""
    return held.get("", [])
