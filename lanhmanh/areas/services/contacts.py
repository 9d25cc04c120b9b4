"""What is done to the list of bodies that take tips."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, NotAllowed, require
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.models import TipContact
from lanhmanh.areas.rules import contacts as rules
from lanhmanh.areas.rules.contacts import Contact
from lanhmanh.areas.services.common import line
from lanhmanh.audit import services as audit
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.ids import new_id
from lanhmanh.units.models import Ancestry, Unit


@dataclass(frozen=True, slots=True)
class Entry:
    """Hold one contact for `enter_contacts`; `uid` where the row of a list is to keep its own."""

    unit: Unit
    told: Contact
    uid: str = field(default_factory=new_id)


@transaction.atomic
def enter_contacts(*, actor: Actor, province: Unit, entries: Sequence[Entry]) -> list[TipContact]:
    """Enter bodies that take tips, all or none.

    :raises NotAllowed: the actor does not keep the province's own data, or a unit is of another province.
    :raises Faulty: something stated cannot be; `field` says what.
    """
    _require(actor, province, {one.unit.pk for one in entries})
    rows = [
        TipContact(
            uid=one.uid, unit=one.unit, recorded_at=clock.now(), recorded_by_id=actor.user_id,
            **asdict(_checked(one.told)),
        )
        for one in entries
    ]  # fmt: skip
    _saved(lambda: TipContact.objects.bulk_create(rows, batch_size=500))
    for row in rows[:1] if len(rows) == 1 else ():
        audit.record(actor=actor, verb="contact.entered", on=row, unit_id=row.unit_id, **_facts(row))
    if len(rows) > 1:
        audit.record(actor=actor, verb="contact.entered_many", unit_id=province.pk, count=len(rows))
    return rows


@transaction.atomic
def change_contact(*, actor: Actor, province: Unit, contact: TipContact, told: Contact) -> TipContact:
    """Replace what is stated of a body that takes tips.

    :raises Refused: it was taken off the list meanwhile, or something stated cannot be.
    """
    _require(actor, province, {contact.unit_id})
    found = _locked(contact)
    before = _facts(found)
    for name, value in asdict(_checked(told)).items():
        setattr(found, name, value)
    _saved(found.save)
    audit.record(actor=actor, verb="contact.changed", on=found, unit_id=found.unit_id, before=before, **_facts(found))
    return found


@transaction.atomic
def remove_contact(*, actor: Actor, province: Unit, contact: TipContact, reason: str) -> TipContact:
    """Take a body off the list."""
    _require(actor, province, {contact.unit_id})
    found = _locked(contact)
    if not (reason := line(reason)):
        raise Refused(_("Ghi lý do bỏ."))
    found.voided_at, found.voided_by_id, found.void_reason = clock.now(), actor.user_id, reason
    found.save()
    audit.record(actor=actor, verb="contact.removed", on=found, unit_id=found.unit_id, **_facts(found))
    return found


def tidy(told: Contact) -> Contact:
    """Return what was stated with its words in order."""
    words: dict[str, Any] = {name: line(getattr(told, name), most + 1) for name, most in rules.LONGEST.items()}
    return replace(told, **words)


def _checked(told: Contact) -> Contact:
    told = tidy(told)
    for fault in rules.faults(told, clock.today()):
        raise fault
    return told


def _saved(save: Callable[[], object]) -> None:
    try:
        with transaction.atomic():
            save()
    except IntegrityError:
        raise Refused(_("Đơn vị nhận tin này đã có trong danh sách với số này.")) from None


def _locked(contact: TipContact) -> TipContact:
    found = TipContact.objects.select_for_update().get(pk=contact.pk)
    if found.voided_at:
        raise Refused(_("Dòng này đã được bỏ khỏi danh sách."))
    return found


def _require(actor: Actor, province: Unit, unit_ids: set[int]) -> None:
    require(actor, Permission.RULES_WRITE, province)
    below = Ancestry.objects.filter(ancestor=province, descendant__in=unit_ids).values_list("descendant_id", flat=True)
    if unit_ids - set(below):
        raise NotAllowed(_("Có địa bàn không thuộc tỉnh này."))


def _facts(row: TipContact) -> dict[str, str]:
    day = row.checked_on.isoformat() if row.checked_on else ""
    return {"name": row.name, "phone": row.phone, "hours": row.hours, "checked_on": day}
