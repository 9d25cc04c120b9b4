"""Boxes: made, shared, handed to another unit, destroyed.

Parts of the services above, which check the policy, hold the transaction and write the trail.
"""

from collections.abc import Sequence
from functools import partial

from django.db import transaction

from lanhmanh.accounts.access import lines
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.keyring import halves
from lanhmanh.keyring.access import Keys, NoKey, box_label
from lanhmanh.keyring.models import Box, BoxSeal, UnitKey
from lanhmanh.sealing import Unopened, joined, new_key, seal, unseal
from lanhmanh.units.models import Ancestry, Unit


class KeyRenewed(Refused):
    """A unit's key was renewed while something was being sealed to it."""

    def __init__(self) -> None:
        super().__init__(sentence("Khóa của đơn vị vừa được thay đúng lúc này. Chưa có gì được lưu; hãy làm lại."))


class NoUnitKey(Refused):
    """The unit has no key yet."""

    def __init__(self) -> None:
        super().__init__(sentence("Đơn vị chưa có khóa. Nhờ người phụ trách khóa của cấp trên lập khóa cho đơn vị."))


def make_box(*, owner: Unit) -> tuple[Box, bytes]:
    """Make a box of a unit and return it with its key; the units above that have keys are entitled too.

    :raises NoUnitKey: the owner has none.
    :raises KeyRenewed: one of the keys was renewed meanwhile.
    """
    return make_boxes(owner=owner, count=1)[0]


def make_boxes(*, owner: Unit, count: int) -> list[tuple[Box, bytes]]:
    """Make so many boxes of a unit, in as few queries as one.

    :raises NoUnitKey: the owner has none.
    :raises KeyRenewed: one of the keys was renewed meanwhile.
    """
    require_key(owner)
    boxes = Box.objects.bulk_create([Box(owner=owner) for _each in range(count)])
    kept, sealed_halves = halves.make([box.uid for box in boxes]), [(box, new_key()) for box in boxes]
    _seal_to_entitled(sealed_halves, owner)
    return [(box, joined(half, kept[box.uid])) for box, half in sealed_halves]


def require_key(unit: Unit) -> UnitKey:
    """Return the key in use of a unit.

    :raises NoUnitKey: it has none.
    """
    key = UnitKey.objects.filter(unit=unit, retired_on__isnull=True).first()
    if key is None:
        raise NoUnitKey
    return key


def entitled(owner: Unit) -> list[UnitKey]:
    """Return the keys in use of a unit and of the units above it today, or when it ended."""
    above = Ancestry.objects.filter(lines(clock.today()), descendant=owner).values("ancestor_id")
    return list(UnitKey.objects.filter(retired_on__isnull=True, unit__in=above).order_by("pk"))


def share_box(*, keys: Keys, box: Box, unit: Unit) -> None:
    """Let a further unit open a box, until `withdraw_box`.

    :raises NoKey: the actor cannot open it.
    :raises NoUnitKey: the further unit has no key.
    :raises KeyRenewed: its key was renewed meanwhile.
    """
    to = require_key(unit)
    if box.seals.filter(unit_key=to).exists():
        return
    BoxSeal.objects.bulk_create([sealed(box, _half(keys, box), to, shared=True)])
    if require_key(unit) != to:
        raise KeyRenewed


def withdraw_box(*, box: Box, unit: Unit) -> None:
    """Take a shared box away from a unit again."""
    box.seals.filter(unit_key__unit=unit, shared=True).delete()


def hand_over_box(*, keys: Keys, box: Box, owner: Unit) -> None:
    """Make another unit the owner: it and those above it can open the box, and nobody else.

    :raises NoKey: the actor cannot open it.
    :raises NoUnitKey: the new owner has no key.
    :raises KeyRenewed: one of the keys was renewed meanwhile.
    """
    _hold(box)
    require_key(owner)
    half = _half(keys, box)
    box.seals.all().delete()
    _seal_to_entitled([(box, half)], owner)
    box.owner = owner
    box.save(update_fields=["owner"])


def destroy_box(*, box: Box) -> None:
    """Destroy a box's key for good, in every backup of the database too."""
    _hold(box)
    box.seals.all().delete()
    box.destroyed_on = clock.today()
    box.save(update_fields=["destroyed_on"])
    transaction.on_commit(partial(halves.destroy, box.uid))


def sealed(box: Box, half: bytes, to: UnitKey, *, shared: bool = False) -> BoxSeal:
    """Return a box's half sealed to a unit key, not kept yet."""
    return BoxSeal(box=box, unit_key=to, sealed=seal(half, bytes(to.public), box_label(box.uid)), shared=shared)


def _seal_to_entitled(sealing: Sequence[tuple[Box, bytes]], owner: Unit) -> None:
    """Seal to owner and above.

    PostgreSQL lets this insert wait for a renewal that is under way, and a later renewal wait for this transaction
    (`renewal.hold_keys`); so what is asked after the insert still holds when it is committed.
    """
    to = entitled(owner)
    BoxSeal.objects.bulk_create([sealed(box, half, key) for box, half in sealing for key in to])
    if entitled(owner) != to:
        raise KeyRenewed


def _half(keys: Keys, box: Box) -> bytes:
    for row in box.seals.filter(unit_key__in=keys.units):
        try:
            return unseal(bytes(row.sealed), keys.units[row.unit_key_id], box_label(box.uid))
        except Unopened:
            continue  # a seal that was tampered with; another may open
    raise NoKey


def _hold(box: Box) -> None:
    """Wait for a renewal that is sealing the box, and let later ones wait."""
    Box.objects.select_for_update().get(pk=box.pk)
