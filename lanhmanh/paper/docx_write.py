"""Write an official document as a Word file."""

import io
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.shared import Mm, Pt
from docx.table import _Cell

from lanhmanh.law.formats import PaperFormat, format_of
from lanhmanh.paper import layout
from lanhmanh.paper.document import OfficialDocument, Signatory, Table
from lanhmanh.paper.docx_parts import (
    add_page_number,
    add_rule,
    add_styles,
    fixed_archive,
    grid_table,
    plain_table,
)

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def write_docx(doc: OfficialDocument) -> bytes:
    """Return the document as .docx in the form of its family; equal documents give equal bytes."""
    form = format_of(doc.family)
    word = Document()
    _properties(word, doc)
    _page(word, form)
    add_styles(word, form)
    add_page_number(word)
    _head(word, doc, form)
    _title(word, doc, form)
    _body(word, doc, form)
    _foot(word, doc, form)
    _annexes(word, doc, form)
    out = io.BytesIO()
    word.save(out)
    return fixed_archive(out.getvalue())


def _properties(word: Word, doc: OfficialDocument) -> None:
    core = word.core_properties
    made = datetime(doc.date.year, doc.date.month, doc.date.day, tzinfo=UTC) if doc.date else _EPOCH
    core.created = core.modified = made
    core.author, core.last_modified_by, core.comments, core.revision = "", "", "", 1
    core.title = " ".join(part for part in (doc.kind, doc.title) if part)[:255]
    core.language = "vi-VN"


def _page(word: Word, form: PaperFormat) -> None:
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
        paragraph.style = style
    if not lines:
        first.style = "number"


def _head(word: Word, doc: OfficialDocument, form: PaperFormat) -> None:
    number, place = layout.number_line(doc, form), layout.place_and_date(doc)
    if not (doc.issuer or number or place or form.right):
        return
    table = plain_table(word, form.columns, rows=2)
    left, right = table.rows[0].cells
    issuer = [(line, "parent") for line in doc.issuer[:-1]] + [(line, "issuer") for line in doc.issuer[-1:]]
    if form.star and doc.issuer:
        issuer.append((form.star, "star"))
    _lines(left, issuer)
    if form.issuer_rule and doc.issuer:
        add_rule(left, width=form.columns[0], length=form.columns[0] * form.issuer_rule)
    _lines(right, [(line.text, line.style) for line in form.right])
    for line in form.right:
        if line.rule:
            add_rule(right, width=form.columns[1], length=line.rule)
    left, right = table.rows[1].cells
    _lines(left, [(number, "number")] if number else [])
    _lines(right, [(place, "place_date")] if place else [])


def _title(word: Word, doc: OfficialDocument, form: PaperFormat) -> None:
    lines = [(doc.kind and doc.kind.upper(), "kind"), (doc.title, "title")]
    paragraphs = [word.add_paragraph(text, style=style) for text, style in lines if text]
    if not paragraphs:
        word.add_paragraph(style="number")
        return
    paragraphs[0].paragraph_format.space_before = Pt(18)
    if form.title_rule and doc.title:
        add_rule(word, width=form.text_width, length=form.text_width * form.title_rule * 0.85)
    word.add_paragraph(style="recipients")


def _body(word: Word, doc: OfficialDocument, form: PaperFormat) -> None:
    for part in layout.body(doc):
        if isinstance(part, Table):
            _table(word, part, form.text_width)
        else:
            word.add_paragraph(part.text, style="body" if part.kind == "text" else part.kind)


def _table(word: Word, table: Table, width: float) -> None:
    if table.title:
        title = word.add_paragraph(table.title, style="title")
        title.paragraph_format.space_before = title.paragraph_format.space_after = Pt(6)
        title.paragraph_format.keep_with_next = True
    if table.rows:
        grid_table(word, table.rows, header_rows=table.header_rows, width=width)
    word.add_paragraph(style="recipients")


def _foot(word: Word, doc: OfficialDocument, form: PaperFormat) -> None:
    signatory = doc.signatory or Signatory()
    signature = [line for line in (signatory.authority, signatory.title) if line]
    if not (doc.recipients or signature or signatory.name):
        return
    word.paragraphs[-1].paragraph_format.keep_with_next = True
    half = form.text_width / 2
    left, right = plain_table(word, (half, half), rows=1).rows[0].cells
    recipients = [("Nơi nhận:", "recipients_head")] if doc.recipients else []
    _lines(left, recipients + [(line, "recipients") for line in layout.recipient_lines(doc)])
    _lines(right, [(line, "signature") for line in signature])
    if signatory.name:
        name = right.add_paragraph(signatory.name, style="signature")
        name.paragraph_format.space_before = Pt(72)


def _annexes(word: Word, doc: OfficialDocument, form: PaperFormat) -> None:
    for table in layout.annexes(doc):
        wide = bool(table.rows) and max(len(row) for row in table.rows) > layout.WIDE_TABLE
        section: Any = word.add_section(WD_SECTION.NEW_PAGE)
        section.different_first_page_header_footer = False
        section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
        sides = (form.height, form.width) if wide else (form.width, form.height)
        section.page_width, section.page_height = Mm(sides[0]), Mm(sides[1])
        _table(word, table, sides[0] - form.margins.left.use - form.margins.right.use)
