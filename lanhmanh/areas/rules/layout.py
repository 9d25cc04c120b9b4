"""Where the tiles of a map lie: districts about where they are, communes inside them, north above.

Only the order of points counts: a tile map is read, not measured.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import ceil, isqrt

Point = tuple[Decimal, Decimal]  # latitude, longitude
WIDTHS = (3, 4, 5, 6)  # districts beside each other; a province without districts is one wide block
ALONE = (4, 6, 9, 12)


@dataclass(frozen=True, slots=True)
class Block:
    """A district on the map: its key, the keys of its tiles in reading order, and how many stand beside each other."""

    key: int
    tiles: tuple[int, ...]
    columns: int


@dataclass(frozen=True, slots=True)
class Place:
    """One tile to be laid: its key, that of its block, its point where it is known, its place in the alphabet."""

    key: int
    block: int
    point: Point | None = None
    order: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """The rows of a map from north to south, each of blocks from west to east."""

    rows: tuple[tuple[Block, ...], ...] = field(default=())


def lay_out(places: Iterable[Place]) -> Layout:
    """Return the layout of some tiles; the same tiles always lie alike, whatever their order."""
    told = sorted(places, key=lambda place: (place.order, place.key))
    blocks: dict[int, list[Place]] = {}
    for place in told:
        blocks.setdefault(place.block, []).append(place)
    middles = {key: _middle(found) for key, found in blocks.items()}
    rows = _rows(sorted(blocks), middles, {key: found[0].order for key, found in blocks.items()})
    widths = WIDTHS if len(blocks) > 1 else ALONE
    return Layout(tuple(tuple(_block(key, blocks[key], widths) for key in row) for row in rows))


def _rows(keys: Sequence[int], middles: Mapping[int, Point | None], names: Mapping[int, str]) -> list[list[int]]:
    """Return the blocks in rows from the north, each row from the west; blocks without a point stand last."""
    known = sorted((key for key in keys if middles[key]), key=lambda key: (-_at(middles, key)[0], key))
    unknown = sorted((key for key in keys if not middles[key]), key=lambda key: names[key])
    rows = [sorted(row, key=lambda key: (_at(middles, key)[1], key)) for row in _cut(known, isqrt(len(known)))]
    return [*rows, unknown] if unknown else rows


def _at(middles: Mapping[int, Point | None], key: int) -> Point:
    return middles[key] or (Decimal(0), Decimal(0))


def _cut(keys: Sequence[int], rows: int) -> list[list[int]]:
    """Cut a line into so many parts of about one length, the rest in the middle where a province is widest.

    As many parts as the root of its length make a page that is wider than high.
    """
    if not rows:
        return []
    short, rest = divmod(len(keys), rows)
    first = (rows - rest) // 2
    sizes = [short + (first <= row < first + rest) for row in range(rows)]
    starts = [sum(sizes[:row]) for row in range(rows)]
    return [list(keys[start : start + size]) for start, size in zip(starts, sizes, strict=True)]


def _block(key: int, places: Sequence[Place], widths: Sequence[int]) -> Block:
    wanted = ceil(Decimal(len(places)).sqrt())
    columns = next((width for width in widths if width >= wanted), widths[-1])
    known = [place for place in places if place.point]
    unknown = [place for place in places if not place.point]
    north = sorted(known, key=lambda place: (-(place.point or (Decimal(0),))[0], place.order, place.key))
    lines = [north[at : at + columns] for at in range(0, len(north), columns)]
    laid = [place for line in lines for place in sorted(line, key=_from_west)]
    return Block(key, tuple(place.key for place in (*laid, *unknown)), columns)


def _from_west(place: Place) -> tuple[Decimal, str, int]:
    return (place.point[1] if place.point else Decimal(0), place.order, place.key)


def _middle(places: Sequence[Place]) -> Point | None:
    points = [place.point for place in places if place.point]
    if not points:
        return None
    count = Decimal(len(points))
    return sum((one[0] for one in points), Decimal(0)) / count, sum((one[1] for one in points), Decimal(0)) / count
