"""Reporting calendars: which days a period holds. A period's code alone never says; a calendar does."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.periods import Kind, Period
from lanhmanh.law.sources import Source, rule_file


@dataclass(frozen=True, slots=True)
class Window:
    """Hold the days of a period, both ends included."""

    first: date
    last: date

    def contains(self, day: date) -> bool:
        """Return whether the day lies in the window."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Calendar:
    """Describe a reporting calendar: a month runs from a day of the month before, or of itself, to a day of itself."""

    code: str
    name_vi: str
    name_en: str
    kinds: frozenset[Kind]
    first_month: int
    first_day: int
    last_day: int
    effective_from: date
    source: Source


@cache
def calendars() -> Mapping[str, Calendar]:
    """Return the known calendars by code; source: data/calendars.toml."""
    return {
        code: Calendar(
            code, **{**row, "kinds": frozenset(Kind(kind) for kind in row["kinds"]), "source": Source(**row["source"])}
        )
        for code, row in rule_file("calendars.toml").items()
    }


def calendar(code: str) -> Calendar:
    """Return the calendar of a code; Refused when there is none."""
    if code not in calendars():
        raise Refused(f"Không có lịch báo cáo “{code}”: chọn một trong {', '.join(calendars())}.")
    return calendars()[code]


def window(calendar_code: str, period: Period) -> Window:
    """Return the days of the period in this calendar; Refused when the calendar has no such kind of period."""
    rule = calendar(calendar_code)
    if period.kind not in rule.kinds:
        raise Refused(f"Lịch báo cáo {rule.code} không có kỳ {period.kind.label}: chọn kỳ khác.")
    return Window(
        _day(period.year, period.first_month + rule.first_month, rule.first_day),
        _day(period.year, period.last_month, rule.last_day),
    )


def cumulative(calendar_code: str, period: Period) -> Window:
    """Return the days from the start of the period's programme year to the end of the period."""
    since = window(calendar_code, period.within(Kind.YEAR))
    return Window(since.first, window(calendar_code, period).last)


def local_day(moment: datetime) -> date:
    """Return the day in Viet Nam on which an instant falls; ValueError for a moment without its time zone."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    return moment.astimezone(VIETNAM).date()


def period_of(calendar_code: str, kind: Kind, day: date) -> Period:
    """Return the period of this kind that holds the day."""
    guess = Period(day.year, Kind.MONTH, day.month)
    month = next(m for m in (guess, guess.next(), guess.previous()) if _month_holds(calendar_code, m, day))
    return _checked(calendar_code, month.within(kind))


def last_closed(calendar_code: str, kind: Kind, day: date) -> Period:
    """Return the latest period of this kind whose window ended before the day."""
    return period_of(calendar_code, kind, day).previous()


def _month_holds(calendar_code: str, month: Period, day: date) -> bool:
    rule = calendar(calendar_code)
    first = _day(month.year, month.first_month + rule.first_month, rule.first_day)
    return first <= day <= _day(month.year, month.last_month, rule.last_day)


def _checked(calendar_code: str, period: Period) -> Period:
    window(calendar_code, period)
    return period


def _day(year: int, month: int, day: int) -> date:
    """Return the day of a month counted from January of `year`, no later than the month's own end."""
    years, place = divmod(month - 1, 12)
    length = monthrange(year + years, place + 1)[1]
    return date(year + years, place + 1, 1) + timedelta(days=min(day, length) - 1)
