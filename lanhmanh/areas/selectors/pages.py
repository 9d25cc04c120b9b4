"""One area's page, one assessment, and the doors to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q
from django.http import Http404

from lanhmanh.accounts.access import Actor
from lanhmanh.areas.models import Appeal, Appraisal, Area, AreaClass, Assessment, ChangePlan, Evidence, How, TargetClass
from lanhmanh.areas.policies import in_sight, inside
from lanhmanh.areas.rules.codes import joined, read
from lanhmanh.areas.selectors.board import UNKNOWN, Face, faces_of
from lanhmanh.areas.selectors.rule_sets import view_of
from lanhmanh.kernel import clock
from lanhmanh.law.classes import Result, RuleSet, classify
from lanhmanh.law.classes.values import Value
from lanhmanh.units.models import Unit
from lanhmanh.units.selectors import under


def get_area(actor: Actor, uid: str) -> Area:
    """Return an area by its own public id or by that of its unit; one without a row yet is not saved.

    :raises Http404: there is none that the actor may see.
    """
    seen = in_sight(actor)
    rows = Area.objects.select_related("unit").filter(Q(uid=uid) | Q(unit__uid=uid, kind=Area.Kind.UNIT))
    if found := rows.filter(unit__in=seen).first():
        return found
    unit = seen.filter(uid=uid, level__in=["commune", "branch"]).first()
    if unit is None:
        raise Http404("area")
    return Area(unit=unit)


def get_assessment(actor: Actor, uid: str) -> Assessment:
    """Return an assessment that the actor may look into.

    :raises Http404: there is none.
    """
    rows = Assessment.objects.select_related("area__unit", "rule_set", "submitted_by", "appraised_by", "decided_by")
    found = rows.filter(uid=uid, area__unit__in=inside(actor)).first()
    if found is None:
        raise Http404("assessment")
    return found


def get_class(actor: Actor, uid: str) -> AreaClass:
    """Return a row of the ledger that stands, of an area that the actor may look into.

    :raises Http404: there is none.
    """
    rows = AreaClass.objects.select_related("area__unit", "rule_set", "decision__document")
    found: AreaClass | None = rows.filter(uid=uid, area__unit__in=inside(actor), replaced_by=None).first()
    if found is None:
        raise Http404("class")
    return found


def get_appeal(actor: Actor, uid: str) -> Appeal:
    """Return an appeal of an area that the actor may look into.

    :raises Http404: there is none.
    """
    rows = Appeal.objects.select_related("given__area__unit", "given__rule_set", "lodged_by")
    found = rows.filter(uid=uid, given__area__unit__in=inside(actor)).first()
    if found is None:
        raise Http404("appeal")
    return found


def get_evidence(actor: Actor, uid: str) -> Evidence:
    """Return a file of an assessment that the actor may look into.

    :raises Http404: there is none.
    """
    rows = Evidence.objects.select_related("assessment__area", "file")
    found = rows.filter(uid=uid, assessment__area__unit__in=inside(actor)).first()
    if found is None:
        raise Http404("evidence")
    return found


def get_change_plan(actor: Actor, uid: str) -> ChangePlan:
    """Return a plan of change of an area that the actor may look into.

    :raises Http404: there is none.
    """
    rows = ChangePlan.objects.select_related("area__unit").prefetch_related("steps")
    found = rows.filter(uid=uid, area__unit__in=inside(actor)).first()
    if found is None:
        raise Http404("plan of change")
    return found


@dataclass(frozen=True)
class Entry:
    """One row of the ledger with its face, the rules of its day, and what those rules say of its facts."""

    row: AreaClass
    face: Face
    rule_set: RuleSet
    result: Result | None
    appeals: list[Appeal]
    stands: bool


@dataclass(frozen=True)
class History:
    """All years of an area under one rule set: the newest first, and within a year what stands first."""

    code: str
    title: tuple[str, str]
    entries: list[Entry]
    targets: list[tuple[int, Face]]

    @property
    def path(self) -> list[tuple[int, Face]]:
        """Return the class of each year, the oldest first."""
        stands = [entry for entry in self.entries if entry.stands]
        return [(entry.row.year, entry.face) for entry in reversed(stands)]

    @property
    def newest(self) -> int:
        """Return the last year with a result: only that one is still worth an appeal."""
        return max(entry.row.year for entry in self.entries)


def histories(area: Area) -> list[History]:
    """Return what an area was under each rule set, the one with the latest class first; four queries."""
    if area.pk is None:
        return []
    appeals = Appeal.objects.select_related("lodged_by", "answered_by").order_by("-pk")
    rows = AreaClass.objects.filter(area=area).select_related("rule_set", "decision__document", "assessment")
    rows = rows.defer("decision__document__value").order_by("-year", "-pk")
    found = list(rows.prefetch_related(Prefetch("appeals", appeals)))
    gone = {row.replaces_id for row in found}
    rules = {row.rule_set_id: view_of(row.rule_set).value for row in found}
    aims = list(TargetClass.objects.filter(area=area).order_by("pk").values_list("rule_code", "year", "class_code"))
    codes = list(dict.fromkeys(row.rule_code for row in found))
    return [_history(code, [row for row in found if row.rule_code == code], rules, gone, aims) for code in codes]


def _history(
    code: str, rows: list[AreaClass], rules: Mapping[int, RuleSet], gone: set[int | None],
    aims: list[tuple[str, int, str]],
) -> History:  # fmt: skip
    entries = [_entry(row, rules[row.rule_set_id], row.pk not in gone) for row in rows]
    latest = rules[rows[0].rule_set_id]
    shown = faces_of(latest)
    told = {year: class_code for one, year, class_code in aims if one == code}
    targets = [(year, shown[class_code]) for year, class_code in sorted(told.items()) if class_code in shown]
    return History(code, latest.title, entries, targets)


def _entry(row: AreaClass, rule_set: RuleSet, stands: bool) -> Entry:  # noqa: FBT001 - of this module alone
    face = UNKNOWN if row.how == How.WITHDRAWN else faces_of(rule_set).get(row.class_code, UNKNOWN)
    result = classify(rule_set, read(row.facts)) if row.facts else None
    return Entry(row, face, rule_set, result, list(row.appeals.all()), stands)


def stated_values(assessment: Assessment) -> dict[str, Value]:
    """Return the facts that an area states so far."""
    return {row.key: joined(row.value, row.answer) for row in assessment.facts.all()}


def appraisals_of(assessment: Assessment) -> list[Appraisal]:
    """Return what was said to an assessment, the newest first."""
    rows = Appraisal.objects.filter(submission__assessment=assessment).select_related("appraised_by", "submission")
    return list(rows.prefetch_related("lines").order_by("-pk"))


def files_of(assessment: Assessment) -> dict[str, list[Evidence]]:
    """Return the files of an assessment by the fact that they show, "" for the whole."""
    found: dict[str, list[Evidence]] = {}
    rows = assessment.evidence.select_related("file").defer("file__content").order_by("pk")
    for one in rows:
        found.setdefault(one.key, []).append(one)
    return found


def open_assessments(area: Area) -> list[Assessment]:
    """Return the assessments of an area that have no decision yet, the latest year first."""
    if area.pk is None:
        return []
    rows = Assessment.objects.filter(area=area).exclude(state__in=["decided", "withdrawn"])
    return list(rows.select_related("rule_set").order_by("-year", "-pk"))


def plans_of(area: Area) -> list[ChangePlan]:
    """Return the plans of change of an area, the newest first, with their steps."""
    if area.pk is None:
        return []
    return list(ChangePlan.objects.filter(area=area).prefetch_related("steps").order_by("-pk"))


def plans_below(actor: Actor, root: Unit, code: str, of: Sequence[Unit] | None = None) -> list[ChangePlan]:
    """Return the plans of change of communes below a unit that the actor may look into, with areas and steps."""
    below = under(root, clock.today(), with_self=True).values("unit_id")
    rows = ChangePlan.objects.filter(rule_code=code, area__unit__in=inside(actor)).filter(area__unit__in=below)
    rows = rows.filter(area__unit__in=of) if of is not None else rows
    return list(rows.select_related("area").prefetch_related("steps").order_by("area__unit_id", "pk"))


def registered(unit: Unit) -> list[Area]:
    """Return the agencies and schools of a commune that registered, those still in it first."""
    rows = Area.objects.filter(unit=unit).exclude(kind=Area.Kind.UNIT)
    return list(rows.order_by("ended_on", "name"))
