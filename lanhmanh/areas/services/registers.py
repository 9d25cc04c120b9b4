"""What the services of the registers share."""

from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, require
from lanhmanh.accounts.rules import Permission
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.text import nfc

Row = TypeVar("Row", bound=models.Model)


class ChangedMeanwhile(Refused):
    """Somebody else changed the record after it was opened."""


def line(text: str) -> str:
    """Return words on one line with single spaces."""
    return nfc(" ".join(text.split()))


def locked(actor: Actor, row: Row, unit_id: int, *related: str) -> Row:
    """Return a row as it is now, held until the transaction ends.

    :raises NotAllowed: the actor does not record at this unit.
    """
    require(actor, Permission.PLACE_RECORD, unit_id)
    rows = type(row)._default_manager.select_for_update(of=("self",)).select_related(*related)
    return rows.get(pk=row.pk)


def same_version(row: Any, version: int) -> None:
    """Return if the row is still as the person saw it.

    :raises ChangedMeanwhile: it is not.
    """
    if row.version != version:
        raise ChangedMeanwhile(_("Có người vừa sửa bản ghi này. Mở lại trang, xem bản mới rồi sửa."))


def standing(row: Any) -> None:
    """Return if the record was not taken back.

    :raises Refused: it was.
    """
    if row.state == "void":
        raise Refused(_("Bản ghi này đã hủy: ghi lại thành bản mới."))


def void(actor: Actor, row: Any, reason: str) -> bool:
    """Take a record back: it stays to be read and counts no more. Twice is once; tell whether it was the first time.

    :raises Refused: no reason is given.
    """
    if row.state == "void":
        return False
    reason = line(reason)
    if not reason:
        raise Refused(_("Ghi lý do hủy, ví dụ ghi trùng."))
    if len(reason) > 300:
        raise Refused(_("Lý do quá dài: không quá 300 ký tự."))
    row.state, row.void_reason = "void", reason
    row.voided_at, row.voided_by_id = clock.now(), actor.user_id
    row.version += 1
    row.save()
    return True
