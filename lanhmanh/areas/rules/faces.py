"""How classes look on a map: a letter each, and one of four patterns by their place among the classes."""

import re
from collections import Counter
from collections.abc import Sequence

PATTERNS = "kint"  # the best first; what is worse than three steps keeps the last
BEST, UNKNOWN = PATTERNS[0], "x"
NO_CLASS = ("chưa có loại", "no class yet")
DISTRICTS = ("Thành phố ", "Huyện ", "Thị xã ", "Quận ")
_ROMAN = re.compile(r"\b([IVX]{1,4})$")


def pattern(rank: int, count: int) -> str:
    """Return the pattern of a class by its rank, 0 for the worst of so many."""
    return PATTERNS[min(count - 1 - rank, len(PATTERNS) - 1)]


def letters(names: Sequence[str]) -> list[str]:
    """Return a sign for each class by its name: its numeral, or the first letter that no other begins with."""
    first = Counter(_initials(name)[:1] for name in names)
    found: list[str] = []
    for place, name in enumerate(names):
        numeral = _ROMAN.search(name)
        signs = [numeral[1]] if numeral else []
        initials = _initials(name)
        signs += [sign for at, sign in enumerate(initials) if at or first[sign] == 1]
        found.append(next((sign for sign in signs if sign not in found), str(len(names) - place)))
    return found


def short(name: str) -> str:
    """Return the name of a district without its kind, as it stands on a map."""
    return next((name.removeprefix(kind) for kind in DISTRICTS if name.startswith(kind)), name)


def _initials(name: str) -> str:
    return "".join(word[0] for word in re.findall(r"\w+", name)).upper()
