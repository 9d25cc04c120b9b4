"""The body of a document: preamble, clauses by the rank of their labels, tables behind the clause they follow.

Heading or paragraph: the text of a labelled line is the clause's heading where the type marks it (a heading style, or
bold throughout), where it is in capitals, or where it is short, ends without a stop and has something beneath it;
else it is the first paragraph. A dash, a plus or a star has a heading only where the type marks it. A text behind
`labels.GUARD` is a paragraph unless the type marks it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from lanhmanh.paper.blocks import Block
from lanhmanh.paper.document import Node, Table
from lanhmanh.paper.head import STAR
from lanhmanh.paper.labels import GUARD, bare, clean, is_division, is_mark, rank, split_label, with_paths

_BASIS = re.compile(r"(Căn cứ|Xét|Theo)\s", re.IGNORECASE)
_ADDRESS = re.compile(r"Kính gửi", re.IGNORECASE)
_CAPTION = re.compile(r"(Phụ lục|Bảng|Biểu|Mẫu)\s", re.IGNORECASE)
_SHORT_HEADING = 120  # characters
_SHORT_CAPTION = 200


@dataclass
class _Draft:
    label: str
    text: str = ""
    marked: bool = False
    annex: bool = False
    paragraphs: list[str] = field(default_factory=list)
    children: list["_Draft"] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)


@dataclass
class Body:
    """The parts of the body; `strays` counts the paragraphs behind the signature that belong to no annex."""

    preamble: tuple[str, ...]
    outline: tuple[Node, ...]
    tables: tuple[Table, ...]
    strays: int = 0


def heading_like(text: str) -> bool:
    """Tell whether an unmarked text reads as a heading: capitals, or short and without a stop at its end."""
    return text.isupper() or (len(text) <= _SHORT_HEADING and not text.endswith((".", ";", ",", "!", "?")))


def caption_like(text: str) -> bool:
    """Tell whether an unmarked line before a table names it ("Bảng 1. …", "Phụ lục …")."""
    return bool(_CAPTION.match(text)) and len(text) <= _SHORT_CAPTION and not text.endswith((".", ";", ":"))


def read_body(blocks: Sequence[Block], behind: Sequence[Block]) -> Body:
    """Build the body from the blocks between head and foot, and from those behind the foot."""
    builder = _Builder()
    builder.add_all(blocks)
    builder.annex = True
    builder.add_all(behind)
    return builder.body()


class _Builder:
    def __init__(self) -> None:
        self.root = _Draft("")
        self.open: list[_Draft] = [self.root]
        self.annex = False
        self.annex_tables: list[Table] = []
        self.strays = 0
        self.addressing = False

    def add_all(self, blocks: Sequence[Block]) -> None:
        caption: str | None = None
        for block, following in zip(blocks, (*blocks, None)[1:], strict=True):
            if block.cells is not None:
                self._add_table(block, caption)
                caption = None
            elif following and following.cells is not None and is_caption(block):
                caption = block.text
            elif block.text not in ("", STAR):
                self._add(block)

    def _add_table(self, block: Block, caption: str | None) -> None:
        rows = tuple(tuple(bare(cell) for cell in row) for row in block.cells or ())
        if not caption and not any(cell for row in rows for cell in row):
            return
        table = Table(rows, bare(caption) if caption else None, block.header_rows)
        inside = self.open[1].annex if len(self.open) > 1 else False
        if self.annex and not inside:
            self.annex_tables.append(table)
        else:
            self.open[-1].tables.append(table)

    def _add(self, block: Block) -> None:
        label = split_label(block.text)
        if label is None or self._in_preamble(*label):
            self._add_paragraph(block)
        else:
            self._add_clause(block, *label)

    def _in_preamble(self, label: str, text: str) -> bool:
        """Tell whether a dash before the first clause lists bases or addressees."""
        if len(self.open) > 1 or self.root.children or not is_mark(label):
            return False
        return self.addressing or bool(_BASIS.match(text))

    def _add_paragraph(self, block: Block) -> None:
        draft = self.open[-1]
        self.addressing = bool(_ADDRESS.match(block.text)) or (self.addressing and split_label(block.text) is not None)
        inside = len(self.open) > 1 and self.open[1].annex
        if _heads_division(draft, block):
            draft.text, draft.marked = block.text, True
            return
        self.strays += self.annex and not inside
        draft.paragraphs.append(bare(block.text))

    def _add_clause(self, block: Block, label: str, text: str) -> None:
        while len(self.open) > 1 and rank(self.open[-1].label) >= rank(label):
            self.open.pop()
        marked = block.bold or block.heading_level is not None
        draft = _Draft(label, clean(text), marked, annex=self.annex)
        self.open[-1].children.append(draft)
        self.open.append(draft)

    def body(self) -> Body:
        outline = with_paths([_node(draft) for draft in self.root.children])
        tables = [*self.root.tables, *_tied(self.root.children, outline), *self.annex_tables]
        return Body(tuple(self.root.paragraphs), outline, tuple(tables), self.strays)


def is_caption(block: Block) -> bool:
    """Tell whether a paragraph that stands right before a table names it: a marked line, or "Bảng 1. …"."""
    if block.cued:
        return bool(block.text) and (split_label(block.text) is None or bool(_CAPTION.match(block.text)))
    return caption_like(block.text)


def _heads_division(draft: _Draft, block: Block) -> bool:
    """Tell whether the line is the heading of the "Chương I" that stands alone on the line above."""
    empty = is_division(draft.label) and not (draft.text or draft.paragraphs or draft.tables)
    return empty and (block.cued or (block.text.isupper() and not block.text.startswith(GUARD)))


def _node(draft: _Draft) -> Node:
    children = tuple(map(_node, draft.children))
    text = bare(draft.text)
    if not text or _is_heading(draft):
        return Node("", draft.label, text or None, tuple(draft.paragraphs), children)
    return Node("", draft.label, None, (text, *draft.paragraphs), children)


def _is_heading(draft: _Draft) -> bool:
    if draft.marked:
        return True
    if is_mark(draft.label) or draft.text.startswith(GUARD):
        return False
    beneath = bool(draft.paragraphs or draft.children or draft.tables)
    return heading_like(draft.text) and (draft.text.isupper() or beneath)


def _tied(drafts: Iterable[_Draft], nodes: Iterable[Node]) -> Iterator[Table]:
    """Yield the tables of the clauses in reading order, each tied to the path of its clause."""
    for draft, node in zip(drafts, nodes, strict=True):
        yield from (Table(t.rows, t.title, t.header_rows, node.path) for t in draft.tables)
        yield from _tied(draft.children, node.children)
