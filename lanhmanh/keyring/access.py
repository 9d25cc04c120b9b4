"""What a signed-in member can open: the keys of the units that admitted the member, and through them boxes."""

from collections.abc import Collection, Iterable
from functools import cached_property

from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.keyring import halves
from lanhmanh.keyring.models import Box, BoxSeal, Grant, MemberKey, UnitKey
from lanhmanh.sealing import Index, KeyPair, Unopened, joined, unseal


class NoKey(Refused):
    """This account holds no key for it."""

    def __init__(self) -> None:
        super().__init__(
            sentence("Tài khoản này chưa được trao khóa của đơn vị. Nhờ người phụ trách khóa trao, rồi đăng nhập lại.")
        )


class Keys:
    """Hold the unlocked private key of a member for one request; reads the rest when first asked."""

    def __init__(self, member: MemberKey | None = None, private: bytes | None = None) -> None:
        """Take the member's key, both None where nothing is unlocked."""
        self.member = member
        self._pair = KeyPair.of(private) if private else None

    def __bool__(self) -> bool:
        """Test whether at least one unit's key can be opened."""
        return bool(self.units)

    @cached_property
    def units(self) -> dict[int, KeyPair]:
        """Return the key pair of each unit key that was granted, by the unit key's primary key; newest first."""
        if self.member is None or self._pair is None:
            return {}
        rows = Grant.objects.filter(member_key=self.member).select_related("unit_key").order_by("-pk")
        return {row.unit_key_id: KeyPair.of(self._opened(bytes(row.sealed), row.unit_key)) for row in rows}

    @cached_property
    def unit_ids(self) -> dict[int, int]:
        """Return unit → its unit key in use, for the units whose keys are held."""
        rows = UnitKey.objects.filter(pk__in=self.units, retired_on__isnull=True)
        return dict(rows.values_list("unit_id", "pk"))

    @cached_property
    def index(self) -> Index:
        """Return the blind index of the province.

        :raises NoKey: no unit's key is held.
        """
        for key in UnitKey.objects.filter(pk__in=self.units).order_by("-pk"):
            return Index(unseal(bytes(key.index), self.units[key.pk], index_label(key)))
        raise NoKey

    def open_box(self, box: Box) -> bytes:
        """Return the key of a box.

        :raises NoKey: it is not sealed to any key held, or it was destroyed.
        """
        found = self.open_boxes([box])
        if box.pk not in found:
            raise NoKey
        return found[box.pk]

    def open_boxes(self, boxes: Collection[Box]) -> dict[int, bytes]:
        """Return the keys of those boxes that can be opened, by primary key, in one query."""
        uids = {box.pk: box.uid for box in boxes}
        return dict(self._opened_boxes(uids, BoxSeal.objects.filter(box__in=uids, unit_key__in=self.units)))

    def _opened_boxes(self, uids: dict[int, str], seals: Iterable[BoxSeal]) -> Iterable[tuple[int, bytes]]:
        for seal in seals:
            try:
                sealed = unseal(bytes(seal.sealed), self.units[seal.unit_key_id], box_label(uids[seal.box_id]))
                yield seal.box_id, joined(sealed, halves.read(uids[seal.box_id]))
            except Unopened:
                continue  # a seal that was tampered with opens nothing; another may

    def _opened(self, sealed: bytes, key: UnitKey) -> bytes:
        assert self._pair is not None  # noqa: S101 - `units` looked
        return unseal(sealed, self._pair, unit_label(key.uid))


NO_KEYS = Keys()


def unit_label(uid: str) -> str:
    """Return what a unit's private key is sealed for."""
    return f"unit-key:{uid}"


def index_label(key: UnitKey) -> str:
    """Return what the index key is sealed for in a unit key."""
    return f"index-key:{key.uid}"


def box_label(uid: str) -> str:
    """Return what the half of a box's key is sealed for."""
    return f"box:{uid}"
