"""Help that was given: recorded, changed, taken back."""

from dataclasses import asdict, dataclass, fields
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor
from lanhmanh.audit.services import record
from lanhmanh.cases.models import Case, Measure, MeasureKind, Repayment, Result, Source
from lanhmanh.cases.rules import measures as rules
from lanhmanh.cases.selectors.door import Opened
from lanhmanh.cases.selectors.measures import CLOSED, fingerprint
from lanhmanh.cases.services.standing import hold
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.keyring.access import Keys


class Faulty(Refused):
    """The record is wrong; `field` says where."""

    def __init__(self, field: str, fault: str) -> None:
        super().__init__(fault)
        self.field = field


class ChangedMeanwhile(Refused):
    """Somebody else changed the record after it was opened."""

    def __init__(self) -> None:
        super().__init__(sentence("Có người vừa sửa mục này. Mở lại trang, xem bản mới rồi sửa."))


@dataclass(frozen=True, slots=True)
class MeasureData:
    """Hold all that a person states about one piece of help; `words` and `repayment` are confidential."""

    kind: str
    on: date
    result: str = Result.DONE
    next_on: date | None = None
    ended_on: date | None = None
    amount: int | None = None
    source: str = ""
    repayment: str = ""
    words: str = ""

    def facts(self) -> rules.Facts:
        """Return what the rules look at."""
        return rules.Facts(**{one.name: getattr(self, one.name) for one in fields(rules.Facts)})


@transaction.atomic
def record_measure(*, actor: Actor, keys: Keys, case: Case, data: MeasureData, token: str = "") -> Measure:
    """Record help in a case; the same form (`token`) sent twice gives the record of the first time.

    :raises NotOpened: the case was not opened.
    :raises Faulty: something stated cannot be.
    """
    held = hold(actor, keys, case)
    before = Measure.objects.filter(uid=token, case=held.case, recorded_by_id=actor.user_id).first() if token else None
    if before is not None:
        return before
    _check(held, data)
    made = Measure.objects.create(case=held.case, recorded_by_id=actor.user_id, **_plain(data), **_own_uid(token))
    held.write(_closed(data), record=made.uid)
    record(actor=actor, verb="measure.recorded", on=made, unit_id=held.case.unit_id, case=held.case.uid)
    return made


@transaction.atomic
def change_measure(*, actor: Actor, keys: Keys, measure: Measure, data: MeasureData, seen: str) -> Measure:
    """Replace what a record states; `seen` is the fingerprint of what the person saw.

    :raises ChangedMeanwhile: it says something else by now.
    :raises Refused: it was taken back, or something stated cannot be.
    """
    held = hold(actor, keys, measure.case)
    measure = _locked(measure)
    if fingerprint(measure) != seen:
        raise ChangedMeanwhile
    _check(held, data)
    for name, value in _plain(data).items():
        setattr(measure, name, value)
    measure.save()
    held.write(_closed(data), record=measure.uid)
    record(actor=actor, verb="measure.changed", on=measure, unit_id=held.case.unit_id, case=held.case.uid)
    return measure


@transaction.atomic
def void_measure(*, actor: Actor, keys: Keys, measure: Measure, reason: str) -> Measure:
    """Take a record back: it stays to be read, with the reason, and counts no more. Twice is once.

    :raises Refused: no reason is given.
    """
    held = hold(actor, keys, measure.case)
    measure = Measure.objects.select_for_update().get(pk=measure.pk)
    if measure.void:
        return measure
    reason = " ".join(reason.split())
    if not reason:
        raise Refused(_("Ghi lý do hủy, ví dụ ghi trùng."))
    if len(reason) > rules.LONGEST_REASON:
        raise Refused(_("Lý do quá dài: không quá 300 ký tự."))
    measure.void = True
    measure.save(update_fields=["void"])
    held.write({"void_reason": reason}, record=measure.uid)
    record(actor=actor, verb="measure.voided", on=measure, unit_id=held.case.unit_id, case=held.case.uid)
    return measure


def _locked(measure: Measure) -> Measure:
    found = Measure.objects.select_for_update().get(pk=measure.pk)
    if found.void:
        raise Refused(_("Mục này đã hủy, không sửa được. Ghi một mục mới."))
    return found


def _own_uid(token: str) -> dict[str, str]:
    """Return the token as the record's uid, unless it is taken or is none: then the record makes its own."""
    fits = len(token) == Measure._meta.get_field("uid").max_length and token.isalnum() and token.isascii()
    return {"uid": token} if fits and not Measure.objects.filter(uid=token).exists() else {}


def _check(held: Opened, data: MeasureData) -> None:
    known = {"kind": MeasureKind, "result": Result}
    for name, choices in known.items():
        if getattr(data, name) not in choices.values:
            raise Faulty(name, sentence("Chọn trong danh sách."))
    if data.source not in {"", *Source.values} or data.repayment not in {"", *Repayment.values}:
        raise Faulty("source", sentence("Chọn trong danh sách."))
    if len(data.words) > rules.LONGEST_WORDS:
        raise Faulty("words", sentence("Ghi chú quá dài: không quá 2.000 ký tự."))
    for field, fault in rules.faults(data.facts(), opened_on=held.case.opened_on, today=clock.today()):
        raise Faulty(field, fault)


def _plain(data: MeasureData) -> dict[str, object]:
    return {name: value for name, value in asdict(data).items() if name not in CLOSED}


def _closed(data: MeasureData) -> dict[str, str]:
    return {"words": data.words.strip(), "repayment": data.repayment}
