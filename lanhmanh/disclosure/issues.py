"""Issue after issue: what is out stays known, and the difference between two versions of a number tells its own."""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass

from lanhmanh.disclosure.table import Counts, Equation, Key, Pair, Protected, Table


@dataclass(frozen=True, slots=True)
class Former:
    """Name a cell as it was before an issue changed it."""

    key: Key
    issue: Hashable


@dataclass(frozen=True, slots=True)
class Change:
    """Name by how much an issue changed a cell, up or down; printed nowhere, yet known to who has both versions."""

    key: Key
    issue: Hashable


def follow(out: Protected, later: Table, *, issue: Hashable) -> Table:
    """Return the later table together with all that is out, to be protected as one.

    A cell with the same count in both is one cell: a reader is taken to know what did not change. One that changed
    stands there as it was, as it is, and with the change between, which is protected if it is small.
    """
    was, now = out.table, later
    former = {key: Former(key, issue) for key in now.values if key in was.values and was.values[key] != now.values[key]}
    change: Counts = {Change(key, issue): abs(now.count(key) - was.count(key)) for key in former}
    return Table(
        values={**now.values, **_renamed(was.values, former), **change},
        equations=[*now.equations, *(_before(one, former) for one in was.equations), *_links(was, now, former, issue)],
        published={**now.published, **_renamed(out.shown, former)},
        veiled=now.veiled | out.hidden | {former.get(key, key) for key in out.hidden},
        hints={former.get(key, key): _lifted(pair, former) for key, pair in out.alternatives.items()},
        unprinted=now.unprinted | {former.get(key, key) for key in was.unprinted} | change.keys(),
    )


def _renamed(counts: Counts, former: Mapping[Key, Former]) -> Counts:
    return {former.get(key, key): value for key, value in counts.items()}


def _lifted(pair: Pair, former: Mapping[Key, Former]) -> Pair:
    """Let both versions of a cell differ alike, so that the change between them is what it was."""
    low, high = ({**{former.get(key, key): by for key, by in one.items()}, **one} for one in pair)
    return low, high


def _before(one: Equation, former: Mapping[Key, Former]) -> Equation:
    return Equation(former.get(one.total, one.total), tuple(former.get(part, part) for part in one.parts))


def _links(was: Table, now: Table, former: Mapping[Key, Former], issue: Hashable) -> Iterator[Equation]:
    """Yield for each cell that changed: the larger version is the smaller one and the change."""
    for key, before in former.items():
        less, more = (before, key) if was.count(key) < now.count(key) else (key, before)
        yield Equation(more, (less, Change(key, issue)))
