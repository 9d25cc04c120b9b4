"""Each kind of comparison at its edges, and with a part of its numbers missing: it says no more than is known."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from lanhmanh.law.classes import ClassVerdict, Value, Why, classify
from tests.law.made import Body, asking, body, made

pytestmark = pytest.mark.pure
NOTHING: dict[str, Value] = {"people": 1000, "cases": 0, "area": 0, "route": False, "books": 0, "talks": 0}
Told = tuple[bool | None, bool | None, Any, Any, tuple[str, ...]]


def exact(value: Any) -> Value:
    return Decimal(value) if isinstance(value, str) else value


def told(test: Body, change: Body | None = None, /, **facts: Any) -> Told:
    """Return what a comparison finds of these facts."""
    known = NOTHING | {code: exact(value) for code, value in facts.items()}
    finding = classify(asking(test, **change or {}), known).classes[0].verdicts[0].findings[0]
    return tuple(finding)[1:]  # type: ignore[return-value]


SUM = {"facts": ["cases", "area"]}
NO, YES, OPEN = (False, False), (True, True), (None, None)


@pytest.mark.parametrize(
    ("bounds", "holding", "failing"),
    [
        ({"at_least": "5"}, ["5", "9999"], ["0", "4.999999"]),
        ({"above": "5"}, ["5.000001"], ["0", "5"]),
        ({"at_most": "5"}, ["0", "5"], ["5.000001"]),
        ({"below": "5"}, ["0", "4.999999"], ["5"]),
        ({"at_least": "5", "below": "9"}, ["5", "8.999999"], ["4.999999", "9"]),
        ({"above": "5", "at_most": "9"}, ["5.000001", "9"], ["5", "9.000001"]),
        ({"at_least": "0.1", "at_most": "0.3"}, ["0.1", "0.3"], ["0.099999", "0.300001"]),
    ],
)
def test_a_sum_lies_within_its_bounds_or_not(bounds: Body, holding: list[str], failing: list[str]) -> None:
    for number in holding:
        assert told(SUM | bounds, area=number)[:2] == YES, number
        assert told(SUM | bounds, area=0, cases=Decimal(number))[:2] == YES, number
    for number in failing:
        assert told(SUM | bounds, area=number)[:2] == NO, number


def test_a_sum_adds_all_that_it_names_exactly() -> None:
    assert told(SUM | {"at_least": "5"}, cases=2, area="0.3") == (False, False, Fraction(23, 10), None, ())
    assert told(SUM | {"at_least": "5"}, cases=2, area="3") == (True, True, 5, None, ())


@pytest.mark.parametrize(
    ("bounds", "area", "holds"),
    [
        ({"at_least": "5"}, 5, YES),  # the missing part can only add to it
        ({"at_least": "5"}, 4, OPEN),
        ({"below": "5"}, 4, OPEN),
        ({"below": "5"}, 5, NO),
        ({"at_most": "5"}, 5, OPEN),
        ({"at_most": "5"}, 6, NO),
        ({"at_least": "5", "below": "9"}, 6, OPEN),
        ({"at_least": "5", "below": "9"}, 9, NO),
    ],
)
def test_of_a_sum_with_a_part_missing_only_what_is_sure_is_said(bounds: Body, area: int, holds: Any) -> None:
    assert told(SUM | bounds, area=area, cases=None) == (*holds, area, None, ("cases",))


BAND = {"facts": ["cases"], "below": "5", "band": True}


def test_what_exceeds_a_band_counts_in_the_wide_reading_alone() -> None:
    assert [told(BAND | {"at_least": "2"}, cases=n)[:2] for n in (1, 2, 4, 5)] == [NO, YES, YES, (False, True)]
    assert told(BAND | {"at_least": "2"}, cases=None)[:2] == OPEN
    assert told({"facts": ["cases"], "below": "5"}, cases=5)[:2] == NO


def test_none_at_all_lies_in_a_band_without_a_lower_end_only_where_the_rule_set_says_so() -> None:
    assert [told(BAND, cases=n)[:2] for n in (0, 1, 5)] == [NO, YES, (False, True)]
    assert told(BAND, {"zero_counts": True}, cases=0)[:2] == YES
    assert told({"facts": ["cases"], "below": "5"}, cases=0)[:2] == YES
    assert told(BAND | {"at_least": "0"}, cases=0)[:2] == YES


RATIO = {"kind": "ratio", "facts": ["cases"], "of": "people"}


def test_a_ratio_is_compared_without_rounding() -> None:
    assert told(RATIO | {"at_least": "0.1"}, cases=1, people=1000) == (True, True, 1, 1000, ())
    assert told(RATIO | {"at_least": "0.1"}, cases=1, people=1001)[:2] == NO
    assert told(RATIO | {"at_least": "1", "per": 1000}, cases=1, people=1000)[:2] == YES
    assert told(RATIO | {"below": "1", "per": 1000}, cases=1, people=1000)[:2] == NO
    assert told(RATIO | {"below": "1", "per": 1000}, cases=1, people=1001)[:2] == YES
    third = RATIO | {"above": "33.333333", "at_most": "33.333334"}
    assert told(third, cases=1, people=3)[:2] == YES


def test_of_a_ratio_without_its_base_only_what_is_true_of_any_base_is_said() -> None:
    for people in (None, 0):
        assert told(RATIO | {"at_least": "5"}, cases=4, people=people) == (None, None, 4, None, ("people",))
        assert told(RATIO | {"below": "5"}, cases=4, people=people)[:2] == OPEN
        # None at all is none of any number.
        assert told(RATIO | {"at_least": "5"}, people=people)[:2] == NO
        assert told(RATIO | {"below": "5"}, people=people)[:2] == YES
        assert told(RATIO | {"below": "5"}, people=people)[4] == ("people",)
        # Anything is more than none, of whatever number.
        assert told(RATIO | {"above": "0"}, cases=1, people=people)[:2] == YES
        assert told(RATIO | {"above": "0"}, cases=0, people=people)[:2] == NO
        assert told(RATIO | {"above": "0"}, cases=None, people=people)[:2] == OPEN
    assert told(RATIO | {"above": "0", "per": 1}, cases=1, people=None)[:2] == YES
    both = told(RATIO | {"at_least": "5"}, cases=None, people=None)
    assert both == (None, None, 0, None, ("cases", "people"))


def test_a_ratio_may_be_open_to_above_or_to_below_without_its_base() -> None:
    assert told(RATIO | {"below": "5", "band": True}, cases=1, people=None)[:2] == (None, True)
    assert told(RATIO | {"at_least": "0"}, cases=1, people=None)[:2] == YES


@pytest.mark.parametrize(
    ("yes", "route", "holds"),
    [
        (True, True, YES),
        (True, False, NO),
        (True, None, OPEN),
        (False, True, NO),
        (False, False, YES),
        (False, None, OPEN),
    ],
)
def test_an_answer_is_as_it_is_wanted_or_not(yes: bool, route: bool | None, holds: Any) -> None:
    found = told({"kind": "yes_no", "facts": ["route"], "yes": yes}, route=route)
    assert found == (*holds, None, None, ("route",) if route is None else ())


POINTS = {"kind": "points", "facts": []}


@pytest.mark.parametrize(
    ("bounds", "talks", "books", "holds"),
    [
        ({"at_least": "12"}, "2", 10, YES),
        ({"at_least": "12"}, "1.5", 10, NO),
        ({"above": "12"}, "2", 10, NO),
        ({"at_most": "12"}, "2", 10, YES),
        ({"below": "12"}, "2", 10, NO),
        ({"at_least": "12"}, None, 10, OPEN),  # from 10 to 17.5
        ({"at_least": "10"}, None, 10, YES),
        ({"at_least": "12"}, None, 4, NO),  # 11.5 at most
        ({"at_least": "11.5"}, None, 4, OPEN),
        ({"below": "10"}, None, 10, NO),
        ({"below": "12"}, None, 4, YES),
        ({"below": "11.5"}, None, 4, OPEN),
        ({"at_least": "4", "at_most": "11.5"}, None, 4, YES),
        ({"at_least": "5", "at_most": "11.5"}, None, 4, OPEN),
    ],
)
def test_a_total_of_points_lies_between_what_is_given_and_what_can_still_be(
    bounds: Body, talks: Any, books: int, holds: Any
) -> None:
    found = told(POINTS | bounds, books=books, talks=talks)
    given = books + (0 if talks is None else Fraction(talks))
    assert found == (*holds, given, None, ("talks",) if talks is None else ())


def test_an_entry_without_points_can_still_add_none() -> None:
    change = {"facts": [*body()["facts"][:5], body()["facts"][5] | {"most": "0"}]}
    assert told(POINTS | {"at_least": "4.5"}, change, books=4, talks=None)[:2] == NO
    assert told(POINTS | {"below": "4.5"}, change, books=4, talks=None)[:2] == YES
    assert told(POINTS | {"at_least": "4"}, change, books=4, talks=None)[:2] == YES


def routed(**facts: Any) -> Told:
    """Return what a route finds that wants two of the three criteria of the worst class; one of them has a band."""
    classes = body()["classes"]
    banded = {"code": "c", "any": [{"facts": ["area"], "at_least": "2", "below": "5", "band": True}]}
    classes[0]["criteria"].append(banded)
    test = {"kind": "route", "facts": ["route"], "of_class": "KEM", "at_least": "2"}
    classes[2] |= {"criteria": [{"code": "r", "any": [test]}]}
    found = classify(made(classes=classes), NOTHING | {"route": True} | {key: exact(one) for key, one in facts.items()})
    return tuple(found.classes[2].verdicts[0].findings[0])[1:]  # type: ignore[return-value]


def test_a_route_counts_the_criteria_of_another_class_that_hold() -> None:
    assert routed(cases=50) == (True, True, 2, None, ())
    assert routed(cases=49, people=980) == (False, False, 1, None, ())
    assert routed(cases=50, route=False) == (False, False, 2, None, ())
    assert routed(cases=50, route=None) == (None, None, 2, None, ("route",))
    assert routed(cases=0, route=None) == (False, False, 0, None, ("route",))
    assert routed(cases=49, people=980, area=0)[:2] == NO
    assert routed(cases=40, people=800, area=2)[:2] == YES
    assert routed(cases=40, people=800, area=5)[:2] == (False, True)
    assert routed(cases=None, area=2) == (None, None, 1, None, ())
    assert routed(cases=None, area=0)[:2] == OPEN
    assert routed(cases=0, area=None)[:2] == OPEN


def test_a_route_that_wants_no_criterion_asks_for_the_route_alone() -> None:
    classes = [row("A", {"at_least": "5"}), row("B", {"kind": "route", "facts": ["route"], "of_class": "A"})]
    classes[1]["criteria"][0]["any"][0]["at_least"] = "0"
    assert held(classes, route=True)[0] == "B"
    assert held(classes, route=False)[0] is None


# The class that comes of them


def held(classes: list[Body], **facts: Any) -> tuple[str | None, Why | None, tuple[str | None, ...]]:
    """Return the class of an area by these classes, or why it has none, and those that are possible."""
    found = classify(made(classes=classes), NOTHING | {code: exact(value) for code, value in facts.items()})
    return found.class_code, found.why, found.possible


def row(code: str, *tests: Body, **change: Any) -> Body:
    """Return a class whose criteria ask one test each."""
    criteria = [{"code": str(place), "any": [{"facts": ["cases"]} | test]} for place, test in enumerate(tests)]
    return {"code": code, "name": code, "criteria": criteria} | change


AREA: Body = {"facts": ["area"]}


def test_the_worst_class_that_holds_is_given() -> None:
    classes = [row("A", {"at_least": "9"}), row("B", {"at_least": "5"}), row("C", {"at_least": "1"})]
    assert [held(classes, cases=n)[0] for n in (9, 5, 1)] == ["A", "B", "C"]
    assert held(classes, cases=0) == (None, Why.NONE, (None,))
    assert held(classes, cases=None) == (None, Why.MISSING, ("A", "B", "C", None))


def test_so_many_criteria_must_hold_as_are_needed() -> None:
    tests = ({"at_least": "5"}, AREA | {"at_least": "5"}, {"at_least": "7"})
    for needs, fitting in ((1, 5), (2, 7), (None, 99)):
        rest = {"code": "Z", "name": "Z", "otherwise": True}
        classes = [row("A", *tests, needs=needs), rest]
        assert held(classes, cases=fitting - 1)[0] == "Z"
        assert held(classes, cases=fitting)[0] == ("Z" if needs is None else "A")
    assert held([row("A", *tests), rest], cases=7, area=5)[0] == "A"
    assert held([row("A", *tests), rest], cases=7, area=None) == (None, Why.MISSING, ("A", "Z"))
    assert held([row("A", *tests), rest], cases=6, area=None)[0] == "Z"
    assert held([row("A", *tests, needs=2), rest], cases=7, area=None)[0] == "A"


def test_the_class_for_all_others_is_given_only_where_no_other_can_hold() -> None:
    rest = {"code": "Z", "name": "Z", "otherwise": True}
    classes = [row("A", {"at_least": "5"}), rest, row("C", AREA | {"at_least": "5"})]
    assert held(classes) == ("Z", None, ("Z",))
    assert held(classes, area=5) == ("C", None, ("C",))
    assert held(classes, area=None) == (None, Why.MISSING, ("Z", "C"))
    assert held(classes, area=5, cases=None) == (None, Why.MISSING, ("A", "C"))
    assert held(classes, area=5, cases=5) == ("A", None, ("A",))


def test_a_class_takes_the_place_of_those_it_names_and_clashes_with_any_other() -> None:
    classes = [
        row("A", {"at_least": "9"}), row("B", {"at_least": "5"}),
        row("C", AREA | {"at_least": "1"}, instead_of=["B"]), row("D", {"at_least": "1"}),
    ]  # fmt: skip
    assert held(classes, cases=5) == ("B", None, ("B",))
    assert held(classes, cases=9, area=0) == ("A", None, ("A",))
    assert held(classes, cases=9, area=1) == (None, Why.CONFLICT, ("A", "C"))
    assert held(classes, cases=0, area=1) == ("C", None, ("C",))
    assert held(classes, cases=5, area=1) == (None, Why.CONFLICT, ("C", "D"))
    lone = classes[:3]
    assert held(lone, cases=5, area=1) == ("C", None, ("C",))
    assert held(lone, cases=5, area=None) == (None, Why.MISSING, ("B", "C"))
    assert held(lone, cases=0, area=None) == (None, Why.MISSING, ("C", None))


def banded(code: str, low: str, high: str) -> Body:
    return row(code, {"at_least": low, "below": high, "band": True})


def test_where_the_two_readings_give_different_classes_a_person_decides() -> None:
    classes = [banded("A", "8", "9"), banded("B", "2", "4")]
    assert held(classes, cases=8) == ("A", None, ("A",))
    assert held(classes, cases=9) == (None, Why.READINGS, (None, "A"))
    assert held(classes, cases=5) == (None, Why.READINGS, (None, "B"))
    assert held(classes, cases=1) == (None, Why.NONE, (None,))
    assert held(classes, cases=None) == (None, Why.MISSING, ("A", "B", None))
    wide = [banded("A", "2", "4"), row("B", {"at_least": "5"})]
    assert held(wide, cases=6) == (None, Why.READINGS, ("B", "A"))  # word for word first


def test_a_conflict_in_either_reading_is_told_before_their_difference() -> None:
    classes = [
        banded("A", "2", "4"),
        row("B", AREA | {"at_least": "9"}),
        row("C", AREA | {"at_least": "1"}, instead_of=["B"]),
    ]
    assert held(classes, cases=3, area=1) == (None, Why.CONFLICT, ("A", "C"))
    assert held(classes, cases=5, area=1) == (None, Why.CONFLICT, ("A", "C"))
    assert held(classes, cases=5, area=0) == (None, Why.READINGS, (None, "A"))
    assert held(classes, cases=5, area=None) == (None, Why.MISSING, ("A", "B", "C", None))


def missing(classes: list[Body], **facts: Any) -> tuple[str, ...]:
    return classify(made(classes=classes), NOTHING | facts).missing


def test_only_what_can_still_make_a_difference_is_missing_each_once() -> None:
    rest = {"code": "Z", "name": "Z", "otherwise": True}
    classes = [
        row("A", {"at_least": "5"}, {"facts": ["cases", "area"], "at_least": "9"}),
        row("B", {"kind": "yes_no", "facts": ["route"]}),
        rest,
    ]  # fmt: skip
    assert missing(classes, cases=None, area=None, route=None) == ("cases", "area", "route")
    assert missing(classes, cases=None, area=None) == ("cases", "area")
    assert missing(classes, cases=9, area=None, route=None) == ()  # decided
    assert missing(classes, cases=5, area=None, route=None) == ("area", "route")
    assert missing(classes, cases=4, area=None, route=None) == ("route",)
    assert missing(classes, cases=0, books=None) == ()


def test_where_a_route_counts_another_class_what_that_lacks_is_missing_too() -> None:
    classes = [
        row("A", {"at_least": "5"}, AREA | {"at_least": "5"}, {"at_least": "9"}),
        row("B", {"kind": "route", "facts": ["route"], "of_class": "A", "at_least": "1"}),
    ]  # fmt: skip
    assert held(classes, cases=0, area=None, route=True) == (None, Why.MISSING, ("B", None))
    assert missing(classes, cases=0, area=None, route=True) == ("area",)
    assert missing(classes, cases=0, area=None, route=None) == ("area", "route")


def of(classes: list[Body], **facts: Any) -> tuple[ClassVerdict, ...]:
    return classify(made(classes=classes), NOTHING | facts).classes


def test_each_class_tells_how_many_criteria_hold_word_for_word_and_the_given_one_by_which() -> None:
    classes = [
        row("A", {"at_least": "5"}, {"at_least": "2", "below": "4", "band": True}, AREA | {"at_least": "5"}, needs=1),
        row("B", {"at_least": "99"}),
    ]  # fmt: skip
    found = classify(made(classes=classes), NOTHING | {"cases": 6})
    assert [one.held for one in found.classes] == [1, 0]
    assert (found.settled, [one.criterion.code for one in found.decided_by]) == (True, ["0", "1"])
    assert [(one.holds, one.wide) for one in found.classes] == [(True, True), (False, False)]
    none = classify(made(classes=classes), NOTHING)
    assert (none.settled, none.decided_by) == (False, ())
    assert "explain" not in repr(found)


def test_a_criterion_holds_where_any_of_its_comparisons_does() -> None:
    tests = [{"facts": ["cases"], "at_least": "5"}, {"facts": ["area"], "at_least": "5"}]
    classes = [{"code": "A", "name": "A", "criteria": [{"code": "1", "any": tests}]}, row("B", {"below": "99"})]
    assert held(classes, cases=5)[0] == held(classes, area=5)[0] == held(classes, cases=5, area=None)[0] == "A"
    assert held(classes, cases=4, area=None) == (None, Why.MISSING, ("A", "B"))
    assert held(classes, cases=4, area=4)[0] == "B"
    assert of(classes, cases=5)[0].verdicts[0].holds is True
    assert of(classes, cases=0)[0].verdicts[0].holds is False


def test_of_several_comparisons_each_reading_takes_its_own() -> None:
    tests = [{"facts": ["cases"], "below": "5", "band": True}, {"facts": ["area"], "at_least": "5"}]
    classes = [{"code": "A", "name": "A", "criteria": [{"code": "1", "any": tests}]}, row("B", {"at_least": "999"})]
    assert held(classes, cases=3) == ("A", None, ("A",))
    assert held(classes, cases=6) == (None, Why.READINGS, (None, "A"))
    assert held(classes, cases=6, area=5) == ("A", None, ("A",))
    verdict = of(classes, cases=6)[0].verdicts[0]
    assert (verdict.holds, verdict.wide, [one.holds for one in verdict.findings]) == (False, True, [False, False])


def test_a_route_may_be_one_of_several_ways_to_meet_a_criterion() -> None:
    ways = [
        {"facts": ["area"], "at_least": "5"},
        {"kind": "route", "facts": ["route"], "of_class": "A", "at_least": "1"},
    ]
    classes = [
        row("A", {"at_least": "5"}, {"at_least": "9"}),
        {"code": "B", "name": "B", "criteria": [{"code": "1", "any": ways}]},
    ]
    assert held(classes, area=5)[0] == held(classes, cases=5, route=True)[0] == "B"
    assert held(classes, cases=5, route=False)[0] is held(classes, route=True)[0] is None


def test_only_exact_numbers_are_compared() -> None:
    for wrong in (0.5, "5", [5]):
        with pytest.raises(TypeError, match="a fact is a whole number, a Decimal, a bool or None, not"):
            classify(made(), NOTHING | {"area": wrong})  # type: ignore[dict-item]
