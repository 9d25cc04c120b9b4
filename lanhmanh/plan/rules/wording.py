"""Which words changed between two wordings of a clause."""

import re
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

Mark = Literal["same", "del", "ins"]
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_MOST_WORDS = 4000  # beyond this only what both begin and end with is told apart


def pieces(before: str, after: str) -> list[tuple[Mark, str]]:
    """Return the two wordings in one: "same" and "del" in order give the first, "same" and "ins" the second.

    White space alone between two changed words does not part them, so that a changed phrase reads as one.
    """
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    found: list[tuple[Mark, str]] = []
    for tag, i, j, k, m in _steps(old, new):
        same = "".join(old[i:j])
        if tag == "equal" and (same.strip() or not 0 < i < j < len(old)):
            found.append(("same", same))
        else:
            found += [("del", same), ("ins", "".join(new[k:m]))]
    return _joined(found)


def _steps(old: list[str], new: list[str]) -> list[tuple[str, int, int, int, int]]:
    if len(old) + len(new) <= _MOST_WORDS:
        return list(SequenceMatcher(None, old, new, autojunk=False).get_opcodes())
    head = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    back = zip(reversed(old[head:]), reversed(new[head:]), strict=False)
    tail = next((n for n, (a, b) in enumerate(back) if a != b), min(len(old), len(new)) - head)
    ends = len(old) - tail, len(new) - tail
    return [
        ("equal", 0, head, 0, head),
        ("replace", head, ends[0], head, ends[1]),
        ("equal", ends[0], len(old), ends[1], len(new)),
    ]


def _joined(found: list[tuple[Mark, str]]) -> list[tuple[Mark, str]]:
    """Return one piece where several of a kind follow one another; of a change, what went comes before what came."""
    joined: list[tuple[Mark, str]] = []
    for kept, run in groupby((piece for piece in found if piece[1]), key=lambda piece: piece[0] == "same"):
        texts: dict[Mark, str] = {}
        for mark, text in run:
            texts[mark] = texts.get(mark, "") + text
        order: tuple[Mark, ...] = ("same",) if kept else ("del", "ins")
        joined += [(mark, texts[mark]) for mark in order if mark in texts]
    return joined
