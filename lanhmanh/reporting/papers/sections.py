"""Sections of a paper, in the product's words or in those of the unit, both with figures by reference."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from lanhmanh.paper.document import Node
from lanhmanh.reporting.rules.words import Sources, printed

OWN = "rieng/"  # key of a section that the unit added: "rieng/01/Khó khăn, vướng mắc"
MOST_OWN = 12
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@dataclass(frozen=True)
class Section:
    """One section: the product's words (`standard`), the unit's own (`text`, "" for none), both as stored.

    `lead` always stands first, whoever wrote the rest: what is missing is not for anybody to leave out. `absent` names
    what the product's words could not say.
    """

    key: str
    heading: str
    standard: str
    lead: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    text: str = ""

    @property
    def is_own(self) -> bool:
        """Test whether the unit added the section."""
        return self.key.startswith(OWN)

    @property
    def in_force(self) -> str:
        """Return the words that are printed, as stored."""
        return self.text or self.standard

    def in_words(self, text: str) -> "Section":
        """Return the section in the unit's own words, "" for the product's."""
        return replace(self, text=text)

    def paragraphs(self, sources: Sources) -> tuple[str, ...]:
        """Return the section as printed."""
        absent = f"Chưa có số liệu về: {'; '.join(f'“{name}”' for name in self.absent)}."
        last = (absent,) if self.absent and not self.text else ()
        return (*self.lead, *printed(self.in_force, sources), *last)


def owned(narrative: Mapping[str, str]) -> list[Section]:
    """Return the sections that the unit added, in order: the number in the key says which comes first."""
    keys = sorted(key for key in narrative if key.startswith(OWN))
    return [Section(key, heading_of(key), "", text=narrative[key]) for key in keys]


def own_key(heading: str, taken: Iterable[str]) -> str:
    """Return the key of a new section under a heading, after those that are there."""
    numbers = [int(key.split("/")[1]) for key in taken if key.startswith(OWN)]
    return f"{OWN}{max(numbers, default=0) + 1:02}/{heading}"


def heading_of(key: str) -> str:
    """Return the heading of a section that the unit added."""
    return key.split("/", 2)[2]


def nodes_of(parts: Iterable[Section], above: str, sources: Sources) -> tuple[Node, ...]:
    """Return the sections as clauses 1, 2, 3… under one."""
    return tuple(
        Node(path=f"{above}.{at}", label=str(at), heading=one.heading, paragraphs=one.paragraphs(sources))
        for at, one in enumerate(parts, start=1)
    )


def roman(number: int) -> str:
    """Return a small number in Roman numerals."""
    text = ""
    for value, sign in _ROMAN:
        while number >= value:
            text, number = text + sign, number - value
    return text
