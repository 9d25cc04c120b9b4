"""What somebody states, tidied and held within its bounds; what is wrong names its field."""

import re
from datetime import date
from decimal import Decimal

from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.kernel.text import nfc

MOST_FIGURE = Decimal(10**12)
MOST_DONG = 10**12
MOST_PEOPLE = 1_000_000
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

_EMPTY = sentence("Điền ô này.")
_TOO_LONG = sentence("Quá dài: không quá %(most)s ký tự.")
_FUTURE = sentence("Ngày này chưa đến: chỉ ghi việc đã có.")
_EARLY = sentence("Năm phải từ 1990 trở đi: xem lại ngày.")
_ORDER = sentence("Ngày sau phải bằng hoặc muộn hơn ngày trước: xem lại hai ngày.")
_RANGE = sentence("Số phải từ %(least)s đến %(most)s.")
_PLACES = sentence("Nhiều nhất bốn chữ số sau dấu phẩy.")


class Misstated(Refused):
    """Something stated cannot be; `field` says where."""

    def __init__(self, field: str, text: str, **values: object) -> None:
        super().__init__(text, **values)
        self.field = field


def line(text: str) -> str:
    """Return one line of text: single spaces, Unicode form C, no control signs."""
    return nfc(" ".join(_CONTROL.sub(" ", text).split()))


def words(text: str) -> str:
    """Return a text of several lines, without control signs, in Unicode form C."""
    return nfc(_CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")).strip())


def text_of(field: str, text: str, most: int, *, needed: bool = False, lines: bool = False) -> str:
    """Return a tidied text.

    :raises Misstated: it is longer than `most`, or empty though it is needed.
    """
    tidy = words(text) if lines else line(text)
    if needed and not tidy:
        raise Misstated(field, _EMPTY)
    if len(tidy) > most:
        raise Misstated(field, _TOO_LONG, most=most)
    return tidy


def past(field: str, day: date | None, today: date) -> None:
    """Pass a day that has come, or none.

    :raises Misstated: it lies ahead, or before 1990.
    """
    if day is None:
        return
    if day > today:
        raise Misstated(field, _FUTURE)
    if day.year < 1990:
        raise Misstated(field, _EARLY)


def in_order(field: str, first: date | None, last: date | None) -> None:
    """Pass two days in their order, or where one is not stated.

    :raises Misstated: the last comes before the first.
    """
    if first and last and last < first:
        raise Misstated(field, _ORDER)


def within(field: str, value: Decimal | int | None, most: Decimal | int, least: int = 0) -> None:
    """Pass a number within its bounds, of at most four places, or none.

    :raises Misstated: it is out of bounds or finer.
    """
    if value is None:
        return
    if not least <= value <= most:
        raise Misstated(field, _RANGE, least=least, most=f"{most:,}".replace(",", "."))
    if Decimal(value).as_tuple().exponent < -4:  # type: ignore[operator]
        raise Misstated(field, _PLACES)
