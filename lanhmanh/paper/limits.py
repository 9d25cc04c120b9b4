"""What a file may be before anything in it is read: size, kind, packing, passwords."""

import io
import zipfile
import zlib

from lxml import etree

from lanhmanh.kernel.errors import Refused, sentence

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 200  # honest office files pack at most some 50 times
MAX_MEMBERS = 10_000
MAX_PAGES = 500
_RATIO_MATTERS = 20 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BINARY = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x7fELF", b"MZ", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"RIFF")

NOT_A_DOCUMENT = sentence("Tệp này không phải là văn bản đọc được; hãy chọn tệp .docx, .odt, .pdf, .txt hoặc .md.")
_TOO_BIG = sentence("Tệp lớn hơn 20 MB; hãy bỏ bớt ảnh hoặc tách phụ lục thành tệp riêng rồi tải lại.")
_BOMB = sentence(
    "Tệp nén bung ra quá lớn (giới hạn 200 MB) nên không được mở; hãy lưu lại văn bản từ phần mềm soạn thảo."
)
LOCKED = sentence("Tệp được bảo vệ bằng mật khẩu; hãy bỏ mật khẩu rồi tải lại.")
_OLD_WORD = sentence(
    "Tệp .doc kiểu cũ chưa đọc được; hãy mở bằng Word hoặc LibreOffice, lưu lại thành .docx rồi tải lại."
)
DAMAGED = sentence("Tệp bị hỏng hoặc thiếu phần nội dung; hãy mở, lưu lại từ phần mềm soạn thảo rồi tải lại.")


def check_container(data: bytes) -> None:
    """Refuse what must not be opened: over 20 MB, a zip bomb, behind a password, an old .doc, not a document.

    Plain text passes. Raises Refused with a sentence for the user.
    """
    if len(data) > MAX_BYTES:
        raise Refused(_TOO_BIG)
    if data.startswith(_OLE):
        raise Refused(_ole_sentence(data))
    if data.startswith(b"PK"):
        with open_archive(data) as archive:
            if kind_of_archive(archive) is None:
                raise Refused(NOT_A_DOCUMENT)
    elif not is_pdf(data) and (is_binary(data) or _has_zeros(data)):
        raise Refused(NOT_A_DOCUMENT)


def is_pdf(data: bytes) -> bool:
    """Say whether the bytes begin as a PDF does; up to 1024 bytes may stand before the mark."""
    return b"%PDF-" in data[:1024]


def open_archive(data: bytes) -> zipfile.ZipFile:
    """Open a zip whose declared contents are within bounds and not encrypted; Refused otherwise."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise Refused(DAMAGED) from error
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED or unpacked > max(_RATIO_MATTERS, MAX_RATIO * len(data)):
        raise Refused(_BOMB)
    if any(member.flag_bits & 1 for member in members):
        raise Refused(LOCKED)
    return archive


def kind_of_archive(archive: zipfile.ZipFile) -> str | None:
    """Return "docx" or "odt" by what the archive says it holds, None for any other; Refused for an encrypted .odt."""
    names = set(archive.namelist())
    if "[Content_Types].xml" in names:
        types = read_member(archive, "[Content_Types].xml")
        return "docx" if b"wordprocessingml" in types or b"ms-word" in types else None
    if "content.xml" not in names or "mimetype" not in names:
        return None
    if "META-INF/manifest.xml" in names and b"encryption-data" in read_member(archive, "META-INF/manifest.xml"):
        raise Refused(LOCKED)
    return "odt" if b"opendocument.text" in read_member(archive, "mimetype") else None


def read_member(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return one member, never more than the bound whatever the archive declares; Refused if missing or damaged."""
    try:
        with archive.open(name) as member:
            content = member.read(MAX_UNPACKED + 1)
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError) as error:
        raise Refused(DAMAGED) from error
    if len(content) > MAX_UNPACKED:
        raise Refused(_BOMB)
    return content


def parse_xml(content: bytes) -> etree._Element:
    """Parse XML with entities, network and huge trees off; Refused if it is damaged or declares entities."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refused(DAMAGED) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refused(DAMAGED)
    return root


def _ole_sentence(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return LOCKED
    return _OLD_WORD if "WordDocument".encode("utf-16-le") in data else NOT_A_DOCUMENT


def is_binary(data: bytes) -> bool:
    """Say whether the bytes begin as a picture, a program or an archive does."""
    return data.startswith(_BINARY)


def _has_zeros(data: bytes) -> bool:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):  # a text in UTF-16
        return False
    return b"\x00" in data[:65536]
