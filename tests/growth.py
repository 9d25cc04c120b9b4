"""How long and how far to try: growth of time as a ratio within one run, and more examples when asked for depth."""

import os
from collections.abc import Callable, Iterable
from time import process_time
from typing import TypeVar

Case = TypeVar("Case")


def examples(usual: int, *, quick: int = 0) -> int:
    """Return how many examples a costly property draws; `TEST_DEPTH=20` draws twenty times the usual number.

    `quick` are enough while nobody asked for depth.
    """
    depth = int(os.environ.get("TEST_DEPTH", "1"))
    return quick if quick and depth == 1 else usual * depth


def few(cases: Iterable[Case], usual: int = 3) -> list[Case]:
    """Return the cases of a test that is asked of many alike: the first few, in depth all."""
    every = list(cases)
    return every if examples(1) > 1 else every[:usual]


def growth(work: Callable[[int], object], size: int) -> float:
    """Return how many times longer four times the size takes: about 4 where time is linear, 16 where quadratic."""

    def least(at: int) -> float:
        taken = []
        for _attempt in range(2):
            started = process_time()
            work(at)
            taken.append(process_time() - started)
        return max(min(taken), 0.002)

    return least(4 * size) / least(size)
