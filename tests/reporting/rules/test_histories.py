"""Histories on the rules alone: the table of states and the arithmetic, over every rule that an indicator can have."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lanhmanh.kernel.periods import Kind, Period
from lanhmanh.reporting.rules.aggregate import (
    Cell,
    bounds,
    bounds_over_time,
    cells_of,
    cumulative,
    not_stated,
    periods_since,
    value,
    with_ratios,
)
from lanhmanh.reporting.rules.catalogue import Catalogue, Indicator, Origin, Rule, Since
from lanhmanh.reporting.rules.catalogue import Kind as Sort
from lanhmanh.reporting.rules.states import IllegalTransition, State, Verb, transition, verbs
from tests.growth import examples
from tests.reporting.naive import Naive
from tests.reporting.rules.cells import combine_all

pytestmark = pytest.mark.pure
SIMPLE = (Rule.SUM, Rule.MAX, Rule.MIN, Rule.LAST, Rule.DISTINCT)
PERIODS = periods_since(Since.PROGRAMME, Period(2022, Kind.HALF, 2), 2021)


def one(code: str, over_units: Rule, over_time: Rule, **more: object) -> Indicator:
    return Indicator(code, code, code, "hộ", "households", "II.1", Sort.STOCK, over_units, over_time, **more)  # type: ignore[arg-type]


def ratio(code: str, over_time: str, **more: object) -> Indicator:
    parts = {"numerator": f"TOP-{over_time}", "denominator": f"BOTTOM-{over_time}"}
    return one(code, Rule.RATIO, Rule.RATIO, source=Origin.COMPUTED, **parts, **more)


def every_rule() -> Catalogue:
    """Return a catalogue with each way to join units crossed with each way to join periods, and what is made of two."""
    ways = [one(f"{a}-{b}", a, b) for a, b in product(SIMPLE, SIMPLE) if a is not Rule.LAST]
    ways += [one(f"SINCE-{since}", Rule.SUM, Rule.LAST, since=since) for since in Since]
    for way in (Rule.SUM, Rule.LAST, Rule.MAX):
        ways += [one(f"TOP-{way}", Rule.SUM, way), one(f"BOTTOM-{way}", Rule.SUM, way)]
        ways += [ratio(f"SHARE-{way}", way, decimals=1), ratio(f"MEAN-{way}", way, factor=1, decimals=3)]
    ways += [
        one("WHOLE", Rule.SUM, Rule.LAST),
        *(one(f"PART-{n}", Rule.SUM, Rule.LAST, part_of="WHOLE") for n in "ABC"),
    ]
    return Catalogue({way.code: way for way in ways})


KNOWN = every_rule()
TYPED = [way.code for way in KNOWN if not way.is_ratio]
PARTS = ["PART-A", "PART-B", "PART-C"]


@dataclass
class Sheet:
    """One version of a report."""

    state: State = State.DRAFT
    values: dict[str, Decimal | None] = field(default_factory=dict)
    senders: set[int] = field(default_factory=set)
    approver: int | None = None


@dataclass
class Model:
    """Reports by unit and period, and the sums that are kept for every unit, brought up to date along one line only."""

    parents: list[int | None]
    sheets: dict[tuple[int, str], list[Sheet]] = field(default_factory=dict)
    sums: dict[tuple[int, str], dict[str, Cell]] = field(default_factory=dict)

    def take(self, verb: Verb, unit: int, period: Period, who: int, chance: Random) -> None:
        """Take a step if the table allows it; nobody approves what he sent."""
        versions = self.sheets.setdefault((unit, period.code), [Sheet()])
        sheet = versions[-1]
        try:
            state = transition(sheet.state, verb)
        except IllegalTransition:
            return
        if verb is Verb.SUPERSEDE or (verb is Verb.APPROVE and who in sheet.senders):
            return
        if verb is Verb.CORRECT:
            versions.append(Sheet(values=dict(sheet.values)))
            return
        sheet.state = state
        self._note(verb, sheet, who, chance)
        if verb is Verb.APPROVE:
            self._put_in_force(unit, period, versions)

    def _note(self, verb: Verb, sheet: Sheet, who: int, chance: Random) -> None:
        if verb is Verb.SAVE:
            sheet.values |= drawn(chance)
        elif verb in {Verb.SUBMIT, Verb.RESUBMIT}:
            sheet.senders.add(who)
        elif verb is Verb.APPROVE:
            sheet.approver = who

    def _put_in_force(self, unit: int, period: Period, versions: list[Sheet]) -> None:
        for old in versions[:-1]:
            if old.state is State.APPROVED:
                old.state = transition(old.state, Verb.SUPERSEDE)
        place: int | None = unit
        while place is not None:
            self._sum_up(place, period)
            place = self.parents[place]

    def _sum_up(self, unit: int, period: Period) -> None:
        own = [cells_of(sheet.values) for sheet in self.in_force(unit, period)]
        below = [child for child, parent in enumerate(self.parents) if parent == unit]
        kept = [self.sums.get((child, period.code), {}) for child in below]
        self.sums[unit, period.code] = combine_all([*kept, *own])

    def in_force(self, unit: int, period: Period) -> list[Sheet]:
        """Return the approved version, in a list of one or none."""
        return [sheet for sheet in self.sheets.get((unit, period.code), []) if sheet.state is State.APPROVED]

    def under(self, unit: int) -> list[int]:
        """Return the unit and all below it."""
        below = [child for child, parent in enumerate(self.parents) if parent == unit]
        return [unit, *(deep for child in below for deep in self.under(child))]


def drawn(chance: Random) -> dict[str, Decimal | None]:
    """Return some cells: a ratio's two together or neither, parts that leave something of their whole unstated."""
    values = {code: number(chance, 90) for code in chance.sample(TYPED, 20)}
    for way in (Rule.SUM, Rule.LAST, Rule.MAX):
        both = chance.random() < 0.8
        for code in (f"TOP-{way}", f"BOTTOM-{way}"):
            values[code] = Decimal(chance.randint(0, 60)) / 4 if both else None
    whole = chance.randint(0, 60)
    values["WHOLE"] = Decimal(whole)
    for code in PARTS:
        part = chance.choice((None, chance.randint(0, whole)))
        values[code], whole = None if part is None else Decimal(part), whole - (part or 0)
    return values


