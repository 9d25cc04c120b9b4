"""Between the look and the deed a list travels in the page: signed for one person, one list and one page, for a day."""

from typing import Any

from django.core import signing
from django.http import HttpRequest

from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.paper.lists import ListKind, packed, unpacked
from lanhmanh.ui.lists.judging import Looked, Upload

MOST_SECONDS = 24 * 3600
_STALE = sentence("Bản xem trước này không dùng được nữa: tải tệp lên lại.")


def pack(request: HttpRequest, kind: ListKind, looked: Looked) -> str:
    """Return a list that was shown, to be handed back with the answer."""
    upload = looked.upload
    told = {
        "lines": packed(upload.lines), "uids": list(upload.uids), "unread": list(upload.unread),
        "good": [row.number for row in looked.good()],
    }  # fmt: skip
    return signing.dumps(told, salt=_salt(request, kind), compress=True)


def unpack(request: HttpRequest, kind: ListKind, packet: str) -> Upload:
    """Return the list that was shown to this person on this page.

    :raises Refused: it was not, or too long ago.
    """
    try:
        told: Any = signing.loads(packet, salt=_salt(request, kind), max_age=MOST_SECONDS)
    except (signing.BadSignature, ValueError):
        raise Refused(_STALE) from None
    return Upload(unpacked(told["lines"]), told["uids"], told["unread"], told["good"])


def _salt(request: HttpRequest, kind: ListKind) -> str:
    return f"lanhmanh.lists:{request.user.pk}:{kind.code}:{request.path}"
