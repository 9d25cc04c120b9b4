"""What the writers of pages share: an official document as the parts of a page, in the words that `parse` reads."""

import re
from dataclasses import dataclass, replace

from lanhmanh.law.formats import PaperFormat, format_of
from lanhmanh.paper.blocks import Block
from lanhmanh.paper.document import Node, OfficialDocument, Table
from lanhmanh.paper.labels import is_division, is_mark, split_label
from lanhmanh.paper.unparse import annexes_of, body_of, guarded, opens_foot, place_and_date, unparse

_NAMING = re.compile(r"\d{7}")
WIDE_TABLE = 7  # columns that an upright page holds


@dataclass(frozen=True)
class Page:
    """The parts of a page: lines of the head, title, body, both halves of the foot, tables behind the signature."""

    form: PaperFormat
    issuer: tuple[str, ...]
    number: str
    place_and_date: str
    kind: str | None
    title: str | None
    body: tuple[Block, ...]
    recipients: tuple[str, ...]
    signature: tuple[str, ...]
    name: str | None
    annexes: tuple[tuple[Block, ...], ...]


def page_of(doc: OfficialDocument) -> Page:
    """Return the parts of the page of a document; "" or None where it has none."""
    form = format_of(doc.family)
    head = unparse(replace(doc, preamble=(), outline=(), tables=(), recipients=(), signatory=None))
    body = body_of(doc)
    who = doc.signatory
    return Page(
        form=form,
        issuer=tuple(block.text for block in head[: len(doc.issuer)]),
        number=f"{form.number_prefix}{doc.number}" if doc.number else "",
        place_and_date=place_and_date(doc),
        kind=next((block.text for block in head if block.heading_level == 1), None),
        title=next((block.text for block in head if block.heading_level == 2), None),
        body=tuple(body),
        recipients=_recipients(doc, body),
        signature=tuple(_line(part) for part in (who.authority, who.title) if part) if who else (),
        name=_line(who.name) if who and who.name else None,
        annexes=tuple(map(_annex, annexes_of(doc))),
    )


def style_of(block: Block) -> str:
    """Return the style of a paragraph of the body: "chapter", "section", "clause", "point", "table_title" or "body"."""
    if not block.bold:
        return "body"
    label = (split_label(block.text) or ("", ""))[0]
    if not label:
        return "table_title"
    if is_division(label):
        return "clause" if label.lower().startswith("điều") else "chapter"
    if is_mark(label) or label.islower():
        return "point"
    return "clause" if label[0].isdigit() else "section"


def column_widths(rows: tuple[tuple[str, ...], ...], width: float, *, header_rows: int = 0) -> tuple[float, ...]:
    """Share a width among columns: each holds its longest word, and more where its texts are long.

    A heading may run over three lines, so it asks for a third of its length; the square root keeps long texts from
    starving numbers.
    """
    weights = []
    for column in range(max(len(row) for row in rows)):
        cells = [(row[column], at < header_rows) for at, row in enumerate(rows) if column < len(row)]
        word = max((len(word) for text, _head in cells for word in text.split()), default=0)
        text = max((len(text) // 3 if head else len(text) for text, head in cells), default=0)
        weights.append(word + 3 + max(text - word, 0) ** 0.5)  # three for the cell's margins
    return tuple(round(width * weight / sum(weights), 1) for weight in weights)


def is_figure(text: str) -> bool:
    """Tell whether a cell holds a number, which stands in the middle of its column.

    What begins with a nought, or has more digits in a row than a figure is printed with, names somebody or something.
    """
    names = (text[:1] == "0" and text[1:2].isdigit()) or _NAMING.search(text)
    return not names and text.translate(dict.fromkeys(map(ord, ".,% "))).isdigit()


def is_wide(annex: tuple[Block, ...]) -> bool:
    """Tell whether the table of an annex needs the page lying on its side."""
    return max((len(row) for block in annex for row in block.cells or ()), default=0) > WIDE_TABLE


def _annex(table: Table) -> tuple[Block, ...]:
    """Return the title and the rows of a table, written as those of a clause are."""
    clause = OfficialDocument(outline=(Node("1", "1"),), tables=(replace(table, after="1"),))
    return tuple(unparse(clause)[1:])


def _recipients(doc: OfficialDocument, body: list[Block]) -> tuple[str, ...]:
    """Return the lines from "Nơi nhận:" on; the bare words part annexes from a body that nothing else closes."""
    if not opens_foot(doc, body):
        return ()
    last = len(doc.recipients) - 1
    names = (f"- {name}{'.' if at == last else ';'}" for at, name in enumerate(doc.recipients))
    return ("Nơi nhận:", *names)


def _line(text: str) -> str:
    return guarded(text) if split_label(text) else text
