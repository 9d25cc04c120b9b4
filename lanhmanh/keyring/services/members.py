"""Keys of members: made, opened with a password, locked anew, retired.

Stretching a password takes a good part of a second, so it is done before a transaction begins (`prepare`) and what
came of it is kept in one that checks that nothing changed meanwhile (`settle`).
"""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from lanhmanh.accounts.models import User
from lanhmanh.audit.services import Actor, record
from lanhmanh.kernel import clock
from lanhmanh.keyring.models import MemberKey
from lanhmanh.keyring.policies import is_entitled
from lanhmanh.sealing import Cost, KeyPair, Unopened, lock, new_pair, unlock
from lanhmanh.sealing.passwords import cost_of


@dataclass(frozen=True, slots=True)
class Prepared:
    """A member's pair as a password opened or made it; `locked` where the lock has to be kept anew."""

    held: str  # uid of the key in use, "" for none
    pair: KeyPair
    locked: bytes | None
    fresh: bool


def key_in_use(user: User) -> MemberKey | None:
    """Return the key in use of an account."""
    return MemberKey.objects.filter(user=user, retired_on__isnull=True).first()


def open_at_sign_in(*, user: User, password: str) -> Prepared | None:
    """Return the pair of who works on cases; None for others, and while the password is one that somebody else gave.

    A lock under a password that the administrator knows would open the member's key for the administrator.
    """
    if user.must_change_password or not is_entitled(user):
        return None
    return _prepare(user, password, password)


def open_at_change(*, user: User, old: str, new: str) -> Prepared | None:
    """Return the pair locked under a new password; None for who neither has a key nor works on cases."""
    return _prepare(user, old, new) if key_in_use(user) or is_entitled(user) else None


def _prepare(user: User, old: str, new: str) -> Prepared:
    held, cost = key_in_use(user), settings.VAULT_COST
    pair = _opened(held, user, old) if held else None
    uid = held.uid if held else ""
    if held is None or pair is None:
        pair = new_pair()
        return Prepared(uid, pair, lock(pair.private, new, owner=user.uid, cost=cost), fresh=True)
    stands = old == new and not _weaker(cost_of(bytes(held.locked)), cost)
    locked = None if stands else lock(pair.private, new, owner=user.uid, cost=cost)
    return Prepared(uid, pair, locked, fresh=False)


def _opened(held: MemberKey, user: User, password: str) -> KeyPair | None:
    try:
        pair = KeyPair.of(unlock(bytes(held.locked), password, owner=user.uid))
    except Unopened:
        return None
    return pair if pair.public == bytes(held.public) else None


def _weaker(one: Cost, than: Cost) -> bool:
    return one.memory < than.memory or one.passes < than.passes


@transaction.atomic
def settle(
    *, actor: Actor, user: User, held: str, public: bytes, locked: bytes | None, fresh: bool
) -> tuple[MemberKey | None, bool]:
    """Keep what was prepared; return the key in use and whether an older one, which did not open, was retired for it.

    None: the key changed meanwhile, by a sign-in elsewhere; the next sign-in finds it.
    """
    User.objects.select_for_update().get(pk=user.pk)
    key = key_in_use(user)
    if held != (key.uid if key else ""):
        return None, False
    if fresh:
        return _make(actor, user, key, public, locked or b""), key is not None
    if key is not None and locked:
        key.locked = locked
        key.save(update_fields=["locked"])
    return key, False


def _make(actor: Actor, user: User, old: MemberKey | None, public: bytes, locked: bytes) -> MemberKey:
    if old is not None:
        old.grants.all().delete()
        old.retired_on = clock.today()
        old.save(update_fields=["retired_on"])
        record(actor=actor, verb="keys.member_retired", on=old, member=user.username)
    made = MemberKey.objects.create(user=user, public=public, locked=locked)
    record(actor=actor, verb="keys.member_made", on=made, member=user.username)
    return made
