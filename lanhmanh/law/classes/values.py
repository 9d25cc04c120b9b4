"""A rule set that classifies areas, as a value: its facts, its classes from worst to best, their criteria.

Thresholds are exact decimals. A fact is a count, a measure, a yes or no, or points given to an entry of a scorecard.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from lanhmanh.law.sources import Source

Name = tuple[str, str]  # Vietnamese, English
Value = Decimal | int | bool | None


class FactKind(StrEnum):
    """What a fact is."""

    COUNT = "count"
    MEASURE = "measure"
    YES_NO = "yes_no"
    POINTS = "points"


class TestKind(StrEnum):
    """How a criterion is tested."""

    __test__ = False  # no test of pytest's

    COUNT = "count"  # a sum of facts against bounds
    RATIO = "ratio"  # a sum of facts over another fact, so many per hundred
    YES_NO = "yes_no"  # a fact is as named
    ROUTE = "route"  # so many criteria of another class hold, and a fact is yes
    POINTS = "points"  # the total of the scorecard against bounds


@dataclass(frozen=True, slots=True)
class Fact:
    """Name what must be known of an area; `most` is the highest number of points of an entry of a scorecard."""

    code: str
    kind: FactKind
    name: Name
    unit: Name = ("", "")
    ask: Name = ("", "")
    most: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Bounds:
    """Hold from where to where a number lies; None where that side is open."""

    at_least: Decimal | None = None
    above: Decimal | None = None
    at_most: Decimal | None = None
    below: Decimal | None = None

    @property
    def open(self) -> bool:
        """Return whether no side is bounded, as in a template whose thresholds nobody entered."""
        return (self.at_least, self.above, self.at_most, self.below) == (None, None, None, None)


@dataclass(frozen=True, slots=True)
class Test:
    """One comparison. `band`: its upper bound is only where the band of the next worse class begins.

    `facts` are added up; `of` is the denominator of a ratio, `per` what it is counted by (100: per cent). Of a route,
    `facts` is the one that must be yes, `of_class` the class whose criteria count and `bounds.at_least` how many.
    """

    __test__ = False  # no test of pytest's

    kind: TestKind
    facts: tuple[str, ...] = ()
    of: str = ""
    per: int = 100
    bounds: Bounds = Bounds()
    band: bool = False
    yes: bool = True
    of_class: str = ""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion of a class: it holds when any of its tests holds."""

    code: str
    name: Name
    any: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class AreaClass:
    """One class: so many of its criteria must hold (`needs`, None: all).

    `otherwise`: it is given where no other holds. `instead_of`: where this class and one of those both hold, this one
    is given; where it holds together with a class that it does not take the place of, only a person decides.
    """

    code: str
    name: Name
    criteria: tuple[Criterion, ...] = ()
    needs: int | None = None
    otherwise: bool = False
    instead_of: tuple[str, ...] = ()
    source: Source | None = None

    @property
    def needed(self) -> int:
        """Return how many criteria must hold."""
        return len(self.criteria) if self.needs is None else self.needs


@dataclass(frozen=True, slots=True)
class Deadline:
    """Name what is due each year before a day of a month."""

    code: str
    name: Name
    month: int
    day: int

    def last_day(self, year: int) -> date:
        """Return the last day in time in the year of the period."""
        return date(year, self.month, self.day) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A version of a rule set; `classes` stand from worst to best, `effective_to` is the last day on which it holds.

    `zero_counts`: whether none at all lies in a band that has no lower bound ("under 0.1 %"). `points_of` is the sum of
    the points of a scorecard, None without one.
    """

    code: str
    version: int
    title: Name
    source: Source
    subjects: tuple[str, ...]
    effective_from: date
    effective_to: date | None
    calendar: str
    decided_by: Name
    facts: tuple[Fact, ...]
    classes: tuple[AreaClass, ...]
    deadlines: tuple[Deadline, ...] = ()
    notes: tuple[Name, ...] = ()
    zero_counts: bool = False
    template: bool = False
    points_of: Decimal | None = None

    def holds(self, day: date) -> bool:
        """Return whether the rule set is in force on the day."""
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)

    def fact(self, code: str) -> Fact:
        """Return the fact of a code; KeyError when there is none."""
        return self.by_code[code]

    @property
    def by_code(self) -> Mapping[str, Fact]:
        """Return the facts by code."""
        return {one.code: one for one in self.facts}

    @property
    def scorecard(self) -> tuple[Fact, ...]:
        """Return the entries that are given points."""
        return tuple(one for one in self.facts if one.kind is FactKind.POINTS)

    def class_of(self, code: str) -> AreaClass:
        """Return the class of a code; KeyError when there is none."""
        return {one.code: one for one in self.classes}[code]

    def rank(self, code: str) -> int:
        """Return the place of a class, 0 for the worst; KeyError when there is none."""
        return {one.code: place for place, one in enumerate(self.classes)}[code]

    @property
    def checked(self) -> bool:
        """Return whether all of it was read in its source: that of the set and those of its classes."""
        return self.source.checked and all(one.source is None or one.source.checked for one in self.classes)

    @property
    def flag(self) -> Name:
        """Return "chưa đối chiếu nguyên văn" where anything was not checked against the original, else nothing."""
        return ("", "") if self.checked else ("chưa đối chiếu nguyên văn", "not checked against the original")
