"""Cases on their way to another unit."""

from dataclasses import dataclass
from datetime import date

from lanhmanh.accounts.access import Actor
from lanhmanh.cases import access
from lanhmanh.cases.models import Case, CaseState, OpeningKind, Transfer, TransferState
from lanhmanh.cases.policies import offered, way_in
from lanhmanh.cases.selectors.door import Opened, require_at_work, require_opened
from lanhmanh.cases.selectors.settled import goes_to
from lanhmanh.kernel import clock
from lanhmanh.keyring.access import Keys
from lanhmanh.keyring.models import UnitKey
from lanhmanh.law.calendars import local_day
from lanhmanh.units.models import Level, Unit
from lanhmanh.units.selectors import known_names, version_of, versions_on


def waiting(case: Case) -> Transfer | None:
    """Return the transfer of a case that waits for an answer."""
    rows = Transfer.objects.filter(case=case, state=TransferState.ASKED)
    return rows.select_related("from_unit", "to_unit", "asked_by").first()


def offer(actor: Actor, case: Case) -> Transfer | None:
    """Return the transfer by which a case is offered to the actor's unit."""
    rows = offered(actor).filter(case=case)
    return rows.select_related("from_unit", "to_unit", "asked_by", "case__box", "case__unit").first()


@dataclass(frozen=True, slots=True)
class Answered:
    """Hold how the last offer of a case was answered: by whom or from whom, when, and what was written."""

    state: str
    unit_name: str
    on: date
    words: str


def answered(found: Opened) -> Answered | None:
    """Return how the last offer of an opened case ended; None where nothing was offered, or it waits, or came back."""
    last = found.case.transfers.order_by("-asked_at", "-pk").first()
    if last is None or last.decided_at is None or last.state not in {TransferState.ACCEPTED, TransferState.REFUSED}:
        return None
    refused = last.state == TransferState.REFUSED
    other = last.to_unit_id if refused else last.from_unit_id
    words = found.words(last.uid).get("answer" if refused else "words", "")
    name = known_names([other], clock.today()).get(other, "")
    return Answered(last.state, name, local_day(last.decided_at), words)


def words_of(keys: Keys, transfer: Transfer) -> dict[str, str]:
    """Return what was written for the receiving unit; nothing of the person.

    :raises NoKey: the box was not shared with a unit whose key is held.
    """
    return access.read(box=transfer.case.box, key=keys.open_box(transfer.case.box), record=transfer.uid)


def may_ask(actor: Actor, case: Case) -> bool:
    """Test whether the actor may hand a case over: who works on it or answers for the unit.

    What a unit that is no more left behind may be nobody's to work on: then whoever watches over it hands it over, one
    at rest too, for somebody must answer what the person asks. One at rest goes too where it was settled above that
    another unit goes on with the same person.
    """
    kind, left = way_in(actor, case), is_left(case)
    if kind == OpeningKind.OVERSIGHT:
        return left and case.state in {CaseState.OPEN, CaseState.CLOSED}
    if kind not in {OpeningKind.ORDINARY, OpeningKind.SUPERVISION}:
        return False
    return left or case.state == CaseState.OPEN or (case.state == CaseState.CLOSED and goes_to(case) is not None)


def is_left(case: Case) -> bool:
    """Test whether the unit of a case is no more."""
    return version_of(case.unit, clock.today()) is None


def opened_to_hand_over(actor: Actor, keys: Keys, case: Case) -> Opened:
    """Return a case opened by somebody who may hand it over.

    :raises NotOpened: the actor did not open the case.
    :raises OnlyLooking: it is not the actor's to hand over, and the way in allows no change.
    :raises AtRest: it is sealed, or the person wants the data kept and nothing more.
    """
    from_above = may_ask(actor, case) and way_in(actor, case) == OpeningKind.OVERSIGHT
    found = require_opened(actor, keys, case, writing=not from_above)
    if from_above:
        require_at_work(found)
    return found


def receivers(case: Case) -> list[tuple[str, str]]:
    """Return uid and name of the communes of the province that have keys, the case's own left out."""
    keyed = UnitKey.objects.filter(retired_on=None, unit__level=Level.COMMUNE).exclude(unit=case.unit_id)
    same = UnitKey.objects.filter(unit=case.unit_id, retired_on=None).values("recovery_key__province")
    rows = versions_on(clock.today()).filter(unit__in=keyed.filter(recovery_key__province__in=same).values("unit"))
    rows = rows.select_related("parent").order_by("sort")
    above = {one.unit_id: one.name for one in versions_on(clock.today()).filter(unit__in=rows.values("parent"))}
    return [(row.unit.uid, ", ".join(filter(None, (row.name, above.get(row.parent_id or 0))))) for row in rows]


def receiver(case: Case, uid: str) -> Unit | None:
    """Return a commune that can receive a case."""
    return Unit.objects.filter(uid=uid).first() if uid in dict(receivers(case)) else None
