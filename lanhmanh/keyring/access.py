"""What a signed-in member can open: the keys of the units that admitted the member, and through them boxes."""

from collections.abc import Collection, Iterable
from datetime import date
from functools import cache, cached_property
from typing import Any

from django.db.models import Q, QuerySet

from lanhmanh.accounts.models import Membership
from lanhmanh.accounts.rules import Permission, Scope, roles
from lanhmanh.db.models import valid_on
from lanhmanh.db.prepared import prepared
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.keyring import halves
from lanhmanh.keyring.models import Box, BoxSeal, Grant, MemberKey, UnitKey
from lanhmanh.sealing import Address, Index, KeyPair, Unopened, close, joined, new_key, open_, seal, unseal

_SEALED = 96  # what a sealed key of 32 bytes weighs


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
    def _granted(self) -> list[tuple[UnitKey, KeyPair]]:
        """Return the unit keys that open, newest first; a role that ended shuts its unit's key at once."""
        if self.member is None or self._pair is None:
            return []
        rows = _grants(self.member.pk, self.member.user_id, clock.today())
        keys = [(UnitKey.from_db(None, _UNIT_KEY, key), bytes(sealed)) for sealed, *key in rows]
        found = [(key, self._opened(key, sealed)) for key, sealed in keys]
        return [(key, pair) for key, pair in found if pair]

    @cached_property
    def units(self) -> dict[int, KeyPair]:
        """Return the key pair of each unit key in use that was granted, by the unit key's primary key; newest first."""
        return {key.pk: pair for key, pair in self._granted}

    @cached_property
    def unit_ids(self) -> dict[int, int]:
        """Return unit → its unit key in use, for the units whose keys are held."""
        return {key.unit_id: key.pk for key, _pair in self._granted}

    @cached_property
    def index(self) -> Index:
        """Return the blind index of the province.

        :raises NoKey: no unit's key is held.
        """
        return Index(self.index_key)

    @cached_property
    def index_key(self) -> bytes:
        """Return the key of the blind index, as it is sealed into further unit keys.

        :raises NoKey: no unit's key is held.
        """
        for key, pair in self._granted:
            try:
                return unseal(bytes(key.index), pair, index_label(key))
            except Unopened:
                continue
        raise NoKey

    def forget(self) -> None:
        """Read anew what was granted: keys were renewed since."""
        for name in ("_granted", "units", "unit_ids", "index", "index_key"):
            self.__dict__.pop(name, None)

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
        return dict(self._opened_boxes({box.pk: box.uid for box in boxes}))

    def wrap(self, content: bytes, label: str) -> bytes:
        """Return content closed so that only this member opens it, for what `label` says; nothing of it is kept here.

        :raises NoKey: nothing is unlocked.
        """
        if self._pair is None:
            raise NoKey
        key = new_key()
        return seal(key, self._pair.public, label) + close(content, key, Address(label, "wrapped", 1))

    def unwrap(self, wrapped: bytes, label: str) -> bytes:
        """Return content that was wrapped for this member.

        :raises NoKey: nothing is unlocked.
        :raises Unopened: it was changed, or wrapped for another member or another use.
        """
        if self._pair is None:
            raise NoKey
        key = unseal(wrapped[:_SEALED], self._pair, label)
        return open_(wrapped[_SEALED:], key, Address(label, "wrapped", 1))

    def _opened_boxes(self, uids: dict[int, str]) -> Iterable[tuple[int, bytes]]:
        for box_id, unit_key_id, content in _seals(uids, self.units) if uids and self.units else ():
            try:
                sealed = unseal(bytes(content), self.units[unit_key_id], box_label(uids[box_id]))
                yield box_id, joined(sealed, halves.read(uids[box_id]))
            except Unopened:
                continue  # a seal that was tampered with opens nothing; another may

    def _opened(self, key: UnitKey, sealed: bytes) -> KeyPair | None:
        """Return the unit's pair; None for a grant that was tampered with, or a pair that is not the unit's."""
        assert self._pair is not None  # noqa: S101 - `_granted` looked
        try:
            pair = KeyPair.of(unseal(sealed, self._pair, unit_label(key.uid)))
        except Unopened:
            return None
        return pair if pair.public == bytes(key.public) else None


NO_KEYS = Keys()
_UNIT_KEY = tuple(field.attname for field in UnitKey._meta.concrete_fields)


@prepared
def _seals(boxes: Collection[int], unit_keys: Collection[int]) -> QuerySet[BoxSeal, tuple[Any, ...]]:
    rows = BoxSeal.objects.filter(box__in=boxes, unit_key__in=unit_keys)
    return rows.values_list("box_id", "unit_key_id", "sealed")


@prepared
def _grants(member: int, user: int, day: date) -> QuerySet[Grant, tuple[Any, ...]]:
    here = Membership.objects.filter(_working_on(day), user=user).values("unit_id")
    rows = Grant.objects.filter(
        member_key=member, member_key__retired_on__isnull=True, unit_key__retired_on__isnull=True,
        unit_key__unit__in=here,
    )  # fmt: skip
    return rows.order_by("-pk").values_list("sealed", *(f"unit_key__{name}" for name in _UNIT_KEY))


@cache
def case_roles() -> frozenset[str]:
    """Return the roles whose holder is entitled to the key of the unit where it is held."""
    cases = (Permission.CASE_WORK, Permission.CASE_SUPERVISE, Permission.CASE_OVERSEE)
    return frozenset(
        code for code, role in roles().items() if any(Scope.OWN in role.grants.get(one, ()) for one in cases)
    )


def working() -> Q:
    """Return the condition of a membership that entitles to its unit's key today."""
    return _working_on(clock.today())


def _working_on(day: date) -> Q:
    return Q(valid_on(day), role__in=case_roles(), user__is_active=True)


def unit_label(uid: str) -> str:
    """Return what a unit's private key is sealed for."""
    return f"unit-key:{uid}"


def index_label(key: UnitKey) -> str:
    """Return what the index key is sealed for in a unit key."""
    return f"index-key:{key.uid}"


def box_label(uid: str) -> str:
    """Return what the half of a box's key is sealed for."""
    return f"box:{uid}"
