"""What a unit makes of each clause of the plan above: take it up as written, adapt it, or leave it out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.kernel.text import nfc


@dataclass(frozen=True)
class Adopt:
    """Take a clause up word for word."""


@dataclass(frozen=True)
class Adapt:
    """Take a clause up in words of our own; why, where that needs saying."""

    text: str
    reason: str = ""


@dataclass(frozen=True)
class LeaveOut:
    """Leave a clause out, and with it all that stands under it."""

    reason: str


Decision = Adopt | Adapt | LeaveOut

UNDER_LEFT_OUT = sentence("Mục phía trên %(path)s không áp dụng nên mục này không điều chỉnh được.")
NO_WORDING = sentence("Mục %(path)s chỉ là tên phần, không có lời để điều chỉnh.")
NOT_OWN_WORDS = sentence("Lời của mục %(path)s chưa khác kế hoạch cấp trên: sửa lời, hoặc chọn thực hiện.")
NO_WORDS = sentence("Mục %(path)s chọn điều chỉnh nhưng chưa có lời: ghi lời của đơn vị.")
NO_REASON = sentence("Mục %(path)s chọn không áp dụng: ghi lý do.")


@dataclass(frozen=True)
class Above:
    """A clause of the plan above, as far as a decision needs it; `parent` is the uid of the clause over it.

    `wording` is what may be adapted, "" for a mere heading; `left_out` is why the plan above does without it.
    """

    uid: str
    path: str
    parent: str
    wording: str
    left_out: str = ""


def settle(clauses: Sequence[Above], decisions: Mapping[str, Decision]) -> dict[str, Decision]:
    """Return the decision that holds for every clause, given in reading order; without one a clause is adopted.

    What the plan above leaves out, or stands under a clause that is left out, is left out too.

    :raises Refused: words or a reason are missing, nothing was changed, or a clause is adapted under one left out.
    """
    settled: dict[str, Decision] = {}
    for clause in clauses:
        settled[clause.uid] = _one(clause, decisions.get(clause.uid, Adopt()), settled.get(clause.parent, Adopt()))
    return settled


def own_part(clauses: Sequence[Above], settled: Mapping[str, Decision]) -> dict[str, Decision]:
    """Return the decisions that were made for a clause itself: neither adopted, nor left out because another was."""
    found: dict[str, Decision] = {}
    for clause in clauses:
        decision = settled[clause.uid]
        if isinstance(decision, Adapt) or (isinstance(decision, LeaveOut) and _by_itself(clause, decision, settled)):
            found[clause.uid] = decision
    return found


def _by_itself(clause: Above, decision: LeaveOut, settled: Mapping[str, Decision]) -> bool:
    return not clause.left_out and settled.get(clause.parent) != decision


def _one(clause: Above, decision: Decision, over: Decision) -> Decision:
    if clause.left_out:
        return LeaveOut(clause.left_out)
    if isinstance(over, LeaveOut):
        if isinstance(decision, Adapt):
            raise Refused(UNDER_LEFT_OUT, path=clause.path)
        return _reasoned(clause, decision) if isinstance(decision, LeaveOut) else over
    match decision:
        case Adapt():
            return _worded(clause, decision)
        case LeaveOut():
            return _reasoned(clause, decision)
    return decision


def _worded(clause: Above, decision: Adapt) -> Adapt:
    text = nfc(decision.text).strip()
    if not clause.wording:
        raise Refused(NO_WORDING, path=clause.path)
    if not text:
        raise Refused(NO_WORDS, path=clause.path)
    if text.split() == nfc(clause.wording).split():
        raise Refused(NOT_OWN_WORDS, path=clause.path)
    return Adapt(text, decision.reason.strip())


def _reasoned(clause: Above, decision: LeaveOut) -> LeaveOut:
    if not decision.reason.strip():
        raise Refused(NO_REASON, path=clause.path)
    return LeaveOut(decision.reason.strip())
