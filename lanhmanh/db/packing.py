"""Many numbers in one column, as a list in JSON: to fetch each from a row of its own takes ten times as long."""

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any


def packed(values: Iterable[Any]) -> str:
    """Return a list as it is stored: one form for one list, so that texts can be compared."""
    return json.dumps([*values], ensure_ascii=False, separators=(",", ":"))


def unpacked(text: str) -> list[Any]:
    """Return the list that was stored."""
    found: list[Any] = json.loads(text)
    return found


def all_unpacked(texts: Iterable[str]) -> list[list[Any]]:
    """Return the lists that were stored, read in one go."""
    return unpacked(f"[{','.join(texts)}]")


@lru_cache(maxsize=64)
def heads(text: str) -> tuple[str, ...]:
    """Return a list that most rows have alike, such as the codes beside which their numbers stand."""
    return tuple(unpacked(text))


def beside(wanted: str, rows: str, numbers: str, missing: int | None = None) -> Sequence[Any]:
    """Return the numbers that stand beside `rows` in the order of other rows, `missing` where there is none."""
    if rows == wanted:
        return unpacked(numbers)
    found = dict(zip(heads(rows), unpacked(numbers), strict=True))
    return [found.get(code, missing) for code in heads(wanted)]
