"""Who stood under whom and when, from each unit's dated parents."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Period:
    """From a day up to, not including, another; open where `end` is None."""

    start: date
    end: date | None

    def meet(self, other: "Period") -> "Period | None":
        """Return the days that both have."""
        start = max(self.start, other.start)
        ends = [end for end in (self.end, other.end) if end is not None]
        end = min(ends) if ends else None
        return Period(start, end) if end is None or start < end else None


@dataclass(frozen=True)
class Stand:
    """One unit's parent (None at the top) for a period."""

    unit: int
    parent: int | None
    period: Period


@dataclass(frozen=True)
class Line:
    """`ancestor` stands `depth` steps above `descendant` for a period; depth 0 is the unit itself."""

    ancestor: int
    descendant: int
    depth: int
    period: Period


def lines(stands: Iterable[Stand], units: Iterable[int]) -> list[Line]:
    """Return every line of the units named; `stands` must hold theirs and those of all above them."""
    above: dict[int, list[Stand]] = defaultdict(list)
    for stand in stands:
        above[stand.unit].append(stand)
    known: dict[int, list[Line]] = {}
    return [line for unit in units for line in _above(unit, above, known)]


def _above(unit: int, above: Mapping[int, list[Stand]], known: dict[int, list[Line]]) -> list[Line]:
    if unit in known:
        return known[unit]
    known[unit] = []  # a circle would end here rather than never
    found = [Line(unit, unit, 0, stand.period) for stand in above.get(unit, ())]
    for stand in above.get(unit, ()):
        if stand.parent is not None:
            for line in _above(stand.parent, above, known):
                if shared := stand.period.meet(line.period):
                    found.append(Line(line.ancestor, unit, line.depth + 1, shared))
    known[unit] = _joined(found)
    return known[unit]


def _joined(found: list[Line]) -> list[Line]:
    """Return the lines with periods that touch made one."""
    groups: dict[tuple[int, int, int], list[Period]] = defaultdict(list)
    for line in found:
        groups[line.ancestor, line.descendant, line.depth].append(line.period)
    return [Line(*key, period) for key, periods in groups.items() for period in merged(periods)]


def merged(periods: Iterable[Period]) -> list[Period]:
    """Return the periods in order, those that touch or overlap made one."""
    done: list[Period] = []
    for period in sorted(periods, key=lambda p: p.start):
        last = done[-1] if done else None
        if last is None or (last.end is not None and last.end < period.start):
            done.append(period)
        else:
            end = None if last.end is None or period.end is None else max(last.end, period.end)
            done[-1] = Period(last.start, end)
    return done
