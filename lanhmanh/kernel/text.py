"""Vietnamese text: folding for search, sort keys, slugs."""

import re
import unicodedata

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"  # the foreign f, j, w, z each after its Latin neighbour
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_RANK = {letter: chr(0x100 + place) for place, letter in enumerate(_ALPHABET)}


def nfc(text: str) -> str:
    """Return the text in Unicode form C, the only form that is stored."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Return the text as search sees it: no marks, đ as d, lower case, single spaces."""
    plain = unicodedata.normalize("NFD", nfc(text).lower().replace("đ", "d"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def slug(text: str, joint: str = "") -> str:
    """Return the folded text with only a-z and 0-9, words held together by `joint`."""
    return joint.join(re.findall(r"[a-z0-9]+", fold(text)))


def sort_key(text: str) -> str:
    """Return a string that sorts by the Vietnamese alphabet, tones deciding between equal letters.

    The tones are ranked ngang, huyền, hỏi, ngã, sắc, nặng. Numbers sort by value up to nine digits.
    """
    letters: list[str] = []
    tones: list[str] = []
    for char in re.sub(r"\d+", lambda m: m[0].zfill(9), nfc(text).lower()):
        parts = unicodedata.normalize("NFD", char)
        tone = next((_TONES[p] for p in parts if p in _TONES), 0)
        base = unicodedata.normalize("NFC", "".join(p for p in parts if p not in _TONES))
        letters.append(_RANK.get(base, base))
        tones.append(str(tone))
    return "".join(letters) + "\x01" + "".join(tones)


def person_sort_key(name: str) -> str:
    """Return the key that sorts persons by given name, the last word, then the rest."""
    words = name.split()
    return sort_key(" ".join(words[-1:] + words[:-1]))
