"""What became of every clause when a plan was amended.

Clauses are matched one to one, in this order; within a step the first in reading order comes first.

1. The same words at the same path: the same. Spaces, quotation marks, dashes, the place of a tone mark, the mark that
   ends a clause, and capitals of a heading are typography, not words.
2. The same words at another path, in the same section if there: moved.
3. Words that are alike, the most alike first: reworded. Likeness is the share of words and of neighbouring pairs of
   words that both have (headings count), in thousandths; `LIKE` is the least. A match within the section is preferred.
4. A clause whose wording is all new but under which at least half of the clauses continue those of one old clause:
   reworded.

What is left is new or dropped, so nothing is lost on either side.
"""

import re
import unicodedata
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from lanhmanh.kernel.text import nfc
from lanhmanh.plan.rules.outline import Clause

LIKE = 500
_SECTION = 50  # what standing in the same section is worth beside likeness
_NEAR = 400  # of more old clauses than these, a clause is compared only with the nearest in reading order

_MARKS = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "–": "-", "—": "-",
                        "−": "-", "…": "..."})  # fmt: skip
_AROUND = re.compile(r"""\s*([-.,;:!?"'()/])\s*""")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
# "hoà" and "hòa" are one word in two habits.
_HABITS = {
    pair[0] + nfc(pair[1] + tone): nfc(pair[0] + tone) + pair[1]
    for pair in ("oa", "oe", "uy", "OA", "OE", "UY")
    for tone in _TONES
}
_HABIT = re.compile("|".join(_HABITS))


class Kind(StrEnum):
    """What became of a clause."""

    SAME = "same"
    MOVED = "moved"
    REWORDED = "reworded"
    NEW = "new"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Match:
    """A clause before and after; None where it was not yet, or is no more."""

    kind: Kind
    before: Clause | None
    after: Clause | None

    @property
    def moved(self) -> bool:
        """Test whether the clause stands at another path; what is reworded may have moved as well."""
        return bool(self.before and self.after and self.before.path != self.after.path)


def diff(before: Sequence[Clause], after: Sequence[Clause]) -> list[Match]:
    """Return every clause of both outlines once, in the order of the new one; what was dropped, where it stood."""
    pairs: dict[int, int] = {}
    _identical(before, after, pairs)
    _alike(before, after, pairs)
    while _branch(before, after, pairs):
        pass
    return list(_in_order(before, after, pairs))


def kind_of(before: Clause, after: Clause) -> Kind:
    """Return how a clause differs from the one that it continues."""
    if _plain(before) != _plain(after):
        return Kind.REWORDED
    return Kind.SAME if before.path == after.path else Kind.MOVED


def likeness(before: Clause, after: Clause) -> int:
    """Return, in thousandths, the share of words and pairs of words that both have."""
    numbers: dict[tuple[str, int], int] = {}
    return _likeness(_words(before, numbers), _words(after, numbers))


def _plain(clause: Clause) -> str:
    """Return the words of a clause without what is typography."""
    parts = (clause.heading.casefold(), clause.text)
    return "\n".join(_AROUND.sub(r"\1", _habit(part).translate(_MARKS)).rstrip(' .,;:!?-"') for part in parts)


def _habit(text: str) -> str:
    single = " ".join(unicodedata.normalize("NFC", text).split())
    return _HABIT.sub(lambda found: _HABITS[found[0]], single)


def _section(clause: Clause) -> str:
    return clause.path.split(".", 1)[0]


def _identical(before: Sequence[Clause], after: Sequence[Clause], pairs: dict[int, int]) -> None:
    old, new = [_plain(clause) for clause in before], [_plain(clause) for clause in after]
    keys: list[Callable[[str, Clause], tuple[str, str]]] = [
        lambda text, clause: (text, clause.path),
        lambda text, clause: (text, _section(clause)),
        lambda text, _clause: (text, ""),
    ]
    for key in keys:
        waiting: dict[tuple[str, str], deque[int]] = defaultdict(deque)
        taken = set(pairs.values())
        for place, clause in enumerate(before):
            if place not in taken:
                waiting[key(old[place], clause)].append(place)
        for place, clause in enumerate(after):
            if place not in pairs and (queue := waiting[key(new[place], clause)]):
                pairs[place] = queue.popleft()


