"""The pure rules of the ledger, by properties."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanhmanh.areas.rules import faces
from lanhmanh.areas.rules.codes import joined, kept, read, split
from lanhmanh.areas.rules.course import (
    ENDED,
    OPEN,
    REFUSALS,
    TABLE,
    WAITING,
    Deed,
    State,
    WrongMoment,
    after,
    allows,
    require_another,
    require_evidence,
)
from lanhmanh.areas.rules.layout import Place, lay_out
from lanhmanh.areas.rules.moves import Lag, Move, lag, matrix, move
from lanhmanh.kernel.errors import Refused
from lanhmanh.law.assessing import OwnDay, Step, days
from lanhmanh.law.classes import shipped
from tests.areas.four import four_classes

pytestmark = [pytest.mark.pure, pytest.mark.once]
RANKS = st.integers(0, 3)
VALUES = st.one_of(st.none(), st.booleans(), st.integers(0, 10**9), st.decimals(0, 10**6, places=4))


@given(st.sampled_from(State), st.sampled_from(Deed))
def test_every_state_and_deed_is_answered(state: State, deed: Deed) -> None:
    if allows(state, deed):
        assert after(state, deed) == TABLE[state, deed]
    else:
        with pytest.raises(WrongMoment):
            after(state, deed)


def test_a_decision_needs_an_appraisal_and_an_end_stays() -> None:
    assert {state for (state, deed) in TABLE if deed is Deed.DECIDE} == {State.APPRAISED}
    assert {deed for (state, deed) in TABLE if state is State.DECIDED} == {Deed.WITHDRAW}
    assert not any(state is State.WITHDRAWN for state, _deed in TABLE)


def test_nobody_has_two_hands() -> None:
    require_another(1, 2, None)
    require_another(None, None)
    with pytest.raises(Refused):
        require_another(1, 2, 1)


@given(st.dictionaries(st.integers(1, 30), RANKS), st.dictionaries(st.integers(1, 30), RANKS))
def test_a_matrix_counts_each_area_of_both_years_once(before: dict[int, int], now: dict[int, int]) -> None:
    ranks = {str(rank): rank for rank in range(4)}
    found = matrix({k: str(v) for k, v in before.items()}, {k: str(v) for k, v in now.items()}, ranks)
    assert found.total() == len(before.keys() & now.keys())
    assert found.total() == sum(found.total(kind) for kind in (Move.BETTER, Move.SAME, Move.WORSE))
    assert sum(found.from_class(code) for code in ranks) == sum(found.to_class(code) for code in ranks) == found.total()


@given(RANKS, RANKS)
def test_better_one_way_is_worse_the_other(one: int, other: int) -> None:
    opposite = {Move.BETTER: Move.WORSE, Move.WORSE: Move.BETTER, Move.SAME: Move.SAME}
    assert move(other, one) is opposite[move(one, other)]
    assert move(None, one) is Move.UNKNOWN


@given(RANKS, RANKS, st.lists(st.tuples(st.integers(2020, 2030), RANKS), max_size=4))
def test_who_stands_at_the_best_and_came_from_there_never_falls_behind(
    rank: int, now: int, aims: list[tuple[int, int]]
) -> None:
    assert lag(3, 3, aims, 2021) is None
    if now < rank:
        assert lag(rank, now, aims, 2021) is Lag.WORSE
    assert lag(rank, None, aims, 2021) is None


def test_a_target_missed_and_one_too_far() -> None:
    assert lag(1, 1, [(2021, 2)], 2021) is Lag.MISSED
    assert lag(0, 0, [(2023, 3)], 2021) is Lag.LATE
    assert lag(0, 0, [(2025, 3)], 2021) is None
    assert lag(0, 0, [(2020, 3)], 2021) is None


@given(st.dictionaries(st.text("abc", min_size=1, max_size=3), VALUES))
def test_facts_are_kept_exactly(facts: dict[str, Decimal | int | bool | None]) -> None:
    assert read(kept(facts)) == facts
    for value in facts.values():
        assert joined(*split(value)) == value


POINTS = st.one_of(st.none(), st.tuples(st.decimals(8, 23, places=3), st.decimals(102, 110, places=3)))


@pytest.mark.deep
@given(st.lists(st.tuples(st.integers(1, 5), POINTS), max_size=40), st.randoms())
def test_every_tile_lies_once_and_always_alike(told: list[tuple[int, tuple[Decimal, Decimal] | None]], random) -> None:  # type: ignore[no-untyped-def]
    places = [Place(key, block, point, f"{key:03}") for key, (block, point) in enumerate(told)]
    found = lay_out(places)
    tiles = [key for row in found.rows for block in row for key in block.tiles]
    assert sorted(tiles) == list(range(len(places)))
    assert sorted(block.key for row in found.rows for block in row) == sorted({one.block for one in places})
    mixed = list(places)
    random.shuffle(mixed)
    assert lay_out(mixed) == found


def test_north_lies_above_and_west_left() -> None:
    at = {1: (11, 107), 2: (10, 106), 3: (10, 108), 4: (9, 107)}
    places = [Place(key, key, (Decimal(lat), Decimal(long)), str(key)) for key, (lat, long) in at.items()]
    assert [[block.key for block in row] for row in lay_out(places).rows] == [[2, 1], [4, 3]]
    inside = [Place(key, 9, (Decimal(lat), Decimal(long)), str(key)) for key, (lat, long) in at.items()]
    assert lay_out(inside).rows[0][0].tiles[0] != 4


def test_signs_of_classes_are_told_apart() -> None:
    assert faces.letters(["Trọng điểm", "Nhiều", "Ít", "Không có"]) == ["T", "N", "Í", "K"]
    assert faces.letters(["Trọng điểm loại I", "Trọng điểm loại II", "Không ma túy"]) == ["I", "II", "K"]
    assert len(set(faces.letters(["Có nhiều", "Có ít", "Có", "Có"]))) == 4
    assert [faces.pattern(rank, 4) for rank in range(4)] == ["t", "n", "i", "k"]
    assert [faces.pattern(rank, 6) for rank in range(6)] == ["t", "t", "t", "n", "i", "k"]


def test_the_days_of_decision_28_are_the_laws_and_others_are_proposed() -> None:
    law = next(one for one in shipped() if one.code == "QD28")
    found = days(law, 2025)
    assert [f"{found[step].due:%d/%m/%Y}" for step in Step] == ["14/12/2025", "16/12/2025", "19/12/2025"]
    assert [found[step].source.checked for step in Step] == [True, False, True]
    proposed = days(four_classes(), 2021)
    assert [f"{proposed[step].due:%d/%m/%Y}" for step in Step] == ["25/12/2021", "10/01/2022", "20/01/2022"]
    assert not any(one.source.checked for one in proposed.values())
    own = days(four_classes(), 2021, {Step.SCORE: OwnDay(0, 12, 1, "CV 3")})
    assert (own[Step.SCORE].due.day, own[Step.SCORE].source.title) == (1, "CV 3")
    with pytest.raises(Refused):
        OwnDay(0, 2, 30).due(2021)


def test_each_deed_that_comes_at_the_wrong_moment_says_why() -> None:
    for state in State:
        for deed in Deed:
            if not allows(state, deed):
                with pytest.raises(WrongMoment) as refused:
                    after(state, deed)
                assert str(refused.value) == REFUSALS[deed]
    assert set(State) == OPEN | WAITING | ENDED
    assert {state for state in State if allows(state, Deed.SUBMIT)} == OPEN
    assert {state for state in State if allows(state, Deed.APPRAISE)} == WAITING


def test_what_is_kept_of_an_assessment_are_these_words() -> None:
    assert [*State] == ["draft", "submitted", "returned", "appraised", "decided", "withdrawn"]
    assert [*Deed] == ["score", "submit", "return", "appraise", "decide", "withdraw"]


@pytest.mark.parametrize(
    ("stated", "sourced", "files", "why"),
    [
        ("", "", 1, "Chưa chấm tiêu chí nào"),
        ("ab", "a", 1, "1 số liệu chưa ghi lấy từ đâu"),
        ("abc", "", 0, "3 số liệu chưa ghi lấy từ đâu"),
        ("ab", "ab", 0, "Chưa có minh chứng"),
    ],
)
def test_what_is_stated_can_be_looked_into(stated: str, sourced: str, files: int, why: str) -> None:
    with pytest.raises(Refused, match=f"^{why}"):
        require_evidence(set(stated), set(sourced), files)


def test_every_fact_with_a_source_and_one_file_are_enough() -> None:
    require_evidence({"a", "b"}, {"a", "b", "c"}, 1)


def test_what_waits_may_be_returned_and_what_was_returned_is_scored_and_submitted_again() -> None:
    for state in WAITING:
        assert after(state.value, Deed.RETURN) is State.RETURNED
        assert after(state.value, Deed.APPRAISE) is State.APPRAISED
    for state in OPEN:
        assert after(state.value, Deed.SCORE) is state
        assert after(state.value, Deed.SUBMIT) is State.SUBMITTED
    assert after("decided", Deed.WITHDRAW) is State.WITHDRAWN
