"""Keys for tests: a province whose units have keys, and members who hold them unlocked."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import date

from django.test import Client

from lanhmanh.accounts.access import Actor, actor_for
from lanhmanh.accounts.models import User
from lanhmanh.keyring.access import Keys, index_label, unit_label
from lanhmanh.keyring.guards import COOKIE, SESSION
from lanhmanh.keyring.models import Grant, MemberKey, RecoveryKey, UnitKey
from lanhmanh.sealing import Address, Cost, KeyPair, close, lock, new_key, new_pair, seal
from lanhmanh.units.models import Unit
from tests.factories import Province, make_user

PASSWORD = "mật khẩu của người thử"
DAY = date(2021, 6, 1)
QUICK = Cost(memory=8, passes=1)  # the least that Argon2 takes: tests lock a thousand keys


@dataclass(frozen=True)
class Member:
    """A person with a role and the keys that the role's unit gave."""

    user: User
    actor: Actor
    private: bytes

    @property
    def keys(self) -> Keys:
        """Return the keys as a request would find them now."""
        return Keys(MemberKey.objects.filter(user=self.user).latest("pk"), self.private)


class Vault:
    """The keys of a small province."""

    def __init__(self, world: Province) -> None:
        """Hold a ceremony and found the keys of province, district and communes."""
        self.world, self.recovery, self.index = world, new_pair(), new_key()
        self.recovery_key = RecoveryKey.objects.create(
            province=world.province, public=self.recovery.public, needed=2, given=3
        )
        self.pairs: dict[int, KeyPair] = {}
        for unit in (
            world.province,
            world.district,
            world.commune,
            world.sibling,
            world.other_district,
            world.other_commune,
        ):
            self.found(unit)

    def found(self, unit: Unit) -> UnitKey:
        """Give a unit its key."""
        pair = new_pair()
        row = UnitKey(unit=unit, public=pair.public, recovery_key=self.recovery_key)
        row.recovery = seal(pair.private, self.recovery.public, unit_label(row.uid))
        row.index = seal(self.index, pair.public, index_label(row))
        row.save()
        self.pairs[unit.pk] = pair
        return row

    def member(self, role: str, unit: Unit, username: str = "") -> Member:
        """Return somebody with a role at a unit, admitted to its key as it was founded."""
        found = newcomer(role, unit, username)
        mine, key = MemberKey.objects.get(user=found.user), self.key(unit)
        sealed = seal(self.pairs[unit.pk].private, bytes(mine.public), unit_label(key.uid))
        Grant.objects.create(unit_key=key, member_key=mine, sealed=sealed)
        return found

    def key(self, unit: Unit) -> UnitKey:
        """Return a unit's key in use."""
        return UnitKey.objects.get(unit=unit, retired_on=None)


def newcomer(role: str, unit: Unit, username: str = "") -> Member:
    """Return somebody with a role at a unit and a member's key, not admitted yet."""
    user, pair = make_user(role, unit, username), new_pair()
    locked = lock(pair.private, PASSWORD, owner=user.uid, cost=QUICK)
    MemberKey.objects.create(user=user, public=pair.public, locked=locked)
    return Member(user, actor_for(user, DAY), pair.private)


def visit(member: Member) -> Client:
    """Return a client who signed in with an unlocked key, as the sign-in page leaves it, without its cost."""
    client = Client()
    client.force_login(member.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    secret, session = new_key(), client.session
    blob = close(member.private, secret, Address(member.user.uid, "session", 1))
    mine = MemberKey.objects.get(user=member.user, retired_on=None)
    session[SESSION] = {"blob": b64encode(blob).decode(), "member": mine.uid}
    session.save()
    client.cookies[COOKIE] = b64encode(secret).decode()
    return client
