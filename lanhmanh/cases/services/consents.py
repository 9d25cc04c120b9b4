"""Consents of a case: given for one purpose, withdrawn at any time."""

from collections.abc import Collection
from datetime import date

from django.db import transaction

from lanhmanh.accounts.access import Actor
from lanhmanh.audit.services import record
from lanhmanh.cases.models import AgeBand, Case, CaseState, Consent, ConsentPurpose, Ground
from lanhmanh.cases.rules.people import born
from lanhmanh.cases.rules.rights import UNNAMED
from lanhmanh.cases.selectors.door import Opened, hold_for_person, require_opened
from lanhmanh.cases.services.retention import end_by_withdrawal
from lanhmanh.cases.services.words import tidy
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.keyring.access import Keys
from lanhmanh.law.statuses.terms import months_after

FULL_AGE = 18
MINORS = {AgeBand.CHILD, AgeBand.MINOR}
PROOF = sentence("Ghi cách chứng minh sự đồng ý, ví dụ: bản ký ngày 12/06/2021, lưu trong tủ hồ sơ.")
UNKNOWN = sentence("Chọn mục đích trong danh sách.")
FUTURE = sentence("Ngày đồng ý chưa đến: xem lại ngày.")
STANDING = sentence("Đã có đồng ý cho mục đích này. Rút đồng ý cũ trước khi ghi đồng ý mới.")
MINOR = sentence("Người dưới 18 tuổi: người đại diện đồng ý, và chính người đó cũng đồng ý. Đánh dấu ô người đại diện.")
AT_REST = sentence("Hồ sơ đã kết thúc: không ghi thêm đồng ý.")


@transaction.atomic
def give_consent(
    *, actor: Actor, keys: Keys, case: Case, purpose: str, given_on: date, by_representative: bool, proof: str
) -> Consent:
    """Record that the person agreed to one purpose, and how that can be proven.

    :raises Refused: no such purpose, no proof, a day to come, a consent that stands, a minor without representative.
    """
    held = require_opened(actor, keys, case)
    Case.objects.select_for_update().get(pk=case.pk)
    _check(held, purpose, given_on, by_representative=by_representative)
    words = tidy(proof, PROOF, least=5)
    made = Consent.objects.create(
        case=case, purpose=purpose, given_on=given_on, recorded_at=clock.now(), recorded_by_id=actor.user_id
    )  # fmt: skip
    held.write({"proof": words, "representative": UNNAMED if by_representative else ""}, record=made.uid)
    record(actor=actor, verb="consent.given", on=made, unit_id=case.unit_id, case=case.uid, purpose=purpose)
    return made


@transaction.atomic
def withdraw_consent(*, actor: Actor, keys: Keys, consent: Consent) -> Consent:
    """Record that a consent was withdrawn today; twice is once. What it alone carried ends with it."""
    hold_for_person(actor, keys, consent.case)
    case = Case.objects.select_for_update().get(pk=consent.case_id)
    withdraw_all(actor=actor, case=case, purposes=[consent.purpose])
    return Consent.objects.get(pk=consent.pk)


def withdraw_all(*, actor: Actor, case: Case, purposes: Collection[str]) -> int:
    """Withdraw the standing consents for some purposes inside a service's transaction; the case is locked.

    A case that rests on nothing but the consent to be supported ends with that consent.
    """
    rows = list(Consent.objects.select_for_update().filter(case=case, purpose__in=purposes, withdrawn_on=None))
    for row in rows:
        row.withdrawn_on = max(clock.today(), row.given_on)
        row.save(update_fields=["withdrawn_on"])
        record(actor=actor, verb="consent.withdrawn", on=row, unit_id=case.unit_id, case=case.uid, purpose=row.purpose)
    if case.ground == Ground.ASKED and ConsentPurpose.SUPPORT in {row.purpose for row in rows}:
        end_by_withdrawal(actor=actor, case=case)
    return len(rows)


def _check(held: Opened, purpose: str, given_on: date, *, by_representative: bool) -> None:
    if held.case.state != CaseState.OPEN:
        raise Refused(AT_REST)
    if purpose not in ConsentPurpose.values:
        raise Refused(UNKNOWN)
    if given_on > clock.today():
        raise Refused(FUTURE)
    if not by_representative and is_minor(held, given_on):
        raise Refused(MINOR)
    if held.case.consents.filter(purpose=purpose, withdrawn_on=None).exists():
        raise Refused(STANDING)


def is_minor(held: Opened, day: date) -> bool:
    """Test whether the person is under 18 on a day: by the birth date where it can be read, else by the age band."""
    birth = born(held.words().get("birth_date", ""))
    return held.case.age_band in MINORS if birth is None else day < months_after(birth, 12 * FULL_AGE)
