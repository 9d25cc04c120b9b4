"""OpenDocument texts made by odfpy: lists with their numbers, tables, notes, looks."""

import io

import pytest
from odf.opendocument import OpenDocumentText
from odf.style import Header, MasterPage, PageLayout, ParagraphProperties, Style, TableCellProperties, TextProperties
from odf.table import Table, TableCell, TableHeaderRows, TableRow
from odf.text import (
    H,
    LineBreak,
    List,
    ListItem,
    ListLevelStyleBullet,
    ListLevelStyleNumber,
    ListStyle,
    Note,
    NoteBody,
    NoteCitation,
    P,
    S,
    Span,
)

from lanhmanh.kernel.errors import Refused
from lanhmanh.paper.odt_read import read_blocks
from lanhmanh.paper.parse import parse


def saved(odt):
    out = io.BytesIO()
    odt.write(out)
    return out.getvalue()


def numbered():
    odt = OpenDocumentText()
    style = ListStyle(name="DS")
    style.addElement(ListLevelStyleNumber(level=1, numformat="I", numsuffix="."))
    style.addElement(ListLevelStyleNumber(level=2, numformat="1", numsuffix="."))
    style.addElement(ListLevelStyleNumber(level=3, numformat="1", numsuffix=".", displaylevels=2))
    style.addElement(ListLevelStyleBullet(level=4, bulletchar="•"))
    odt.automaticstyles.addElement(style)
    return odt


def add_list(parent, tree, **attributes):
    holder = List(**attributes)
    for entry in tree:
        item = ListItem()
        item.addElement(P(text=entry[0]))
        if entry[1:]:
            add_list(item, entry[1])
        holder.addElement(item)
    parent.addElement(holder)


def test_automatic_numbers_are_those_that_are_printed():
    odt = numbered()
    tree = [("một", [("hai", [("ba", [("bốn",)]), ("năm",)]), ("sáu",)]), ("bảy",)]
    add_list(odt.text, tree, stylename="DS")
    labels = [block.label for block in read_blocks(saved(odt))]
    assert labels == ["I.", "1.", "1.1.", "-", "1.2.", "2.", "II."]


def test_list_counts_afresh_unless_it_goes_on():
    odt = numbered()
    add_list(odt.text, [("a",), ("b",)], stylename="DS")
    add_list(odt.text, [("c",)], stylename="DS")
    add_list(odt.text, [("d",)], stylename="DS", continuenumbering="true")
    assert [block.label for block in read_blocks(saved(odt))] == ["I.", "II.", "I.", "II."]


def test_table_with_borders_is_data_and_one_without_at_the_top_is_a_letterhead():
    odt = OpenDocumentText()
    ruled = Style(name="O", family="table-cell")
    ruled.addElement(TableCellProperties(border="0.5pt solid #000000"))
    odt.automaticstyles.addElement(ruled)
    for style, cells in ((None, ("HỘI NÔNG DÂN", "Đồng Nai")), ("O", ("TT", "Tên"))):
        table, head, row = Table(), TableHeaderRows(), TableRow()
        for text in cells:
            cell = TableCell(stylename=style) if style else TableCell()
            cell.addElement(P(text=text))
            row.addElement(cell)
        head.addElement(row)
        table.addElement(head)
        odt.text.addElement(table)
    blocks = read_blocks(saved(odt))
    assert [(b.text, b.letterhead, b.cells) for b in blocks] == [
        ("HỘI NÔNG DÂN", True, None),
        ("Đồng Nai", True, None),
        ("", False, (("TT", "Tên"),)),
    ]


def test_looks_headings_spaces_breaks_and_notes():
    odt = OpenDocumentText()
    bold = Style(name="Đ", family="paragraph")
    bold.addElement(TextProperties(fontweight="bold"))
    bold.addElement(ParagraphProperties(textalign="center"))
    odt.automaticstyles.addElement(bold)
    odt.text.addElement(P(stylename=bold, text="KẾ HOẠCH"))
    odt.text.addElement(H(outlinelevel=2, text="I. MỤC ĐÍCH"))
    line = P(text="một")
    line.addElement(S(c=3))
    line.addElement(Span(text="hai"))
    line.addElement(LineBreak())
    line.addText("ba")
    note, body = Note(noteclass="footnote"), NoteBody()
    note.addElement(NoteCitation(text="1"))
    body.addElement(P(text="chú thích"))
    note.addElement(body)
    line.addElement(note)
    odt.text.addElement(line)
    blocks = read_blocks(saved(odt))
    assert [b.text for b in blocks] == ["KẾ HOẠCH", "I. MỤC ĐÍCH", "một hai ba", "chú thích"]
    assert (blocks[0].bold, blocks[0].align, blocks[1].heading_level) == (True, "center", 2)


def test_soft_breaks_part_the_lines_of_a_letterhead():
    odt = OpenDocumentText()
    table, row = Table(name="đầu"), TableRow()
    for lines in (
        ("HỘI NÔNG DÂN VIỆT NAM", "BAN CHẤP HÀNH TỈNH ĐỒNG NAI"),
        ("Số 15-KH/HNDT", "Đồng Nai, ngày 09 tháng 3 năm 2021"),
    ):
        cell, paragraph = TableCell(), P(text=lines[0])
        paragraph.addElement(LineBreak())
        paragraph.addText(lines[1])
        cell.addElement(paragraph)
        row.addElement(cell)
    table.addElement(row)
    odt.text.addElement(table)
    odt.text.addElement(P(text="KẾ HOẠCH"))
    doc = parse(read_blocks(saved(odt)))
    assert doc.issuer == ("HỘI NÔNG DÂN VIỆT NAM", "BAN CHẤP HÀNH TỈNH ĐỒNG NAI")
    assert (doc.number, doc.place) == ("15-KH/HNDT", "Đồng Nai")


def test_a_mark_of_secrecy_in_the_head_of_the_page_style_is_refused():
    odt = OpenDocumentText()
    odt.text.addElement(P(text="KẾ HOẠCH"))
    layout, page, head = PageLayout(name="trang"), MasterPage(name="Standard", pagelayoutname="trang"), Header()
    head.addElement(P(text="MẬT"))
    page.addElement(head)
    odt.automaticstyles.addElement(layout)
    odt.masterstyles.addElement(page)
    with pytest.raises(Refused, match="dấu mật"):
        parse(read_blocks(saved(odt)))
