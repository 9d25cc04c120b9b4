"""When a task falls due and how late it is."""

from calendar import monthrange
from datetime import date
from enum import StrEnum

from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.periods import Kind, Period, parse


class Recurrence(StrEnum):
    """How often a task comes back; continuous work is accounted for once a year and has no day."""

    ONCE = "once"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"
    CONTINUOUS = "continuous"

    @property
    def label(self) -> str:
        """Return the Vietnamese word."""
        return _WORDS[self]


_WORDS = {
    Recurrence.ONCE: "Một lần",
    Recurrence.MONTHLY: "Hằng tháng",
    Recurrence.QUARTERLY: "Hằng quý",
    Recurrence.HALF_YEARLY: "6 tháng một lần",
    Recurrence.YEARLY: "Hằng năm",
    Recurrence.CONTINUOUS: "Thường xuyên",
}
_KINDS = {
    Recurrence.MONTHLY: Kind.MONTH,
    Recurrence.QUARTERLY: Kind.QUARTER,
    Recurrence.HALF_YEARLY: Kind.HALF,
    Recurrence.YEARLY: Kind.YEAR,
    Recurrence.CONTINUOUS: Kind.YEAR,
}


def period_of(recurrence: str, day: date) -> str:
    """Return the code of the calendar period in which a task is accounted for on a day, "" for one done once."""
    if recurrence == Recurrence.ONCE:
        return ""
    return Period(day.year, Kind.MONTH, day.month).within(_KINDS[Recurrence(recurrence)]).code


def due_on(recurrence: str, due: date | None, day: date) -> date | None:
    """Return the day by which a task is to be done, seen from a day; None for continuous work.

    A recurring task falls due on the last calendar day of its period.
    """
    if recurrence == Recurrence.ONCE:
        return due
    if recurrence == Recurrence.CONTINUOUS:
        return None
    period = Period(day.year, Kind.MONTH, day.month).within(_KINDS[Recurrence(recurrence)])
    return date(period.year, period.last_month, monthrange(period.year, period.last_month)[1])


def period_fits(recurrence: str, code: str, day: date) -> bool:
    """Test whether progress on a task may be recorded for a period: of its rhythm, and begun by the day."""
    if recurrence == Recurrence.ONCE:
        return code == ""
    try:
        period = parse(code)
    except Refused:
        return False
    begun = (period.year, period.first_month) <= (day.year, day.month)
    return period.kind == _KINDS[Recurrence(recurrence)] and begun


def current_periods(day: date) -> dict[str, str]:
    """Return recurrence → code of the period that runs on a day."""
    return {recurrence.value: period_of(recurrence, day) for recurrence in Recurrence}
