"""A case handed to another unit: asked in words, then accepted, refused or taken back."""

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor
from lanhmanh.audit.services import record
from lanhmanh.cases import access
from lanhmanh.cases.models import Assignment, Case, Transfer, TransferState
from lanhmanh.cases.selectors.door import get_case
from lanhmanh.cases.selectors.members import member_of
from lanhmanh.cases.selectors.transfers import may_ask, offer, opened_to_hand_over, receiver, waiting, words_of
from lanhmanh.cases.services.assigning import end
from lanhmanh.cases.services.finding import index_person, note_twins, same
from lanhmanh.cases.services.numbers import next_number
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.keyring.access import Keys
from lanhmanh.keyring.services import hand_over_box, share_box, withdraw_box

SHORTEST = 15
_DECIDED = sentence("Đề nghị chuyển hồ sơ này đã được trả lời hoặc rút lại.")
_NOT_YOURS = sentence(
    "Chỉ người đang được phân công hoặc phụ trách của đơn vị chuyển hồ sơ đi, khi hồ sơ đang hỗ trợ. "
    "Hồ sơ của đơn vị đã kết thúc thì cấp trên theo dõi chuyển."
)


@transaction.atomic
def ask_transfer(*, actor: Actor, keys: Keys, case: Case, to_unit: str, words: str) -> Transfer:
    """Ask another unit to take a case over; it reads these words and nothing else until it accepts.

    What a unit that is no more left behind is handed over from above.

    :raises NotOpened: the actor did not open the case.
    :raises Refused: not the actor's to hand over, no such unit, too few words, or one is waiting already.
    :raises NoUnitKey: the other unit has no key.
    """
    found = opened_to_hand_over(actor, keys, case)
    if not may_ask(actor, case):
        raise Refused(_NOT_YOURS)
    unit = receiver(case, to_unit)
    if unit is None:
        raise Refused(_("Chọn đơn vị nhận trong danh sách."))
    if len(words.strip()) < SHORTEST:
        raise Refused(_("Ghi vì sao chuyển và việc cần làm tiếp (ít nhất %(count)s ký tự).") % {"count": SHORTEST})
    Case.objects.select_for_update().get(pk=case.pk)
    if waiting(case):
        raise Refused(_("Hồ sơ đang chờ một đơn vị trả lời: rút lại đề nghị đó trước."))
    made = Transfer.objects.create(
        case=case, from_unit=case.unit, to_unit=unit, asked_at=clock.now(), asked_by_id=actor.user_id
    )
    found.write({"words": words.strip()}, record=made.uid)
    share_box(keys=keys, box=case.box, unit=unit)
    record(actor=actor, verb="transfer.asked", on=case, unit_id=case.unit_id, to_unit=unit.pk)
    return made


@transaction.atomic
def read_offer(*, actor: Actor, keys: Keys, case: Case) -> tuple[Transfer, str]:
    """Return the offer of a case to the actor's unit with its words, and put on record that they were read.

    :raises Http404: it is not offered to the actor.
    :raises NoKey: the actor does not hold the receiving unit's key.
    """
    transfer = _offer(actor, case)
    words = words_of(keys, transfer).get("words", "")
    record(actor=actor, verb="transfer.read", on=case, unit_id=transfer.to_unit_id)
    return transfer, words


@transaction.atomic
def accept_transfer(*, actor: Actor, keys: Keys, case: Case, in_charge: str = "") -> Case:
    """Take a case over: keys, number and tokens become the receiving unit's, and its member begins.

    :raises Http404: it is not offered to the actor.
    :raises Refused: it was decided meanwhile, or the member in charge is of another unit.
    """
    transfer = _offer(actor, case)
    case, unit, key = transfer.case, transfer.to_unit, keys.open_box(transfer.case.box)
    member = member_of(unit, in_charge) if in_charge else None
    _decide(actor, transfer, TransferState.ACCEPTED)
    hand_over_box(keys=keys, box=case.box, owner=unit)
    for row in Assignment.objects.filter(case=case, valid_to=None):
        end(row)
    before, case.unit, case.year = case.unit_id, unit, clock.today().year
    case.number = next_number(unit, case.year)
    case.version += 1
    case.save(update_fields=["unit", "year", "number", "version"])
    if member:
        Assignment.objects.create(case=case, user=member, valid_from=clock.today())
    words, index = access.read(box=case.box, key=key, record=case.uid), keys.index
    index_person(index, case, words, unit.uid)
    twins = note_twins(case, [one for found in same(index, words, case) for one in found])
    for place in (before, unit.pk):
        record(actor=actor, verb="transfer.accepted", on=case, unit_id=place, number=str(case), twins=twins)
    return case


@transaction.atomic
def refuse_transfer(*, actor: Actor, keys: Keys, case: Case, words: str) -> None:
    """Answer that the unit does not take a case over, and why; it can open nothing of it from then on.

    :raises Http404: it is not offered to the actor.
    :raises Refused: no reason is given, or it was decided meanwhile.
    """
    transfer = _offer(actor, case)
    if len(words.strip()) < SHORTEST:
        raise Refused(_("Ghi vì sao không tiếp nhận (ít nhất %(count)s ký tự).") % {"count": SHORTEST})
    box = transfer.case.box
    _decide(actor, transfer, TransferState.REFUSED)
    access.write(box=box, key=keys.open_box(box), record=transfer.uid, fields={"answer": words.strip()})
    withdraw_box(box=box, unit=transfer.to_unit)
    record(actor=actor, verb="transfer.refused", on=case, unit_id=transfer.from_unit_id, to_unit=transfer.to_unit_id)


@transaction.atomic
def take_back_transfer(*, actor: Actor, case: Case) -> None:
    """Withdraw what was asked, while it waits.

    :raises Http404: nothing waits.
    :raises Refused: the case is not the actor's to hand over, or it was decided meanwhile.
    """
    case = get_case(actor, case.uid)
    transfer = waiting(case)
    if transfer is None:
        raise Http404("transfer")
    if not may_ask(actor, case):
        raise Refused(_NOT_YOURS)
    _decide(actor, transfer, TransferState.TAKEN_BACK)
    withdraw_box(box=case.box, unit=transfer.to_unit)
    record(actor=actor, verb="transfer.taken_back", on=case, unit_id=case.unit_id, to_unit=transfer.to_unit_id)


def _offer(actor: Actor, case: Case) -> Transfer:
    found = offer(actor, case)
    if found is None:
        raise Http404("transfer")
    return found


def _decide(actor: Actor, transfer: Transfer, state: TransferState) -> None:
    rows = Transfer.objects.filter(pk=transfer.pk, state=TransferState.ASKED)
    if not rows.update(state=state, decided_at=clock.now(), decided_by_id=actor.user_id):
        raise Refused(_DECIDED)
