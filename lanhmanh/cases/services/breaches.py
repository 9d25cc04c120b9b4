"""The register of breaches: detected, notified within the hours of the law, mended, closed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from lanhmanh.accounts.access import Actor
from lanhmanh.audit.services import record
from lanhmanh.cases.models import Breach
from lanhmanh.cases.rules.rights import breach_clock
from lanhmanh.cases.rules.words import refuse_numbers
from lanhmanh.cases.selectors.reach import CHARGE, READERS, require_at
from lanhmanh.cases.services.numbers import hold_unit
from lanhmanh.cases.services.words import tidy
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.kernel.ids import id_of
from lanhmanh.units.models import Unit

MOST_PEOPLE = 10_000_000
WHAT = sentence("Ghi việc đã xảy ra (ít nhất 15 ký tự), không nêu tên ai.")
DONE = sentence("Ghi việc đã làm để khắc phục (ít nhất 15 ký tự), không nêu tên ai.")
FUTURE = sentence("Thời điểm phát hiện chưa đến: xem lại ngày, giờ.")
LONG_AGO = sentence("Thời điểm phát hiện quá xa: xem lại năm.")
COUNT = sentence("Số người phải từ 0 trở lên; chưa biết thì để trống.")
NOTIFIED_WHEN = sentence("Thời điểm báo phải sau khi phát hiện và không ở tương lai: xem lại ngày, giờ.")
NOT_NOTIFIED = sentence("Chưa ghi đã báo cơ quan chuyên trách: báo trước, hoặc kết thúc vì không có vi phạm.")
CLOSED = sentence("Sự cố này đã kết thúc: không sửa được nữa.")
CHANGED = sentence("Có người vừa sửa sự cố này. Mở lại trang, xem bản mới rồi sửa.")


@dataclass(frozen=True, slots=True)
class BreachData:
    """Hold what is stated of a breach; `people` None is not known, which is not 0."""

    detected: datetime
    what: str
    people: int | None = None
    done: str = ""


@transaction.atomic
def report_breach(*, actor: Actor, unit: Unit, data: BreachData, token: str = "") -> Breach:
    """Record that data was or may have been seen by somebody who must not; the clock runs from the detection.

    The same form (`token`) sent twice gives the breach of the first time.

    :raises Refused: the instant is still to come, or words are missing.
    """
    require_at(actor, unit.pk, READERS)
    hold_unit(unit)
    uid = id_of(token, unit.pk, data)
    if before := Breach.objects.filter(uid=uid, unit=unit).first():
        return before
    made = Breach(uid=uid, unit=unit, recorded_at=clock.now(), recorded_by_id=actor.user_id, **_stated(data))
    made.notify_due = breach_clock(data.detected).due
    made.save()
    _told(actor, "breach.reported", made)
    return made


@transaction.atomic
def change_breach(*, actor: Actor, breach: Breach, data: BreachData, version: int) -> Breach:
    """Replace what is stated of a breach; the clock follows the detection.

    :raises Refused: it is closed, changed meanwhile, or what is stated cannot be.
    """
    found = _locked(actor, breach)
    if found.version != version:
        raise Refused(CHANGED)
    for name, value in _stated(data).items():
        setattr(found, name, value)
    if found.notified is not None and found.notified < found.detected:
        raise Refused(NOTIFIED_WHEN)
    found.notify_due, found.version = breach_clock(data.detected).due, found.version + 1
    found.save()
    _told(actor, "breach.changed", found)
    return found


@transaction.atomic
def notify_breach(*, actor: Actor, breach: Breach, at: datetime) -> Breach:
    """Record when the specialised unit of the Ministry was notified.

    :raises Refused: before the detection, or still to come.
    """
    found = _locked(actor, breach)
    if not found.detected <= at <= clock.now():
        raise Refused(NOTIFIED_WHEN)
    found.notified, found.version = at, found.version + 1
    found.save(update_fields=["notified", "version"])
    _told(actor, "breach.notified", found, late=at > found.notify_due)
    return found


@transaction.atomic
def close_breach(*, actor: Actor, breach: Breach, done: str, unfounded: bool = False) -> Breach:
    """Close a breach that was notified and mended; or one in which it turned out that nothing was seen.

    :raises Refused: it was not notified, or nothing is said of what was done.
    """
    found = _locked(actor, breach)
    if found.notified is None and not unfounded:
        raise Refused(NOT_NOTIFIED)
    found.done, found.unfounded = tidy(done, DONE, least=15), unfounded
    refuse_numbers([found.done])
    found.closed_on, found.version = clock.today(), found.version + 1
    found.save(update_fields=["done", "unfounded", "closed_on", "version"])
    _told(actor, "breach.closed", found, unfounded=unfounded)
    return found


@transaction.atomic
def note_notice(*, actor: Actor, breach: Breach, kind: str) -> None:
    """Put on record that the notice was made as a file."""
    require_at(actor, breach.unit_id, CHARGE)
    record(actor=actor, verb="breach.printed", on=breach, unit_id=breach.unit_id, kind=kind)


def _stated(data: BreachData) -> dict[str, object]:
    now = clock.now()
    if data.detected > now:
        raise Refused(FUTURE)
    if now - data.detected > timedelta(days=10 * 366):
        raise Refused(LONG_AGO)
    if data.people is not None and not 0 <= data.people <= MOST_PEOPLE:
        raise Refused(COUNT)
    what, done = tidy(data.what, WHAT, least=15), tidy(data.done)
    refuse_numbers([what, done])
    return {"detected": data.detected, "what": what, "people": data.people, "done": done}


def _locked(actor: Actor, breach: Breach) -> Breach:
    require_at(actor, breach.unit_id, CHARGE)
    found = Breach.objects.select_for_update().get(pk=breach.pk)
    if found.closed_on is not None:
        raise Refused(CLOSED)
    return found


def _told(actor: Actor, verb: str, breach: Breach, **facts: object) -> None:
    told = {"detected": breach.detected.isoformat(), "due": breach.notify_due.isoformat(), "people": breach.people}
    record(actor=actor, verb=verb, on=breach, unit_id=breach.unit_id, **told, **facts)
