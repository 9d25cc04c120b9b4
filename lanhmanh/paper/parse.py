"""From paragraphs and tables in reading order to an official document."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lanhmanh.kernel.errors import sentence
from lanhmanh.paper import references
from lanhmanh.paper.blocks import Block
from lanhmanh.paper.document import Node, OfficialDocument, Warning
from lanhmanh.paper.head import Head, is_form_line, read_head, refuse_secret
from lanhmanh.paper.labels import clean, is_ruling, lines, order, split_label
from lanhmanh.paper.outline import Body, read_body
from lanhmanh.paper.tail import Tail, read_tail

_PAGED = re.compile(r"(?i:trang|page|of)|[\W\d_]+")  # what numbers the pages


def parse(blocks: Sequence[Block]) -> OfficialDocument:
    """Read the blocks as one official document, its references and warnings included.

    Raises Refused where the head bears a mark of secrecy.
    """
    margins = [block for block in blocks if block.margin]
    blocks = [block for block in blocks if not block.margin]
    refuse_secret([*margins, *blocks])
    head = read_head([line for block in blocks for line in _flat(block)])
    tail = read_tail(head.rest, head)
    body = read_body(tail.body, tail.rest)
    doc = OfficialDocument(
        family=head.family,
        issuer=tuple(head.issuer),
        number=head.number,
        place=head.place,
        date=head.date,
        kind=head.kind,
        title=head.title,
        preamble=body.preamble,
        outline=body.outline,
        tables=body.tables,
        recipients=tuple(tail.recipients),
        signatory=tail.signatory,
    )
    return replace(doc, references=references.find_all(doc), warnings=(*_warnings(head, body, tail), *_beside(margins)))


def _flat(block: Block) -> Iterator[Block]:
    """Yield the block with its label typed in front and its text clean; a letterhead as lines, column by column."""
    if block.cells is None:
        text = "\n".join(_ink(block.text))
        if block.label is not None:
            text = f"{_typed_label(clean(block.label))} {clean(text)}".strip()
        for part in text.split("\n") if block.letterhead else [text]:
            if part:
                yield replace(block, text=part, label=None)
    elif block.letterhead or _is_letterhead(block.cells):
        width = max(map(len, block.cells), default=0)
        columns = ([row[at] for row in block.cells if at < len(row)] for at in range(width))
        yield from (Block(text, letterhead=True) for column in columns for cell in column for text in _ink(cell))
    else:
        yield block


def _is_letterhead(rows: Sequence[Sequence[str]]) -> bool:
    return any(is_form_line(line) for row in rows for cell in row for line in lines(cell))


def _ink(text: str) -> list[str]:
    return [line for line in lines(text) if not is_ruling(line)]


def _typed_label(label: str) -> str:
    """Return an automatic number so that it reads as a typed one; an unknown sign is a dash."""
    if split_label(label + " x"):
        return label
    if split_label(label + ". x"):
        return label + "."
    return label if any(c.isalnum() for c in label) else "-"


def _warnings(head: Head, body: Body, tail: Tail) -> Iterator[Warning]:
    if not head.number or not re.match(r"\d", head.number):
        yield Warning("no_number", sentence("Văn bản chưa có số."))
    if head.date is None:
        yield Warning("no_date", sentence("Văn bản chưa ghi đủ ngày, tháng, năm."))
    if tail.signatory is None or tail.signatory.name is None:
        yield Warning("no_signatory", sentence("Không tìm thấy họ tên người ký."))
    if body.strays:
        yield Warning(
            "text_behind_signature", sentence("Có đoạn văn đứng sau chữ ký; đã xếp vào mục cuối của văn bản.")
        )
    yield from _numbering(body.outline, {})


def _beside(margins: Sequence[Block]) -> Iterator[Warning]:
    if any(_PAGED.sub("", block.text) for block in margins):
        yield Warning(
            "page_margin", sentence("Đầu trang hoặc chân trang có chữ in trên mỗi trang; chữ đó không thuộc nội dung.")
        )


def _numbering(nodes: Sequence[Node], articles: dict[str, int]) -> Iterator[Warning]:
    """Yield a warning where a number is missing or repeated among siblings; articles count through the document."""
    last: dict[str, int] = {}
    for node in nodes:
        series, places = order(node.label)
        counter = articles if series == "điều" else last
        if places:
            expected = counter.get(series, 0) + 1
            if expected not in places:
                yield _misnumbered(node, repeated=max(places) < expected)
            counter[series] = expected if expected in places else max(places)
        yield from _numbering(node.children, articles)


def _misnumbered(node: Node, *, repeated: bool) -> Warning:
    if repeated:
        return Warning("numbering_repeat", sentence("Số thứ tự lặp lại hoặc lùi lại."), node.path)
    return Warning("numbering_gap", sentence("Trước mục này thiếu số thứ tự."), node.path)
