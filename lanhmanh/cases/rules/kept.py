"""What an issue leaves to the next one: written down, and read back as the protected table of all that is out."""

import json
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from zlib import compress, decompress

from lanhmanh.disclosure import MINIMUM, WIDTH, Change, Equation, Former, Key, Protected, Reason, Table, follow, protect

ATTEMPTS = 2  # more of them with what lies near hidden first, where a small count found no alternatives
LEVEL = 6  # of compression, fixed: the same counts give the same bytes


@dataclass(frozen=True)
class Kept:
    """Hold what an issue added to all that was out before: its table, what it printed, and what is hidden since."""

    table: Table
    printed: frozenset[Key]
    hidden: frozenset[Key]


def joined(out: Protected | None, table: Table, printed: frozenset[Key], issue: Hashable) -> Table:
    """Return a table together with all that is out.

    A cell that could only be worked out in an earlier issue and is printed in this one is an ordinary cell from now on;
    one that was printed before stays so, though this issue only reckons with it.
    """
    if out is None:
        return table
    known = {key for key, value in table.values.items() if out.table.values.get(key, -1) == value}
    again = frozenset(known - out.table.unprinted)
    whole = follow(out, replace(table, unprinted=table.unprinted - again), issue=issue)
    return replace(whole, unprinted=whole.unprinted - printed)


def restored(kept: Sequence[tuple[int, Kept]]) -> Protected | None:
    """Return all that is out as one protected table, from what each issue left, the oldest first."""
    out: Protected | None = None
    for number, one in kept:
        whole = joined(out, one.table, one.printed, number)
        reasons = dict.fromkeys((key for key in whole.values if key in one.hidden), Reason.PRIMARY)
        out = Protected(whole, MINIMUM, WIDTH, reasons, {}, frozenset())
    return out


def protected(out: Protected | None, table: Table, printed: frozenset[Key], issue: int) -> tuple[Protected, Kept]:
    """Return the next issue protected together with all that is out, and what it leaves to the one after it."""
    whole = joined(out, table, printed, issue)
    found, near = protect(whole), frozenset[Key]()
    for _attempt in range(ATTEMPTS if found.unprotectable else 0):
        near = _near(whole, near | found.unprotectable)
        found = protect(replace(whole, veiled=whole.veiled | near))
        if not found.unprotectable:
            break
    return found, Kept(table, printed, frozenset(found.reasons))


def _near(table: Table, cells: frozenset[Key]) -> frozenset[Key]:
    """Return the cells that share a sum with one of these: hiding them first makes room for what found none."""
    sums = ((one.total, *one.parts) for one in table.equations)
    return cells.union(*(keys for keys in sums if not cells.isdisjoint(keys)))


def packed(kept: Kept) -> bytes:
    """Return what an issue leaves as bytes; the same for the same counts."""
    keys = list(kept.table.values)
    at = {key: number for number, key in enumerate(keys)}
    told = {
        "keys": [_plain(key) for key in keys],
        "values": list(kept.table.values.values()),
        "sums": [[at[one.total], *(at[part] for part in one.parts)] for one in kept.table.equations],
        "unprinted": sorted(at[key] for key in kept.table.unprinted),
        "printed": sorted(at[key] for key in kept.printed),
        "hidden": sorted((_plain(key) for key in kept.hidden), key=json.dumps),
    }
    return compress(json.dumps(told, separators=(",", ":")).encode(), LEVEL)


def unpacked(data: bytes) -> Kept:
    """Return what an issue left."""
    told: Mapping[str, Any] = json.loads(decompress(data))
    keys = [_key(one) for one in told["keys"]]
    sums = [Equation(keys[one[0]], tuple(keys[part] for part in one[1:])) for one in told["sums"]]
    table = Table(
        dict(zip(keys, told["values"], strict=True)), sums, unprinted=frozenset(keys[one] for one in told["unprinted"])
    )
    printed = frozenset(keys[one] for one in told["printed"])
    return Kept(table, printed, frozenset(_key(one) for one in told["hidden"]))


def _plain(key: Any) -> list[Any]:
    if isinstance(key, Former | Change):
        return [type(key).__name__, _plain(key.key), key.issue]
    return list(key)


def _key(told: list[Any]) -> Key:
    if told[0] in {"Former", "Change"}:
        kind = Former if told[0] == "Former" else Change
        return kind(_key(told[1]), told[2])
    return tuple(told)
