"""The course of a case over the law's tables: what follows, what counts, how often, how old."""

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanhmanh.cases.rules.course import (
    AFTER_REHAB,
    AT_INTAKE,
    CLOSED,
    COMPLETION,
    DECISION,
    DONE_BY,
    EVENTS,
    GOES_ON,
    REHAB,
    Taken,
    age_on,
    check_ending,
    check_step,
    due_day,
    effective,
    ending_of,
    named,
    names,
    next_steps,
    order,
    source_of,
    standing,
    times_of,
)  # fmt: skip
from lanhmanh.kernel.errors import Refused
from lanhmanh.law.holidays import vietnamese
from lanhmanh.law.statuses import Status, Step, deadlines, events, regime, regime_of, term_of

pytestmark = pytest.mark.pure
OLD, NOW, NEW = date(2021, 6, 1), date(2023, 1, 2), date(2026, 8, 3)
HOME = ["intake", "assessment", "registration", "decision", "stage_1", "stage_2", "stage_3", "stage_4", "stage_5"]


def day(number: int) -> date:
    return NOW + timedelta(days=number)


def taken(*steps: str, first: int = 0) -> list[Taken]:
    """Return steps taken on days one after the other."""
    return [Taken(step, day(first + at)) for at, step in enumerate(steps)]


def done(*steps: str) -> dict[str, date]:
    return effective(taken(*steps), "rehab_home", NOW)


def test_a_person_takes_the_steps_that_no_ending_takes() -> None:
    assert order("rehab_home", NOW) == HOME
    assert order("management", NOW) == ["intake", "decision"]
    assert order("leaving", NOW) == ["intake"]
    assert (COMPLETION, CLOSED) == ("completion", "closed")
    assert DECISION in HOME


def test_a_step_is_found_by_its_code() -> None:
    found = named("rehab_home", "decision", NOW)
    assert isinstance(found, Step)
    assert found.code == "decision"
    assert named("leaving", "decision", NOW) is None


def test_what_the_tables_name_is_what_the_law_knows() -> None:
    codes = {one.value for one in Status}
    every = {step for status in codes for step in order(status, NOW)}
    assert {code for code in codes if code.startswith("rehab_")} == REHAB
    assert {code for code in codes if code.startswith("post_rehab")} == AFTER_REHAB
    assert EVENTS == {"assessment": "addicted", "registration": "registered", "decision": "decided"}
    assert set(EVENTS.values()) <= events().keys()
    assert {"positive", "grounds", "completed"} == AT_INTAKE
    assert events().keys() >= AT_INTAKE
    assert set(DONE_BY.values()) <= every


@pytest.mark.parametrize(
    ("codes", "step"),
    [
        (["decide_management", "decide_rehab", "decide_post_rehab", "limitation"], "decision"),
        (["register", "result_usable"], "registration"),
        (["start_rehab"], "stage_1"),
    ],
)
def test_what_the_law_wants_is_done_by_its_step(codes: list[str], step: str) -> None:
    assert [code for code, by in DONE_BY.items() if by == step] == codes


def test_steps_count_in_the_order_of_the_law() -> None:
    assert done("intake", "assessment", "decision") == {"intake": day(0), "assessment": day(1), "decision": day(2)}


def test_a_step_taken_again_puts_right_itself_and_what_stood_behind() -> None:
    steps = taken("intake", "assessment", "registration", "decision", "registration")
    assert effective(steps, "rehab_home", NOW) == {"intake": day(0), "assessment": day(1), "registration": day(4)}
    assert standing(steps, "rehab_home", NOW) == [True, True, False, False, True]


def test_an_ending_comes_after_all_steps_and_a_step_puts_it_right() -> None:
    assert list(done("intake", "decision", "stage_5", "completion")) == ["intake", "decision", "stage_5", "completion"]
    assert list(done("intake", "completion", "closed")) == ["intake", "completion", "closed"]
    assert list(done("intake", "completion", "decision")) == ["intake", "decision"]
    assert list(done("intake", "closed", "completion")) == ["intake", "completion"]


