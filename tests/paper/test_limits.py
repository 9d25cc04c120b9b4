"""Files that must not be opened are refused with a sentence that says why."""

import io
import zipfile

import pytest

from lanhmanh.kernel.errors import Refused
from lanhmanh.paper.docx_read import read_blocks
from lanhmanh.paper.docx_write import write_docx
from lanhmanh.paper.limits import MAX_BYTES, check_container, parse_xml
from tests.paper.samples import UNION

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def packed(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def with_member(name, content):
    out = io.BytesIO(write_docx(UNION))
    with zipfile.ZipFile(io.BytesIO(write_docx(UNION))) as old:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for member in old.namelist():
                new.writestr(member, content if member == name else old.read(member))
            if name not in old.namelist():
                new.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"a" * (MAX_BYTES + 1), "20 MB"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
        (OLE + "WordDocument".encode("utf-16-le"), "lưu lại thành .docx"),
        (OLE, "không phải là văn bản"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "không phải là văn bản"),
        (b"abc\x00def", "không phải là văn bản"),
        (b"PK\x03\x04" + b"x" * 50, "hỏng"),
        (packed(a="x"), "không phải là văn bản"),
        (packed(mimetype="application/vnd.oasis.opendocument.spreadsheet", content="x"), "không phải là văn bản"),
    ],
    ids=["big", "locked", "old-word", "ole", "png", "zeros", "broken-zip", "zip", "not-text"],
)
def test_refused_with_the_reason(data, word):
    with pytest.raises(Refused, match=word):
        check_container(data)


@pytest.mark.deep
def test_zip_bomb_is_refused_before_it_is_unpacked():
    with pytest.raises(Refused, match="200 MB"):
        check_container(with_member("word/document.xml", b"0" * (210 * 1024 * 1024)))


def test_small_bomb_is_refused_by_its_ratio():
    with pytest.raises(Refused, match="200 MB"):
        check_container(with_member("word/media.bin", b"0" * (60 * 1024 * 1024)))


def test_archive_of_too_many_members_is_refused():
    with pytest.raises(Refused, match="200 MB"):
        check_container(packed(**{f"f{n}": "" for n in range(10_001)}))


def test_locked_odt_is_refused():
    manifest = '<m><encryption-data xmlns="x"/></m>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", b"\x01\x02")
        archive.writestr("META-INF/manifest.xml", manifest)
    with pytest.raises(Refused, match="mật khẩu"):
        check_container(out.getvalue())


@pytest.mark.parametrize("entity", ['SYSTEM "file:///etc/hostname"', '"tốt"'])
def test_file_that_declares_entities_is_refused(entity):
    content = f'<!DOCTYPE d [<!ENTITY e {entity}>]><w:document xmlns:w="w">&e;</w:document>'.encode()
    with pytest.raises(Refused, match="hỏng"):
        read_blocks(with_member("word/document.xml", content))


@pytest.mark.parametrize("content", [b"", b"<a>", b"\xff\xfe\x00", b"<a/>" * 2])
def test_damaged_xml_is_refused(content):
    with pytest.raises(Refused, match="hỏng"):
        parse_xml(content)


def test_macros_are_neither_run_nor_in_the_way():
    assert read_blocks(with_member("word/vbaProject.bin", OLE)) == read_blocks(write_docx(UNION))


def test_plain_text_and_pdf_pass():
    for data in ("Kế hoạch".encode(), "Kế hoạch".encode("utf-16"), b"%PDF-1.7"):
        check_container(data)
