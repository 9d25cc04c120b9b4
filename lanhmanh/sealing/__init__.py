"""Confidential content as sealed bytes: keys, fields, blind indexes, shares. Pure: no Django, no storage, no clock.

All of it rests on libsodium (PyNaCl) and SLIP-39 (shamir-mnemonic); no primitive is our own.
"""

from lanhmanh.sealing.fields import Address, close, open_
from lanhmanh.sealing.keys import KeyPair, Unopened, joined, new_key, new_pair, seal, unseal
from lanhmanh.sealing.passwords import FULL, LIGHT, Cost, lock, unlock
from lanhmanh.sealing.shares import BadShares, combine, split
from lanhmanh.sealing.tokens import Index

__all__ = [
    "FULL", "LIGHT", "Address", "BadShares", "Cost", "Index", "KeyPair", "Unopened", "close", "combine", "joined",
    "lock", "new_key", "new_pair", "open_", "seal", "split", "unlock", "unseal",
]  # fmt: skip
