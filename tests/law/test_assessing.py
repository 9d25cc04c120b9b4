"""By when an area is scored, appraised and decided on: the law's days, the province's, else those proposed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.periods import Kind, Period
from lanhmanh.law.assessing import OwnDay, Step, days
from lanhmanh.law.calendars import window
from lanhmanh.law.classes import shipped
from lanhmanh.law.classes.values import Deadline, RuleSet
from lanhmanh.law.sources import rule_file

pytestmark = pytest.mark.pure

years = st.integers(2000, 2100)


def of_law() -> RuleSet:
    """Return a rule set with days of its own."""
    return next(one for one in shipped() if one.deadlines)


def without() -> RuleSet:
    """Return a rule set that names no day."""
    return next(one for one in shipped() if not one.deadlines)


def _deadline(code: str, month: int, day: int) -> Deadline:
    return Deadline(code, of_law().deadlines[0].name, month, day)


@given(st.data(), years)
def test_the_steps_follow_each_other(data: st.DataObject, year: int) -> None:
    found = days(data.draw(st.sampled_from(shipped())), year)
    assert list(found) == [Step.SCORE, Step.APPRAISE, Step.DECIDE]
    assert found[Step.SCORE].due < found[Step.APPRAISE].due <= found[Step.DECIDE].due


@given(years)
def test_without_days_of_law_those_of_the_file_are_proposed(year: int) -> None:
    for step, row in rule_file("assessing.toml").items():
        found = days(without(), year)[Step(step)]
        assert found.due == date(year + row["years"], row["month"], row["day"])
        assert (found.source.title, found.source.confidence) == (row["source"]["title"], row["source"]["confidence"])


def test_with_days_of_law_figures_close_and_the_province_decides_on_them() -> None:
    rule_set = replace(of_law(), deadlines=(_deadline("period", 11, 15), _deadline("report", 12, 15)))
    found = days(rule_set, 2026)
    assert found[Step.SCORE].due == date(2026, 11, 14)
    assert found[Step.APPRAISE].due == date(2026, 11, 29)
    assert found[Step.DECIDE].due == date(2026, 12, 14)
    assert found[Step.SCORE].source == found[Step.DECIDE].source == rule_set.source
    assert found[Step.APPRAISE].source.confidence == "M"
    assert found[Step.APPRAISE].source.article == rule_set.source.article
    assert found[Step.APPRAISE].source.title != rule_set.source.title
    assert found[Step.APPRAISE].source.note


def test_appraising_takes_a_day_of_its_own_even_where_all_ends_at_once() -> None:
    rule_set = replace(of_law(), deadlines=(_deadline("period", 11, 15), _deadline("report", 11, 16)))
    assert days(rule_set, 2026)[Step.APPRAISE].due == date(2026, 11, 15)


def test_the_province_decides_by_the_report_whatever_else_has_a_later_day() -> None:
    rule_set = replace(
        of_law(), deadlines=(_deadline("period", 11, 15), _deadline("report", 12, 15), _deadline("other", 12, 31))
    )
    assert days(rule_set, 2026)[Step.DECIDE].due == date(2026, 12, 14)


def test_a_rule_set_that_names_no_close_closes_with_its_calendar_and_is_decided_on_with_the_last_day() -> None:
    rule_set = replace(of_law(), deadlines=(_deadline("one", 12, 20), _deadline("other", 12, 31)))
    found = days(rule_set, 2026)
    assert found[Step.SCORE].due == window(rule_set.calendar, Period(2026, Kind.YEAR)).last
    assert found[Step.DECIDE].due == date(2026, 12, 30)


@given(years, st.integers(0, 2), st.dates(date(2001, 1, 1), date(2001, 12, 31)))
def test_a_day_of_the_province_comes_first_and_names_its_basis(year: int, later: int, day: date) -> None:
    own = OwnDay(later, day.month, day.day, "Quyết định 12")
    for rule_set in (of_law(), without()):
        found, usual = days(rule_set, year, {Step.APPRAISE: own}), days(rule_set, year)
        assert found[Step.APPRAISE].due == day.replace(year=year + later)
        assert (found[Step.APPRAISE].source.title, found[Step.APPRAISE].source.confidence) == ("Quyết định 12", "M")
        assert all(found[step] == usual[step] for step in (Step.SCORE, Step.DECIDE))
        nameless = days(rule_set, year, {Step.DECIDE: OwnDay(later, day.month, day.day)})
        assert nameless[Step.DECIDE].source.title == "Tỉnh đặt"
        assert days(rule_set, year) == usual


def test_a_day_that_is_not_there_is_refused() -> None:
    assert OwnDay(0, 2, 29).due(2024) == date(2024, 2, 28) + timedelta(days=1)
    with pytest.raises(Refused, match="29/2") as refused:
        OwnDay(1, 2, 29).due(2024)
    assert refused.value.values == {"day": 29, "month": 2}
