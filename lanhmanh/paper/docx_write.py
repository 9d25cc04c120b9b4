"""Write an official document as a Word file."""

import io
import re
from datetime import UTC, datetime
from functools import cache
from typing import Any

from docx import Document
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.shared import Mm, Pt
from docx.table import _Cell

from lanhmanh.law.formats import PaperFormat, format_of
from lanhmanh.paper.blocks import Block
from lanhmanh.paper.document import OfficialDocument
from lanhmanh.paper.docx_parts import (
    add_page_number,
    add_rule,
    add_styles,
    fixed_archive,
    grid_table,
    plain_table,
    styled,
)
from lanhmanh.paper.layout import Page, is_wide, page_of, style_of

_ROOM_TO_SIGN = 72  # points between the title of the signatory and the name
_ARTICLE = re.compile(r"Điều \d+\.")
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def write_docx(doc: OfficialDocument) -> bytes:
    """Return the document as .docx in the form of its family; equal documents give equal bytes."""
    page = page_of(doc)
    word = Document(io.BytesIO(_blank(page.form.family)))
    _properties(word, doc)
    _head(word, page)
    _title(word, page)
    _flow(word, page.body, page.form.text_width)
    _foot(word, page)
    _annexes(word, page)
    out = io.BytesIO()
    word.save(out)
    return fixed_archive(out.getvalue())


@cache
def _blank(family: str) -> bytes:
    """Return the empty sheet of a family, kept: its styles take longer to make than most documents to write."""
    form, word = format_of(family), Document()
    _paper(word, form)
    add_styles(word, form)
    add_page_number(word)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _properties(word: Word, doc: OfficialDocument) -> None:
    core = word.core_properties
    made = datetime(doc.date.year, doc.date.month, doc.date.day, tzinfo=UTC) if doc.date else _EPOCH
    core.created = core.modified = made
    core.author, core.last_modified_by, core.comments, core.revision = "", "", "", 1
    core.title = " ".join(part for part in (doc.kind, doc.title) if part)[:255]
    core.language = "vi-VN"


def _paper(word: Word, form: PaperFormat) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(form.width), Mm(form.height)
    section.top_margin, section.bottom_margin = Mm(form.margins.top.use), Mm(form.margins.bottom.use)
    section.left_margin, section.right_margin = Mm(form.margins.left.use), Mm(form.margins.right.use)
    section.header_distance = section.footer_distance = Mm(10)


def _lines(cell: _Cell, lines: list[tuple[str, str]]) -> None:
    first = cell.paragraphs[0]
    for place, (text, style) in enumerate(lines):
        paragraph = first if place == 0 else cell.add_paragraph()
        paragraph.add_run(text)
        styled(paragraph, style)
    if not lines:
        styled(first, "number")


def _head(word: Word, page: Page) -> None:
    form = page.form
    if not (page.issuer or page.number or page.place_and_date or form.right):
        return
    table = plain_table(word, form.columns, rows=2)
    left, right = table.rows[0].cells
    issuer = [(line, "parent") for line in page.issuer[:-1]] + [(line, "issuer") for line in page.issuer[-1:]]
    _lines(left, issuer + ([(form.star, "star")] if form.star and issuer else []))
    if form.issuer_rule and issuer:
        add_rule(left, width=form.columns[0], length=form.columns[0] * form.issuer_rule)
    _lines(right, [(line.text, line.style) for line in form.right])
    for line in form.right:
        if line.rule:
            add_rule(right, width=form.columns[1], length=line.rule)
    left, right = table.rows[1].cells
    _lines(left, [(page.number, "number")] if page.number else [])
    _lines(right, [(page.place_and_date, "place_date")] if page.place_and_date else [])


def _title(word: Word, page: Page) -> None:
    form = page.form
    lines = [styled(word.add_paragraph(text), style) for text, style in _title_lines(page) if text]
    if lines:
        lines[0].paragraph_format.space_before = Pt(18)
    if form.title_rule and page.title:
        add_rule(word, width=form.text_width, length=form.text_width * form.title_rule * 0.85)
    styled(word.add_paragraph(), "recipients")


def _title_lines(page: Page) -> tuple[tuple[str | None, str], ...]:
    return (page.kind, "kind"), (page.title, "title")


def _flow(word: Word, blocks: tuple[Block, ...], width: float) -> None:
    for block in blocks:
        if block.cells is None:
            _paragraph(word, block.text, style_of(block))
        else:
            _grid(word, block.cells, block.header_rows, width)


def _paragraph(word: Word, text: str, style: str) -> None:
    """Write a paragraph; an article without a title has its number in bold, its words plain."""
    paragraph, mark = styled(word.add_paragraph(), style), _ARTICLE.match(text) if style == "body" else None
    if mark:
        paragraph.add_run(mark[0]).bold = True
        text = text[mark.end() :]
    paragraph.add_run(text)


def _grid(word: Word, rows: tuple[tuple[str, ...], ...], header_rows: int, width: float) -> None:
    if any(rows):
        grid_table(word, rows, header_rows=header_rows, width=width)
    styled(word.add_paragraph(), "recipients")


def _foot(word: Word, page: Page) -> None:
    if not (page.recipients or page.signature or page.name):
        return
    word.paragraphs[-1].paragraph_format.keep_with_next = True
    half = page.form.text_width / 2
    left, right = plain_table(word, (half, half), rows=1).rows[0].cells
    styles = ["recipients_head", *["recipients"] * len(page.recipients)]
    _lines(left, list(zip(page.recipients, styles, strict=False)))
    _lines(right, [(line, "signature") for line in page.signature])
    if page.name:
        name = styled(right.add_paragraph(page.name), "signature")
        name.paragraph_format.space_before = Pt(_ROOM_TO_SIGN)


def _annexes(word: Word, page: Page) -> None:
    form = page.form
    for annex in page.annexes:
        section: Any = word.add_section(WD_SECTION.NEW_PAGE)
        section.different_first_page_header_footer = False
        wide = is_wide(annex)
        section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
        sides = (form.height, form.width) if wide else (form.width, form.height)
        section.page_width, section.page_height = Mm(sides[0]), Mm(sides[1])
        _flow(word, annex, sides[0] - form.margins.left.use - form.margins.right.use)
