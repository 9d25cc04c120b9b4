"""What areas lay on somebody's desk: to score, appraise, decide, answer, and the steps of plans of change."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, Subquery

from lanhmanh.accounts.access import Actor, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.models import Appeal, Area, AreaClass, Assessment, ChangePlan, ChangeStep
from lanhmanh.areas.policies import province_of
from lanhmanh.areas.rules.course import State
from lanhmanh.areas.selectors.book import BODIES, COMMUNE, SUBJECTS, all_days_of, rules_for
from lanhmanh.areas.selectors.deciding import today_year
from lanhmanh.areas.selectors.ledger import codes_used, of_subjects
from lanhmanh.areas.selectors.naming import Names, names_of
from lanhmanh.areas.selectors.registers import unscored
from lanhmanh.areas.selectors.rule_sets import RuleSetView
from lanhmanh.law.assessing import Step, StepDay
from lanhmanh.units.models import Level, Unit

AHEAD, SOON, MOST_STEPS = timedelta(days=30), timedelta(days=7), 7


@dataclass(frozen=True, slots=True)
class ToBegin:
    """Hold a place that registered, or a branch, whose year has no self-score yet, and under which rules it has one."""

    area: Area
    code: str


@dataclass(frozen=True)
class Desk:
    """What waits for one person, of the year in hand; names of the areas are known."""

    year: int
    code: str
    days: dict[str, dict[Step, StepDay]]
    to_begin: list[int]
    bodies: list[ToBegin]
    open_: list[Assessment]
    to_appraise: list[Assessment]
    to_decide: dict[str, int]
    appeals: list[Appeal]
    steps: list[ChangeStep]
    names: Names
    uids: dict[int, str]

    def due(self, step: Step, code: str = "") -> date | None:
        """Return by when a step is done under a rule set (that of the communes), None where the year has no such."""
        found = self.days.get(code or self.code, {}).get(step)
        return found.due if found else None


def desk(actor: Actor, today: date) -> Desk | None:
    """Return what waits for a person, None for who has nothing to do with areas; a bounded number of queries."""
    held = [
        one for one in (Permission.AREA_SCORE, Permission.AREA_APPRAISE, Permission.AREA_DECIDE) if actor.holds(one)
    ]
    province = province_of(actor.home_unit_id or 0, today) if held else None
    if province is None:
        return None
    year = today_year()
    views = rules_for(province, year, *SUBJECTS)
    code = _communes_code(province, views)
    if not views or code is None:
        return None
    days = all_days_of(province.pk, [one.value for one in views], year)
    scores, decides = Permission.AREA_SCORE in held, Permission.AREA_DECIDE in held
    begin, uids, open_ = _own(actor, code, year) if scores else ([], {}, [])
    begin = begin if _near(days, code, today) else []
    appraise = _to_appraise(actor, code, year) if Permission.AREA_APPRAISE in held else []
    bodies = _bodies(actor, year, [one for one in views if _near(days, one.code, today)]) if scores else []
    appeals, steps = _appeals(actor) if decides else [], _steps(actor, today) if scores else []
    named = [row.area for row in (*open_, *appraise)] + [one.area for one in bodies]
    named += [one.given.area for one in appeals]
    named += [one.plan.area for one in steps]
    return Desk(
        year, code, days, begin, bodies, open_, appraise, _to_decide(actor, code, year) if decides else {}, appeals,
        steps, names_of(named, begin), uids,
    )  # fmt: skip


def _communes_code(province: Unit, views: Sequence[RuleSetView]) -> str | None:
    """Return the rules by which communes are classed: the most used, else the province's own; "" where there are none.

    None: those most used do not hold in the year, so that nothing can be asked of it.
    """
    used = codes_used(province.pk)
    if used:
        return used[0] if used[0] in {one.code for one in views} else None
    own = (one.code for one in views if one.row.unit_id and COMMUNE in one.value.subjects)
    return next(own, "")


def _near(days: Mapping[str, Mapping[Step, StepDay]], code: str, today: date) -> bool:
    found = days.get(code)
    return found is not None and found[Step.SCORE].due - AHEAD <= today


def _bodies(actor: Actor, year: int, views: Sequence[RuleSetView]) -> list[ToBegin]:
    """Return the agencies, schools and branches that have nothing of the year, under any rules; one query for all."""
    fit = {subject: [one.code for one in views if subject in one.value.subjects] for subject in BODIES}
    wanted = [subject for subject, codes in fit.items() if codes]
    if not wanted:
        return []
    given = AreaClass.objects.filter(area=OuterRef("pk"))
    rows = Area.objects.filter(of_subjects(wanted), unit__in=units_for(actor, Permission.AREA_SCORE), ended_on=None)
    rows = unscored(rows, year).annotate(last=Subquery(given.order_by("-year", "-pk").values("rule_code")[:1]))
    found = []
    for row in rows.select_related("unit").order_by("unit_id", "name", "pk"):
        codes = fit[row.subject]
        found.append(ToBegin(row, row.last if row.last in codes else codes[0]))
    return found


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
