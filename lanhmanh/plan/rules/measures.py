"""Which indicators may measure a clause: a proposal from its words, which a person confirms, changes or drops."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import pairwise

from lanhmanh.kernel.text import fold
from lanhmanh.plan.rules.outline import Clause

_MOST = 4
# A pair of words that one indicator alone has counts 1, one that three share a third. Tried on two wordings of the
# programme's plan: of what is proposed so, nine in ten are indicators that the catalogue ties to that very clause.
_ALONE, _TIED = 2, 0.3  # and of a clause with the same path as there


@dataclass(frozen=True, slots=True)
class Measure:
    """An indicator as a plan knows it: its code, its name to read, its name in Vietnamese, its clause's path.

    A part of another one ("trong đó") may be named and is not proposed.
    """

    code: str
    name: str
    words: str
    path: str
    part: bool = False


def fitting(clauses: Iterable[Clause], known: Sequence[Measure]) -> list[tuple[str, ...]]:
    """Return for each clause the codes of the few indicators whose names share rare words with its text."""
    pairs = {one.code: _pairs(one.words) for one in known if not one.part}
    times = Counter(pair for found in pairs.values() for pair in found)
    return [_best(clause, known, pairs, times) for clause in clauses]


def _best(
    clause: Clause, known: Sequence[Measure], pairs: Mapping[str, set[tuple[str, str]]], times: Counter[tuple[str, str]]
) -> tuple[str, ...]:
    text = _pairs(f"{clause.heading} {clause.text}")
    scores = {code: sum(1 / times[pair] for pair in found & text) for code, found in pairs.items()}
    least = {one.code: _TIED if clause.path == one.path else _ALONE for one in known}
    fit = sorted((code for code in scores if scores[code] >= least[code]), key=lambda code: -scores[code])
    return tuple(fit[:_MOST])


def _pairs(text: str) -> set[tuple[str, str]]:
    return set(pairwise(re.findall(r"[a-z0-9]+", fold(text))))


def nearest(code: str, known: Iterable[str]) -> str:
    """Return the known code most like a mistyped one, "" where none is near."""
    return next(iter(get_close_matches(code, list(known), n=1)), "")
