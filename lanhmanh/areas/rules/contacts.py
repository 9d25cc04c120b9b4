"""What may be stated of a body that takes tips."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lanhmanh.areas.rules.places import FIRST_DAY, Faulty
from lanhmanh.kernel.errors import sentence

LONGEST = {"name": 200, "phone": 60, "hours": 120, "address": 200, "source": 200}
_NUMBERS = re.compile(r"\+?[0-9][0-9 .()-]*(?:[,;/]\s*\+?[0-9][0-9 .()-]*)*")
LEAST_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Contact:
    """Hold what is stated: which body, on which number, when, where, where the number is from, when it was checked."""

    name: str
    phone: str
    hours: str = ""
    address: str = ""
    source: str = ""
    checked_on: date | None = None


def numbers(phone: str) -> list[tuple[str, str]]:
    """Return each number as it is written and as a telephone dials it."""
    written = [one.strip() for one in re.split("[,;/]", phone) if one.strip()]
    return [(one, "".join(sign for sign in one if sign.isdigit() or sign == "+")) for one in written]


def faults(told: Contact, today: date) -> Iterator[Faulty]:
    """Yield everything that cannot be."""
    if not told.name:
        yield Faulty("name", sentence("Ghi tên đơn vị nhận tin."))
    if not _NUMBERS.fullmatch(told.phone) or sum(one.isdigit() for one in told.phone) < LEAST_DIGITS:
        yield Faulty("phone", sentence("Ghi số điện thoại, ví dụ 113 hoặc 0251 3999 999; nhiều số cách nhau dấu phẩy."))
    for name, most in LONGEST.items():
        if len(getattr(told, name)) > most:
            yield Faulty(name, sentence("Quá dài: không quá %(most)d ký tự."), most=most)
    if told.checked_on and told.checked_on > today:
        yield Faulty("checked_on", sentence("Ngày này chưa đến: chỉ ghi khi đã gọi thử."))
    elif told.checked_on and told.checked_on < FIRST_DAY:
        yield Faulty("checked_on", sentence("Ngày này quá xa: xem lại năm."))
