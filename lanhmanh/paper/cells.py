"""Cells of a list as Excel left them: a reader for each kind of value, and how the value is written again.

A day may be a day, a number of Excel's calendar or a text; a number may be a text with dots; a row of digits may have
lost its first noughts. What a reader writes it reads again as the same value.
"""

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Protocol

from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.kernel.numbers import parse_figure
from lanhmanh.kernel.text import fold, nfc
from lanhmanh.paper.sheets import Cell

MOST_LETTERS = 4000
MOST_MONEY = 10**15 - 1  # beyond it Excel itself rounds
YEARS = range(1900, 2101)
_LONGEST_VALUE = 60
_FIRST_DAY = date(1899, 12, 30)  # day 0 of Excel's calendar; it counts a 29/02/1900 that never was
_LAST_SERIAL = 80_000
_DAYS = (
    re.compile(r"(?P<d>\d{1,2})\s*[/.-]\s*(?P<m>\d{1,2})\s*[/.-]\s*(?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:[T ]00:00(?::00)?)?"),
    re.compile(r"ngay (?P<d>\d{1,2}) thang (?P<m>\d{1,2}) nam (?P<y>\d{4})"),
)
_YES, _NO = ("có", "không")
_YES_WORDS = frozenset({"co", "x", "yes", "true", "1", "dung"})
_NO_WORDS = frozenset({"khong", "no", "false", "0", "ko", "k"})

TOO_LONG = sentence("Quá dài: nhiều nhất %(most)s ký tự.")
_NO_DAY = sentence("Gõ ngày/tháng/năm, ví dụ 24/06/2021.")
_NO_SUCH_DAY = sentence("Không có ngày này trong lịch, hoặc năm ngoài khoảng 1900 đến 2100. Xem lại ngày, tháng, năm.")
_NO_WHOLE = sentence("Gõ số nguyên, ví dụ 64 hoặc 1250.")
_NO_NUMBER = sentence("Gõ số, dấu phẩy cho số lẻ, ví dụ 12,5.")
_PLACES = sentence("Nhiều nhất %(places)s chữ số sau dấu phẩy.")
_LOW = sentence("Không được nhỏ hơn %(limit)s.")
_HIGH = sentence("Không được lớn hơn %(limit)s.")
_NOT_IN_LIST = sentence("Chọn một mục trong danh sách của ô.")
_YES_OR_NO = sentence("Ghi “có” hoặc “không”.")
_DIGITS = sentence("Gõ đủ chữ số, dạng chữ để giữ số 0 ở đầu: %(lengths)s chữ số.")

Words = Mapping[str, Any]


class Reader(Protocol):
    """How the cells of a column are read and written; nothing typed is None and never reaches `read`."""

    @property
    def words(self) -> dict[str, str]:
        """Return value → words of what may be chosen, empty where anything may be typed."""

    def read(self, cell: Cell) -> Any:
        """Return the value of a cell in which something stands.

        :raises Refused: the cell says no such value.
        """

    def write(self, value: Any) -> str | int | Decimal | date:
        """Return what is written into a cell for a value."""


