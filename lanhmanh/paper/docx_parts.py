"""Word's building blocks that python-docx leaves to XML: styles, rules, borders, page numbers, the archive."""

import io
import zipfile
from collections.abc import Iterable
from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table
from docx.text.paragraph import Paragraph

from lanhmanh.law.formats import PaperFormat, Style
from lanhmanh.paper.layout import column_widths, is_figure

_CENTRED = {"national_name", "motto", "party_name", "parent", "issuer", "number", "place_date"}
_CENTRED |= {"kind", "title", "signature", "page_number", "chapter", "table_title", "star"}
_HEADINGS = {"kind": 1, "title": 2, "chapter": 2, "section": 2, "clause": 3, "point": 4}
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def xml(tag: str, **attributes: Any) -> Any:
    """Return a new element of WordprocessingML with its `w:` attributes."""
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    return element


def add_styles(word: Document, form: PaperFormat) -> None:
    """Define one paragraph style for each part of the form; headings of the outline are Word's own heading styles."""
    _font(word.styles["Normal"], form.styles["body"], form.fonts[0])
    parts = dict(form.styles)
    parts |= {"chapter": parts["section"], "point": parts["clause"], "star": parts["number"]}
    parts |= {"table_title": parts["title"]}
    for part, look in parts.items():
        style = _new_style(word, part)
        _font(style, look, form.fonts[0])
        _place(style, part, form)


def styled(paragraph: Paragraph, part: str) -> Paragraph:
    """Return the paragraph in the style of a part: python-docx would walk through all styles to find its name."""
    paragraph._p.get_or_add_pPr().style = part
    return paragraph


def _new_style(word: Document, part: str) -> ParagraphStyle:
    style = word.styles.add_style(part, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)  # noqa: S101 - tells the type checker what the line above made
    style.base_style = word.styles["Normal"]
    if part in _HEADINGS:
        element: Any = style.element
        element.get_or_add_pPr().append(xml("outlineLvl", val=_HEADINGS[part] - 1))
    return style


def _font(style: Any, look: Style, font: str) -> None:
    style.font.name, style.font.size = font, Pt(look.size.use)
    style.font.bold, style.font.italic, style.font.all_caps = look.bold, look.italic, look.caps
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), font)
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)


def _place(style: ParagraphStyle, part: str, form: PaperFormat) -> None:
    layout = style.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing = 1
    if part in _CENTRED:
        layout.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if part in ("chapter", "table_title", "body", "section", "clause", "point"):
        layout.space_after, layout.line_spacing = Pt(form.spacing.use), form.line_spacing.use
    if part in ("body", "section", "clause", "point"):
        layout.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        layout.first_line_indent = Mm(form.indent.use)
    layout.keep_with_next = part == "table_title" or part in _HEADINGS or None


def add_rule(holder: Any, *, width: float, length: float) -> None:
    """Add a thin centred rule of `length` mm to a column or page of `width` mm."""
    line = holder.add_paragraph()
    layout = line.paragraph_format
    layout.left_indent = layout.right_indent = Mm((width - length) / 2)
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(5)
    layout.space_before, layout.space_after = Pt(2), Pt(0)
    border = xml("pBdr")
    border.append(xml("top", val="single", sz=6, space=1, color="000000"))
    line._element.get_or_add_pPr().insert_element_before(border, "w:shd", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")


def plain_table(word: Document, widths: Iterable[float], rows: int) -> Table:
    """Add a table without borders or cell margins, its columns of the given widths in mm, its rows unbroken."""
    widths = tuple(widths)
    table: Table = word.add_table(rows=rows, cols=len(widths))
    _fix_widths(table, widths)
    margins = xml("tblCellMar")
    for side in ("left", "right"):
        margins.append(xml(side, w=0, type="dxa"))
    table._tbl.tblPr.append(margins)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(xml("cantSplit"))
    return table


def grid_table(word: Document, rows: tuple[tuple[str, ...], ...], *, header_rows: int, width: float) -> Table:
    """Add a ruled table of the given width in mm whose first rows are bold and come again on every page."""
    columns = max(len(row) for row in rows)
    table: Table = word.add_table(rows=len(rows), cols=columns)
    _fix_widths(table, column_widths(rows, width, header_rows=header_rows))
    borders = xml("tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(xml(side, val="single", sz=4, space=0, color="000000"))
    properties: Any = table._tbl.tblPr
    properties.find(qn("w:tblLayout")).addprevious(borders)
    properties.find(qn("w:tblLook")).set(qn("w:firstRow"), "1" if header_rows else "0")
    for place, (row, texts) in enumerate(zip(table.rows, rows, strict=True)):
        row_properties = row._tr.get_or_add_trPr()
        row_properties.append(xml("cantSplit"))
        if place < header_rows:
            row_properties.append(xml("tblHeader"))
        _shorten(row._tr, len(texts), columns)
        for cell, text in zip(row._tr.tc_lst, texts, strict=False):
            _cell_text(Paragraph(cell.p_lst[0], row), text, header=place < header_rows)
    return table


def _shorten(row: Any, cells: int, columns: int) -> None:
    """Leave a row only the cells that it has."""
    for cell in row.tc_lst[max(cells, 1) :]:
        row.remove(cell)
    if cells < columns:
        row.get_or_add_trPr().insert(0, xml("gridAfter", val=columns - max(cells, 1)))


def _cell_text(paragraph: Paragraph, text: str, *, header: bool) -> None:
    styled(paragraph, "table")
    paragraph.add_run(text).bold = header or None
    if header or is_figure(text):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _fix_widths(table: Table, widths: tuple[float, ...]) -> None:
    table.autofit = False
    table.style = None
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table._tbl.tr_lst:
        for cell, width in zip(row.tc_lst, widths, strict=False):
            cell.width = Mm(width)


def add_page_number(word: Document) -> None:
    """Put the page number at the top centre of every page but the first of the document."""
    section = word.sections[0]
    section.different_first_page_header_footer = True
    line = section.header.paragraphs[0]
    line.style = "page_number"
    for kind, text in (("begin", None), (None, "PAGE"), ("separate", None), (None, "2"), ("end", None)):
        run = line.add_run()
        if kind:
            run._r.append(xml("fldChar", fldCharType=kind))
        elif text == "PAGE":
            instruction = xml("instrText")
            instruction.text = text
            run._r.append(instruction)
        else:
            run.text = text


def fixed_archive(data: bytes) -> bytes:
    """Return the same .docx with fixed times inside, so that equal documents are equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, date_time=_ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()
