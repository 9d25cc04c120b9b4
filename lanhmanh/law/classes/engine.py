"""The engine: reads a rule set against the facts of an area, exactly, and never takes what is missing for none.

Each criterion is read twice: word for word, with both ends of its band, and as "at least". Where the two readings give
different classes, the text does not say which, and the result is that a person must decide.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.law.classes.gaps import gaps
from lanhmanh.law.classes.measures import Found, Known, Plan, measure
from lanhmanh.law.classes.results import ClassVerdict, Result, Verdict, Why
from lanhmanh.law.classes.values import AreaClass, Criterion, RuleSet, TestKind, Value

_UNUSABLE = sentence("Bộ tiêu chí “%(title)s” chưa dùng để xếp loại được: bổ sung những gì còn thiếu trước.")
Held = bool | None
Facts = Mapping[str, Value]


def classify(rule_set: RuleSet, facts: Facts) -> Result:
    """Return the class of an area with these facts; None stands for a fact that is not known.

    :raises Refused: the rule set is not complete.
    """
    return next(iter(classify_many(rule_set, [facts])))


def classify_many(rule_set: RuleSet, rows: Iterable[Facts]) -> list[Result]:
    """Return the classes of many areas, in their order.

    :raises Refused: the rule set is not complete.
    """
    if gaps(rule_set):
        raise Refused(_UNUSABLE, title=rule_set.title)
    engine = _Engine(rule_set)
    return [engine.classify(row) for row in rows]


class _Standing(NamedTuple):
    code: str | None
    why: Why | None
    possible: tuple[str | None, ...]


class _Engine:
    """A rule set made ready to be asked many times."""

    def __init__(self, rule_set: RuleSet) -> None:
        self.classes = rule_set.classes
        self.plans = [
            [(criterion, [measure(rule_set, test) for test in criterion.any], _is_route(criterion)) for criterion in
             one.criteria]
            for one in rule_set.classes
        ]  # fmt: skip
        self.bands = any(test.band for one in self.classes for criterion in one.criteria for test in criterion.any)

    def classify(self, facts: Facts) -> Result:
        """Return the class of one area."""
        found = self._verdicts({code: _exact(value) for code, value in facts.items()})
        word = _holds(self.classes, [[verdict.holds for verdict in row] for row in found])
        wide = _holds(self.classes, [[verdict.wide for verdict in row] for row in found]) if self.bands else word
        shown = tuple(map(ClassVerdict, self.classes, word, wide, found))
        standing = _standing(self.classes, word)
        if self.bands:
            standing = _agreed(standing, _standing(self.classes, wide))
        missing: tuple[str, ...] = ()
        if standing.why is Why.MISSING:
            standing = _by_rank(self.classes, standing)
            missing = _missing(shown, standing)
        return Result(standing.code, standing.why, standing.possible, missing, shown)

    def _verdicts(self, facts: Known) -> list[tuple[Verdict, ...]]:
        """Return the verdicts of each class; routes last, for they count the other criteria of a class."""
        plain = [[_verdict(one, plans, facts, {}) for one, plans, route in row if not route] for row in self.plans]
        counted = {one.code: plain[place] for place, one in enumerate(self.classes)}
        found = []
        for place, row in enumerate(self.plans):
            ready = iter(plain[place])
            found.append(
                tuple(_verdict(one, plans, facts, counted) if route else next(ready) for one, plans, route in row)
            )
        return found


def _is_route(criterion: Criterion) -> bool:
    return any(test.kind is TestKind.ROUTE for test in criterion.any)


def _exact(value: Value) -> int | bool | Fraction | None:
    if isinstance(value, Decimal):
        whole = int(value)
        return whole if whole == value else Fraction(value)
    if value is None or isinstance(value, int):
        return value
    raise TypeError(f"a fact is a whole number, a Decimal, a bool or None, not {value!r}")


def _verdict(criterion: Criterion, plans: Sequence[Plan], facts: Known, counted: Found) -> Verdict:
    findings = tuple([plan(facts, counted) for plan in plans])
    if len(findings) == 1:
        return Verdict(criterion, findings[0].holds, findings[0].wide, findings)
    return Verdict(criterion, _any([one.holds for one in findings]), _any([one.wide for one in findings]), findings)


def _any(held: Sequence[Held]) -> Held:
    return True if True in held else None if None in held else False


def _holds(classes: Sequence[AreaClass], held: Sequence[Sequence[Held]]) -> list[Held]:
    """Return which classes hold, from how their criteria do."""
    found: list[Held] = [_enough(one, held[place]) for place, one in enumerate(classes)]
    others = [holds for one, holds in zip(classes, found, strict=True) if not one.otherwise]
    left: Held = False if True in others else None if None in others else True
    return [left if one.otherwise else holds for one, holds in zip(classes, found, strict=True)]


def _enough(one: AreaClass, held: Sequence[Held]) -> Held:
    sure = held.count(True)
    if sure >= one.needed:
        return True
    return None if sure + held.count(None) >= one.needed else False


def _standing(classes: Sequence[AreaClass], held: Sequence[Held]) -> _Standing:
    """Return the worst class that holds, minding those that another takes the place of."""
    left = list(held)
    for place, one in enumerate(classes):
        if not one.instead_of or held[place] is False:
            continue
        clash = [n for n, holds in enumerate(held) if holds and n != place and classes[n].code not in one.instead_of]
        if held[place] and clash:
            return _Standing(None, Why.CONFLICT, (*(classes[n].code for n in clash), one.code))
        left = _without(classes, held, left, place)
    first = next((place for place, holds in enumerate(left) if holds), len(left))
    open_ = [one.code for one, holds in zip(classes[:first], left, strict=False) if holds is None]
    best = (classes[first].code,) if first < len(left) else () if True in held else (None,)
    if open_ or not best:
        return _Standing(None, Why.MISSING, (*open_, *best))
    return _Standing(best[0], None if best[0] else Why.NONE, best)


def _without(classes: Sequence[AreaClass], held: Sequence[Held], left: list[Held], place: int) -> list[Held]:
    """Return what holds once a class takes the place of others, or may do so."""
    one = classes[place]
    if held[place]:
        return [False if other.code in one.instead_of else holds for other, holds in zip(classes, left, strict=True)]
    return [None if holds else holds for holds in left]


def _agreed(word: _Standing, wide: _Standing) -> _Standing:
    """Return what both readings say, or that they differ."""
    if word.code == wide.code and word.why == wide.why:
        return word if word.possible == wide.possible else word._replace(possible=_union(word, wide))
    if Why.MISSING in (word.why, wide.why):
        return _Standing(None, Why.MISSING, _union(word, wide))
    if Why.CONFLICT in (word.why, wide.why):
        return word if word.why is Why.CONFLICT else wide
    return _Standing(None, Why.READINGS, (word.code, wide.code))


def _union(word: _Standing, wide: _Standing) -> tuple[str | None, ...]:
    return tuple(dict.fromkeys([*word.possible, *wide.possible]))


def _by_rank(classes: Sequence[AreaClass], standing: _Standing) -> _Standing:
    """Return a standing whose possible classes stand from worst to best, none at all last."""
    rank: dict[str | None, int] = {one.code: place for place, one in enumerate(classes)}
    return standing._replace(possible=tuple(sorted(standing.possible, key=lambda code: rank.get(code, len(rank)))))


def _missing(shown: Sequence[ClassVerdict], standing: _Standing) -> tuple[str, ...]:
    """Return the facts that are missing where a class is still possible, each once."""
    wanted = set(standing.possible)
    return tuple(
        dict.fromkeys(
            code
            for one in shown
            if one.area_class.code in wanted and (one.holds is None or one.wide is None)
            for verdict in one.verdicts
            if verdict.holds is None or verdict.wide is None
            for finding in verdict.findings
            for code in finding.missing
        )
    )
