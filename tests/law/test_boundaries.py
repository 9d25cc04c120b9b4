"""Every calendar at the instants around every boundary of every period, as Viet Nam and as Greenwich tell them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest

from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.periods import Kind, Period, parse
from lanhmanh.law.calendars import Window, calendar, calendars, cumulative, last_closed, local_day, period_of, window
from lanhmanh.law.holidays import vietnamese
from lanhmanh.law.sources import Source, rule_file
from lanhmanh.law.working_days import DueRule, reckon_due

pytestmark = pytest.mark.pure
DAY, TICK = timedelta(days=1), timedelta(microseconds=1)
YEARS = (2019, 2020, 2021, 2023, 2024, 2025, 2026, 2027, 2028, 2100)  # 2020, 2024, 2028 are leap years, 2100 is none
EVERY = [(code, kind) for code, one in sorted(calendars().items()) for kind in Kind if kind in one.kinds]


def month_end(code: str, year: int, month: int) -> date:
    """Return the day on which a month of a calendar ends: its cut-off, or the month's own last day before that."""
    own_last = date(year + month // 12, month % 12 + 1, 1) - DAY
    return own_last.replace(day=min(own_last.day, rule_file("calendars.toml")[code]["last_day"]))


def days_of(code: str, year: int, first_month: int, months: int) -> Window:
    """Return the days of so many months: from the day after the month before ended."""
    before = (year, first_month - 1) if first_month > 1 else (year - 1, 12)
    return Window(month_end(code, *before) + DAY, month_end(code, year, first_month + months - 1))


def instants(days: Window) -> Iterator[tuple[datetime, int]]:
    """Yield the instants around a window, each with the place of its period: just before, in it, just after."""
    first = datetime.combine(days.first, time(), VIETNAM)
    after = datetime.combine(days.last, time(23, 59, 59, 999_999), VIETNAM) + TICK
    for moment, place in ((first - TICK, -1), (first, 0), (after - TICK, 0), (after, 1)):
        yield moment, place
        yield moment.astimezone(UTC), place


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize(("code", "kind"), EVERY)
def test_the_instants_around_a_period_lie_in_it_or_in_its_neighbour(code: str, kind: Kind, year: int) -> None:
    for period in Period(year).split(kind):
        days = days_of(code, year, period.first_month, kind.months)
        assert window(code, period) == days
        assert cumulative(code, period) == Window(days_of(code, year, 1, 12).first, days.last)
        for moment, place in instants(days):
            day = local_day(moment)
            assert period_of(code, kind, day) == period.next(place)
            assert days.contains(day) is (place == 0)
            assert last_closed(code, kind, day) == period.next(place - 1)


def test_month_and_year_ends_of_every_length() -> None:
    ends = {"202102": 28, "202402": 29, "210002": 28, "202104": 30, "202112": 31}
    for code, last in ends.items():
        period = parse(code)
        assert window("MONTH", period) == Window(
            date(period.year, period.number, 1), date(period.year, period.number, last)
        )
        assert window("ND09", period).last == date(period.year, period.number, 14)
    assert window("ND09", parse("202403")) == Window(date(2024, 2, 15), date(2024, 3, 14))
    assert window("QD28", parse("2026")) == Window(date(2025, 12, 15), date(2026, 12, 14))


def test_a_day_lies_in_no_period_of_a_kind_that_its_calendar_has_not() -> None:
    for code, one in calendars().items():
        assert hash(one) == hash(calendar(code))
        for kind in set(Kind) - one.kinds:
            with pytest.raises(Refused, match=code):
                period_of(code, kind, date(2026, 3, 1))


def test_a_source_says_no_more_than_it_was_told() -> None:
    bare, checked = Source("x"), Source("x", confidence="F")
    assert (bare.article, bare.note, bare.flag, bare.checked) == ("", "", "chưa đối chiếu", False)
    assert (checked.flag, checked.flag_en, checked.checked) == ("", "", True)


def off(day: date) -> bool:
    """Test by the table alone whether nobody works on a day."""
    table = rule_file("holidays.toml").get(str(day.year), {"off": [], "working": []})
    return day in table["off"] or (day.weekday() in {5, 6} and day not in table["working"])


@pytest.mark.parametrize("year", range(2021, 2029))
@pytest.mark.parametrize(("code", "kind"), EVERY)
def test_due_days_count_every_day_on_which_offices_work(code: str, kind: Kind, year: int) -> None:
    for period in Period(year).split(kind):
        day = window(code, period).last
        for working_days in range(1, 11):
            day += DAY
            while off(day):
                day += DAY
            found = reckon_due(code, period, DueRule("commune", working_days, Source("x")), vietnamese())
            assert found.day == day
            assert (day.year in found.unknown_years) is (str(day.year) not in rule_file("holidays.toml"))


@pytest.mark.parametrize(
    ("code", "period", "working_days", "due"),
    [
        ("ND09", "202102", 1, date(2021, 2, 17)),  # the 14th lies in Tết, which ends on the 16th
        ("ND09", "202402", 2, date(2024, 2, 16)),  # the 14th is the last day of Tết
        ("ND09", "202602", 1, date(2026, 2, 23)),  # Saturday the 14th, then Tết from Monday to Friday
        ("ND09", "202502", 3, date(2025, 2, 19)),
        ("MONTH", "202301", 2, date(2023, 2, 2)),
        ("MONTH", "202112", 1, date(2022, 1, 4)),  # 1 January was a Saturday, made up for on Monday
        ("MONTH", "202404", 3, date(2024, 5, 4)),  # 1 May; Saturday the 4th is worked
        ("MONTH", "202504", 1, date(2025, 5, 5)),  # 1 and 2 May, then the weekend
        ("MONTH", "202508", 1, date(2025, 9, 3)),  # National Day and the day before
        ("QD28", "2025", 5, date(2025, 12, 19)),
    ],
)
def test_due_days_over_holidays(code: str, period: str, working_days: int, due: date) -> None:
    rule = DueRule("commune", working_days, Source("x"))
    assert reckon_due(code, parse(period), rule, vietnamese()).day == due
