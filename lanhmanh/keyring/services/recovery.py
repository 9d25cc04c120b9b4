"""The key of last resort of a province: handed out in shares, practised, used. Its private half is never kept."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from lanhmanh.accounts.models import User
from lanhmanh.audit.services import Actor, record
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.kernel.text import nfc
from lanhmanh.keyring.access import unit_label
from lanhmanh.keyring.models import Custodian, Drill, Grant, RecoveryKey, UnitKey
from lanhmanh.keyring.policies import entitled_members, recovery_key, under
from lanhmanh.keyring.rules import Share
from lanhmanh.keyring.services.boxes import require_key
from lanhmanh.keyring.services.renewal import NobodyEntitled, grant, make_key
from lanhmanh.sealing import BadShares, KeyPair, Unopened, combine, new_key, new_pair, seal, split, unseal
from lanhmanh.units.models import Level, Unit

_NAME = 120


class OtherShares(Refused):
    """The shares make a key, but not this one."""

    def __init__(self) -> None:
        super().__init__(
            sentence("Các mảnh này ghép được, nhưng không phải của khóa khôi phục này. Xem ngày phát ghi trên từng tờ.")
        )


@dataclass(frozen=True, slots=True)
class Ceremony:
    """What a ceremony left: the shares to be printed once, and which units are still under an older key."""

    key: RecoveryKey
    shares: tuple[Share, ...]
    resealed: int
    behind: int


@transaction.atomic
def hold_ceremony(
    *, actor: Actor, province: Unit, needed: int, custodians: Sequence[str], old_shares: Sequence[str] = ()
) -> Ceremony:
    """Make a recovery key in shares for custodians; the first one founds the province's own key as well.

    With shares of the key before it, all keys of units pass under the new one at once; without, each does when it is
    next renewed.

    :raises Refused: no province, names or numbers that do not fit, nobody to hold the province's key, wrong shares.
    """
    names = _names(custodians)
    if province.level != Level.PROVINCE:
        raise Refused(sentence("Khóa khôi phục là của cả tỉnh. Hãy nêu mã của tỉnh."))
    pair, old = new_pair(), _retired(province)
    words = split(pair.private, needed=needed, given=len(names))
    key = RecoveryKey.objects.create(province=province, public=pair.public, needed=needed, given=len(names))
    Custodian.objects.bulk_create(
        Custodian(recovery_key=key, number=number, name=name) for number, name in enumerate(names, 1)
    )
    resealed = _reseal(old, key, old_shares) if old and old_shares else 0
    _found_province(actor, province, key)
    behind = _keys_in_use(province).exclude(recovery_key=key).count()
    record(actor=actor, verb="keys.ceremony", on=key, unit_id=province.pk, needed=needed, given=len(names))
    shares = (Share(n, name, needed, len(names), words[n - 1]) for n, name in enumerate(names, 1))
    return Ceremony(key, tuple(shares), resealed, behind)


@transaction.atomic
def drill(*, actor: Actor, province: Unit, shares: Sequence[str]) -> Drill:
    """Practise recovery: make the key of the shares, open the seal of one unit with it, change nothing, keep the date.

    :raises Refused: there is no recovery key, or no unit is under it.
    """
    recovery = recovery_key(province)
    keys = list(UnitKey.objects.filter(recovery_key=recovery, retired_on__isnull=True))
    if not keys:
        raise Refused(sentence("Chưa có khóa đơn vị nào nằm dưới khóa khôi phục này. Thay khóa của tỉnh trước đã."))
    passed = _opens(shares, secrets.choice(keys))
    done = Drill.objects.create(recovery_key=recovery, by=actor.username, shares=len(shares), passed=passed)
    record(actor=actor, verb="keys.drilled", on=recovery, unit_id=province.pk, passed=passed, shares=len(shares))
    return done


@transaction.atomic
def recover(*, actor: Actor, province: Unit, shares: Sequence[str], user: User, unit: Unit) -> Grant:
    """Seal a unit's key, opened with the shares, to an entitled member.

    :raises Refused: the unit has no key or is elsewhere, the shares are not its recovery key's, or the account works
        on no cases there or never signed in.
    """
    if not under(province).filter(descendant=unit).exists():
        raise Refused(sentence("Đơn vị này không thuộc tỉnh đã nêu."))
    key = require_key(unit)
    pair = _unit_pair(_pair(shares), key)
    member = entitled_members(unit).filter(user=user).first()
    if member is None:
        raise Refused(sentence("Người này chưa giữ vai trò hồ sơ tại đơn vị, hoặc chưa đăng nhập lần nào từ khi giữ."))
    key.grants.filter(member_key=member).delete()
    grant(key=key, pair=pair, members=[member], by=actor.user_id)
    record(actor=actor, verb="keys.recovered", on=key, unit_id=unit.pk, member=user.username)
    return key.grants.get(member_key=member)


def _names(custodians: Sequence[str]) -> list[str]:
    names = [" ".join(nfc(name).split()) for name in custodians]
    if not all(0 < len(name) <= _NAME for name in names) or len(set(names)) < len(names):
        raise Refused(sentence("Tên người giữ mảnh phải khác nhau, không trống và không quá 120 chữ."))
    return names


def _retired(province: Unit) -> RecoveryKey | None:
    old = RecoveryKey.objects.select_for_update().filter(province=province, retired_on__isnull=True).first()
    if old is not None:
        old.retired_on = clock.today()
        old.save(update_fields=["retired_on"])
    return old


def _reseal(old: RecoveryKey, new: RecoveryKey, shares: Sequence[str]) -> int:
    """Put every unit's key that is under the old recovery key under the new one."""
    pair = _pair(shares)
    if pair.public != bytes(old.public):
        raise OtherShares
    rows = list(UnitKey.objects.select_for_update().filter(recovery_key=old, retired_on__isnull=True).order_by("pk"))
    for row in rows:
        private = _unit_pair(pair, row).private
        row.recovery, row.recovery_key = seal(private, bytes(new.public), unit_label(row.uid)), new
    UnitKey.objects.bulk_update(rows, ["recovery", "recovery_key"])
    return len(rows)


def _found_province(actor: Actor, province: Unit, recovery: RecoveryKey) -> None:
    if _keys_in_use(province).exists():
        return
    members = list(entitled_members(province))
    if not members:
        raise NobodyEntitled
    key, pair = make_key(unit=province, recovery=recovery, index=new_key())
    grant(key=key, pair=pair, members=members, by=actor.user_id)
    record(actor=actor, verb="keys.founded", on=key, unit_id=province.pk, generation=key.generation)


def _keys_in_use(province: Unit) -> QuerySet[UnitKey]:
    return UnitKey.objects.filter(unit__in=under(province), retired_on__isnull=True)


def _pair(shares: Sequence[str]) -> KeyPair:
    private = combine(shares)
    if len(private) != 32:
        raise OtherShares
    return KeyPair.of(private)


def _unit_pair(recovery: KeyPair, key: UnitKey) -> KeyPair:
    """Return a unit's pair from its recovery seal.

    :raises OtherShares: the seal is for another recovery key, or holds another unit's key.
    """
    try:
        pair = KeyPair.of(unseal(bytes(key.recovery), recovery, unit_label(key.uid)))
    except Unopened:
        raise OtherShares from None
    if pair.public != bytes(key.public):
        raise OtherShares
    return pair


def _opens(shares: Sequence[str], key: UnitKey) -> bool:
    try:
        _unit_pair(_pair(shares), key)
    except (BadShares, OtherShares):
        return False
    return True