def test_a_step_that_the_status_does_not_know_gives_way() -> None:
    """A registration stood there when the start was put right to a status without one."""
    steps = taken("registration", "intake", "decision")
    assert list(effective(steps, "management", NOW)) == ["intake", "decision"]
    assert list(effective(taken("intake", "registration"), "management", NOW)) == ["intake", "registration"]
    assert list(effective(taken("registration", "registration"), "management", NOW)) == ["registration"]
    assert list(effective(taken("registration", "assessment"), "management", NOW)) == ["assessment"]


@given(st.lists(st.sampled_from([*HOME, "completion", "closed", "none such"]), max_size=9))
def test_what_counts_and_what_stands_agree(steps: list[str]) -> None:
    rows = taken(*steps)
    kept = [row for row, counts in zip(rows, standing(rows, "rehab_home", NOW), strict=True) if counts]
    assert {row.step: row.on for row in kept} == effective(rows, "rehab_home", NOW)
    assert not rows or kept[-1] == rows[-1]


def test_a_step_of_another_status_is_refused_by_name() -> None:
    for code in ("none such", "stage_1", "intake", "completion"):
        with pytest.raises(Refused, match=r"Quản lý người sử dụng.* không có bước này"):
            check_step(taken("intake"), "management", code, day(3))
    check_step(taken("intake"), "management", "decision", day(3))


def test_steps_before_the_decision_may_be_left_out_but_no_stage() -> None:
    check_step(taken("intake"), "rehab_home", "decision", day(1))
    with pytest.raises(Refused, match=r"“Quyết định” trước.*Điều 29"):
        check_step(taken("intake"), "rehab_home", "stage_1", day(1))
    steps = taken("intake", "decision", "stage_1")
    check_step(steps, "rehab_home", "stage_2", day(3))
    check_step(steps, "rehab_home", "stage_1", day(3))
    with pytest.raises(Refused, match=r"“Giai đoạn 2.*Điều 29"):
        check_step(steps, "rehab_home", "stage_3", day(3))


def test_the_stages_follow_the_law_of_the_decision() -> None:
    """Under the old law no article names the number of stages; under the next Article 29 does."""
    early = [Taken("intake", OLD), Taken("decision", date(2022, 1, 3)), Taken("stage_1", date(2022, 1, 4))]
    with pytest.raises(Refused, match="Điều 29"):
        check_step(early, "rehab_home", "stage_3", date(2022, 2, 1))
    early[1] = Taken("decision", date(2021, 12, 3))
    with pytest.raises(Refused, match="94/2010"):
        check_step(early, "rehab_home", "stage_3", date(2022, 2, 1))
    begun = [Taken("intake", date(2021, 12, 3))]
    with pytest.raises(Refused, match="94/2010"):
        check_step(begun, "rehab_home", "stage_2", date(2022, 2, 1))
    with pytest.raises(Refused, match="73/2021"):
        check_step([], "rehab_home", "stage_2", date(2022, 2, 1))
    two = [Taken("intake", date(2021, 12, 3)), Taken("assessment", date(2022, 1, 3))]
    with pytest.raises(Refused, match="94/2010"):
        check_step(two, "rehab_home", "stage_2", date(2022, 2, 1))


def test_no_step_before_the_day_of_the_one_before_it() -> None:
    steps = taken("intake", "assessment", "decision")
    with pytest.raises(Refused, match="từ 03/01/2023 trở đi"):
        check_step(steps, "rehab_home", "registration", day(0))
    check_step(steps, "rehab_home", "registration", day(1))
    check_step(steps, "rehab_home", "assessment", day(0))
    check_step(steps, "rehab_home", "stage_1", day(2))
    with pytest.raises(Refused, match="từ 04/01/2023"):
        check_step(steps, "rehab_home", "stage_1", day(1))


@pytest.mark.parametrize(
    ("steps", "ahead"),
    [
        ([], ["intake", "assessment", "registration", "decision"]),
        (["intake"], ["assessment", "registration", "decision"]),
        (["intake", "assessment"], ["registration", "decision"]),
        (["intake", "decision"], ["stage_1"]),
        (["intake", "decision", "stage_1", "stage_2"], ["stage_3"]),
        (["intake", "decision", "stage_5"], []),
        (["intake", "decision", "stage_1", "assessment"], ["registration", "decision"]),
        (["intake", "none such"], ["assessment", "registration", "decision"]),
    ],
)
def test_what_may_come_next(steps: list[str], ahead: list[str]) -> None:
    assert next_steps(taken(*steps), "rehab_home", NOW) == ahead


