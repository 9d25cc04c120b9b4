"""First passwords that can be read out over the telephone."""

from collections.abc import Callable, Sequence

# Syllables that Vietnamese writes and says without marks; 15 x 15 of them, 6 in a row: 46 bits.
_ONSETS = ["b", "ch", "h", "kh", "l", "m", "n", "nh", "ph", "s", "t", "th", "tr", "v", "x"]
_RIMES = ["an", "ang", "anh", "ai", "ao", "em", "en", "inh", "oa", "oi", "ong", "ua", "ung", "uong", "ieng"]
LENGTH = 6


def passphrase(choose: Callable[[Sequence[str]], str]) -> str:
    """Return six syllables joined by dashes; `choose` picks one of a sequence and must be unguessable."""
    return "-".join(choose(_ONSETS) + choose(_RIMES) for _ in range(LENGTH))
