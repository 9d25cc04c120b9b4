"""Content closed with a symmetric key, bound to its place, its size hidden in buckets."""

from dataclasses import dataclass

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt as _decrypt,
)
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_encrypt as _encrypt,
)
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_NPUBBYTES as _NONCE,
)
from nacl.exceptions import CryptoError
from nacl.utils import random

from lanhmanh.sealing.keys import Unopened

_FORMAT = b"\x01"
_LENGTH = 4
_FIRST, _STEP = 64, 1024 * 1024


@dataclass(frozen=True, slots=True)
class Address:
    """Say where content belongs: it opens nowhere else, and not as another version."""

    record: str
    field: str
    version: int

    @property
    def bound(self) -> bytes:
        """Return the bytes that the content is bound to; no two addresses share them."""
        return "\x00".join((self.record, self.field, str(self.version))).encode()

    def __post_init__(self) -> None:
        if "\x00" in self.record + self.field:
            raise ValueError("an address holds no NUL")


def bucket(size: int) -> int:
    """Return the padded size of content: doublings of 64 bytes up to 1 MiB, then whole MiB."""
    padded = _FIRST
    while padded < size and padded < _STEP:
        padded *= 2
    return padded if padded >= size else -(-size // _STEP) * _STEP


def close(content: bytes, key: bytes, at: Address) -> bytes:
    """Return the content padded, encrypted (XChaCha20-Poly1305) and bound to its address."""
    whole = len(content).to_bytes(_LENGTH, "big") + content
    nonce = random(_NONCE)
    return _FORMAT + nonce + _encrypt(whole.ljust(bucket(len(whole)), b"\x00"), _FORMAT + at.bound, nonce, key)


def open_(closed: bytes, key: bytes, at: Address) -> bytes:
    """Return the content of closed bytes.

    :raises Unopened: another key, changed bytes, or bytes that belong to another record, field or version.
    """
    nonce, rest = closed[1 : 1 + _NONCE], closed[1 + _NONCE :]
    try:
        whole = _decrypt(rest, closed[:1] + at.bound, nonce, key)
    except (CryptoError, ValueError, TypeError):
        raise Unopened(at.field) from None
    return whole[_LENGTH : _LENGTH + int.from_bytes(whole[:_LENGTH], "big")]
