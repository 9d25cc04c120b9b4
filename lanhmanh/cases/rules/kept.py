"""What an issue leaves to the next one: written down, and read back as the protected table of all that is out."""

import json
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any
from zlib import compress, decompress

from lanhmanh.disclosure import (
    MINIMUM,
    WIDTH,
    Change,
    Equation,
    Former,
    Key,
    Pair,
    Protected,
    Reason,
    Table,
    follow,
    protect,
)

ATTEMPTS = 2  # more of them with what lies near hidden first, where a small count found no alternatives
LOOKED_AT = 4  # issues that were looked at and may be published next
LEVEL = 6  # of compression, fixed: the same counts give the same bytes


@dataclass(frozen=True)
class Kept:
    """Hold what an issue added to all that was out before: its table, what it printed, and what is hidden since.

    The alternatives of all small counts so far are where the next issue begins: without them each issue would seek
    those of all before it anew.
    """

    table: Table
    printed: frozenset[Key]
    hidden: frozenset[Key]
    alternatives: Mapping[Key, Pair] = field(default_factory=dict)


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
        pairs = one.alternatives if number == kept[-1][0] else {}
        out = Protected(whole, MINIMUM, WIDTH, reasons, pairs, frozenset())
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
    return found, Kept(table, printed, frozenset(found.reasons), found.alternatives)


@lru_cache(maxsize=LOOKED_AT)
def next_issue(earlier: tuple[tuple[int, bytes], ...], now: bytes, issue: int) -> tuple[Protected, Kept]:
    """Return `protected` of what stands in these bytes: who publishes what he has looked at does not wait twice.

    All that it depends on is an argument, so what is remembered is never out of date.
    """
    table = unpacked(now)
    out = restored([(number, unpacked(data)) for number, data in earlier])
    return protected(out, table.table, table.printed, issue)


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
        "alternatives": _told_pairs(kept.alternatives),
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
    return Kept(table, printed, frozenset(_key(one) for one in told["hidden"]), _pairs(told.get("alternatives", {})))


def _told_pairs(pairs: Mapping[Key, Pair]) -> Mapping[str, Any]:
    """Return alternatives with each cell and each other table written once: a table helps many small counts."""
    keys = {
        key: at for at, key in enumerate(dict.fromkeys(key for pair in pairs.values() for one in pair for key in one))
    }
    tables: dict[tuple[tuple[int, int], ...], int] = {}
    rows = [
        [
            _plain(key),
            *(tables.setdefault(tuple((keys[at], by) for at, by in one.items()), len(tables)) for one in pair),
        ]
        for key, pair in pairs.items()
    ]
    return {"keys": [_plain(key) for key in keys], "tables": list(tables), "of": rows}


def _pairs(told: Mapping[str, Any]) -> Mapping[Key, Pair]:
    keys = [_key(one) for one in told.get("keys", ())]
    tables = [{keys[at]: by for at, by in one} for one in told.get("tables", ())]
    return {_key(key): (tables[low], tables[high]) for key, low, high in told.get("of", ())}


def _plain(key: Any) -> list[Any]:
    if isinstance(key, Former | Change):
        return [type(key).__name__, _plain(key.key), key.issue]
    return list(key)


def _key(told: list[Any]) -> Key:
    if told[0] in {"Former", "Change"}:
        kind = Former if told[0] == "Former" else Change
        return kind(_key(told[1]), told[2])
    return tuple(told)