def number(chance: Random, most: int) -> Decimal | None:
    return None if chance.random() < 0.25 else Decimal(chance.randint(0, 100 * most)) / 100


def planted(chance: Random) -> list[int | None]:
    """Return a tree of two to four levels as the parent of each unit; the first is the root."""
    parents: list[int | None] = [None]
    level = [0]
    for _depth in range(chance.randint(1, 3)):
        begin = len(parents)
        parents += [chance.choice(level) for _unit in range(chance.randint(1, 3))]
        level = list(range(begin, len(parents)))
    return parents


def live(seed: int, steps: list[int]) -> Model:
    """Live through one history on a tree of its own; each step is drawn from its number."""
    model = Model(planted(Random(seed)))
    for step in steps:
        chance = Random(step)
        unit, period = chance.randrange(len(model.parents)), PERIODS[chance.randrange(3)]
        if not model.sheets.get((unit, period.code)):
            model.take(Verb.SAVE, unit, period, 0, chance)
        for _move in range(chance.randint(1, 3)):
            model.take(wish(model, unit, period, chance), unit, period, chance.randrange(3), chance)
    return model


def wish(model: Model, unit: int, period: Period, chance: Random) -> Verb:
    """Return what somebody wants to do: mostly what may be done and leads on, at times anything."""
    leads_on = [verb for verb in verbs(model.sheets[unit, period.code][-1].state) if verb is not Verb.SAVE]
    return chance.choice(leads_on if leads_on and chance.random() < 0.7 else list(Verb))


SEEDS = st.integers(0, 2**40)
STEPS = st.lists(st.integers(0, 2**30), min_size=12, max_size=40)


def live_and_look(times: int) -> None:
    @settings(max_examples=times)
    @given(SEEDS, STEPS)
    def every(seed: int, steps: list[int]) -> None:
        model = live(seed, steps)
        versions_stand_in_line(model)
        sums_are_those_of_plain_loops(model, {0, seed % len(model.parents)})

    every()


@pytest.mark.deep
def test_every_history_adds_up_whatever_the_tree() -> None:
    live_and_look(60)


