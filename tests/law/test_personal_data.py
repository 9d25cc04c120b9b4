"""Requests of a person, the clock of a breach, grounds and retention, on each side of each law."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.law.holidays import Holidays, vietnamese
from lanhmanh.law.personal_data import (
    RetentionRule,
    breach_due,
    dossier_due,
    legal_grounds,
    request_due,
    request_kinds,
    request_rule,
    retention,
    retention_defaults,
)
from lanhmanh.law.sources import Source, rule_file
from lanhmanh.law.statuses import Status, months_after, regimes, versions

pytestmark = pytest.mark.pure
CALM = Holidays(years={})
KINDS = ["see", "correct", "copy", "restrict", "withdraw", "object", "erase"]
ANSWER = {"see": 10, "correct": 10, "copy": 10, "restrict": 15, "withdraw": 15, "object": 15, "erase": 20}


@pytest.mark.parametrize("kind", KINDS)
def test_a_request_is_acknowledged_in_two_working_days_and_answered_in_its_time(kind: str) -> None:
    friday = datetime(2026, 1, 9, 23, 0, tzinfo=VIETNAM)
    rule = request_rule(kind, on=date(2026, 1, 1))
    assert rule is not None
    assert (rule.acknowledge_working_days, rule.answer_days, rule.answer_hours) == (2, ANSWER[kind], None)
    assert (rule.extendable, rule.law, rule.kind.code) == (True, "luat-91-2025", kind)
    assert (rule.source.article, rule.source.flag) == ("Điều 5", "chưa đối chiếu")
    for received in (friday, friday.astimezone(UTC)):
        due = request_due(kind, received=received, holidays=CALM)
        assert (due.acknowledge_by, due.answer_by) == (
            date(2026, 1, 13), date(2026, 1, 9) + timedelta(days=ANSWER[kind]),
        )  # fmt: skip
        longer = request_due(kind, received=received, holidays=CALM, extended=True)
        assert longer.answer_by == date(2026, 1, 9) + timedelta(days=2 * ANSWER[kind])
        assert longer.acknowledge_by == due.acknowledge_by
    saturday_worked = request_due(kind, received=friday, holidays=vietnamese())
    assert saturday_worked.acknowledge_by == date(2026, 1, 12)


@pytest.mark.parametrize("kind", KINDS)
def test_no_time_is_made_up_for_the_years_before(kind: str) -> None:
    assert request_rule(kind, on=date(2023, 6, 30)) is None
    none = request_due(kind, received=datetime(2023, 6, 30, 23, 59, tzinfo=VIETNAM), holidays=CALM)
    assert (none.acknowledge_by, none.answer_by) == (None, None)
    assert "Bộ luật Dân sự" in none.source.title
    for day in (date(2023, 7, 1), date(2025, 12, 31)):
        rule = request_rule(kind, on=day)
        assert rule is not None
        assert (rule.law, rule.acknowledge_working_days, rule.answer_days, rule.extendable) == (
            "nd-13-2023", None, None, False,
        )  # fmt: skip
        assert rule.answer_hours == (72 if kind == "erase" else None)
        assert rule.source.confidence == ("F" if kind == "erase" else "M")
    assert request_rule(kind, on=date(2026, 1, 1)) != request_rule(kind, on=date(2025, 12, 31))


def test_erasing_by_decree_13_takes_72_hours() -> None:
    received = datetime(2025, 12, 30, 10, 0, tzinfo=VIETNAM)
    due = request_due("erase", received=received.astimezone(UTC), holidays=CALM, extended=True)
    assert due.answer_by == received + timedelta(hours=72)
    assert due.acknowledge_by is None
    assert request_due("see", received=received, holidays=CALM).answer_by is None


def test_kinds_have_names_in_both_languages() -> None:
    assert list(request_kinds()) == KINDS
    assert all(one.name_vi and one.name_en and one.name_vi != one.name_en for one in request_kinds().values())
    with pytest.raises(KeyError):
        request_rule("guess", on=date(2026, 1, 1))


def test_a_breach_is_reported_72_hours_after_it_was_detected_or_by_the_old_decree_happened() -> None:
    happened = datetime(2025, 12, 30, 8, 0, tzinfo=VIETNAM)
    old = breach_due(detected_at=datetime(2025, 12, 31, 23, 59, tzinfo=VIETNAM), happened_at=happened)
    assert (old.report_by, old.counted_from) == (datetime(2026, 1, 2, 8, 0, tzinfo=VIETNAM), happened)
    assert old.source.checked
    unknown = breach_due(detected_at=datetime(2025, 12, 31, 9, 0, tzinfo=VIETNAM))
    assert unknown.report_by == datetime(2026, 1, 3, 9, 0, tzinfo=VIETNAM)
    detected = datetime(2026, 1, 1, 0, 0, tzinfo=VIETNAM)
    new = breach_due(detected_at=detected.astimezone(UTC), happened_at=happened)
    assert (new.report_by, new.counted_from) == (datetime(2026, 1, 4, 0, 0, tzinfo=VIETNAM), detected)
    assert new.report_by is not None
    assert new.report_by.utcoffset() == timedelta(hours=7)
    assert new.source.flag == "chưa đối chiếu"
    none = breach_due(detected_at=datetime(2023, 6, 30, 23, 59, tzinfo=VIETNAM), happened_at=happened)
    assert (none.report_by, none.counted_from) == (None, None)
    assert breach_due(detected_at=datetime(2023, 7, 1, tzinfo=VIETNAM)).report_by is not None


def test_the_impact_dossier_is_due_in_sixty_days_since_july_2023() -> None:
    assert dossier_due(date(2023, 6, 30)) is None
    assert dossier_due(date(2023, 7, 1)) == date(2023, 8, 30)
    assert dossier_due(date(2026, 1, 1)) == date(2026, 3, 2)


def test_the_laws_on_personal_data_lie_side_by_side() -> None:
    rows = list(rule_file("personal_data.toml")["laws"].values())
    assert rows[0]["effective_from"] == date.min
    assert "effective_to" not in rows[-1]
    for before, after in pairwise(rows):
        assert before["effective_to"] + timedelta(days=1) == after["effective_from"]
    assert all(len(row["name"]) == 2 and all(row["name"]) for row in rows)


def test_only_consent_asks_for_a_record_of_consent() -> None:
    grounds = legal_grounds()
    assert list(grounds) == ["consent", "assignment", "emergency"]
    assert [one.needs_consent for one in grounds.values()] == [True, False, False]
    assert [one.needs for one in grounds.values()] == ["consent", "document", "reason"]
    assert all(one.source.flag and one.source.article for one in grounds.values())
    assert [one.name_vi for one in grounds.values()] == [
        "Đồng ý của người được hỗ trợ", "Được phân công theo quyết định", "Bảo vệ khẩn cấp tính mạng, sức khỏe",
    ]  # fmt: skip
    assert [one.name_en for one in grounds.values()] == [
        "Consent of the person", "Assigned by a decision", "Urgent protection of life or health",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("status", "ending", "months"),
    [
        ("leaving", "wish", 6), ("leaving", "death", 6), ("management", "expiry", 12), ("management", "death", 12),
        ("post_rehab", "death", 12), ("post_rehab", "missing", 12), ("post_rehab", "expiry", 24),
        ("rehab_home", "completed", 24),
    ],
)  # fmt: skip
def test_retention_is_our_own_default_and_says_so(status: str, ending: str, months: int) -> None:
    sealed, erased, source = retention(status, ending, date(2024, 2, 29))
    assert (sealed, erased) == (date(2024, 2, 29), months_after(date(2024, 2, 29), months))
    assert (source.title, source.flag) == ("Mặc định của chương trình", "chưa đối chiếu")


@given(st.sampled_from(list(Status)), st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.data())
def test_every_end_is_sealed_and_then_erased(status: Status, ended: date, data: st.DataObject) -> None:
    codes = sorted(
        {one.code for law in versions() if status in regimes(law.code) for one in regimes(law.code)[status].endings}
    )
    kept = retention(status, data.draw(st.sampled_from(codes)), ended)
    assert ended <= kept.seal_on <= kept.erase_on


def test_a_units_own_rules_come_before_ours() -> None:
    own = RetentionRule(
        frozenset({"post_rehab"}), frozenset({"expiry"}), 40, 1, date(2025, 1, 1), Source("Quyết định của tỉnh")
    )
    assert retention("post_rehab", "expiry", date(2025, 1, 1), [own]) == (
        date(2025, 2, 10), date(2025, 2, 10), Source("Quyết định của tỉnh"),
    )  # fmt: skip
    for status, ending, day in (
        ("post_rehab", "expiry", date(2024, 12, 31)), ("post_rehab", "prison", date(2025, 1, 1)),
        ("management", "expiry", date(2025, 1, 1)),
    ):  # fmt: skip
        assert retention(status, ending, day, [own]) == retention(status, ending, day)
    assert retention_defaults()[-1].fits("anything", "at all", date.min)
