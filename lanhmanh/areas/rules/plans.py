"""What a plan of change states when it is brought in whole: from, to, by when, its steps, what came of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from lanhmanh.areas.rules.places import Faulty
from lanhmanh.kernel.errors import sentence

FURTHEST = 30
_BETTER = sentence("Kế hoạch chuyển hóa phải đưa địa bàn đến loại tốt hơn loại hiện nay.")
_NO_CLASS = sentence("Bộ tiêu chí không có loại này.")
_FAR = sentence("Năm đạt phải trong 30 năm tới.")
_BEFORE = sentence("Năm đạt đứng trước năm ban hành: xem lại.")
_FUTURE = sentence("Ngày này chưa đến.")
_NUMBER = sentence("Có số văn bản thì ghi cả ngày ban hành.")
_DRAFT_ENDED = sentence("Kế hoạch chưa ban hành thì chưa có kết quả: ghi ngày ban hành.")
_OVER = sentence("Năm đạt đã qua: ghi kết quả của cả kế hoạch, hoặc xem lại năm.")
_OUTCOME = sentence("Việc đã xong thì ghi kết quả.")
_DONE = sentence("Có kết quả thì ghi ngày xong.")


@dataclass(frozen=True, slots=True)
class WholePlan:
    """Hold what a plan states beside its steps."""

    from_class: str
    to_class: str
    to_year: int
    number: str = ""
    issued_on: date | None = None
    ending: str = ""


@dataclass(frozen=True, slots=True)
class WholeStep:
    """Hold one piece of work, done or not."""

    what: str
    who: str
    due: date
    done_on: date | None = None
    outcome: str = ""


def plan_faults(plan: WholePlan, ranks: dict[str, int], today: date) -> Iterator[Faulty]:
    """Yield what cannot be in a plan; `ranks` are the classes from worst to best."""
    unknown = [name for name in ("from_class", "to_class") if getattr(plan, name) not in ranks]
    yield from (Faulty(name, _NO_CLASS) for name in unknown)
    if not unknown and ranks[plan.to_class] <= ranks[plan.from_class]:
        yield Faulty("to_class", _BETTER)
    if plan.to_year > today.year + FURTHEST:
        yield Faulty("to_year", _FAR)
    if plan.issued_on is None:
        yield from _of_draft(plan)
    elif plan.issued_on > today:
        yield Faulty("issued_on", _FUTURE)
    elif plan.to_year < plan.issued_on.year:
        yield Faulty("to_year", _BEFORE)
    if plan.to_year < today.year and not plan.ending:
        yield Faulty("to_year", _OVER)


def _of_draft(plan: WholePlan) -> Iterator[Faulty]:
    if plan.number:
        yield Faulty("issued_on", _NUMBER)
    if plan.ending:
        yield Faulty("issued_on", _DRAFT_ENDED)


def step_faults(step: WholeStep, today: date) -> Iterator[Faulty]:
    """Yield what cannot be in one piece of work."""
    if step.done_on and step.done_on > today:
        yield Faulty("done_on", _FUTURE)
    if step.done_on and not step.outcome:
        yield Faulty("outcome", _OUTCOME)
    if step.outcome and not step.done_on:
        yield Faulty("done_on", _DONE)


def is_easier(ranks: Sequence[str], one: str, other: str) -> bool:
    """Test whether a target class asks for less than another; none asks for nothing. `ranks` go from the worst."""
    places = [ranks.index(code) if code in ranks else -1 for code in (one, other)]
    return places[0] < places[1]
