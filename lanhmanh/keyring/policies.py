"""Who is entitled to which unit's key today, and who may seal keys to others."""

from typing import Any

from django.db.models import QuerySet

from lanhmanh.accounts.access import Actor, lines, require
from lanhmanh.accounts.models import Membership, User
from lanhmanh.accounts.rules import Permission
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.keyring.access import Keys, NoKey, working
from lanhmanh.keyring.models import MemberKey, RecoveryKey
from lanhmanh.units.models import Ancestry, Unit


class NoRecovery(Refused):
    """No custodian holds a share of a recovery key for the province."""

    def __init__(self) -> None:
        super().__init__(
            sentence("Tỉnh chưa có khóa khôi phục. Nhờ người quản trị máy chủ phát khóa: lanhmanh keys ceremony.")
        )


def is_entitled(user: User) -> bool:
    """Test whether an account works on cases anywhere today."""
    return Membership.objects.filter(working(), user=user).exists()


def entitled_members(unit: Unit | int) -> QuerySet[MemberKey]:
    """Return the members' keys in use to which a unit's key may be sealed today."""
    here = Membership.objects.filter(working(), unit=unit).values("user_id")
    return MemberKey.objects.filter(retired_on__isnull=True, user__in=here).order_by("pk")


def over(unit: Unit) -> QuerySet[Any, Any]:
    """Return a unit and those it stands under today, or stood under when it ended."""
    return Ancestry.objects.filter(lines(clock.today()), descendant=unit).values_list("ancestor_id", flat=True)


def under(unit: Unit) -> QuerySet[Any, Any]:
    """Return a unit and those below it today, and those that ended below it."""
    return Ancestry.objects.filter(lines(clock.today()), ancestor=unit).values_list("descendant_id", flat=True)


def recovery_key(unit: Unit) -> RecoveryKey:
    """Return the recovery key in use of a unit's province.

    :raises NoRecovery: there was no ceremony.
    """
    found = RecoveryKey.objects.filter(province__in=over(unit), retired_on__isnull=True).order_by("-pk").first()
    if found is None:
        raise NoRecovery
    return found


def require_keeper(actor: Actor, keys: Keys, unit: Unit) -> None:
    """Return if the actor keeps the keys of a unit, and holds its key or that of a unit above.

    :raises NotAllowed: the actor keeps no keys there.
    :raises NoKey: neither key is held, or the keys are another person's.
    """
    require(actor, Permission.KEYS_MANAGE, unit)
    if keys.member is None or keys.member.user_id != actor.user_id or not keys.unit_ids.keys() & set(over(unit)):
        raise NoKey
