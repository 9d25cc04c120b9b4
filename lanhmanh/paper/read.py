"""Read an official document from a file of any form that is taken."""

import zipfile
from io import BytesIO
from pathlib import Path

from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.paper.blocks import Block
from lanhmanh.paper.document import OfficialDocument
from lanhmanh.paper.head import refuse_secret
from lanhmanh.paper.limits import MAX_BYTES, check_container, is_binary
from lanhmanh.paper.parse import parse
from lanhmanh.paper.text_read import decode, text_blocks

_TOO_BIG = sentence("%(file)s lớn hơn %(most)s MB; hãy bỏ bớt hình ảnh rồi gửi lại.")
_EMPTY = sentence("%(file)s trống; hãy gửi tệp .docx, .odt, .pdf có lớp chữ, .txt hoặc .md.")
_NO_WORDS = sentence("%(file)s không có chữ nào đọc được; hãy gửi tệp .docx, .odt, .pdf có lớp chữ, .txt hoặc .md.")
_NOT_READABLE = sentence(
    "%(file)s không phải là văn bản đọc được; hãy gửi tệp .docx, .odt, .pdf có lớp chữ, .txt hoặc .md."
)
_OTHER_FORM = sentence(
    "%(file)s ở dạng chưa đọc được (RTF, HTML hoặc XML); hãy gửi tệp .docx, .odt, .pdf có lớp chữ, .txt hoặc .md."
)
_NOT_A_TEXT = sentence("%(file)s không phải là văn bản; hãy gửi tệp .docx, .odt, .pdf có lớp chữ, .txt hoặc .md.")
_NOT_TEXT = 32  # below it only the marks of lines and pages belong in a text


def read(source: str | Path | bytes, *, name: str | None = None) -> OfficialDocument:
    """Read a document; `source` is a path, the bytes of a file, or a text of more than one line.

    The form is told from the content; `name` only names the file in messages. Raises Refused, and keeps nothing, for
    what is no document, is over 20 MB, is protected, swells when unpacked, or bears a mark of secrecy in its head.
    """
    if isinstance(source, str) and "\n" in source:
        source = source.encode("utf-8", errors="replace")
    if not isinstance(source, bytes):
        name = name or Path(source).name
        source = _load(Path(source))
    title = _title(name)
    if len(source) > MAX_BYTES:
        raise Refused(_TOO_BIG, file=title, most=MAX_BYTES >> 20)
    if not source.strip():
        raise Refused(_EMPTY, file=title)
    blocks = _blocks(source, title)
    if not any(block.text.strip() or block.cells for block in blocks):
        raise Refused(_NO_WORDS, file=title)
    return parse(blocks)


def refuse_marked(data: bytes) -> None:
    """Refuse a file that is a document whose head bears a mark of secrecy; any other file passes.

    :raises Refused: it bears one.
    """
    try:
        blocks = _blocks(data, _title(None))
    except Refused:
        return  # a picture, a sheet, a page without a layer of text: there is no head to look at
    refuse_secret(blocks)


def _title(name: str | None) -> tuple[str, str]:
    """Return what messages call the file, in both languages."""
    return (f"Tệp “{name}”", f"The file “{name}”") if name else ("Tệp", "The file")


def _load(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Refused(_TOO_BIG, file=_title(path.name), most=MAX_BYTES >> 20)
        return path.read_bytes()
    except OSError as error:
        raise Refused(f"Không mở được tệp “{path.name}”; hãy kiểm tra đường dẫn và quyền đọc.") from error


def _blocks(data: bytes, title: tuple[str, str]) -> list[Block]:
    if data.lstrip()[:5] == b"%PDF-":
        from lanhmanh.paper import pdf_read

        return pdf_read.read_blocks(data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")):
        return _archive_blocks(data, title)
    return _text_blocks(data, title)


def _archive_blocks(data: bytes, title: tuple[str, str]) -> list[Block]:
    check_container(data)
    if data.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
        if "[Content_Types].xml" in names and any(n.startswith("word/") for n in names):
            from lanhmanh.paper import docx_read

            return docx_read.read_blocks(data)
        if "content.xml" in names:
            from lanhmanh.paper import odt_read

            return odt_read.read_blocks(data)
    raise Refused(_NOT_READABLE, file=title)


def _text_blocks(data: bytes, title: tuple[str, str]) -> list[Block]:
    if data.lstrip()[:5].lower() in (b"{\\rtf", b"<html", b"<!doc", b"<?xml"):
        raise Refused(_OTHER_FORM, file=title)
    if is_binary(data):
        raise Refused(_NOT_A_TEXT, file=title)
    if b"\x00" in data and data[:2] not in (b"\xff\xfe", b"\xfe\xff") and not _wide(data):
        raise Refused(_NOT_A_TEXT, file=title)
    text = decode(data)
    if sum(ord(c) < _NOT_TEXT and not c.isspace() for c in text) * 100 > len(text):
        raise Refused(_NOT_A_TEXT, file=title)
    return text_blocks(text)


def _wide(data: bytes) -> bool:
    """Tell whether every second byte of the start is mostly zero, as in UTF-16 without its mark."""
    start = data[:200]
    zeros = start[::2].count(0), start[1::2].count(0)
    return max(zeros) * 5 > len(start) and min(zeros) * 20 < len(start)
