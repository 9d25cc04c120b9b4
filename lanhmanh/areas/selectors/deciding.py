"""What a decision would say: its list, as the document and the page before it show it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.models import Appraisal, Area, AreaClass, Assessment, ClassDecision
from lanhmanh.areas.rules.course import State
from lanhmanh.areas.selectors.naming import Names, names_of
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.law.classes import RuleSet
from lanhmanh.units.models import Unit


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is decided on one assessment: the class, whether it is recognised, and why where it is another."""

    uid: str
    class_code: str = ""
    recognised: bool | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One area in the list of a decision."""

    area: Area
    name: str
    district: str
    class_code: str
    recognised: bool | None
    reason: str = ""
    before: str = ""
    other: bool = False
    facts: Mapping[str, Any] | None = None
    assessment: Assessment | None = None


@dataclass(frozen=True)
class Draft:
    """A decision before it has a number: whose, of which year and rules, and its list."""

    unit: Unit
    unit_name: str
    kind: str
    rule_set: RuleSet
    rule_set_id: int
    year: int
    lines: tuple[Line, ...]

    def counts(self) -> list[tuple[str, int]]:
        """Return how many areas come into each class, from the worst."""
        codes = [line.class_code for line in self.lines]
        return [(one.name[0], codes.count(one.code)) for one in self.rule_set.classes]

    @property
    def recognised(self) -> int:
        """Return how many are recognised."""
        return sum(line.recognised is True for line in self.lines)


def appraised(actor: Actor, code: str, year: int) -> QuerySet[Assessment]:
    """Return the assessments that wait for a decision which the actor may take."""
    units = units_for(actor, Permission.AREA_DECIDE)
    rows = Assessment.objects.filter(area__unit__in=units, rule_code=code, year=year, state=State.APPRAISED)
    return rows.select_related("area").order_by("pk")


def latest_appraisals(rows: Iterable[Assessment]) -> dict[int, Appraisal]:
    """Return the appraisal that goes to the decision, by assessment, in one query."""
    found = Appraisal.objects.filter(submission__assessment__in=[row.pk for row in rows], conclusion="agreed")
    told = found.select_related("submission", "appraised_by").order_by("pk")
    return {one.submission.assessment_id: one for one in told}


def draft_of(unit: Unit, rule_set: RuleSet, rows: Sequence[Assessment], chosen: Sequence[Chosen]) -> Draft:
    """Return the decision on some appraised assessments of one year.

    :raises Refused: an area has no class that the rules know, or one that is not the appraised one without a reason.
    """
    names, said = (
        names_of({row.area_id: row.area for row in rows}.values(), [unit.pk]),
        {one.uid: one for one in chosen},
    )
    appraisals = latest_appraisals(rows)
    lines = [_line(row, said[row.uid], appraisals[row.pk], rule_set, names) for row in rows]
    ordered = sorted(lines, key=lambda line: names.order(line.area))
    return Draft(
        unit,
        names.unit(unit.pk),
        ClassDecision.Kind.CLASSES,
        rule_set,
        rows[0].rule_set_id,
        rows[0].year,
        tuple(ordered),
    )


def _line(row: Assessment, one: Chosen, appraisal: Appraisal, rule_set: RuleSet, names: Names) -> Line:
    code, name = one.class_code or appraisal.class_code, names.of(row.area)
    if code not in {known.code for known in rule_set.classes}:
        raise Refused(_("%(area)s: chọn một loại của bộ tiêu chí.") % {"area": name})
    other = code != appraisal.class_code
    if other and not one.reason.strip():
        raise Refused(_("%(area)s: ghi lý do khi loại khác với kết quả thẩm định.") % {"area": name})
    return Line(
        area=row.area, name=name, district=names.above(row.area), class_code=code, recognised=one.recognised,
        reason=one.reason.strip(), other=other, facts=appraisal.facts, assessment=row,
    )  # fmt: skip


def change_of(
    unit: Unit, rule_set: RuleSet, given: AreaClass, kind: str, *, class_code: str, recognised: bool | None, reason: str
) -> Draft:
    """Return the decision that takes the place of one class: a withdrawal, or another class after an appeal."""
    names = names_of([given.area], [unit.pk])
    line = Line(
        area=given.area, name=names.of(given.area), district=names.above(given.area), class_code=class_code,
        recognised=recognised, reason=reason, before=given.class_code, facts=given.facts,
    )  # fmt: skip
    return Draft(unit, names.unit(unit.pk), kind, rule_set, given.rule_set_id, given.year, (line,))


def today_year() -> int:
    """Return the year whose classes are in hand: until the end of March still that of last year."""
    today = clock.today()
    return today.year - 1 if today.month < 4 else today.year
