"""Write an official document as Markdown; `read` yields an equal document."""

import re

from lanhmanh.paper.blocks import Block
from lanhmanh.paper.document import OfficialDocument
from lanhmanh.paper.unparse import unparse

_SPECIAL = re.compile(r"([\\*_|<`])")


def write_markdown(doc: OfficialDocument) -> str:
    """Return the document as Markdown: headings for clauses with a heading, pipe tables, list marks as printed."""
    return "\n\n".join(map(_paragraph, unparse(doc))) + "\n"


def _paragraph(block: Block) -> str:
    if block.cells is not None:
        return _table(block)
    text = _body_text(block.text)
    if block.heading_level is not None:
        return f"{'#' * block.heading_level} {text}"
    return f"**{text}**" if block.bold else text


def _body_text(text: str) -> str:
    if text[:1] in "*" and text[1:2] in ("", " "):
        return text[:1] + _escape(text[1:]) if len(text) > 1 else text
    escaped = _escape(text)
    return "\\" + escaped if escaped.startswith("#") else escaped


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _table(block: Block) -> str:
    rows = [f"| {' | '.join(map(_cell, row))} |" for row in block.cells or ()]
    width = max(map(len, block.cells or ((),)))
    rows.insert(block.header_rows, "|" + " --- |" * max(1, width))
    return "\n".join(rows)


def _cell(text: str) -> str:
    escaped = _escape(text)
    return "\\" + escaped if escaped.startswith(("-", ":", "#")) else escaped
