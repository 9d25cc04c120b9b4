"""Trying a rule set on areas: what each would become, by what, and how many would move from the present one."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lanhmanh.kernel.errors import sentence
from lanhmanh.law import classes
from lanhmanh.law.classes import FactKind
from lanhmanh.law.classes import RuleSet as Value
from lanhmanh.paper import cells
from lanhmanh.paper.lists import Column, ListKind, Row

_AREA, _TITLE = sentence("Địa bàn"), sentence("Số liệu địa bàn để chạy thử bộ tiêu chí")
FACTS = Mapping[str, classes.Value]


@dataclass(frozen=True)
class Tried:
    """One area with what both rule sets give; without another rule set, `before` is None."""

    name: str
    facts: FACTS
    result: classes.Result
    before: classes.Result | None

    @property
    def moved(self) -> bool:
        """Return whether the area would have another class, or one where it had none."""
        return self.before is not None and self.before.class_code != self.result.class_code


@dataclass(frozen=True)
class Trial:
    """All areas that were tried, and how many went from which class to which."""

    areas: Sequence[Tried]
    counts: Mapping[str | None, int]
    moves: Mapping[tuple[str | None, str | None], int]

    @property
    def moved(self) -> int:
        """Return how many would move."""
        return sum(one.moved for one in self.areas)

    @property
    def unsettled(self) -> int:
        """Return how many would have no class."""
        return self.counts.get(None, 0)


def trial(value: Value, rows: Sequence[tuple[str, FACTS]], present: Value | None) -> Trial:
    """Return what a rule set gives for these areas, beside what the present one gives."""
    facts = [row for _name, row in rows]
    results = classes.classify_many(value, facts)
    before = classes.classify_many(present, facts) if present else [None] * len(rows)
    areas = [Tried(name, row, result, past) for (name, row), result, past in zip(rows, results, before, strict=True)]
    moves = Counter((one.before.class_code if one.before else None, one.result.class_code) for one in areas)
    return Trial(areas, Counter(one.result.class_code for one in areas), moves)


def asked(*values: Value | None) -> list[classes.Fact]:
    """Return the facts that these rule sets ask for, each once."""
    found: dict[str, classes.Fact] = {}
    for value in values:
        for one in value.facts if value else ():
            found.setdefault(one.code, one)
    return list(found.values())


def list_of(value: Value, present: Value | None) -> ListKind:
    """Return the list in which the facts of areas are brought in: one row an area, one column a fact."""
    columns = [Column("area", _AREA, cells.text(120), required=True, width=28)]
    columns += [Column(f"s-{one.code}", one.name[0], _reader(one), help=one.ask[0]) for one in asked(value, present)]
    return ListKind("so-lieu-dia-ban", _TITLE, tuple(columns), same=("area",))


def _reader(fact: classes.Fact) -> cells.Reader:
    if fact.kind is FactKind.YES_NO:
        return cells.yes_no
    if fact.kind is FactKind.COUNT:
        return cells.whole(0, 10**11)
    return cells.decimal(4, 0, int(fact.most) if fact.most else 10**9)


def facts_of(row: Row) -> dict[str, classes.Value]:
    """Return the facts of a row that was read."""
    return {key.removeprefix("s-"): value for key, value in row.values.items() if key != "area"}
