"""Calendars at their boundaries, holidays, working days and due dates."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.periods import Kind, Period, parse
from lanhmanh.law.calendars import (
    Window,
    calendar,
    calendars,
    cumulative,
    cut_off_code,
    last_closed,
    local_day,
    period_of,
    window,
)
from lanhmanh.law.holidays import Holidays, vietnamese
from lanhmanh.law.sources import Source
from lanhmanh.law.working_days import DueRule, add, between, due, reckon, reckon_due

DAY = timedelta(days=1)
DAYS = st.dates(date(2019, 1, 1), date(2030, 12, 31))
SOURCE = Source("thử nghiệm")
TICK = timedelta(microseconds=1)
CUT = ["N01", "N14", "N20", "N28", "N29", "N30"]
EVERY = [(code, kind) for code in [*sorted(calendars()), *CUT] for kind in Kind if kind in calendar(code).kinds]


@pytest.mark.parametrize(
    ("code", "period", "first", "last"),
    [
        ("ND09", "202101", date(2020, 12, 15), date(2021, 1, 14)),
        ("ND09", "202103", date(2021, 2, 15), date(2021, 3, 14)),
        ("ND09", "2021Q1", date(2020, 12, 15), date(2021, 3, 14)),
        ("ND09", "2021Q2", date(2021, 3, 15), date(2021, 6, 14)),
        ("ND09", "2021Q4", date(2021, 9, 15), date(2021, 12, 14)),
        ("ND09", "2021S1", date(2020, 12, 15), date(2021, 6, 14)),
        ("ND09", "2021S2", date(2021, 6, 15), date(2021, 12, 14)),
        ("ND09", "2021", date(2020, 12, 15), date(2021, 12, 14)),
        ("QD28", "2025", date(2024, 12, 15), date(2025, 12, 14)),
        ("QD28", "2026", date(2025, 12, 15), date(2026, 12, 14)),
        ("MONTH", "2021S1", date(2021, 1, 1), date(2021, 6, 30)),
        ("MONTH", "202112", date(2021, 12, 1), date(2021, 12, 31)),
        ("MONTH", "202402", date(2024, 2, 1), date(2024, 2, 29)),
        ("MONTH", "202102", date(2021, 2, 1), date(2021, 2, 28)),
        ("MONTH", "202104", date(2021, 4, 1), date(2021, 4, 30)),
        ("MONTH", "2021Q1", date(2021, 1, 1), date(2021, 3, 31)),
        ("MONTH", "2021S2", date(2021, 7, 1), date(2021, 12, 31)),
        ("MONTH", "2021", date(2021, 1, 1), date(2021, 12, 31)),
        ("N20", "202106", date(2021, 5, 21), date(2021, 6, 20)),
        ("N20", "2021Q1", date(2020, 12, 21), date(2021, 3, 20)),
        ("N20", "2021S2", date(2021, 6, 21), date(2021, 12, 20)),
        ("N20", "2021", date(2020, 12, 21), date(2021, 12, 20)),
        ("N01", "202101", date(2020, 12, 2), date(2021, 1, 1)),
        ("N30", "202102", date(2021, 1, 31), date(2021, 2, 28)),
        ("N30", "202103", date(2021, 3, 1), date(2021, 3, 30)),
        ("N29", "202402", date(2024, 1, 30), date(2024, 2, 29)),
        ("N28", "202103", date(2021, 3, 1), date(2021, 3, 28)),
    ],
)
def test_windows_before_at_and_after_their_boundaries(code: str, period: str, first: date, last: date) -> None:
    wanted = parse(period)
    assert window(code, wanted) == Window(first, last)
    for day, inside in ((first - DAY, False), (first, True), (last, True), (last + DAY, False)):
        assert window(code, wanted).contains(day) is inside
    kind = wanted.kind
    assert period_of(code, kind, first - DAY) == wanted.previous()
    assert period_of(code, kind, first) == period_of(code, kind, last) == wanted
    assert period_of(code, kind, last + DAY) == wanted.next()
    assert last_closed(code, kind, last) == wanted.previous()
    assert last_closed(code, kind, last + DAY) == wanted


@pytest.mark.parametrize("year", [2024, 2025, 2026])
@pytest.mark.parametrize(("code", "kind"), EVERY)
def test_the_instants_around_every_boundary_fall_where_the_day_in_viet_nam_says(
    code: str, kind: Kind, year: int
) -> None:
    for wanted in Period(year).split(kind):
        days = window(code, wanted)
        first = datetime.combine(days.first, time.min, VIETNAM)
        after = datetime.combine(days.last + DAY, time.min, VIETNAM)
        for moment, period in (
            (first - TICK, wanted.previous()), (first, wanted), (after - TICK, wanted), (after, wanted.next()),
        ):  # fmt: skip
            for told in (moment, moment.astimezone(UTC)):
                assert period_of(code, kind, local_day(told)) == period
                assert days.contains(local_day(told)) is (period == wanted)


def test_midnight_in_viet_nam_is_five_in_the_afternoon_in_greenwich() -> None:
    assert local_day(datetime(2021, 12, 14, 16, 59, 59, tzinfo=UTC)) == date(2021, 12, 14)
    assert local_day(datetime(2021, 12, 14, 17, 0, tzinfo=UTC)) == date(2021, 12, 15)
    with pytest.raises(ValueError, match="no time zone"):
        local_day(datetime(2021, 12, 14))  # noqa: DTZ001


@given(st.sampled_from(EVERY), DAYS)
def test_every_day_lies_in_exactly_one_period_of_a_kind(of: tuple[str, Kind], day: date) -> None:
    code, kind = of
    period = period_of(code, kind, day)
    near = [period.previous(), period, period.next()]
    assert [window(code, one).contains(day) for one in near] == [False, True, False]
    assert window(code, period.next()).first == window(code, period).last + DAY


@given(st.integers(1, 30), st.sampled_from(list(Kind)), DAYS)
def test_any_cut_off_lays_its_periods_side_by_side(cut: int, kind: Kind, day: date) -> None:
    code = cut_off_code(cut)
    period = period_of(code, kind, day)
    days = window(code, period)
    assert days.contains(day)
    assert window(code, period.next()).first == days.last + DAY
    assert last_closed(code, kind, days.last + DAY) == period
    assert days.last.day == cut or (days.last.day < cut and (days.last + DAY).day == 1)
    assert period_of(code, kind, days.first) == period_of(code, kind, days.last) == period


@given(DAYS, st.sampled_from(list(Kind)))
def test_a_cut_off_on_the_14th_is_that_of_the_decree(day: date, kind: Kind) -> None:
    period = period_of("ND09", kind, day)
    assert period_of("N14", kind, day) == period
    assert window("N14", period) == window("ND09", period)


def test_a_cut_off_says_of_shorter_months_only_where_there_are_some_and_holds_always() -> None:
    for day in range(1, 31):
        one, shorter = calendar(f"N{day:02}"), any(monthrange(2021, month)[1] < day for month in range(1, 13))
        assert ("tháng ngắn hơn" in one.name_vi, "shorter" in one.name_en) == (shorter, shorter)
        assert shorter or (one.name_vi.endswith("hằng tháng") and one.name_en.endswith("each month"))
        assert one.effective_from == date.min


def test_a_cut_off_has_names_and_no_law_behind_it() -> None:
    twentieth, thirtieth = calendar("N20"), calendar("N30")
    assert (twentieth.code, twentieth.name_vi) == ("N20", "Chốt ngày 20 hằng tháng")
    assert thirtieth.name_vi == "Chốt ngày 30 hằng tháng, tháng ngắn hơn: ngày cuối tháng"
    assert "last day where it is shorter" in thirtieth.name_en
    assert "văn bản pháp luật" in twentieth.source.note
    assert not {"N20", "N30"} & calendars().keys()
    for code in ("N00", "N31", "N5", "N020", "N", "n20", "N²0", " N20"):
        with pytest.raises(Refused, match="N01 đến N30"):
            calendar(code)
    with pytest.raises(Refused):
        cut_off_code(31)


def test_the_classification_year_has_no_shorter_periods() -> None:
    for period in ("2025S1", "2025Q1", "202501"):
        with pytest.raises(Refused, match="QD28 không có kỳ"):
            window("QD28", parse(period))
    assert cumulative("QD28", parse("2025")) == window("QD28", parse("2025"))
    source = calendar("QD28").source
    assert (source.article, source.checked, calendar("QD28").effective_from) == ("Điều 7", True, date(2025, 8, 24))


@given(st.sampled_from(["MONTH", "ND09"]), st.integers(2019, 2030), st.integers(1, 4))
def test_a_cumulative_window_runs_from_the_start_of_the_programme_year(code: str, year: int, number: int) -> None:
    quarter = Period(year, Kind.QUARTER, number)
    running = cumulative(code, quarter)
    assert running.first == window(code, Period(year)).first
    assert running.last == window(code, quarter).last
    assert cumulative(code, Period(year, Kind.QUARTER, 4)) == window(code, Period(year))


def test_calendars_carry_their_source_and_say_when_it_is_not_checked() -> None:
    assert calendar("ND09").source.flag == "chưa đối chiếu"
    assert (calendar("MONTH").source.checked, calendar("MONTH").source.flag_en) == (True, "")
    assert all(one.name_vi and one.name_en and one.source.title for one in calendars().values())


def test_an_unknown_calendar_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Refused, match="ND09, MONTH"):
        window("X", parse("2021"))


def test_a_confidence_outside_the_three_is_a_fault() -> None:
    with pytest.raises(ValueError, match="F, P or M"):
        Source("x", confidence="Z")  # type: ignore[arg-type]


def test_tet_2021_swaps_and_compensation() -> None:
    table = vietnamese()
    assert [table.is_working(date(2021, 2, day)) for day in (9, 10, 16, 17)] == [True, False, False, True]
    assert not table.is_working(date(2021, 5, 3))  # 1/5/2021 was a Saturday
    assert table.is_working(date(2024, 5, 4))  # the Saturday worked for Monday 29/4
    assert not table.is_working(date(2024, 4, 29))
    assert not table.is_working(date(2021, 3, 6))


def test_the_table_is_sound() -> None:
    table = vietnamese()
    assert sorted(table.years) == list(range(2021, 2028))
    assert all(day.weekday() < 5 for day in table.off)
    assert all(day.weekday() == 5 for day in table.working)
    assert all(day.year in table.years for day in table.off | table.working)
    assert all(source.flag == "chưa đối chiếu" and source.note for source in table.years.values())


@pytest.mark.parametrize(
    ("day", "steps", "found"),
    [
        (date(2021, 12, 14), 1, date(2021, 12, 15)),
        (date(2021, 12, 17), 1, date(2021, 12, 20)),
        (date(2021, 12, 18), 1, date(2021, 12, 20)),
        (date(2021, 2, 9), 1, date(2021, 2, 17)),
        (date(2021, 2, 17), -1, date(2021, 2, 9)),
        (date(2024, 5, 3), 1, date(2024, 5, 4)),
        (date(2021, 3, 6), 0, date(2021, 3, 6)),
        (date(2021, 12, 20), -1, date(2021, 12, 17)),
    ],
)
def test_working_days_skip_weekends_and_holidays(day: date, steps: int, found: date) -> None:
    assert add(day, steps, vietnamese()) == found


@given(DAYS, st.integers(1, 40))
@settings(max_examples=60)
def test_counting_there_and_back_agrees(day: date, steps: int) -> None:
    table = vietnamese()
    later = add(day, steps, table)
    assert table.is_working(later)
    assert between(day, later, table) == steps
    assert between(later, day, table) == 0
    assert add(later, 1, table) > later
    if table.is_working(day):
        assert add(later, -steps, table) == day


def test_years_outside_the_table_fall_back_to_weekends_and_are_named() -> None:
    far = reckon(date(2027, 12, 31), 1, vietnamese())
    assert (far.day, far.unknown_years, far.unchecked_years) == (date(2028, 1, 3), (2028,), (2027,))
    assert far.note == (
        "chưa có bảng ngày nghỉ lễ năm 2028, chỉ trừ thứ bảy và chủ nhật; ngày nghỉ lễ năm 2027 chưa đối chiếu"
    )
    checked = Holidays(years={2021: Source("x", confidence="F")})
    assert reckon(date(2021, 12, 14), 3, checked).note == ""


@pytest.mark.parametrize(("steps", "last"), [(1, date(2021, 12, 15)), (3, date(2021, 12, 17)), (5, date(2021, 12, 21))])
def test_a_due_date_counts_from_the_end_of_the_window(steps: int, last: date) -> None:
    rule = DueRule("commune", steps, SOURCE)
    assert due("ND09", parse("2021Q4"), rule, vietnamese()) == last
    assert reckon_due("ND09", parse("2021Q4"), rule, vietnamese()).unchecked_years == (2021,)


def test_a_due_date_leaves_at_least_one_working_day() -> None:
    with pytest.raises(ValueError, match="at least 1 working day"):
        DueRule("commune", 0, SOURCE)


@given(st.integers(2019, 2030), st.integers(1, 12), st.integers(1, 40))
def test_a_day_that_the_law_names_counts_working_day_or_not(year: int, month: int, later: int) -> None:
    period = Period(year, Kind.MONTH, month)
    found = reckon_due("MONTH", period, DueRule("commune", 1, SOURCE, days_after=later), vietnamese())
    assert (found.day - window("MONTH", period).last).days == later
    assert found.note == ""
