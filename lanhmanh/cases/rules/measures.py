"""What a record of help must say, and within which bounds; the clock is the caller's to ask."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from lanhmanh.kernel.errors import sentence

MOST_LENT = 10_000_000_000  # đồng
LONGEST_WORDS = 2000
LONGEST_REASON = 300
FARTHEST = timedelta(days=3 * 366)
LOAN, PLANNED = "loan", "planned"
OVER = frozenset({"done", "stopped"})
# What is done again and again, so that each record may say when the next is.
RECURRING = frozenset({"visit", "counselling"})

BEFORE_CASE = sentence("Ngày này trước ngày mở hồ sơ: xem lại ngày.")
NOT_YET = sentence("Ngày này chưa đến. Việc sắp làm thì chọn kết quả “Dự định”.")
FAR_AWAY = sentence("Ngày này quá xa: chỉ ghi việc trong ba năm tới.")
NEXT_FIRST = sentence("Lần sau phải từ ngày này trở đi.")
ENDS_FIRST = sentence("Ngày kết thúc phải từ ngày bắt đầu trở đi và không sau hôm nay.")
NOT_OVER = sentence("Đã có ngày kết thúc thì kết quả là “Đã xong” hoặc “Dừng”.")
NO_AMOUNT = sentence("Ghi số tiền vay bằng đồng, từ 1 đến 10 tỷ đồng.")
NO_SOURCE = sentence("Chọn nguồn vốn vay.")
NO_REPAYMENT = sentence("Chọn tình trạng trả nợ.")
NO_LOAN = sentence("Chỉ vay vốn mới ghi số tiền, nguồn vốn, tình trạng trả nợ: bỏ trống các ô này.")


@dataclass(frozen=True, slots=True)
class Facts:
    """Hold what a record of help states, without its words."""

    kind: str
    on: date
    result: str
    next_on: date | None = None
    ended_on: date | None = None
    amount: int | None = None
    source: str = ""
    repayment: str = ""


def faults(facts: Facts, *, opened_on: date, today: date) -> Iterator[tuple[str, str]]:
    """Return what is wrong, as pairs of field and sentence, in the order of the form."""
    yield from _days(facts, opened_on, today)
    yield from _loan(facts)


def _days(facts: Facts, opened_on: date, today: date) -> Iterator[tuple[str, str]]:
    if facts.on < opened_on:
        yield "on", BEFORE_CASE
    if facts.on > today and facts.result != PLANNED:
        yield "on", NOT_YET
    for name, day in (("on", facts.on), ("next_on", facts.next_on)):
        if day is not None and day > today + FARTHEST:
            yield name, FAR_AWAY
    if facts.next_on is not None and facts.next_on < facts.on:
        yield "next_on", NEXT_FIRST
    if facts.ended_on is not None:
        if not facts.on <= facts.ended_on <= today:
            yield "ended_on", ENDS_FIRST
        if facts.result not in OVER:
            yield "result", NOT_OVER


def _loan(facts: Facts) -> Iterator[tuple[str, str]]:
    if facts.kind != LOAN:
        if facts.amount is not None or facts.source or facts.repayment:
            yield "amount", NO_LOAN
        return
    if facts.amount is None or not 1 <= facts.amount <= MOST_LENT:
        yield "amount", NO_AMOUNT
    if not facts.source:
        yield "source", NO_SOURCE
    if not facts.repayment:
        yield "repayment", NO_REPAYMENT
