"""From an official document to the paragraphs and tables that read as it: the inverse of `parse`."""

from collections.abc import Iterator

from lanhmanh.paper.blocks import Block
from lanhmanh.paper.document import Family, Node, OfficialDocument, Table
from lanhmanh.paper.head import MOTTO, NATION, PARTY, STAR, is_form_line, is_head_line, opening_kind
from lanhmanh.paper.labels import GUARD, is_division, is_mark, rank, split_label
from lanhmanh.paper.outline import caption_like, heading_like
from lanhmanh.paper.references import kind_named

_DEEPEST_HEADING = 6


def unparse(doc: OfficialDocument) -> list[Block]:
    """Return blocks with `parse(unparse(doc)) == doc` for a document as reading yields it."""
    body = body_of(doc)
    blocks = [*_head(doc), *body, *_foot(doc, body)]
    return _uncaptioned(blocks + [block for table in annexes_of(doc) for block in _table(table)])


def body_of(doc: OfficialDocument) -> list[Block]:
    """Return the blocks between head and foot: the bases, the clauses and the tables tied to them."""
    tables = _Tables(doc)
    blocks = [Block(guarded(text)) for text in doc.preamble]
    blocks += [block for table in tables.leading for block in _table(table)]
    for node in doc.outline:
        blocks += _clause(node, 2, tables)
    return _uncaptioned(blocks)


def annexes_of(doc: OfficialDocument) -> tuple[Table, ...]:
    """Return the tables that stand behind the signature."""
    return _Tables(doc).annexes


def opens_foot(doc: OfficialDocument, body: list[Block]) -> bool:
    """Tell whether "Nơi nhận:" is written: for recipients, before annexes, after a body that nothing else closes."""
    unclosed = not body or (split_label(body[-1].text) or ("", "text"))[1] == ""
    return bool(doc.recipients or annexes_of(doc) or (unclosed and doc.signatory))


def closed_label(label: str) -> str:
    """Return the label with the mark that closes it: "I.", "1.1.", "a)", "-", "Chương II."."""
    if is_mark(label):
        return label
    return label + ")" if not is_division(label) and rank(label) == 12 else label + "."


def guarded(text: str) -> str:
    """Return the text, behind a guard where it would read as a label, or as a line of the head or foot."""
    special = split_label(text) or is_head_line(text) or kind_named(text) or opening_kind(text)
    return GUARD + text if special else text


def place_and_date(doc: OfficialDocument) -> str:
    """Return "Đồng Nai, ngày 09 tháng 3 năm 2021", "" if neither is known, dots for a date that is not.

    Source: Decree 30/2020/NĐ-CP, Annex I: a zero before days below 10 and months 1 and 2.
    """
    if doc.date is None:
        half = doc.place and is_head_line(doc.place)
        return (doc.place if half else f"{doc.place}, ngày … tháng … năm …") if doc.place else ""
    month = f"{doc.date.month:02}" if doc.date.month < 3 else str(doc.date.month)
    line = f"ngày {doc.date.day:02} tháng {month} năm {doc.date.year:04}"
    return f"{doc.place}, {line}" if doc.place else line


class _Tables:
    """The tables by their place: before the clauses, in them, behind the signature."""

    def __init__(self, doc: OfficialDocument) -> None:
        tied = [at for at, table in enumerate(doc.tables) if table.after is not None]
        self.leading = doc.tables[: tied[0]] if tied else ()
        self.annexes = tuple(t for t in doc.tables[len(self.leading) :] if t.after is None)
        self.by_path: dict[str | None, list[Table]] = {}
        for table in doc.tables[len(self.leading) :]:
            self.by_path.setdefault(table.after, []).append(table)


def _head(doc: OfficialDocument) -> Iterator[Block]:
    yield from (Block(guarded(line)) for line in doc.issuer)
    if doc.family is Family.STATE:
        yield from (Block(NATION), Block(MOTTO))
    elif doc.family is Family.PARTY:
        yield Block(PARTY)
    if doc.issuer and doc.family is not Family.STATE:
        yield Block(STAR)
    if doc.number:
        yield Block(f"Số: {doc.number}")
    if line := place_and_date(doc):
        yield Block(line)
    if doc.kind:
        known = kind_named(doc.kind) == doc.kind
        yield Block(doc.kind.upper() if known else GUARD + doc.kind, heading_level=1, bold=True, align="center")
    if doc.title:
        yield Block(_title(doc.title), heading_level=2, bold=True, align="center")


def _title(title: str) -> str:
    return GUARD + title if opening_kind(title, any_case=True) else guarded(title)


def _clause(node: Node, level: int, tables: _Tables) -> Iterator[Block]:
    mark = closed_label(node.label)
    own, rest = node.heading, node.paragraphs
    if own is not None:
        yield Block(f"{mark} {own}", heading_level=min(level, _DEEPEST_HEADING), bold=True)
    else:
        text = rest[0] if rest else ""
        beneath = bool(rest[1:] or node.children or tables.by_path.get(node.path))
        yield Block(f"{mark} {_plain(node.label, text, beneath=beneath)}".strip())
    yield from (Block(guarded(text)) for text in (rest if own is not None else rest[1:]))
    yield from (block for table in tables.by_path.get(node.path, ()) for block in _table(table))
    for child in node.children:
        yield from _clause(child, level + 1, tables)


def _plain(label: str, text: str, *, beneath: bool) -> str:
    """Return the first paragraph of a clause so that it reads as no heading."""
    heading = text and not is_mark(label) and heading_like(text) and (beneath or text.isupper())
    return GUARD + text if heading else text


def _table(table: Table) -> Iterator[Block]:
    if table.title:
        yield Block(guarded(table.title), bold=True, align="center")
    rows = tuple(tuple(GUARD + cell if is_form_line(cell) else cell for cell in row) for row in table.rows)
    yield Block("", cells=rows, header_rows=table.header_rows)


def _uncaptioned(blocks: list[Block]) -> list[Block]:
    """Guard the paragraphs that stand before a table and would read as its name."""
    following = (*blocks, Block(""))[1:]
    return [
        Block(GUARD + b.text) if n.cells is not None and not b.cued and b.cells is None and caption_like(b.text) else b
        for b, n in zip(blocks, following, strict=True)
    ]


def _foot(doc: OfficialDocument, body: list[Block]) -> Iterator[Block]:
    if opens_foot(doc, body):
        yield Block("Nơi nhận:", heading_level=5, italic=True, bold=True)
    last = len(doc.recipients) - 1
    yield from (Block(f"- {name}{'.' if at == last else ';'}") for at, name in enumerate(doc.recipients))
    if doc.signatory:
        parts = (doc.signatory.authority, doc.signatory.title, doc.signatory.name)
        yield from (Block(guarded(part) if split_label(part) else part, bold=True) for part in parts if part)
