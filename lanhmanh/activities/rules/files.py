"""A file of a model or of the library: of known kinds, judged by its bytes; a photo is re-encoded."""

import zipfile
from dataclasses import dataclass
from io import BytesIO

from lanhmanh.kernel import photos
from lanhmanh.kernel.errors import Refused, sentence

MOST_BYTES = 10 * 1024 * 1024
ACCEPT = ".pdf,.docx,.odt,.xlsx,.pptx,.mp3,.jpg,.jpeg,.png,.webp"
_OOXML = "application/vnd.openxmlformats-officedocument."
# What stands in the archive tells the kind; the name of the file is only what somebody called it.
_PARTS = {
    "word/document.xml": ("docx", f"{_OOXML}wordprocessingml.document"),
    "xl/workbook.xml": ("xlsx", f"{_OOXML}spreadsheetml.sheet"),
    "ppt/presentation.xml": ("pptx", f"{_OOXML}presentationml.presentation"),
}
_ODT = "application/vnd.oasis.opendocument.text"
_TOO_BIG = sentence("Tệp lớn hơn 10 MB: chọn tệp nhỏ hơn hoặc tách tệp.")
_EMPTY = sentence("Tệp rỗng: chọn tệp khác.")
_UNKNOWN = sentence("Không nhận loại tệp này: chọn PDF, Word, Excel, PowerPoint, ODT, MP3 hoặc ảnh JPEG, PNG, WebP.")
_MACROS = sentence("Tệp có chứa macro nên không được nhận: lưu lại thành tệp không có macro.")


@dataclass(frozen=True, slots=True)
class Kept:
    """Hold a file as it is kept: its ending, kind and bytes; a photo with its size."""

    ending: str
    media_type: str
    content: bytes
    width: int | None = None
    height: int | None = None


def checked(content: bytes) -> Kept:
    """Return a file as it may be kept.

    :raises Refused: empty, larger than 10 MB, of an unknown kind, damaged, or with macros.
    """
    if not content:
        raise Refused(_EMPTY)
    if len(content) > MOST_BYTES:
        raise Refused(_TOO_BIG)
    if content.startswith(b"%PDF-"):
        return Kept("pdf", "application/pdf", content)
    if content.startswith(b"ID3") or content[:2] in (b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"):
        return Kept("mp3", "audio/mpeg", content)
    if content.startswith(b"PK\x03\x04"):
        return _archive(content)
    if content.startswith((b"\xff\xd8", b"\x89PNG")) or content[8:12] == b"WEBP":
        clean = photos.clean(content)
        return Kept("jpg", photos.MEDIA_TYPE, clean.content, clean.width, clean.height)
    raise Refused(_UNKNOWN)


def _archive(content: bytes) -> Kept:
    """Return an office document by what stands in its archive."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
            is_odt = "mimetype" in names and archive.getinfo("mimetype").file_size < 100
            kind = archive.read("mimetype").decode("ascii", "replace").strip() if is_odt else ""
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError):
        raise Refused(_UNKNOWN) from None
    if any("vbaproject" in name.lower() for name in names):
        raise Refused(_MACROS)
    if kind == _ODT:
        return Kept("odt", _ODT, content)
    for part, (ending, media_type) in _PARTS.items():
        if part in names:
            return Kept(ending, media_type, content)
    raise Refused(_UNKNOWN)
