"""What a new table makes of the units that live: who goes on, who changes, who begins, who ends, what became of whom.

Identity is never the code. Under the same parent the name decides, spelling variants being one; then a code that only
changed its name; then the conversions: one to one is the same unit, of several that were merged the one whose name
the new unit bears goes on, and where none does the new unit is new.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from lanhmanh.kernel.text import fold, nfc
from lanhmanh.units.rules.names import bare, spelling
from lanhmanh.units.rules.tables import Row, Table, Transfer

Key = int | str
NAME_FORMS: tuple[Callable[[str], str], ...] = (
    nfc, fold, lambda name: nfc(bare(name)), lambda name: fold(bare(name)), lambda name: spelling(bare(name)),
)  # fmt: skip


@dataclass(frozen=True)
class Standing:
    """A unit that lives on the eve of a reform: its identity, its parent's, and its facts."""

    unit: Key
    parent: Key | None
    row: Row


@dataclass(frozen=True)
class Moved:
    """The whole or a part of one unit went to another."""

    source: Key
    target: Key
    whole: bool
    people: int | None = None


@dataclass(frozen=True)
class Plan:
    """What a service has to do; a unit that begins is known by "new:" and its code until it has a row."""

    same: list[Standing] = field(default_factory=list)
    changed: list[Standing] = field(default_factory=list)
    born: list[Standing] = field(default_factory=list)
    ended: list[Standing] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)

    @property
    def after(self) -> list[Standing]:
        """Return the units that live after the reform."""
        return self.same + self.changed + self.born

    @property
    def is_empty(self) -> bool:
        """Test whether nothing changes."""
        return not (self.changed or self.born or self.ended)


def plan(living: Iterable[Standing], table: Table) -> Plan:
    """Return what the table makes of the living units, which must be all that its day ends or goes on with."""
    old = list(living)
    found = _Matching(old, table).run()
    by_code = {standing.row.code: standing for standing in old}
    after = [Standing(found[row.code], found[row.parent_code] if row.parent_code else None, row) for row in table.rows]
    before = {standing.unit: standing for standing in old}
    going_on = {standing.unit for standing in after}
    made = Plan(ended=[standing for standing in old if standing.unit not in going_on])
    for new in after:
        was = before.get(new.unit)
        (made.born if was is None else made.same if _unchanged(was, new) else made.changed).append(new)
    made.moved.extend(_moves(table.transfers, by_code, found))
    made.moved.extend(_province_moves(made, old, after))
    return made


def scope(living: Iterable[Standing], table: Table) -> list[Standing]:
    """Return the living units that a table speaks of: all under its provinces and under those that give to them."""
    standings = list(living)
    above = {standing.unit: standing.parent for standing in standings}
    roots = {standing.unit: _root(standing.unit, above) for standing in standings}
    sources = {transfer.from_code for transfer in table.transfers}
    tops = {(spelling(bare(row.name))) for row in table.rows if not row.parent_code}
    touched = {
        roots[s.unit]
        for s in standings
        if (s.parent is None and spelling(bare(s.row.name)) in tops) or s.row.code in sources
    }
    return [standing for standing in standings if roots[standing.unit] in touched]


def _root(unit: Key, above: Mapping[Key, Key | None]) -> Key:
    while (parent := above.get(unit)) is not None:
        unit = parent
    return unit


def _unchanged(was: Standing, new: Standing) -> bool:
    same_name = spelling(was.row.name) == spelling(new.row.name)
    return same_name and (was.parent, was.row.code, was.row.kind) == (new.parent, new.row.code, new.row.kind)


def _moves(transfers: Iterable[Transfer], by_code: Mapping[str, Standing], found: Mapping[str, Key]) -> list[Moved]:
    moves = [
        Moved(by_code[t.from_code].unit, found[t.to_code], t.whole, t.people)
        for t in transfers
        if t.from_code in by_code
    ]
    return [move for move in moves if move.source != move.target]


