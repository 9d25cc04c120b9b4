"""What the writers of pages share: the lines of head and foot, the paragraphs of the outline, the place of tables."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lanhmanh.law.formats import PaperFormat
from lanhmanh.paper.document import Node, OfficialDocument, Table

_ROMAN = re.compile(r"[IVXLCDM]+")
_CHAPTER = re.compile(r"(Phần|Chương|Mục|Tiểu mục)\b", re.IGNORECASE)
_ARTICLE = re.compile(r"Điều\b", re.IGNORECASE)
_LETTER = re.compile(r"[a-zđ]{1,2}")
WIDE_TABLE = 7  # columns that an upright page holds


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of the body: its text with its label, the style it takes, its depth in the outline from 1.

    `kind` is "chapter" (centred), "section", "clause" or "point" for a heading and "text" for any other.
    """

    text: str
    kind: str = "text"
    depth: int = 0


def printed_label(label: str) -> str:
    """Return the label with its closing mark: "I.", "1.1.", "a)", "-", "Điều 3.", "Chương II"."""
    if _CHAPTER.match(label) or not label[-1:].isalnum():
        return label
    return label + ")" if _LETTER.fullmatch(label) else label + "."


def place_and_date(doc: OfficialDocument) -> str:
    """Return "Đồng Nai, ngày 09 tháng 02 năm 2021": a zero before days below 10 and months 1 and 2; dots if unknown.

    Source: Decree 30/2020/NĐ-CP, Annex I. "" where both place and date are unknown.
    """
    if not doc.date:
        return f"{doc.place}, ngày … tháng … năm …" if doc.place else ""
    day, month = doc.date.day, doc.date.month
    month_text = f"{month:02}" if month < 3 else str(month)
    line = f"ngày {day:02} tháng {month_text} năm {doc.date.year:04}"
    return f"{doc.place}, {line}" if doc.place else line


def number_line(doc: OfficialDocument, form: PaperFormat) -> str:
    """Return "Số: 07/KH-UBND", or "" where the document has no number."""
    return f"{form.number_prefix}{doc.number}" if doc.number else ""


def recipient_lines(doc: OfficialDocument) -> tuple[str, ...]:
    """Return the list under "Nơi nhận:", each line with its dash, semicolons between and a full stop at the end."""
    last = len(doc.recipients) - 1
    return tuple(f"- {name}{'.' if place == last else ';'}" for place, name in enumerate(doc.recipients))


def body(doc: OfficialDocument) -> Iterator[Paragraph | Table]:
    """Yield the body in reading order: preamble, outline, and each table behind the clause that it follows."""
    yield from (Paragraph(text) for text in doc.preamble)
    yield from _leading_tables(doc)
    for node in doc.outline:
        yield from _clause(node, 1, doc.tables)


def annexes(doc: OfficialDocument) -> tuple[Table, ...]:
    """Return the tables that stand behind the signature."""
    leading = len(_leading_tables(doc))
    return tuple(t for t in doc.tables[leading:] if t.after is None)


def _leading_tables(doc: OfficialDocument) -> tuple[Table, ...]:
    tied = [place for place, table in enumerate(doc.tables) if table.after is not None]
    return doc.tables[: tied[0]] if tied else ()


def _clause(node: Node, depth: int, tables: tuple[Table, ...]) -> Iterator[Paragraph | Table]:
    label = printed_label(node.label)
    kind = _kind(node.label)
    rest = node.paragraphs
    if node.heading is not None and kind == "chapter":
        yield Paragraph(label, kind, depth)
        yield Paragraph(node.heading, kind, depth)
    elif node.heading is not None:
        yield Paragraph(f"{label} {node.heading}", kind, depth)
    else:
        yield Paragraph(f"{label} {rest[0]}" if rest else label, "text", depth)
        rest = rest[1:]
    yield from (Paragraph(text) for text in rest)
    yield from (table for table in tables if table.after == node.path)
    for child in node.children:
        yield from _clause(child, depth + 1, tables)


def _kind(label: str) -> str:
    if _CHAPTER.match(label):
        return "chapter"
    if _ROMAN.fullmatch(label) or re.fullmatch(r"[A-ZĐ]", label):
        return "section"
    return "clause" if label[:1].isdigit() or _ARTICLE.match(label) else "point"
