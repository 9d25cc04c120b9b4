"""Reads single fields of a row, keeping each fault with its place instead of stopping at the first."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from lanhmanh.kernel.errors import sentence
from lanhmanh.law.classes.said import Said
from lanhmanh.law.classes.values import Name

CODE = re.compile(r"[\w.-]{1,40}")
_NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?")
_LONGEST_NAME = 400
_NO_LEAP_YEAR = 2025

UNKNOWN = sentence("không có trường “%(field)s”.")
LACKS = sentence("thiếu “%(field)s”.")
NO_CODE = sentence("mã “%(value)s” chỉ gồm chữ, số, dấu chấm và gạch nối, không quá 40 ký tự.")
NO_TEXT = sentence("“%(field)s” phải là chữ, không quá %(most)s ký tự.")
NO_NUMBER = sentence("“%(field)s” phải là số từ 0 trở lên, nhiều nhất 12 chữ số và 6 chữ số lẻ.")
NO_WHOLE = sentence("“%(field)s” phải là số nguyên từ %(least)s đến %(most)s.")
NO_CHOICE = sentence("“%(field)s” phải là một trong: %(choices)s.")
NO_DAY = sentence("“%(field)s” phải là một ngày của lịch.")
NO_FLAG = sentence("“%(field)s” phải là có hoặc không.")
NO_ROWS = sentence("“%(field)s” phải là một danh sách.")
TOO_MANY = sentence("“%(field)s” có quá %(most)s dòng.")


class Fault(NamedTuple):
    """One thing that is wrong: in which entry, and what."""

    entry: Name
    said: Said

    def __str__(self) -> str:
        """Return entry and fault in Vietnamese."""
        return f"{self.entry[0]}: {self.said}"


class Fields:
    """A row that is read field by field; its faults are those of all rows inside it too."""

    def __init__(self, row: Any, *, entry: Name, known: str, faults: list[Fault] | None = None) -> None:
        """Take a row and note each field that it should not have."""
        self.row: Mapping[str, Any] = row if isinstance(row, Mapping) else {}
        self.entry, self.faults = entry, [] if faults is None else faults
        for field in self.row:
            if field not in known.split():
                self.fault(UNKNOWN, field=str(field)[:40])

    def fault(self, text: str, **values: object) -> None:
        """Note a fault of this entry."""
        self.faults.append(Fault(self.entry, Said(text, values)))

    def lacks(self, field: str) -> None:
        """Note that a field is missing."""
        self.fault(LACKS, field=field)

    def has(self, field: str) -> bool:
        """Return whether anything stands in a field."""
        return self.row.get(field) not in (None, "", [], {})

    def text(self, field: str, *, most: int, optional: bool = False) -> str:
        """Return a text of at most so many signs."""
        value = self.row.get(field, "")
        if not value and not optional:
            self.lacks(field)
        elif not isinstance(value, str) or len(value) > most:
            self.fault(NO_TEXT, field=field, most=most)
            return ""
        return value.strip() if isinstance(value, str) else ""

    def code(self, field: str) -> str:
        """Return a code that may stand in an address."""
        value = self.text(field, most=200)
        if value and not CODE.fullmatch(value):
            self.fault(NO_CODE, value=value)
        return value

    def name(self, field: str, *, optional: bool = False) -> Name:
        """Return a name in both languages; without an English one, the Vietnamese serves for both."""
        if not self.has(field):
            if not optional:
                self.lacks(field)
            return "", ""
        return self._pair(field, self.row[field]) or ("", "")

    def names(self, field: str, *, most: int) -> tuple[Name, ...]:
        """Return a list of names."""
        return tuple(pair for value in self._list(field, most) if (pair := self._pair(field, value)))

    def words(self, field: str, *, allowed: Sequence[str] = ()) -> tuple[str, ...]:
        """Return a list of codes, all of them allowed ones where some are named."""
        found = self._list(field, 40)
        if not all(isinstance(one, str) and CODE.fullmatch(one) for one in found):
            self.fault(NO_TEXT, field=field, most=40)
            return ()
        if allowed and not set(found) <= set(allowed):
            self.fault(NO_CHOICE, field=field, choices=", ".join(allowed))
        return tuple(found)

    def choice(self, field: str, choices: Sequence[str], *, default: str) -> str:
        """Return one of the choices, the default where there is nothing or nothing fitting."""
        value = self.row.get(field, default)
        if value in choices:
            return str(value)
        self.fault(NO_CHOICE, field=field, choices=", ".join(choices))
        return default

    def number(self, field: str) -> Decimal | None:
        """Return a number of 0 or more, exactly; None where there is none."""
        value = self.row.get(field)
        if value is None or value == "":
            return None
        text = str(value) if isinstance(value, int | str | Decimal) and not isinstance(value, bool) else ""
        if _NUMBER.fullmatch(text):
            return Decimal(text)
        self.fault(NO_NUMBER, field=field)
        return None

    def whole(self, field: str, *, least: int, most: int, default: int) -> int:
        """Return a whole number between two ends, the default where there is none."""
        value = self.row.get(field)
        if value is None or value == "":
            return default
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        self.fault(NO_WHOLE, field=field, least=least, most=most)
        return default

    def flag(self, field: str, *, default: bool = False) -> bool:
        """Return a yes or no."""
        value = self.row.get(field, default)
        if isinstance(value, bool):
            return value
        self.fault(NO_FLAG, field=field)
        return default

    def day(self, field: str, *, optional: bool = False) -> date | None:
        """Return a day, given as one or as ISO text."""
        value = self.row.get(field)
        if not self.has(field):
            if not optional:
                self.lacks(field)
            return None
        try:
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        except ValueError:
            self.fault(NO_DAY, field=field)
            return None

    def month_and_day(self, field: str) -> tuple[int, int]:
        """Return the month and the day of a date of every year."""
        value = self.row.get(field)
        pair = list(value) if isinstance(value, list | tuple) else []
        if len(pair) == 2 and all(type(one) is int for one in pair):
            try:
                date(_NO_LEAP_YEAR, *pair)
            except (ValueError, OverflowError):
                pass
            else:
                return pair[0], pair[1]
        self.fault(NO_DAY, field=field)
        return 1, 1

    def part(self, field: str, known: str) -> "Fields":
        """Return the row inside a field."""
        return Fields(self.row.get(field, {}), entry=self.entry, known=known, faults=self.faults)

    def rows(self, field: str, known: str, *, most: int) -> list["Fields"]:
        """Return the rows of a list, each named by its code."""
        return [
            Fields(row, entry=self._entry(field, place, row), known=known, faults=self.faults)
            for place, row in enumerate(self._list(field, most), 1)
        ]

    def _entry(self, field: str, place: int, row: Any) -> Name:
        code = row.get("code") if isinstance(row, Mapping) else None
        vietnamese, english = _ROWS[field]
        shown = str(code)[:40] if code else place
        inner = self.entry if field in ("criteria", "any") else ("", "")
        return f"{inner[0]} {vietnamese} {shown}".strip(), f"{inner[1]} {english} {shown}".strip()

    def _list(self, field: str, most: int) -> list[Any]:
        value = self.row.get(field, [])
        if not isinstance(value, list | tuple):
            self.fault(NO_ROWS, field=field)
            return []
        if len(value) > most:
            self.fault(TOO_MANY, field=field, most=most)
        return list(value[:most])

    def _pair(self, field: str, value: Any) -> Name | None:
        pair = [value, value] if isinstance(value, str) else value
        right = isinstance(pair, list | tuple) and len(pair) == 2 and all(isinstance(one, str) for one in pair)
        if not right or max(map(len, pair)) > _LONGEST_NAME or not pair[0].strip():
            self.fault(NO_TEXT, field=field, most=_LONGEST_NAME)
            return None
        return pair[0].strip(), pair[1].strip() or pair[0].strip()


_ROWS: Mapping[str, Name] = {
    "facts": ("số liệu", "fact"),
    "classes": ("loại", "class"),
    "criteria": ("tiêu chí", "criterion"),
    "any": ("phép so", "comparison"),
    "deadlines": ("mốc thời gian", "deadline"),
}
