"""Which rules hold for a class: those of the day on which its year ended, or the version that a row names."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from lanhmanh.areas.models import AreaClass, Assessment, CourseDay, RuleSet
from lanhmanh.areas.selectors.rule_sets import RuleSetView, rule_set_on, rule_sets_on, view_of
from lanhmanh.kernel.errors import Refused
from lanhmanh.law import classes
from lanhmanh.law.assessing import OwnDay, Step, StepDay, days
from lanhmanh.units.models import Unit

COMMUNE = "commune"
BODIES = ("agency", "school", "branch")
SUBJECTS = (COMMUNE, *BODIES)


def rule_for(of: int | Unit, code: str, year: int) -> RuleSetView:
    """Return the rules under which the areas of a unit are classed for a year: those in force on its last day.

    :raises Refused: there were none of this code.
    """
    try:
        unit = Unit.objects.get(pk=of) if isinstance(of, int) else of
        return rule_set_on(unit, code, date(year, 12, 31))
    except RuleSet.DoesNotExist:
        words = {"code": code, "year": year}
        raise Refused(_("Năm %(year)d không có bộ tiêu chí %(code)s nào đang áp dụng.") % words) from None


def rules_for(unit: Unit, year: int, *subjects: str) -> list[RuleSetView]:
    """Return every rule set under which such areas of a unit (communes) are classed for a year, its own first."""
    wanted, found = set(subjects or (COMMUNE,)), rule_sets_on(unit, date(year, 12, 31))
    return [one for one in found if wanted & set(one.value.subjects) and not one.value.template]


def rule_of(row: AreaClass | Assessment) -> classes.RuleSet:
    """Return the rules by which a class was given or an assessment is made, whatever holds today."""
    return view_of(row.rule_set).value


def rule_of_pk(pk: int) -> classes.RuleSet:
    """Return the value of a kept version."""
    return view_of(RuleSet.objects.get(pk=pk)).value


def own_days(province_id: int, code: str) -> dict[Step, OwnDay]:
    """Return the days that a province set for itself, the last set of each step."""
    rows = CourseDay.objects.filter(unit_id=province_id, rule_code=code).order_by("pk")
    return {Step(row.step): OwnDay(row.years, row.month, row.day, row.basis) for row in rows}


def days_of(province_id: int, rule_set: classes.RuleSet, year: int) -> dict[Step, StepDay]:
    """Return by when the steps of a year are done in a province."""
    return days(rule_set, year, own_days(province_id, rule_set.code))


def all_days_of(province_id: int, rule_sets: Iterable[classes.RuleSet], year: int) -> dict[str, dict[Step, StepDay]]:
    """Return code → by when the steps of a year are done in a province, in one query."""
    own: dict[str, dict[Step, OwnDay]] = {}
    for row in CourseDay.objects.filter(unit_id=province_id).order_by("pk"):
        own.setdefault(row.rule_code, {})[Step(row.step)] = OwnDay(row.years, row.month, row.day, row.basis)
    return {one.code: days(one, year, own.get(one.code)) for one in rule_sets}