def test_a_ground_of_ending_is_found_or_refused_with_the_article() -> None:
    assert ending_of("rehab_home", "completed", on=NOW, age=None).code == "completed"
    with pytest.raises(Refused, match=r"Cai nghiện tự nguyện tại gia đình.*Điều 40"):
        ending_of("rehab_home", "relapse", on=NOW, age=None)


def test_a_ground_for_minors_only_is_none_for_others() -> None:
    young = ending_of("post_rehab", "relapse", on=NOW, age=17)
    grown = ending_of("post_rehab", "relapse", on=NOW, age=18)
    assert (young.below, grown.below) in {(None, None), (18, None)}
    minors = regime_of("post_rehab", decided_on=NOW).endings
    assert [one.below for one in minors if one.code == "relapse"] == [None, 18]


def test_completion_wants_its_stages() -> None:
    known = regime_of("rehab_home", decided_on=NOW)
    assert known.stages_required == 3
    with pytest.raises(Refused, match=r"phải xong 3 giai đoạn.*Điều 29"):
        check_ending(done("intake", "decision", "stage_1", "stage_2"), known, "completed", on=NOW, due_on=None)
    check_ending(done("intake", "decision", "stage_1", "stage_2", "stage_3"), known, "completed", on=NOW, due_on=None)
    check_ending({}, known, "withdrawn", on=NOW, due_on=None)
    for free in (regime_of("leaving", decided_on=NOW), regime_of("rehab_home", decided_on=OLD)):
        check_ending({}, free, "completed", on=NOW, due_on=None)


def test_expiry_wants_its_day() -> None:
    known = regime_of("management", decided_on=NOW)
    with pytest.raises(Refused, match="Chưa ghi quyết định"):
        check_ending({}, known, "expiry", on=NOW, due_on=None)
    with pytest.raises(Refused, match="đến ngày 03/01/2023 mới hết"):
        check_ending({}, known, "expiry", on=NOW, due_on=day(1))
    check_ending({}, known, "expiry", on=day(1), due_on=day(1))
    check_ending({}, known, "moved", on=NOW, due_on=day(1))


def test_the_term_ends_after_the_months_decided() -> None:
    choice = term_of("rehab_home", decided_on=NOW)
    with pytest.raises(Refused, match=r"từ 6 đến 12 tháng.*Điều 30"):
        due_day(choice, NOW, None)
    assert due_day(choice, NOW, 7) == date(2023, 8, 2)
    fixed = term_of("management", decided_on=NOW)
    assert due_day(fixed, NOW, None) == date(2024, 1, 2)
    loose = term_of("leaving", decided_on=NOW)
    assert due_day(loose, NOW, None) is None
    assert due_day(loose, NOW, 2) == date(2023, 3, 2)


@pytest.mark.parametrize(
    ("status", "before", "times"),
    [
        ("rehab_home", [], 1),
        ("rehab_home", [("management", "found_addicted", 1)], 1),
        ("rehab_home", [("rehab_home", "used_again", 1)], 2),
        ("rehab_home", [("rehab_centre", "completed", 4)], 5),
        ("rehab_home", [("rehab_home", "used_again", 1), ("post_rehab", "relapse", 1)], 2),
        ("rehab_home", [("rehab_home", "used_again", 3), ("rehab_centre", "withdrawn", 4)], 5),
        ("rehab_home", [("rehab_compulsory_community", "changed_form", 2)], 2),
        ("rehab_compulsory", [("rehab_compulsory_minor", "turned_18", 2)], 2),
        ("rehab_community", [("rehab_home", "moved", 3)], 3),
        ("management", [("management", "expiry", 1)], 2),
        ("post_rehab", [("rehab_home", "completed", 2)], 1),
        ("rehab_home", [("rehab_home", "prison", 1)], 2),
    ],
)
def test_rehab_of_any_form_counts_together(status: str, before: list[tuple[str, str, int]], times: int) -> None:
    assert times_of(status, before, on=NOW) == times


