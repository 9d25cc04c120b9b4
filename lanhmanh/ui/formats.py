"""Figures and dates as people write them here: written out, and read back."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Protocol, TypeVar

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.periods import Period

DASH = "—"
Number = int | Decimal


@dataclass(frozen=True)
class Gap:
    """A cell that holds no figure because a whole report is missing, as high as so many rows; below it 0."""

    words: str
    rows: int = 1


T = TypeVar("T")
_MARKS = {"vi": (".", ","), "en": (",", ".")}
_LONGEST = 60  # nobody types more digits; Python refuses to read over 4,300
_SPACES = re.compile(r"[\s\u00a0\u2009\u202f]+")
_DATES = (
    re.compile(r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"),
)


def either(vietnamese: T, english: T) -> T:
    """Return the one of two texts, or values, that is in the reader's language."""
    return english if (get_language() or "vi").startswith("en") else vietnamese


def chooser() -> Callable[[T, T], T]:
    """Return a function that chooses as `either` does, for hundreds of texts of one page."""
    return either(_first, _second)


def _first(vietnamese: T, _english: T) -> T:
    return vietnamese


def _second(_vietnamese: T, english: T) -> T:
    return english


class Worded(Protocol):
    """A sentence of the rules with its values, such as why something was refused."""

    @property
    def sentence(self) -> str: ...

    @property
    def values(self) -> dict[str, Any]: ...


def said(refusal: Worded) -> str:
    """Return a sentence of the rules, such as why something was refused, in the reader's language."""
    words = {name: either(*value) if isinstance(value, tuple) else value for name, value in refusal.values.items()}
    return _(refusal.sentence) % words if words else _(refusal.sentence)


def period_name(period: Period) -> str:
    """Return the name of a period inside a sentence: "quý II/2021", "Q2 2021"."""
    return either(period.label, period.label_en)


def _marks() -> tuple[str, str]:
    """Return the sign between thousands and the sign before decimals of the active language."""
    return _MARKS[either("vi", "en")]


def number(value: Number | None, places: int | None = None, *, missing: str = DASH) -> str:
    """Write a figure in the active language: "1.234,5" in Vietnamese, "1,234.5" in English.

    Without `places` the value is written exactly, idle zeros after the decimal sign dropped; with it, rounded half up
    to that many. None is missing, never 0.
    """
    if value is None or value == "":
        return missing
    exact = Decimal(value)
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    thousands, decimal = _marks()
    whole, _dot, part = f"{abs(exact):f}".partition(".")
    part = part if places is not None else part.rstrip("0")
    sign = "-" if exact < 0 and (int(whole) or part.strip("0")) else ""
    return sign + f"{int(whole):,}".replace(",", thousands) + (decimal + part if part else "")


def writer() -> Callable[[Number | None], str]:
    """Return a function that writes exact figures as `number` does, several times as fast: a table holds thousands."""
    thousands, _decimal = _marks()

    def write(value: Number | None) -> str:
        text = str(value)
        if not text.isdecimal():
            return number(value)
        if len(text) > 6:
            return f"{int(text):,}".replace(",", thousands)
        return f"{text[:-3]}{thousands}{text[-3:]}" if len(text) > 3 else text

    return write


def percent(value: Number | None, places: int = 1) -> str:
    """Write a share given in hundredths: 88.6 gives "88,6 %" in Vietnamese, "88.6%" in English."""
    if value is None:
        return DASH
    return number(value, places) + ("%" if _marks()[1] == "." else "\u00a0%")


def signed(value: Number | None) -> str:
    """Write a change with its sign: "+3", "-2", "0"."""
    return ("+" if value is not None and value > 0 else "") + number(value)


def read_number(text: str, *, places: int = 0) -> Number | None:
    """Read a figure typed by a person; None when nothing was typed.

    Accepts "1.234,5", "1,234.5", "1 234", "1234.5"; an int when `places` is 0, otherwise a Decimal. Raises Refused with
    a sentence when it is no number, has too many decimals, or could mean two numbers.
    """
    plain = _SPACES.sub(" ", text).strip().replace("\u2212", "-")
    if not plain:
        return None
    sign, body = (-1, plain[1:].strip()) if plain.startswith("-") else (1, plain)
    whole, part = _split(body, places)
    if len(part.rstrip("0")) > places:
        raise Refused(_few_places(places))
    return sign * int(whole) if places == 0 else sign * Decimal(f"{whole}.{part or 0}")


