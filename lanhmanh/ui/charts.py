"""Geometry of the small charts: numbers in, points of an SVG out. No styles, no colours."""

from collections.abc import Sequence
from decimal import Decimal

from lanhmanh.ui.formats import Number, number

Values = Sequence[Number | None]


def coordinate(value: Decimal) -> str:
    """Write a coordinate with at most two decimals."""
    return f"{value.quantize(Decimal('0.01')).normalize():f}"


def share(value: Number, whole: Number) -> Decimal:
    """Return `value` in hundredths of `whole`, held between 0 and 100."""
    return min(max(Decimal(value) * 100 / Decimal(whole), Decimal(0)), Decimal(100)) if whole else Decimal(0)


def path(values: Values, *, width: int, height: int, left: int = 0, top: int = 0, low: Number, high: Number) -> str:
    """Return the `d` of a line through the values; a missing value breaks the line.

    The first value stands at `left`, the last at `left + width`; `low` lies at the foot, `high` at the top.
    """
    places = points(values, width=width, height=height, left=left, top=top, low=low, high=high)
    words, pen = [], "M"
    for place in places:
        if place is None:
            pen = "M"
            continue
        words.append(f"{pen}{place[0]} {place[1]}")
        pen = "L"
    return "".join(words)


def points(
    values: Values, *, width: int, height: int, left: int = 0, top: int = 0, low: Number, high: Number
) -> list[tuple[str, str] | None]:
    """Return the place of each value on the drawing, None for a missing one."""
    step = Decimal(width) / max(len(values) - 1, 1)
    span = Decimal(high) - Decimal(low)
    return [
        None
        if value is None
        else (
            coordinate(left + step * i),
            coordinate(top + height * ((Decimal(high) - Decimal(value)) / span if span else Decimal("0.5"))),
        )
        for i, value in enumerate(values)
    ]


def nice_top(high: Number) -> Decimal:
    """Return the round number at or above `high` that ends a scale: 1, 2, 2.5, 4 or 5 times a power of ten."""
    if high <= 0:
        return Decimal(1)
    base = Decimal(1).scaleb(Decimal(high).adjusted())
    return next(base * step for step in map(Decimal, ("1", "2", "2.5", "4", "5", "10")) if base * step >= high)


def ticks(top: Number, *, foot: int, height: int, steps: int = 4) -> list[tuple[str, str]]:
    """Return place and label of the lines of a scale that climbs from 0 at `foot` to `top`."""
    places = range(steps + 1)
    return [(coordinate(foot - Decimal(height) * i / steps), number(Decimal(top) * i / steps)) for i in places]


def apart(ends: Sequence[tuple[str, str]], *, gap: int) -> list[tuple[str, str]]:
    """Return the places of the words at the line ends, moved down where they would lie on each other."""
    moved: dict[int, Decimal] = {}
    floor = Decimal(-gap)
    for i in sorted(range(len(ends)), key=lambda i: Decimal(ends[i][1])):
        floor = moved[i] = max(Decimal(ends[i][1]), floor + gap)
    return [(x, coordinate(moved[i])) for i, (x, _y) in enumerate(ends)]