def text_of(cell: Cell) -> str:
    """Return a cell as plain text: Unicode form C, no signs that do not print, lines kept."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < MOST_MONEY else str(cell)
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return f"{cell.day:02}/{cell.month:02}/{cell.year:04}"
    plain = nfc(str(cell))
    if plain.isprintable():
        return " ".join(plain.split())
    lines = plain.replace("\r\n", "\n").split("\n")
    return "\n".join(filter(None, (" ".join(_printing(line).split()) for line in lines)))


@dataclass(frozen=True, slots=True)
class Text:
    """Read a text of at most so many letters; with `lines` its lines are kept."""

    most: int
    lines: bool = False

    @property
    def words(self) -> dict[str, str]:
        """Anything may be typed."""
        return {}

    def read(self, cell: Cell) -> str:
        """Return the text."""
        plain = text_of(cell)
        if len(plain) > self.most:
            raise Refused(TOO_LONG, most=self.most)
        return plain if self.lines else " ".join(plain.split())

    def write(self, value: Any) -> str:
        """Return the text itself."""
        return str(value)


@dataclass(frozen=True, slots=True)
class Digits:
    """Read a row of digits of one of these lengths; what Excel made a number gets back at most two noughts."""

    lengths: tuple[int, ...]

    @property
    def words(self) -> dict[str, str]:
        """Anything may be typed."""
        return {}

    def read(self, cell: Cell) -> str:
        """Return the digits without blanks, dots and dashes."""
        plain = re.sub(r"[ .\n-]", "", text_of(cell))
        if isinstance(cell, int | float) and plain.isdigit():
            plain = plain.zfill(next((most for most in sorted(self.lengths) if 0 <= most - len(plain) <= 2), 0))
        if not (plain.isascii() and plain.isdigit()) or len(plain) not in self.lengths:
            raise Refused(_DIGITS, lengths=", ".join(map(str, self.lengths)))
        return plain

    def write(self, value: Any) -> str:
        """Return the digits as text, so that no nought is lost."""
        return str(value)


@dataclass(frozen=True, slots=True)
class Day:
    """Read a day, whether Excel held it as a day, a number or a text."""

    @property
    def words(self) -> dict[str, str]:
        """Anything may be typed."""
        return {}

    def read(self, cell: Cell) -> date:
        """Return the day; a year alone is none."""
        if isinstance(cell, datetime):
            return _in_years(cell.date())
        if isinstance(cell, date):
            return _in_years(cell)
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            if cell in YEARS or not 0 < cell < _LAST_SERIAL:
                raise Refused(_NO_DAY)
            return _FIRST_DAY + timedelta(days=int(cell))
        return _day_in(text_of(cell))

    def write(self, value: Any) -> date:
        """Return the day itself."""
        if not isinstance(value, date):
            raise TypeError(value)
        return value


@dataclass(frozen=True, slots=True)
class Whole:
    """Read a whole number between two limits."""

    least: int = 0
    most: int = MOST_MONEY

    @property
    def words(self) -> dict[str, str]:
        """Anything may be typed."""
        return {}

    def read(self, cell: Cell) -> int:
        """Return the number."""
        found = _number(cell, _NO_WHOLE)
        if found != int(found):
            raise Refused(_NO_WHOLE)
        _bounded(found, self.least, self.most)
        return int(found)

    def write(self, value: Any) -> int:
        """Return the number."""
        return int(value)


@dataclass(frozen=True, slots=True)
class Exact:
    """Read a decimal number of at most so many places between two limits."""

    places: int
    least: int = 0
    most: int = 10**9

    @property
    def words(self) -> dict[str, str]:
        """Anything may be typed."""
        return {}

    def read(self, cell: Cell) -> Decimal:
        """Return the number exactly as it was typed."""
        found = _number(cell, _NO_NUMBER)
        kept = found.quantize(Decimal(1).scaleb(-self.places))
        if kept != found:
            raise Refused(_PLACES, places=self.places)
        _bounded(kept, self.least, self.most)
        return kept

    def write(self, value: Any) -> Decimal:
        """Return the number."""
        return Decimal(value)


@dataclass(frozen=True, slots=True)
class Choice:
    """Read one of a few words into its value; capitals, marks and signs between words do not matter."""

    labels: Words | Callable[[], Words]

    @property
    def words(self) -> dict[str, str]:
        """Return value → words, asked for only now: their language and the list may change."""
        labels = self.labels() if callable(self.labels) else self.labels
        return {value: " ".join(nfc(str(label)).split()) for value, label in labels.items()}

    def read(self, cell: Cell) -> str:
        """Return the value whose words, or which itself, stands in the cell."""
        wanted, words = plain_words(text_of(cell)), self.words
        found = next((value for value, label in words.items() if plain_words(label) == wanted), None)
        if found is None:
            found = next((value for value in words if value == text_of(cell)), None)
        if found is None:
            raise Refused(_NOT_IN_LIST)
        return found

    def write(self, value: Any) -> str:
        """Return the words of a value."""
        return self.words[str(value)]


@dataclass(frozen=True, slots=True)
class YesNo:
    """Read "có" or "không"."""

    @property
    def words(self) -> dict[str, str]:
        """Return the two words."""
        return {"yes": _YES, "no": _NO}

    def read(self, cell: Cell) -> bool:
        """Return which of the two is meant."""
        plain = fold(text_of(cell))
        if plain in _YES_WORDS:
            return True
        if plain in _NO_WORDS:
            return False
        raise Refused(_YES_OR_NO)

    def write(self, value: Any) -> str:
        """Return the word."""
        return _YES if value else _NO


def text(most: int, *, lines: bool = False) -> Text:
    """Return the reader of texts."""
    return Text(most, lines)


def digits(*lengths: int) -> Digits:
    """Return the reader of rows of digits, such as codes."""
    return Digits(lengths)


def whole(least: int = 0, most: int = MOST_MONEY) -> Whole:
    """Return the reader of whole numbers; money in đồng too."""
    return Whole(least, most)


def decimal(places: int, least: int = 0, most: int = 10**9) -> Exact:
    """Return the reader of decimal numbers."""
    return Exact(places, least, most)


def choice(labels: Words | Iterable[tuple[Any, Any]] | Callable[[], Words]) -> Choice:
    """Return the reader of what is chosen: value → words, pairs such as `TextChoices.choices`, or what gives them."""
    if callable(labels):
        return Choice(labels)
    return Choice({str(value): label for value, label in dict(labels).items()})


day = Day()
yes_no = YesNo()


def plain_words(words: str) -> str:
    """Return words as headings and choices are compared: folded, only letters and digits."""
    return " ".join(re.findall(r"[^\W_]+", fold(words)))


def _printing(line: str) -> str:
    kinds = ((char, unicodedata.category(char)[0]) for char in line)
    return "".join(" " if kind == "Z" or char == "\t" else "" if kind == "C" else char for char, kind in kinds)


def _day_in(words: str) -> date:
    if len(words) > _LONGEST_VALUE:
        raise Refused(_NO_DAY)
    plain = fold(words).replace("t00:", " 00:")
    found = next(filter(None, (pattern.fullmatch(plain) for pattern in _DAYS)), None)
    if found is None:
        raise Refused(_NO_DAY)
    try:
        return _in_years(date(int(found["y"]), int(found["m"]), int(found["d"])))
    except ValueError:
        raise Refused(_NO_SUCH_DAY) from None


def _in_years(found: date) -> date:
    if found.year not in YEARS:
        raise Refused(_NO_SUCH_DAY)
    return found


def _number(cell: Cell, otherwise: str) -> Decimal:
    if isinstance(cell, bool | date | datetime) or (isinstance(cell, float) and not math.isfinite(cell)):
        raise Refused(otherwise)
    if isinstance(cell, int | float):
        # Fifteen digits are what Excel keeps; more are the dust of its binary arithmetic.
        return Decimal(f"{cell:.15g}") if abs(cell) <= MOST_MONEY else Decimal(MOST_MONEY + 1) * (-1 if cell < 0 else 1)
    plain = text_of(cell)
    if len(plain) > _LONGEST_VALUE:
        raise Refused(otherwise)
    try:
        return parse_figure(plain)
    except Refused:
        raise Refused(otherwise) from None


def _bounded(found: Decimal, least: int, most: int) -> None:
    if found < least:
        raise Refused(_LOW, limit=f"{least:,}".replace(",", "."))
    if found > most:
        raise Refused(_HIGH, limit=f"{most:,}".replace(",", "."))
