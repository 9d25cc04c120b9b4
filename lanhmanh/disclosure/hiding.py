"""Choose what to hide, so that no small count can be worked out from what is shown."""

from collections.abc import Mapping

from lanhmanh.disclosure.bounds import bounds
from lanhmanh.disclosure.moves import BARRED, TALLEST, Changes, Search, System
from lanhmanh.disclosure.proof import Proof
from lanhmanh.disclosure.table import Key, Protected, Reason, Table

MINIMUM = 5
WIDTH = MINIMUM - 2  # what the rule itself tells of a small count, 1 to 4, and no less
VEILED = 1  # the price of what was hidden before: less than any other's
ATTEMPTS, LAST = 200, 3000  # at each height, and when all of them failed
BRIEFLY, AFTERWARDS = 20, 100_000  # to show again what turned out to be needless: for a cell, in all


def protect(table: Table, *, minimum: int = MINIMUM, width: int = WIDTH) -> Protected:
    """Hide the counts from 1 to minimum − 1, and what else is needed so that each could be two counts `width` apart.

    :raises ValueError: the minimum is below 3, or the width is not from 1 to minimum − 2.
    """
    if not 1 <= width <= minimum - 2:
        raise ValueError(f"a width of {width} cannot be kept for counts from 1 to {minimum - 1}")
    hiding = Hiding(table, minimum, width)
    hiding.protect_all()
    hiding.show_again()
    return hiding.result()


