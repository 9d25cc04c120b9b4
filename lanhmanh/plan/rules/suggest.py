"""Tasks that a plan's sentences seem to give. They are proposals: a person confirms, changes or drops each."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lanhmanh.kernel.text import fold, nfc
from lanhmanh.paper.document import OfficialDocument
from lanhmanh.plan.rules.outline import Clause, flatten
from lanhmanh.plan.rules.tasks import Recurrence

_LONGEST_TITLE = 110
_AIMS = ("muc dich", "muc tieu", "yeu cau", "quan diem")
_SENTENCE = re.compile(r"(?<=[.;!?])\s+(?=[A-ZÀ-ỸĐ])")
_VERB = re.compile(r"\b(?:xây dựng|tổ chức|chỉ đạo|hướng dẫn|triển khai|phối hợp|vận động|báo cáo|kiểm tra)\b")
_BREAK = re.compile(r"[,;:] | (?:và|nhằm|để|như|gắn với|đối với|trong|trên|ban hành) ")
_RECURRENCES = (
    (r"\b(?:hang|moi|tung) thang\b", Recurrence.MONTHLY),
    (r"\b(?:hang|moi|tung) quy\b", Recurrence.QUARTERLY),
    (r"\b(?:6|sau) thang\b", Recurrence.HALF_YEARLY),
    (r"\b(?:hang|moi|tung) nam\b", Recurrence.YEARLY),
    (r"\bdinh ky\b", Recurrence.QUARTERLY),
    (r"\bthuong xuyen\b", Recurrence.CONTINUOUS),
)
# Bodies named as the doer come before places, which only hint at who works there.
_BODIES = (
    (r"\bhoi nong dan (?:cac |cap )?huyen\b", "district"),
    (r"\bhoi nong dan (?:cac |cap )?(?:xa|phuong|thi tran)\b", "commune"),
    (r"\b(?:cac )?co so,? (?:chi,? to )?hoi\b", "commune"),
    (r"\bchi,? to hoi\b|\bchi hoi\b", "branch"),
    (r"^(?:ban thuong vu )?hoi nong dan tinh\b", "province"),
)
_PLACES = (
    (r"\bxa, phuong, thi tran\b", "commune"),
    (r"\b(?:ap|thon|to),? khu pho\b", "branch"),
)
_DAY = re.compile(
    r"\b(?:truoc|den|cham nhat|xong) (?:het )?ngay (\d{1,2})(?:/(\d{1,2})/| thang (\d{1,2}) nam )(20\d\d)"
)


@dataclass(frozen=True)
class Suggestion:
    """A task that a sentence seems to give; `why` holds the words of the text that led to it.

    `due` is None for a task that recurs, and for one that is done once when the text names no day.
    """

    path: str
    title: str
    responsible_level: str
    recurrence: Recurrence
    due: date | None = None
    why: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()


def suggest(document: OfficialDocument, indicators: Mapping[str, Sequence[str]] | None = None) -> list[Suggestion]:
    """Return a task for each sentence of a leaf clause that names a rhythm, a day or a body; at least one a clause.

    Aims and requirements give none. `indicators` maps a clause's path to codes of the catalogue.
    """
    return suggest_from(flatten(document.outline), indicators)


def suggest_from(clauses: Sequence[Clause], indicators: Mapping[str, Sequence[str]] | None = None) -> list[Suggestion]:
    """Return the tasks that clauses in reading order seem to give."""
    aims = {c.path for c in clauses if not c.parent and fold(c.heading).startswith(_AIMS)}
    sections = {c.path: _section(c, clauses) for c in clauses}
    given = indicators or {}
    return [
        suggestion
        for clause in clauses
        if clause.leaf and sections[clause.path] not in aims
        for suggestion in _of(clause, tuple(given.get(clause.path, ())))
    ]


def _section(clause: Clause, clauses: Sequence[Clause]) -> str:
    parents = {c.path: c.parent for c in clauses}
    path = clause.path
    while parents.get(path):
        path = parents[path]
    return path


def _of(clause: Clause, indicators: tuple[str, ...]) -> list[Suggestion]:
    sentences = [s.strip() for s in _SENTENCE.split(nfc(clause.text or clause.heading)) if s.strip()]
    level, found = "commune", []
    for sentence in sentences:
        named, body = _first(_BODIES, sentence)
        level = named or level
        found += _telling(clause.path, sentence, level, body, indicators)
    if found or not sentences:
        return found
    hinted, place = _first(_PLACES, " ".join(sentences))
    words = (place,) if place else ()
    return [
        Suggestion(clause.path, title_of(sentences[0]), hinted or level, Recurrence.CONTINUOUS, None, words, indicators)
    ]


def _telling(path: str, sentence: str, level: str, body: str, indicators: tuple[str, ...]) -> list[Suggestion]:
    recurrence, rhythm = _first(_RECURRENCES, sentence)
    due, day = _due(sentence)
    if not (body or rhythm or due):
        return []
    how_often = Recurrence.ONCE if due or not recurrence else Recurrence(recurrence)
    why = tuple(words for words in (body, day or rhythm) if words)
    return [Suggestion(path, title_of(_deed(sentence, body)), level, how_often, due, why, indicators)]


def _deed(sentence: str, body: str) -> str:
    """Return the sentence from its first verb on, where it begins with the body that is to act."""
    verb = _VERB.search(sentence) if body and body in sentence[: len(body) + 40] else None
    return verb[0].capitalize() + sentence[verb.end() :] if verb else sentence


def _first(patterns: Sequence[tuple[str, str]], sentence: str) -> tuple[str, str]:
    """Return the meaning of the first pattern that fits and the words that fitted, both "" where none does."""
    for pattern, meaning in patterns:
        if match := re.search(pattern, fold(sentence)):
            return meaning, _words(sentence, match)
    return "", ""


def _due(sentence: str) -> tuple[date | None, str]:
    match = _DAY.search(fold(sentence))
    if not match:
        return None, ""
    try:
        return date(int(match[4]), int(match[2] or match[3]), int(match[1])), _words(sentence, match)
    except ValueError:
        return None, ""


def _words(sentence: str, match: re.Match[str]) -> str:
    """Return the words as written; folding keeps the places of letters once spaces are single."""
    plain = " ".join(nfc(sentence).split())
    return plain[match.start() : match.end()] if len(plain) == len(match.string) else match[0]


def title_of(sentence: str) -> str:
    """Return the beginning of a sentence as a task's title, cut where a part of the sentence ends."""
    plain = " ".join(sentence.split()).rstrip(".;:…,")
    if len(plain) <= _LONGEST_TITLE:
        return plain
    head = plain[: _LONGEST_TITLE + 1].rsplit(" ", 1)[0]
    breaks = [found.start() for found in _BREAK.finditer(head) if found.start() > _LONGEST_TITLE // 3]
    return head[: breaks[-1]] if breaks else head.rstrip(",;:")
