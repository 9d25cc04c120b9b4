"""Passwords that are guessed first: a short piece over and over, a run of the keyboard, what is known of the account.

No rule says of what a password must be made (ASVS 5); a list of common ones alone would let the same ones pass with a
year behind them.
"""

from collections.abc import Collection, Iterable

from lanhmanh.kernel.text import fold, slug

FEWEST_SIGNS = 5  # different ones: a piece of four over and over has fewer
SHORTEST_RUN = 4
FEWEST_LETTERS = 4  # beside what anybody could guess
SHORTEST_WORD = 3
DIGITS = "0123456789"
RUNS = ("abcdefghijklmnopqrstuvwxyz", DIGITS * 2, "qwertyuiop", "asdfghjkl", "zxcvbnm", "1q2w3e4r5t6y7u8i9o0p")
# Words of this house and words for "password" itself.
EVERYWHERE = ("lanhmanh", "matkhau", "password", "passwort", "admin", "canbo", "hoso", "matuy", "vietnam")


def is_repeated(password: str) -> bool:
    """Test whether a password is made of a few signs only, so that it may be one short piece over and over."""
    return len(set(fold(password))) < FEWEST_SIGNS


def is_guessable(password: str, names: Iterable[str], common: Collection[str]) -> bool:
    """Test whether hardly anything is left of a password without names, runs of keys and digits around them.

    `names` are those of the person, the account and its unit; `common` are passwords that many people have.
    """
    plain = slug(password)
    if plain in common or plain.strip(DIGITS) in common:
        return True
    left = _without(plain, sorted(_words(names), key=len, reverse=True))
    left = _without_runs(left)
    return left != plain and len(left.strip(DIGITS)) < FEWEST_LETTERS


def _words(names: Iterable[str]) -> set[str]:
    """Return the words of names, alone and written together."""
    found = set(EVERYWHERE)
    for name in names:
        words = [slug(word) for word in fold(name).replace(".", " ").replace("-", " ").split()]
        ends = range(1, len(words) + 1)
        found |= {"".join(words[first:last]) for last in ends for first in range(last)}
    return {word for word in found if len(word) >= SHORTEST_WORD}


def _without(text: str, words: Iterable[str]) -> str:
    for word in words:
        text = text.replace(word, "")
    return text


def _without_runs(text: str) -> str:
    """Return a text without what follows the alphabet, the digits or the keys, forwards or backwards."""
    at = 0
    while at < len(text):
        length = max(_run(text[at:], row) for one in RUNS for row in (one, one[::-1]))
        if length >= SHORTEST_RUN:
            text = text[:at] + text[at + length :]
        else:
            at += 1
    return text


def _run(text: str, row: str) -> int:
    """Return how many signs at the beginning of a text stand side by side in a row of keys."""
    length = 0
    while length < len(text) and text[: length + 1] in row:
        length += 1
    return length
