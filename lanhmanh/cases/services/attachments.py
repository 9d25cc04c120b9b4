"""Files of a case, closed with its key; name and kind are closed too."""

from hashlib import blake2b
from pathlib import PurePath

from django.db import transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor
from lanhmanh.audit.services import record
from lanhmanh.cases.models import Attachment, Case, Secret
from lanhmanh.cases.rules.words import refuse_hiv
from lanhmanh.cases.selectors.attachments import file_of, get_attachment
from lanhmanh.cases.selectors.door import require_opened
from lanhmanh.documents.rules import MOST_BYTES, media_type_of, safe_name
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.ids import id_of
from lanhmanh.keyring.access import Keys
from lanhmanh.paper.read import refuse_marked
from lanhmanh.sealing import Address, close

MOST_FILES = 50
_PICTURES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"}


@transaction.atomic
def add_attachment(*, actor: Actor, keys: Keys, case: Case, name: str, content: bytes, token: str = "") -> Attachment:
    """Close a file with a case's key and keep it; the same form (`token`) sent twice keeps it once.

    :raises NotOpened: the actor did not open the case.
    :raises Refused: empty, over 20 MB, one too many, or a document with a mark of secrecy.
    """
    found = require_opened(actor, keys, case)
    name = safe_name(name)
    refuse_hiv([name])
    if not content:
        raise Refused(_("Tệp rỗng: chọn tệp khác."))
    if len(content) > MOST_BYTES:
        raise Refused(_("Tệp lớn hơn 20 MB: chọn tệp nhỏ hơn hoặc tách tệp."))
    Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    uid = id_of(token, case.pk, name, blake2b(content).digest())
    if before := Attachment.objects.filter(uid=uid, case=case).first():
        return before
    if case.attachments.count() >= MOST_FILES:
        raise Refused(_("Hồ sơ đã có %(count)s tệp: bỏ bớt tệp không cần trước.") % {"count": MOST_FILES})
    refuse_marked(content)
    made = Attachment(uid=uid, case=case, added_at=clock.now(), added_by_id=actor.user_id)
    made.content = close(content, found.key, Address(made.uid, "content", 1))
    made.save()
    kind = _PICTURES.get(PurePath(name).suffix.lower()) or media_type_of(name)
    found.write({"name": name, "kind": kind}, record=made.uid)
    record(actor=actor, verb="attachment.added", on=case, unit_id=case.unit_id, attachment=made.uid)
    return made


@transaction.atomic
def read_attachment(*, actor: Actor, keys: Keys, case: Case, uid: str) -> tuple[str, str, bytes]:
    """Return name, kind and bytes of a file, and put on record that it was taken out.

    :raises NotOpened: the actor did not open the case.
    :raises Http404: the case has no such file.
    :raises Unopened: it was changed, or moved here from elsewhere.
    """
    found = require_opened(actor, keys, case, writing=False)
    attachment = get_attachment(case, uid)
    file = file_of(found, attachment)
    record(actor=actor, verb="attachment.read", on=case, unit_id=case.unit_id, attachment=uid)
    return file


@transaction.atomic
def remove_attachment(*, actor: Actor, keys: Keys, case: Case, uid: str) -> None:
    """Take a file off a case for good: it was the wrong one.

    :raises NotOpened: the actor did not open the case.
    :raises Http404: the case has no such file.
    """
    require_opened(actor, keys, case)
    attachment = get_attachment(case, uid)
    Secret.objects.filter(box=case.box_id, record=attachment.uid).delete()
    attachment.delete()
    record(actor=actor, verb="attachment.removed", on=case, unit_id=case.unit_id, attachment=uid)
