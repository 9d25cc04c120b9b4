"""The course of one area's year: who has it in hand, what may be done next, and by whom."""

from collections.abc import Collection
from enum import StrEnum

from lanhmanh.kernel.errors import Refused, sentence


class State(StrEnum):
    """Where the assessment of an area for a year stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPRAISED = "appraised"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


class Deed(StrEnum):
    """What is done to an assessment."""

    SCORE = "score"
    SUBMIT = "submit"
    RETURN = "return"
    APPRAISE = "appraise"
    DECIDE = "decide"
    WITHDRAW = "withdraw"


TABLE: dict[tuple[State, Deed], State] = {
    (State.DRAFT, Deed.SCORE): State.DRAFT,
    (State.RETURNED, Deed.SCORE): State.RETURNED,
    (State.DRAFT, Deed.SUBMIT): State.SUBMITTED,
    (State.RETURNED, Deed.SUBMIT): State.SUBMITTED,
    (State.SUBMITTED, Deed.RETURN): State.RETURNED,
    (State.APPRAISED, Deed.RETURN): State.RETURNED,
    (State.SUBMITTED, Deed.APPRAISE): State.APPRAISED,
    (State.APPRAISED, Deed.APPRAISE): State.APPRAISED,
    (State.APPRAISED, Deed.DECIDE): State.DECIDED,
    (State.DECIDED, Deed.WITHDRAW): State.WITHDRAWN,
}
OPEN = frozenset({State.DRAFT, State.RETURNED})
WAITING = frozenset({State.SUBMITTED, State.APPRAISED})
ENDED = frozenset({State.DECIDED, State.WITHDRAWN})
REFUSALS = {
    Deed.SCORE: sentence("Phiếu tự chấm này đã nộp: chỉ sửa được khi được trả lại."),
    Deed.SUBMIT: sentence("Phiếu tự chấm này đã nộp, không nộp lại được."),
    Deed.RETURN: sentence("Chỉ trả lại phiếu đã nộp và chưa có quyết định."),
    Deed.APPRAISE: sentence("Chỉ thẩm định phiếu đã nộp và chưa có quyết định."),
    Deed.DECIDE: sentence("Chỉ quyết định phiếu đã được thẩm định."),
    Deed.WITHDRAW: sentence("Chỉ thu hồi kết quả đã có quyết định."),
}
SAME_PERSON = sentence("Người tự chấm, thẩm định, quyết định, trả lời phải là những người khác nhau.")


class WrongMoment(Refused):
    """This cannot be done to the assessment as it stands."""


def after(state: str, deed: Deed) -> State:
    """Return the state after a deed.

    :raises WrongMoment: the deed is not open in this state.
    """
    found = TABLE.get((State(state), deed))
    if found is None:
        raise WrongMoment(REFUSALS[deed])
    return found


def allows(state: str, deed: Deed) -> bool:
    """Test whether a deed is open in a state."""
    return (State(state), deed) in TABLE


def require_another(person: int | None, *others: int | None) -> None:
    """Return if a person is none of the others who had a hand in the assessment.

    :raises Refused: it is the same person.
    """
    if person is not None and person in others:
        raise Refused(SAME_PERSON)


NO_FACTS = sentence("Chưa chấm tiêu chí nào: ghi ít nhất một số liệu trước khi nộp.")
NO_EVIDENCE = sentence("Chưa có minh chứng: đính kèm ít nhất một tệp hoặc ảnh trước khi nộp.")
NO_SOURCE = sentence("%(count)s số liệu chưa ghi lấy từ đâu: ghi nguồn hoặc đính kèm minh chứng cho từng số.")


def require_evidence(stated: Collection[str], sourced: Collection[str], files: int) -> None:
    """Return if what is stated can be looked into: each fact has a source or a file of its own, and there is a file.

    :raises Refused: something has no evidence.
    """
    if not stated:
        raise Refused(NO_FACTS)
    if lacking := set(stated) - set(sourced):
        raise Refused(NO_SOURCE, count=len(lacking))
    if files == 0:
        raise Refused(NO_EVIDENCE)
