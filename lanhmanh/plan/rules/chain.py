"""What a plan's title and preamble say of the documents it comes from."""

import re
from collections.abc import Iterable
from enum import StrEnum, auto

from lanhmanh.kernel.text import fold, nfc

_NUMBERED = re.compile(r"Chương trình (?:số )?\d+\b")
_NAMED = re.compile(r"Chương trình [^.;()]+?(?= giai đoạn| \(|[.;(]|$)")
_WORDS = ("thuc hien", "can cu", "theo")


class Role(StrEnum):
    """In what capacity a preamble names a document."""

    CARRIED_OUT = auto()
    BASIS = auto()


def role(paragraphs: Iterable[str], number: str) -> Role | None:
    """Return what the word nearest before a document's number says, None where the preamble does not name it."""
    wanted = fold(number)
    for paragraph in paragraphs:
        before, found, _after = fold(paragraph).partition(wanted)
        if wanted and found:
            nearest = max(_WORDS, key=before.rfind)
            return Role.CARRIED_OUT if nearest == "thuc hien" and nearest in before else Role.BASIS
    return None


def programme(title: str, others: Iterable[str]) -> tuple[str, str]:
    """Return the programme that a plan carries out: its short name ("Chương trình 2") and its full one; "" unknown.

    The full name stands in the title; the short one there, in the preamble, or in the name of who issued what it cites.
    """
    texts = [nfc(title), *map(nfc, others)]
    short = next((found[0] for text in texts if (found := _NUMBERED.search(text))), "")
    full = next((found[0] for found in _NAMED.finditer(texts[0]) if not _NUMBERED.match(found[0])), "")
    return short, full.strip(" ,")
