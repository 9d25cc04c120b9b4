"""The words of reviews, as data, and texts of others made fit to stand among references."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

_SIGNS = str.maketrans({"[": "(", "{": "(", "]": ")", "}": ")"})


@cache
def words() -> dict[str, Any]:
    """Return the words of reviews; callers must not change them."""
    return tomllib.loads(files("lanhmanh.reporting").joinpath("data/review.toml").read_text("utf-8"))


def deeds_words() -> dict[str, str]:
    """Return the noun of each kind of activity."""
    found: dict[str, str] = words()["deeds"]
    return found


def plain(text: str) -> str:
    """Return a text of somebody else on one line, with round brackets for those that mark references."""
    return " ".join(text.translate(_SIGNS).split())
