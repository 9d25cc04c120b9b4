"""Blind indexes: tokens by which a name or a number is found without being readable.

Without the index key a token says nothing; with it, who holds the rows can try names. Tokens of names are made for one
place (a unit), so that equal names in two communes have different tokens and how often a name occurs shows nowhere.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b

from lanhmanh.kernel.text import fold, nfc

SIZE = 16
_WORDS = 8  # a longer name is searched by its first eight words


@dataclass(frozen=True, slots=True)
class Index:
    """Make tokens under one key."""

    key: bytes = field(repr=False)

    def number(self, number: str) -> bytes:
        """Return the token of an identity number; spaces, dots and dashes do not count."""
        return self._token("number", "", "".join(c for c in number if c.isalnum()).upper())

    def person(self, name: str, born: str) -> bytes:
        """Return the token of a name without marks and a birth date, by which units find the same person."""
        return self._token("person", "", f"{fold(name)}|{born}")

    def names(self, name: str, place: str) -> set[bytes]:
        """Return the tokens by which a name is found at a place: its given name, and any words of it that adjoin."""
        words = _plain(name).split()[:_WORDS]
        return {self._token(kind, place, form) for run in _runs(words) for kind, form in _forms(run)}

    def asked(self, words: str, places: Iterable[str]) -> set[bytes]:
        """Return the tokens of what was typed, one for a place: with marks it finds only names with the same marks."""
        plain = _plain(words)
        kind = "plain" if fold(plain) == plain else "marked"
        return {self._token(kind, place, plain) for place in places}

    def _token(self, kind: str, place: str, text: str) -> bytes:
        data = "\x00".join((kind, place, text)).encode()
        return blake2b(data, key=self.key, digest_size=SIZE, person=b"lanhmanh-index").digest()


def _plain(text: str) -> str:
    return " ".join(nfc(text).lower().split())


def _runs(words: list[str]) -> Iterator[str]:
    """Yield the words that adjoin, two or more, and the last one: a family name alone finds half a commune."""
    for start in range(len(words)):
        for end in range(start + 2, len(words) + 1):
            yield " ".join(words[start:end])
    yield from words[-1:]


def _forms(run: str) -> Iterator[tuple[str, str]]:
    yield "plain", fold(run)
    yield "marked", run
