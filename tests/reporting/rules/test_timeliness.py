"""Who reported in time: a tally adds up report by report in any order, and a ranking goes by what was due."""

from dataclasses import astuple
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanhmanh.law.holidays import vietnamese
from lanhmanh.law.working_days import between
from lanhmanh.reporting.rules.timeliness import Tally, tally

pytestmark = pytest.mark.pure
DUE = date(2021, 3, 17)
AFTER = date(2021, 4, 1)
DAYS = st.integers(-5, 20).map(lambda days: DUE + timedelta(days=days))
SENT = st.dictionaries(DAYS, st.integers(1, 30), max_size=6)


def of(sent: dict[date, int], asked: int, today: date = AFTER) -> Tally:
    return tally(asked, sent, DUE, today, vietnamese())


@given(SENT, st.integers(0, 60), DAYS)
def test_every_report_is_counted_once(sent: dict[date, int], more: int, today: date) -> None:
    found = of(sent, sum(sent.values()) + more, today)
    assert found.in_time + found.late == found.sent == sum(sent.values())
    assert found.sent + found.missing + found.to_come == found.asked
    assert (found.missing, found.to_come) == ((more, 0) if today > DUE else (0, more))
    assert found.in_time == sum(n for day, n in sent.items() if day <= DUE)


@given(SENT, SENT)
def test_tallies_add_up_as_their_reports_do(one: dict[date, int], two: dict[date, int]) -> None:
    both = {day: one.get(day, 0) + two.get(day, 0) for day in {*one, *two}}
    left, right = of(one, sum(one.values()) + 2), of(two, sum(two.values()) + 1)
    assert left + right == right + left == of(both, sum(both.values()) + 3)
    assert left + Tally() == left


@given(SENT)
def test_lateness_is_in_working_days(sent: dict[date, int]) -> None:
    days = [between(DUE, day, vietnamese()) for day, n in sent.items() if day > DUE for _ in range(n)]
    found = of(sent, 100000)
    assert found.late_most == max(days, default=0)
    assert found.late_mean == (Fraction(sum(days), len(days)) if days else None)


def test_a_place_goes_by_completeness_then_by_time() -> None:
    whole_late = of({DUE + timedelta(days=1): 4}, 4).merit
    whole_in_time = of({DUE: 4}, 4).merit
    part_in_time = of({DUE: 3}, 4).merit
    assert whole_in_time and whole_late and part_in_time
    assert whole_in_time > whole_late > part_in_time
    assert of({DUE: 1}, 4, today=DUE).merit is None  # not yet due
    assert Tally().merit is None


def test_nothing_is_past_before_its_day_is_over() -> None:
    waiting = of({DUE: 1}, 4, today=DUE)
    assert (waiting.sent, waiting.past_asked, waiting.past_sent, waiting.past_in_time) == (1, 0, 0, 0)
    over = of({DUE: 1}, 4, today=DUE + timedelta(days=1))
    assert (over.past_asked, over.past_sent, over.past_in_time) == (4, 1, 1)


def test_who_asked_nobody_counts_nothing() -> None:
    assert not any(astuple(Tally()))


def test_what_is_sent_beyond_what_is_asked_is_asked_too() -> None:
    found = of({DUE: 3}, 2)
    assert (found.asked, found.missing, found.to_come) == (3, 0, 0)
