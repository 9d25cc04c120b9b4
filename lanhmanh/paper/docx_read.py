"""Read a Word file as blocks, with the automatic numbers that Word prints."""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.text import nfc
from lanhmanh.paper.blocks import Block
from lanhmanh.paper.docx_numbering import Numbering, W, read_numbering
from lanhmanh.paper.docx_styles import Look, paragraph_look, read_styles, run_look
from lanhmanh.paper.limits import NOT_A_DOCUMENT, check_container, kind_of_archive, open_archive, parse_xml, read_member
from lanhmanh.paper.page_tables import is_head, is_page_table

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_GONE = {f"{W}del", f"{W}moveFrom", _FALLBACK, f"{W}pPr", f"{W}rPr"}
_TEXT_OF = {f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_STARTS_CLAUSE = re.compile(r"\s*([-+*]\s|\d+(\.\d+)*[.)]\s|[a-zđ]\)\s|[IVX]+\.\s|(Điều|Chương|Phần|Mục)\s+\S+)")
_MARGIN = re.compile(r"word/(header|footer)\d*\.xml")
_ALIGN = {"both": "justify", "start": "left", "end": "right", "distribute": "justify"}


@dataclass
class _File:
    """What paragraphs need from the rest of the file."""

    archive: zipfile.ZipFile
    parts: dict[str, str]
    looks: dict[str, Look] = field(default_factory=dict)
    default: str | None = None
    numbering: Numbering = field(default_factory=Numbering)

    def root(self, kind: str) -> etree._Element | None:
        """Return the root of a part by the kind of its relation ("styles"), None if the file has none."""
        name = self.parts.get(kind)
        if name is None or name not in self.archive.namelist():
            return None
        return parse_xml(read_member(self.archive, name))


def read_blocks(data: bytes) -> list[Block]:
    """Return paragraphs and tables of a .docx in reading order; Refused if it cannot be read.

    Deleted revisions are left out; page headers and footers come first, marked as margins; notes stand at the end.
    """
    check_container(data)
    with open_archive(data) as archive:
        if kind_of_archive(archive) != "docx":
            raise Refused(NOT_A_DOCUMENT)
        file = _open(archive)
        root = file.root("officeDocument")
        body = root.find(f"{W}body") if root is not None else None
        if body is None:
            raise Refused(NOT_A_DOCUMENT)
        blocks = list(_blocks(body, file))
        notes = [note for kind in ("footnotes", "endnotes") for note in _notes(file, kind)]
        return [*_margins(file), *blocks, *notes]


def _margins(file: _File) -> Iterator[Block]:
    """Yield what is printed at the head and the foot of every page."""
    for name in filter(_MARGIN.fullmatch, file.archive.namelist()):
        for child in _children(parse_xml(read_member(file.archive, name))):
            found = _paragraph(child, file, lines=True) if child.tag == f"{W}p" else _cell(child, file)
            yield from (Block(block.text, margin=True) for block in found if block.text)


def _open(archive: zipfile.ZipFile) -> _File:
    package = _relations(archive, "_rels/.rels", "")
    main = package.get("officeDocument", "word/document.xml")
    folder, name = posixpath.split(main)
    file = _File(archive, _relations(archive, f"{folder}/_rels/{name}.rels", folder) | {"officeDocument": main})
    file.looks, file.default = read_styles(file.root("styles"))
    file.numbering = read_numbering(file.root("numbering"))
    return file


def _relations(archive: zipfile.ZipFile, name: str, folder: str) -> dict[str, str]:
    if name not in archive.namelist():
        return {}
    relations = parse_xml(read_member(archive, name)).iter(_RELATION)
    inside = [r for r in relations if r.get("TargetMode") != "External"]
    return {posixpath.basename(r.get("Type") or ""): _path(folder, r.get("Target") or "") for r in inside}


def _path(folder: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))


def _children(parent: etree._Element) -> Iterator[etree._Element]:
    """Yield paragraphs and tables of a holder, through content controls and inserted revisions."""
    for child in parent:
        if child.tag in (f"{W}p", f"{W}tbl"):
            yield child
        elif child.tag not in _GONE:
            yield from _children(child)


def _blocks(body: etree._Element, file: _File) -> Iterator[Block]:
    text_seen = False
    for element in _children(body):
        if element.tag == f"{W}p":
            found = list(_paragraph(element, file))
            text_seen = text_seen or any(block.text for block in found)
            yield from found
        else:
            rows = _rows(element, file)
            texts = tuple(tuple(" ".join(b.text for b in cell if b.text) for cell in row) for row in rows)
            if is_page_table(texts, ruled=_ruled(element), first=not text_seen):
                yield from _lines_of(rows, head=not text_seen or is_head(texts))
            else:
                yield Block(text="", cells=texts, header_rows=_header_rows(element))


def _lines_of(rows: list[list[list[Block]]], *, head: bool) -> Iterator[Block]:
    """Yield the lines of a page table column by column: the left half of a head before the right."""
    for column in range(max(len(row) for row in rows)):
        for row in rows:
            for block in row[column] if column < len(row) else ():
                if block.text:
                    yield Block(block.text, block.label, None, block.bold, block.italic, block.align, letterhead=head)


def _rows(table: etree._Element, file: _File) -> list[list[list[Block]]]:
    rows = []
    for tr in _nearest(table, f"{W}tr"):
        row: list[list[Block]] = []
        for tc in _nearest(tr, f"{W}tc"):
            properties = tc.find(f"{W}tcPr")
            row.append([] if _continues(properties) else list(_cell(tc, file)))
            row += [[] for _ in range(_span(properties) - 1)]
        rows.append(row)
    return rows


