"""Register for a programme, and say what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, require
from lanhmanh.accounts.rules import Permission
from lanhmanh.activities.models import Registration
from lanhmanh.activities.rules import programmes as rules
from lanhmanh.activities.rules.programmes import Claim
from lanhmanh.activities.rules.stated import Misstated
from lanhmanh.activities.services.keeping import locked, made_by, require_all, sent_before, take_back, tell_many
from lanhmanh.audit import services as audit
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.ids import new_id
from lanhmanh.kernel.text import fold
from lanhmanh.units.models import Unit


@dataclass(frozen=True, slots=True)
class RegistrationEntry:
    """Hold one registration for `register_many`, with its outcome, its day and its document where it has them."""

    unit: Unit
    claim: Claim
    outcome: str = ""
    on: date | None = None
    document: str = ""
    uid: str = field(default_factory=new_id)


@transaction.atomic
def register(*, actor: Actor, unit: Unit, claim: Claim, token: str = "") -> Registration:
    """Register a unit, or an agency or school in it, for a programme in a year.

    :raises NotAllowed: the actor may not record for this unit.
    :raises Misstated: something stated cannot be, or it is registered already.
    """
    require(actor, Permission.ACTIVITY_RECORD, unit)
    if known := sent_before(Registration, actor, unit, token):
        return known
    row = _row(unit, claim, actor)
    row.token = token or row.token
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Misstated("programme", _("Đã đăng ký chương trình này trong năm: mở bản ghi đó.")) from None
    facts = {"programme": row.programme, "year": row.year, "who": row.who}
    audit.record(actor=actor, verb="registration.recorded", on=row, unit_id=unit.pk, **facts)
    return row


@transaction.atomic
def register_many(*, actor: Actor, rows: Sequence[RegistrationEntry]) -> list[Registration]:
    """Register many; all or none.

    :raises Misstated: a row states what cannot be.
    :raises Refused: one is registered already.
    """
    require_all(actor, [row.unit for row in rows])
    made = []
    for entry in rows:
        row = _row(entry.unit, entry.claim, actor)
        row.uid = entry.uid
        if entry.outcome:
            _settle(row, entry.outcome, entry.on, entry.document)
        made.append(row)
    try:
        with transaction.atomic():
            Registration.objects.bulk_create(made, batch_size=500)
    except IntegrityError:
        raise Refused(_("Một dòng đã được đăng ký trong năm: bỏ dòng đó.")) from None
    tell_many(actor, verb="registration.recorded_many", units=[row.unit for row in made])
    return made


@transaction.atomic
def settle(*, actor: Actor, registration: Registration, outcome: str, on: date | None, document: str) -> Registration:
    """Say what came of a registration: achieved, not, or withdrawn; no outcome takes the result back.

    :raises Misstated: something stated cannot be.
    """
    row = locked(actor, registration)
    _settle(row, outcome, on, document)
    row.save(update_fields=["outcome", "result_on", "result_document"])
    audit.record(actor=actor, verb="registration.settled", on=row, unit_id=row.unit_id, outcome=outcome)
    return row


@transaction.atomic
def void_registration(*, actor: Actor, registration: Registration, reason: str) -> None:
    """Take back what should not have been recorded.

    :raises Refused: no reason is given.
    """
    take_back(actor, locked(actor, registration), reason, verb="registration.voided")


def _row(unit: Unit, claim: Claim, actor: Actor) -> Registration:
    told = rules.check_claim(claim, clock.today())
    return Registration(
        programme=told.programme, year=told.year, unit=unit, who=str(told.who), body=told.body, key=fold(told.body),
        registered_on=told.registered_on, document=told.document, token=new_id(), **made_by(actor),
    )  # fmt: skip


def _settle(row: Registration, outcome: str, on: date | None, document: str) -> None:
    if not outcome:
        row.outcome, row.result_on, row.result_document = "", None, ""
        return
    row.result_document = rules.check_outcome(
        outcome, on, document, registered_on=row.registered_on, today=clock.today()
    )
    row.outcome, row.result_on = outcome, on
