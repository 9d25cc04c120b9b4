"""Inspections of businesses: what one must say, what follows from its findings, and what is due in a year."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from lanhmanh.areas.rules.places import FIRST_DAY, Faulty
from lanhmanh.kernel.errors import sentence
from lanhmanh.kernel.ids import new_id

LONGEST = {"who": 300, "note": 1000}
LONGEST_WHAT = 300
MOST_FINDINGS = 20


class By(StrEnum):
    """Who looked: the interagency team 178, another team with that power, or a mere review of the register."""

    TEAM_178 = "team_178"
    OTHER = "other"
    REVIEW = "review"


class FindingState(StrEnum):
    """Where the correction of a finding stands."""

    OPEN = "open"
    OVERDUE = "overdue"
    CORRECTED = "corrected"
    VERIFIED = "verified"


class Standing(StrEnum):
    """Where an inspection stands: still ahead, put off, nothing found, or as its least corrected finding."""

    PLANNED = "planned"
    MISSED = "missed"
    CLEAN = "clean"
    OPEN = "open"
    OVERDUE = "overdue"
    CORRECTED = "corrected"
    VERIFIED = "verified"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class FindingData:
    """Hold what was found, what was ordered, and by when it must be put right."""

    what: str
    measure: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionData:
    """Hold what a person states about an inspection; a day ahead makes it a planned one."""

    by: str
    day: date
    union_joined: bool = False
    who: str = ""
    note: str = ""
    findings: tuple[FindingData, ...] = ()
    sure: bool = False
    token: str = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class Correction:
    """Hold what is known of one finding's correction."""

    due: date | None
    corrected_on: date | None
    verified_on: date | None


def faults(data: InspectionData, today: date) -> Iterator[Faulty]:
    """Yield everything that cannot be."""
    if data.by not in set(By):
        yield Faulty("by", sentence("Chọn ai kiểm tra."))
    if data.day < FIRST_DAY or data.day.year > today.year + 1:
        yield Faulty("day", sentence("Ngày này quá xa: xem lại năm."))
    for name, most in LONGEST.items():
        if len(getattr(data, name)) > most:
            yield Faulty(name, sentence("Quá dài: không quá %(most)d ký tự."), most=most)
    if data.findings and data.day > today:
        yield Faulty("day", sentence("Ngày kiểm tra chưa đến nên chưa có tồn tại, vi phạm: xem lại ngày."))
    if data.findings and data.by == By.REVIEW:
        yield Faulty("by", sentence("Rà soát chỉ ghi vào sổ: tồn tại, vi phạm do đoàn kiểm tra kết luận."))
    if len(data.findings) > MOST_FINDINGS:
        yield Faulty("findings", sentence("Mỗi lần kiểm tra nhiều nhất %(most)d tồn tại."), most=MOST_FINDINGS)
    for one in data.findings:
        yield from finding_faults(one, data.day)


def finding_faults(data: FindingData, inspected: date) -> Iterator[Faulty]:
    """Yield what is wrong with one finding of an inspection of a day."""
    if not data.what:
        yield Faulty("what", sentence("Ghi tồn tại, vi phạm: việc gì, không ghi tên người."))
    for name in ("what", "measure"):
        if len(getattr(data, name)) > LONGEST_WHAT:
            yield Faulty(name, sentence("Quá dài: không quá %(most)d ký tự."), most=LONGEST_WHAT)
    if data.due and data.due < inspected:
        yield Faulty("due", sentence("Hạn khắc phục trước ngày kiểm tra: xem lại hạn."))
    elif data.due and data.due.year > inspected.year + 5:
        yield Faulty("due", sentence("Hạn này quá xa: xem lại năm."))


def doubts(data: InspectionData, licensed_on: date | None, closed_on: date | None) -> Iterator[Faulty]:
    """Yield what can be but is odd: an inspection before the licence, or after the business closed."""
    if licensed_on and data.day < licensed_on:
        yield Faulty("day", sentence("Ngày kiểm tra trước ngày cấp giấy phép của cơ sở: xem lại hai ngày."))
    if closed_on and data.day > closed_on:
        yield Faulty("day", sentence("Ngày kiểm tra sau ngày cơ sở ngừng hoạt động: xem lại hai ngày."))


def correcting(day: date, inspected: date, today: date) -> Iterator[Faulty]:
    """Yield what is wrong with the day on which a finding was put right."""
    if day > today:
        yield Faulty("corrected_on", sentence("Ngày này chưa đến: ghi khi đã khắc phục xong."))
    elif day < inspected:
        yield Faulty("corrected_on", sentence("Ngày khắc phục trước ngày kiểm tra: xem lại ngày."))


def verifying(day: date, corrected_on: date | None, today: date) -> Iterator[Faulty]:
    """Yield what is wrong with the day on which a correction was verified on the spot."""
    if corrected_on is None:
        yield Faulty("verified_on", sentence("Chưa ghi ngày khắc phục xong: ghi trước khi xác nhận."))
    elif day > today:
        yield Faulty("verified_on", sentence("Ngày này chưa đến: ghi khi đã kiểm tra lại."))
    elif day < corrected_on:
        yield Faulty("verified_on", sentence("Ngày xác nhận trước ngày khắc phục xong: xem lại ngày."))


def finding_state(one: Correction, today: date) -> FindingState:
    """Return where the correction of a finding stands on a day."""
    if one.verified_on:
        return FindingState.VERIFIED
    if one.corrected_on:
        return FindingState.CORRECTED
    return FindingState.OVERDUE if one.due and one.due < today else FindingState.OPEN


def standing(state: str, day: date, findings: Iterable[Correction], today: date) -> Standing:
    """Return where an inspection (planned, done or void) stands on a day."""
    if state == "void":
        return Standing.VOID
    if state == "planned":
        return Standing.MISSED if day < today else Standing.PLANNED
    found = {finding_state(one, today) for one in findings}
    for worst in (FindingState.OVERDUE, FindingState.OPEN, FindingState.CORRECTED, FindingState.VERIFIED):
        if worst in found:
            return Standing(worst.value)
    return Standing.CLEAN


def lacking(a_year: int, inspected: Collection[date], year: int) -> int:
    """Return how many inspections of a year a business still needs."""
    return max(0, a_year - sum(day.year == year for day in inspected))
