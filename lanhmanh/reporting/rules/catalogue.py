"""The indicator catalogue: what is counted, in which unit, and how it adds up over units and over time."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
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


class Origin(StrEnum):
    """Name where a value comes from: typed by a person, derived from facts, or computed from other indicators."""

    TYPED = "typed"
    DERIVED = "derived"
    COMPUTED = "computed"


class Kind(StrEnum):
    """Name what a value describes: a flow during the period, or a stock at its end."""

    FLOW = "flow"
    STOCK = "stock"


class CatalogueError(ValueError):
    """Say every fault found in a catalogue, one a line."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """Describe one indicator.

    `over_units` says how units of one period combine, `over_time` how periods of one unit do; a stock sums over units
    and keeps its last value over time. A ratio is numerator / denominator × `factor`, each combined first.
    `part_of` names an indicator of which this one can never be more; `figure` is the named figure of a derived one.
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


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Hold the indicators by code, in the order of the files."""

    indicators: Mapping[str, Indicator]

    def __getitem__(self, code: str) -> Indicator:
        return self.indicators[code]

    def __contains__(self, code: object) -> bool:
        return code in self.indicators

    def __iter__(self) -> Iterator[Indicator]:
        return iter(self.indicators.values())

    def __len__(self) -> int:
        return len(self.indicators)


_ENUMS: Mapping[str, type[StrEnum]] = {"kind": Kind, "over_units": Rule, "over_time": Rule, "source": Origin}
_FIELDS = {field.name: field for field in fields(Indicator)}
_REQUIRED = {name for name, field in _FIELDS.items() if field.default is MISSING}
_MOST_DECIMALS = 6


@cache
def load() -> Catalogue:
    """Return the catalogue shipped with the product: every file of reporting/data/catalogue."""
    folder = files("lanhmanh.reporting").joinpath("data", "catalogue")
    names = sorted(item.name for item in folder.iterdir() if item.name.endswith(".toml"))
    return parse(folder.joinpath(name).read_text(encoding="utf-8") for name in names)


def parse(texts: Iterable[str]) -> Catalogue:
    """Return the catalogue of TOML texts with [[indicator]] entries; CatalogueError names every fault."""
    rows = [row for text in texts for row in tomllib.loads(text).get("indicator", [])]
    faults = [fault for row in rows for fault in _row_faults(row)]
    repeats = [code for code, times in Counter(row.get("code") for row in rows).items() if times > 1]
    faults += [f"{code}: code is used more than once" for code in repeats]
    if not faults:
        indicators = {row["code"]: _indicator(row) for row in rows}
        faults = [fault for one in indicators.values() for fault in _faults(one, indicators)]
    if faults:
        raise CatalogueError("\n".join(faults))
    return Catalogue(indicators)


def _indicator(row: Mapping[str, Any]) -> Indicator:
    typed: dict[str, Any] = {name: _ENUMS[name](value) if name in _ENUMS else value for name, value in row.items()}
    return Indicator(**typed)


def _row_faults(row: Mapping[str, Any]) -> Iterator[str]:
    code = row.get("code", "(no code)")
    yield from (f"{code}: {name} is missing" for name in sorted(_REQUIRED - row.keys()))
    yield from (f"{code}: {name} is not a field" for name in sorted(row.keys() - _FIELDS.keys()))
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
    }
    yield from (f"{one.code}: {text}" for text, wrong in checks.items() if wrong)
    for other in one.references:
        if other not in known or other == one.code:
            yield f"{one.code}: names {other}, which is not another indicator"
        elif known[other].is_ratio:
            yield f"{one.code}: names {other}, which is itself a ratio"
        elif one.is_ratio and known[other].over_units is not Rule.SUM:
            yield f"{one.code}: names {other}, which does not sum over units"
