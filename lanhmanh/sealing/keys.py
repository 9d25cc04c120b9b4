"""Key pairs, and secrets sealed to the holder of one."""

from dataclasses import dataclass, field
from hashlib import blake2b

from nacl.bindings import crypto_box_seal_open
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.utils import random

KEY = 32
_MARK = 16


class Unopened(Exception):
    """The key is not the one, or what was sealed has been changed, moved or rolled back."""


@dataclass(frozen=True, slots=True)
class KeyPair:
    """Hold an X25519 key pair, 32 bytes each; the private half is never printed."""

    public: bytes
    private: bytes = field(repr=False)

    @classmethod
    def of(cls, private: bytes) -> "KeyPair":
        """Return the pair of a private key."""
        return cls(bytes(PrivateKey(private).public_key), private)


def new_pair() -> KeyPair:
    """Return a fresh pair."""
    return KeyPair.of(bytes(PrivateKey.generate()))


def new_key() -> bytes:
    """Return a fresh symmetric key of 32 bytes."""
    return random(KEY)


def joined(sealed: bytes, half: bytes) -> bytes:
    """Return the key that two halves make, kept in two places: without either there is no key."""
    return blake2b(half, key=sealed, digest_size=KEY, person=b"lanhmanh-halves").digest()


def seal(secret: bytes, to: bytes, label: str) -> bytes:
    """Return the secret sealed to a public key, for what `label` says: under another label it does not open."""
    return bytes(SealedBox(PublicKey(to)).encrypt(_mark(label) + secret))


def unseal(box: bytes, pair: KeyPair, label: str) -> bytes:
    """Return the secret of a sealed box.

    :raises Unopened: sealed to another key, changed, or sealed under another label.
    """
    try:
        # A `PrivateKey` would work out its public half anew, for each of the thirty boxes of a list.
        content = crypto_box_seal_open(box, pair.public, pair.private)
    except (CryptoError, ValueError, TypeError):
        raise Unopened(label) from None
    if content[:_MARK] != _mark(label):
        raise Unopened(label)
    return bytes(content[_MARK:])


def _mark(label: str) -> bytes:
    return blake2b(label.encode(), digest_size=_MARK, person=b"lanhmanh-label").digest()
