"""What holds of every rule set and of all facts."""

from collections.abc import Callable
from copy import deepcopy
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanhmanh.law.classes import (
    Fact,
    FactKind,
    Faulty,
    Result,
    RuleSet,
    TestKind,
    Value,
    Why,
    body_of,
    class_said,
    classify,
    classify_many,
    fact_faults,
    finding_said,
    gaps,
    inspect,
    read,
    result_said,
    shipped,
)
from lanhmanh.law.classes.shipped import load

pytestmark = pytest.mark.pure
FILES = sorted(one.name for one in files("lanhmanh.law").joinpath("data", "classes").iterdir())


@cache
def usable() -> list[RuleSet]:
    return [one for one in shipped() if not gaps(one)]


def number(fact: Fact) -> st.SearchStrategy[Any]:
    """Return facts that lie about the thresholds more often than not."""
    if fact.kind is FactKind.YES_NO:
        return st.booleans()
    if fact.code in ("population", "communes"):
        return st.sampled_from([1, 100, 1000, 2000, 20_000, 100_000]) | st.integers(1, 200_000)
    if fact.kind is FactKind.MEASURE:
        return st.sampled_from([Decimal(0), Decimal("124.99"), Decimal(125), Decimal(750), Decimal(2000)])
    return st.sampled_from([0, 0, 1, 2, 3, 5, 10, 20, 50, 100, 500, 3000, 8000]) | st.integers(0, 400)


@st.composite
def cases(draw: st.DrawFn, *, missing: bool = False) -> tuple[RuleSet, dict[str, Value]]:
    rule_set = draw(st.sampled_from(usable()))
    facts: dict[str, Value] = {one.code: draw(number(one)) for one in rule_set.facts}
    if missing:
        for code in draw(st.sets(st.sampled_from(sorted(facts)))):
            facts[code] = None
    return rule_set, facts


def bases(rule_set: RuleSet) -> set[str]:
    return {
        test.of for one in rule_set.classes for each in one.criteria for test in each.any if test.kind is TestKind.RATIO
    }


@given(cases(), st.data())
def test_fewer_cases_never_give_a_worse_class(case: tuple[RuleSet, dict[str, Value]], data: st.DataObject) -> None:
    rule_set, facts = case
    fewer = dict(facts)
    for one in rule_set.facts:
        value = facts[one.code]
        if one.code in bases(rule_set) or not value:
            continue
        if one.kind is FactKind.YES_NO:
            fewer[one.code] = data.draw(st.booleans()) and bool(value)
        else:
            fewer[one.code] = data.draw(st.integers(0, int(value)))
    before, after = classify(rule_set, facts).class_code, classify(rule_set, fewer).class_code
    if before is not None and after is not None:
        assert rule_set.rank(after) >= rule_set.rank(before)


@given(cases(missing=True))
def test_every_area_gets_exactly_one_class_or_the_reason_why_none(case: tuple[RuleSet, dict[str, Value]]) -> None:
    rule_set, facts = case
    result = classify(rule_set, facts)
    assert (result.class_code is None) == (result.why is not None)
    assert result.possible
    if result.class_code is not None:
        assert result.possible == (result.class_code,)
        assert result.decided_by or rule_set.class_of(result.class_code).otherwise
    if result.why is Why.MISSING:
        assert result.missing and all(facts[code] is None or facts[code] == 0 for code in result.missing)
    elif result.why is not None:
        assert result.missing == ()
    assert spoken(rule_set, result)


def spoken(rule_set: RuleSet, result: Result) -> str:
    """Return everything that is said of a result, in Vietnamese."""
    findings = [one for each in result.classes for verdict in each.verdicts for one in verdict.findings]
    said = [result_said(rule_set, result), *map(class_said, result.classes)]
    return "\n".join(map(str, [*said, *(finding_said(rule_set, one) for one in findings)]))


@given(cases(missing=True), st.data())
def test_what_becomes_known_gives_a_class_that_was_possible(
    case: tuple[RuleSet, dict[str, Value]], data: st.DataObject
) -> None:
    """So a missing fact was never taken for none: nothing that it may turn out to be is ruled out before."""
    rule_set, facts = case
    known = {
        one.code: facts[one.code] if facts[one.code] is not None else data.draw(number(one)) for one in rule_set.facts
    }
    before, after = classify(rule_set, facts), classify(rule_set, known)
    if after.class_code is not None:
        assert after.class_code in before.possible or before.why in (Why.READINGS, Why.CONFLICT)
    if before.settled:
        assert after.class_code == before.class_code


@given(st.lists(cases(missing=True), min_size=1, max_size=5))
def test_many_at_once_are_the_same_as_one_by_one(several: list[tuple[RuleSet, dict[str, Value]]]) -> None:
    rule_set = several[0][0]
    rows = [facts for each, facts in several if each is rule_set]
    assert classify_many(rule_set, rows) == [classify(rule_set, facts) for facts in rows]


@given(cases())
def test_the_same_facts_under_the_same_version_are_the_same_result(case: tuple[RuleSet, dict[str, Value]]) -> None:
    rule_set, facts = case
    again = read(deepcopy(body_of(rule_set)))
    assert again == rule_set and classify(again, facts) == classify(rule_set, facts)


