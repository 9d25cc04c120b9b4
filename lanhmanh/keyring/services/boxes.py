"""Boxes: made, shared, handed to another unit, destroyed.

Parts of the services above, which check the policy, hold the transaction and write the trail.
"""

from collections.abc import Callable
from functools import partial

from django.db import transaction

from lanhmanh.accounts.access import lines
from lanhmanh.db.locks import share
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.keyring import halves
from lanhmanh.keyring.access import Keys, NoKey, box_label
from lanhmanh.keyring.models import Box, BoxSeal, UnitKey
from lanhmanh.sealing import Unopened, joined, new_key, seal, unseal
from lanhmanh.units.models import Ancestry, Unit


class NoUnitKey(Refused):
    """The unit has no key yet."""

    def __init__(self) -> None:
        super().__init__(sentence("Đơn vị chưa có khóa. Nhờ người phụ trách khóa của cấp trên lập khóa cho đơn vị."))


def make_box(*, owner: Unit) -> tuple[Box, bytes]:
    """Make a box of a unit and return it with its key; the units above that have keys are entitled too.

    :raises NoUnitKey: the owner has none.
    """
    return make_boxes(owner=owner, count=1)[0]


def make_boxes(*, owner: Unit, count: int) -> list[tuple[Box, bytes]]:
    """Make so many boxes of a unit, in as few queries as one.

    :raises NoUnitKey: the owner has none.
    """
    to = hold_entitled(owner)
    made = [(box, new_key()) for box in Box.objects.bulk_create([Box(owner=owner) for _each in range(count)])]
    kept = halves.make([box.uid for box, _half in made])
    BoxSeal.objects.bulk_create([sealed(box, half, each) for box, half in made for each in to])
    return [(box, joined(half, kept[box.uid])) for box, half in made]


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


def hold_entitled(owner: Unit) -> list[UnitKey]:
    """Return the keys of `entitled`, which stay in use until the transaction ends.

    :raises NoUnitKey: the owner has none.
    """
    to = _held(lambda: entitled(owner))
    if owner.pk not in {key.unit_id for key in to}:
        raise NoUnitKey
    return to


def share_box(*, keys: Keys, box: Box, unit: Unit) -> None:
    """Let a further unit open a box, until `withdraw_box`.

    :raises NoKey: the actor cannot open it.
    :raises NoUnitKey: the further unit has no key.
    """
    [to] = _held(lambda: [require_key(unit)])
    if not box.seals.filter(unit_key=to).exists():
        BoxSeal.objects.bulk_create([sealed(box, _half(keys, box), to, shared=True)])


def withdraw_box(*, box: Box, unit: Unit) -> None:
    """Take a shared box away from a unit again."""
    box.seals.filter(unit_key__unit=unit, shared=True).delete()


def hand_over_box(*, keys: Keys, box: Box, owner: Unit) -> None:
    """Make another unit the owner: it and those above it can open the box, and nobody else.

    :raises NoKey: the actor cannot open it.
    :raises NoUnitKey: the new owner has no key.
    """
    to = hold_entitled(owner)  # keys before boxes, as a renewal takes them
    _hold(box)
    half = _half(keys, box)
    box.seals.all().delete()
    BoxSeal.objects.bulk_create([sealed(box, half, each) for each in to])
    box.owner = owner
    box.save(update_fields=["owner"])


def destroy_box(*, box: Box) -> None:
    """Destroy a box's key for good, in every backup of the database too."""
    _hold(box)
    box.seals.all().delete()
    box.destroyed_on = clock.today()
    box.save(update_fields=["destroyed_on"])
    transaction.on_commit(partial(halves.destroy, box.uid))


def _held(read: Callable[[], list[UnitKey]]) -> list[UnitKey]:
    """Return what is read, once it is sure to stay in use until the transaction ends."""
    to = read()
    share(UnitKey, [key.pk for key in to])
    while (now := read()) != to:  # waited for a renewal, which is committed by now
        to = now
        share(UnitKey, [key.pk for key in to])
    return to


def sealed(box: Box, half: bytes, to: UnitKey, *, shared: bool = False) -> BoxSeal:
    """Return a box's half sealed to a unit key, not kept yet."""
    return BoxSeal(box=box, unit_key=to, sealed=seal(half, bytes(to.public), box_label(box.uid)), shared=shared)


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
