"""Sites with precursors, chemicals and medicinal materials: stocks against papers, and what became of a leakage."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from lanhmanh.areas.rules.places import FIRST_DAY, Faulty
from lanhmanh.kernel.errors import sentence
from lanhmanh.kernel.ids import new_id

PLACES = 3
MOST = Decimal(10) ** 9
LONGEST = {"who": 300, "note": 1000, "advice": 500}
MOST_STOCKS = 20
_AMOUNTS = ("opening", "came_in", "went_out", "on_paper", "found")


class Measure(StrEnum):
    """Units in which a substance is weighed or counted; amounts of different units are never added."""

    KG = "kg"
    GRAM = "g"
    LITRE = "l"
    MILLILITRE = "ml"
    TON = "t"
    PIECE = "piece"


@dataclass(frozen=True, slots=True)
class Stock:
    """Hold one substance: stock at first, what came and went by the papers, their stock at last, and what was found.

    What nobody knows is None, which is not 0.
    """

    substance: str
    measure: str
    opening: Decimal | None = None
    came_in: Decimal | None = None
    went_out: Decimal | None = None
    on_paper: Decimal | None = None
    found: Decimal | None = None

    @property
    def expected(self) -> Decimal | None:
        """Return what must be left by the papers' movements; None where one of them is not known."""
        if self.opening is None or self.came_in is None or self.went_out is None:
            return None
        return self.opening + self.came_in - self.went_out

    @property
    def paper_gap(self) -> Decimal | None:
        """Return by how much the papers' last stock differs from their own movements."""
        return _less(self.on_paper, self.expected)

    @property
    def gap(self) -> Decimal | None:
        """Return by how much what was found differs from the papers: below 0 it is missing."""
        return _less(self.found, self.expected if self.expected is not None else self.on_paper)

    @property
    def differs(self) -> bool:
        """Tell whether anything does not agree."""
        return bool(self.gap) or bool(self.paper_gap)


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitData:
    """Hold what a person states about a supervision visit."""

    day: date
    union_joined: bool = False
    who: str = ""
    note: str = ""
    advice: str = ""
    stocks: tuple[Stock, ...] = ()
    sure: bool = False
    token: str = field(default_factory=new_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeakageData:
    """Hold what a person states about a sign of leakage: what of which substance, when it was seen."""

    found_on: date
    what: str
    token: str = field(default_factory=new_id)


class LeakageState(StrEnum):
    """Where a sign of leakage stands."""

    FOUND = "found"
    WAITING = "waiting"
    OVERDUE = "overdue"
    ANSWERED = "answered"


def faults(data: VisitData, today: date) -> Iterator[Faulty]:
    """Yield everything that cannot be."""
    yield from _past("day", data.day, today)
    for name, most in LONGEST.items():
        if len(getattr(data, name)) > most:
            yield Faulty(name, sentence("Quá dài: không quá %(most)d ký tự."), most=most)
    if len(data.stocks) > MOST_STOCKS:
        yield Faulty("stocks", sentence("Mỗi lần giám sát nhiều nhất %(most)d chất."), most=MOST_STOCKS)
    named = [(one.substance.casefold(), one.measure) for one in data.stocks]
    if len(set(named)) < len(named):
        yield Faulty("stocks", sentence("Một chất được ghi hai lần cùng đơn vị tính: gộp lại."))
    for one in data.stocks:
        yield from stock_faults(one)


def stock_faults(one: Stock) -> Iterator[Faulty]:
    """Yield what is wrong with one line of quantities."""
    if not one.substance:
        yield Faulty("stocks", sentence("Ghi tên chất ở dòng có số lượng."))
    elif len(one.substance) > 120:
        yield Faulty("stocks", sentence("Tên chất quá dài: không quá %(most)d ký tự."), most=120)
    if one.measure not in set(Measure):
        yield Faulty("stocks", sentence("Chọn đơn vị tính cho %(substance)s."), substance=one.substance or "…")
    amounts = [amount for name in _AMOUNTS if (amount := getattr(one, name)) is not None]
    if not amounts:
        yield Faulty("stocks", sentence("Ghi ít nhất một số lượng của %(substance)s."), substance=one.substance or "…")
    if any(not 0 <= amount <= MOST for amount in amounts):
        yield Faulty("stocks", sentence("Số lượng không được âm và không quá 1.000.000.000."))


def doubts(data: VisitData, licensed_on: date | None, closed_on: date | None) -> Iterator[Faulty]:
    """Yield what can be but is odd."""
    if licensed_on and data.day < licensed_on:
        yield Faulty("day", sentence("Ngày giám sát trước ngày cấp giấy phép của nơi này: xem lại hai ngày."))
    if closed_on and data.day > closed_on:
        yield Faulty("day", sentence("Ngày giám sát sau ngày nơi này ngừng hoạt động: xem lại hai ngày."))
    for one in data.stocks:
        if one.expected is not None and one.expected < 0:
            words = sentence("%(substance)s: theo giấy tờ xuất nhiều hơn tồn đầu và nhập cộng lại. Xem lại số đã gõ.")
            yield Faulty("stocks", words, substance=one.substance)


def leakage_faults(data: LeakageData, today: date) -> Iterator[Faulty]:
    """Yield what is wrong with the record of a leakage."""
    yield from _past("found_on", data.found_on, today)
    if not data.what:
        yield Faulty("what", sentence("Ghi dấu hiệu: chất gì, thiếu bao nhiêu. Không ghi tên hay nghi ngờ ai."))
    elif len(data.what) > 300:
        yield Faulty("what", sentence("Quá dài: không quá %(most)d ký tự."), most=300)


def forwarding(to: str, on: date, answer_due: date | None, found_on: date, today: date) -> Iterator[Faulty]:
    """Yield what is wrong with passing a leakage on."""
    if not to:
        yield Faulty("forwarded_to", sentence("Ghi cơ quan nhận."))
    elif len(to) > 200:
        yield Faulty("forwarded_to", sentence("Quá dài: không quá %(most)d ký tự."), most=200)
    yield from _past("forwarded_on", on, today)
    if on < found_on:
        yield Faulty("forwarded_on", sentence("Ngày chuyển trước ngày phát hiện: xem lại ngày."))
    if answer_due and answer_due < on:
        yield Faulty("answer_due", sentence("Ngày đề nghị trả lời trước ngày chuyển: xem lại ngày."))
    elif answer_due and answer_due.year > on.year + 2:
        yield Faulty("answer_due", sentence("Ngày này quá xa: xem lại năm."))


def answering(answer: str, on: date, forwarded_on: date | None, today: date) -> Iterator[Faulty]:
    """Yield what is wrong with an answer."""
    if forwarded_on is None:
        yield Faulty("answered_on", sentence("Chưa chuyển cơ quan nào: ghi chuyển trước."))
        return
    yield from _past("answered_on", on, today)
    if on < forwarded_on:
        yield Faulty("answered_on", sentence("Ngày trả lời trước ngày chuyển: xem lại ngày."))
    if not answer:
        yield Faulty("answer", sentence("Ghi cơ quan đã trả lời thế nào, không ghi tên người."))
    elif len(answer) > 500:
        yield Faulty("answer", sentence("Quá dài: không quá %(most)d ký tự."), most=500)


def leakage_state(
    forwarded_on: date | None, answer_due: date | None, answered_on: date | None, today: date
) -> LeakageState:
    """Return where a sign of leakage stands on a day."""
    if answered_on:
        return LeakageState.ANSWERED
    if forwarded_on is None:
        return LeakageState.FOUND
    return LeakageState.OVERDUE if answer_due and answer_due < today else LeakageState.WAITING


def _past(name: str, day: date, today: date) -> Iterator[Faulty]:
    if day > today:
        yield Faulty(name, sentence("Ngày này chưa đến: chỉ ghi việc đã làm."))
    elif day < FIRST_DAY:
        yield Faulty(name, sentence("Ngày này quá xa: xem lại năm."))


def _less(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one - other
