"""Names and kinds of the files in the register."""

import re
from pathlib import PurePath

MOST_BYTES = 20 * 1024 * 1024
ORIGINAL = "original"
_MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "txt": "text/plain; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
}
_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|]+")


def media_type_of(name: str) -> str:
    """Return the media type by a file's extension; unknown ones are plain bytes."""
    return _MEDIA.get(PurePath(name).suffix.lower().lstrip("."), "application/octet-stream")


def safe_name(name: str) -> str:
    """Return a file name without folders and signs that systems refuse, at most 200 characters long."""
    last = re.split(r"[/\\]", name)[-1]
    plain = PurePath(_UNSAFE.sub("-", last).strip(" .-") or "van-ban")
    return plain.stem[: 200 - len(plain.suffix)] + plain.suffix[:20]


def file_name(number: str, form: str) -> str:
    """Return the name under which a numbered document is downloaded: "05-BC-HNDT.docx"."""
    return safe_name(f"{number.replace('/', '-')}.{form}")