def test_a_term_that_goes_on_later_is_not_one_more() -> None:
    """Under the new law what is left of the term goes on after prison; under the law before it does not."""
    assert times_of("rehab_home", [("rehab_home", "prison", 1)], on=NEW) == 1
    assert times_of("rehab_home", [("rehab_home", "death", 1)], on=NEW) == 2
    assert {"moved", "changed_form", "turned_18"} == GOES_ON


@pytest.mark.parametrize(
    ("on", "born", "age"),
    [
        (date(2021, 12, 20), date(2003, 12, 20), 18),
        (date(2021, 12, 19), date(2003, 12, 20), 17),
        (date(2021, 12, 21), date(2003, 12, 20), 18),
        (date(2021, 11, 30), date(2003, 12, 20), 17),
        (date(2022, 1, 1), date(2003, 12, 20), 18),
    ],
)
def test_the_birth_tells_the_age(on: date, born: date, age: int) -> None:
    assert age_on(on, born, "unstated", on) == age


BANDED = date(2021, 6, 15)


@pytest.mark.parametrize(
    ("band", "later", "age"),
    [
        ("unstated", 0, None),
        ("", 0, None),
        ("50+", 0, 50),
        ("50+", 400, 51),
        ("18-29", 0, 18),
        ("18-29", -400, 18),
        ("30-39", 367 * 3, 33),
        ("12-15", 0, 12),
        ("16-17", 0, 16),
        ("16-17", -1, 16),
        ("16-17", 1, None),  # seventeen at the time, a birthday may lie between
        ("12-15", 366 * 2, None),  # in 2023: at most 15 + 3 = 18
    ],
)
def test_a_band_tells_the_age_while_it_tells_child_from_adult(band: str, later: int, age: int | None) -> None:
    assert age_on(BANDED + timedelta(days=later), None, band, BANDED) == age


def test_a_band_of_children_turns_uncertain_in_the_year_in_which_one_may_be_grown() -> None:
    assert age_on(date(2022, 12, 31), None, "12-15", BANDED) == 13
    assert age_on(date(2023, 1, 1), None, "12-15", BANDED) is None
    assert age_on(date(2027, 6, 30), None, "12-15", BANDED) == 18
    assert age_on(BANDED + timedelta(days=365), None, "18-29", BANDED) == 18
    assert age_on(BANDED + timedelta(days=366), None, "18-29", BANDED) == 19


@given(st.dates(date(1990, 1, 1), date(2009, 1, 1)), st.integers(0, 4000))
def test_a_band_never_tells_more_than_the_birth(born: date, later: int) -> None:
    on = BANDED + timedelta(days=later)
    exact = age_on(BANDED, born, "", BANDED)
    assert exact is not None
    band = next(name for name, first in BANDS.items() if exact >= first)
    by_band, by_birth = age_on(on, None, band, BANDED), age_on(on, born, "", BANDED)
    assert by_birth is not None
    if by_band is not None:
        assert by_band <= by_birth
        assert (by_band < 18) == (by_birth < 18)


BANDS: Mapping[str, int] = {"30-39": 30, "18-29": 18, "16-17": 16, "12-15": 12}


def test_a_status_has_its_names_and_its_place_in_the_law() -> None:
    assert names("rehab_home") == (Status.REHAB_HOME.name_vi, Status.REHAB_HOME.name_en)
    known = regime("luat-73-2021", "rehab_home")
    assert known is not None
    assert source_of("luat-73-2021", "rehab_home") == known.source
    assert source_of("truoc-2022", "management") is None


def test_deadlines_done_by_a_step_are_deadlines_of_the_law() -> None:
    days = [date(2021, 6, 1), date(2023, 1, 2), date(2026, 8, 3)]
    known = {
        one.code
        for at, status, event in product(days, Status, events())
        for one in deadlines(status, event, at=at, holidays=vietnamese())
    }
    assert set(DONE_BY) <= known
