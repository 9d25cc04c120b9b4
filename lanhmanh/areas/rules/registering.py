"""What an agency or school states when it registers, and when it leaves."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lanhmanh.areas.rules.places import Faulty
from lanhmanh.kernel.errors import sentence

KINDS = ("agency", "school")
EARLIEST = date(2000, 1, 1)
_NAME = sentence("Ghi tên cơ quan hoặc trường học.")
_FUTURE = sentence("Ngày đăng ký chưa đến.")
_OLD = sentence("Ngày đăng ký quá xa: xem lại năm.")
_ENDS = sentence("Ngày kết thúc phải từ ngày đăng ký đến hôm nay.")
_WHY = sentence("Ghi lý do kết thúc đăng ký.")
_WHEN = sentence("Ghi ngày kết thúc, hoặc để trống cả lý do.")


@dataclass(frozen=True, slots=True)
class Claim:
    """Hold what is stated of a registration; `ended_on` and `ended_why` of one that is over."""

    kind: str
    name: str
    registered_on: date
    document: str = ""
    ended_on: date | None = None
    ended_why: str = ""


def faults(claim: Claim, today: date) -> Iterator[Faulty]:
    """Yield what cannot be in a registration."""
    if claim.kind not in KINDS or not claim.name:
        yield Faulty("name", _NAME)
    if claim.registered_on > today:
        yield Faulty("registered_on", _FUTURE)
    if claim.registered_on < EARLIEST:
        yield Faulty("registered_on", _OLD)
    if claim.ended_on:
        yield from ending(claim.ended_on, claim.ended_why, claim.registered_on, today)
    elif claim.ended_why:
        yield Faulty("ended_on", _WHEN)


def ending(ended_on: date, why: str, registered_on: date, today: date) -> Iterator[Faulty]:
    """Yield what cannot be in the end of a registration."""
    if not registered_on <= ended_on <= today:
        yield Faulty("ended_on", _ENDS)
    if not why:
        yield Faulty("ended_why", _WHY)
