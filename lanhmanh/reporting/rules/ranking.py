"""Places in a ranking."""

from collections.abc import Sequence
from typing import Any


def places(keys: Sequence[Any]) -> list[int | None]:
    """Return the place of each key, the highest first; ties share a place, and what has no key (None) has none."""
    known = [key for key in keys if key is not None]
    return [None if key is None else 1 + sum(other > key for other in known) for key in keys]