def _few_places(places: int) -> str:
    if places == 0:
        return _("Chỉ nhận số nguyên, ví dụ 64.")
    return _("Nhiều nhất %(places)d chữ số sau dấu phẩy.") % {"places": places}


def _split(body: str, places: int) -> tuple[str, str]:
    """Return the digits before and after the decimal sign, or raise Refused."""
    if len(body) > _LONGEST or not re.fullmatch(r"\d[\d., ]*", body) or body[-1] in "., ":
        raise Refused(_("Chỉ gõ chữ số, ví dụ 64 hoặc 1.250."))
    decimal = _decimal_sign(body, places)
    whole, _sign, part = body.partition(decimal) if decimal else (body, "", "")
    groups = re.split(r"[., ]", whole)
    separators = set(re.findall(r"[., ]", whole))
    uneven = len(groups) > 1 and (not 1 <= len(groups[0]) <= 3 or any(len(g) != 3 for g in groups[1:]))
    if (not part.isdigit() and decimal) or len(separators) > 1 or uneven:
        raise Refused(_("Các nhóm chữ số chưa đúng. Gõ liền, ví dụ 1250."))
    return "".join(groups), part


def _decimal_sign(body: str, places: int) -> str:
    """Return which of "." and "," stands before the decimals, "" when none does."""
    found = [mark for mark in ".," if mark in body]
    if len(found) == 2:
        return max(found, key=body.rindex)
    if not found or body.count(found[0]) > 1:
        return ""
    mark = found[0]
    before, _mark, after = body.partition(mark)
    if len(after) != 3 or not re.fullmatch(r"[1-9]\d{0,2}", before):
        return mark
    thousands, _decimal = _marks()
    if mark == thousands:
        return ""
    if places >= 3:
        return mark
    raise Refused(
        _("“%(text)s” có thể hiểu là %(one)s hoặc %(whole)s phẩy %(part)s. Gõ liền chữ số: %(one)s.")
        % {"text": body, "one": before + after, "whole": before, "part": after}
    )


def date_vi(value: date | datetime | None) -> str:
    """Write a day as dd/mm/yyyy, in Viet Nam's time; "" for None."""
    if value is None:
        return ""
    day = timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def datetime_vi(value: datetime | None) -> str:
    """Write an instant as "16:05 ngày 17/06/2021", in Viet Nam's time; "" for None."""
    if value is None:
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return _("%(time)s ngày %(day)s") % {"time": f"{local:%H:%M}", "day": date_vi(local)}


def read_date(text: str) -> date | None:
    """Read dd/mm/yyyy (also with dots or dashes) or ISO; None when nothing was typed.

    Raises Refused with a sentence when it is no day of the calendar.
    """
    plain = text.strip()
    if not plain:
        return None
    for pattern in _DATES:
        if found := pattern.fullmatch(plain):
            try:
                return date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                raise Refused(_("Không có ngày %(text)s. Xem lại ngày, tháng.") % {"text": plain}) from None
    raise Refused(_("Gõ ngày/tháng/năm, ví dụ 24/06/2021."))


def due_words(day: date, today: date) -> str:
    """Say how far a due day is: "còn 3 ngày", "hôm nay", "quá 2 ngày"."""
    days = (day - today).days
    if days == 0:
        return _("hôm nay")
    if days > 0:
        return ngettext("còn %(days)s ngày", "còn %(days)s ngày", days) % {"days": days}
    return ngettext("quá %(days)s ngày", "quá %(days)s ngày", -days) % {"days": -days}


def due_state(day: date, today: date) -> str:
    """Return the state of a due day: overdue, due (within seven days) or none."""
    days = (day - today).days
    return "overdue" if days < 0 else "due" if days <= 7 else "none"
