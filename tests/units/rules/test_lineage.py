"""Who stood under whom: the same on every day as by walking up that day's parents."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lanhmanh.units.rules.lineage import Line, Period, Stand, lines, merged

pytestmark = [pytest.mark.pure, pytest.mark.once]
DAYS = [date(2021, 1, 1) + timedelta(days=number) for number in range(9)]
Raw = list[tuple[int, int | None]]


def of(start: int, end: int | None) -> Period:
    return Period(DAYS[start], None if end is None else DAYS[end])


def holds(period: Period, day: date) -> bool:
    return period.start <= day and (period.end is None or day < period.end)


periods = st.tuples(st.integers(0, 7), st.none() | st.integers(1, 8)).filter(lambda one: (one[1] or 9) > one[0])


@given(st.lists(periods, max_size=6))
@example([(3, 5), (0, 3)])
def test_merged_periods_hold_the_same_days_and_none_touches_another(raw: Raw) -> None:
    whole = [of(*one) for one in raw]
    done = merged(whole)
    assert all(any(holds(one, day) for one in whole) == any(holds(one, day) for one in done) for day in DAYS)
    assert all(one.end is not None and one.end < next_one.start for one, next_one in pairwise(done))


@given(periods, periods)
@example((0, 3), (3, 5))
def test_two_periods_meet_on_the_days_that_both_have(
    one: tuple[int, int | None], other: tuple[int, int | None]
) -> None:
    shared = of(*one).meet(of(*other))
    both = [day for day in DAYS if holds(of(*one), day) and holds(of(*other), day)]
    assert [day for day in DAYS if shared and holds(shared, day)] == both
    assert bool(shared) == bool(both)
    assert not shared or (shared.end is None) == (one[1] is other[1] is None)


@st.composite
def stands(draw: st.DrawFn) -> list[Stand]:
    """Draw the parents of five units, each above those of higher numbers, changing on some days."""
    found = []
    for unit in range(5):
        cuts = sorted(draw(st.sets(st.sampled_from(range(8)), min_size=1, max_size=3)))
        ends = [*cuts[1:], draw(st.sampled_from([None, 8]))]
        for start, end in zip(cuts, ends, strict=True):
            parent = draw(st.sampled_from([None, *range(unit)]))
            if parent is None or draw(st.integers(0, 4)):
                found.append(Stand(unit, parent, of(start, end)))
    return found


def walked(unit: int, day: date, all_stands: Sequence[Stand], depth: int = 0) -> Iterator[tuple[int, int]]:
    for one in all_stands:
        if one.unit == unit and holds(one.period, day):
            yield unit, depth
            if one.parent is not None:
                yield from walked(one.parent, day, all_stands, depth + 1)


@given(stands(), st.permutations(range(5)))
def test_on_every_day_the_lines_are_what_a_walk_up_finds(all_stands: list[Stand], units: list[int]) -> None:
    found = lines(all_stands, units)
    for unit in units:
        for day in DAYS:
            told = [(one.ancestor, one.depth) for one in found if one.descendant == unit and holds(one.period, day)]
            assert sorted(told) == sorted(walked(unit, day, all_stands))
    assert merged_already(found)


def merged_already(found: list[Line]) -> bool:
    alike: dict[tuple[int, int, int], list[Period]] = {}
    for one in found:
        alike.setdefault((one.ancestor, one.descendant, one.depth), []).append(one.period)
    return all(merged(one) == one for one in alike.values())


def test_only_the_lines_of_the_units_named_are_told() -> None:
    always = of(0, None)
    two = [Stand(1, None, always), Stand(2, 1, always)]
    assert lines(two, [2]) == [Line(2, 2, 0, always), Line(1, 2, 1, always)]
    assert lines(two, [3]) == []


def test_a_circle_comes_to_an_end() -> None:
    always = of(0, None)
    assert lines([Stand(1, 2, always), Stand(2, 1, always)], [1]) == [Line(1, 1, 0, always), Line(2, 1, 1, always)]
