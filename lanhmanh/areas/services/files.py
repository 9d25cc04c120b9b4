"""Files that show a fact, as they may be kept."""

from dataclasses import dataclass
from pathlib import PurePath

from django.utils.translation import gettext as _

from lanhmanh.kernel import photos
from lanhmanh.kernel.errors import Refused

MOST_BYTES = 10 * 1024 * 1024
PICTURES = {".jpg", ".jpeg", ".png", ".webp"}
# Extension → media type and the bytes with which such a file begins.
PAPERS = {
    ".pdf": ("application/pdf", b"%PDF-"),
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK\x03\x04"),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK\x03\x04"),
}
ACCEPTED = ",".join([*sorted(PICTURES), *PAPERS])


@dataclass(frozen=True, slots=True)
class Clean:
    """Hold a file as it is kept."""

    name: str
    media_type: str
    content: bytes


def clean(name: str, content: bytes) -> Clean:
    """Return a file as it may be kept: a photo without where it was taken, a paper as it came.

    :raises Refused: empty, too large, of another kind, or not what its name says.
    """
    suffix = PurePath(name).suffix.lower()
    if not content:
        raise Refused(_("Tệp rỗng: chọn tệp khác."))
    if len(content) > MOST_BYTES:
        raise Refused(_("Tệp lớn hơn 10 MB: chọn tệp nhỏ hơn hoặc chụp lại ở cỡ vừa."))
    if suffix in PICTURES:
        return Clean(f"{PurePath(name).stem}.jpg", photos.MEDIA_TYPE, photos.clean(content).content)
    media_type, begins = PAPERS.get(suffix, ("", b""))
    if not media_type or not content.startswith(begins):
        raise Refused(_("Chỉ nhận ảnh (JPEG, PNG, WebP) hoặc tệp PDF, Word (.docx), Excel (.xlsx)."))
    return Clean(PurePath(name).name, media_type, content)