def _province_moves(made: Plan, old: list[Standing], after: list[Standing]) -> list[Moved]:
    """Return what became of provinces that end, from what became of their communes."""
    above_old = {standing.unit: standing.parent for standing in old}
    above_new = {standing.unit: standing.parent for standing in after}
    ended = {standing.unit for standing in made.ended if standing.parent is None}
    heirs: dict[Key, set[Key]] = defaultdict(set)
    goings = [(move.source, move.target) for move in made.moved]
    goings += [(standing.unit, standing.unit) for standing in made.changed]
    for source, target in goings:
        root = _root(source, above_old)
        if root in ended:
            heirs[root].add(_root(target, above_new))
    return [Moved(root, heir, whole=len(to) == 1) for root, to in heirs.items() for heir in sorted(to, key=str)]


class _Matching:
    """The search for the old identity of every new unit."""

    def __init__(self, old: list[Standing], table: Table) -> None:
        self.old, self.rows = old, table.rows
        codes = {standing.row.code for standing in old}
        transfers = [transfer for transfer in table.transfers if transfer.from_code in codes]
        self.gives: dict[str, list[Transfer]] = defaultdict(list)
        self.gets: dict[str, list[Transfer]] = defaultdict(list)
        for transfer in transfers:
            self.gives[transfer.from_code].append(transfer)
            self.gets[transfer.to_code].append(transfer)
        self.left: dict[str, Standing] = {standing.row.code: standing for standing in old}
        self.found: dict[str, Key] = {}

    def run(self) -> dict[str, Key]:
        """Return new code → identity."""
        for level in ("province", "district", "commune"):
            rows = [row for row in self.rows if row.level == level]
            for form in NAME_FORMS:
                self._by_name(rows, form)
            self._by_code(rows)
        for row in self.rows:
            if row.code not in self.found and row.code in self.gets:
                self._by_transfers(row)
        return {row.code: self.found.get(row.code, f"new:{row.code}") for row in self.rows}

    def _take(self, row: Row, standing: Standing) -> None:
        self.found[row.code] = standing.unit
        del self.left[standing.row.code]

    def _open(self, rows: Iterable[Row]) -> list[tuple[Key | None, Row]]:
        """Return the rows that still have no identity and whose parent has one, with it."""
        still = [row for row in rows if row.code not in self.found]
        return [
            (self.found.get(row.parent_code), row)
            for row in still
            if not row.parent_code or row.parent_code in self.found
        ]

    def _by_name(self, rows: list[Row], form: Callable[[str], str]) -> None:
        new: dict[tuple[Key | None, str], list[Row]] = defaultdict(list)
        old: dict[tuple[Key | None, str], list[Standing]] = defaultdict(list)
        for parent, row in self._open(rows):
            new[parent, form(row.name)].append(row)
        for standing in self.left.values():
            if rows and standing.row.level == rows[0].level:
                old[standing.parent, form(standing.row.name)].append(standing)
        for key, bearers in new.items():
            were = old.get(key, [])
            if len(bearers) == len(were) == 1 and self._may_be(were[0], bearers[0]):
                self._take(bearers[0], were[0])

    def _by_code(self, rows: list[Row]) -> None:
        for parent, row in self._open(rows):
            standing = self.left.get(row.code)
            untold = row.code not in self.gives and row.code not in self.gets
            if standing and untold and (standing.parent, standing.row.level) == (parent, row.level):
                self._take(row, standing)

    def _may_be(self, standing: Standing, row: Row) -> bool:
        """Test that no conversion says that the whole of the old unit went to another."""
        return not any(t.whole and t.to_code != row.code for t in self.gives[standing.row.code])

    def _by_transfers(self, row: Row) -> None:
        gets = self.gets[row.code]
        sources = [self.left[t.from_code] for t in gets if t.from_code in self.left]
        if len(gets) == 1 and sources and len(self.gives[gets[0].from_code]) == 1:
            self._take(row, sources[0])
            return
        whole = {t.from_code for t in gets if t.whole}
        sources.sort(
            key=lambda s: (s.row.code not in whole, s.row.code != row.code, s.row.kind != row.kind, s.row.code)
        )
        for form in NAME_FORMS[2:]:
            same = [s for s in sources if form(s.row.name) == form(row.name) and self._may_be(s, row)]
            if same:
                self._take(row, same[0])
                return
