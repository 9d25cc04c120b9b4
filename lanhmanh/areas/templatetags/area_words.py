"""Words and marks of areas in templates: `{% load area_words %}`."""

from django import template

from lanhmanh.areas.models import Assessment, ChangePlan
from lanhmanh.areas.rules.course import State
from lanhmanh.areas.rules.moves import Move
from lanhmanh.areas.views import words
from lanhmanh.law.classes import Said
from lanhmanh.ui import formats

register = template.Library()


@register.filter
def in_words(pair: tuple[str, str]) -> str:
    """Return the one of two texts that is in the reader's language."""
    return formats.either(pair[0], pair[1] or pair[0])


@register.filter
def told(said: Said) -> str:
    """Return a sentence of the rules in the reader's language."""
    return formats.said(said)  # type: ignore[arg-type]


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
