"""What differs between two wordings of a clause, word by word."""

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import groupby

from lanhmanh.kernel.text import nfc

SAME, DEL, INS = "same", "del", "ins"
Piece = tuple[str, str]
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
# Above this many pairs of words the comparison would hold up the page: all that differs is then one piece.
_MOST_PAIRS = 2_000_000


def pieces(before: str, after: str) -> list[Piece]:
    """Return both texts as pieces of "same", "del" and "ins": without "ins" they are `before`, without "del" `after`.

    What was struck stands before what came in its place. Both texts are compared in Unicode form C.
    """
    old, new = _WORDS.findall(nfc(before)), _WORDS.findall(nfc(after))
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    middle = _changed(old[head : len(old) - tail], new[head : len(new) - tail])
    found = [(SAME, "".join(old[:head])), *middle, (SAME, "".join(old[len(old) - tail :]))]
    return list(_joined(found))


def _common(one: list[str], other: list[str]) -> int:
    """Return how many words two texts share at their beginning."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _changed(old: list[str], new: list[str]) -> Iterator[Piece]:
    """Compare word by word; a blank alone is never a match, so a phrase put in place of another reads as one."""
    if len(old) * len(new) > _MOST_PAIRS:
        yield from ((DEL, "".join(old)), (INS, "".join(new)))
        return
    for tag, i, j, k, m in SequenceMatcher(str.isspace, old, new).get_opcodes():
        if tag == "equal":
            yield SAME, "".join(old[i:j])
        else:
            yield from ((DEL, "".join(old[i:j])), (INS, "".join(new[k:m])))


def _joined(found: Iterable[Piece]) -> Iterator[Piece]:
    """Join neighbours: all that was struck between two same pieces, then all that was put in; nothing empty."""
    for same, group in groupby(found, lambda piece: piece[0] == SAME):
        rows = list(group)
        for kind in (SAME,) if same else (DEL, INS):
            if text := "".join(words for what, words in rows if what == kind):
                yield kind, text
