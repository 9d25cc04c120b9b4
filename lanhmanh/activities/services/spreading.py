"""Record a model, propose it, judge it; what it brought and how many belong to it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, require
from lanhmanh.accounts.rules import Permission
from lanhmanh.activities.models import Adoption, Headcount, Judgement, Practice, PracticeKind, Result
from lanhmanh.activities.rules import spreading as rules
from lanhmanh.activities.rules.spreading import Deed, Shown, Stage, Told
from lanhmanh.activities.rules.stated import MOST_PEOPLE, Misstated, past, text_of, within
from lanhmanh.activities.services.done import ChangedMeanwhile
from lanhmanh.activities.services.keeping import locked, made_by, require_all, sent_before, take_back, tell_many
from lanhmanh.audit import services as audit
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.ids import new_id
from lanhmanh.kernel.text import fold
from lanhmanh.plan.models import PlanItem
from lanhmanh.plan.selectors import items_for
from lanhmanh.units.models import Unit

MOST_RESULTS = 20


@dataclass(frozen=True, slots=True)
class PracticeData:
    """Hold all that a person states about a model or club."""

    kind: str
    told: Told
    plan_item: PlanItem | None = None
    token: str = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class PracticeEntry:
    """Hold one model of a unit for `record_practices`; `at` is when it was recorded (now)."""

    unit: Unit
    data: PracticeData
    results: Sequence[Shown] = ()
    people: int | None = None
    at: datetime | None = None
    uid: str = field(default_factory=new_id)


@transaction.atomic
def record_practice(*, actor: Actor, unit: Unit, data: PracticeData) -> Practice:
    """Record a model or club of a unit; the same form sent twice gives the record of the first time.

    :raises Misstated: something stated cannot be; `field` says what.
    :raises NotAllowed: the actor may not record for this unit.
    """
    require(actor, Permission.ACTIVITY_RECORD, unit)
    if known := sent_before(Practice, actor, unit, data.token):
        return known
    practice = Practice(unit=unit, token=data.token, **_stated(unit, data), **made_by(actor))
    practice.save()
    audit.record(actor=actor, verb="model.recorded", on=practice, unit_id=unit.pk, kind=practice.kind)
    return practice


@transaction.atomic
def record_practices(*, actor: Actor, rows: Sequence[PracticeEntry]) -> list[Practice]:
    """Record many models in a few queries, with one event; all or none.

    :raises Misstated: a row states what cannot be.
    :raises NotAllowed: the actor may not record for one of the units.
    """
    require_all(actor, [row.unit for row in rows])
    today, own = clock.today(), made_by(actor)
    made: list[tuple[Practice, PracticeEntry]] = []
    for row in rows:
        facts = {**own, "recorded_at": row.at or own["recorded_at"]}
        stated = _fields(replace(row.data, told=rules.check_told(row.data.told, today)))
        made.append((Practice(unit=row.unit, uid=row.uid, token=row.data.token, **stated, **facts), row))
    Practice.objects.bulk_create([practice for practice, _row in made], batch_size=500)
    Result.objects.bulk_create(
        (
            _result(rules.check_shown(shown, today), practice=practice)
            for practice, row in made
            for shown in row.results
        ),
        batch_size=500,
    )
    Headcount.objects.bulk_create(
        (
            Headcount(practice=practice, day=practice.recorded_at.date(), people=row.people)
            for practice, row in made
            if row.people is not None
        ),
        batch_size=500,
    )
    tell_many(actor, verb="model.recorded_many", units=[row.unit for row in rows])
    return [practice for practice, _row in made]


@transaction.atomic
def change_practice(*, actor: Actor, practice: Practice, data: PracticeData, version: int) -> Practice:
    """Change what is told of a model; `version` is the one that the person saw.

    :raises ChangedMeanwhile: the record has another version by now.
    :raises Refused: it was proposed or judged, or something stated cannot be.
    """
    practice = locked(actor, practice)
    rules.check_open(practice.stage)
    if practice.version != version:
        raise ChangedMeanwhile(_("Có người vừa sửa mô hình này. Mở lại trang, xem bản mới rồi sửa."))
    for name, value in _stated(practice.unit, data, practice).items():
        setattr(practice, name, value)
    practice.version += 1
    practice.save()
    audit.record(actor=actor, verb="model.changed", on=practice, unit_id=practice.unit_id, version=practice.version)
    return practice


@transaction.atomic
def propose(*, actor: Actor, practice: Practice) -> Practice:
    """Put a model forward as worth spreading. Twice is once.

    :raises Refused: it was judged, or what a judge needs is missing.
    """
    practice = locked(actor, practice)
    if practice.stage == Stage.PROPOSED:
        return practice
    stage = rules.after(practice.stage, Deed.PROPOSE)
    rules.check_proposal(told_of(practice), [shown_of(result) for result in practice.results.all()])
    practice.stage, practice.proposed_at, practice.proposed_by_id = stage.value, clock.now(), actor.user_id
    practice.judged_at = practice.judged_by = None
    practice.judgement = ""
    practice.version += 1
    practice.save()
    audit.record(actor=actor, verb="model.proposed", on=practice, unit_id=practice.unit_id)
    return practice


@transaction.atomic
def take_back_proposal(*, actor: Actor, practice: Practice) -> Practice:
    """Take a proposal back before somebody judged it.

    :raises Refused: it does not wait for a judgement.
    """
    practice = locked(actor, practice)
    practice.stage = rules.after(practice.stage, Deed.TAKE_BACK).value
    practice.proposed_at = practice.proposed_by = None
    practice.version += 1
    practice.save()
    audit.record(actor=actor, verb="model.taken_back", on=practice, unit_id=practice.unit_id)
    return practice


@transaction.atomic
def judge(*, actor: Actor, practice: Practice, worth: bool, reason: str) -> Practice:
    """Say of a proposed model whether it is worth spreading, and why; never who proposed it.

    :raises NotAllowed: the actor may not judge models of this unit.
    :raises Refused: it was not proposed, the actor proposed it, or no reason is given.
    """
    practice = locked(actor, practice, Permission.MODEL_JUDGE)
    stage = rules.after(practice.stage, Deed.FIND_WORTH if worth else Deed.FIND_NOT_YET)
    proposer = practice.proposed_by_id
    assert proposer is not None  # noqa: S101 - the database holds what is proposed to say by whom
    rules.check_judge(proposer, actor.user_id)
    practice.judgement = text_of("reason", reason, 2000, needed=True, lines=True)
    practice.stage, practice.judged_at, practice.judged_by_id = stage.value, clock.now(), actor.user_id
    practice.version += 1
    practice.save()
    Judgement.objects.create(
        practice=practice, worth=worth, reason=practice.judgement, proposer_id=proposer,
        judged_at=practice.judged_at, judged_by_id=actor.user_id,
    )  # fmt: skip
    audit.record(actor=actor, verb="model.judged", on=practice, unit_id=practice.unit_id, worth=worth)
    return practice


@transaction.atomic
def end_practice(*, actor: Actor, practice: Practice, on: date | None) -> Practice:
    """Say since when a model is no longer at work, or that it still is (None).

    :raises Misstated: the day lies ahead or before its beginning.
    """
    practice = locked(actor, practice)
    past("ended_on", on, clock.today())
    if on and on < practice.started_on:
        raise Misstated("ended_on", _("Ngày kết thúc không được trước ngày bắt đầu."))
    practice.ended_on = on
    practice.save(update_fields=["ended_on"])
    told = on.isoformat() if on else ""
    audit.record(actor=actor, verb="model.ended", on=practice, unit_id=practice.unit_id, day=told)
    return practice


@transaction.atomic
def void_practice(*, actor: Actor, practice: Practice, reason: str) -> None:
    """Take back what should not have been recorded.

    :raises Refused: it waits for a judgement or was found worth spreading, or no reason is given.
    """
    practice = locked(actor, practice)
    rules.check_open(practice.stage)
    take_back(actor, practice, reason, verb="model.voided")


@transaction.atomic
def add_result(*, actor: Actor, of: Practice | Adoption, shown: Shown) -> Result:
    """State what a model changed, where it began or where it was taken up.

    :raises Misstated: something stated cannot be, or there are twenty results already.
    """
    row = locked(actor, of)
    if row.results.count() >= MOST_RESULTS:
        raise Misstated("measure", _("Đã đủ 20 kết quả: bỏ bớt kết quả cũ trước khi thêm."))
    place = {"practice": row} if isinstance(row, Practice) else {"adoption": row}
    result = _result(rules.check_shown(shown, clock.today()), **place)
    result.save()
    audit.record(actor=actor, verb="model.result_added", on=result, unit_id=row.unit_id, of=row.uid)
    return result


@transaction.atomic
def remove_result(*, actor: Actor, result: Result) -> None:
    """Take a result off that was stated by mistake.

    :raises Refused: the model waits for a judgement, and this is part of what is judged.
    """
    of = result.practice or result.adoption
    assert of is not None  # noqa: S101 - the database holds a result to one of the two
    row = locked(actor, of)
    if isinstance(row, Practice):
        rules.check_open(row.stage)
    audit.record(actor=actor, verb="model.result_removed", on=result, unit_id=row.unit_id, of=row.uid)
    result.delete()


@transaction.atomic
def count_members(*, actor: Actor, practice: Practice, day: date, people: int) -> Headcount:
    """State how many belonged to a model or club on a day; stated again for the day, the last holds.

    :raises Misstated: the day lies ahead or before its beginning, or the number cannot be.
    """
    practice = locked(actor, practice)
    past("day", day, clock.today())
    within("people", people, MOST_PEOPLE)
    if day < practice.started_on:
        raise Misstated("day", _("Ngày đếm không được trước ngày bắt đầu."))
    counted, _new = Headcount.objects.update_or_create(practice=practice, day=day, defaults={"people": people})
    facts = {"day": day.isoformat(), "people": people}
    audit.record(actor=actor, verb="model.counted", on=practice, unit_id=practice.unit_id, **facts)
    return counted


def told_of(practice: Practice) -> Told:
    """Return what is told of a model."""
    return Told(
        practice.name, practice.aim, practice.how, practice.cost, practice.cost_note, practice.started_on,
        practice.ended_on,
    )  # fmt: skip


def shown_of(result: Result) -> Shown:
    """Return a result as the rules see it."""
    return Shown(result.measure, result.measured_in, result.before, result.after, result.before_on, result.after_on)


def _result(shown: Shown, **place: Any) -> Result:
    return Result(
        measure=shown.measure, measured_in=shown.measured_in, before=shown.before, after=shown.after,
        before_on=shown.before_on, after_on=shown.after_on, **place,
    )  # fmt: skip


def _stated(unit: Unit, data: PracticeData, before: Practice | None = None) -> dict[str, Any]:
    """Return the fields of a record, judged; a clause that it named before may stay though the plan changed."""
    item, today = data.plan_item, clock.today()
    kept = before is not None and item is not None and item.pk == before.plan_item_id
    if item and not kept and item.pk not in {one.pk for one in items_for(unit, today)}:
        raise Misstated("item", _("Mục này không thuộc kế hoạch của đơn vị: chọn mục khác."))
    return _fields(replace(data, told=rules.check_told(data.told, today)))


def _fields(data: PracticeData) -> dict[str, Any]:
    if data.kind not in PracticeKind.values:
        raise Refused(_("Chọn mô hình hoặc câu lạc bộ."))
    told = data.told
    return {
        "kind": data.kind,
        "plan_item": data.plan_item,
        "name": told.name,
        "aim": told.aim,
        "how": told.how,
        "cost": told.cost,
        "cost_note": told.cost_note,
        "started_on": told.started_on,
        "ended_on": told.ended_on,
        "search": fold(f"{told.name} {told.aim} {told.how}"),
    }
