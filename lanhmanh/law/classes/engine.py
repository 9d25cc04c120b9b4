"""The engine: reads a rule set against the facts of an area, exactly, and never takes what is missing for none.

Each criterion is read twice: word for word, with both ends of its band, and as "at least". Where the two readings give
different classes, the text does not say which, and the result is that a person must decide.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import NamedTuple

from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.law.classes.gaps import gaps
from lanhmanh.law.classes.measures import Exact, Found, Held, Known, asked, measure
from lanhmanh.law.classes.results import ClassVerdict, Finding, Result, Verdict, Why
from lanhmanh.law.classes.values import AreaClass, Criterion, RuleSet, TestKind, Value

_UNUSABLE = sentence("Bộ tiêu chí “%(title)s” chưa dùng để xếp loại được: bổ sung những gì còn thiếu trước.")
Pair = tuple[Held, Held]
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


class _Plan:
    """A criterion made ready; areas with the same facts are judged once, as most areas with nothing are."""

    def __init__(self, rule_set: RuleSet, criterion: Criterion) -> None:
        self.criterion = criterion
        self.plans = [measure(rule_set, test) for test in criterion.any]
        self.route = any(test.kind is TestKind.ROUTE for test in criterion.any)
        self.codes = tuple(dict.fromkeys(code for test in criterion.any for code in asked(rule_set, test)))
        self.judged: dict[tuple[Exact, ...], Pair] = {}

    def judge(self, facts: Known) -> Pair:
        """Return whether the criterion holds, in both readings; routes are asked by `counting`."""
        key = tuple([facts[code] for code in self.codes])
        if (found := self.judged.get(key)) is None:
            found = self.judged[key] = self.counting(facts, {})
        return found

    def counting(self, facts: Known, counted: Found) -> Pair:
        """Return whether the criterion holds, given how the criteria hold that a route counts."""
        if len(self.plans) == 1:
            return self.plans[0](facts, counted)[:2]
        found = [plan(facts, counted) for plan in self.plans]
        return _any([one[0] for one in found]), _any([one[1] for one in found])

    def verdict(self, facts: Known, counted: Found, pair: Pair) -> Verdict:
        """Return the criterion with the numbers that were compared."""
        made = zip(self.criterion.any, self.plans, strict=True)
        return Verdict(self.criterion, *pair, tuple([Finding(test, *plan(facts, counted)) for test, plan in made]))


class _Engine:
    """A rule set made ready to be asked many times."""

    def __init__(self, rule_set: RuleSet) -> None:
        self.classes = rule_set.classes
        self.codes = [one.code for one in rule_set.facts]
        self.plans = [[_Plan(rule_set, criterion) for criterion in one.criteria] for one in rule_set.classes]
        self.bands = any(test.band for one in self.classes for criterion in one.criteria for test in criterion.any)
        self.judged: dict[tuple[tuple[Pair, ...], ...], tuple[list[Held], list[Held], _Standing]] = {}

    def classify(self, facts: Facts) -> Result:
        """Return the class of one area; its comparisons are written out when they are asked for."""
        known = {code: _exact(facts.get(code)) for code in self.codes}
        held, _counted = self._held(known)
        if (judged := self.judged.get(held)) is None:
            judged = self.judged[held] = self._judge(held)
        _word, _wide, standing = judged
        missing = _missing(self.explain(known), standing) if standing.why is Why.MISSING else ()
        return Result(standing.code, standing.why, standing.possible, missing, partial(self.explain, known))

    def explain(self, facts: Known) -> tuple[ClassVerdict, ...]:
        """Return every class with its criteria and the numbers that were compared."""
        held, counted = self._held(facts)
        word, wide, _standing = self._judge(held)
        verdicts = [
            tuple([plan.verdict(facts, counted, pair) for plan, pair in zip(row, pairs, strict=True)])
            for row, pairs in zip(self.plans, held, strict=True)
        ]
        return tuple(map(ClassVerdict, self.classes, word, wide, verdicts))

    def _held(self, facts: Known) -> tuple[tuple[tuple[Pair, ...], ...], Found]:
        """Return how the criteria of each class hold; routes last, for they count the other criteria of a class."""
        plain = [[None if plan.route else plan.judge(facts) for plan in row] for row in self.plans]
        counted = {one.code: [pair for pair in row if pair] for one, row in zip(self.classes, plain, strict=True)}
        held = tuple([
            tuple([pair or plan.counting(facts, counted) for plan, pair in zip(row, made, strict=True)])
            for row, made in zip(self.plans, plain, strict=True)
        ])  # fmt: skip
        return held, counted

    def _judge(self, held: Sequence[Sequence[Pair]]) -> tuple[list[Held], list[Held], _Standing]:
        """Return which classes hold in each reading, and what comes of it."""
        word = _holds(self.classes, [[pair[0] for pair in row] for row in held])
        if not self.bands:
            return word, word, _by_rank(self.classes, _standing(self.classes, word))
        wide = _holds(self.classes, [[pair[1] for pair in row] for row in held])
        standing = _agreed(_standing(self.classes, word), _standing(self.classes, wide))
        return word, wide, _by_rank(self.classes, standing)


def _exact(value: Value) -> Exact:
    if isinstance(value, Decimal):
        whole = int(value)
        return whole if whole == value else Fraction(value)
    if value is None or isinstance(value, int):
        return value
    raise TypeError(f"a fact is a whole number, a Decimal, a bool or None, not {value!r}")


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
            return _Standing(None, Why.CONFLICT, (classes[clash[0]].code, one.code))
        left = _without(classes, held, left, place)
    first = next((place for place, holds in enumerate(left) if holds), len(left))
    open_ = [one.code for one, holds in zip(classes[:first], left, strict=False) if holds is None]
    sure = True in held or any(one.otherwise for one in classes)  # then some class is given, whatever is missing
    best = (classes[first].code,) if first < len(left) else () if sure else (None,)
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
    """Return a standing whose possible classes stand from worst to best; two readings stay in their order."""
    if standing.why is Why.READINGS:
        return standing
    rank: dict[str | None, int] = {one.code: place for place, one in enumerate(classes)}
    return standing._replace(possible=tuple(sorted(standing.possible, key=lambda code: rank.get(code, len(rank)))))


def _missing(shown: Sequence[ClassVerdict], standing: _Standing) -> tuple[str, ...]:
    """Return the facts that are missing for a class that is still possible or for one its route counts, each once."""
    unsure = {one.area_class.code: [each for each in one.verdicts if None in (each.holds, each.wide)] for one in shown}
    open_ = {one.area_class.code for one in shown if None in (one.holds, one.wide)} & {*standing.possible}
    counted = {test.of_class for code in open_ for verdict in unsure[code] for test in verdict.criterion.any}
    return tuple(
        dict.fromkeys(
            missing
            for code, verdicts in unsure.items()
            if code in open_ or code in counted
            for verdict in verdicts
            for finding in verdict.findings
            for missing in finding.missing
        )
    )
