"""By when an area is scored, appraised and decided on: as its rule set says, else as the system proposes.

A rule set with deadlines of law (Decision 28/2025/QĐ-TTg, Art. 7) closes its figures with its own calendar, and the
province decides before the first of them; what lies between has no day in the law and is proposed here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.kernel.periods import Kind, Period
from lanhmanh.law.calendars import window
from lanhmanh.law.classes.values import RuleSet
from lanhmanh.law.sources import Source, rule_file

_NO_DAY = sentence("Không có ngày %(day)s/%(month)s: xem lại ngày, tháng.")


class Step(StrEnum):
    """The steps that have a day."""

    SCORE = "score"
    APPRAISE = "appraise"
    DECIDE = "decide"


@dataclass(frozen=True, slots=True)
class StepDay:
    """The day by which a step is done, that day included, and where it is from."""

    due: date
    source: Source


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A province's own day: so many years after that of the class, month and day, and what says so."""

    years: int
    month: int
    day: int
    basis: str = ""

    def due(self, year: int) -> date:
        """Return the last day for the class of a year.

        :raises Refused: there is no such day.
        """
        try:
            return date(year + self.years, self.month, self.day)
        except ValueError:
            raise Refused(_NO_DAY, day=self.day, month=self.month) from None


def days(rule_set: RuleSet, year: int, own: Mapping[Step, OwnDay] | None = None) -> dict[Step, StepDay]:
    """Return the days of the steps for the class of a year; a province's own come first."""
    found = _of_law(rule_set, year) if rule_set.deadlines else {step: _proposed(step, year) for step in Step}
    for step, day in (own or {}).items():
        found[step] = StepDay(day.due(year), Source(day.basis or "Tỉnh đặt", confidence="M"))
    return found


def _of_law(rule_set: RuleSet, year: int) -> dict[Step, StepDay]:
    said = {one.code: one.last_day(year) for one in rule_set.deadlines}
    closes = said.get("period", window(rule_set.calendar, Period(year, Kind.YEAR)).last)
    reports = said.get("report", max(said.values()))
    between = closes + (reports - closes) // 2
    proposed = Source("Đề xuất của hệ thống", rule_set.source.article, "M", "Văn bản không ghi ngày thẩm định.")
    return {
        Step.SCORE: StepDay(closes, rule_set.source),
        Step.APPRAISE: StepDay(max(between, closes + timedelta(days=1)), proposed),
        Step.DECIDE: StepDay(reports, rule_set.source),
    }


@cache
def _rows() -> dict[Step, tuple[OwnDay, Source]]:
    return {
        Step(step): (OwnDay(row["years"], row["month"], row["day"]), Source(**row["source"]))
        for step, row in rule_file("assessing.toml").items()
    }


def _proposed(step: Step, year: int) -> StepDay:
    day, source = _rows()[step]
    return StepDay(day.due(year), source)
