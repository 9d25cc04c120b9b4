"""The checks that a rule may ask for, each a few lines over the figures of one report."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce

from lanhmanh.kernel.numbers import EXACT, rounded
from lanhmanh.reporting.rules.aggregate import not_stated
from lanhmanh.reporting.rules.catalogue import Breakdown, Catalogue, Indicator, Since
from lanhmanh.reporting.rules.shapes import Check, FormRule

Values = Mapping[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class Figures:
    """Hold all that a check may look at."""

    rows: tuple[Indicator, ...]
    values: Values
    previous: Values
    derived: Values
    notes: Mapping[str, str]
    begins_year: bool

    def known(self) -> Iterator[tuple[Indicator, Decimal]]:
        """Walk over the rows that a person answers for and that have a value."""
        for one in self.rows:
            value = self.values.get(one.code)
            if value is not None and not one.is_ratio:
                yield one, value

    def has_note(self, code: str) -> bool:
        """Return whether the row carries a note that says something."""
        return bool(self.notes.get(code, "").strip())


@dataclass(frozen=True, slots=True)
class Finding:
    """Hold what a sentence speaks of."""

    indicator: Indicator | None = None
    value: Decimal | None = None
    other: Indicator | None = None
    other_value: Decimal | None = None
    group: Breakdown | None = None
    parts: tuple[Indicator, ...] = ()


def _empty(figures: Figures, _: Catalogue, __: FormRule) -> Iterator[Finding]:
    if not any(True for _row in figures.known()):
        yield Finding()


def _negative(figures: Figures, _: Catalogue, __: FormRule) -> Iterator[Finding]:
    return (Finding(one, value) for one, value in figures.known() if value < 0)


def _decimals(figures: Figures, _: Catalogue, __: FormRule) -> Iterator[Finding]:
    return (Finding(one, value) for one, value in figures.known() if value != rounded(value, one.decimals))


def _wholes(figures: Figures, known: Catalogue) -> Iterator[tuple[Indicator, Decimal, Indicator]]:
    """Walk over the rows with a value that are part of another row of the form."""
    codes = {one.code for one in figures.rows}
    return ((one, value, known[one.part_of]) for one, value in figures.known() if one.part_of and one.part_of in codes)


def _part(figures: Figures, known: Catalogue, _: FormRule) -> Iterator[Finding]:
    for one, value, whole in _wholes(figures, known):
        total = figures.values.get(whole.code)
        if total is not None and value > total:
            yield Finding(one, value, whole, total)


def _whole(figures: Figures, known: Catalogue, _: FormRule) -> Iterator[Finding]:
    for one, value, whole in _wholes(figures, known):
        if figures.values.get(whole.code) is None:
            yield Finding(one, value, whole)


def _together(figures: Figures, known: Catalogue, _: FormRule) -> Iterator[Finding]:
    for ratio in (one for one in figures.rows if one.is_ratio):
        above, below = (known[code] for code in ratio.references)
        for absent, present in ((above, below), (below, above)):
            value = figures.values.get(present.code)
            told_by_whole = present.part_of == absent.code
            if value is not None and figures.values.get(absent.code) is None and not told_by_whole:
                yield Finding(absent, None, present, value)


def _derived(figures: Figures, _: Catalogue, __: FormRule) -> Iterator[Finding]:
    for one in figures.rows:
        value, facts = figures.values.get(one.code), figures.derived.get(one.code)
        if facts is not None and value != facts and not figures.has_note(one.code):
            yield Finding(one, value, None, facts)


def _earlier(figures: Figures) -> Iterator[tuple[Indicator, Decimal, Decimal]]:
    """Walk over the rows whose value stands beside one of the period before, a restarted total aside."""
    for one, value in figures.known():
        before = figures.previous.get(one.code)
        restarts = figures.begins_year and one.since is Since.YEAR
        if before is not None and not restarts:
            yield one, value, before


def _fall(figures: Figures, _: Catalogue, rule: FormRule) -> Iterator[Finding]:
    """Find what fell of the totals that run since a day, and of the rows that the rule names."""
    for one, value, before in _earlier(figures):
        if value < before and (one.since is not None or one.code in rule.indicators):
            yield Finding(one, value, None, before)


def _jump(figures: Figures, _: Catalogue, rule: FormRule) -> Iterator[Finding]:
    """Find what grew or shrank too much; nothing is so many times as much as 0."""
    for one, value, before in _earlier(figures):
        small, large = sorted((value, before))
        if before > 0 and large >= rule.least and large > small * rule.times:
            yield Finding(one, value, None, before)


def _splits(figures: Figures, known: Catalogue) -> Iterator[tuple[Indicator, Decimal, Breakdown, list[Decimal | None]]]:
    """Walk over the wholes with a value that the form splits, each with the values of its parts."""
    rows = {one.code: one for one in figures.rows}
    for (code, split), parts in known.groups().items():
        whole = figures.values.get(code)
        if whole is not None and all(part.code in rows for part in parts):
            yield known[code], whole, known.breakdowns[split], [figures.values.get(part.code) for part in parts]


def _split(figures: Figures, known: Catalogue, _: FormRule) -> Iterator[Finding]:
    for one, whole, group, parts in _splits(figures, known):
        rest = not_stated(whole, parts)
        if rest < 0:
            yield Finding(one, whole, None, EXACT.subtract(whole, rest), group)


def _exact(figures: Figures, known: Catalogue, _: FormRule) -> Iterator[Finding]:
    for one, whole, group, parts in _splits(figures, known):
        rest = not_stated(whole, parts)
        if group.closed and None not in parts and rest > 0:
            yield Finding(one, whole, None, rest, group)


def _rest(figures: Figures, known: Catalogue, _: FormRule) -> Iterator[Finding]:
    """Find wholes that are split in part only; one that is not split at all is not stated as a whole, and says so."""
    for one, whole, group, parts in _splits(figures, known):
        rest, given = not_stated(whole, parts), [part for part in parts if part is not None]
        told_by_exact = group.closed and len(given) == len(parts)
        if given and rest > 0 and not told_by_exact:
            yield Finding(one, whole, None, rest, group)


def _at_most(figures: Figures, known: Catalogue, rule: FormRule) -> Iterator[Finding]:
    limit = figures.values.get(rule.other)
    for one, value in figures.known():
        if one.code in rule.indicators and limit is not None and value > limit:
            yield Finding(one, value, known[rule.other], limit)


def _total(figures: Figures, known: Catalogue, rule: FormRule) -> Iterator[Finding]:
    """Find a whole that is not the sum of its named parts, once all of them are given."""
    parts = tuple(one for one in figures.rows if one.code in rule.indicators)
    values = [figures.values.get(one.code) for one in parts]
    whole, given = figures.values.get(rule.other), [value for value in values if value is not None]
    together = reduce(EXACT.add, given, Decimal(0))
    if whole is not None and len(given) == len(parts) and together != whole:
        yield Finding(known[rule.other], whole, None, together, parts=parts)


CHECKS: Mapping[Check, Callable[[Figures, Catalogue, FormRule], Iterator[Finding]]] = {
    Check.EMPTY: _empty,
    Check.NEGATIVE: _negative,
    Check.DECIMALS: _decimals,
    Check.PART: _part,
    Check.WHOLE: _whole,
    Check.TOGETHER: _together,
    Check.DERIVED: _derived,
    Check.FALL: _fall,
    Check.JUMP: _jump,
    Check.SPLIT: _split,
    Check.EXACT: _exact,
    Check.REST: _rest,
    Check.AT_MOST: _at_most,
    Check.TOTAL: _total,
}
