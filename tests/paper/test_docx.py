"""Word files: what is written reads back equal; what Word numbers, deletes or hides reads as printed."""

import io
import zipfile
from dataclasses import replace

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import HealthCheck, Phase, given, settings

from lanhmanh.kernel.errors import Refused
from lanhmanh.paper.document import Node, Table
from lanhmanh.paper.docx_numbering import figure
from lanhmanh.paper.docx_read import read_blocks
from lanhmanh.paper.docx_write import write_docx
from lanhmanh.paper.parse import parse
from tests.growth import examples
from tests.paper.samples import SAMPLES, STATE
from tests.paper.strategies import documents

W = nsdecls("w")
LEVELS = (("upperRoman", "%1."), ("decimal", "%2."), ("decimal", "%2.%3."), ("lowerLetter", "%4)"), ("bullet", ""))


def saved(word):
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def of_paragraphs(*paragraphs, numbering=None):
    word = Document()
    for xml in reversed(paragraphs):
        word.element.body.insert(0, parse_xml(f"<w:p {W}>{xml}</w:p>"))
    if numbering:
        root = word.part.numbering_part.element
        for child in list(root):
            root.remove(child)
        for element in parse_xml(f"<w:numbering {W}>{numbering}</w:numbering>"):
            root.append(element)
    return [block for block in read_blocks(saved(word)) if block.text]


def item(depth, text, number=1):
    properties = f'<w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
    return f"{properties}<w:r><w:t>{text}</w:t></w:r>"


def lists(*extra):
    levels = "".join(
        f'<w:lvl w:ilvl="{d}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for d, (form, text) in enumerate(LEVELS)
    )
    abstract = f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
    return abstract + '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>' + "".join(extra)


@pytest.mark.parametrize("name", SAMPLES)
def test_sample_reads_back_equal(name):
    assert parse(read_blocks(write_docx(SAMPLES[name]))) == SAMPLES[name]


