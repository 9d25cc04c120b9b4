"""What areas are to become: target classes, plans of change, the province's own days."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, NotAllowed, can, require
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.models import Area, ChangePlan, ChangeStep, CourseDay, TargetClass
from lanhmanh.areas.policies import sets_targets
from lanhmanh.areas.rules.plans import is_easier
from lanhmanh.areas.selectors.book import rule_for
from lanhmanh.areas.selectors.ledger import targets_of, targets_set_outside
from lanhmanh.areas.services.common import areas_of, line, words
from lanhmanh.audit import services as audit
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.law.assessing import OwnDay, Step
from lanhmanh.units.models import Unit
from lanhmanh.units.selectors import under

FURTHEST = 30
MOST_STEPS = 40


@transaction.atomic
def set_targets(*, actor: Actor, unit: Unit, code: str, year: int, classes: Mapping[int, str]) -> int:
    """Set the class that each of these units below one is to have in a year; "" takes a target back.

    Return how many changed: what is as it was is not written again.

    A district sets those of its communes, and keeps or betters what the province set for them.

    :raises NotAllowed: the actor sets no targets here.
    :raises Refused: the year is past or far, a class is none of the rules, or a unit does not lie below.
    """
    if not sets_targets(actor, unit):
        raise NotAllowed(_("Tài khoản này không có quyền làm việc đó tại đơn vị này."))
    today = clock.today()
    if not today.year <= year <= today.year + FURTHEST:
        raise Refused(_("Đặt mục tiêu cho năm nay hoặc năm sau, không quá %(most)d năm.") % {"most": FURTHEST})
    rule_set = rule_for(unit.pk, code, today.year).value
    if set(classes.values()) - {one.code for one in rule_set.classes} - {""}:
        raise Refused(_("Chọn một loại của bộ tiêu chí."))
    below = set(under(unit, today, with_self=True).values_list("unit_id", flat=True))
    if classes.keys() - below:
        raise Refused(_("Chỉ đặt mục tiêu cho địa bàn thuộc đơn vị này."))
    areas = areas_of(classes)
    known = targets_of(code, [area.pk for area in areas.values()])
    told = {areas[unit_id]: value for unit_id, value in classes.items()}
    changed = {area: value for area, value in told.items() if known.get(area.pk, {}).get(year, "") != value}
    if not can(actor, Permission.TARGET_SET, unit):
        _keep_what_was_set_above(unit, changed, [one.code for one in rule_set.classes], code, year)
    _write_targets(actor, changed, code, year)
    return len(changed)


def _keep_what_was_set_above(
    unit: Unit, changed: Mapping[Area, str], ranks: Sequence[str], code: str, year: int
) -> None:  # fmt: skip
    """Return if no target that somebody outside of this unit set is taken back or made easier.

    :raises Refused: one is.
    """
    told = targets_set_outside(unit, [area.unit_id for area in changed], code)
    kept = {area: told.get((area.unit_id, year), "") for area in changed}
    if easier := [area for area, value in changed.items() if is_easier(ranks, value, kept[area])]:
        count = {"count": len(easier)}
        raise Refused(_("%(count)d địa bàn đã có mục tiêu của tỉnh: chỉ đặt bằng hoặc tốt hơn.") % count)


def _write_targets(actor: Actor, changed: Mapping[Area, str], code: str, year: int) -> None:
    now = clock.now()
    TargetClass.objects.bulk_create(
        (
            TargetClass(
                area=area, rule_code=code, year=year, class_code=value, set_at=now, set_by_id=actor.user_id
            )
            for area, value in changed.items()
        ),
        batch_size=500,
    )  # fmt: skip
    told = [(area, area.unit_id, {"year": year, "class": value}) for area, value in changed.items()]
    if told:
        audit.record_many(actor=actor, verb="area.target_set", told=told)


@dataclass(frozen=True, slots=True)
class PlanData:
    """What a plan of change states."""

    from_class: str
    to_class: str
    to_year: int


@dataclass(frozen=True, slots=True)
class StepData:
    """What one step of a plan of change states."""

    what: str
    who: str
    due: date


@transaction.atomic
def draft_plan(*, actor: Actor, area: Area, code: str, data: PlanData) -> ChangePlan:
    """Begin a plan to lead an area to a better class.

    :raises Refused: it leads to no better class, to a year past or far, or another plan runs.
    """
    require(actor, Permission.AREA_SCORE, area.unit_id)
    today = clock.today()
    rule_set = rule_for(area.unit_id, code, today.year).value
    known = {one.code for one in rule_set.classes}
    if not {data.from_class, data.to_class} <= known:
        raise Refused(_("Chọn một loại của bộ tiêu chí."))
    if rule_set.rank(data.to_class) <= rule_set.rank(data.from_class):
        raise Refused(_("Kế hoạch chuyển hóa phải đưa địa bàn đến loại tốt hơn loại hiện nay."))
    if not today.year <= data.to_year <= today.year + FURTHEST:
        raise Refused(_("Năm đạt phải là năm nay hoặc năm sau."))
    made = ChangePlan(area=area, rule_code=code, recorded_at=clock.now(), recorded_by_id=actor.user_id, **asdict(data))
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        raise Refused(_("Địa bàn đã có kế hoạch chuyển hóa chưa kết thúc: mở kế hoạch đó.")) from None
    audit.record(actor=actor, verb="area.plan_begun", on=made, unit_id=area.unit_id, to=data.to_class)
    return made


@transaction.atomic
def add_step(*, actor: Actor, plan: ChangePlan, data: StepData) -> ChangeStep:
    """Add a piece of work to a plan that has not ended.

    :raises Refused: the plan ended, nothing or nobody is named, or the day is past.
    """
    found = _running(actor, plan)
    what, who = line(data.what), line(data.who, 200)
    if not what or not who:
        raise Refused(_("Ghi việc cần làm và ai làm."))
    if data.due < clock.today():
        raise Refused(_("Hạn của việc phải từ hôm nay trở đi."))
    if found.steps.count() >= MOST_STEPS:
        raise Refused(_("Mỗi kế hoạch nhiều nhất %(most)d việc: gộp các việc nhỏ.") % {"most": MOST_STEPS})
    made = ChangeStep.objects.create(plan=found, what=what, who=who, due=data.due)
    audit.record(actor=actor, verb="area.step_added", on=made, unit_id=found.area.unit_id, due=data.due.isoformat())
    return made


@transaction.atomic
def issue_plan(*, actor: Actor, plan: ChangePlan, number: str, issued_on: date) -> ChangePlan:
    """Say that a plan of change is in force, by which document and since when.

    :raises Refused: it has no steps, was issued, or the day is to come.
    """
    found = _running(actor, plan)
    if found.state != ChangePlan.State.DRAFT:
        raise Refused(_("Kế hoạch này đã ban hành."))
    if not found.steps.exists():
        raise Refused(_("Thêm ít nhất một việc trước khi ban hành."))
    if issued_on > clock.today():
        raise Refused(_("Ngày ban hành chưa đến."))
    found.state, found.number, found.issued_on = ChangePlan.State.ISSUED, line(number, 60), issued_on
    found.save()
    audit.record(actor=actor, verb="area.plan_issued", on=found, unit_id=found.area.unit_id, number=found.number)
    return found


@transaction.atomic
def finish_step(*, actor: Actor, step: ChangeStep, done_on: date, outcome: str) -> ChangeStep:
    """Say that a piece of work is done, when, and what came of it.

    :raises Refused: it was done, the day is to come, or no outcome is told.
    """
    plan = _running(actor, step.plan)
    found = ChangeStep.objects.select_for_update().get(pk=step.pk)
    if found.done_on:
        raise Refused(_("Việc này đã ghi là xong."))
    if done_on > clock.today():
        raise Refused(_("Ngày xong chưa đến."))
    if not outcome.strip():
        raise Refused(_("Ghi kết quả của việc."))
    found.done_on, found.outcome = done_on, words(outcome)
    found.save()
    audit.record(actor=actor, verb="area.step_done", on=found, unit_id=plan.area.unit_id)
    return found


@transaction.atomic
def end_plan(*, actor: Actor, plan: ChangePlan, ending: str) -> ChangePlan:
    """End a plan of change that was issued, and say what came of it.

    :raises Refused: it was not issued or has ended, or nothing is said.
    """
    found = _running(actor, plan)
    if found.state != ChangePlan.State.ISSUED:
        raise Refused(_("Chỉ kết thúc kế hoạch đã ban hành."))
    if not ending.strip():
        raise Refused(_("Ghi kết quả của kế hoạch."))
    found.state, found.ending = ChangePlan.State.ENDED, words(ending)
    found.save()
    audit.record(actor=actor, verb="area.plan_ended", on=found, unit_id=found.area.unit_id)
    return found


@transaction.atomic
def set_days(*, actor: Actor, province: Unit, code: str, days: Mapping[Step, OwnDay]) -> None:
    """Set a province's own days for the steps of the course under a rule set.

    :raises Refused: there is no such day, or the steps do not follow one another.
    """
    require(actor, Permission.RULES_WRITE, province)
    require_order(days)
    now = clock.now()
    for step, one in days.items():
        CourseDay(
            unit=province, rule_code=code, step=step, years=one.years, month=one.month, day=one.day,
            basis=line(one.basis), set_at=now, set_by_id=actor.user_id,
        ).save()  # fmt: skip
    told = {step.value: f"+{one.years} {one.day}/{one.month}" for step, one in days.items()}
    audit.record(actor=actor, verb="area.days_set", on=province, unit_id=province.pk, rule=code, **told)


def require_order(days: Mapping[Step, OwnDay]) -> None:
    """Return if the days are days, and each step comes no sooner than the one before.

    :raises Refused: one is not.
    """
    told = [days[step].due(2023) for step in Step if step in days]
    if told != sorted(told):
        raise Refused(_("Ngày thẩm định, ngày quyết định không được trước ngày tự chấm."))


def _running(actor: Actor, plan: ChangePlan) -> ChangePlan:
    require(actor, Permission.AREA_SCORE, plan.area.unit_id)
    found = ChangePlan.objects.select_for_update(of=("self",)).select_related("area").get(pk=plan.pk)
    if found.state == ChangePlan.State.ENDED:
        raise Refused(_("Kế hoạch này đã kết thúc."))
    return found
