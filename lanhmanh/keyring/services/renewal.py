"""How a unit's key is made and renewed: a new pair, sealed to who is entitled now, every box sealed anew.

Parts of the services beside it, which check the policy, hold the transaction and write the trail.
"""

from collections.abc import Collection, Iterable

from django.db.models import Max, Q, QuerySet

from lanhmanh.accounts.access import Actor
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.keyring.access import Keys, box_label, index_label, unit_label
from lanhmanh.keyring.models import Box, BoxSeal, Grant, MemberKey, RecoveryKey, UnitKey
from lanhmanh.keyring.policies import entitled_members, over, recovery_key, under
from lanhmanh.sealing import KeyPair, Unopened, new_pair, seal, unseal
from lanhmanh.units.models import Unit


class NobodyEntitled(Refused):
    """A key that nobody could open would lock the unit out."""

    def __init__(self) -> None:
        super().__init__(
            sentence("Đơn vị chưa có ai vừa giữ vai trò hồ sơ vừa đã đăng nhập, nên chưa có người để trao khóa.")
        )


class OutOfReach(Refused):
    """Some boxes of the unit do not open with the keys held; renewing would lose them for the unit."""

    def __init__(self, count: int) -> None:
        super().__init__(
            sentence(
                "Có %(count)s hồ sơ của đơn vị mà khóa bạn đang giữ không mở được, nên chưa thay khóa. "
                "Nhờ người phụ trách khóa cấp trên, hoặc người đang giữ khóa của đơn vị, làm việc này."
            ),
            count=count,
        )


def hold_keys(unit: Unit) -> RecoveryKey:
    """Let one renewal in a province run at a time, once everybody who is sealing near the unit has finished.

    :raises NoRecovery: there was no ceremony.
    """
    recovery = RecoveryKey.objects.select_for_update().get(pk=recovery_key(unit).pk)
    near = Q(unit__in=over(unit)) | Q(unit__in=under(unit))
    list(UnitKey.objects.select_for_update().filter(near, retired_on__isnull=True).order_by("pk").values_list("pk"))
    return recovery


def in_use(unit: Unit) -> UnitKey | None:
    """Return the key in use of a unit."""
    return UnitKey.objects.filter(unit=unit, retired_on__isnull=True).first()


def renew(
    *,
    actor: Actor,
    keys: Keys,
    unit: Unit,
    recovery: RecoveryKey,
    without: Collection[int] = (),
    admits: bool = False,
) -> UnitKey:
    """Found or renew a unit's key, after `hold_keys`; `without` names accounts to which it is not sealed.

    Renewed, it goes to those who held it and are still entitled. Who waits goes on waiting unless this `admits` them:
    it takes somebody's word that it was they who signed in, and who renews a key was not asked for that.

    :raises Refused: nobody would hold a first key, or some boxes cannot be opened with the keys held.
    """
    old = in_use(unit)
    entitled = entitled_members(unit).exclude(user__in=without)
    if old is not None and not admits:
        entitled = entitled.filter(pk__in=old.grants.values("member_key_id"))
    members = list(entitled)
    if old is None and not members:
        raise NobodyEntitled
    boxes, index = _halves(keys, unit, old), keys.index_key
    if old is not None:
        retire(old)
    key, pair = make_key(unit=unit, recovery=recovery, index=index)
    grant(key=key, pair=pair, members=members, by=actor.user_id)
    BoxSeal.objects.bulk_create(
        BoxSeal(box_id=pk, unit_key=key, sealed=seal(half, pair.public, box_label(uid)), shared=shared)
        for pk, uid, half, shared in boxes
    )
    keys.forget()
    return key


def make_key(*, unit: Unit, recovery: RecoveryKey, index: bytes) -> tuple[UnitKey, KeyPair]:
    """Make the next generation of a unit's key, sealed to the recovery key, the index key sealed to it."""
    pair, last = new_pair(), UnitKey.objects.filter(unit=unit).aggregate(last=Max("generation"))["last"] or 0
    key = UnitKey(unit=unit, generation=last + 1, public=pair.public, recovery_key=recovery)
    key.recovery = seal(pair.private, bytes(recovery.public), unit_label(key.uid))
    key.index = seal(index, pair.public, index_label(key))
    key.save()
    return key, pair


def grant(*, key: UnitKey, pair: KeyPair, members: Iterable[MemberKey], by: int | None) -> None:
    """Seal a unit's private key to members."""
    Grant.objects.bulk_create(
        Grant(
            unit_key=key, member_key=member, granted_by_id=by,
            sealed=seal(pair.private, bytes(member.public), unit_label(key.uid)),
        )
        for member in members
    )  # fmt: skip


def retire(key: UnitKey) -> None:
    """End a generation: no grant, no seal, nothing that its private half could still open is kept."""
    key.grants.all().delete()
    key.seals.all().delete()
    key.recovery = key.index = b""
    key.retired_on = clock.today()
    key.save(update_fields=["recovery", "index", "retired_on"])


def _halves(keys: Keys, unit: Unit, old: UnitKey | None) -> list[tuple[int, str, bytes, bool]]:
    """Return box, uid, half and whether it is only shared, for every living box to which the unit is entitled."""
    shared = BoxSeal.objects.filter(unit_key=old, shared=True).values("box_id") if old else []
    boxes = Box.objects.filter(Q(owner__in=under(unit)) | Q(pk__in=shared), destroyed_on__isnull=True)
    held = list(boxes.select_for_update().order_by("pk").values_list("pk", "uid", "owner_id"))
    if not held:
        return []
    own, opened = set(under(unit)), _opened(keys, boxes, {pk: uid for pk, uid, _owner in held})
    if len(opened) < len(held):
        raise OutOfReach(len(held) - len(opened))
    return [(pk, uid, opened[pk], owner not in own) for pk, uid, owner in held]


def _opened(keys: Keys, boxes: QuerySet[Box], uids: dict[int, str]) -> dict[int, bytes]:
    seals = BoxSeal.objects.filter(box__in=boxes, unit_key__in=keys.units)
    found: dict[int, bytes] = {}
    for pk, key, sealed in seals.values_list("box_id", "unit_key_id", "sealed").iterator():
        if pk in found or pk not in uids:
            continue
        try:
            found[pk] = unseal(bytes(sealed), keys.units[key], box_label(uids[pk]))
        except Unopened:
            continue  # tampered with; another seal may open
    return found
