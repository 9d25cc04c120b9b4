"""PDF: the same outline, head and signatory as was written; equal bytes; refusals that say why."""

import io
from dataclasses import replace

import pypdf
import pytest

from lanhmanh.kernel.errors import Refused
from lanhmanh.paper import pdf_write
from lanhmanh.paper.document import Node, Table
from lanhmanh.paper.parse import parse
from lanhmanh.paper.pdf_lines import lines_of
from lanhmanh.paper.pdf_read import read_blocks
from lanhmanh.paper.pdf_write import write_pdf
from tests.paper.samples import SAMPLES, STATE, UNION

PROSE = " ".join(["Tuyên truyền, vận động hội viên, nông dân phòng, chống tệ nạn ma túy theo số 41/KH-BCNCT2;"] * 9)


def long_document(chapters):
    outline = tuple(
        Node(path=str(n), label=str(n), heading=f"Nhiệm vụ thứ {n}", paragraphs=(PROSE, f"Đoạn sau của mục {n}."))
        for n in range(1, chapters + 1)
    )
    return replace(UNION, outline=outline)


@pytest.mark.parametrize("name", SAMPLES)
def test_sample_reads_back_equal(name):
    assert parse(read_blocks(write_pdf(SAMPLES[name]))) == SAMPLES[name]


@pytest.mark.parametrize("name", SAMPLES)
def test_sample_reads_back_equal_on_a_machine_without_fonts(name, monkeypatch):
    monkeypatch.setattr(pdf_write, "_font_folders", list)
    pdf_write._compiler.cache_clear()
    pdf = write_pdf(SAMPLES[name])
    pdf_write._compiler.cache_clear()
    assert parse(read_blocks(pdf)) == SAMPLES[name]


@pytest.mark.deep
def test_paragraphs_that_run_over_lines_and_pages_come_back_whole():
    doc = long_document(20)
    pdf = write_pdf(doc)
    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) > 5
    read = parse(read_blocks(pdf))
    assert read.outline == doc.outline
    assert (read.number, read.date, read.issuer, read.signatory) == (doc.number, doc.date, doc.issuer, doc.signatory)


def test_equal_documents_give_equal_bytes():
    assert write_pdf(STATE) == write_pdf(replace(STATE))


def test_text_is_never_read_as_a_command():
    danger = '#panic("x") $ * _ \\ " ] } @a <b> // /*'
    doc = replace(UNION, outline=(Node(path="1", label="1", paragraphs=(danger + ".",)),))
    text = pypdf.PdfReader(io.BytesIO(write_pdf(doc))).pages[0].extract_text()
    assert '#panic("x")' in text


def test_it_is_pdf_a_with_its_fonts_inside():
    reader = pypdf.PdfReader(io.BytesIO(write_pdf(STATE)))
    assert b"pdfaid:part" in reader.trailer["/Root"]["/Metadata"].get_data()
    assert reader.pages[1].mediabox.width > reader.pages[1].mediabox.height


def test_letters_that_no_font_holds_do_not_stop_the_writer():
    assert write_pdf(replace(UNION, title="Kế hoạch 漢 \u2060 😀")).startswith(b"%PDF")


def test_locked_file_is_told_from_a_damaged_one_and_from_a_scan():
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    blank = io.BytesIO()
    writer.write(blank)
    writer.encrypt("bí mật", algorithm="RC4-128")
    locked = io.BytesIO()
    writer.write(locked)
    for data, word in ((locked.getvalue(), "mật khẩu"), (b"%PDF-1.7\nabc", "hỏng"), (blank.getvalue(), "bản quét")):
        with pytest.raises(Refused, match=word):
            read_blocks(data)


def test_foot_is_not_taken_into_the_short_clause_between_it_and_a_table():
    table = Table(rows=(("TT", "Đơn vị"), ("1", "Biên Hòa")), title="Bảng 1. Số liệu", header_rows=1, after="1")
    dash = Node(path="1.-1", label="-", heading=None, paragraphs=("Việc ngắn.",))
    outline = (Node(path="1", label="1", heading=None, paragraphs=("Một việc.",), children=(dash,)),)
    doc = replace(STATE, outline=outline, tables=(table,), references=(), preamble=())
    read = parse(read_blocks(write_pdf(doc)))
    assert (read.outline, read.recipients, read.signatory) == (outline, doc.recipients, doc.signatory)


def test_a_character_that_a_typeface_does_not_name_is_left_out():
    word = {
        "text": "Kế\x00 hoạch",
        "x0": 72,
        "x1": 140,
        "top": 80,
        "bottom": 92,
        "fontname": "A",
        "size": 12,
        "doctop": 80,
    }
    assert [line.text for line in lines_of([word])] == ["Kế hoạch"]