def _nearest(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"):
            yield from _nearest(child, tag)


def _cell(cell: etree._Element, file: _File) -> Iterator[Block]:
    for element in _children(cell):
        if element.tag == f"{W}p":
            yield from _paragraph(element, file, lines=True)
        else:
            yield from (block for row in _rows(element, file) for inner in row for block in inner)


def _continues(properties: etree._Element | None) -> bool:
    merge = properties.find(f"{W}vMerge") if properties is not None else None
    return merge is not None and merge.get(f"{W}val") != "restart"


def _span(properties: etree._Element | None) -> int:
    span = properties.find(f"{W}gridSpan") if properties is not None else None
    value = span.get(f"{W}val") if span is not None else None
    return min(int(value), 63) if value and value.isdigit() else 1


def _header_rows(table: etree._Element) -> int:
    """Return how many rows come again on every page; without any, one unless the table says that it has no head."""
    repeated = sum(row.find(f"{W}trPr/{W}tblHeader") is not None for row in table.findall(f"{W}tr"))
    look = table.find(f"{W}tblPr/{W}tblLook")
    headless = look is not None and look.get(f"{W}firstRow") == "0"
    return repeated or (0 if headless else 1)


def _ruled(table: etree._Element) -> bool:
    borders = table.find(f"{W}tblPr/{W}tblBorders")
    of_cells = [border for cell in table.iter(f"{W}tcBorders") for border in cell]
    if any(border.get(f"{W}val") not in ("none", "nil") for border in of_cells):
        return True
    if borders is None:
        style = table.find(f"{W}tblPr/{W}tblStyle")
        return style is not None and "grid" in (style.get(f"{W}val") or "").lower()
    return any(border.get(f"{W}val") not in ("none", "nil") for border in borders)


def _paragraph(element: etree._Element, file: _File, *, lines: bool = False) -> Iterator[Block]:
    """Yield a paragraph and then what its text boxes hold.

    A soft break parts the paragraph where it is centred, a line of a page table, or where a new clause begins.
    """
    properties = element.find(f"{W}pPr")
    own = paragraph_look(properties)
    style = properties.find(f"{W}pStyle") if properties is not None else None
    style_id = style.get(f"{W}val") if style is not None else file.default
    look = file.looks.get(style_id or "", Look()).under(own)
    runs, boxes = list(_runs(element)), list(_boxes(element))
    label = _label(look, style_id or "", file) if any(text.strip() for _, text in runs) else None
    weights = [_run_look(run, look, file) for run, text in runs if text.strip()]
    bold = bool(weights) and all(weight.bold for weight in weights)
    italic = bool(weights) and all(weight.italic for weight in weights)
    align = _ALIGN.get(look.align or "", look.align)
    for text in _soft_lines("".join(text for _, text in runs), part=lines or align == "center"):
        yield Block(text, label, _level(look, text), bold, italic, align)
        label = None
    for box in boxes:
        for child in _children(box):
            yield from _paragraph(child, file, lines=True) if child.tag == f"{W}p" else _cell(child, file)


def _level(look: Look, text: str) -> int | None:
    return look.outline + 1 if look.outline is not None and look.outline < 9 and text else None


def _label(look: Look, style_id: str, file: _File) -> str | None:
    number_id, depth = look.number_id, look.depth
    if number_id is None or depth is None:
        styled = file.numbering.styled.get(style_id)
        if styled and number_id in (None, styled[0]):
            number_id, depth = styled[0], styled[1]
    return file.numbering.label(number_id, depth or 0) if number_id and number_id != "0" else None


def _runs(element: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Yield the runs of a paragraph with their text, not those of its text boxes."""
    for child in element:
        if child.tag in _GONE or child.tag == f"{W}txbxContent":
            continue
        if child.tag == f"{W}r":
            yield child, "".join(_run_text(child))
        else:
            yield from _runs(child)


def _run_text(run: etree._Element) -> Iterator[str]:
    for child in run:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag == f"{W}sym":
            code = int(child.get(f"{W}char") or "0", 16)
            yield chr(code) if 0x20 <= code < 0xD800 else ""
        else:
            yield _TEXT_OF.get(str(child.tag), "")


def _run_look(run: etree._Element, paragraph: Look, file: _File) -> Look:
    properties = run.find(f"{W}rPr")
    style = properties.find(f"{W}rStyle") if properties is not None else None
    look = paragraph.under(file.looks.get(style.get(f"{W}val") or "", Look())) if style is not None else paragraph
    return look.under(run_look(properties))


def _boxes(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        if child.tag == f"{W}txbxContent":
            yield child
        elif child.tag not in _GONE:
            yield from _boxes(child)


def _soft_lines(text: str, *, part: bool) -> Iterator[str]:
    held = ""
    for line in nfc(text).split("\n"):
        if held and (part or _STARTS_CLAUSE.match(line)):
            yield held
            held = ""
        held = " ".join(f"{held} {line}".split())
    yield held


def _notes(file: _File, kind: str) -> Iterator[Block]:
    root = file.root(kind)
    for note in root if root is not None else ():
        if note.get(f"{W}type") in (None, "normal"):
            text = " ".join(b.text for child in _children(note) for b in _note_text(child, file))
            if text.strip():
                yield Block(text=" ".join(text.split()))


def _note_text(element: etree._Element, file: _File) -> Iterator[Block]:
    return _paragraph(element, file) if element.tag == f"{W}p" else _cell(element, file)
