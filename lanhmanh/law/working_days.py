"""Working days over weekends and public holidays, and the due date of a report."""

from dataclasses import dataclass
from datetime import date, timedelta

from lanhmanh.kernel.periods import Period
from lanhmanh.law.calendars import window
from lanhmanh.law.holidays import Holidays
from lanhmanh.law.sources import Source

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reckoned:
    """Hold a day found by counting, the years whose holidays are not in the table, and those not checked."""

    day: date
    unknown_years: tuple[int, ...] = ()
    unchecked_years: tuple[int, ...] = ()

    @property
    def note(self) -> str:
        """Return what to tell the user about how sure the day is; empty when it is sure."""
        said = []
        if self.unknown_years:
            said.append(f"chưa có bảng ngày nghỉ lễ năm {_listed(self.unknown_years)}, chỉ trừ thứ bảy và chủ nhật")
        if self.unchecked_years:
            said.append(f"ngày nghỉ lễ năm {_listed(self.unchecked_years)} chưa đối chiếu")
        return "; ".join(said)


@dataclass(frozen=True, slots=True)
class DueRule:
    """Say for one level how many working days after its window a report is due.

    Where the law itself names a day of the calendar, `days_after` says how many days after the window it is; it counts
    then, working day or not.
    """

    level: str
    working_days_after: int
    source: Source
    days_after: int = 0

    def __post_init__(self) -> None:
        if self.working_days_after < 1:  # Decree 09/2019 Art. 8.5
            raise ValueError(f"a report of level {self.level} must be due at least 1 working day after the cut-off")


def reckon(day: date, steps: int, holidays: Holidays) -> Reckoned:
    """Return the day `steps` working days after the day (before it when negative), which is itself not counted.

    Zero steps return the day itself, working or not. Years that the table does not cover are named in the result.
    """
    step = _DAY if steps > 0 else -_DAY
    found, left = day, abs(steps)
    while left:
        found += step
        left -= holidays.is_working(found)
    years = range(min(day, found).year, max(day, found).year + 1)
    return Reckoned(
        found,
        tuple(year for year in years if not holidays.covers(year)),
        tuple(year for year in years if holidays.covers(year) and not holidays.years[year].checked),
    )


def add(day: date, steps: int, holidays: Holidays) -> date:
    """Return the day `steps` working days later, or earlier when negative; outside the table only weekends are off."""
    return reckon(day, steps, holidays).day


def between(first: date, last: date, holidays: Holidays) -> int:
    """Return how many working days lie after `first` up to and with `last`; 0 when `last` is not later."""
    return sum(holidays.is_working(first + n * _DAY) for n in range(1, (last - first).days + 1))


def reckon_due(calendar_code: str, period: Period, rule: DueRule, holidays: Holidays) -> Reckoned:
    """Return the last day on which the report is in time, and how sure that day is."""
    last = window(calendar_code, period).last
    if rule.days_after:
        return Reckoned(last + rule.days_after * _DAY)
    return reckon(last, rule.working_days_after, holidays)


def due(calendar_code: str, period: Period, rule: DueRule, holidays: Holidays) -> date:
    """Return the last day on which the report is in time."""
    return reckon_due(calendar_code, period, rule, holidays).day


def _listed(years: tuple[int, ...]) -> str:
    return ", ".join(str(year) for year in years)
