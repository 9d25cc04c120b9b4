"""A case is closed: from then on it is only kept, for as long as its last status says."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor
from lanhmanh.audit.services import record
from lanhmanh.cases.models import Case, CaseState, TransferState
from lanhmanh.cases.selectors.course import past_of
from lanhmanh.cases.selectors.terms import kept
from lanhmanh.cases.services.course_parts import check_day, write_note
from lanhmanh.cases.services.standing import check_none_runs, hold
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.keyring.access import Keys

# Why a case is closed; the words stand beside it in the form.
CLOSINGS = ("done", "wish", "moved", "death", "missing", "prison", "mistake")


@transaction.atomic
def close_case(*, actor: Actor, keys: Keys, case: Case, reason: str, on: date | None = None, note: str = "") -> Case:
    """Close a case: from now on it is only kept, until the days on which it is sealed and its identity erased.

    :raises Refused: an episode still runs, or there is no such reason.
    """
    held = hold(actor, keys, case)
    case, day = held.case, on or clock.today()
    check_day(day)
    if reason not in CLOSINGS:
        raise Refused(_("Chọn lý do kết thúc hồ sơ trong danh sách."))
    check_none_runs(case, day)
    if case.transfers.filter(state=TransferState.ASKED).exists():
        raise Refused(_("Hồ sơ đang chờ đơn vị khác tiếp nhận: rút lại đề nghị trước khi kết thúc hồ sơ."))
    last = past_of(case).last()
    if day < max(case.opened_on, last.ended_on if last and last.ended_on else case.opened_on):
        raise Refused(_("Ngày kết thúc trước một việc đã ghi: xem lại ngày."))
    days = kept(case.unit_id, last.status if last else "", last.ending if last else reason, day)
    case.state, case.closed_on, case.closing = CaseState.CLOSED, day, reason
    case.seal_on, case.erase_on = days.seal_on, days.erase_on
    case.save(update_fields=["state", "closed_on", "closing", "seal_on", "erase_on"])
    write_note(held, case.uid, "closing", note)
    record(actor=actor, verb="case.closed", on=case, unit_id=case.unit_id)
    return case
