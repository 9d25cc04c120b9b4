"""Documents and photos of a model."""

from django.db import transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor
from lanhmanh.activities.models import Practice, PracticeFile
from lanhmanh.activities.rules import files
from lanhmanh.activities.services.keeping import locked
from lanhmanh.audit import services as audit
from lanhmanh.documents.rules import safe_name
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused

MOST_FILES = 12


@transaction.atomic
def add_file(*, actor: Actor, practice: Practice, name: str, content: bytes) -> PracticeFile:
    """Keep a document or photo of a model; a photo is re-encoded, so that it tells nothing of where it was taken.

    :raises Refused: the file is none that may be kept, or the model has its twelve already.
    """
    practice = locked(actor, practice)
    if practice.files.count() >= MOST_FILES:
        raise Refused(_("Đã đủ 12 tệp: bỏ bớt tệp cũ trước khi thêm."))
    kept = files.checked(content)
    file = PracticeFile.objects.create(
        practice=practice, name=named(name, kept.ending), media_type=kept.media_type, size=len(kept.content),
        content=kept.content, width=kept.width, height=kept.height, added_at=clock.now(), added_by_id=actor.user_id,
    )  # fmt: skip
    facts = {"model": practice.uid, "size": file.size}
    audit.record(actor=actor, verb="model.file_added", on=file, unit_id=practice.unit_id, **facts)
    return file


@transaction.atomic
def remove_file(*, actor: Actor, file: PracticeFile) -> None:
    """Take a file off a model; its bytes go with it."""
    practice = locked(actor, file.practice)
    audit.record(actor=actor, verb="model.file_removed", on=file, unit_id=practice.unit_id, model=practice.uid)
    file.delete()


def named(name: str, ending: str) -> str:
    """Return a safe file name with the ending of what the bytes are."""
    stem = safe_name(name).rsplit(".", 1)[0][:180] or "tep"
    return f"{stem}.{ending}"
