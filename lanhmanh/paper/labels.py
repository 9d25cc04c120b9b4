"""The labels of clauses: Phần, Chương, Mục, Điều, I., 1., 1.1., a), -, +, *; their ranks, paths and order."""

import re
from collections.abc import Sequence
from dataclasses import replace

from lanhmanh.kernel.text import nfc
from lanhmanh.paper.document import Node

GUARD = "\u2060"
"""Word joiner: invisible in print; a text that begins with it is no label, no heading, no line of the head or foot."""

_INVISIBLE = re.compile("[\u200b-\u200f\ufeff\u00ad]")
_ORDINAL = r"(?i:thứ\s(?:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười))"
_DIVISION = re.compile(
    rf"((?i:phần|chương|mục|tiểu mục|phụ lục)\s(?:{_ORDINAL}|[IVXL]{{1,7}}|\d{{1,3}}|[A-HKĐ]))"
    r"(?:(\s?[.:](?=\s|$)|\s[-–](?=\s)|$)|(?=\s))\s*(.*)",
    re.DOTALL,
)
_ARTICLE = re.compile(r"((?i:điều)\s\d{1,3}[a-zđ]?)\s?(?:[.:](?!\d)|$)\s*(.*)", re.DOTALL)
_NUMBER = re.compile(r"(\d{1,3}(?:\.\d{1,2}){0,4})([.)/]?)(\s+|$|(?=\w))(.*)", re.DOTALL)
_ROMAN = re.compile(r"([IVXL]{1,7})(?:[.)/:](\s+|$|(?=\w))|\s[-–](\s+))(.*)", re.DOTALL)
_CAPITAL = re.compile(r"([A-HKĐ])[.)/](?:\s+|$)(.*)", re.DOTALL)
_SMALL = re.compile(r"([a-zđ])([.)/])(\s+|$|(?=\w))(.*)", re.DOTALL)
_MARK = re.compile(r"([-–—−+*•●▪■◦])(?:\s+|$|(?=[^\W\d_]))(.*)", re.DOTALL)
_ROMAN_FORM = re.compile(r"(?=[IVX]|L[IVX])(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_DIVISIONS = {"phần": 0, "phụ lục": 0, "chương": 1, "mục": 2, "tiểu mục": 3, "điều": 4}
_MARKS = {"-": 13, "+": 14}
_LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
_PLAIN_LETTERS = "abcdđeghiklmnopqrstuvxy"


def clean(text: str) -> str:
    """Return the text as it is stored: form C, single plain spaces, no invisible characters but the guard."""
    return " ".join(_INVISIBLE.sub("", nfc(text)).split())


def lines(text: str) -> list[str]:
    """Return the non-blank lines of the text, each as it is stored."""
    return [line for line in map(clean, re.split(r"[\n\r\v\f\u2028\u2029]+", text)) if line]


def bare(text: str) -> str:
    """Return the text without guards."""
    return clean(text.replace(GUARD, "") if GUARD in text else text)


def is_ruling(text: str) -> bool:
    """Tell whether a line only rules the page (----, ____, ═══, -*-); the star alone of a Party paper does not."""
    marks = "".join(text.split())
    return len(marks) >= 3 and not marks.strip("-–—_=═─━*~")


def split_label(text: str) -> tuple[str, str] | None:
    """Return the label without its closing mark and the rest, or None where the text begins with no label."""
    division = _DIVISION.match(text)
    if division and (division[2] is not None or division[3].isupper()):
        return clean(division[1]), division[3]
    if article := _ARTICLE.match(text):
        return clean(article[1]), article[2]
    if mark := _MARK.match(text):
        return "-" if mark[1] in "–—−" else mark[1], mark[2]
    return _numeral(text) or _letter(text)


def _numeral(text: str) -> tuple[str, str] | None:
    number = _NUMBER.match(text)
    if number and (number[2] or "." in number[1]) and (number[3] or number[2]):
        spaced = bool(number[3]) or not number[4]
        if (spaced and number[2]) or number[4][:1].isupper():
            return number[1], number[4]
    roman = _ROMAN.match(text)
    if roman and _ROMAN_FORM.fullmatch(roman[1]) and (roman[2] or roman[3] or roman[4][:1].isupper() or not roman[4]):
        return roman[1], roman[4]
    return None


def _letter(text: str) -> tuple[str, str] | None:
    if capital := _CAPITAL.match(text):
        return capital[1], capital[2]
    small = _SMALL.match(text)
    if small and (small[3] or not small[4] or small[4][0].isupper() or small[2] == ")"):
        return small[1], small[4]
    return None


def is_mark(label: str) -> bool:
    """Tell whether the label is a dash, a plus, a star or a bullet, which carry no number of their own."""
    return not label[-1:].isalnum()


def is_division(label: str) -> bool:
    """Tell whether the label is a word with a number ("Chương I", "Điều 3")."""
    return " " in label


def rank(label: str) -> int:
    """Return the level of the label: a clause belongs to the nearest clause above it with a lower rank."""
    if is_division(label):
        return next(r for word, r in _DIVISIONS.items() if label.lower().startswith(word + " "))
    if is_mark(label):
        return _MARKS.get(label, 15)
    if label[0].isdigit():
        return 7 + label.count(".")
    if _ROMAN_FORM.fullmatch(label):
        return 6
    return 5 if label.isupper() else 12


def order(label: str) -> tuple[str, tuple[int, ...]]:
    """Return the series that a label counts in, and the places it may have there; none for marks."""
    if is_mark(label):
        return "", ()
    if is_division(label):
        word, _, numeral = label.rpartition(" ")
        return word.lower().removesuffix(" thứ"), _places(numeral)
    return str(rank(label)), _places(label.rpartition(".")[2])


def _places(numeral: str) -> tuple[int, ...]:
    if numeral.isdigit():
        return (int(numeral),)
    if _ROMAN_FORM.fullmatch(numeral):
        return (_roman_value(numeral),)
    small = numeral.lower()
    alphabets = (_PLAIN_LETTERS, "abcdefghijklmnopqrstuvwxyz", _LETTERS)
    return tuple(dict.fromkeys(a.index(small) + 1 for a in alphabets if len(small) == 1 and small in a))


def _roman_value(numeral: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10, "L": 50}[c] for c in numeral]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))


def with_paths(nodes: Sequence[Node]) -> tuple[Node, ...]:
    """Return the same clauses with their paths: labels joined by dots, marks counted among their siblings.

    A path that occurs again, because a number is repeated, is told apart by "(2)", "(3)".
    """
    return _with_paths(nodes, "", {})


def _with_paths(nodes: Sequence[Node], parent: str, used: dict[str, int]) -> tuple[Node, ...]:
    counts: dict[str, int] = {}
    done = []
    for node in nodes:
        counts[node.label] = counts.get(node.label, 0) + 1
        step = f"{node.label}{counts[node.label]}" if is_mark(node.label) else node.label
        path = f"{parent}.{step}" if parent else step
        used[path] = used.get(path, 0) + 1
        if used[path] > 1:
            path = f"{path}({used[path]})"
        done.append(replace(node, path=path, children=_with_paths(node.children, path, used)))
    return tuple(done)
