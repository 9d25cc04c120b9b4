"""Whether a team was stable and effective in a quarter: what was counted for each criterion, and why it is not met."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.kernel.periods import Kind, Period
from lanhmanh.law.teams import Standard

NAMES = {
    "months": sentence("Đã hoạt động (tháng)"),
    "members": sentence("Thành viên cuối quý"),
    "meetings": sentence("Buổi sinh hoạt đội"),
    "activities": sentence("Lượt thăm hỏi, tuyên truyền, tuần tra"),
    "results": sentence("Kết quả được ghi"),
}
_ENDED = sentence("Đội đã kết thúc ngày %(day)s.")
_NOT_YET = sentence("Đội chưa thành lập trong quý này.")
_ENOUGH = sentence("Có %(counted)s, cần ít nhất %(needed)s: đạt.")
_SHORT = sentence("Có %(counted)s, cần ít nhất %(needed)s: thiếu %(missing)s.")
_NONE = sentence("Chưa ghi lượt nào, cần ít nhất %(needed)s.")
_ACTIVITIES = frozenset({"visit", "talk", "patrol"})


@dataclass(frozen=True, slots=True)
class Counts:
    """What a team has in a quarter."""

    founded_on: date
    ended_on: date | None
    members: int
    deeds: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion: what was counted, what is needed, and the reason in words."""

    code: str
    counted: int
    needed: int
    reason: Refused

    @property
    def name(self) -> str:
        """Return what is counted."""
        return NAMES[self.code]

    @property
    def met(self) -> bool:
        """Return whether there is enough."""
        return self.counted >= self.needed


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is found of a team in a quarter; where it was not there, `absent` says why and no criterion is asked."""

    period: Period
    criteria: tuple[Criterion, ...]
    absent: Refused | None = None

    @property
    def stable(self) -> bool:
        """Return whether the team was there and has enough of everything."""
        return self.absent is None and all(one.met for one in self.criteria)

    @property
    def missing(self) -> tuple[Criterion, ...]:
        """Return the criteria that are not met."""
        return tuple(one for one in self.criteria if not one.met)


def judge(counts: Counts, standard: Standard, period: Period) -> Judgement:
    """Return whether a team was stable and effective in a quarter, criterion by criterion."""
    last = days_of(period)[1]
    if counts.founded_on > last:
        return Judgement(period, (), Refused(_NOT_YET))
    if counts.ended_on is not None and counts.ended_on <= last:
        day = f"{counts.ended_on.day:02}/{counts.ended_on.month:02}/{counts.ended_on.year:04}"
        return Judgement(period, (), Refused(_ENDED, day=day))
    found = {
        "months": months_between(counts.founded_on, last),
        "members": counts.members,
        "meetings": counts.deeds.get("meeting", 0),
        "activities": sum(times for kind, times in counts.deeds.items() if kind in _ACTIVITIES),
        "results": counts.deeds.get("result", 0),
    }
    return Judgement(period, tuple(_criterion(code, found[code], getattr(standard, code)) for code in NAMES))


def quarters_until(day: date, count: int = 4) -> list[Period]:
    """Return the quarter that a day lies in and those before it, the newest first."""
    found = Period(day.year, Kind.QUARTER, (day.month - 1) // 3 + 1)
    periods = [found]
    while len(periods) < count:
        periods.append(periods[-1].previous())
    return periods


def quarter_to_mend(day: date) -> Period | None:
    """Return the quarter that is about to be judged: the running one in its last month, the last one for a month more.

    None in the month between: what is past is past, and for what runs there is time.
    """
    running, before = quarters_until(day, 2)
    return {0: running, 1: before}.get(day.month % 3)


def days_of(period: Period) -> tuple[date, date]:
    """Return the first and the last day of a quarter of the calendar."""
    first = date(period.year, period.first_month, 1)
    after = date(period.year + period.last_month // 12, period.last_month % 12 + 1, 1)
    return first, after - timedelta(days=1)


def months_between(first: date, last: date) -> int:
    """Return how many whole months lie between two days, the last one counted in."""
    after = last + timedelta(days=1)
    return max(0, (after.year - first.year) * 12 + after.month - first.month - (after.day < first.day))


def members_on(spans: Iterable[tuple[date, date | None]], day: date) -> int:
    """Return how many of those who joined and left are there on a day."""
    return sum(joined <= day and (left is None or left > day) for joined, left in spans)


def _criterion(code: str, counted: int, needed: int) -> Criterion:
    if counted >= needed:
        return Criterion(code, counted, needed, Refused(_ENOUGH, counted=counted, needed=needed))
    if counted == 0:
        return Criterion(code, counted, needed, Refused(_NONE, needed=needed))
    return Criterion(code, counted, needed, Refused(_SHORT, counted=counted, needed=needed, missing=needed - counted))
