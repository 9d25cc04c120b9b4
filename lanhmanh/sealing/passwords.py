"""A private key locked with a password (Argon2id). The cost stands in the lock, so that it can rise with the years."""

from dataclasses import dataclass
from threading import BoundedSemaphore

from nacl.pwhash import argon2id
from nacl.utils import random

from lanhmanh.sealing.fields import Address, close, open_
from lanhmanh.sealing.keys import KEY, Unopened

_SALT = argon2id.SALTBYTES
_HEAD = 1 + 4
_LEAST = 8  # KiB: Argon2 asks for that much
_MOST = 1024 * 1024  # KiB: a lock that asks for more than 1 GiB was not made here
# 128 MiB a time: two at once are what a server of 2 GiB can afford beside its pages.
_AT_ONCE = BoundedSemaphore(2)


@dataclass(frozen=True, slots=True)
class Cost:
    """Say what one guess of a password costs: memory in KiB, and passes over it."""

    memory: int
    passes: int


FULL = Cost(128 * 1024, 3)
LIGHT = Cost(8 * 1024, 1)  # for passwords that are public anyway: the demonstration


def lock(private: bytes, password: str, *, owner: str, cost: Cost = FULL) -> bytes:
    """Return a private key locked with a password; it opens for its owner only."""
    salt = random(_SALT)
    head = bytes([cost.passes]) + cost.memory.to_bytes(4, "big") + salt
    return head + close(private, _stretched(password, salt, cost), _place(owner))


def unlock(locked: bytes, password: str, *, owner: str) -> bytes:
    """Return the private key of a lock.

    :raises Unopened: the password is not the one, or the lock is another owner's.
    """
    cost = cost_of(locked)
    salt, rest = locked[_HEAD : _HEAD + _SALT], locked[_HEAD + _SALT :]
    return open_(rest, _stretched(password, salt, cost), _place(owner))


def cost_of(locked: bytes) -> Cost:
    """Return what a lock costs to try.

    :raises Unopened: these bytes are no lock.
    """
    cost = Cost(int.from_bytes(locked[1:_HEAD], "big"), locked[0] if locked else 0)
    if len(locked) <= _HEAD + _SALT or not cost.passes or not _LEAST <= cost.memory <= _MOST:
        raise Unopened("lock")
    return cost


def _stretched(password: str, salt: bytes, cost: Cost) -> bytes:
    with _AT_ONCE:
        return argon2id.kdf(KEY, password.encode(), salt, opslimit=cost.passes, memlimit=cost.memory * 1024)


def _place(owner: str) -> Address:
    return Address(owner, "private-key", 1)