@given(cases())
def test_facts_that_can_be_have_no_faults(case: tuple[RuleSet, dict[str, Value]]) -> None:
    rule_set, facts = case
    assert fact_faults(rule_set, facts) == {}


@pytest.mark.parametrize("name", FILES)
def test_what_is_written_is_read_as_it_was(name: str) -> None:
    rule_set = load(f"classes/{name}")
    assert read(body_of(rule_set)) == rule_set


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path to every value inside a body."""
    found = [path] if path else []
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return found + [each for key, one in inner for each in places(one, (*path, key))]


JUNK: list[Any] = [None, "", "x" * 5000, -1, 10**30, 1.5, True, [], {}, [None], {"a": 1}, "<script>", "1e9", "NaN", "٣"]


@cache
def paths(rule_set: RuleSet) -> list[tuple[Any, ...]]:
    return places(body_of(rule_set))


@given(st.data())
def test_damaged_rows_give_faults_or_a_rule_set_but_never_break(data: st.DataObject) -> None:
    rule_set = data.draw(st.sampled_from(shipped()))
    body = deepcopy(body_of(rule_set))
    path = data.draw(st.sampled_from(paths(rule_set)))
    at: Any = body
    for key in path[:-1]:
        at = at[key]
    if data.draw(st.booleans()):
        at[path[-1]] = data.draw(st.sampled_from(JUNK))
    else:
        del at[path[-1]]
    found, faults = inspect(body)
    assert (found is None) == bool(faults)
    assert all(str(one) and one.entry[1] for one in faults)
    if found is not None and not gaps(found):
        spoken(found, classify(found, {}))


def damaged(**change: Any) -> str:
    """Return what is said of Decision 28 with one thing changed."""
    found, faults = inspect(body_of(load("classes/qd28-2025.toml")) | change)
    return "" if found else "\n".join(map(str, faults))


def one_class(**change: Any) -> str:
    body = body_of(load("classes/qd28-2025.toml"))
    body["classes"][1] |= change
    return "\n".join(map(str, inspect(body)[1]))


def one_test(**change: Any) -> str:
    test = {"kind": "ratio", "facts": ["users"], "of": "population", "at_least": "1"} | change
    return one_class(criteria=[{"code": "a", "any": [test]}], needs=1)


@pytest.mark.parametrize(
    ("damage", "change", "part"),
    [
        (damaged, {"calendar": "KHONG-CO"}, "bộ tiêu chí: không có lịch năm “KHONG-CO”."),
        (damaged, {"effective_to": "2020-01-01"}, "ngày hết hiệu lực đứng trước"),
        (damaged, {"effective_from": "32/13/2020"}, "“effective_from” phải là một ngày"),
        (damaged, {"version": 0}, "“version” phải là số nguyên"),
        (damaged, {"subjects": ["moon"]}, "“subjects” phải là một trong"),
        (damaged, {"surprise": 1}, "không có trường “surprise”"),
        (damaged, {"code": "a b"}, "mã “a b” chỉ gồm chữ"),
        (damaged, {"source": {"confidence": "X"}}, "“confidence” phải là một trong: F, P, M"),
        (damaged, {"deadlines": [{"code": "x", "name": "X", "before": [2, 30]}]}, "mốc thời gian x: “before”"),
        (damaged, {"facts": [{"code": "users", "kind": "points", "name": "X"}]}, "số liệu users: thiếu “most”"),
        (one_class, {"code": "I"}, "mã “I” có hai lần"),
        (one_class, {"otherwise": True}, "loại II: loại dùng cho trường hợp còn lại không có tiêu chí"),
        (one_class, {"instead_of": ["KMT"]}, "“KMT” phải là một loại kém hơn"),
        (one_test, {"facts": ["nobody"]}, "loại II tiêu chí a: không có số liệu “nobody”"),
        (one_test, {"facts": []}, "chọn số liệu để so"),
        (one_test, {"facts": ["key_route"]}, "không so như vậy được"),
        (one_test, {"of": "users"}, "không thể chia cho chính nó"),
        (one_test, {"above": "1"}, "mỗi phía chỉ có một ngưỡng"),
        (one_test, {"below": "1"}, "ngưỡng dưới phải nhỏ hơn"),
        (one_test, {"band": True}, "khoảng nối tiếp cần ngưỡng trên"),
        (one_test, {"at_least": "0,5"}, "“at_least” phải là số"),
        (one_test, {"kind": "route", "facts": ["key_route"], "of_class": "II"}, "không có loại “II” để đếm"),
        (one_test, {"kind": "yes_no", "facts": ["users"]}, "không có số liệu “users”"),
    ],
)
def test_each_fault_says_where_it_is_and_what(damage: Callable[..., str], change: dict[str, Any], part: str) -> None:
    assert part in damage(**change)


def test_a_faulty_body_is_refused_with_all_that_is_wrong() -> None:
    with pytest.raises(Faulty) as told:
        read({"code": "a b", "subjects": ["moon"]})
    assert len(told.value.faults) > 2 and "bộ tiêu chí" in str(told.value)
