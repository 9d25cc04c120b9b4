"""Random tables of every kind that is published."""

from collections.abc import Mapping, Sequence
from itertools import product

from hypothesis import strategies as st

from lanhmanh.disclosure import Counts, Equation, Key, Table, cube

COUNTS = st.sampled_from([0, 0, 0, 1, 2, 3, 4, 5, 6, 8, 13, 40])
Hierarchy = Mapping[Key, Sequence[Key]]

SEXES: Hierarchy = {"all": ["male", "female", "not stated"]}
FORMS: Hierarchy = {"forms": ["home", "centre", "clinic", "other"]}
TREE: Hierarchy = {"province": ["d1", "d2"], "d1": ["c1", "c2", "c3"], "d2": ["c4", "c5"]}
# c2 and c3 become n1, and c4 goes with them to the new district; the old sums were published too.
REFORM: Hierarchy = {**TREE, "n1": ["c2", "c3"], "e1": ["c1"], "e2": ["n1", "c4", "c5"], "new province": ["e1", "e2"]}
YEAR: Hierarchy = {"year": ["q1", "q2"], "q1": ["m1", "m2", "m3"], "q2": ["m4", "m5", "m6"]}
RUNNING: Hierarchy = {
    "to m2": ["m1", "m2"],
    "to m3": ["to m2", "m3"],
    "to m4": ["to m3", "m4"],
    "half": ["to m4", "m5"],
}
PLAIN: Hierarchy = {"all": ["x", "y"]}

SHAPES: dict[str, tuple[Hierarchy, ...]] = {
    "row": ({"all": ["a", "b", "c", "d", "e"]},),
    "margins": ({"rows": ["r1", "r2", "r3", "r4"]}, FORMS),
    "tree": (TREE, SEXES),
    "cube": ({"units": ["u1", "u2", "u3"]}, {"forms": ["home", "centre", "clinic"]}, PLAIN),
    "months": (YEAR, PLAIN),
    "running": (RUNNING, PLAIN),
    "reform": (REFORM, PLAIN),
}


def leaves(hierarchies: tuple[Hierarchy, ...]) -> list[Key]:
    parts = [[node for below in one.values() for node in below if node not in one] for one in hierarchies]
    return list(product(*(dict.fromkeys(one) for one in parts)))


def summed(base: Counts, equations: Sequence[Equation]) -> dict[Key, int | None]:
    """Return the base with all its sums."""
    values, waiting = dict(base), list(equations)
    while waiting:
        ready = [one for one in waiting if all(part in values for part in one.parts)]
        assert ready
        for one in ready:
            values[one.total] = sum(values[part] or 0 for part in one.parts)
        waiting = [one for one in waiting if one not in ready]
    return values


def table(hierarchies: tuple[Hierarchy, ...], base: Counts) -> Table:
    equations = cube(*hierarchies)
    return Table(summed(base, equations), equations)


def tables(shape: str) -> st.SearchStrategy[Table]:
    hierarchies = SHAPES[shape]
    return bases(shape).map(lambda base: table(hierarchies, base))


def bases(shape: str) -> st.SearchStrategy[Counts]:
    return st.fixed_dictionaries(dict.fromkeys(leaves(SHAPES[shape]), COUNTS))
