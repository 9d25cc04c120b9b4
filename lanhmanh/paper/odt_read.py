"""Read an OpenDocument text as blocks, with the automatic numbers that it prints."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.text import nfc
from lanhmanh.paper.blocks import Block
from lanhmanh.paper.docx_numbering import Level, Numbering
from lanhmanh.paper.docx_styles import Look
from lanhmanh.paper.limits import NOT_A_DOCUMENT, check_container, kind_of_archive, open_archive, parse_xml, read_member
from lanhmanh.paper.page_tables import is_head, is_page_table

_URN = "urn:oasis:names:tc:opendocument:xmlns:"
TEXT, TABLE, STYLE = f"{{{_URN}text:1.0}}", f"{{{_URN}table:1.0}}", f"{{{_URN}style:1.0}}"
OFFICE, DRAW = f"{{{_URN}office:1.0}}", f"{{{_URN}drawing:1.0}}"
FO = f"{{{_URN}xsl-fo-compatible:1.0}}"
_FORMATS = {"1": "decimal", "I": "upperRoman", "i": "lowerRoman", "a": "lowerLetter", "A": "upperLetter", "": "none"}
_HIDDEN = {f"{TEXT}tracked-changes", f"{TEXT}note", f"{OFFICE}annotation", f"{TEXT}sequence-decls"}
_MOST_REPEATS = 64
_ALIGN = {"start": "left", "end": "right"}


@dataclass
class _File:
    """The looks and lists of a file, and how far its lists have counted."""

    looks: dict[str, Look] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    ruled: set[str] = field(default_factory=set)
    numbering: Numbering = field(default_factory=Numbering)
    notes: list[Block] = field(default_factory=list)
    fresh: int = 0


def read_blocks(data: bytes) -> list[Block]:
    """Return paragraphs and tables of an .odt in reading order; Refused if it cannot be read.

    Deleted revisions and comments are left out; page headers and footers come first, marked as margins; footnotes
    stand at the end.
    """
    check_container(data)
    with open_archive(data) as archive:
        if kind_of_archive(archive) != "odt":
            raise Refused(NOT_A_DOCUMENT)
        content = parse_xml(read_member(archive, "content.xml"))
        parts = [parse_xml(read_member(archive, n)) for n in ("styles.xml",) if n in archive.namelist()] + [content]
    file = _File()
    for part in parts:
        _read_styles(part, file)
    body = content.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise Refused(NOT_A_DOCUMENT)
    margins = [block for part in parts for block in _margins(part, file)]
    return [*margins, *_body(body, file), *file.notes]


def _margins(part: etree._Element, file: _File) -> Iterator[Block]:
    """Yield what is printed at the head and the foot of every page."""
    for holder in part.iter(*(f"{STYLE}{kind}" for kind in ("header", "header-first", "footer", "footer-first"))):
        found = (block for element in _flow(holder) for block in _element(element, file))
        yield from (Block(line, margin=True) for block in found for line in block.text.split("\n"))


def _read_styles(part: etree._Element, file: _File) -> None:
    for style in part.iter(f"{STYLE}style"):
        name = style.get(f"{STYLE}name") or ""
        parent = file.looks.get(style.get(f"{STYLE}parent-style-name") or "", Look())
        file.looks[name] = parent.under(_look(style))
        if style.get(f"{STYLE}list-style-name"):
            file.lists[name] = style.get(f"{STYLE}list-style-name") or ""
        if any("border" in key and value != "none" for p in style for key, value in p.attrib.items() if FO in key):
            file.ruled.add(name)
    for style in part.iter(f"{TEXT}list-style"):
        levels = [_level(element) for element in style if element.get(f"{TEXT}level")]
        file.numbering.levels[style.get(f"{STYLE}name") or ""] = dict(levels)


def _look(style: etree._Element) -> Look:
    text, paragraph = style.find(f"{STYLE}text-properties"), style.find(f"{STYLE}paragraph-properties")
    weight = text.get(f"{FO}font-weight") if text is not None else None
    slope = text.get(f"{FO}font-style") if text is not None else None
    align = paragraph.get(f"{FO}text-align") if paragraph is not None else None
    return Look(
        bold=None if weight is None else weight in ("bold", "700", "800", "900"),
        italic=None if slope is None else slope in ("italic", "oblique"),
        align=_ALIGN.get(align or "", align),
    )


def _level(element: etree._Element) -> tuple[int, Level]:
    depth = int(element.get(f"{TEXT}level") or 1)
    if element.tag != f"{TEXT}list-level-style-number":
        return depth - 1, Level(format="bullet", text=element.get(f"{TEXT}bullet-char") or "-")
    shown = int(element.get(f"{TEXT}display-levels") or 1)
    places = ".".join(f"%{place}" for place in range(depth - shown + 1, depth + 1))
    before, after = element.get(f"{STYLE}num-prefix") or "", element.get(f"{STYLE}num-suffix") or ""
    form = _FORMATS.get(element.get(f"{STYLE}num-format") or "", "decimal")
    return depth - 1, Level(int(element.get(f"{TEXT}start-value") or 1), form, f"{before}{places}{after}")


def _body(body: etree._Element, file: _File) -> Iterator[Block]:
    seen = False
    for element in _flow(body):
        if element.tag == f"{TABLE}table":
            rows = _rows(element, file)
            texts = tuple(tuple(" ".join(" ".join(b.text for b in cell).split()) for cell in row) for row in rows)
            first = not seen
            if is_page_table(texts, ruled=_is_ruled(element, file), first=first):
                yield from _lines_of(rows, head=first or is_head(texts))
            else:
                yield Block("", cells=texts, header_rows=_header_rows(element))
        else:
            found = list(_element(element, file))
            seen = seen or bool(found)
            yield from found


def _flow(parent: etree._Element) -> Iterator[etree._Element]:
    """Yield what stands in the flow of text, through sections and indexes."""
    for child in parent:
        if child.tag in (f"{TEXT}p", f"{TEXT}h", f"{TEXT}list", f"{TABLE}table"):
            yield child
        elif child.tag not in _HIDDEN:
            yield from _flow(child)


def _element(element: etree._Element, file: _File, *, lines: bool = False) -> Iterator[Block]:
    if element.tag == f"{TEXT}list":
        yield from _list(element, file, element.get(f"{TEXT}style-name"), 0, None)
    elif element.tag == f"{TABLE}table":
        yield from (block for row in _rows(element, file) for cell in row for block in cell)
    else:
        yield from _paragraph(element, file, None, lines=lines)


def _list(element: etree._Element, file: _File, style: str | None, depth: int, key: str | None) -> Iterator[Block]:
    """Yield the paragraphs of a list; one that does not say it goes on counts afresh."""
    style = element.get(f"{TEXT}style-name") or style
    if key is None:
        key = _counter(element, file, style)
    for item in element:
        if item.tag not in (f"{TEXT}list-item", f"{TEXT}list-header"):
            continue
        numbered = item.tag == f"{TEXT}list-item"
        for child in _flow(item):
            if child.tag == f"{TEXT}list":
                yield from _list(child, file, style, depth + 1, key)
            elif child.tag == f"{TABLE}table":
                yield from _element(child, file)
            else:
                yield from _paragraph(child, file, file.numbering.label(key, depth) if numbered else None)
                numbered = False


def _counter(element: etree._Element, file: _File, style: str | None) -> str:
    """Return the name of the counters of a list and make them: new ones unless it continues an earlier list."""
    levels = file.numbering.levels.get(style or "", {})
    own = element.get("{http://www.w3.org/XML/1998/namespace}id")
    goes_on = element.get(f"{TEXT}continue-numbering") == "true"
    earlier = element.get(f"{TEXT}continue-list") or (f"style {style}" if goes_on else None)
    file.fresh += 1
    key = f"list {file.fresh}"
    file.numbering.levels[key] = levels
    file.numbering.shared[key] = file.numbering.shared.get(earlier or "", key)
    for name in (own, f"style {style}"):
        if name:
            file.numbering.shared[name] = file.numbering.shared[key]
    return key


def _paragraph(element: etree._Element, file: _File, label: str | None, *, lines: bool = False) -> Iterator[Block]:
    """Yield a paragraph and then what its text boxes hold; `lines`: a soft break parts two lines, as in a head."""
    look = file.looks.get(element.get(f"{TEXT}style-name") or "", Look())
    boxes: list[etree._Element] = []
    runs = list(_runs(element, look, file, boxes))
    text = nfc("".join(text for text, _ in runs))
    joint = "\n" if lines or look.align == "center" else " "
    text = joint.join(" ".join(line.split()) for line in text.split("\n") if line.strip())
    shown = [run_look for run, run_look in runs if run.strip()]
    if text:
        yield Block(
            text,
            label,
            int(element.get(f"{TEXT}outline-level") or 1) if element.tag == f"{TEXT}h" else None,
            bool(shown) and all(run_look.bold for run_look in shown),
            bool(shown) and all(run_look.italic for run_look in shown),
            look.align,
        )
    for box in boxes:
        yield from (block for child in _flow(box) for block in _element(child, file))


def _runs(element: etree._Element, look: Look, file: _File, boxes: list[etree._Element]) -> Iterator[tuple[str, Look]]:
    """Yield the pieces of text of a paragraph with their looks; text boxes and notes are put aside."""
    yield element.text or "", look
    for child in element:
        if child.tag == f"{TEXT}s":
            yield " ", look
        elif child.tag in (f"{TEXT}tab", f"{TEXT}line-break"):
            yield "\n" if child.tag.endswith("break") else " ", look
        elif child.tag == f"{TEXT}note":
            notes = child.findall(f"{TEXT}note-body")
            file.notes += [b for note in notes for e in _flow(note) for b in _element(e, file)]
        elif str(child.tag).startswith(DRAW):
            boxes.append(child)
        elif child.tag not in _HIDDEN and isinstance(child.tag, str):
            own = file.looks.get(child.get(f"{TEXT}style-name") or "", Look())
            yield from _runs(child, look.under(own), file, boxes)
        yield child.tail or "", look


def _rows(table: etree._Element, file: _File) -> list[list[list[Block]]]:
    rows = []
    for tr in _table_rows(table):
        row: list[list[Block]] = []
        for cell in tr:
            if cell.tag in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
                blocks = [block for element in _flow(cell) for block in _element(element, file, lines=True)]
                row += [blocks] * min(int(cell.get(f"{TABLE}number-columns-repeated") or 1), _MOST_REPEATS)
        rows.append(row)
    return rows


def _table_rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == f"{TABLE}table-row":
            yield child
        elif child.tag in (f"{TABLE}table-header-rows", f"{TABLE}table-rows", f"{TABLE}table-row-group"):
            yield from _table_rows(child)


def _header_rows(table: etree._Element) -> int:
    return sum(len(list(_table_rows(head))) for head in table.iter(f"{TABLE}table-header-rows")) or 1


def _is_ruled(table: etree._Element, file: _File) -> bool:
    names = (cell.get(f"{TABLE}style-name") for row in _table_rows(table) for cell in row)
    return any(name in file.ruled for name in names)


def _lines_of(rows: list[list[list[Block]]], *, head: bool) -> Iterator[Block]:
    """Yield the lines of a page table column by column."""
    for column in range(max(len(row) for row in rows)):
        for row in rows:
            for block in row[column] if column < len(row) else ():
                look = block.bold, block.italic, block.align
                for at, text in enumerate(block.text.split("\n")):
                    yield Block(text, None if at else block.label, None, *look, letterhead=head)
