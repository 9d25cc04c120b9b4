"""Moves: changes of hidden counts that no shown count betrays.

Raise one cell of a row and another must fall, and so must one of its column, until every sum holds again. Each move
turns a possible table into another one, as an augmenting path does in a network; here a cell may stand in any number of
sums.
"""

from collections import Counter
from collections.abc import Sequence
from heapq import heappop, heappush

from lanhmanh.disclosure.table import Table

Changes = dict[int, int]
Prices = Sequence[int | None]
Way = tuple[int, int, int]
Node = tuple[int, int, int, Changes, Changes, int]  # priority, length, order, move, what is owed, what was paid
TALLEST = 5  # from here on no height counts
STEP = 16  # how much dearer a cell is than one of its parts
DEBT = 32  # a sum that fails to hold, set against the price of a cell
ALIKE = 4  # ways to the same unsettled sums that are followed: more of them only repeat what these lead to


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
                below = max((height[self.at[part]] for part in one.parts), default=0)
                total = self.at[one.total]
                height[total] = max(height[total], min(below + 1, TALLEST))
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
    """Look for a move that changes one cell by so much, cheapest and simplest first, within a number of attempts."""

    def __init__(self, system: System, prices: Prices, limit: int, start: Changes) -> None:
        """Begin at a possible table; a cell without a price, or with one above the limit, may not be changed."""
        self.system, self.prices, self.limit, self.start = system, prices, limit, start
        self.spent = 0
        self.dearer: int | None = None  # the lowest price above the limit that was met
        self.usable: dict[int, list[Way]] = {}

    def find(self, first: Changes, attempts: int) -> Changes | None:
        """Return these changes with others that make every sum hold, or None if none were found."""
        owed: Changes = {}
        for cell, change in first.items():
            least = self._least(cell)
            if least is None or change < least:
                return None
            owed = self._after(owed, cell, change)
        return self._settled((0, len(first), 0, first, owed, 0), attempts)

    def _settled(self, node: Node, attempts: int) -> Changes | None:
        heap, pushed, met = [node], 0, Counter[frozenset[tuple[int, int]]]()
        for _attempt in range(attempts):
            if not heap:
                return None
            self.spent += 1
            _priority, length, _order, move, owed, paid = heappop(heap)
            if not owed:
                return move
            for other, change in self._ways(move, owed):
                left = self._after(owed, other, change)
                debts = frozenset(left.items())
                met[debts] += 1
                if met[debts] <= ALIKE:
                    pushed += 1
                    cost = paid + (self.prices[other] or 0)
                    heappush(heap, (cost + DEBT * len(left), length + 1, pushed, {**move, other: change}, left, cost))
        return None

    def _ways(self, move: Changes, owed: Changes) -> list[tuple[int, int]]:
        """Return the ways to settle the sum that leaves the fewest, or the first that leaves no choice."""
        fewest: list[tuple[int, int]] | None = None
        for at, debt in owed.items():
            members = self.usable.get(at)
            if members is None:
                members = self._members(at)
            ways = [(cell, -debt * sign) for cell, sign, least in members if -debt * sign >= least and cell not in move]
            if fewest is None or len(ways) < len(fewest):
                fewest = ways
            if len(fewest) <= 1:
                break
        return fewest or []

    def _members(self, at: int) -> list[Way]:
        """Return the cells of a sum that may change, each with its sign and the least change it bears."""
        found = [(cell, sign, self._least(cell)) for cell, sign in self.system.sums[at]]
        self.usable[at] = [(cell, sign, least) for cell, sign, least in found if least is not None]
        return self.usable[at]

    def _least(self, cell: int) -> int | None:
        """Return the least change that leaves the cell a count a hidden one can have: not zero."""
        price = self.prices[cell]
        if price is None:
            return None
        if price > self.limit:
            self.dearer = price if self.dearer is None else min(self.dearer, price)
            return None
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
