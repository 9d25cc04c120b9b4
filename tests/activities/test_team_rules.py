"""A team is stable and effective where it has enough of everything, and each criterion says why it is not met."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanhmanh.activities.rules import teams
from lanhmanh.activities.rules.registers import SLUGS, faults, needed
from lanhmanh.activities.rules.teams import Counts, judge
from lanhmanh.kernel.periods import Kind, Period
from lanhmanh.law.sources import Source
from lanhmanh.law.teams import Standard, standard_on, standards
from tests.activities.good import GOOD

pytestmark = pytest.mark.pure
Q3 = Period(2021, Kind.QUARTER, 3)
STANDARD = Standard(date(2021, 1, 1), 5, 1, 3, 1, 3, Source("Thử"))
ENOUGH = {"meeting": 1, "visit": 2, "talk": 1, "result": 1}
DAYS = st.dates(date(2015, 1, 1), date(2025, 12, 31))
COUNTS = st.builds(
    Counts,
    founded_on=DAYS,
    ended_on=st.none() | DAYS,
    members=st.integers(0, 12),
    deeds=st.dictionaries(
        st.sampled_from(["meeting", "visit", "talk", "patrol", "result", "training"]), st.integers(0, 9)
    ),
)


def test_a_team_with_enough_of_everything_is_stable() -> None:
    found = judge(Counts(date(2021, 3, 1), None, 5, ENOUGH), STANDARD, Q3)
    assert found.stable
    assert [(one.code, one.counted, one.needed) for one in found.criteria] == [
        ("months", 7, 3), ("members", 5, 5), ("meetings", 1, 1), ("activities", 3, 3), ("results", 1, 1),
    ]  # fmt: skip


def test_what_is_missing_is_said_with_its_numbers() -> None:
    found = judge(Counts(date(2021, 8, 15), None, 4, {"meeting": 1, "visit": 1}), STANDARD, Q3)
    assert not found.stable
    assert {one.code: str(one.reason) for one in found.missing} == {
        "months": "Có 1, cần ít nhất 3: thiếu 2.", "members": "Có 4, cần ít nhất 5: thiếu 1.",
        "activities": "Có 1, cần ít nhất 3: thiếu 2.", "results": "Chưa ghi lượt nào, cần ít nhất 1.",
    }  # fmt: skip


def test_a_team_that_was_not_there_is_not_judged() -> None:
    assert str(judge(Counts(date(2021, 10, 1), None, 9, ENOUGH), STANDARD, Q3).absent) == (
        "Đội chưa thành lập trong quý này."
    )
    ended = judge(Counts(date(2020, 1, 1), date(2021, 9, 30), 9, ENOUGH), STANDARD, Q3)
    assert "30/09/2021" in str(ended.absent)
    assert not ended.stable
    assert judge(Counts(date(2020, 1, 1), date(2021, 10, 1), 9, ENOUGH), STANDARD, Q3).stable


@given(counts=COUNTS, more=st.sampled_from(["members", "meeting", "visit", "result"]))
def test_more_never_makes_a_team_less_stable(counts: Counts, more: str) -> None:
    deeds = dict(counts.deeds) | ({} if more == "members" else {more: counts.deeds.get(more, 0) + 1})
    better = Counts(counts.founded_on, counts.ended_on, counts.members + (more == "members"), deeds)
    before, after = (judge(one, STANDARD, Q3) for one in (counts, better))
    assert after.stable >= before.stable
    assert len(after.missing) <= len(before.missing)


@given(counts=COUNTS)
def test_every_team_gets_a_verdict_with_a_reason(counts: Counts) -> None:
    found = judge(counts, STANDARD, Q3)
    assert (found.absent is None) == bool(found.criteria)
    assert found.stable == (found.absent is None and not found.missing)
    for one in found.criteria:
        assert one.met == (one.counted >= one.needed) == str(one.reason).endswith("đạt.")


@given(first=DAYS, months=st.integers(0, 60))
def test_whole_months_are_counted_as_people_count_them(first: date, months: int) -> None:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    if first.day <= 28:
        last = date(year, month + 1, first.day) - timedelta(days=1)
        assert teams.months_between(first, last) == months


@given(spans=st.lists(st.tuples(DAYS, st.integers(0, 900) | st.none())), day=DAYS)
def test_members_are_there_from_the_day_they_join_to_the_day_before_they_leave(
    spans: list[tuple[date, int | None]], day: date
) -> None:
    there = [(joined, None if stay is None else joined + timedelta(days=stay)) for joined, stay in spans]
    expected = [one for one in there if one[0] <= day and not (one[1] is not None and one[1] <= day)]
    assert teams.members_on(there, day) == len(expected)


@given(day=DAYS)
def test_quarters_follow_each_other_back(day: date) -> None:
    found = teams.quarters_until(day)
    first, last = teams.days_of(found[0])
    assert first <= day <= last
    for later, earlier in pairwise(found):
        assert teams.days_of(earlier)[1] + timedelta(days=1) == teams.days_of(later)[0]


def test_the_standard_is_dated_and_marked_as_not_checked() -> None:
    found = standard_on(date(2021, 6, 1), "75")
    assert found == standards()[0]
    assert found.source.flag == "chưa đối chiếu"
    assert standard_on(date(2020, 12, 31)) is None


@pytest.mark.parametrize("slug", SLUGS)
def test_a_good_row_is_good_and_nothing_needed_may_be_left_out(slug: str) -> None:
    today = date(2021, 12, 20)
    assert list(faults(slug, GOOD[slug], today)) == []
    for field in needed(slug):
        assert field in {name for name, _refusal in faults(slug, {**GOOD[slug], field: None}, today)}


@pytest.mark.parametrize(
    ("slug", "changes", "field", "word"),
    [
        ("von-vay", {"source": None}, "source", "phải có nguồn"),
        ("von-vay", {"overdue": 2 * 10**9}, "overdue", "dư nợ"),
        ("von-vay", {"households": 0}, "households", "có hộ vay"),
        ("von-vay", {"day": date(2022, 1, 1)}, "day", "chưa đến"),
        ("doi", {"decision": ""}, "decision", "số quyết định"),
        ("doi", {"ended_on": date(2021, 2, 1), "end_reason": "x"}, "ended_on", "trước ngày bắt đầu"),
        ("doi", {"ended_on": date(2021, 6, 1)}, "end_reason", "lý do"),
        ("doi", {"end_reason": "Sáp nhập"}, "ended_on", "ngày kết thúc"),
        ("doi", {"founded_on": date(1921, 3, 1)}, "founded_on", "quá xa"),
        ("thanh-vien", {"left_on": date(2021, 2, 1)}, "left_on", "trước ngày bắt đầu"),
        ("uy-tin", {"consent_on": date(2021, 2, 4)}, "consent_on", "trước khi ghi"),
        ("uy-tin", {"consent_how": ""}, "consent_how", "bằng cách nào"),
        ("uy-tin", {"consent_on": None}, "consent_on", "chưa đồng ý"),
        ("ho", {"poor": 300, "near_poor": 200}, "poor", "số hộ (400)"),
        ("ho", {"helped": 31}, "helped", "cận nghèo (30)"),
        ("ho", {"borrowers": 401}, "borrowers", "(400)"),
        ("cam-ket", {"name": "Lê Thử"}, "count", "số hộ là 1"),
        ("cam-ket", {"year": 2015}, "year", "quá một năm"),
        ("lop-nghe", {"female": 31}, "female", "số học viên (30)"),
        ("lop-nghe", {"learners": None}, "learners", "tổng số học viên"),
        ("lop-nghe", {"learners": None, "female": None}, "learners", "đã kết thúc"),
        ("san-xuat-gioi", {"helped": None}, "helped", "số hộ được giúp"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(slug: str, changes: dict[str, object], field: str, word: str) -> None:
    found = dict(faults(slug, {**GOOD[slug], **changes}, date(2021, 12, 20)))
    assert word in str(found[field])


def test_nothing_of_a_team_is_older_than_the_team() -> None:
    today, since = date(2021, 12, 20), date(2021, 3, 2)
    for slug, field in (("thanh-vien", "joined_on"), ("viec-doi", "day")):
        found = dict(faults(slug, {**GOOD[slug], field: date(2021, 3, 1)}, today, since=since))
        assert "ngày thành lập Đội (02/03/2021)" in str(found[field])
