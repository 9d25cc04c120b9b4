"""Keys of units: founded, renewed, handed to who waits, taken from who left."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import QuerySet

from lanhmanh.accounts.access import Actor, units_for
from lanhmanh.accounts.models import Membership, User
from lanhmanh.accounts.rules import Permission
from lanhmanh.audit.services import record
from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.keyring.access import Keys, working
from lanhmanh.keyring.models import Grant, MemberKey, RecoveryKey, UnitKey
from lanhmanh.keyring.policies import entitled_members, require_keeper, under
from lanhmanh.keyring.services.renewal import grant, hold_keys, in_use, renew
from lanhmanh.units.models import Unit


class KeyRenewed(Refused):
    """The unit's key was renewed since the actor's keys were read."""

    def __init__(self) -> None:
        super().__init__(sentence("Khóa của đơn vị vừa được thay đúng lúc này. Chưa có gì được lưu; hãy làm lại."))


@dataclass
class Founded:
    """What one founding below a unit did, and why some units were left."""

    founded: int = 0
    admitted: int = 0
    refused: list[tuple[Unit, Refused]] = field(default_factory=list)


@transaction.atomic
def renew_unit_key(*, actor: Actor, keys: Keys, unit: Unit) -> UnitKey:
    """Found a unit's key, open to those entitled today, or put a new one in its place for those of them who held it.

    :raises NotAllowed: the actor keeps no keys there.
    :raises Refused: a key is missing, nobody is entitled, or some boxes cannot be opened; nothing is changed.
    """
    require_keeper(actor, keys, unit)
    return _renewed(actor, keys, unit, hold_keys(unit))


@transaction.atomic
def admit_members(*, actor: Actor, keys: Keys, unit: Unit) -> list[MemberKey]:
    """Seal a unit's key to entitled members who lack it; who holds only a key above renews it for that.

    :raises NotAllowed: the actor keeps no keys there.
    :raises Refused: nobody waits, a key is missing, or some boxes cannot be opened; nothing is changed.
    """
    require_keeper(actor, keys, unit)
    recovery = hold_keys(unit)
    waiting = list(waiting_members(unit).select_related("user"))
    if not waiting:
        raise Refused(sentence("Không còn ai chờ trao khóa ở đơn vị này."))
    _admit(actor, keys, unit, waiting, recovery)
    return waiting


@transaction.atomic
def remove_member(*, actor: Actor, keys: Keys, unit: Unit, user: User) -> UnitKey:
    """Take a unit's key from somebody: a new one is sealed to the other holders, so that the old one opens nothing.

    The role stays what it is; who still holds one waits to be admitted again, as newcomers go on to.

    :raises NotAllowed: the actor keeps no keys there.
    :raises Refused: it is oneself, or no holder, or some boxes cannot be opened; nothing is changed.
    """
    require_keeper(actor, keys, unit)
    if user.pk == actor.user_id:
        raise Refused(sentence("Không thể tự gỡ mình khỏi khóa. Nhờ một người phụ trách khóa khác."))
    if not Grant.objects.filter(unit_key__unit=unit, member_key__user=user).exists():
        raise Refused(sentence("Người này không giữ khóa của đơn vị."))
    key = renew(actor=actor, keys=keys, unit=unit, recovery=hold_keys(unit), without=[user.pk])
    record(actor=actor, verb="keys.removed", on=key, unit_id=unit.pk, member=user.username, generation=key.generation)
    return key


@transaction.atomic
def found_below(*, actor: Actor, keys: Keys, unit: Unit) -> Founded:
    """Found the keys of all units below where somebody waits, and admit who waits where there is a key.

    :raises NotAllowed: the actor keeps no keys there.
    :raises Refused: a key is missing.
    """
    require_keeper(actor, keys, unit)
    recovery = hold_keys(unit)
    reach = units_for(actor, Permission.KEYS_MANAGE).filter(pk__in=under(unit)).exclude(pk=unit.pk)
    waiting = _waiting_by_unit()
    done = Founded()
    for one in reach.filter(pk__in=waiting).order_by("pk"):
        try:
            with transaction.atomic():
                done.founded += _found(actor, keys, one, waiting[one.pk], recovery)
            done.admitted += len(waiting[one.pk])
        except Refused as refusal:
            done.refused.append((one, refusal))
    return done


def waiting_members(unit: Unit) -> QuerySet[MemberKey]:
    """Return the entitled members of a unit to whom its key in use is not sealed."""
    have = Grant.objects.filter(unit_key__unit=unit, unit_key__retired_on__isnull=True)
    return entitled_members(unit).exclude(pk__in=have.values("member_key_id"))


def _waiting_by_unit() -> dict[int, list[MemberKey]]:
    """Return unit → the entitled members who lack its key, in three queries."""
    members = {row.user_id: row for row in MemberKey.objects.filter(retired_on__isnull=True).select_related("user")}
    have = set(
        Grant.objects.filter(unit_key__retired_on__isnull=True).values_list("unit_key__unit_id", "member_key_id")
    )
    found: dict[int, list[MemberKey]] = defaultdict(list)
    held = Membership.objects.filter(working(), user__in=members).order_by("user_id")
    for unit_id, user_id in held.values_list("unit_id", "user_id").distinct():
        if (unit_id, members[user_id].pk) not in have:
            found[unit_id].append(members[user_id])
    return found


def _found(actor: Actor, keys: Keys, unit: Unit, waiting: list[MemberKey], recovery: RecoveryKey) -> bool:
    """Found a unit's key, or admit who waits for the one there is; return whether it was founded."""
    founds = in_use(unit) is None
    if founds:
        _renewed(actor, keys, unit, recovery)
    else:
        _admit(actor, keys, unit, waiting, recovery)
    return founds


def _admit(actor: Actor, keys: Keys, unit: Unit, waiting: list[MemberKey], recovery: RecoveryKey) -> None:
    key, held = in_use(unit), keys.unit_ids.get(unit.pk)
    if key is None or held is None:
        key = renew(actor=actor, keys=keys, unit=unit, recovery=recovery, admits=True)
    elif held != key.pk:
        raise KeyRenewed
    else:
        grant(key=key, pair=keys.units[held], members=waiting, by=actor.user_id)
    names = [member.user.username for member in waiting]
    record(actor=actor, verb="keys.admitted", on=key, unit_id=unit.pk, members=names, generation=key.generation)


def _renewed(actor: Actor, keys: Keys, unit: Unit, recovery: RecoveryKey) -> UnitKey:
    key = renew(actor=actor, keys=keys, unit=unit, recovery=recovery)
    record(
        actor=actor, verb="keys.founded" if key.generation == 1 else "keys.renewed", on=key, unit_id=unit.pk,
        generation=key.generation,
    )  # fmt: skip
    return key
