"""What is done to records of review rounds."""

from dataclasses import asdict

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor
from lanhmanh.audit import services as audit
from lanhmanh.cases.models import Mistake, ReviewRound
from lanhmanh.cases.rules.rounds import Fault, RoundData, faults
from lanhmanh.cases.selectors.reach import WORKERS, require_at
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.units.models import Level, Unit
from lanhmanh.units.selectors import version_of

SENTENCES = {
    Fault.FUTURE: sentence("Ngày này chưa đến: chỉ ghi đợt rà soát đã làm."),
    Fault.UNIT_NOT_THERE: sentence("Ngày này đơn vị chưa có hoặc không còn: xem lại ngày."),
    Fault.NO_UNION: sentence("Ghi số người của Hội tham gia, ít nhất 1."),
    Fault.NOT_JOINT: sentence("Rà soát cùng Công an hoặc chính quyền: ghi số người của ít nhất một bên."),
    Fault.BELOW_ZERO: sentence("Số không được âm; chưa biết thì để trống."),
    Fault.TOO_MANY: sentence("Số quá lớn: xem lại số đã gõ."),
    Fault.MORE_CHANGES: sentence("Số tên có thay đổi không được lớn hơn số tên đã rà soát."),
}


class FaultyRound(Refused):
    """The round is wrong; `field` says where."""

    def __init__(self, field: str, fault: Fault) -> None:
        super().__init__(SENTENCES[fault])
        self.field = field


@transaction.atomic
def record_round(*, actor: Actor, unit: Unit, data: RoundData) -> ReviewRound:
    """Record a round of a commune.

    :raises NotAllowed: the actor keeps no rounds of this unit.
    :raises FaultyRound: something stated cannot be; `field` says what.
    :raises Refused: a round of this day is on record.
    """
    require_at(actor, unit.pk, WORKERS)
    if unit.level != Level.COMMUNE:
        raise Refused(_("Đợt rà soát là của xã, phường, thị trấn: chọn đơn vị cấp xã."))
    _check(unit, data)
    made = ReviewRound(unit=unit, recorded_at=clock.now(), recorded_by_id=actor.user_id, **asdict(data))
    _save(made)
    audit.record(actor=actor, verb="round.recorded", on=made, unit_id=unit.pk, **_told(data))
    return made


@transaction.atomic
def change_round(*, actor: Actor, round: ReviewRound, data: RoundData, version: int) -> ReviewRound:
    """Replace what a round states; `version` is the one that the person saw.

    :raises Refused: it was taken back, changed meanwhile, or what is stated cannot be.
    """
    require_at(actor, round.unit_id, WORKERS)
    found = ReviewRound.objects.select_for_update(of=("self",)).select_related("unit").get(pk=round.pk)
    if found.void:
        raise Refused(_("Đợt rà soát này đã hủy: ghi lại thành đợt mới."))
    if found.version != version:
        raise Refused(_("Có người vừa sửa đợt rà soát này. Mở lại trang, xem bản mới rồi sửa."))
    _check(found.unit, data)
    for name, value in asdict(data).items():
        setattr(found, name, value)
    found.version += 1
    _save(found)
    facts = {**_told(data), "version": found.version}
    audit.record(actor=actor, verb="round.changed", on=found, unit_id=found.unit_id, **facts)
    return found


@transaction.atomic
def void_round(*, actor: Actor, round: ReviewRound, reason: str) -> ReviewRound:
    """Take a round back: it stays to be read and counts no more. Twice is once.

    :raises Refused: there is no such reason.
    """
    require_at(actor, round.unit_id, WORKERS)
    found = ReviewRound.objects.select_for_update().get(pk=round.pk)
    if found.void:
        return found
    if reason not in Mistake.values:
        raise Refused(_("Chọn lý do hủy trong danh sách."))
    found.void, found.void_reason, found.version = True, reason, found.version + 1
    found.save()
    audit.record(actor=actor, verb="round.voided", on=found, unit_id=found.unit_id, reason=found.void_reason)
    return found


def _check(unit: Unit, data: RoundData) -> None:
    for name, fault in faults(data, clock.today(), there=version_of(unit, data.on) is not None):
        raise FaultyRound(name, fault)


def _save(row: ReviewRound) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused(_("Ngày này đã có một đợt rà soát: mở đợt đó để sửa.")) from None


def _told(data: RoundData) -> dict[str, str | int | None]:
    """Return what the trail keeps: figures."""
    figures = asdict(data)
    return {"day": figures.pop("on").isoformat(), **figures}
