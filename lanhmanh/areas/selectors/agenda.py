"""What areas lay on somebody's desk: to score, appraise, decide, answer, and the steps of plans of change."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q

from lanhmanh.accounts.access import Actor, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.models import Appeal, Area, AreaClass, Assessment, ChangePlan, ChangeStep
from lanhmanh.areas.policies import province_of
from lanhmanh.areas.rules.course import State
from lanhmanh.areas.selectors.book import days_of, rule_for, rules_for
from lanhmanh.areas.selectors.deciding import today_year
from lanhmanh.areas.selectors.ledger import codes_used
from lanhmanh.areas.selectors.naming import Names, names_of
from lanhmanh.kernel.errors import Refused
from lanhmanh.law.assessing import Step
from lanhmanh.units.models import Level

AHEAD, SOON, MOST_STEPS = timedelta(days=30), timedelta(days=7), 7


@dataclass(frozen=True)
class Desk:
    """What waits for one person, of the year in hand; names of the areas are known."""

    year: int
    code: str
    due: dict[Step, date]
    to_begin: list[int]
    open_: list[Assessment]
    to_appraise: list[Assessment]
    to_decide: dict[str, int]
    appeals: list[Appeal]
    steps: list[ChangeStep]
    names: Names
    uids: dict[int, str]


def desk(actor: Actor, today: date) -> Desk | None:
    """Return what waits for a person, None for who has nothing to do with areas; a bounded number of queries."""
    held = [
        one for one in (Permission.AREA_SCORE, Permission.AREA_APPRAISE, Permission.AREA_DECIDE) if actor.holds(one)
    ]
    province = province_of(actor.home_unit_id or 0, today) if held else None
    if province is None:
        return None
    year = today_year()
    codes = codes_used(province.pk) or [one.code for one in rules_for(province, year) if one.row.unit_id]
    if not codes:
        return None
    code = codes[0]
    try:
        due = {step: one.due for step, one in days_of(province.pk, rule_for(province, code, year).value, year).items()}
    except Refused:
        return None
    begin, uids, open_ = _own(actor, code, year) if Permission.AREA_SCORE in held else ([], {}, [])
    begin = begin if due[Step.SCORE] - AHEAD <= today else []
    appraise = _to_appraise(actor, code, year) if Permission.AREA_APPRAISE in held else []
    decides = Permission.AREA_DECIDE in held
    appeals, steps = _appeals(actor) if decides else [], _steps(actor, today) if Permission.AREA_SCORE in held else []
    named = [row.area for row in (*open_, *appraise)] + [one.given.area for one in appeals]
    named += [one.plan.area for one in steps]
    return Desk(
        year, code, due, begin, open_, appraise, _to_decide(actor, code, year) if decides else {}, appeals, steps,
        names_of(named, begin), uids,
    )  # fmt: skip


def _own(actor: Actor, code: str, year: int) -> tuple[list[int], dict[int, str], list[Assessment]]:
    """Return the communes that have nothing of the year yet, and the assessments that are still to be sent."""
    given = AreaClass.objects.filter(rule_code=code, year=year, area__unit=OuterRef("pk"))
    communes = units_for(actor, Permission.AREA_SCORE).filter(level=Level.COMMUNE).annotate(given=Exists(given))
    told = list(communes.values_list("pk", "uid", "given"))
    uids = {unit_id: uid for unit_id, uid, _given in told}
    rows = Assessment.objects.filter(_of(code), year=year, area__unit_id__in=uids).select_related("area__unit")
    found = list(rows) if uids else []
    begun = {row.area.unit_id for row in found if row.area.kind == Area.Kind.UNIT}
    done = {unit_id for unit_id, _uid, given in told if given} | begun
    open_ = [row for row in found if row.state in (State.DRAFT, State.RETURNED)]
    return [unit_id for unit_id in uids if unit_id not in done], uids, open_


def _to_appraise(actor: Actor, code: str, year: int) -> list[Assessment]:
    units = units_for(actor, Permission.AREA_APPRAISE)
    rows = Assessment.objects.filter(_of(code), year=year, state=State.SUBMITTED, area__unit__in=units)
    return list(rows.exclude(submitted_by_id=actor.user_id).select_related("area__unit").order_by("submitted_at"))


def _to_decide(actor: Actor, code: str, year: int) -> dict[str, int]:
    """Return rule set → how many assessments wait: those of communes, and of agencies and schools under any rules."""
    units = units_for(actor, Permission.AREA_DECIDE)
    rows = Assessment.objects.filter(_of(code), year=year, state=State.APPRAISED, area__unit__in=units)
    codes = rows.exclude(appraised_by_id=actor.user_id).order_by("rule_code").values_list("rule_code", flat=True)
    return dict(Counter(codes))


def _of(code: str) -> Q:
    """Return the condition that an assessment is of the communes' rules, or of who registered, by whatever rules."""
    return Q(rule_code=code) | ~Q(area__kind=Area.Kind.UNIT)


def _appeals(actor: Actor) -> list[Appeal]:
    units = units_for(actor, Permission.AREA_DECIDE)
    rows = Appeal.objects.filter(state=Appeal.State.LODGED, given__area__unit__in=units)
    return list(rows.select_related("given__area__unit").order_by("lodged_at"))


def _steps(actor: Actor, today: date) -> list[ChangeStep]:
    units = units_for(actor, Permission.AREA_SCORE)
    rows = ChangeStep.objects.filter(plan__area__unit__in=units, done_on=None, due__lte=today + SOON)
    rows = rows.filter(plan__state=ChangePlan.State.ISSUED)
    return list(rows.select_related("plan__area__unit").order_by("due")[:MOST_STEPS])
