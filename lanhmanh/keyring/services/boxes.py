"""Boxes: made, shared, handed to another unit, destroyed.

Parts of the services above, which check the policy, hold the transaction and write the trail.
"""

from collections.abc import Collection
from functools import partial

from django.db import transaction

from lanhmanh.db.models import valid_on
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.keyring import halves
from lanhmanh.keyring.access import Keys, NoKey, box_label
from lanhmanh.keyring.models import Box, BoxSeal, UnitKey
from lanhmanh.sealing import joined, new_key, seal, unseal
from lanhmanh.units.models import Ancestry, Unit


class NoUnitKey(Refused):
    """The unit has no key yet."""

    def __init__(self) -> None:
        super().__init__(sentence("Đơn vị chưa có khóa. Nhờ người phụ trách khóa của cấp trên lập khóa cho đơn vị."))


def make_box(*, owner: Unit) -> tuple[Box, bytes]:
    """Make a box of a unit and return it with its key; the units above that have keys are entitled too.

    :raises NoUnitKey: the owner has none.
    """
    keys = entitled(owner)
    if owner.pk not in {key.unit_id for key in keys}:
        raise NoUnitKey
    box, half = Box.objects.create(owner=owner), new_key()
    key = joined(half, halves.make(box.uid))
    BoxSeal.objects.bulk_create([_sealed(box, half, to) for to in keys])
    return box, key


def entitled(owner: Unit) -> list[UnitKey]:
    """Return the keys in use of a unit and of the units above it today."""
    above = Ancestry.objects.filter(valid_on(clock.today()), descendant=owner).values("ancestor_id")
    return list(UnitKey.objects.filter(retired_on__isnull=True, unit__in=above).order_by("pk"))


def share_box(*, keys: Keys, box: Box, unit: Unit) -> None:
    """Let a further unit open a box, until `withdraw_box`.

    :raises NoKey: the actor cannot open it.
    :raises NoUnitKey: the further unit has no key.
    """
    to = UnitKey.objects.filter(unit=unit, retired_on__isnull=True).first()
    if to is None:
        raise NoUnitKey
    if not box.seals.filter(unit_key=to).exists():
        _sealed(box, _half(keys, box), to, shared=True).save()


def withdraw_box(*, box: Box, unit: Unit) -> None:
    """Take a shared box away from a unit again."""
    box.seals.filter(unit_key__unit=unit, shared=True).delete()


def hand_over_box(*, keys: Keys, box: Box, owner: Unit) -> None:
    """Make another unit the owner: it and those above it can open the box, and nobody else.

    :raises NoKey: the actor cannot open it.
    :raises NoUnitKey: the new owner has no key.
    """
    to = entitled(owner)
    if owner.pk not in {key.unit_id for key in to}:
        raise NoUnitKey
    reseal(half=_half(keys, box), box=box, to=to)
    box.owner = owner
    box.save(update_fields=["owner"])


def reseal(*, half: bytes, box: Box, to: Collection[UnitKey]) -> None:
    """Seal a box's half to these unit keys and to no others."""
    box.seals.all().delete()
    BoxSeal.objects.bulk_create([_sealed(box, half, key) for key in to])


def destroy_box(*, box: Box) -> None:
    """Destroy a box's key for good, in every backup of the database too."""
    box.seals.all().delete()
    box.destroyed_on = clock.today()
    box.save(update_fields=["destroyed_on"])
    transaction.on_commit(partial(halves.destroy, box.uid))


def _sealed(box: Box, half: bytes, to: UnitKey, *, shared: bool = False) -> BoxSeal:
    return BoxSeal(box=box, unit_key=to, sealed=seal(half, bytes(to.public), box_label(box.uid)), shared=shared)


def _half(keys: Keys, box: Box) -> bytes:
    for row in box.seals.filter(unit_key__in=keys.units):
        return unseal(bytes(row.sealed), keys.units[row.unit_key_id], box_label(box.uid))
    raise NoKey
