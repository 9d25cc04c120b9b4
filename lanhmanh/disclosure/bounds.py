"""What a reader knows of the hidden counts."""

from collections.abc import Collection

from lanhmanh.disclosure.table import Equation, Key, Table

Range = tuple[int, int | None]
ROUNDS = 100


def bounds(table: Table, hidden: Collection[Key]) -> dict[Key, Range]:
    """Return between what each hidden count must lie for a reader who goes from sum to sum; None is no upper bound.

    He knows the shown counts, those published before, and that what is hidden is not zero. These bounds are easily
    found and never wrong, though an integer program may find narrower ones.
    """
    veiled = {key for key in hidden if key not in table.published and table.count(key)}
    known: dict[Key, Range] = {key: (1, None) if key in veiled else (table.count(key),) * 2 for key in table.values}
    equations = list(dict.fromkeys(table.equations))
    for _round in range(ROUNDS):
        if not sum(_narrow(known, one) for one in equations):
            break
    return {key: known[key] for key in veiled}


def _narrow(known: dict[Key, Range], one: Equation) -> bool:
    """Narrow the cells of one sum by each other; tell whether any became narrower."""
    parts = [known[part] for part in one.parts]
    low, high = sum(part[0] for part in parts), sum(part[1] or 0 for part in parts)
    endless = [at for at, part in enumerate(parts) if part[1] is None]
    found = [_meet(known, one.total, (low, None if endless else high))]
    least, most = known[one.total]
    for at, part in enumerate(one.parts):
        others = None if set(endless) - {at} else high - (parts[at][1] or 0)
        floor = 0 if others is None else least - others
        ceiling = None if most is None else most - (low - parts[at][0])
        found.append(_meet(known, part, (floor, ceiling)))
    return any(found)


def _meet(known: dict[Key, Range], key: Key, other: Range) -> bool:
    low, high = known[key]
    highs = [one for one in (high, other[1]) if one is not None]
    known[key] = (max(low, other[0]), min(highs, default=None))
    return known[key] != (low, high)
