"""Taking times: ours and its yardsticks by turns, so that whatever else the machine does falls on both."""

import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import perf_counter

Work = Callable[[], object]


@dataclass(frozen=True)
class Times:
    """The least and the middle of the times of one piece of work, in seconds."""

    least: float
    middle: float


def by_turns(works: Mapping[str, Work], times: int) -> dict[str, Times]:
    """Return the times of each work: once to warm up, then so many times, each of them in every turn."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(times + 1):
        for name, work in works.items():
            gc.collect()
            started = perf_counter()
            work()
            if turn:
                taken[name].append(perf_counter() - started)
    return {name: Times(min(each), sorted(each)[len(each) // 2]) for name, each in taken.items()}
