"""Numbers that a person typed into a text where a figure by reference could stand: they would not change with it."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from lanhmanh.kernel.text import fold
from lanhmanh.reporting.rules.words import Sources, reference

MOST = 30
_CHOICES = 3
_SMALL = 10
_AROUND = 28  # characters looked at on either side
_BRACKET = re.compile(r"\[[^\]]*\]|\{[^}]*\}")
_NUMBER = re.compile(r"(?<![\w/,.–-])(?:\d{1,3}(?:\.\d{3})+|\d{1,12})(?:,\d{1,4})?(?![\w/]|[.,–-]\w)")
_MARKER = re.compile(r"\s*\d{1,2}[.)]\s")
# What stands before a date, an article of law, the name of a plan; what stands after a span of time.
_BEFORE = re.compile(
    r"(?:\b(?:ngay|thang|nam|quy|ky|dieu|khoan|muc|diem|chuong|phan|phu luc|bieu|giai doan|nhiem ky|khoa|lan thu|thu|"
    r"tu|so|chuong trinh|ke hoach|quyet dinh|nghi dinh|nghi quyet|chi thi|de an|thong tu|khu pho|ap|to)|\d\s*[-–])\s*$"
)
_WEAK = re.compile(r"\b(?:tu|so|to|ky|diem)\s*$")  # "tổng số 312 buổi" is a figure, "số 15" is a document
_AFTER = re.compile(r"\s*(?:thang|nam|ngay|tuan|gio|phut)\b|\s*[-–]\s*\d")


@dataclass(frozen=True, slots=True)
class Typed:
    """A number in the text, where it stands, and the figures it may stand for, the likeliest first."""

    at: int
    text: str
    keys: tuple[str, ...]


def typed_numbers(text: str, sources: Sources) -> list[Typed]:
    """Return the numbers of an editor's text that equal a figure, or that a figure's unit of measure follows.

    Years, dates, articles and numbers of documents are none; nor is a number below ten, unless a unit follows it.
    """
    by_value: dict[Decimal, list[str]] = defaultdict(list)
    for key, entry in sources.items():
        if entry.value is not None:
            by_value[entry.value].append(key)
    units = {key: fold(entry.unit) for key, entry in sources.items()}
    measures = sorted({unit for unit in units.values() if unit}, key=len, reverse=True)
    followed = re.compile(rf"\s*({'|'.join(map(re.escape, measures)) or '(?!)'})(?!\w)")
    found = (_typed(number, text, by_value, units, followed) for number in _numbers(text))
    return [one for one in found if one][:MOST]


def replaced(text: str, at: int, key: str, sources: Sources) -> str:
    """Return the text with the number that stands there given by reference; unchanged where none stands."""
    number = next((one for one in _numbers(text) if one.start() == at), None)
    if number is None or key not in sources:
        return text
    return text[:at] + reference(key, sources) + text[number.end() :]


def _numbers(text: str) -> Iterator[re.Match[str]]:
    hidden = _BRACKET.sub(lambda found: "\x00" * len(found[0]), text)
    return _NUMBER.finditer(hidden)


def _typed(
    number: re.Match[str],
    text: str,
    by_value: Mapping[Decimal, list[str]],
    units: Mapping[str, str],
    followed: re.Pattern[str],
) -> Typed | None:
    line = text.rfind("\n", 0, number.start()) + 1
    before = fold(text[max(line, number.start() - _AROUND) : number.start()])
    after = " " + fold(text[number.end() : number.end() + _AROUND])
    measure = followed.match(after)
    if _is_no_figure(before, after, number, text[line:], counted=bool(measure)):
        return None
    value = Decimal(number[0].replace(".", "").replace(",", "."))
    same = by_value.get(value, [])
    if measure:
        fitting = [key for key in same if units[key] == measure[1]]
        return Typed(number.start(), number[0], tuple((fitting or same)[:_CHOICES]))
    return Typed(number.start(), number[0], tuple(same[:_CHOICES])) if same and value >= _SMALL else None


def _is_no_figure(before: str, after: str, number: re.Match[str], line: str, *, counted: bool) -> bool:
    """Test whether a number is part of a date, a span of time, a law, a document, or the label of a line."""
    if _AFTER.match(after) or (_MARKER.match(line) and not before.strip()):
        return True
    if _BEFORE.search(before):
        return not (counted and _WEAK.search(before))
    plain = number[0].isdigit() and 1900 <= int(number[0]) <= 2100
    return plain and not counted