@given(documents())
@settings(
    max_examples=examples(30, quick=15),
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
def test_any_document_reads_back_equal(doc):
    assert parse(read_blocks(write_docx(doc))) == doc


def test_equal_documents_give_equal_bytes():
    assert write_docx(STATE) == write_docx(replace(STATE))
    assert write_docx(STATE) != write_docx(replace(STATE, number="13/BC-SVHTT"))


def test_wide_annex_lies_on_its_side_and_a_narrow_one_does_not():
    wide, narrow = Table(rows=(("a",) * 8,)), Table(rows=(("a",) * 7,))
    word = Document(io.BytesIO(write_docx(replace(STATE, tables=(wide, narrow)))))
    assert [s.page_width > s.page_height for s in word.sections] == [False, True, False]


def test_page_number_is_absent_from_the_first_page_alone():
    word = Document(io.BytesIO(write_docx(STATE)))
    assert [s.different_first_page_header_footer for s in word.sections] == [True, False]
    assert "PAGE" in word.sections[0].header._element.xml


def test_automatic_numbers_are_those_that_word_prints():
    depths = [0, 1, 1, 2, 2, 3, 3, 4, 0, 1, 3]
    blocks = of_paragraphs(*(item(d, f"mục {i}") for i, d in enumerate(depths)), numbering=lists())
    printed = ["I.", "1.", "2.", "2.1.", "2.2.", "a)", "b)", "-", "II.", "1.", "a)"]
    assert [block.label for block in blocks] == printed


def test_list_restarts_where_its_number_says_so_and_goes_on_where_not():
    restarted = '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
    restarted += '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    same = '<w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num>'
    rows = [item(0, "a"), item(0, "b"), item(0, "c", number=2), item(0, "d", number=3)]
    blocks = of_paragraphs(*rows, numbering=lists(restarted, same))
    assert [block.label for block in blocks] == ["I.", "II.", "V.", "III."]


def test_empty_paragraph_of_a_list_has_no_number_and_takes_none():
    blocks = of_paragraphs(item(0, "a"), item(0, " "), item(0, "b"), numbering=lists())
    assert [block.label for block in blocks] == ["I.", "II."]


@pytest.mark.parametrize(
    ("number", "form", "printed"),
    [(4, "upperRoman", "IV"), (49, "upperRoman", "XLIX"), (26, "lowerLetter", "z"), (27, "lowerLetter", "aa"),
     (5, "upperLetter", "E"), (7, "decimalZero", "07"), (12, "decimal", "12")],
)  # fmt: skip
def test_figure(number, form, printed):
    assert figure(number, form) == printed


def test_deleted_text_is_dropped_and_inserted_text_kept():
    run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
    deleted = "<w:del w:id='1'><w:r><w:delText>cũ </w:delText></w:r></w:del>"
    inserted = f"<w:ins w:id='2'>{run.format('mới ')}</w:ins>"
    assert [b.text for b in of_paragraphs(run.format("bản ") + deleted + inserted + run.format("đây"))] == [
        "bản mới đây"
    ]


def test_soft_breaks_join_prose_and_part_clauses_and_centred_lines():
    text = "<w:r><w:t>một</w:t><w:br/><w:t>hai</w:t><w:br/><w:t xml:space='preserve'>- ba</w:t></w:r>"
    assert [b.text for b in of_paragraphs(text)] == ["một hai", "- ba"]
    centred = "<w:pPr><w:jc w:val='center'/></w:pPr>" + text
    assert [b.text for b in of_paragraphs(centred)] == ["một", "hai", "- ba"]


def test_tabs_and_hard_spaces_are_spaces_and_decomposed_letters_are_composed():
    assert [b.text for b in of_paragraphs("<w:r><w:t>1.</w:t><w:tab/><w:t>Mu\u0323c\u00a0đích</w:t></w:r>")] == [
        "1. Mục đích"
    ]


def test_text_box_is_read_once():
    box = "<w:txbxContent><w:p><w:r><w:t>trong khung</w:t></w:r></w:p></w:txbxContent>"
    fallback = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    run = f'<w:r><mc:AlternateContent {fallback}><mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>'
    run += f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent><w:t>ngoài</w:t></w:r>"
    assert sorted(b.text for b in of_paragraphs(run)) == ["ngoài", "trong khung"]


def test_merged_cells_keep_their_columns():
    word = Document()
    table = word.add_table(rows=2, cols=3, style="Table Grid")
    table.cell(0, 0).merge(table.cell(0, 1)).text = "gộp"
    table.cell(0, 2).merge(table.cell(1, 2)).text = "dọc"
    table.cell(1, 0).text = "a"
    cells = [block.cells for block in read_blocks(saved(word)) if block.cells]
    assert cells == [(("gộp", "", "dọc"), ("a", "", ""))]


def test_letterhead_reads_left_column_first():
    heads = [block.text for block in read_blocks(write_docx(STATE)) if block.letterhead]
    assert heads == [*STATE.issuer, "Số: 12/BC-SVHTT", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
                     "Độc lập - Tự do - Hạnh phúc", "Đồng Nai, ngày 20 tháng 12 năm 2021"]  # fmt: skip


def test_footnote_is_not_lost():
    word = Document()
    word.add_paragraph("thân")
    with zipfile.ZipFile(io.BytesIO(saved(word))) as old:
        files = {name: old.read(name) for name in old.namelist()}
    note = f'<w:footnotes {W}><w:footnote w:type="separator" w:id="0"/><w:footnote w:id="1"><w:p><w:r>'
    files["word/footnotes.xml"] = f"{note}<w:t>chú thích</w:t></w:r></w:p></w:footnote></w:footnotes>".encode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    relation = f'<Relationship Id="rIdF" Type="{kind}" Target="footnotes.xml"/></Relationships>'.encode()
    rels = "word/_rels/document.xml.rels"
    files[rels] = files[rels].replace(b"</Relationships>", relation)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name, content in files.items():
            new.writestr(name, content)
    assert [b.text for b in read_blocks(out.getvalue()) if b.text] == ["thân", "chú thích"]


def test_an_article_without_a_title_has_its_number_in_bold_and_its_words_plain() -> None:
    doc = replace(STATE, outline=(Node("Điều 1", "Điều 1", paragraphs=("Xếp loại bốn địa bàn.",)),), tables=())
    runs = next(
        paragraph.runs
        for paragraph in Document(io.BytesIO(write_docx(doc))).paragraphs
        if paragraph.text == "Điều 1. Xếp loại bốn địa bàn."
    )
    assert [(run.text, run.bold) for run in runs] == [("Điều 1.", True), (" Xếp loại bốn địa bàn.", None)]


def with_page_head(text):
    word = Document()
    word.sections[0].header.paragraphs[0].text = text
    word.add_paragraph("KẾ HOẠCH")
    word.add_paragraph("1. Tuyên truyền đến hội viên.")
    return read_blocks(saved(word))


def test_a_mark_of_secrecy_at_the_head_of_every_page_is_refused():
    with pytest.raises(Refused, match="dấu mật"):
        parse(with_page_head("TỐI MẬT"))


@pytest.mark.parametrize(("text", "told"), [("Trang 1/3", 0), ("Hội Nông dân tỉnh", 1)])
def test_words_at_the_head_of_every_page_are_told_of_and_left_out(text, told):
    doc = parse(with_page_head(text))
    assert [w.code for w in doc.warnings].count("page_margin") == told
    assert [node.paragraphs for node in doc.outline] == [("Tuyên truyền đến hội viên.",)]
