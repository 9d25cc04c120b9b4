"""What services of kept records share: a form sent twice, a record taken back, many recorded at once."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, NotAllowed, require, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.activities.models.kept import Kept
from lanhmanh.activities.rules.stated import text_of
from lanhmanh.audit import services as audit
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.units.models import Unit

Row = TypeVar("Row", bound=Kept)


def sent_before(model: type[Row], actor: Actor, unit: Unit, token: str) -> Row | None:
    """Return the record that the same form gave the first time.

    :raises Refused: somebody else, or another unit, used it.
    """
    found = model._default_manager.filter(token=token).first() if token else None
    if found is not None and (found.recorded_by_id, found.unit_id) != (actor.user_id, unit.pk):  # type: ignore[attr-defined]
        raise Refused(_("Biểu này đã dùng cho một bản ghi khác: mở lại trang rồi ghi."))
    return found


def made_by(actor: Actor) -> dict[str, Any]:
    """Return the fields that say who recorded something now."""
    return {"recorded_at": clock.now(), "recorded_by_id": actor.user_id}


def locked(actor: Actor, row: Row, permission: Permission = Permission.ACTIVITY_RECORD) -> Row:
    """Return a record anew, locked for a change.

    :raises NotAllowed: the actor may not change records of its unit.
    :raises Refused: it was taken back.
    """
    require(actor, permission, row.unit_id)  # type: ignore[attr-defined]
    found = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    if found.is_void:
        raise Refused(_("Bản ghi này đã hủy, không sửa được nữa."))
    return found


def take_back(actor: Actor, row: Kept, reason: str, verb: str) -> None:
    """Let a record count no more, with the reason; inside the transaction of its service."""
    row.void_reason = text_of("reason", reason, 300, needed=True)
    row.voided_at, row.voided_by_id = clock.now(), actor.user_id
    row.save(update_fields=["void_reason", "voided_at", "voided_by"])
    unit_id = row.unit_id  # type: ignore[attr-defined]
    audit.record(actor=actor, verb=verb, on=row, unit_id=unit_id, reason=row.void_reason)


def require_all(actor: Actor, units: Iterable[Unit]) -> None:
    """Return if the actor may record for each of these units, in one query.

    :raises NotAllowed: for one of them the actor may not.
    """
    allowed = set(units_for(actor, Permission.ACTIVITY_RECORD).values_list("pk", flat=True))
    if not {unit.pk for unit in units} <= allowed:
        raise NotAllowed(_("Tài khoản này không có quyền ghi cho một đơn vị trong danh sách."))


def tell_many(actor: Actor, verb: str, units: Iterable[Unit]) -> None:
    """Write one event of many records of some units."""
    counts = Counter(unit.uid for unit in units)
    if counts:
        audit.record(actor=actor, verb=verb, count=sum(counts.values()), units=dict(counts))