class Hiding:
    """Hide cell after cell until each small count has its alternatives."""

    def __init__(self, table: Table, minimum: int, width: int) -> None:
        """Begin with the small counts hidden, and with the truth as the only possible table."""
        self.table, self.minimum, self.width = table, minimum, width
        self.system = System(table)
        cells = range(len(self.system.keys))
        small = [cell for cell in cells if self.system.open[cell] and self.system.value[cell] < minimum]
        self.primary = dict.fromkeys(small)
        self.secondary: dict[int, None] = {}
        self.spent = 0
        self.dearer = BARRED  # the lowest price above the limit that searches for this cell met
        self.prices = [self._price(cell) if self.system.open[cell] else BARRED for cell in cells]
        self.low: dict[int, Changes] = {cell: {cell: 0} for cell in small}
        self.high: dict[int, Changes] = {cell: {cell: 0} for cell in small}
        for cell in cells:
            if cell in self.primary or self.system.keys[cell] in table.unprinted:
                self._hide(cell)

    def _price(self, cell: int) -> int:
        return VEILED if self.system.keys[cell] in self.table.veiled else self.system.price(cell)

    def _hide(self, cell: int) -> None:
        if self.system.open[cell]:
            self.prices[cell] = 0

    def protect_all(self) -> None:
        """Protect the small counts, those of the highest level first: what is hidden for them helps those below."""
        known = self._known()
        for cell in self.primary:
            self._take_up(cell, VEILED)
        for cell in sorted(self.primary, key=lambda one: (-self.system.height[one], one)):
            if self.system.keys[cell] not in known:
                self._protect(cell)

    def _known(self) -> set[Key]:
        """Return the cells that are too well known already, whatever is hidden from now on."""
        if not self.table.published:
            return set()
        hidden = [key for cell, key in enumerate(self.system.keys) if self.system.open[cell]]
        found = bounds(self.table, hidden)
        return {key for key, (low, high) in found.items() if high is not None and high - low < self.width}

    def _protect(self, cell: int) -> None:
        """Look among the hidden cells, then among those of the lowest height too, and so on to the top."""
        self.dearer = 0
        for limit in (0, *(self.system.dearest(height) for height in range(TALLEST + 1))):
            if self.dearer <= limit:  # or it would be the search that just failed
                self.dearer = BARRED
                self._take_up(cell, limit)
                self._protect_within(cell, limit, ATTEMPTS)
        self._protect_within(cell, self.system.dearest(TALLEST), LAST)

    def _take_up(self, cell: int, limit: int) -> None:
        """Complete the alternatives of an earlier issue."""
        for hint in self.table.hints.get(self.system.keys[cell], ()):
            search = Search(self.system, self.prices, limit, {})
            first = {self.system.at[key]: change for key, change in hint.items()}
            found = search.find(first, ATTEMPTS) if self._lacks(cell) > 0 else None
            self._count(search)
            if found and self._needs_hiding(found):
                self._keep(found)

    def _protect_within(self, cell: int, limit: int, attempts: int) -> None:
        for sign in (-1, 1):
            for _step in range(self.width):  # each that succeeds widens by one or more
                if self._lacks(cell) <= 0 or not self._widen(cell, sign, limit, attempts):
                    break

    def _lacks(self, cell: int) -> int:
        return self.width - self.high[cell][cell] + self.low[cell][cell]

    def _widen(self, cell: int, sign: int, limit: int, attempts: int) -> bool:
        """Find a table with less, or more, in the cell than in those found before, and hide what differs in it."""
        start = (self.high if sign > 0 else self.low)[cell]
        search = Search(self.system, self.prices, limit, start)
        moves = (search.find({cell: sign * step}, attempts) for step in range(self._lacks(cell), 0, -1))
        tables = ({at: start.get(at, 0) + move.get(at, 0) for at in {**start, **move}} for move in moves if move)
        found = next((table for table in tables if self._needs_hiding(table)), None)
        self._count(search)
        if found:
            self._keep(found)
        return found is not None

    def _count(self, search: Search) -> None:
        self.spent += search.spent
        self.dearer = min(self.dearer, search.dearer)

    def _needs_hiding(self, changes: Changes) -> bool:
        """Test whether the other table has a small count close by: else nobody would have hidden anything there."""
        return any(
            self.system.value[cell] + changes.get(cell, 0) < self.minimum
            for cell in self.system.near(list(changes))
            if cell in changes or cell in self.primary
        )

    def _keep(self, changes: Changes) -> None:
        """Hide what differs, and let every small count that the table helps have it as an alternative."""
        for cell, change in changes.items():
            if self.prices[cell]:
                self.secondary[cell] = None
            self._hide(cell)
            if cell in self.primary and self._lacks(cell) > 0:
                side = self.high if change > 0 else self.low
                if abs(change) > abs(side[cell][cell]):
                    side[cell] = changes

    def show_again(self) -> None:
        """Show what the cells hidden after it made needless, the dearest first; what was hidden before stays so."""
        prices = {cell: self._price(cell) for cell in self.secondary if self._price(cell) > VEILED}
        until = self.spent + AFTERWARDS
        for cell in sorted(prices, key=lambda one: (-prices[one], one)):
            if self.spent < until:
                self._show(cell)

    def _show(self, cell: int) -> None:
        """Show the cell if all small counts that lean on it find other alternatives among the hidden ones."""
        kept = self.low.copy(), self.high.copy()
        leaning = [one for one in self.primary if cell in self.low[one] or cell in self.high[one]]
        self.prices[cell] = BARRED
        for one in leaning:
            self.low[one] = {one: 0} if cell in self.low[one] else self.low[one]
            self.high[one] = {one: 0} if cell in self.high[one] else self.high[one]
            self._protect_within(one, 0, BRIEFLY)
            if self._lacks(one) > 0:
                (self.low, self.high), self.prices[cell] = kept, 0
                return

    def result(self) -> Protected:
        """Return what to show and what to hide, each small count with its proof or among the unprotectable."""
        pairs = {cell: (self._named(self.low[cell]), self._named(self.high[cell])) for cell in self.primary}
        used = {key for pair in pairs.values() for changes in pair for key in changes}
        keys = self.system.keys
        reasons = {keys[cell]: Reason.SECONDARY for cell in self.secondary if keys[cell] in used}
        reasons |= {keys[cell]: Reason.PRIMARY for cell in self.primary}
        proof = Proof(self.table, reasons.keys() | self.table.unprinted, self.minimum)
        proved = {keys[at]: pair for at, pair in pairs.items() if proof.holds(keys[at], pair, self.width)}
        small = {key for key in keys if 0 < self.table.count(key) < self.minimum}
        return Protected(self.table, self.minimum, self.width, reasons, proved, frozenset(small - proved.keys()))

    def _named(self, changes: Changes) -> Mapping[Key, int]:
        return {self.system.keys[cell]: change for cell, change in changes.items() if change}
