"""Keep the library of materials: what it holds, its versions, and which of them an activity used."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, require
from lanhmanh.accounts.rules import Permission
from lanhmanh.activities.models import (
    Activity,
    Language,
    LibraryItem,
    LibraryKind,
    LibraryVersion,
    MaterialUse,
    State,
)
from lanhmanh.activities.rules import MOST_PIECES, files
from lanhmanh.activities.rules.stated import Misstated, past, text_of, within
from lanhmanh.activities.services.keeping import locked, made_by, require_all, sent_before, take_back, tell_many
from lanhmanh.activities.services.practice_files import named
from lanhmanh.audit import services as audit
from lanhmanh.documents.services import store_file
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.ids import new_id
from lanhmanh.kernel.text import fold
from lanhmanh.units.models import Unit


@dataclass(frozen=True, slots=True)
class ItemData:
    """Hold what is told of a material: `source` says where it comes from, `approver` who approved it."""

    title: str
    kind: str
    language: str
    source: str
    approver: str
    summary: str = ""
    token: str = field(default_factory=new_id)
    uid: str = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class VersionData:
    """Hold a version: its file, its day, and what changed since the one before."""

    name: str
    content: bytes = field(repr=False)
    dated: date
    changed: str = ""


@transaction.atomic
def record_item(*, actor: Actor, unit: Unit, data: ItemData) -> LibraryItem:
    """Put a material into the library, its files still to come.

    :raises NotAllowed: the actor may not record for this unit.
    :raises Misstated: something stated cannot be.
    """
    require(actor, Permission.ACTIVITY_RECORD, unit)
    if known := sent_before(LibraryItem, actor, unit, data.token):
        return known
    item = LibraryItem(unit=unit, token=data.token, **_stated(data), **made_by(actor))
    item.save()
    audit.record(actor=actor, verb="library.recorded", on=item, unit_id=unit.pk, kind=item.kind)
    return item


@transaction.atomic
def record_items(*, actor: Actor, rows: Sequence[tuple[Unit, ItemData]]) -> list[LibraryItem]:
    """Put many materials into the library, with one event; all or none."""
    require_all(actor, [unit for unit, _data in rows])
    own = made_by(actor)
    made = [LibraryItem(unit=unit, uid=data.uid, token=data.token, **_stated(data), **own) for unit, data in rows]
    LibraryItem.objects.bulk_create(made, batch_size=500)
    tell_many(actor, verb="library.recorded_many", units=[unit for unit, _data in rows])
    return made


@transaction.atomic
def change_item(*, actor: Actor, item: LibraryItem, data: ItemData) -> LibraryItem:
    """Change what is told of a material; its versions stay as they are."""
    item = locked(actor, item)
    for name, value in _stated(data).items():
        setattr(item, name, value)
    item.save()
    audit.record(actor=actor, verb="library.changed", on=item, unit_id=item.unit_id)
    return item


@transaction.atomic
def add_version(*, actor: Actor, item: LibraryItem, data: VersionData) -> LibraryVersion:
    """Add the next version of a material; the one before stays to be read. The same file again is the same version.

    :raises Misstated: the day lies ahead, or from the second version on nothing says what changed.
    :raises Refused: the file is none that may be kept.
    """
    item = locked(actor, item)
    past("dated", data.dated, clock.today())
    last = item.versions.order_by("-number").select_related("file").defer("file__content").first()
    changed = text_of("changed", data.changed, 300, needed=last is not None)
    kept = files.checked(data.content)
    file = store_file(actor=actor, name=named(data.name, kept.ending), media_type=kept.media_type, content=kept.content)
    if last and last.file.sha256 == file.sha256:
        raise Misstated("file", _("Tệp này giống hệt phiên bản trước: chọn tệp mới."))
    version: LibraryVersion = LibraryVersion.objects.create(
        item=item, number=last.number + 1 if last else 1, file=file, dated=data.dated, changed=changed,
        added_at=clock.now(), added_by_id=actor.user_id,
    )  # fmt: skip
    facts = {"number": version.number, "sha256": file.sha256}
    audit.record(actor=actor, verb="library.version_added", on=item, unit_id=item.unit_id, **facts)
    return version


@transaction.atomic
def void_item(*, actor: Actor, item: LibraryItem, reason: str) -> None:
    """Take a material out of the library; what used it still shows which version it was.

    :raises Refused: no reason is given.
    """
    take_back(actor, locked(actor, item), reason, verb="library.voided")


@transaction.atomic
def note_use(*, actor: Actor, activity: Activity, version: LibraryVersion, quantity: int) -> MaterialUse:
    """Say that an activity used a version, so many pieces or times; said again, the last number holds.

    :raises NotAllowed: the actor may not record for the activity's unit.
    :raises Refused: the activity was taken back, the material is not in the library, or the number cannot be.
    """
    require(actor, Permission.ACTIVITY_RECORD, activity.unit_id)
    activity = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    if activity.state == State.VOID:
        raise Refused(_("Hoạt động này đã hủy: khôi phục trước khi ghi tài liệu."))
    if version.item.is_void:
        raise Misstated("version", _("Tài liệu này đã rút khỏi thư viện: chọn tài liệu khác."))
    within("quantity", quantity, MOST_PIECES, 1)
    use, _new = MaterialUse.objects.update_or_create(
        activity=activity, version=version, defaults={"quantity": quantity}
    )
    facts = {"activity": activity.uid, "version": version.uid, "quantity": quantity}
    audit.record(actor=actor, verb="library.used", on=use, unit_id=activity.unit_id, **facts)
    return use


@transaction.atomic
def remove_use(*, actor: Actor, use: MaterialUse) -> None:
    """Take back that an activity used a material."""
    require(actor, Permission.ACTIVITY_RECORD, use.activity.unit_id)
    facts = {"activity": use.activity.uid}
    audit.record(actor=actor, verb="library.use_removed", on=use, unit_id=use.activity.unit_id, **facts)
    use.delete()


def _stated(data: ItemData) -> dict[str, Any]:
    if data.kind not in LibraryKind.values or data.language not in Language.values:
        raise Misstated("kind", _("Chọn loại tài liệu và ngôn ngữ."))
    title = text_of("title", data.title, 200, needed=True)
    summary = text_of("summary", data.summary, 2000, lines=True)
    return {
        "title": title,
        "kind": data.kind,
        "language": data.language,
        "summary": summary,
        "source": text_of("source", data.source, 200, needed=True),
        "approver": text_of("approver", data.approver, 200, needed=True),
        "search": fold(f"{title} {summary} {data.source}"),
    }