@pytest.mark.slow
@pytest.mark.deep
def test_many_more_histories() -> None:
    live_and_look(examples(500))


def versions_stand_in_line(model: Model) -> None:
    """Of the versions of a report one is in force at most, older ones are superseded, and no sender approved."""
    for versions in model.sheets.values():
        *older, last = [sheet.state for sheet in versions]
        assert older == [State.SUPERSEDED] * len(older) or last not in {State.APPROVED, State.SUPERSEDED}
        assert older.count(State.APPROVED) <= 1
        for sheet in versions:
            assert (sheet.approver is not None) == (sheet.state in {State.APPROVED, State.SUPERSEDED})
            assert sheet.approver not in sheet.senders
            assert bool(sheet.senders) or sheet.state is State.DRAFT


def sums_are_those_of_plain_loops(model: Model, units: Iterable[int]) -> None:
    """Compare the kept sums, brought up to date step by step, with loops over what is in force in the end."""
    in_force = {
        (unit, period.code): sheet.values
        for unit in range(len(model.parents))
        for period in PERIODS
        for sheet in model.in_force(unit, period)
    }
    below = {unit: model.under(unit) for unit in range(len(model.parents))}
    ought = Naive(KNOWN, in_force, {period.code: below for period in PERIODS})
    used = [period for period in PERIODS if any(code == period.code for _unit, code in in_force)]
    for unit in units:
        cells = {period: model.sums.get((unit, period.code), {}) for period in PERIODS}
        for way in KNOWN:
            for period in used:
                assert value(way, cells[period]) == ought.value(way.code, unit, period), way.code
                assert_kept(ought, way, unit, period, cells[period].get(way.code))
                assert bounds(way, cells[period]) == spread(ought, way, unit, [period])
            assert cumulative(way, KNOWN, cells) == ought.over_time(way.code, unit, PERIODS), way.code
            assert bounds_over_time(way, KNOWN, cells) == spread_over_time(ought, way, unit)
        for period in used:
            assert_unstated(ought, unit, period, cells[period])


def assert_kept(ought: Naive, way: Indicator, unit: int, period: Period, cell: Cell | None) -> None:
    kept = None if way.is_ratio else ought.kept(way.code, unit, period)
    assert (cell and (cell.total, cell.maximum, cell.minimum, cell.count)) == kept


def spread(ought: Naive, way: Indicator, unit: int, periods: Sequence[Period]) -> tuple[Decimal, Decimal] | None:
    """Return the least and the most of one period: different things can be all the same, or all different."""
    (period,) = periods
    least = ought.value(way.code, unit, period)
    if least is None:
        return None
    kept = ought.kept(way.code, unit, period)
    return least, kept[0] if kept and way.over_units is Rule.DISTINCT else least


def spread_over_time(ought: Naive, way: Indicator, unit: int) -> tuple[Decimal, Decimal] | None:
    least = ought.over_time(way.code, unit, PERIODS)
    if least is None or way.over_time is not Rule.DISTINCT:
        return None if least is None else (least, least)
    most = Decimal(0)
    for period in PERIODS:
        found = spread(ought, way, unit, [period])
        most += found[1] if found else 0
    return least, most


def assert_unstated(ought: Naive, unit: int, period: Period, cells: dict[str, Cell]) -> None:
    """What no part tells of, over all units, is the sum of what each report leaves unstated."""
    whole = value(KNOWN["WHOLE"], cells)
    if whole is None:
        return
    left = Decimal(0)
    for place in ought.below[period.code][unit]:
        figures = ought.sheets.get((place, period.code), {})
        left += figures.get("WHOLE") or 0
        for code in PARTS:
            left -= figures.get(code) or 0
    assert not_stated(whole, [value(KNOWN[code], cells) for code in PARTS]) == left
    assert left >= 0


@given(st.integers(0, 2**40))
@settings(max_examples=examples(50))
def test_a_report_alone_says_what_its_consolidation_says(seed: int) -> None:
    chance = Random(seed)
    values = drawn(chance)
    told, cells = with_ratios(KNOWN, values), cells_of(values)
    assert values.items() <= told.items()
    for way in KNOWN:
        assert told.get(way.code) == value(way, cells)
        assert told.get(way.code) == value(replace(way, over_units=Rule.MIN) if not way.is_ratio else way, cells)
