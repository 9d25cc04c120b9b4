"""Read a PDF with a text layer as blocks."""

import io
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pdfplumber
from pdfminer.pdfparser import PDFSyntaxError
from pdfminer.psparser import PSException
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.paper.blocks import Block
from lanhmanh.paper.limits import DAMAGED, LOCKED, MAX_PAGES, check_container
from lanhmanh.paper.pdf_lines import Edges, Line, lines_of, paragraphs, plain, split_columns

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it is told in one sentence what is wrong with a file
Rows = tuple[tuple[str, ...], ...]
_NO_TEXT = sentence("Tệp PDF là bản quét, chưa có lớp chữ; hãy gửi bản .docx hoặc bản PDF xuất từ phần mềm soạn thảo.")
_YEAR = re.compile(r"\d{4}")
_TOO_LONG = sentence("Tệp PDF dài hơn %(most)s trang; hãy tách phụ lục thành tệp riêng rồi tải lại.")


def read_blocks(data: bytes) -> list[Block]:
    """Return paragraphs and ruled tables of a PDF in reading order; page numbers are left out.

    Raises Refused where the file is behind a password, damaged, a scan without text, or over the bound of pages.
    """
    check_container(data)
    _check_open(data)
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            pages = [_Page(page, first=number == 0) for number, page in enumerate(pdf.pages)]
    except (PDFSyntaxError, PSException, ValueError, KeyError, TypeError, RecursionError) as error:
        raise Refused(DAMAGED) from error
    if not any(page.lines or page.tables for page in pages):
        raise Refused(_NO_TEXT)
    return _blocks(pages)


def _check_open(data: bytes) -> None:
    try:
        reader = PdfReader(io.BytesIO(data))
        locked = reader.is_encrypted and not reader.decrypt("")
        count = 0 if locked else len(reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError, OSError) as error:
        raise Refused(DAMAGED) from error
    if locked:
        raise Refused(LOCKED)
    if count > MAX_PAGES:
        raise Refused(_TOO_LONG, most=MAX_PAGES)


@dataclass(frozen=True)
class _Lines:
    """Lines that stand together, in one column or in two (then the left column first)."""

    lines: list[Line]
    columns: bool


class _Page:
    """The lines and the ruled tables of one page."""

    def __init__(self, page: Any, *, first: bool) -> None:
        self.first = first
        self.width = float(page.width)
        found = [table for table in page.find_tables() if len(table.rows) * len(table.rows[0].cells) > 1]
        self.tables = [(table.bbox, _cells(table.extract())) for table in found]
        words = page.extract_words(extra_attrs=["fontname"], keep_blank_chars=False, x_tolerance=1.5)
        outside = [word for word in words if not any(_inside(word, box) for box, _ in self.tables)]
        self.lines = [line for line in lines_of(outside) if not self._is_page_number(line)]
        page.close()

    def _is_page_number(self, line: Line) -> bool:
        return bool(not self.first and line.text.isdigit() and line.top < 60 and len(line.text) <= 4)


def _inside(word: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    middle = (word["top"] + word["bottom"]) / 2
    return bool(box[1] <= middle <= box[3] and box[0] - 1 <= word["x0"] <= box[2] + 1)


def _cells(rows: list[list[str | None]]) -> Rows:
    return tuple(tuple(" ".join(plain(cell or "").split()) for cell in row) for row in rows)


def _blocks(pages: list[_Page]) -> list[Block]:
    """Return the blocks of all pages; paragraphs and tables go on over the end of a page."""
    blocks: list[Block] = []
    held: list[tuple[Line, Edges]] = []
    edges = _edges(pages)
    for page in pages:
        its = edges[page.width]
        for piece in _pieces(page, its):
            if isinstance(piece, _Lines) and not piece.columns:
                held += [(line, its) for line in piece.lines]
                continue
            blocks += paragraphs(held)
            held = []
            if isinstance(piece, _Lines):
                blocks += _columns(piece.lines, its, head=not any(block.text for block in blocks))
            else:
                _add_table(blocks, piece)
    return blocks + paragraphs(held)


def _edges(pages: list[_Page]) -> dict[float, Edges]:
    """Return the edges of the text for each width of page: where its lines begin and end at the utmost."""
    found: dict[float, Edges] = {}
    for page in pages:
        starts = [line.x0 for line in page.lines] + [box[0] for box, _ in page.tables]
        ends = [line.x1 for line in page.lines] + [box[2] for box, _ in page.tables]
        old = found.get(page.width)
        if old:
            starts, ends = [*starts, old.left], [*ends, old.right]
        if starts:
            found[page.width] = Edges(min(starts), max(ends))
    return {page.width: found.get(page.width, Edges(0, page.width)) for page in pages}


def _pieces(page: _Page, edges: Edges) -> Iterator["_Lines | Rows"]:
    """Yield the lines and tables of a page from top to bottom."""
    lines, head = page.lines, page.first
    for box, rows in sorted(page.tables, key=lambda table: table[0][1]):
        above = [line for line in lines if line.bottom <= box[1] + 3]
        lines = lines[len(above) :]
        yield from (_Lines(run, columns=columns) for columns, run in split_columns(above, page.width, edges, head=head))
        head = False
        yield rows
    yield from (_Lines(run, columns=columns) for columns, run in split_columns(lines, page.width, edges, head=head))


def _columns(lines: list[Line], edges: Edges, *, head: bool) -> list[Block]:
    """Return the lines of a letterhead or a foot; a recipient that runs over two lines is one."""
    blocks: list[Block] = []
    for line in lines:
        right = line.x0 > (edges.left + edges.right) / 2
        last = blocks[-1] if blocks else None
        if last and _goes_on(last, line, right=right):
            blocks[-1] = replace(last, text=f"{last.text} {line.text}")
        else:
            align = "center" if right else None
            blocks.append(Block(line.text, bold=line.bold, italic=line.italic, align=align, letterhead=head))
    return blocks


def _goes_on(last: Block, line: Line, *, right: bool) -> bool:
    """Tell whether a line ends a recipient, or the date of a narrow letterhead, begun on the line above."""
    if right:
        return last.text.endswith(" năm") and bool(_YEAR.fullmatch(line.text))
    return last.text.startswith("- ") and not line.text.startswith(("-", "+"))


def _add_table(blocks: list[Block], rows: Rows) -> None:
    """Add a table, or go on with the one that the end of the page broke off, its repeated head left out."""
    last = blocks[-1].cells if blocks else None
    if last is None or len(last[0]) != len(rows[0]):
        blocks.append(Block("", cells=rows))
    else:
        blocks[-1] = Block("", cells=last + (rows[1:] if rows[0] == last[0] else rows))
