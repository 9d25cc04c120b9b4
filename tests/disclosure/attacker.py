"""A reader who works out hidden counts by integer programming; he shares no code with what protects them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import scipy

from lanhmanh.disclosure import Counts, Equation, Key, Protected

ENOUGH = 60  # how far above the truth he looks: farther would only widen what he finds


@dataclass
class Attacker:
    """Know the sums, all that is shown, and the rule: hidden is not zero, and something close by is small."""

    truth: Counts
    equations: Iterable[Equation]
    hidden: Collection[Key]
    minimum: int

    def __post_init__(self) -> None:
        """Number the hidden cells and write down the sums."""
        self.hidden = [key for key, value in self.truth.items() if value and key in self.hidden]
        self.at = {key: n for n, key in enumerate(self.hidden)}
        rows = [self._row(one) for one in dict.fromkeys(self.equations)]
        self.rows = [(row, known) for row, known in rows if row.any()]
        self.most = max((self.truth[key] or 0 for key in self.hidden), default=0) + ENOUGH

    def _row(self, one: Equation) -> tuple[np.ndarray, int]:
        row, known = np.zeros(len(self.at)), 0
        for key, sign in [(one.total, -1), *((part, 1) for part in one.parts)]:
            if key in self.at:
                row[self.at[key]] += sign
            else:
                known -= sign * (self.truth[key] or 0)
        return row, known

    def finds(self, key: Key) -> tuple[int, int]:
        """Return the tightest bounds of a hidden cell."""
        return self._extreme(key, 1), self._extreme(key, -1)

    def _extreme(self, key: Key, sign: int) -> int:
        size, near = len(self.at), sorted(self._near(self.at[key]))
        wanted = np.zeros(size + len(near))
        wanted[self.at[key]] = sign
        least = np.r_[np.ones(size), np.zeros(len(near))]
        most = np.r_[np.full(size, self.most), np.ones(len(near))]
        found = scipy.optimize.milp(
            wanted,
            integrality=np.ones(len(wanted)),
            bounds=scipy.optimize.Bounds(least, most),
            constraints=[*self._sums(len(near)), *self._something_is_small(size, near)],
        )
        assert found.success, found.message  # the truth is always possible
        return round(found.fun) * sign

    def _sums(self, switches: int) -> Iterable["scipy.optimize.LinearConstraint"]:
        if self.rows:
            known = [known for _, known in self.rows]
            yield scipy.optimize.LinearConstraint(
                np.pad([row for row, _ in self.rows], ((0, 0), (0, switches))), known, known
            )

    def _near(self, cell: int) -> set[int]:
        """Return the hidden cells that sums of hidden cells join to this one."""
        reached, border = {cell}, [cell]
        while border:
            here = border.pop()
            new = {int(n) for row, _ in self.rows if row[here] for n in np.flatnonzero(row)} - reached
            reached |= new
            border += new
        return reached

    def _something_is_small(self, size: int, near: list[int]) -> Iterable["scipy.optimize.LinearConstraint"]:
        """Yield: of the cells near, those that are switched on are small, and one at least is on."""
        switched = np.zeros((len(near), size + len(near)))
        for n, cell in enumerate(near):
            switched[n, cell], switched[n, size + n] = 1, self.most
        yield scipy.optimize.LinearConstraint(switched, -np.inf, self.minimum - 1 + self.most)
        yield scipy.optimize.LinearConstraint(np.r_[np.zeros(size), np.ones(len(near))], 1, np.inf)


def widths(protected: Protected, cells: Iterable[Key] | None = None) -> Mapping[Key, int]:
    """Return how wide the interval of each protected count, or of these, is for who knows all that was ever shown."""
    truth = protected.table.values
    attacker = Attacker(truth, protected.table.equations, set(truth) - set(protected.shown), protected.minimum)
    return {key: width(attacker.finds(key)) for key in cells or protected.alternatives}


def width(found: tuple[int, int]) -> int:
    return found[1] - found[0]


def small(values: Counts, minimum: int) -> list[Key]:
    return [key for key, value in values.items() if 0 < (value or 0) < minimum]
