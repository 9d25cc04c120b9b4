"""Each kind of test made ready: its bounds as whole numbers, so that no comparison ever rounds.

A count has no upper end while part of its sum is missing, and no lower one than what is known of it; so a test may be
decided although a fact is missing.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from lanhmanh.law.classes.results import Number
from lanhmanh.law.classes.values import Bounds, RuleSet, Test, TestKind

Exact = int | bool | Fraction | None
Known = Mapping[str, Exact]
Held = bool | None
Found = Mapping[str, Sequence[tuple[Held, Held]]]  # of each class, whether its criteria hold in both readings
# Whether it holds word for word and as "at least", the sum of what is known, the denominator, what is missing.
Measured = tuple[Held, Held, Number | None, Number | None, tuple[str, ...]]
Plan = Callable[[Known, Found], Measured]


class _End(NamedTuple):
    """One end of a band as a fraction; `strict`: the end itself lies outside."""

    over: int
    under: int
    strict: bool


def measure(rule_set: RuleSet, test: Test) -> Plan:
    """Return the function that makes this test of an area."""
    return _PLANS[test.kind](rule_set, test)


def asked(rule_set: RuleSet, test: Test) -> tuple[str, ...]:
    """Return the facts that a test asks for."""
    if test.kind is TestKind.POINTS:
        return tuple(one.code for one in rule_set.scorecard)
    return (*test.facts, test.of) if test.kind is TestKind.RATIO else test.facts


def _amount(rule_set: RuleSet, test: Test) -> Plan:
    low, high = _ends(test, rule_set)
    codes, per = test.facts, test.per if test.kind is TestKind.RATIO else 1
    of, band = test.of if test.kind is TestKind.RATIO else "", test.band

    def plan(facts: Known, _found: Found) -> Measured:
        total: Number = 0
        missing: tuple[str, ...] = ()
        for code in codes:
            value = facts.get(code)
            if value is None:
                missing = (*missing, code)
            else:
                total += value
        base: Number | None = (facts.get(of) or None) if of else 1
        gone = missing if base is not None else (*missing, of)
        if total == 0 and not missing:
            base = base or 1  # none at all is none of any number
        scaled = total * per
        enough = _from(low, scaled, base, partial=bool(missing))
        holds = _and(enough, _to(high, scaled, base, partial=bool(missing)))
        return holds, enough if band else holds, total, base if of else None, gone

    return plan


def _from(low: _End | None, total: Number, base: Number | None, *, partial: bool) -> Held:
    """Return whether a number reaches its lower end; the part of it that is known may do."""
    if low is None:
        return True
    if base is None:
        reached = total > 0 if low.over == 0 else False  # anything is more than none, of whatever number
        return True if reached else None
    left, right = total * low.under, low.over * base
    reached = left > right if low.strict else left >= right
    return None if partial and not reached else reached


def _to(high: _End | None, total: Number, base: Number | None, *, partial: bool) -> Held:
    """Return whether a number stays within its upper end; what is known of it may exceed it already."""
    if high is None:
        return True
    if base is None:
        return None
    left, right = total * high.under, high.over * base
    within = left < right if high.strict else left <= right
    return None if partial and within else within


def _and(one: Held, other: Held) -> Held:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def _ends(test: Test, rule_set: RuleSet) -> tuple[_End | None, _End | None]:
    low, high = _lower(test.bounds), _upper(test.bounds)
    if low is None and test.band and not rule_set.zero_counts:
        low = _End(0, 1, strict=True)
    return low, high


def _lower(bounds: Bounds) -> _End | None:
    found = bounds.at_least if bounds.at_least is not None else bounds.above
    return None if found is None else _end(found, strict=bounds.at_least is None)


def _upper(bounds: Bounds) -> _End | None:
    found = bounds.at_most if bounds.at_most is not None else bounds.below
    return None if found is None else _end(found, strict=bounds.at_most is None)


def _end(value: Decimal, *, strict: bool) -> _End:
    over, under = value.as_integer_ratio()
    return _End(over, under, strict)


def _yes_no(_rule_set: RuleSet, test: Test) -> Plan:
    code = test.facts[0]

    def plan(facts: Known, _found: Found) -> Measured:
        value = facts.get(code)
        holds = None if value is None else bool(value) is test.yes
        return holds, holds, None, None, (code,) if value is None else ()

    return plan


def _route(_rule_set: RuleSet, test: Test) -> Plan:
    code, needed = test.facts[0], int(test.bounds.at_least or 0)

    def plan(facts: Known, found: Found) -> Measured:
        counted, value = found[test.of_class], facts.get(code)
        on = None if value is None else bool(value)
        held = [one[0] for one in counted]
        word = _and(_at_least(held, needed), on)
        wide = _and(_at_least([one[1] for one in counted], needed), on)
        return word, wide, held.count(True), None, (code,) if on is None else ()

    return plan


def _at_least(held: list[bool | None], needed: int) -> Held:
    sure = held.count(True)
    return True if sure >= needed else None if sure + held.count(None) >= needed else False


def _points(rule_set: RuleSet, test: Test) -> Plan:
    entries = [(one.code, _plain(one.most or Decimal(0))) for one in rule_set.scorecard]
    low, high = _lower(test.bounds), _upper(test.bounds)

    def plan(facts: Known, _found: Found) -> Measured:
        total: Number = 0
        left: Number = 0
        missing = []
        for code, most in entries:
            value = facts.get(code)
            if value is None:
                left += most
                missing.append(code)
            else:
                total += value
        holds = _and(_between(_from, low, total, total + left), _between(_to, high, total, total + left))
        return holds, holds, total, None, tuple(missing)

    return plan


def _plain(value: Decimal) -> Number:
    whole = int(value)
    return whole if whole == value else Fraction(value)


def _between(side: Callable[..., bool | None], end: _End | None, least: Number, most: Number) -> Held:
    """Return whether a total holds on one side wherever it lies from the least it can be to the most."""
    low, high = side(end, least, 1, partial=False), side(end, most, 1, partial=False)
    return low if low == high else None


_PLANS: dict[TestKind, Callable[[RuleSet, Test], Plan]] = {
    TestKind.COUNT: _amount,
    TestKind.RATIO: _amount,
    TestKind.YES_NO: _yes_no,
    TestKind.ROUTE: _route,
    TestKind.POINTS: _points,
}
