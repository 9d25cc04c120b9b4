"""What is done to inspections of businesses and to what they found."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, NotAllowed, require, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.models import Business, Finding, Inspection, InspectionPhoto, InspectionState
from lanhmanh.areas.rules import inspections as rules
from lanhmanh.areas.rules.inspections import FindingData, InspectionData
from lanhmanh.areas.rules.places import Faulty
from lanhmanh.areas.services import registers
from lanhmanh.areas.services.registers import line, locked, same_version, standing
from lanhmanh.audit import services as audit
from lanhmanh.kernel import clock, photos
from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.kernel.ids import new_id
from lanhmanh.kernel.text import nfc


@dataclass(frozen=True, slots=True)
class Entry:
    """Hold one inspection for `record_inspections`; `uid` where the row of a list is to keep its own."""

    business: Business
    data: InspectionData
    corrections: tuple[rules.Correction, ...] = ()
    uid: str = ""


@transaction.atomic
def record_inspection(*, actor: Actor, business: Business, data: InspectionData) -> Inspection:
    """Record an inspection with its findings, or one that is planned; the same form sent twice gives the first.

    :raises Faulty: something stated cannot be, or is odd and nobody was sure of it; `field` says what.
    :raises NotAllowed: the actor keeps no register of the business's unit.
    """
    require(actor, Permission.PLACE_RECORD, business.unit_id)
    if found := Inspection.objects.filter(token=data.token).first():
        if (found.business_id, found.recorded_by_id) != (business.pk, actor.user_id):
            raise Refused(_("Biểu này đã dùng cho một lần kiểm tra khác: mở lại trang ghi kiểm tra."))
        return found
    data = tidy(data)
    _check(business, data)
    made = _row(actor, Entry(business, data))
    made.save()
    Finding.objects.bulk_create(_found(made, one) for one in data.findings)
    audit.record(actor=actor, verb="inspection.recorded", on=made, unit_id=made.unit_id, **_told(made, data))
    return made


@transaction.atomic
def record_inspections(*, actor: Actor, entries: Sequence[Entry]) -> list[Inspection]:
    """Record many inspections, all or none, in a number of queries that does not grow with them.

    :raises Faulty: one of them cannot be; doubts are the caller's to show.
    :raises NotAllowed: the actor keeps no register of one of the units.
    """
    wanted, today = {one.business.unit_id for one in entries}, clock.today()
    allowed = set(units_for(actor, Permission.PLACE_RECORD).filter(pk__in=wanted).values_list("pk", flat=True))
    if wanted - allowed:
        raise NotAllowed(_("Tài khoản này không có quyền làm việc đó tại đơn vị này."))
    rows, findings = [], []
    for one in entries:
        data = tidy(one.data)
        for fault in _faults(one, data, today):
            raise fault
        made = _row(actor, replace(one, data=data))
        rows.append(made)
        for place, found in enumerate(data.findings):
            known = one.corrections[place] if place < len(one.corrections) else None
            findings.append(_found(made, found, known, actor))
    Inspection.objects.bulk_create(rows, batch_size=500)
    Finding.objects.bulk_create(findings, batch_size=500)
    only = next(iter(wanted)) if len(wanted) == 1 else None
    audit.record(actor=actor, verb="inspection.recorded_many", unit_id=only, count=len(rows), units=len(wanted))
    return rows


@transaction.atomic
def change_inspection(*, actor: Actor, inspection: Inspection, data: InspectionData, version: int) -> Inspection:
    """Replace what an inspection states, but for its findings; a planned one whose day has come is then done.

    :raises ChangedMeanwhile: the record has another version by now.
    :raises Refused: it was taken back, or something stated cannot be.
    """
    found = locked(actor, inspection, inspection.business.unit_id, "business")
    standing(found)
    same_version(found, version)
    data = tidy(data)
    _check(found.business, data)
    _keeps_findings(found, data)
    for name, value in _stated(data).items():
        setattr(found, name, value)
    found.version += 1
    found.save()
    Finding.objects.bulk_create(_found(found, one) for one in data.findings)
    facts = {**_told(found, data), "version": found.version}
    audit.record(actor=actor, verb="inspection.changed", on=found, unit_id=found.unit_id, **facts)
    return found


@transaction.atomic
def void_inspection(*, actor: Actor, inspection: Inspection, reason: str) -> Inspection:
    """Take an inspection back with all that it found. Twice is once."""
    found = locked(actor, inspection, inspection.business.unit_id)
    if registers.void(actor, found, reason):
        told = {"reason": found.void_reason}
        audit.record(actor=actor, verb="inspection.voided", on=found, unit_id=found.unit_id, **told)
    return found


@transaction.atomic
def add_photos(*, actor: Actor, inspection: Inspection, contents: Sequence[bytes]) -> list[InspectionPhoto]:
    """Keep photos of an inspection, all or none: upright, small, without metadata.

    :raises NotAPhoto: some bytes are no photo that can be kept.
    :raises Refused: it was taken back, or has its twelve photos already.
    """
    found = locked(actor, inspection, inspection.business.unit_id)
    standing(found)
    if found.photos.count() + len(contents) > photos.MOST_PHOTOS:
        raise Refused(_("Mỗi lần kiểm tra nhiều nhất %(most)d ảnh: bỏ bớt ảnh cũ.") % {"most": photos.MOST_PHOTOS})
    pictures = [photos.clean(content) for content in contents]
    made = InspectionPhoto.objects.bulk_create(
        InspectionPhoto(inspection=found, content=one.content, width=one.width, height=one.height) for one in pictures
    )
    audit.record(actor=actor, verb="inspection.photo_added", on=found, unit_id=found.unit_id, count=len(made))
    return made


@transaction.atomic
def remove_photo(*, actor: Actor, photo: InspectionPhoto) -> None:
    """Take a photo off its inspection; its bytes are gone."""
    require(actor, Permission.PLACE_RECORD, photo.inspection.business.unit_id)
    audit.record(actor=actor, verb="inspection.photo_removed", on=photo, unit_id=photo.inspection.unit_id)
    photo.delete()


def tidy(data: InspectionData) -> InspectionData:
    """Return what was stated with its words in order."""
    findings = tuple(FindingData(line(one.what), line(one.measure), one.due) for one in data.findings)
    return replace(data, who=line(data.who), note=nfc(data.note.strip()), findings=findings)


def _check(business: Business, data: InspectionData) -> None:
    for fault in rules.faults(data, clock.today()):
        raise fault
    for doubt in rules.doubts(data, business.licensed_on, business.closed_on):
        if not data.sure:
            raise doubt


def _faults(one: Entry, data: InspectionData, today: date) -> Iterator[Faulty]:
    yield from rules.faults(data, today)
    for known in one.corrections:
        if known.corrected_on:
            yield from rules.correcting(known.corrected_on, data.day, today)
        if known.verified_on:
            yield from rules.verifying(known.verified_on, known.corrected_on, today)


def _keeps_findings(found: Inspection, data: InspectionData) -> None:
    """Hold an inspection that found something to a day and a team that may have found it."""
    known = list(found.findings.all())
    if not known:
        return
    if data.day > clock.today() or data.by == rules.By.REVIEW:
        raise Faulty("day", sentence("Lần kiểm tra này đã ghi tồn tại: không thể thành dự kiến hoặc rà soát."))
    days = [day for one in known for day in (one.due, one.corrected_on) if day]
    if days and data.day > min(days):
        raise Faulty("day", sentence("Ngày kiểm tra sau hạn hoặc ngày khắc phục đã ghi: xem lại các ngày."))


def _row(actor: Actor, one: Entry) -> Inspection:
    return Inspection(
        business=one.business, unit_id=one.business.unit_id, uid=one.uid or new_id(), token=one.data.token,
        recorded_at=clock.now(), recorded_by_id=actor.user_id, **_stated(one.data),
    )  # fmt: skip


def _found(
    inspection: Inspection, data: FindingData, known: rules.Correction | None = None, actor: Actor | None = None
) -> Finding:
    made = Finding(inspection=inspection, what=data.what, measure=data.measure, due=data.due)
    if known:
        made.corrected_on, made.verified_on = known.corrected_on, known.verified_on
    if known and known.verified_on and actor:
        made.verified_at, made.verified_by_id = clock.now(), actor.user_id
    return made


def _stated(data: InspectionData) -> dict[str, Any]:
    state = InspectionState.PLANNED if data.day > clock.today() else InspectionState.DONE
    names = ("by", "day", "union_joined", "who", "note")
    return {"state": state, **{name: getattr(data, name) for name in names}}


def _told(made: Inspection, data: InspectionData) -> dict[str, Any]:
    """Return what the trail keeps of an inspection: who, when and how many findings, no words."""
    day = data.day.isoformat()
    return {"by": data.by, "day": day, "findings": len(data.findings), "business": made.business.uid}
