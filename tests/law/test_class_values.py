"""A rule set as a value: what is usual where nothing is said, in force when, read how far in its source."""

from datetime import date, timedelta

import pytest

from lanhmanh.law.classes import AreaClass, Bounds, Deadline, Fact, FactKind, RuleSet, Test, TestKind
from lanhmanh.law.sources import Source
from tests.law.made import body, made

pytestmark = pytest.mark.pure


def test_what_nobody_says_is_as_usual() -> None:
    fact = Fact("a", FactKind.COUNT, ("A", "A"))
    assert (fact.unit, fact.ask, fact.most) == (("", ""), ("", ""), None)
    test = Test(TestKind.RATIO)
    assert (test.facts, test.of, test.per, test.bounds) == ((), "", 100, Bounds())
    assert (test.band, test.yes, test.of_class, test.bounds.open) == (False, True, "", True)
    one = AreaClass("A", ("A", "A"))
    assert (one.needs, one.needed, one.otherwise, one.instead_of, one.source) == (None, 0, False, (), None)
    day = date(2026, 1, 1)
    bare = RuleSet("X", 1, ("", ""), Source(""), (), day, None, "MONTH", ("", ""), (), ())
    assert (bare.deadlines, bare.notes, bare.zero_counts, bare.template, bare.points_of) == ((), (), False, False, None)


def test_what_is_called_a_test_is_none_of_pytests() -> None:
    assert Test.__test__ is TestKind.__test__ is False


def test_a_rule_set_is_in_force_from_its_first_day_to_its_last() -> None:
    one, day = made(), timedelta(days=1)
    assert one.effective_to is not None
    days = (one.effective_from - day, one.effective_from, one.effective_to, one.effective_to + day)
    assert [one.holds(when) for when in days] == [False, True, True, False]
    assert made(effective_to=None).holds(date(2999, 1, 1))


def test_facts_and_classes_are_found_by_their_codes_the_worst_class_first() -> None:
    one = made()
    assert [one.rank(code) for code in ("KEM", "TB", "TOT")] == [0, 1, 2]
    assert (one.class_of("TB").name, one.fact("area").kind) == (("Trung bình", "Fair"), FactKind.MEASURE)
    for find in (one.rank, one.class_of, one.fact):
        with pytest.raises(KeyError):
            find("XA")


def test_a_rule_set_is_checked_where_all_of_it_was_read_in_its_source() -> None:
    rows = body()["classes"]
    assert not made().checked  # one of its classes was not
    assert made().flag == ("chưa đối chiếu nguyên văn", "not checked against the original")
    rows[2]["source"]["confidence"] = "F"
    assert made(classes=rows).checked
    assert made(classes=rows).flag == ("", "")
    assert not made(classes=rows, source={"title": "Văn bản", "confidence": "P"}).checked


def test_a_deadline_ends_on_the_day_before() -> None:
    assert Deadline("x", ("X", "X"), 3, 1).last_day(2024) == date(2024, 2, 29)
    assert Deadline("x", ("X", "X"), 1, 1).last_day(2024) == date(2023, 12, 31)
