"""Moves: changes of hidden counts that no shown count betrays.

Raise one cell of a row and another must fall, and so must one of its column, until every sum holds again. Each move
turns a possible table into another one, as an augmenting path does in a network; here a cell may stand in any number of
sums.
"""

import sys
from collections.abc import Sequence
from heapq import heappop, heappush
from itertools import count

from lanhmanh.disclosure.table import Table

Changes = dict[int, int]
Way = tuple[int, int]
Node = tuple[int, int, Changes, Changes, int]  # priority, order, move, what is owed, what was paid
BARRED = sys.maxsize  # the price of a cell that may not be changed, whatever the limit
TALLEST = 5  # from here on no height counts
STEP = 16  # how much dearer a cell is than one of its parts
DEBT = 32  # a sum that fails to hold, set against the price of a cell


class System:
    """Number the cells and sums of a table, and keep of each sum the cells that can still be unknown."""

    def __init__(self, table: Table) -> None:
        """Leave out what is known to all: zeros, missing counts, what is out already."""
        self.keys = list(table.values)
        self.at = {key: at for at, key in enumerate(self.keys)}
        self.value = [table.count(key) for key in self.keys]
        self.open = [bool(self.value[at]) and key not in table.published for at, key in enumerate(self.keys)]
        self.sums: list[list[tuple[int, int]]] = []
        for one in dict.fromkeys(table.equations):
            signed = [(self.at[one.total], -1), *((self.at[part], 1) for part in one.parts)]
            self.sums.append([(cell, sign) for cell, sign in signed if self.open[cell]])
        self.within: list[list[tuple[int, int]]] = [[] for _ in self.keys]
        for at, members in enumerate(self.sums):
            for cell, sign in members:
                self.within[cell].append((at, sign))
        self.height = self._heights(table)

    def _heights(self, table: Table) -> list[int]:
        """Return of each cell how many sums it stands above; beyond the tallest that counts, nothing is looked at."""
        height = [0] * len(self.keys)
        for _round in range(TALLEST):
            for one in table.equations:
                total = self.at[one.total]
                for part in one.parts:
                    height[total] = max(height[total], min(height[self.at[part]] + 1, TALLEST))
        return height

    def price(self, cell: int) -> int:
        """Return what hiding the cell would cost its readers: large counts and high levels are missed most."""
        return STEP * self.height[cell] + min(self.value[cell].bit_length(), STEP - 1)

    def dearest(self, height: int) -> int:
        """Return the highest price of a cell of this height."""
        return STEP * height + STEP - 1

    def near(self, cells: Sequence[int]) -> set[int]:
        """Return the cells that share a sum with one of these, and these."""
        return {*cells, *(other for cell in cells for at, _ in self.within[cell] for other, _ in self.sums[at])}


class Search:
    """Look for a move that changes one cell by so much, cheapest first, within a number of attempts."""

    def __init__(self, system: System, prices: Sequence[int], limit: int, start: Changes) -> None:
        """Begin at a possible table; a cell with a price above the limit may not be changed."""
        self.system, self.prices, self.limit, self.start = system, prices, limit, start
        self.spent = 0
        self.dearer = BARRED  # the lowest price above the limit that was met
        self.settling: dict[tuple[int, int], list[Way]] = {}  # by sum and what is owed there

    def find(self, first: Changes, attempts: int) -> Changes | None:
        """Return these changes with others that make every sum hold, or None if none were found."""
        owed: Changes = {}
        for cell, change in first.items():
            if not self._may(cell) or change < self._least(cell):
                return None
            owed = self._after(owed, cell, change)
        return self._settled(first, owed, attempts)

    def _settled(self, first: Changes, owed: Changes, attempts: int) -> Changes | None:
        order, met = count(), set[frozenset[tuple[int, int]]]()
        heap: list[Node] = [(0, next(order), first, owed, 0)]
        for _attempt in range(attempts):
            if not heap:
                return None
            self.spent += 1
            _priority, _order, move, owed, paid = heappop(heap)
            if not owed:
                return move
            debts = frozenset(owed.items())
            if debts not in met:  # or it would only repeat what the cheaper way to the same debts led to
                met.add(debts)
                for other, change in self._ways(move, owed):
                    left, cost = self._after(owed, other, change), paid + self.prices[other]
                    heappush(heap, (cost + DEBT * len(left), next(order), {**move, other: change}, left, cost))
        return None

    def _ways(self, move: Changes, owed: Changes) -> list[Way]:
        """Return the ways to settle the sum that leaves the fewest."""
        found = []
        for one in owed.items():
            if one not in self.settling:
                self.settling[one] = self._settling(*one)
            found.append([way for way in self.settling[one] if way[0] not in move])
        return min(found, key=len)

    def _settling(self, at: int, debt: int) -> list[Way]:
        ways = [(cell, -debt * sign) for cell, sign in self.system.sums[at] if self._may(cell)]
        return [(cell, change) for cell, change in ways if change >= self._least(cell)]

    def _may(self, cell: int) -> bool:
        """Test whether the cell may be changed, and remember the lowest price that forbids it."""
        price = self.prices[cell]
        if price > self.limit:
            self.dearer = min(self.dearer, price)
        return price <= self.limit

    def _least(self, cell: int) -> int:
        """Return the least change that leaves the cell a count a hidden one can have: not zero."""
        return 1 - self.system.value[cell] - self.start.get(cell, 0)

    def _after(self, owed: Changes, cell: int, change: int) -> Changes:
        """Return by how much each sum fails to hold after one more change."""
        left = owed.copy()
        for at, sign in self.system.within[cell]:
            debt = left.get(at, 0) + sign * change
            if debt:
                left[at] = debt
            else:
                left.pop(at, None)
        return left
