"""The indicator catalogue: what is counted, in which unit, and how it adds up over units and over time."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import MISSING, dataclass, field, fields
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any


class Rule(StrEnum):
    """Name how values combine."""

    SUM = "sum"
    LAST = "last"
    MAX = "max"
    MIN = "min"
    RATIO = "ratio"
    DISTINCT = "distinct"


class Origin(StrEnum):
    """Name where a value comes from: typed by a person, derived from facts, or computed from other indicators."""

    TYPED = "typed"
    DERIVED = "derived"
    COMPUTED = "computed"


class Kind(StrEnum):
    """Name what a value describes: a flow during the period, or a stock at its end."""

    FLOW = "flow"
    STOCK = "stock"


class Since(StrEnum):
    """Name the day from which a running total counts: 1 January of the programme year, or the programme's beginning."""

    YEAR = "year"
    PROGRAMME = "programme"


class Direction(StrEnum):
    """Name whether a target is to be reached from below, or is the most that there should be."""

    MORE = "more"
    FEWER = "fewer"


class CatalogueError(ValueError):
    """Say every fault found in a catalogue, one a line."""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Describe a way to split a whole; of a closed one the parts add up to the whole, of an open one to it or less."""

    code: str
    name_vi: str
    name_en: str
    closed: bool


@dataclass(frozen=True, slots=True)
class Indicator:
    """Describe one indicator.

    `over_units` says how units of one period combine, `over_time` how periods of one unit do; a stock sums over units
    and keeps its last value over time. A ratio is numerator / denominator × `factor`, each combined first; with factor
    1 it is a mean, weighted by the denominator. A distinct count never adds up: its value is the lower bound.
    `part_of` names an indicator of which this one can never be more, `breakdown` the way in which it is split there;
    `since` says from when a running total counts; `figure` is the named figure of a derived one; `direction` is fewer
    only where the plan wants the figure to fall.
    """

    code: str
    name_vi: str
    name_en: str
    unit_vi: str
    unit_en: str
    plan_path: str
    kind: Kind
    over_units: Rule
    over_time: Rule
    source: Origin = Origin.TYPED
    figure: str | None = None
    numerator: str | None = None
    denominator: str | None = None
    factor: int = 100
    decimals: int = 0
    part_of: str | None = None
    breakdown: str | None = None
    since: Since | None = None
    direction: Direction = Direction.MORE
    note: str = ""
    note_en: str = ""

    @property
    def is_ratio(self) -> bool:
        """Return whether the value is computed from two other indicators."""
        return self.source is Origin.COMPUTED

    @property
    def references(self) -> tuple[str, ...]:
        """Return the codes of the indicators that this one names."""
        return tuple(code for code in (self.numerator, self.denominator, self.part_of) if code)


Groups = Mapping[tuple[str, str], tuple[Indicator, ...]]  # by the code of the whole and that of the breakdown


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Hold the indicators by code, in the order of the files, and the ways to split them."""

    indicators: Mapping[str, Indicator]
    breakdowns: Mapping[str, Breakdown] = field(default_factory=dict)
    _groups: Groups = field(init=False, repr=False, compare=False)
    ratios: tuple[Indicator, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Work out once what the checks of every report ask for."""
        object.__setattr__(self, "_groups", _grouped(self))
        object.__setattr__(self, "ratios", tuple(one for one in self if one.is_ratio))

    def __getitem__(self, code: str) -> Indicator:
        return self.indicators[code]

    def __contains__(self, code: object) -> bool:
        return code in self.indicators

    def __iter__(self) -> Iterator[Indicator]:
        return iter(self.indicators.values())

    def __len__(self) -> int:
        return len(self.indicators)

    def groups(self) -> Groups:
        """Return the parts of each whole by its code and the code of the breakdown."""
        return self._groups


_ENUMS: Mapping[str, type[StrEnum]] = {
    "kind": Kind, "over_units": Rule, "over_time": Rule, "source": Origin, "since": Since,
    "direction": Direction,
}  # fmt: skip
_MOST_DECIMALS = 6


_frozen: ContextVar[Catalogue | None] = ContextVar("frozen", default=None)


def load() -> Catalogue:
    """Return the catalogue shipped with the product; inside `as_frozen` the one that was given there."""
    given = _frozen.get()
    return shipped() if given is None else given


@contextmanager
def as_frozen(known: Catalogue) -> Iterator[None]:
    """Let this catalogue be the one inside the block: what was issued by it is made again by it."""
    token = _frozen.set(known)
    try:
        yield
    finally:
        _frozen.reset(token)


@cache
def shipped() -> Catalogue:
    """Return the catalogue shipped with the product: every file of reporting/data/catalogue."""
    folder = files("lanhmanh.reporting").joinpath("data", "catalogue")
    names = sorted(item.name for item in folder.iterdir() if item.name.endswith(".toml"))
    return parse(folder.joinpath(name).read_text(encoding="utf-8") for name in names)


def parse(texts: Iterable[str]) -> Catalogue:
    """Return the catalogue of TOML texts of [[indicator]] and [[breakdown]]; CatalogueError names all faults."""
    tables = [tomllib.loads(text) for text in texts]
    rows = [row for one in tables for row in one.get("indicator", [])]
    splits = [row for one in tables for row in one.get("breakdown", [])]
    faults = [*_table_faults(rows, Indicator), *_table_faults(splits, Breakdown)]
    if not faults:
        found = Catalogue(
            {row["code"]: indicator_of(row) for row in rows}, {row["code"]: Breakdown(**row) for row in splits}
        )
        faults = [fault for one in found for fault in (*_faults(one, found.indicators), *_split_faults(one, found))]
        faults += _group_faults(found)
    if faults:
        raise CatalogueError("\n".join(faults))
    return found


def indicator_of(row: Mapping[str, Any]) -> Indicator:
    """Return the indicator of a table of a catalogue file."""
    typed: dict[str, Any] = {name: _ENUMS[name](value) if name in _ENUMS else value for name, value in row.items()}
    return Indicator(**typed)


def _grouped(indicators: Iterable[Indicator]) -> Groups:
    found: dict[tuple[str, str], tuple[Indicator, ...]] = {}
    for one in indicators:
        if one.part_of and one.breakdown:
            key = (one.part_of, one.breakdown)
            found[key] = (*found.get(key, ()), one)
    return found


def _table_faults(rows: list[Mapping[str, Any]], kind: type[Indicator] | type[Breakdown]) -> Iterator[str]:
    for row in rows:
        yield from _row_faults(row, kind)
    repeats = [code for code, times in Counter(row.get("code") for row in rows).items() if times > 1]
    yield from (f"{code}: code is used more than once" for code in repeats)


def _row_faults(row: Mapping[str, Any], kind: type[Indicator] | type[Breakdown]) -> Iterator[str]:
    code = row.get("code", "(no code)")
    known = {one.name: one.default is MISSING for one in fields(kind)}
    yield from (f"{code}: {name} is missing" for name in sorted(known) if known[name] and name not in row)
    yield from (f"{code}: {name} is not a field" for name in sorted(row.keys() - known.keys()))
    for name, enum in _ENUMS.items():
        if name in row and row[name] not in [member.value for member in enum]:
            yield f"{code}: {name} must be one of {', '.join(enum)}, not {row[name]!r}"


def _faults(one: Indicator, known: Mapping[str, Indicator]) -> Iterator[str]:
    ratio = Rule.RATIO in (one.over_units, one.over_time)
    checks = {
        "code must be upper-case letters, digits and hyphens": one.code != one.code.upper()
        or not one.code.replace("-", "").isalnum(),
        "over_units = last has no meaning: a stock sums over units": one.over_units is Rule.LAST,
        "a stock must be last, max or min over time, never summed": one.kind is Kind.STOCK
        and one.over_time is Rule.SUM,
        "a flow cannot be last over time": one.kind is Kind.FLOW and one.over_time is Rule.LAST,
        "a derived indicator, and only one, names its figure": (one.source is Origin.DERIVED) != bool(one.figure),
        "a computed indicator is a ratio over units and over time": one.is_ratio
        and {one.over_units, one.over_time} != {Rule.RATIO},
        "a ratio must have source = computed": ratio and not one.is_ratio,
        "a ratio, and only a ratio, has numerator and denominator": one.is_ratio
        != bool(one.numerator and one.denominator),
        f"decimals must be 0 to {_MOST_DECIMALS}": not 0 <= one.decimals <= _MOST_DECIMALS,
        "only a stock that keeps its last value counts since a day": one.since is not None
        and one.over_time is not Rule.LAST,
        **_distinct_checks(one),
    }
    yield from (f"{one.code}: {text}" for text, wrong in checks.items() if wrong)
    for other in one.references:
        if other not in known or other == one.code:
            yield f"{one.code}: names {other}, which is not another indicator"
        elif known[other].is_ratio:
            yield f"{one.code}: names {other}, which is itself a ratio"
        elif one.is_ratio and known[other].over_units is not Rule.SUM:
            yield f"{one.code}: names {other}, which does not sum over units"
        elif one.is_ratio and known[other].over_time is Rule.DISTINCT:
            yield f"{one.code}: names {other}, of which only bounds are known over time"


def _distinct_checks(one: Indicator) -> dict[str, bool]:
    """Return the faults of a count of different people or things, which no sum may pretend to know."""
    distinct = Rule.DISTINCT in (one.over_units, one.over_time)
    return {
        "a stock is counted at one moment and cannot be distinct over time": one.kind is Kind.STOCK
        and one.over_time is Rule.DISTINCT,
        "distinct over units must be distinct over time": one.over_units is Rule.DISTINCT
        and one.over_time is not Rule.DISTINCT,
        "a distinct count says in note and note_en that it is a lower bound": distinct
        and not ("cận dưới" in one.note and "lower bound" in one.note_en),
    }


def _split_faults(one: Indicator, known: Catalogue) -> Iterator[str]:
    if one.breakdown is None:
        return
    if one.breakdown not in known.breakdowns:
        yield f"{one.code}: breakdown {one.breakdown} is not declared"
    if one.part_of is None:
        yield f"{one.code}: a breakdown needs part_of, the whole that is split"
    elif (whole := known.indicators.get(one.part_of)) and _way(whole) != _way(one):
        yield f"{one.code}: kind, rules, unit and decimals differ from those of its whole {whole.code}"


def _group_faults(known: Catalogue) -> Iterator[str]:
    for (whole, code), parts in known.groups().items():
        if len(parts) == 1:
            yield f"{parts[0].code}: the only part of {whole} by {code}; name the other parts"
    used = {one.breakdown for one in known}
    yield from (f"{code}: the breakdown splits nothing" for code in known.breakdowns if code not in used)


def _way(one: Indicator) -> tuple[object, ...]:
    return one.kind, one.over_units, one.over_time, one.since, one.unit_vi, one.decimals
