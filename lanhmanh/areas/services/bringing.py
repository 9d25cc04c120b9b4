"""Plans of change brought in whole from a list, with their steps and what came of them; all or none."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, NotAllowed, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.models import Area, ChangePlan, ChangeStep
from lanhmanh.areas.rules.plans import WholePlan, WholeStep, plan_faults, step_faults
from lanhmanh.areas.selectors.book import rule_for
from lanhmanh.areas.services.aims import MOST_STEPS
from lanhmanh.areas.services.common import areas_of, line, words
from lanhmanh.audit import services as audit
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.units.models import Unit

State = ChangePlan.State


@dataclass(frozen=True, slots=True)
class Brought:
    """Hold one plan of a commune as a list states it; `uid` is that of its first row."""

    unit: Unit
    plan: WholePlan
    steps: tuple[WholeStep, ...]
    uid: str


@dataclass(frozen=True, slots=True)
class _Keeping:
    """Who brings plans in, under which rules, into which areas."""

    actor: Actor
    code: str
    areas: dict[int, Area]


@transaction.atomic
def bring_plans(*, actor: Actor, province: Unit, code: str, entries: Sequence[Brought]) -> list[ChangePlan]:
    """Keep plans of change as they are on paper, past steps and ended plans too, in a few queries.

    :raises NotAllowed: the actor scores no areas at one of the units.
    :raises Refused: a plan or step cannot be, or another plan of the area runs.
    """
    allowed = set(units_for(actor, Permission.AREA_SCORE).values_list("pk", flat=True))
    if not {one.unit.pk for one in entries} <= allowed:
        raise NotAllowed(_("Tài khoản này không có quyền ghi cho một đơn vị trong danh sách."))
    rules = rule_for(province.pk, code, clock.today().year).value
    ranks = {one.code: place for place, one in enumerate(rules.classes)}
    for one in entries:
        _require_sound(one, ranks)
    keeping = _Keeping(actor, code, areas_of({one.unit.pk for one in entries}))
    try:
        with transaction.atomic():
            made = _save(keeping, entries)
    except IntegrityError:
        raise Refused(_("Địa bàn đã có kế hoạch chuyển hóa chưa kết thúc: mở kế hoạch đó.")) from None
    counts = Counter(one.unit.uid for one in entries)
    only = entries[0].unit.pk if len(counts) == 1 else None
    audit.record(actor=actor, verb="area.plans_brought", unit_id=only, count=len(made), units=dict(counts))
    return made


def _require_sound(one: Brought, ranks: dict[str, int]) -> None:
    if len(one.steps) > MOST_STEPS:
        raise Refused(_("Mỗi kế hoạch nhiều nhất %(most)d việc: gộp các việc nhỏ.") % {"most": MOST_STEPS})
    for fault in plan_faults(one.plan, ranks, clock.today()):
        raise fault
    for step in one.steps:
        for fault in step_faults(step, clock.today()):
            raise fault


def _save(keeping: _Keeping, entries: Sequence[Brought]) -> list[ChangePlan]:
    plans = ChangePlan.objects.bulk_create([_plan(keeping, one) for one in entries], batch_size=500)
    ChangeStep.objects.bulk_create(
        (
            ChangeStep(
                plan=plan, what=line(step.what), who=line(step.who, 200), due=step.due, done_on=step.done_on,
                outcome=words(step.outcome),
            )
            for plan, one in zip(plans, entries, strict=True)
            for step in one.steps
        ),
        batch_size=500,
    )  # fmt: skip
    return list(plans)


def _plan(keeping: _Keeping, one: Brought) -> ChangePlan:
    told = one.plan
    state = State.ENDED if told.ending else State.ISSUED if told.issued_on else State.DRAFT
    return ChangePlan(
        uid=one.uid, area=keeping.areas[one.unit.pk], rule_code=keeping.code, from_class=told.from_class,
        to_class=told.to_class, to_year=told.to_year, number=line(told.number, 60), issued_on=told.issued_on,
        ending=words(told.ending), state=state, recorded_at=clock.now(), recorded_by_id=keeping.actor.user_id,
    )  # fmt: skip
