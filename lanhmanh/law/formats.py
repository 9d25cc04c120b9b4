"""The forms of official documents as data: state bodies, the Party, the Farmers' Union."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from lanhmanh.kernel.text import fold


@dataclass(frozen=True, slots=True)
class Measure:
    """A size as the text allows it (`least` to `most`) and as we print it (`use`)."""

    least: float
    most: float
    use: float


@dataclass(frozen=True, slots=True)
class Style:
    """How a part is set: size in points, weight, slope, capitals."""

    size: Measure
    bold: bool
    italic: bool
    caps: bool


@dataclass(frozen=True, slots=True)
class HeaderLine:
    """A fixed line of the head; `rule` is the length in mm of the rule below it, 0 for none."""

    text: str
    style: str
    rule: float = 0


@dataclass(frozen=True, slots=True)
class Margins:
    """The four margins, in mm."""

    top: Measure
    bottom: Measure
    left: Measure
    right: Measure


@dataclass(frozen=True, slots=True)
class Fact:
    """Where a part of a form comes from; `note` says "chưa đối chiếu" unless it was read in the original."""

    subject: str
    confidence: str
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A kind of document and its abbreviation, "" where it has none."""

    name: str
    code: str
    confidence: str
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class PaperFormat:
    """One family's form: page in mm, type in points, head, number and signature.

    `columns` are the widths of the two halves of the head; `issuer_rule` and `title_rule` are the parts of the
    column and of the text width that the rules below take, 0 for none.
    """

    family: str
    name: str
    width: float
    height: float
    margins: Margins
    fonts: tuple[str, ...]
    indent: Measure
    spacing: Measure
    line_spacing: Measure
    columns: tuple[float, float]
    star: str
    right: tuple[HeaderLine, ...]
    issuer_rule: float
    title_rule: float
    number_prefix: str
    number_pattern: str
    number_pattern_untyped: str
    number_digits: int
    authority_prefixes: tuple[str, ...]
    styles: Mapping[str, Style]
    facts: tuple[Fact, ...]

    @property
    def text_width(self) -> float:
        """Return the width between the margins, in mm."""
        return self.width - self.margins.left.use - self.margins.right.use

    def number(self, *, number: int, kind: str, issuer: str) -> str:
        """Return number and symbol as printed after "Số": "07/KH-UBND" or "07-KH/HNDT".

        Raises ValueError for a number below 1 and KeyError for a kind that is not in the list of types.
        """
        if number < 1:
            raise ValueError(number)
        code = type_of(kind).code
        pattern = self.number_pattern if code else self.number_pattern_untyped
        return pattern.format(number=str(number).zfill(self.number_digits), code=code, issuer=issuer)


def format_of(family: str) -> PaperFormat:
    """Return the form of a family: "state", "party" or "union"; KeyError for any other."""
    return _formats()[family]


@cache
def document_types() -> tuple[DocumentType, ...]:
    """Return the kinds of document with their abbreviations (Decree 30/2020, Annex III)."""
    types = _data()["types"]
    note = _note(types["confidence"])
    return tuple(
        DocumentType(name=t["name"], code=t["code"], confidence=types["confidence"], source=types["source"], note=note)
        for t in types["list"]
    )


def type_of(kind: str) -> DocumentType:
    """Return the kind of document of that name, whatever its capitals; KeyError if there is none."""
    return {fold(t.name): t for t in document_types()}[fold(kind)]


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("lanhmanh.law").joinpath("data/paper_formats.toml").read_text(encoding="utf-8"))


@cache
def _formats() -> dict[str, PaperFormat]:
    return {family: _format(family) for family in ("state", "party", "union")}


def _format(family: str) -> PaperFormat:
    common, own = _data()["common"], _data()[family]
    data = common | own
    paper = data.pop("paper")
    styles = common["styles"] | own.get("styles", {})
    margins = Margins(**{side: _measure(m) for side, m in data.pop("margins").items()})
    data |= {
        "styles": {part: _style(style) for part, style in styles.items()},
        "fonts": tuple(data["fonts"]),
        "columns": tuple(data["columns"]),
        "authority_prefixes": tuple(data["authority_prefixes"]),
        "right": tuple(HeaderLine(**line) for line in data["right"]),
        "facts": tuple(Fact(**fact, note=_note(fact["confidence"])) for fact in data["facts"]),
    }
    data |= {name: _measure(data[name]) for name in ("indent", "spacing", "line_spacing")}
    return PaperFormat(family=family, **paper, margins=margins, **data)


def _measure(data: dict[str, Any]) -> Measure:
    return Measure(least=data["min"], most=data["max"], use=data["use"])


def _style(data: dict[str, Any]) -> Style:
    marks = {mark: data.get(mark, False) for mark in ("bold", "italic", "caps")}
    return Style(size=_measure(data), **marks)


def _note(confidence: str) -> str:
    return "" if confidence == "F" else str(_data()["note_unchecked"])
