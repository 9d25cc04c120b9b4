"""Assessments as pages show them: fact by fact, and as lists of what waits for whom."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet

from lanhmanh.accounts.access import Actor
from lanhmanh.areas.models import Appraisal, AppraisedFact, Assessment, Evidence, Submission
from lanhmanh.areas.policies import inside
from lanhmanh.areas.rules.codes import joined, read
from lanhmanh.areas.selectors.board import UNKNOWN, Face, faces_of
from lanhmanh.areas.selectors.book import rule_of
from lanhmanh.areas.selectors.ledger import of_subjects
from lanhmanh.areas.selectors.pages import appraisals_of, files_of, stated_values
from lanhmanh.kernel import clock
from lanhmanh.law.classes import Fact, Result, RuleSet, Said, Value, classify, result_said
from lanhmanh.units.models import Unit
from lanhmanh.units.selectors import under


@dataclass(frozen=True)
class FactRow:
    """One fact of an assessment: what is stated, from where, with which files, and what the appraiser said."""

    fact: Fact
    value: Value
    source: str
    files: list[Evidence]
    line: AppraisedFact | None
    other: Value = None


@dataclass(frozen=True)
class Shown:
    """An assessment as it stands."""

    rule_set: RuleSet
    rows: list[FactRow]
    whole: list[Evidence]
    result: Result
    said: Said
    face: Face
    appraisals: list[Appraisal]
    submissions: list[Submission] = field(default_factory=list)
    appraised: Face | None = None
    appraised_said: Said | None = None


def picture_of(assessment: Assessment) -> Shown:
    """Return an assessment as it stands, with the latest appraisal beside each fact."""
    rule_set, values = rule_of(assessment), stated_values(assessment)
    files, sources = files_of(assessment), {row.key: row.source for row in assessment.facts.all()}
    appraisals = appraisals_of(assessment)
    agreed = next((one for one in appraisals if one.conclusion == Appraisal.Conclusion.AGREED), None)
    lines = {line.key: line for line in agreed.lines.all()} if agreed else {}
    result, faces = classify(rule_set, values), faces_of(rule_set)
    return Shown(
        rule_set=rule_set, rows=_rows(rule_set, values, sources, files, lines), whole=files.get("", []), result=result,
        said=result_said(rule_set, result), face=faces.get(result.class_code or "", UNKNOWN), appraisals=appraisals,
        submissions=list(assessment.submissions.select_related("submitted_by").order_by("-number")),
        appraised=faces.get(agreed.class_code, UNKNOWN) if agreed else None,
        appraised_said=result_said(rule_set, classify(rule_set, read(agreed.facts))) if agreed else None,
    )  # fmt: skip


def _rows(
    rule_set: RuleSet, values: Mapping[str, Value], sources: Mapping[str, str], files: Mapping[str, list[Evidence]],
    lines: Mapping[str, AppraisedFact],
) -> list[FactRow]:  # fmt: skip
    return [
        FactRow(
            fact=fact, value=values.get(fact.code), source=sources.get(fact.code, ""), files=files.get(fact.code, []),
            line=lines.get(fact.code), other=_other(lines.get(fact.code)),
        )
        for fact in rule_set.facts
    ]  # fmt: skip


def _other(line: AppraisedFact | None) -> Value:
    return None if line is None or line.agreed else joined(line.value, line.answer)


def waiting(
    actor: Actor, root: Unit, *, code: str, year: int, state: str = "", kind: str = ""
) -> QuerySet[Assessment]:  # fmt: skip
    """Return the assessments of a year below a unit that the actor may look into; of one kind of area where asked."""
    below = under(root, clock.today(), with_self=True).values("unit_id")
    rows = Assessment.objects.filter(rule_code=code, year=year, area__unit__in=inside(actor))
    rows = rows.filter(area__unit__in=below)
    if kind:
        rows = rows.filter(of_subjects([kind], "area__"))
    if state:
        rows = rows.filter(state=state)
    return rows.select_related("area__unit").order_by("pk")
