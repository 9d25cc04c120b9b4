"""A million cells in a few thousand rows: all cells of a report, or of a unit's sums, come from the database as texts.

To fetch each cell by itself, or to join it to another, takes several times as long.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from lanhmanh.db import packing as db
from lanhmanh.db.models import valid_on
from lanhmanh.db.packing import split
from lanhmanh.kernel.periods import Period
from lanhmanh.reporting.models import Report, Rollup, Value
from lanhmanh.reporting.rules import catalogue
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.rules.states import State
from lanhmanh.units.models import Ancestry

_AGGREGATE = {"sqlite": "group_concat", "postgresql": "string_agg"}
_CELL = ("total", "maximum", "minimum", "count")
_OTHERS = "sum"  # stands for any sum that is not that of one value
_ALONE = f"CASE WHEN total = maximum AND total = minimum AND count = 1 THEN {{}} WHEN count > 0 THEN '{_OTHERS}' END"

Cell = tuple[int, ...]  # total, maximum, minimum as stored, and the count


@dataclass(frozen=True)
class Term:
    """A form in a period, by the tree of a day."""

    form: Form
    period: Period
    day: date

    @property
    def where(self) -> dict[str, str]:
        """Return what all rows of the term have in common."""
        return {"form": self.form.code, "period": self.period.code}

    @property
    def codes(self) -> frozenset[str]:
        """Return the rows that are typed; ratios have no sums."""
        known = catalogue.load()
        return frozenset(code for code in self.form.rows if not known[code].is_ratio)

    @property
    def approved(self) -> QuerySet[Report]:
        """Return the reports that count."""
        return Report.objects.filter(**self.where, state=State.APPROVED)


@dataclass(frozen=True, slots=True)
class Packed:
    """The cells of a report, or the sums of a unit: indicators, and beside each its number, "" where none is known."""

    rows: str = ""
    numbers: str = ""
    report_id: int = 0

    def arranged(self, wanted: frozenset[str] | None = None) -> tuple[str, str]:
        """Return indicators and numbers, of all indicators or those wanted, in the order of these; still packed."""
        codes, arrange = _order(self.rows, wanted)
        return codes, arrange(self.numbers)

    def texts(self, wanted: frozenset[str] | None = None) -> dict[str, str]:
        """Return the known numbers, of all indicators or those wanted."""
        codes, numbers = self.arranged(wanted)
        return {code: text for code, text in zip(codes.split(","), numbers.split(","), strict=True) if text}


NOTHING = Packed()


@dataclass(frozen=True)
class Held:
    """What the reports of units that were there on the day hold; `inner` are the units above any of them.

    A leaf is a unit with a report that is not above another: its own values are its sums.
    """

    cells: Mapping[int, Packed]
    above: Mapping[int, Sequence[int]]
    inner: frozenset[int]

    @property
    def leaves(self) -> dict[int, Packed]:
        """Return the reports of the leaves."""
        return {unit_id: packed for unit_id, packed in self.cells.items() if unit_id not in self.inner}

    def givers(self) -> Mapping[tuple[tuple[int, ...], str], Sequence[Packed]]:
        """Return the reports by the inner units to whose sums they give, and by their rows."""
        found = defaultdict(list)
        for unit_id, packed in self.cells.items():
            own = (unit_id,) if unit_id in self.inner else ()
            found[(*self.above[unit_id], *own), packed.rows].append(packed)
        return found


def held(term: Term) -> Held:
    """Return what the approved reports of a term hold, in three queries."""
    units = dict(term.approved.order_by("pk").values_list("pk", "unit_id"))
    lines = Ancestry.objects.filter(valid_on(term.day), descendant__in=term.approved.values("unit_id")).order_by()
    above: dict[int, list[int]] = defaultdict(list)
    for unit_id, ancestor_id, depth in _asked(lines.values_list("descendant_id", "ancestor_id", "depth")):
        above[unit_id] += [ancestor_id] if depth else []
    inner = frozenset(ancestor_id for chain in above.values() for ancestor_id in chain)
    cells = {units[packed.report_id]: packed for packed in _reported(term) if units[packed.report_id] in above}
    return Held(cells, {unit_id: sorted(chain) for unit_id, chain in above.items()}, inner)


def kept_alone(term: Term) -> dict[int, Packed]:
    """Return the kept sums by unit: those of one value as its text, a word for any other."""
    rows = _fetched(
        f"SELECT unit_id, {_pack('indicator')}, {_pack(_written(_ALONE.format(_text('total'))))} "
        f"FROM {Rollup._meta.db_table} WHERE form = %s AND period = %s GROUP BY unit_id",
        tuple(term.where.values()),
    )
    return {unit_id: Packed(codes, texts) for unit_id, codes, texts in rows}


def kept_at(term: Term, unit_ids: Collection[int]) -> dict[int, dict[str, Cell]]:
    """Return the kept sums of some units, as they are stored."""
    there = Rollup.objects.filter(**term.where, unit__in=unit_ids, count__gt=0).order_by()
    rows = there.values_list("unit_id").annotate(*map(db.Packed, ("indicator", *_CELL)))
    return {
        unit_id: dict(
            zip(split(codes), zip(*(map(int, column.split(",")) for column in cells), strict=True), strict=True)
        )
        for unit_id, codes, *cells in (_asked(rows) if unit_ids else ())
    }


def _reported(term: Term) -> Iterator[Packed]:
    ids, params = term.approved.values("pk").query.sql_with_params()
    rows = _fetched(
        f"SELECT {_pack('indicator')}, {_pack(_written(_text('value')))}, report_id FROM {Value._meta.db_table} "
        f"WHERE report_id IN ({ids}) GROUP BY report_id",
        params,
    )
    return (Packed(*row) for row in rows)


def _pack(column: str) -> str:
    """Return the aggregate that puts a column of texts in one; all columns of a query come in the same order."""
    return f"{_AGGREGATE[connection.vendor]}({column}, ',')"


def _text(number: str) -> str:
    """Return the text of a number; SQLite needs no cast, which takes its time."""
    return f"{number}::text" if connection.vendor == "postgresql" else number


def _written(text: str) -> str:
    """Return a text, "" where there is none."""
    return f"COALESCE({text}, '')"


def _asked(rows: QuerySet[Any, Any]) -> list[Any]:
    """Return the rows of a query as the database gives them, which takes half the time."""
    return _fetched(*rows.query.sql_with_params())


def _fetched(sql: str, params: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


@lru_cache(maxsize=64)
def _order(rows: str, wanted: frozenset[str] | None) -> tuple[str, Callable[[str], str]]:
    """Return the indicators of packed cells in order, and what arranges their numbers; most reports have the same."""
    found = sorted((code, at) for at, code in enumerate(split(rows)) if wanted is None or code in wanted)
    codes = ",".join([code for code, _at in found])
    return (codes, str) if codes == rows else (codes, partial(_picked, [at for _code, at in found]))


def _picked(places: Sequence[int], numbers: str) -> str:
    texts = numbers.split(",")
    return ",".join([texts[at] for at in places])
