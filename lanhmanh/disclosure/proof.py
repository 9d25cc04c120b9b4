"""The proof that a small count is protected, apart from the search that found it."""

from collections.abc import Collection, Mapping

from lanhmanh.disclosure.table import Equation, Key, Pair, Table


class Proof:
    """Judge tables, given as changes of the true one, by what a reader knows."""

    def __init__(self, table: Table, hidden: Collection[Key], minimum: int) -> None:
        """Know the true table, what is hidden in it, and from which count on a cell would not be."""
        self.table, self.hidden, self.minimum = table, hidden, minimum
        self.sums: dict[Key, list[Equation]] = {}
        for one in dict.fromkeys(table.equations):
            for key in (one.total, *one.parts):
                self.sums.setdefault(key, []).append(one)

    def holds(self, key: Key, pair: Pair, width: int) -> bool:
        """Test whether a reader can tell neither table from the truth, and the cell differs by so much between them."""
        low, high = pair
        return self._possible(low) and self._possible(high) and high.get(key, 0) - low.get(key, 0) >= width

    def _possible(self, changes: Mapping[Key, int]) -> bool:
        """Test whether only hidden counts differ, none is zero, every sum holds, and a small count is among them."""
        return (
            all(self._may_differ(key) and self._count(key, changes) > 0 for key in changes)
            and all(self._balanced(one, changes) for key in changes for one in self.sums.get(key, ()))
            and self._needs_hiding(changes)
        )

    def _may_differ(self, key: Key) -> bool:
        return key in self.hidden and key not in self.table.published and self.table.count(key) > 0

    def _count(self, key: Key, changes: Mapping[Key, int]) -> int:
        return self.table.count(key) + changes.get(key, 0)

    def _balanced(self, one: Equation, changes: Mapping[Key, int]) -> bool:
        return changes.get(one.total, 0) == sum(changes.get(part, 0) for part in one.parts)

    def _needs_hiding(self, changes: Mapping[Key, int]) -> bool:
        """Test whether a small count is hidden where the tables differ: else nothing would have been hidden there."""
        sums = [one for key in changes for one in self.sums.get(key, ())]
        near = {*changes, *(key for one in sums for key in (one.total, *one.parts))}
        return not changes or any(self._may_differ(key) and self._count(key, changes) < self.minimum for key in near)
