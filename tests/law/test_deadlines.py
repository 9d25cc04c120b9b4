"""Deadlines after an event: the law of its day, working days, and hours of the clock; steps and their papers."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.law.holidays import Holidays, vietnamese
from lanhmanh.law.sources import Source, rule_file
from lanhmanh.law.statuses import Status, deadlines, events, gaps, regimes, steps, versions
from lanhmanh.law.statuses.tables import version_file
from lanhmanh.law.working_days import add

pytestmark = pytest.mark.pure
L21, L25 = date(2026, 6, 30), date(2026, 7, 1)
CALM = Holidays(years={year: Source("x", confidence="F") for year in range(2000, 2050)})
ROWS = [(one.code, row) for one in versions() for row in version_file(one.code).get("deadlines", ())]
COMPULSORY = ("rehab_compulsory", "rehab_compulsory_minor")
REHAB = ("rehab_home", "rehab_community", "rehab_centre", *COMPULSORY)


def found(status: str, step: str, on: date) -> list[tuple[str, int, str, str]]:
    return [
        (one.code, one.amount, one.unit, one.source.article) for one in deadlines(status, step, at=on, holidays=CALM)
    ]


@pytest.mark.parametrize(
    ("status", "step", "day", "wanted"),
    [
        ("management", "detection", L21, [("verify_residence", 3, "working_days", "Điều 41"),
                                          ("verify_residence_remote", 10, "working_days", "Điều 41")]),
        ("management", "detection", L25, []),
        ("management", "verified", L21, [("notify_chairman", 3, "working_days", "Điều 41")]),
        ("management", "positive", L21, [("decide_management", 3, "working_days", "Điều 23 khoản 4")]),
        ("management", "positive", L25, [("decide_management", 24, "hours", "Điều 24 khoản 4")]),
        ("management", "positive", date(2021, 12, 31), []),
        ("management", "checked", L21, [("check_residence", 1, "months", "Điều 47")]),
        ("management", "checked", L25, []),
        ("management", "moved", L21, [("notify_new_place", 5, "working_days", "Điều 26 khoản 2")]),
        ("management", "moved", L25, [("notify_new_place", 24, "hours", "Điều 27 khoản 2"),
                                      ("report_at_new_place", 24, "hours", "Điều 25 khoản 4")]),
        ("post_rehab", "moved", L21, [("notify_new_place", 5, "working_days", "Điều 43 khoản 2")]),
        ("post_rehab", "moved", L25, [("notify_new_place", 24, "hours", "Điều 48 khoản 2")]),
        ("rehab_home", "addicted", L21, [("register", 5, "working_days", "Điều 3, 28")]),
        ("rehab_home", "addicted", L25, [("result_usable", 6, "months", "Điều 31 khoản 1")]),
        ("rehab_home", "registered", L21, [("decide_rehab", 3, "working_days", "")]),
        ("rehab_home", "decided", L21, [("start_rehab", 5, "working_days", "Điều 3, 28")]),
        ("rehab_home", "absent", L21, [("breach_by_absence", 5, "working_days", "Điều 3, 28")]),
        ("rehab_home", "service", L21, [("notify_commune", 5, "working_days", "Điều 30 khoản 7")]),
        ("rehab_home", "service", L25, [("notify_commune", 24, "hours", "Điều 32 khoản 8")]),
        ("rehab_centre", "service", L21, [("notify_commune", 5, "working_days", "Điều 35 khoản 6")]),
        ("rehab_centre", "service", L25, [("notify_commune", 24, "hours", "Điều 46 khoản 2")]),
        ("rehab_centre", "certificate", L25, [("present_certificate", 2, "days", "Điều 33 khoản 3, 4")]),
        ("rehab_compulsory", "grounds", L21, [("make_file", 5, "working_days", "")]),
        ("rehab_compulsory", "grounds", L25, [("limitation", 3, "months", "Điều 35 khoản 4")]),
        ("rehab_compulsory_minor", "grounds", L25, [("limitation", 3, "months", "Điều 36 khoản 3")]),
        ("rehab_compulsory_minor", "file_notified", L21, [("read_file", 3, "working_days", "Điều 34 khoản 2")]),
        ("rehab_compulsory_minor", "file_read", L21, [("send_file", 1, "working_days", "Điều 34 khoản 3")]),
        ("rehab_compulsory_minor", "file_sent", L21, [("pass_to_court", 2, "working_days", "Điều 34 khoản 3")]),
        ("rehab_compulsory", "file_notified", L21, [("read_file", 3, "working_days", "")]),
        ("rehab_compulsory", "file_read", L21, [("send_file", 1, "working_days", "")]),
        ("rehab_compulsory", "file_sent", L21, [("pass_to_court", 2, "working_days", "")]),
        ("rehab_compulsory", "file_notified", L25, [("read_file", 3, "working_days", "Điều 35 khoản 3")]),
        ("rehab_compulsory", "file_read", L25, [("pass_to_court", 1, "working_days", "Điều 35 khoản 3")]),
        ("rehab_compulsory_minor", "file_read", L25, [("pass_to_court", 1, "working_days", "Điều 36 khoản 2")]),
        ("rehab_compulsory", "file_sent", L25, []),
        ("rehab_compulsory", "decided", L25, [("carry_out", 24, "hours", "Điều 38 khoản 5"),
                                              ("place", 48, "hours", "Điều 38 khoản 5")]),
        ("post_rehab", "completed", L21, [("make_post_file", 3, "working_days", "Điều 77, 78")]),
        ("post_rehab", "file_complete", L21, [("decide_post_rehab", 2, "working_days", "Điều 77, 78")]),
        ("post_rehab", "completed", L25, []),
        ("leaving", "intake", L25, []),
    ],
)  # fmt: skip
def test_what_falls_due_after_an_event(
    status: str, step: str, day: date, wanted: list[tuple[str, int, str, str]]
) -> None:
    assert found(status, step, day) == wanted


def test_the_law_of_the_last_hour_and_of_the_first() -> None:
    last = datetime(2026, 6, 30, 23, 59, 59, tzinfo=VIETNAM)
    first = last + timedelta(seconds=1)
    for told in (last, last.astimezone(UTC)):
        (due,) = deadlines("management", "positive", at=told, holidays=CALM)
        assert (due.due, due.due_day) == (date(2026, 7, 3), date(2026, 7, 3))
        assert (due.name_vi, due.name_en) == ("Ra quyết định quản lý", "Decide on management")
    for told in (first, first.astimezone(UTC)):
        (due,) = deadlines("management", "positive", at=told, holidays=CALM)
        assert due.due == datetime(2026, 7, 2, 0, 0, tzinfo=VIETNAM)
        assert due.due.utcoffset() == timedelta(hours=7)
        assert due.due_day == date(2026, 7, 2)


def test_hours_run_over_holidays_and_working_days_do_not() -> None:
    at = datetime(2026, 8, 28, 16, 30, tzinfo=VIETNAM)
    (hours,) = deadlines("management", "positive", at=at, holidays=vietnamese())
    assert (hours.due, hours.doubt) == (datetime(2026, 8, 29, 16, 30, tzinfo=VIETNAM), "")
    (days,) = deadlines("rehab_compulsory", "file_notified", at=at, holidays=vietnamese())
    assert days.due == date(2026, 9, 7)
    assert days.doubt == "ngày nghỉ lễ năm 2026 chưa đối chiếu"
    (plain,) = deadlines("rehab_centre", "certificate", at=at, holidays=vietnamese())
    assert (plain.due, plain.doubt) == (date(2026, 8, 30), "")
    (month,) = deadlines("rehab_compulsory", "grounds", at=date(2026, 11, 30), holidays=vietnamese())
    assert (month.due, month.doubt) == (date(2027, 2, 28), "")


@given(st.dates(date(2022, 1, 1), date(2035, 1, 1)), st.sampled_from(list(Status)), st.sampled_from(sorted(events())))
def test_a_bare_day_is_never_told_a_later_time_than_an_instant_of_it(day: date, status: Status, step: str) -> None:
    late = datetime(day.year, day.month, day.day, 23, 59, tzinfo=VIETNAM)
    plain, exact = (deadlines(status, step, at=at, holidays=CALM) for at in (day, late))
    assert [one.code for one in plain] == [one.code for one in exact]
    for one, other in zip(plain, exact, strict=True):
        assert type(one.due) is type(other.due)
        assert one.due_day <= other.due_day
        assert one.due_day >= day
        if one.unit == "working_days":
            assert one.due == other.due == add(day, one.amount, CALM)
    assert [one.due_day for one in plain] == sorted(one.due_day for one in plain)


def test_every_row_names_its_event_its_statuses_and_its_source() -> None:
    steps_known = set(rule_file("courses.toml")["steps"])
    for code, row in ROWS:
        assert row["on"] in {*events(), *steps_known}, row
        assert {Status(one) for one in row["of"]} <= set(regimes(code))
        assert all(row["name"]) and len(row["name"]) == 2
        assert row["amount"] > 0
        assert row["unit"] in ("working_days", "hours", "days", "months")
        assert row["source"][1] or row["source"][2] != "F", "what is checked names its article"
    keys = [(code, row["on"], row["code"], status) for code, row in ROWS for status in row["of"]]
    assert len(keys) == len(set(keys))
    used = {row["on"] for _, row in ROWS}
    assert used <= set(events())


def test_what_the_decree_sets_and_nobody_has_read_is_said() -> None:
    (registering, monitoring) = gaps("rehab_home", on=L25)
    assert "Nghị định 163/2026" in registering.note_vi
    assert "Decree 163/2026" in monitoring.note_en
    assert gaps("rehab_home", on=L21) == ()
    assert gaps("leaving", on=date(2021, 1, 1)) == ()
    assert len(gaps("post_rehab", on=date(2021, 12, 31))) == 1


@pytest.mark.parametrize("law", versions(), ids=lambda law: law.code)
def test_every_course_runs_from_intake_to_its_end(law) -> None:  # type: ignore[no-untyped-def]
    for status in regimes(law.code):
        course = steps(status, on=law.effective_from)
        codes = [one.code for one in course]
        assert (codes[0], codes[-1]) == ("intake", "closed")
        assert course[-1].next == ()
        for place, one in enumerate(course[:-1]):
            assert one.next[0] == codes[place + 1]
            assert one.next[-1] == "closed", "a course may be closed from anywhere"
            assert len(one.next) == len(set(one.next)) <= 2
        assert all(one.name_vi and one.name_en for one in course)
        assert (course[0].name_vi, course[0].name_en) == ("Tiếp nhận", "Intake")
        stages = [code for code in codes if code.startswith("stage_")]
        assert stages == ([f"stage_{n}" for n in range(1, 6)] if status.value.startswith("rehab") else [])
        assert ("decision" in codes) == bool(regimes(law.code)[status].deciders)


def test_the_papers_of_registering_rehab_at_home() -> None:
    def papers(step: str, day: date, status: str = "rehab_home") -> list[str]:
        return [paper.code for one in steps(status, on=day) if one.code == step for paper in one.papers]

    assert papers("registration", date(2021, 12, 31)) == ["registration", "commitment", "proposal"]
    assert papers("registration", L21) == ["registration", "commitment", "proposal"]
    assert papers("registration", L25) == ["registration", "commitment", "reception_record"]
    assert papers("assessment", L25) == ["addiction_result"]
    assert papers("decision", L21) == ["decision"]
    assert papers("decision", L25) == []
    for day in (date(2021, 12, 31), L21, L25):
        assert papers("completion", day) == ["confirmation"]
    assert papers("intake", L25, "leaving") == ["consent"]
    commitment = next(p for one in steps("rehab_home", on=L25) for p in one.papers if p.code == "commitment")
    assert (commitment.name_vi, commitment.name_en) == ("Bản cam kết", "Written commitment")
    assert (commitment.source.article, commitment.source.checked) == ("Điều 32 khoản 4", True)
    ours = next(p for one in steps("rehab_home", on=L21) for p in one.papers if p.code == "commitment")
    assert (ours.source.title, ours.source.flag) == ("Quy ước của chương trình", "chưa đối chiếu")
    for row in rule_file("courses.toml")["papers"]:
        assert row["step"] in rule_file("courses.toml")["steps"]
        assert set(row["laws"]) <= {law.code for law in versions()}
        assert len(row["name"]) == 2 and all(row["name"])
        assert {Status(one) for one in row["of"]}
