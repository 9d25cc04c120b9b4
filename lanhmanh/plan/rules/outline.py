"""The clauses of a document in reading order, the years it speaks of, the citations in its sentences."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from lanhmanh.paper.document import Node, OfficialDocument

_YEARS = re.compile(r"(20\d\d)\s*[-–—]\s*(20\d\d)")


@dataclass(frozen=True)
class Clause:
    """One clause; `path` is unique in its plan, `parent` is the path of the clause above ("" for a section)."""

    path: str
    label: str
    heading: str
    text: str
    parent: str
    leaf: bool


def flatten(outline: Sequence[Node]) -> list[Clause]:
    """Return the clauses in reading order; a path that comes a second time gets " (2)", and so on."""
    seen: dict[str, int] = {}
    return list(_walk(outline, "", seen))


def _walk(nodes: Sequence[Node], parent: str, seen: dict[str, int]) -> Iterator[Clause]:
    for node in nodes:
        path = _unique(node.path, seen)
        text = "\n".join(node.paragraphs)
        yield Clause(path, node.label, node.heading or "", text, parent, leaf=not node.children)
        yield from _walk(node.children, path, seen)


def _unique(path: str, seen: dict[str, int]) -> str:
    seen[path] = seen.get(path, 0) + 1
    return path if seen[path] == 1 else f"{path} ({seen[path]})"


def years(document: OfficialDocument, day: date) -> tuple[int, int]:
    """Return the first and the last year of a plan: from its title, else its preamble, else the year of its date."""
    for text in (document.title or "", *document.preamble):
        found = _YEARS.search(text)
        if found and int(found[1]) <= int(found[2]):
            return int(found[1]), int(found[2])
    year = (document.date or day).year
    return year, year


def marked(text: str, numbers: Iterable[str]) -> list[tuple[str, bool]]:
    """Return the text in pieces, those that are one of the cited numbers marked True."""
    known = [re.escape(number) for number in sorted(set(numbers), key=len, reverse=True) if number]
    if not known:
        return [(text, False)]
    pieces = re.split(f"({'|'.join(known)})", text)
    return [(piece, place % 2 == 1) for place, piece in enumerate(pieces) if piece]
