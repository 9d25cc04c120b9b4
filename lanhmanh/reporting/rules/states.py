"""The life of a report: stored states, what is shown, and which verb leads where."""

from datetime import date
from enum import StrEnum

from lanhmanh.kernel.errors import Refused, sentence


class State(StrEnum):
    """Name the states that are stored."""

    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    RETURNED = "RETURNED"
    APPROVED = "APPROVED"
    SUPERSEDED = "SUPERSEDED"


class Shown(StrEnum):
    """Name what a user sees: the stored states, and three that follow from dates alone."""

    UPCOMING = "UPCOMING"
    DUE = "DUE"
    OVERDUE = "OVERDUE"
    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    RETURNED = "RETURNED"
    APPROVED = "APPROVED"
    SUPERSEDED = "SUPERSEDED"


class Verb(StrEnum):
    """Name what can be done to a report; SUPERSEDE happens by itself when a correction is approved."""

    SAVE = "SAVE"
    SUBMIT = "SUBMIT"
    RETURN = "RETURN"
    RESUBMIT = "RESUBMIT"
    APPROVE = "APPROVE"
    CORRECT = "CORRECT"
    SUPERSEDE = "SUPERSEDE"


LABELS = {
    Shown.UPCOMING: ("Chưa đến kỳ", "Not yet open"),
    Shown.DUE: ("Đến hạn", "Due"),
    Shown.OVERDUE: ("Quá hạn", "Overdue"),
    Shown.DRAFT: ("Nháp", "Draft"),
    Shown.SUBMITTED: ("Đã nộp", "Submitted"),
    Shown.RETURNED: ("Trả lại", "Returned"),
    Shown.APPROVED: ("Đã duyệt", "Approved"),
    Shown.SUPERSEDED: ("Đã thay thế", "Superseded"),
}

VERB_LABELS = {
    Verb.SAVE: ("Lưu", "Save"),
    Verb.SUBMIT: ("Nộp", "Submit"),
    Verb.RETURN: ("Trả lại", "Return"),
    Verb.RESUBMIT: ("Nộp lại", "Resubmit"),
    Verb.APPROVE: ("Duyệt", "Approve"),
    Verb.CORRECT: ("Đính chính", "Correct"),
    Verb.SUPERSEDE: ("Thay thế", "Supersede"),
}

# CORRECT gives the state of the new version; the approved one stays until the new one is approved.
TRANSITIONS = {
    (State.DRAFT, Verb.SAVE): State.DRAFT,
    (State.DRAFT, Verb.SUBMIT): State.SUBMITTED,
    (State.SUBMITTED, Verb.RETURN): State.RETURNED,
    (State.SUBMITTED, Verb.APPROVE): State.APPROVED,
    (State.RETURNED, Verb.SAVE): State.RETURNED,
    (State.RETURNED, Verb.SUBMIT): State.SUBMITTED,
    (State.RETURNED, Verb.RESUBMIT): State.SUBMITTED,
    (State.APPROVED, Verb.CORRECT): State.DRAFT,
    (State.APPROVED, Verb.SUPERSEDE): State.SUPERSEDED,
}

OPEN = frozenset({State.DRAFT, State.RETURNED})  # with the unit that reports


_CANNOT = sentence("Không thể %(verb)s báo cáo đang ở trạng thái “%(state)s”: có thể %(possible)s.")
_ENDED = sentence("Không thể %(verb)s báo cáo đang ở trạng thái “%(state)s”: mở bản đang có hiệu lực.")


class IllegalTransition(Refused):
    """Say that the verb does not apply to a report in its present state."""


def transition(state: State, verb: Verb) -> State:
    """Return the state after the verb, for CORRECT that of the new version; IllegalTransition when it cannot be."""
    if (state, verb) not in TRANSITIONS:
        possible = [VERB_LABELS[other] for other in verbs(state) if other is not Verb.SUPERSEDE]
        raise IllegalTransition(
            _CANNOT if possible else _ENDED,
            verb=_listed(VERB_LABELS[verb]), state=LABELS[Shown(state)], possible=_listed(*possible) or "",
        )  # fmt: skip
    return TRANSITIONS[state, verb]


def _listed(*labels: tuple[str, str]) -> tuple[str, ...]:
    """Return labels in a row as a sentence names them, in both languages."""
    return tuple(", ".join(words).lower() for words in zip(*labels, strict=True))


def verbs(state: State) -> tuple[Verb, ...]:
    """Return the verbs that apply in the state, in the order of the table."""
    return tuple(verb for origin, verb in TRANSITIONS if origin is state)


def is_overdue(stored: State | None, due: date, today: date) -> bool:
    """Return whether the report has not been sent (None: not begun) and its due date has passed."""
    return (stored is None or stored in OPEN) and today > due


def shown(stored: State | None, due: date, today: date, opens: date | None = None) -> Shown:
    """Return what to show for a report, None for one not begun, with its last day in time and the present day.

    A returned report stays "Trả lại" even when it is late; `opens` is the first day after the period's window,
    before which a report that was not begun is not yet due.
    """
    if stored is not None and stored is not State.DRAFT:
        return Shown(stored.value)
    if today > due:
        return Shown.OVERDUE
    if stored is State.DRAFT:
        return Shown.DRAFT
    return Shown.UPCOMING if opens is not None and today < opens else Shown.DUE


def label(state: State | Shown, language: str = "vi") -> str:
    """Return the state's name in "vi" or "en"."""
    vietnamese, english = LABELS[Shown(state.value)]
    return english if language == "en" else vietnamese
