"""The files of a case that somebody opened."""

from dataclasses import dataclass

from django.http import Http404

from lanhmanh.cases.models import Attachment, Case
from lanhmanh.cases.selectors.door import Opened
from lanhmanh.sealing import Address, open_


@dataclass(frozen=True, slots=True)
class File:
    """A file as the case's page lists it."""

    attachment: Attachment
    name: str


def files(found: Opened) -> list[File]:
    """Return the files of a case with their names, the newest first, in two queries; no content is read."""
    rows = list(found.case.attachments.defer("content").select_related("added_by").order_by("-pk"))
    names = found.words_of([row.uid for row in rows]) if rows else {}
    return [File(row, names.get(row.uid, {}).get("name", "")) for row in rows]


def get_attachment(case: Case, uid: str) -> Attachment:
    """Return a file of a case.

    :raises Http404: the case has none of this id.
    """
    found = Attachment.objects.filter(case=case, uid=uid).first()
    if found is None:
        raise Http404("attachment")
    return found


def file_of(found: Opened, attachment: Attachment) -> tuple[str, str, bytes]:
    """Return name, kind and bytes of a file.

    :raises Unopened: it was changed, or moved here from elsewhere.
    """
    words = found.words(attachment.uid)
    content = open_(bytes(attachment.content), found.key, Address(attachment.uid, "content", 1))
    return words.get("name", ""), words.get("kind", ""), content
