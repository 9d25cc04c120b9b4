"""What a unit makes of the clauses of the plan above."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanhmanh.kernel.errors import Refused
from lanhmanh.plan.rules.coverage import Known, Made, Standing, chosen, made_of, tally
from lanhmanh.plan.rules.decisions import Above, Adapt, Adopt, Decision, LeaveOut, own_part, settle

pytestmark = pytest.mark.pure
CLAUSES = [
    Above("a", "I", "", ""),
    Above("b", "I.1", "a", "Họp hằng quý."),
    Above("c", "I.1.a", "b", "Ghi biên bản."),
    Above("d", "II", "", "Rà soát.", left_out="Tỉnh không làm."),
    Above("e", "II.1", "d", "Báo cáo."),
    Above("f", "III", "", "Tổng kết."),
]
DECISIONS = st.dictionaries(
    st.sampled_from("abcdef"),
    st.just(Adopt()) | st.sampled_from([LeaveOut("Không có."), LeaveOut("Đã xong.")]) | st.just(Adapt("Lời khác.")),
)


@pytest.mark.deep
@given(DECISIONS)
def test_what_stands_under_a_clause_left_out_is_left_out_and_decisions_are_found_again(
    decisions: Mapping[str, Decision],
) -> None:
    try:
        settled = settle(CLAUSES, decisions)
    except Refused:
        assert any(isinstance(one, Adapt) for one in decisions.values())
        return
    assert list(settled) == [clause.uid for clause in CLAUSES]
    for clause in CLAUSES:
        if isinstance(settled.get(clause.parent), LeaveOut):
            assert isinstance(settled[clause.uid], LeaveOut)
    assert settle(CLAUSES, own_part(CLAUSES, settled)) == settled
    assert isinstance(settled["d"], LeaveOut) and isinstance(settled["e"], LeaveOut)


def test_what_comes_back_brings_with_it_what_was_left_out_because_of_it() -> None:
    settled = settle(CLAUSES, {"a": LeaveOut("Không có.")})
    assert own_part(CLAUSES, settled) == {"a": LeaveOut("Không có.")}
    assert settle(CLAUSES, own_part(CLAUSES, settled) | {"a": Adopt()})["c"] == Adopt()


@pytest.mark.parametrize(
    ("decisions", "words"),
    [
        ({"b": Adapt("  ")}, "chưa có lời"),
        ({"b": Adapt("Họp  hằng\nquý. ")}, "chưa khác"),
        ({"a": Adapt("Lời khác.")}, "chỉ là tên phần"),
        ({"f": LeaveOut(" ")}, "ghi lý do"),
        ({"a": LeaveOut("Không có."), "c": Adapt("Lời khác.")}, "phía trên I.1.a"),
    ],
)
def test_a_decision_that_is_not_complete_is_refused_by_its_clause(
    decisions: Mapping[str, Decision], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        settle(CLAUSES, decisions)


def test_words_are_kept_trimmed_with_their_reason() -> None:
    settled = settle(CLAUSES, {"b": Adapt(" Họp hằng tháng. ", " đông hội viên ")})
    assert settled["b"] == Adapt("Họp hằng tháng.", "đông hội viên")


@pytest.mark.parametrize(
    ("plans", "best", "standing"),
    [
        ([], None, Standing.NONE),
        ([Known(1, "confirmed", True, True)], 1, Standing.DERIVED),
        ([Known(1, "confirmed", False, True), Known(2, "confirmed", True, True)], 2, Standing.DERIVED),
        ([Known(1, "confirmed", False, True)], 1, Standing.RELATED),
        ([Known(1, "replaced", True, True), Known(2, "confirmed", False, True)], 2, Standing.RELATED),
        ([Known(1, "replaced", True, True)], None, Standing.REPLACED),
        ([Known(1, "replaced", True, True), Known(2, "draft", True, True)], None, Standing.DRAFT),
        ([Known(1, "confirmed", False, False)], None, Standing.OTHER_YEARS),
    ],
)
def test_the_plan_that_counts_is_in_force_and_best_made_from_this_one(
    plans: list[Known], best: int | None, standing: Standing
) -> None:
    found, how = chosen(plans)
    assert (found and found.id, how) == (best, standing)


def test_every_disposition_counts_once_and_the_rest_is_missing() -> None:
    found = tally(made_of(one) for one in ("inherited", "adapted", "adapted", "not_applicable", None, "own"))
    assert (found.adopted, found.adapted, found.left_out, found.missing) == (1, 2, 1, 2)
    assert (found.of, found.taken) == (6, 3)
    assert made_of("added") == Made.MISSING
