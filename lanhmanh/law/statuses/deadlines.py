"""What must be done by when after an event: in working days, days or months, and in hours of the clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, Literal

from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.law.calendars import local_day
from lanhmanh.law.holidays import Holidays
from lanhmanh.law.sources import Source
from lanhmanh.law.statuses.tables import Status, version_file
from lanhmanh.law.statuses.terms import months_after
from lanhmanh.law.statuses.versions import cited, common, version_on
from lanhmanh.law.working_days import reckon

Unit = Literal["working_days", "hours", "days", "months"]


@dataclass(frozen=True, slots=True)
class Deadline:
    """Hold a deadline and its due day, or its due instant where the law counts hours.

    `doubt` says what is not sure about the working days counted.
    """

    code: str
    name_vi: str
    name_en: str
    due: date | datetime
    amount: int
    unit: Unit
    source: Source
    doubt: str = ""

    @property
    def due_day(self) -> date:
        """Return the day in Viet Nam on which it is due."""
        return local_day(self.due) if isinstance(self.due, datetime) else self.due


@dataclass(frozen=True, slots=True)
class Gap:
    """Say what the law sets and no source at hand tells: it is to be looked up, never guessed."""

    statuses: tuple[Status, ...]
    note_vi: str
    note_en: str


def deadlines(status: Status | str, step: str, *, at: date | datetime, holidays: Holidays) -> list[Deadline]:
    """Return what falls due for a status after an event or a step, soonest first, by the law of the event's day.

    `at` is the instant of the event; a bare day counts its hours from midnight, so that nobody is told too late a
    time. The list is empty where the law, as far as it is known, sets nothing.
    """
    wanted = Status(status).value
    rows = version_file(version_on(_day(at)).code).get("deadlines", ())
    found = [_deadline(row, at, holidays) for row in rows if row["on"] == step and wanted in row["of"]]
    return sorted(found, key=lambda one: (_instant(one.due), one.code))


@cache
def events() -> Mapping[str, tuple[str, str]]:
    """Return the names of the events that start a clock, Vietnamese first, by code."""
    return {code: (names[0], names[1]) for code, names in common()["events"].items()}


def gaps(status: Status | str, *, on: date) -> tuple[Gap, ...]:
    """Return what is not known of the deadlines of a status under the law of a day."""
    rows = version_file(version_on(on).code).get("gaps", ())
    found = (Gap(tuple(Status(one) for one in row["of"]), *row["note"]) for row in rows)
    return tuple(one for one in found if Status(status) in one.statuses)


def _deadline(row: Mapping[str, Any], at: date | datetime, holidays: Holidays) -> Deadline:
    due, doubt = _due(row["unit"], row["amount"], at, holidays)
    vietnamese, english = row["name"]
    return Deadline(row["code"], vietnamese, english, due, row["amount"], row["unit"], cited(row["source"]), doubt)


def _due(unit: Unit, amount: int, at: date | datetime, holidays: Holidays) -> tuple[date | datetime, str]:
    if unit == "hours":
        return _instant(at) + timedelta(hours=amount), ""
    if unit == "months":
        return months_after(_day(at), amount), ""
    if unit == "days":
        return _day(at) + timedelta(days=amount), ""
    reckoned = reckon(_day(at), amount, holidays)
    return reckoned.day, reckoned.note


def _day(at: date | datetime) -> date:
    return local_day(at) if isinstance(at, datetime) else at


def _instant(at: date | datetime) -> datetime:
    return at.astimezone(VIETNAM) if isinstance(at, datetime) else datetime.combine(at, time.min, VIETNAM)
