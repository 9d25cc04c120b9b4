"""A unit takes up a model that was found worth spreading: plans to, begins, ends with what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, require
from lanhmanh.accounts.rules import Permission
from lanhmanh.activities.models import Adoption, Practice
from lanhmanh.activities.rules import spreading as rules
from lanhmanh.activities.rules.spreading import Step
from lanhmanh.activities.rules.stated import Misstated, in_order, past, text_of
from lanhmanh.activities.services.keeping import locked, made_by, require_all, sent_before, take_back, tell_many
from lanhmanh.audit import services as audit
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.ids import new_id
from lanhmanh.units.models import Unit


@dataclass(frozen=True, slots=True)
class AdoptionEntry:
    """Hold one adoption for `record_adoptions`: planned has no beginning, running no end, ended both."""

    practice: Practice
    unit: Unit
    adapted: str = ""
    started_on: date | None = None
    ended_on: date | None = None
    outcome: str = ""
    result: str = ""
    uid: str = field(default_factory=new_id)


@transaction.atomic
def plan_adoption(*, actor: Actor, practice: Practice, unit: Unit, adapted: str, token: str = "") -> Adoption:
    """Say that a unit will take a model up, and how it fits it to its place.

    :raises NotAllowed: the actor may not record for this unit.
    :raises Refused: nobody found the model worth spreading, it is the unit's own, or the unit has it already.
    """
    require(actor, Permission.ACTIVITY_RECORD, unit)
    if known := sent_before(Adoption, actor, unit, token):
        return known
    rules.check_adopting(practice.stage, at_home=practice.unit_id == unit.pk)
    words = text_of("adapted", adapted, 3000, lines=True)
    adoption = Adoption(practice=practice, unit=unit, adapted=words, token=token or new_id(), **made_by(actor))
    try:
        with transaction.atomic():
            adoption.save()
    except IntegrityError:
        raise Misstated("unit", _("Đơn vị này đã ghi áp dụng mô hình rồi: mở bản ghi đó.")) from None
    audit.record(actor=actor, verb="adoption.planned", on=adoption, unit_id=unit.pk, model=practice.uid)
    return adoption


@transaction.atomic
def record_adoptions(*, actor: Actor, rows: Sequence[AdoptionEntry]) -> list[Adoption]:
    """Record many adoptions as far as they have come, in a few queries, with one event; all or none.

    :raises Misstated: a row states what cannot be.
    :raises NotAllowed: the actor may not record for one of the units.
    """
    require_all(actor, [row.unit for row in rows])
    made = [adoption_of(row, actor) for row in rows]
    try:
        with transaction.atomic():
            Adoption.objects.bulk_create(made, batch_size=500)
    except IntegrityError:
        raise Refused(_("Một đơn vị đã ghi áp dụng mô hình này rồi: bỏ dòng đó.")) from None
    tell_many(actor, verb="adoption.recorded_many", units=[row.unit for row in rows])
    return made


@transaction.atomic
def change_adoption(*, actor: Actor, adoption: Adoption, adapted: str) -> Adoption:
    """Say anew how a unit fits a model to its place."""
    adoption = locked(actor, adoption)
    adoption.adapted = text_of("adapted", adapted, 3000, lines=True)
    adoption.save(update_fields=["adapted"])
    audit.record(actor=actor, verb="adoption.changed", on=adoption, unit_id=adoption.unit_id)
    return adoption


@transaction.atomic
def start_adoption(*, actor: Actor, adoption: Adoption, on: date) -> Adoption:
    """Say since when a unit works by the model.

    :raises Refused: it does already, or the day lies ahead.
    """
    adoption = locked(actor, adoption)
    rules.check_step(adoption.step, Step.RUNNING)
    past("started_on", on, clock.today())
    adoption.step, adoption.started_on = Step.RUNNING.value, on
    adoption.save(update_fields=["step", "started_on"])
    audit.record(actor=actor, verb="adoption.started", on=adoption, unit_id=adoption.unit_id, day=on.isoformat())
    return adoption


@transaction.atomic
def end_adoption(*, actor: Actor, adoption: Adoption, on: date, outcome: str, result: str) -> Adoption:
    """Say what came of it.

    :raises Refused: it has not begun or ended before, or no result is told.
    """
    adoption = locked(actor, adoption)
    rules.check_step(adoption.step, Step.ENDED)
    past("ended_on", on, clock.today())
    in_order("ended_on", adoption.started_on, on)
    if outcome not in Adoption.Outcome.values:
        raise Misstated("outcome", _("Chọn kết quả chung."))
    adoption.result = text_of("result", result, 3000, needed=True, lines=True)
    adoption.step, adoption.ended_on, adoption.outcome = Step.ENDED.value, on, outcome
    adoption.save(update_fields=["step", "ended_on", "outcome", "result"])
    facts = {"day": on.isoformat(), "outcome": outcome}
    audit.record(actor=actor, verb="adoption.ended", on=adoption, unit_id=adoption.unit_id, **facts)
    return adoption


@transaction.atomic
def void_adoption(*, actor: Actor, adoption: Adoption, reason: str) -> None:
    """Take back what should not have been recorded.

    :raises Refused: no reason is given.
    """
    take_back(actor, locked(actor, adoption), reason, verb="adoption.voided")


def adoption_of(row: AdoptionEntry, actor: Actor) -> Adoption:
    """Return a row as a record, its step told by its days.

    :raises Misstated: its days or its result do not fit together.
    """
    rules.check_adopting(row.practice.stage, at_home=row.practice.unit_id == row.unit.pk)
    for name, day in (("started_on", row.started_on), ("ended_on", row.ended_on)):
        past(name, day, clock.today())
    in_order("ended_on", row.started_on, row.ended_on)
    if row.ended_on and not row.started_on:
        raise Misstated("started_on", _("Ghi ngày bắt đầu khi đã có ngày kết thúc."))
    if bool(row.ended_on) != bool(row.result.strip()) or bool(row.ended_on) != (row.outcome in Adoption.Outcome.values):
        raise Misstated(
            "result", _("Đã kết thúc thì ghi cả ngày, kết quả chung và lời kết quả; chưa thì để trống cả ba.")
        )
    step = Step.ENDED if row.ended_on else Step.RUNNING if row.started_on else Step.PLANNED
    return Adoption(
        uid=row.uid, practice=row.practice, unit=row.unit, step=step.value, started_on=row.started_on,
        ended_on=row.ended_on, outcome=row.outcome, adapted=text_of("adapted", row.adapted, 3000, lines=True),
        result=text_of("result", row.result, 3000, lines=True), token=new_id(), **made_by(actor),
    )  # fmt: skip
