"""Reporting calendars: which days a period holds. A period's code alone never says; a calendar does.

A month ends with its cut-off day and begins on the day after the cut-off of the month before: so the months of a
calendar lie side by side, whatever their lengths. The calendars of the law are listed; that of a cut-off on any other
day, which a unit sets for a form of its own, is read from its code: N20 is cut off on the 20th.
"""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import MINYEAR, date, datetime, timedelta
from functools import cache, lru_cache

from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.periods import Kind, Period
from lanhmanh.law.sources import Source, rule_file

CUT_OFFS = range(1, 31)  # a cut-off on the 31st is that of calendar months
_SHORTEST_MONTH = 28
_CUT_OFF = re.compile(r"N([0-9]{2})")
_OWN = Source("Đơn vị ban hành biểu đặt", confidence="F", note="Không phải ngày chốt của một văn bản pháp luật.")


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
    """Describe a reporting calendar by the day on which each of its months ends, or by the month's own last day."""

    code: str
    name_vi: str
    name_en: str
    kinds: frozenset[Kind]
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


@cache
def calendar(code: str) -> Calendar:
    """Return the calendar of a code, that of a cut-off too; Refused when there is none."""
    if code in calendars():
        return calendars()[code]
    match = _CUT_OFF.fullmatch(code)
    if match is None or int(match[1]) not in CUT_OFFS:
        raise Refused(
            f"Không có lịch báo cáo “{code}”: chọn một trong {', '.join(calendars())}, hoặc N01 đến N30 (ngày chốt)."
        )
    return _cut_off(int(match[1]))


def cut_off_code(day: int) -> str:
    """Return the code of the calendar whose months end on a day; Refused for no such day."""
    return calendar(f"N{day:02}").code


def _cut_off(day: int) -> Calendar:
    short = day > _SHORTEST_MONTH
    return Calendar(
        code=f"N{day:02}",
        name_vi=f"Chốt ngày {day} hằng tháng{', tháng ngắn hơn: ngày cuối tháng' if short else ''}",
        name_en=f"Cut-off on day {day} of each month{', or on its last day where it is shorter' if short else ''}",
        kinds=frozenset(Kind),
        last_day=day,
        effective_from=date(MINYEAR, 1, 1),
        source=_OWN,
    )


@lru_cache(maxsize=1000)
def window(calendar_code: str, period: Period) -> Window:
    """Return the days of the period in this calendar; Refused when the calendar has no such kind of period."""
    rule = calendar(calendar_code)
    if period.kind not in rule.kinds:
        raise Refused(f"Lịch báo cáo {rule.code} không có kỳ {period.kind.label}: chọn kỳ khác.")
    return Window(_first(rule, period), _last(rule, period))


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
    return _first(rule, month) <= day <= _last(rule, month)


def _first(rule: Calendar, period: Period) -> date:
    return _day(period.year, period.first_month - 1, rule.last_day) + timedelta(days=1)


def _last(rule: Calendar, period: Period) -> date:
    return _day(period.year, period.last_month, rule.last_day)


def _checked(calendar_code: str, period: Period) -> Period:
    window(calendar_code, period)
    return period


def _day(year: int, month: int, day: int) -> date:
    """Return the day of a month counted from January of `year`, no later than the month's own end."""
    years, place = divmod(month - 1, 12)
    length = monthrange(year + years, place + 1)[1]
    return date(year + years, place + 1, 1) + timedelta(days=min(day, length) - 1)
