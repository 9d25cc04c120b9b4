"""The life of a report: its table of transitions and what is shown."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanhmanh.kernel.errors import Refused
from lanhmanh.reporting.rules.states import (
    LABELS,
    TRANSITIONS,
    VERB_LABELS,
    IllegalTransition,
    Shown,
    State,
    Verb,
    is_overdue,
    label,
    shown,
    transition,
    verbs,
)

DUE = date(2021, 12, 17)
DAY = timedelta(days=1)
LEGAL = {
    ("DRAFT", "SAVE", "DRAFT"),
    ("DRAFT", "SUBMIT", "SUBMITTED"),
    ("SUBMITTED", "RETURN", "RETURNED"),
    ("SUBMITTED", "APPROVE", "APPROVED"),
    ("RETURNED", "SAVE", "RETURNED"),
    ("RETURNED", "SUBMIT", "SUBMITTED"),
    ("RETURNED", "RESUBMIT", "SUBMITTED"),
    ("APPROVED", "CORRECT", "DRAFT"),
    ("APPROVED", "SUPERSEDE", "SUPERSEDED"),
}


@pytest.mark.parametrize(("state", "verb"), list(product(State, Verb)))
def test_every_pair_of_state_and_verb(state: State, verb: Verb) -> None:
    targets = {target for origin, name, target in LEGAL if (origin, name) == (state.value, verb.value)}
    if targets:
        assert {transition(state, verb).value} == targets
        assert verb in verbs(state)
    else:
        with pytest.raises(IllegalTransition, match=label(state)):
            transition(state, verb)
        assert verb not in verbs(state)


def test_a_refusal_says_what_can_be_done() -> None:
    with pytest.raises(Refused) as refusal:
        transition(State.APPROVED, Verb.SAVE)
    assert str(refusal.value) == "Không thể lưu báo cáo đang ở trạng thái “Đã duyệt”: có thể đính chính."
    with pytest.raises(Refused, match="mở bản đang có hiệu lực"):
        transition(State.SUPERSEDED, Verb.APPROVE)
    with pytest.raises(Refused, match="có thể lưu, nộp, nộp lại"):
        transition(State.RETURNED, Verb.APPROVE)


@given(st.lists(st.sampled_from(Verb), max_size=30))
def test_nothing_is_approved_that_was_not_submitted(chosen: list[Verb]) -> None:
    state = State.DRAFT
    for verb in chosen:
        before = state
        if (state, verb) in TRANSITIONS:
            state = transition(state, verb)
        assert state is not State.APPROVED or before in (State.SUBMITTED, State.APPROVED)


@pytest.mark.parametrize(
    ("stored", "today", "expected", "late"),
    [
        (None, DUE - 10 * DAY, Shown.UPCOMING, False),
        (None, date(2021, 12, 15), Shown.DUE, False),
        (None, DUE, Shown.DUE, False),
        (None, DUE + DAY, Shown.OVERDUE, True),
        (State.DRAFT, DUE, Shown.DRAFT, False),
        (State.DRAFT, DUE + DAY, Shown.OVERDUE, True),
        (State.RETURNED, DUE, Shown.RETURNED, False),
        (State.RETURNED, DUE + DAY, Shown.RETURNED, True),
        (State.SUBMITTED, DUE + DAY, Shown.SUBMITTED, False),
        (State.APPROVED, DUE + DAY, Shown.APPROVED, False),
        (State.SUPERSEDED, DUE + DAY, Shown.SUPERSEDED, False),
    ],
)
def test_what_is_shown_follows_from_state_and_dates(
    stored: State | None, today: date, expected: Shown, late: bool
) -> None:
    assert shown(stored, DUE, today, opens=date(2021, 12, 15)) is expected
    assert is_overdue(stored, DUE, today) is late


def test_without_an_opening_day_a_report_not_begun_is_due() -> None:
    assert shown(None, DUE, DUE - 100 * DAY) is Shown.DUE


def test_every_state_and_verb_has_names_in_both_languages() -> None:
    assert [label(state) for state in State] == ["Nháp", "Đã nộp", "Trả lại", "Đã duyệt", "Đã thay thế"]
    assert (label(Shown.DUE), label(Shown.OVERDUE), label(Shown.DUE, "en")) == ("Đến hạn", "Quá hạn", "Due")
    assert set(LABELS) == set(Shown)
    assert set(VERB_LABELS) == set(Verb)
    for words in (*LABELS.values(), *VERB_LABELS.values()):
        assert all(word == word.capitalize() for word in words), words  # sentences put them in small letters
        assert len(set(words)) == 2
    assert label(Shown.DUE, "vi") == label(Shown.DUE)


@pytest.mark.parametrize("names", [State, Shown, Verb])
def test_what_is_stored_is_what_the_code_says(names: type[State | Shown | Verb]) -> None:
    assert {one.value for one in names} == set(names.__members__)
    assert {state.value for state in State} < {one.value for one in Shown}
