"""Text with figures by reference: as it is stored, as it is shown to who edits it, as it is printed.

Stored, a figure is its code in braces ("{TT-BUOI}", "{TT-BUOI:luyke}"); in an editor it is its name in square brackets
("[Buổi tuyên truyền = 312]"); printed, it is its value of that moment. Braces and brackets have no other use in a text.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher, get_close_matches
from functools import cached_property

from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.kernel.text import fold, nfc

LONGEST = 8000
MISSING = "(chưa có số liệu)"
_KEY = r"[A-Z0-9]+(?:-[A-Z0-9]+)*(?::[a-z]+(?:=[0-9A-Z]+)?)?"
_STORED = re.compile(rf"\{{({_KEY})\}}")
_PLACE = re.compile(r"\[([^\[\]{}]*)\]|\{([^\[\]{}]*)\}")
_SIGNS = re.compile(r"[\[\]{}]")
_SUGGESTED, _LONGEST_NAME = 3, 200
_AROUND = 12  # characters shown beside a stray bracket
_TOO_LONG = sentence("Đoạn này dài %(size)s ký tự: rút còn không quá %(most)s.")
_STRAY = sentence("Dấu “%(sign)s” ở “%(near)s” không có dấu đóng hoặc mở đi cùng: thêm dấu còn thiếu, hoặc dùng ( ).")
_UNKNOWN = sentence("“[%(name)s]” không phải số liệu nào của văn bản này: chọn lại ở danh sách số liệu.")
_NEAR = sentence("“[%(name)s]” không phải số liệu nào của văn bản này. Gần nhất là “[%(near)s]”: sửa lại cho đúng tên.")


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure that a text may name: its name, as printed now, the number behind it (None: missing), its unit."""

    name: str
    printed: str
    value: Decimal | None
    unit: str = ""


class Sources(Mapping[str, Entry]):
    """The figures that a text may name, by their reference; their names in brackets are made once."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        self._entries = dict(entries)

    def __getitem__(self, key: str) -> Entry:
        return self._entries[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    @cached_property
    def labels(self) -> dict[str, str]:
        """Return the name of each figure as it stands in brackets; figures of the same name show their code too."""
        names = {key: _SIGNS.sub("", entry.name) for key, entry in self._entries.items()}
        folded = {key: fold(name) for key, name in names.items()}
        times = Counter(folded.values())
        return {key: name if times[folded[key]] == 1 else f"{name} ({key})" for key, name in names.items()}

    @cached_property
    def by_name(self) -> dict[str, str]:
        """Return the reference of each figure by its name in brackets, folded."""
        return {fold(label): key for key, label in self.labels.items()}


@dataclass(frozen=True, slots=True)
class Overwritten:
    """A value that a person typed inside the brackets of a figure, and the one that will be printed."""

    name: str
    typed: str
    printed: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What was typed, as it is stored; nothing may be stored while there are faults."""

    text: str
    faults: tuple[Refused, ...] = ()
    overwritten: tuple[Overwritten, ...] = ()


def references(text: str) -> tuple[str, ...]:
    """Return the figures that a stored text names, each once, in order."""
    return tuple(dict.fromkeys(_STORED.findall(text)))


def tidy(text: str) -> str:
    """Return the text as it is stored: one line for each paragraph, single spaces, no invisible characters."""
    lines = (
        " ".join("".join(" " if unicodedata.category(c) == "Cc" else c for c in line).split())
        for line in re.split(r"[\n\r\v\f\u2028\u2029]+", nfc(text))
    )
    return "\n".join(line for line in lines if line)


def shown(text: str, sources: Sources) -> str:
    """Return a stored text as an editor shows it; what is no longer known keeps its code."""

    def place(found: re.Match[str]) -> str:
        key = found[1]
        return f"[{sources.labels[key]} = {sources[key].printed.strip('()')}]" if key in sources else found[0]

    return _STORED.sub(place, text)


def reference(key: str, sources: Sources) -> str:
    """Return how a figure is written in an editor."""
    return shown(f"{{{key}}}", sources)


def read(typed: str, sources: Sources) -> Reading:
    """Return what was typed in an editor as it is stored, with a sentence for each reference that is none.

    Names are matched with or without marks; the value behind " = " is ignored but for a note where it is another.
    """
    plain = tidy(typed)
    if len(plain) > 2 * LONGEST:
        return Reading("", (Refused(_TOO_LONG, size=len(plain), most=LONGEST),))
    faults: list[Refused] = []
    overwritten: list[Overwritten] = []

    def place(found: re.Match[str]) -> str:
        key, value = _meant(found, sources)
        if not key:
            faults.append(_unknown(found[1] if found[1] is not None else found[2], sources, faults))
            return found[0]
        entry = sources[key]
        if value and value != entry.printed.strip("()"):
            overwritten.append(Overwritten(entry.name, value, entry.printed))
        return f"{{{key}}}"

    text = _PLACE.sub(place, plain)
    faults += _stray(_PLACE.sub(lambda found: " " * len(found[0]), plain), plain)
    if len(text) > LONGEST:
        faults.insert(0, Refused(_TOO_LONG, size=len(text), most=LONGEST))
    return Reading(text, tuple(faults), tuple(overwritten))


def printed(text: str, sources: Sources) -> tuple[str, ...]:
    """Return a stored text as paragraphs with the figures of this moment; a missing one says so and is no zero."""

    def value(found: re.Match[str]) -> str:
        return sources[found[1]].printed if found[1] in sources else MISSING

    return tuple(_STORED.sub(value, line) for line in text.split("\n") if line)


def dropped(text: str, standard: str) -> tuple[str, ...]:
    """Return the figures that the standard text names and this one does not."""
    kept = set(references(text))
    return tuple(key for key in references(standard) if key not in kept)


def changes(before: str, after: str) -> list[tuple[str, str]]:
    """Return what became of a text as it is shown: pairs of "same", "gone" or "new" and the words."""
    old, new = _words(before), _words(after)
    found: list[tuple[str, str]] = []
    for tag, from_, to, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(("same", "".join(old[from_:to])))
            continue
        found += [("gone", "".join(old[from_:to]))] if to > from_ else []
        found += [("new", "".join(new[start:end]))] if end > start else []
    return found


def _words(text: str) -> list[str]:
    return re.findall(r"\[[^\]]*\]|\s+|[^\s\[]+|\[", text)


def _meant(found: re.Match[str], sources: Sources) -> tuple[str, str]:
    """Return the figure that a bracket names, "" for none, and the value that stands beside the name."""
    if found[1] is None:
        return (found[2] if found[2] in sources else ""), ""
    if key := sources.by_name.get(fold(found[1])):
        return key, ""
    name, _sign, value = found[1].rpartition(" = ")
    return sources.by_name.get(fold(name), ""), value.strip()


def _unknown(name: str, sources: Sources, before: Sequence[Refused]) -> Refused:
    """Return the sentence on a bracket that names nothing; the first few say what comes near."""
    asked = fold(name.partition(" = ")[0])
    seeks = len(before) < _SUGGESTED and len(asked) < _LONGEST_NAME
    if near := get_close_matches(asked, sources.by_name, n=1, cutoff=0.6) if seeks else []:
        return Refused(_NEAR, name=name[:80], near=sources.labels[sources.by_name[near[0]]])
    return Refused(_UNKNOWN, name=name[:80])


def _stray(rest: str, plain: str) -> Iterable[Refused]:
    for found in list(_SIGNS.finditer(rest))[:5]:
        near = plain[max(0, found.start() - _AROUND) : found.end() + _AROUND]
        yield Refused(_STRAY, sign=found[0], near=near.replace("\n", " "))
