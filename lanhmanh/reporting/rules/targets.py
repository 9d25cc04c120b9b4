"""What a target means by its indicator's own rules: what is reached, what time would have it be, what may come of it.

Plain exact arithmetic. Missing is never zero, and a level that only some units have reported is not the level of all.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum, auto
from fractions import Fraction
from functools import reduce

from lanhmanh.kernel.errors import sentence
from lanhmanh.kernel.numbers import EXACT, rounded
from lanhmanh.kernel.periods import Period
from lanhmanh.reporting.rules.aggregate import Cell, cumulative, value
from lanhmanh.reporting.rules.catalogue import Catalogue, Direction, Indicator, Rule


class Way(StrEnum):
    """Name what of a year a target is held against."""

    SUM = auto()
    LEVEL = auto()
    RATIO = auto()
    MOST = auto()
    LEAST = auto()
    BOUND = auto()


MEANINGS = {
    Way.SUM: sentence("tổng các kỳ trong năm"),
    Way.LEVEL: sentence("mức ở kỳ cuối năm"),
    Way.RATIO: sentence("tỷ lệ tính chung cả năm"),
    Way.MOST: sentence("kỳ cao nhất trong năm"),
    Way.LEAST: sentence("kỳ thấp nhất trong năm"),
    Way.BOUND: sentence("số khác nhau trong năm, tính theo cận dưới"),
}
FORMULAS = {
    Way.SUM: sentence("mức hiện có ÷ %(done)s %(kind)s đã duyệt × %(all)s %(kind)s"),
    Way.LEVEL: sentence("mức mới nhất (%(at)s)"),
    Way.RATIO: sentence("tỷ lệ đến nay"),
    Way.MOST: sentence("kỳ cao nhất đến nay"),
    Way.LEAST: sentence("kỳ thấp nhất đến nay"),
    Way.BOUND: sentence("cận dưới đến nay"),
}


def way(indicator: Indicator, catalogue: Catalogue) -> Way:
    """Return what of the year the indicator's targets are held against."""
    if indicator.is_ratio:
        levels = all(catalogue[code].over_time is Rule.LAST for code in indicator.references)
        return Way.LEVEL if levels else Way.RATIO
    ways = {
        Rule.SUM: Way.SUM, Rule.LAST: Way.LEVEL, Rule.MAX: Way.MOST, Rule.MIN: Way.LEAST, Rule.DISTINCT: Way.BOUND,
    }  # fmt: skip
    return ways[indicator.over_time]


def adds_up(indicator: Indicator) -> bool:
    """Return whether the targets of units below add up to that of the unit above.

    A ratio does not, nor a highest, lowest or distinct count: the best periods of two units need not be the same.
    """
    return indicator.over_units is Rule.SUM and indicator.over_time in {Rule.SUM, Rule.LAST}


def most(indicator: Indicator, catalogue: Catalogue) -> Decimal | None:
    """Return the most that a target can be: the factor of a ratio whose numerator is part of its denominator."""
    above = catalogue[indicator.numerator] if indicator.numerator else None
    return Decimal(indicator.factor) if above and above.part_of == indicator.denominator else None


class Fit(StrEnum):
    """Name how the targets one step below stand to the one above."""

    NONE = auto()
    ALONE = auto()
    EQUAL = auto()
    SHORT = auto()
    OVER = auto()


@dataclass(frozen=True, slots=True)
class Cascade:
    """The targets one step below: their sum, how many there are and how many units have none, beside the one above."""

    own: Decimal | None
    total: Decimal | None
    known: int
    missing: int

    @property
    def difference(self) -> Decimal | None:
        """Return by how much the sum is over the target above; None where either is not there."""
        return None if self.own is None or self.total is None else EXACT.subtract(self.total, self.own)

    @property
    def fit(self) -> Fit:
        """Return how the sum stands to the target above: NONE without any below, ALONE without one above."""
        if self.total is None:
            return Fit.NONE
        if (gap := self.difference) is None:
            return Fit.ALONE
        return Fit.EQUAL if gap == 0 else Fit.SHORT if gap < 0 else Fit.OVER

    @property
    def is_open(self) -> bool:
        """Return whether something has to be explained: the sum is another, or units were left without a target."""
        return self.fit in {Fit.SHORT, Fit.OVER} or (self.fit is Fit.EQUAL and self.missing > 0)


def cascade(own: Decimal | None, below: Iterable[Decimal | None]) -> Cascade:
    """Return how the targets one step below, None where a unit has none, stand to the one above."""
    targets = list(below)
    known = [one for one in targets if one is not None]
    return Cascade(own, reduce(EXACT.add, known) if known else None, len(known), len(targets) - len(known))


