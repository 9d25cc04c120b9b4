"""Geometry of the small charts: numbers in, points of an SVG out. No styles, no colours."""

from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Tick:
    """One line of a scale: where it lies and what it says."""

    at: str
    label: str


def ticks(top: Number, *, width: int, left: int = 0, steps: int = 4) -> list[Tick]:
    """Return the lines of a scale from 0 to `top`, `width` long, beginning at `left`."""
    return [
        Tick(coordinate(left + Decimal(width) * i / steps), number(Decimal(top) * i / steps)) for i in range(steps + 1)
    ]


@dataclass(frozen=True)
class Bar:
    """One row of a bar chart; `width` and `target_at` are "" where the value is missing or has no target."""

    label: str
    text: str
    y: int
    width: str
    text_x: str
    target_at: str


def bars(rows: Sequence[tuple[str, Number | None, Number | None]], *, top: Number, width: int, row: int) -> list[Bar]:
    """Lay out label, value, target one under the other, `row` apart."""
    laid = []
    for i, (label, value, target) in enumerate(rows):
        long = Decimal(0) if value is None else share(value, top) * width / 100
        at = "" if target is None else coordinate(share(target, top) * width / 100)
        drawn = "" if value is None else coordinate(long)
        laid.append(Bar(label, number(value), i * row, drawn, coordinate(long + 6), at))
    return laid
