"""What becomes of a finding: put right, seen to be so, or not."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor
from lanhmanh.areas.models import Finding, Inspection, InspectionState
from lanhmanh.areas.rules import inspections as rules
from lanhmanh.areas.rules.inspections import FindingData
from lanhmanh.areas.services.registers import line, locked, standing
from lanhmanh.audit import services as audit
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused


@transaction.atomic
def add_finding(*, actor: Actor, inspection: Inspection, data: FindingData) -> Finding:
    """Add what an inspection found.

    :raises Refused: the inspection is still ahead, was taken back, or is a mere review.
    """
    found = locked(actor, inspection, inspection.business.unit_id)
    standing(found)
    if found.state == InspectionState.PLANNED:
        raise Refused(_("Lần kiểm tra này mới là dự kiến: ghi kết quả trước khi ghi tồn tại."))
    if found.by == rules.By.REVIEW:
        raise Refused(_("Rà soát chỉ ghi vào sổ: tồn tại, vi phạm do đoàn kiểm tra kết luận."))
    if found.findings.count() >= rules.MOST_FINDINGS:
        raise Refused(_("Mỗi lần kiểm tra nhiều nhất %(most)d tồn tại.") % {"most": rules.MOST_FINDINGS})
    data = _checked(data, found.day)
    made = Finding.objects.create(inspection=found, what=data.what, measure=data.measure, due=data.due)
    _record(actor, "finding.added", made, found)
    return made


@transaction.atomic
def change_finding(*, actor: Actor, finding: Finding, data: FindingData) -> Finding:
    """Replace what a finding states while it is not put right.

    :raises Refused: it is put right already.
    """
    found = _held(actor, finding)
    if found.corrected_on:
        raise Refused(_("Tồn tại này đã ghi khắc phục xong: không sửa được nữa."))
    data = _checked(data, found.inspection.day)
    found.what, found.measure, found.due = data.what, data.measure, data.due
    found.save()
    _record(actor, "finding.changed", found, found.inspection)
    return found


@transaction.atomic
def remove_finding(*, actor: Actor, finding: Finding) -> None:
    """Take off a finding that was written by mistake.

    :raises Refused: it is put right already.
    """
    found = _held(actor, finding)
    if found.corrected_on:
        raise Refused(_("Tồn tại này đã ghi khắc phục xong: không bỏ được nữa."))
    _record(actor, "finding.removed", found, found.inspection)
    found.delete()


@transaction.atomic
def correct_finding(*, actor: Actor, finding: Finding, on: date) -> Finding:
    """Say on which day a finding was put right. Twice is once.

    :raises Faulty: the day cannot be.
    """
    found = _held(actor, finding)
    if found.corrected_on:
        return found
    for fault in rules.correcting(on, found.inspection.day, clock.today()):
        raise fault
    found.corrected_on = on
    found.save()
    _record(actor, "finding.corrected", found, found.inspection, day=on.isoformat())
    return found


@transaction.atomic
def verify_finding(*, actor: Actor, finding: Finding, on: date, good: bool) -> Finding:
    """Say what was seen on the spot: it is put right, or it is not and stays open as before. Twice is once.

    :raises Faulty: the day cannot be, or nobody said that it was put right.
    """
    found = _held(actor, finding)
    if found.verified_on:
        return found
    for fault in rules.verifying(on, found.corrected_on, clock.today()):
        raise fault
    if good:
        found.verified_on, found.verified_at, found.verified_by_id = on, clock.now(), actor.user_id
    else:
        found.corrected_on = None
    found.save()
    _record(actor, "finding.verified" if good else "finding.not_corrected", found, found.inspection, day=on.isoformat())
    return found


def _held(actor: Actor, finding: Finding) -> Finding:
    found = locked(actor, finding, finding.inspection.business.unit_id, "inspection")
    standing(found.inspection)
    return found


def _checked(data: FindingData, inspected: date) -> FindingData:
    data = FindingData(line(data.what), line(data.measure), data.due)
    for fault in rules.finding_faults(data, inspected):
        raise fault
    return data


def _record(actor: Actor, verb: str, finding: Finding, inspection: Inspection, **facts: str) -> None:
    told = {"inspection": inspection.uid, **facts}
    audit.record(actor=actor, verb=verb, on=finding, unit_id=inspection.unit_id, **told)