@dataclass(frozen=True, slots=True)
class Course:
    """What is known of a year at and below one unit: combined cells, and how many reports of how many are approved.

    `counts` holds every period of the year; one in which the unit was not there has 0 of 0.
    """

    cells: Mapping[Period, Mapping[str, Cell]]
    counts: Mapping[Period, tuple[int, int]]

    @property
    def approved(self) -> int:
        """Return how many reports of the year are approved."""
        return sum(approved for approved, _expected in self.counts.values())

    @property
    def expected(self) -> int:
        """Return how many reports the whole year asks for."""
        return sum(expected for _approved, expected in self.counts.values())

    @property
    def periods(self) -> int:
        """Return in how many periods of the year something is asked."""
        return sum(expected > 0 for _approved, expected in self.counts.values())

    @property
    def done(self) -> Fraction:
        """Return how many periods are approved, one that is partly approved as the part that is."""
        return sum((Fraction(*count) for count in self.counts.values() if count[1]), Fraction(0))

    @property
    def share(self) -> Fraction | None:
        """Return the part of the year that is approved; None where nothing is asked."""
        return self.done / self.periods if self.periods else None

    def part(self, period: Period) -> Fraction:
        """Return the part of a period's reports that is approved."""
        approved, expected = self.counts[period]
        return Fraction(approved, expected) if expected else Fraction(0)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is reached, from how many reports of how many; a level says of which period it is."""

    value: Decimal | None
    approved: int
    expected: int
    at: Period | None = None

    @property
    def is_partial(self) -> bool:
        """Return whether reports are missing among those that it was made of."""
        return self.approved < self.expected


def standing(indicator: Indicator, catalogue: Catalogue, course: Course) -> Standing:
    """Return what the indicator has reached in the year.

    A level is that of the latest period of which all reports are approved; before there is one, of the period of which
    most are: the sum of some units beside the level of all would look like a fall. The rest combines over the year.
    """
    kind = way(indicator, catalogue)
    if kind is Way.LEVEL:
        return _level(indicator, course)
    counted = {period: count for period, count in course.counts.items() if count[0]}
    if kind is Way.LEAST:
        counted = {period: count for period, count in counted.items() if count[0] >= count[1]}
    cells = {period: course.cells.get(period, {}) for period in counted}
    found = cumulative(indicator, catalogue, cells)
    return Standing(found, sum(n for n, _of in counted.values()), sum(of for _n, of in counted.values()))


def _level(indicator: Indicator, course: Course) -> Standing:
    known = {period: found for period, cells in course.cells.items() if (found := value(indicator, cells)) is not None}
    if not known:
        return Standing(None, 0, 0)
    at = max(known, key=lambda period: (course.part(period), period))
    return Standing(known[at], *course.counts[at], at)


class Verdict(StrEnum):
    """Name how things stand; a target that is the most there should be is only kept once the year is whole."""

    UNKNOWN = auto()
    REACHED = auto()
    ON_COURSE = auto()
    BEHIND = auto()
    NOT_YET = auto()
    WITHIN = auto()
    EXCEEDED = auto()


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the year may come to by the arithmetic that `FORMULAS` says in words."""

    value: Decimal
    way: Way
    done: Fraction
    periods: int


@dataclass(frozen=True, slots=True)
class Progress:
    """A target beside what is reached.

    `share` is reached / target, None where there is nothing to divide; `by_now` is the target's part for the part of
    the year that is approved, for sums that are to grow; `forecast` is None once the year is whole.
    """

    target: Decimal | None
    standing: Standing
    share: Fraction | None
    by_now: Fraction | None
    verdict: Verdict
    forecast: Forecast | None


def progress(indicator: Indicator, catalogue: Catalogue, target: Decimal | None, course: Course) -> Progress:
    """Return how the indicator stands to its target in the year."""
    reached = standing(indicator, catalogue, course)
    by_now = _by_now(indicator, catalogue, target, course)
    share = Fraction(reached.value) / Fraction(target) if reached.value is not None and target else None
    return Progress(
        target, reached, share, by_now, _verdict(indicator, target, reached.value, by_now, course),
        forecast(indicator, catalogue, course),
    )  # fmt: skip


def forecast(indicator: Indicator, catalogue: Catalogue, course: Course) -> Forecast | None:
    """Return what the year may come to; None where nothing is known or nothing is left to come."""
    reached, share, kind = standing(indicator, catalogue, course), course.share, way(indicator, catalogue)
    if reached.value is None or not share or share >= 1:
        return None
    exact = Fraction(reached.value) / share if kind is Way.SUM else Fraction(reached.value)
    return Forecast(as_decimal(exact, indicator.decimals), kind, course.done, course.periods)


def as_decimal(exact: Fraction, decimals: int) -> Decimal:
    """Return a fraction with so many decimals, rounded half up."""
    return rounded(EXACT.divide(Decimal(exact.numerator), Decimal(exact.denominator)), decimals)


def _by_now(indicator: Indicator, catalogue: Catalogue, target: Decimal | None, course: Course) -> Fraction | None:
    grows = way(indicator, catalogue) is Way.SUM and indicator.direction is Direction.MORE
    if target is None or course.share is None or not grows:
        return None
    return Fraction(target) * course.share


def _verdict(
    indicator: Indicator, target: Decimal | None, reached: Decimal | None, by_now: Fraction | None, course: Course
) -> Verdict:
    if target is None or reached is None:
        return Verdict.UNKNOWN
    whole = course.share is not None and course.share >= 1
    if indicator.direction is Direction.FEWER:
        return Verdict.EXCEEDED if reached > target else Verdict.REACHED if whole else Verdict.WITHIN
    if reached >= target:
        return Verdict.REACHED
    if by_now is None or whole:
        return Verdict.NOT_YET
    return Verdict.ON_COURSE if reached >= by_now else Verdict.BEHIND
