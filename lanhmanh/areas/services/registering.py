"""Agencies and schools that register, and leave."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, NotAllowed, require, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.models import Area, Assessment
from lanhmanh.areas.rules import course, registering
from lanhmanh.areas.rules.registering import Claim
from lanhmanh.areas.services.common import line
from lanhmanh.audit import services as audit
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.ids import new_id
from lanhmanh.units.models import Level, Unit


@dataclass(frozen=True, slots=True)
class Entry:
    """Hold one registration for `register_areas`; `uid` where the row of a list is to keep its own."""

    unit: Unit
    claim: Claim
    uid: str = field(default_factory=new_id)


@transaction.atomic
def register_area(
    *, actor: Actor, unit: Unit, kind: str, name: str, registered_on: date, document: str = ""
) -> Area:  # fmt: skip
    """Record that an agency or school of a commune registered.

    :raises Refused: it has no name, is there already, or the day is to come.
    """
    require(actor, Permission.AREA_SCORE, unit)
    made = _row(Entry(unit, Claim(kind, line(name, 200), registered_on, line(document, 200))))
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        raise Refused(_("Tên này đã đăng ký ở đơn vị: mở mục đó để xem.")) from None
    audit.record(actor=actor, verb="area.registered", on=made, unit_id=unit.pk, kind=kind)
    return made


@transaction.atomic
def register_areas(*, actor: Actor, entries: Sequence[Entry]) -> list[Area]:
    """Record many registrations, those that ended too, in a few queries; all or none.

    :raises NotAllowed: the actor scores no areas at one of the units.
    :raises Refused: one cannot be, or is there already.
    """
    allowed = set(units_for(actor, Permission.AREA_SCORE).values_list("pk", flat=True))
    if not {one.unit.pk for one in entries} <= allowed:
        raise NotAllowed(_("Tài khoản này không có quyền ghi cho một đơn vị trong danh sách."))
    made = [_row(one) for one in entries]
    try:
        with transaction.atomic():
            Area.objects.bulk_create(made, batch_size=500)
    except IntegrityError:
        raise Refused(_("Một tên trong danh sách đã đăng ký ở đơn vị: bỏ dòng đó.")) from None
    counts = Counter(one.unit.uid for one in entries)
    only = entries[0].unit.pk if len(counts) == 1 else None
    audit.record(actor=actor, verb="area.registered_many", unit_id=only, count=len(made), units=dict(counts))
    return made


@transaction.atomic
def end_registration(*, actor: Actor, area: Area, ended_on: date, why: str) -> Area:
    """Record that an agency or school is registered no longer, and why; what it was stays in the ledger.

    :raises Refused: it is no such area, left already, the day cannot be, or a score of it is open.
    """
    require(actor, Permission.AREA_SCORE, area.unit_id)
    found = Area.objects.select_for_update().get(pk=area.pk)
    if found.registered_on is None or found.ended_on:
        raise Refused(_("Mục này không còn đăng ký."))
    why = line(why, 300)
    for fault in registering.ending(ended_on, why, found.registered_on, clock.today()):
        raise fault
    open_ = Assessment.objects.filter(area=found).exclude(state__in=course.ENDED).order_by("-year").first()
    if open_ is not None:
        words = {"year": open_.year}
        raise Refused(_("Phiếu tự chấm năm %(year)d chưa có quyết định: xong phiếu rồi mới kết thúc đăng ký.") % words)
    found.ended_on, found.ended_why = ended_on, why
    found.save(update_fields=["ended_on", "ended_why"])
    audit.record(actor=actor, verb="area.registration_ended", on=found, unit_id=found.unit_id, reason=why)
    return found


def _row(one: Entry) -> Area:
    """Return a registration as it is kept."""
    if one.unit.level != Level.COMMUNE:
        raise Refused(_("Cơ quan, trường học đăng ký ở xã, phường, thị trấn: chọn đơn vị cấp xã."))
    claim = one.claim
    for fault in registering.faults(claim, clock.today()):
        raise fault
    return Area(
        uid=one.uid, kind=claim.kind, unit=one.unit, name=claim.name, registered_on=claim.registered_on,
        document=claim.document, ended_on=claim.ended_on, ended_why=claim.ended_why, created_at=clock.now(),
    )  # fmt: skip