def _words(clause: Clause, numbers: dict[tuple[str, int], int]) -> frozenset[int]:
    """Return the words and neighbouring pairs as numbers; a repeated one has a number each time, so that a set counts.

    `numbers` is shared by all clauses that are compared: sets of numbers are compared many times faster than of words.
    """
    words = re.findall(r"\w+", _plain(clause).casefold())
    seen: Counter[str] = Counter()
    found = set()
    for part in [*words, *(" ".join(pair) for pair in pairwise(words))]:
        found.add(numbers.setdefault((part, seen[part]), len(numbers)))
        seen[part] += 1
    return frozenset(found)


def _likeness(old: frozenset[int], new: frozenset[int]) -> int:
    size = len(old) + len(new)
    if 2000 * min(len(old), len(new)) < LIKE * size or not size:
        return 0
    return 2000 * len(old & new) // size


def _alike(before: Sequence[Clause], after: Sequence[Clause], pairs: dict[int, int]) -> None:
    taken = set(pairs.values())
    free = [place for place in range(len(before)) if place not in taken]
    numbers: dict[tuple[str, int], int] = {}
    old = {place: _words(before[place], numbers) for place in free}
    found = []
    for at in (place for place in range(len(after)) if place not in pairs):
        words = _words(after[at], numbers)
        for place in _near(free, at * len(before) // len(after)):
            alike = _likeness(old[place], words)
            if alike >= LIKE:
                bonus = _SECTION if _section(before[place]) == _section(after[at]) else 0
                found.append((-alike - bonus, before[place].path != after[at].path, place, at))
    for _score, _elsewhere, place, at in sorted(found):
        if at not in pairs and place not in taken:
            pairs[at] = place
            taken.add(place)


def _near(free: list[int], place: int) -> list[int]:
    if len(free) <= _NEAR:
        return free
    middle = sum(one < place for one in free)
    start = max(0, min(middle - _NEAR // 2, len(free) - _NEAR))
    return free[start : start + _NEAR]


def _branch(before: Sequence[Clause], after: Sequence[Clause], pairs: dict[int, int]) -> bool:
    """Match the first two clauses without a match that share at least half of the clauses below them."""
    old, new = _places(before), _places(after)
    under_old, under_new = Counter(c.parent for c in before), Counter(c.parent for c in after)
    shared = Counter((before[place].parent, after[at].parent) for at, place in pairs.items())
    taken = set(pairs.values())
    for (above, now), count in sorted(shared.items()):
        place, at = old.get(above), new.get(now)
        half = 2 * count >= max(under_old[above], under_new[now])
        if place is not None and at is not None and place not in taken and at not in pairs and half:
            pairs[at] = place
            return True
    return False


def _places(clauses: Sequence[Clause]) -> dict[str, int]:
    return {clause.path: place for place, clause in reversed(list(enumerate(clauses)))}


def _in_order(before: Sequence[Clause], after: Sequence[Clause], pairs: dict[int, int]) -> Iterator[Match]:
    became = {place: at for at, place in pairs.items()}
    gone: dict[int, list[Match]] = defaultdict(list)
    behind = -1
    for place, clause in enumerate(before):
        behind = became.get(place, behind)
        if place not in became:
            gone[behind].append(Match(Kind.DROPPED, clause, None))
    yield from gone[-1]
    for at, clause in enumerate(after):
        old = before[pairs[at]] if at in pairs else None
        yield Match(kind_of(old, clause) if old else Kind.NEW, old, clause)
        yield from gone[at]
