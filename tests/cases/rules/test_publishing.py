"""The cells of a publication and the sums that tie them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanhmanh.cases.rules import publishing as rules
from lanhmanh.cases.rules.publishing import (
    BREAKDOWNS,
    CLOSED,
    COMPLETED,
    FLOWS,
    KINDS,
    LOW,
    OPENED,
    OTHERWISE,
    STOCK,
    STOCKS,
    Sheet,
    Tree,
    prints,
    related,
    sums_over_time,
)  # fmt: skip
from lanhmanh.disclosure import Equation
from lanhmanh.kernel.periods import Kind, Period, parse

pytestmark = pytest.mark.pure
PROVINCE, DISTRICT, WEST, EAST, TOWN = 1, 2, 3, 4, 5
TREE = Tree(PROVINCE, {PROVINCE: (DISTRICT, TOWN), DISTRICT: (WEST, EAST)}, frozenset({WEST, EAST, TOWN}))
Q = "2021Q1"


def laid(names: list[str], leaves: dict[int, dict[str, int | None]], tree: Tree = TREE) -> Sheet:
    sheet = Sheet()
    sheet.lay(Q, tree, names, leaves)
    return sheet


def test_what_is_published_of_whom() -> None:
    assert STOCKS == (
        "open", "open_home", "open_centre", "open_compulsory", "open_substitution", "open_post_rehab", "open_other",
        "open_female", "open_male", "open_unstated",
        "open_under_18", "open_18_29", "open_30_and_over", "open_age_unstated",
    )  # fmt: skip
    assert FLOWS == ("opened", "closed", "closed_completed")
    assert (OPENED, CLOSED, COMPLETED, OTHERWISE) == ("opened", "closed", "closed_completed", "closed_otherwise")
    assert STOCKS[:7] == LOW
    assert list(BREAKDOWNS) == ["form", "sex", "age"]
    assert KINDS == (Kind.QUARTER, Kind.HALF, Kind.YEAR)


def test_units_below_come_before_those_above() -> None:
    assert TREE.upward() == [EAST, WEST, TOWN, DISTRICT, PROVINCE]
    assert Tree(7, {}, frozenset()).upward() == [7]


def test_a_commune_shows_who_is_helped_by_form_and_nothing_finer() -> None:
    assert prints(WEST, "open_home", TREE.communes)
    assert not prints(WEST, "open_female", TREE.communes)
    assert prints(DISTRICT, "open_female", TREE.communes)


def test_counts_add_up_the_tree_and_what_nobody_reported_is_missing() -> None:
    sheet = laid([STOCK], {WEST: {STOCK: 7}, EAST: {STOCK: None}, TOWN: {STOCK: 2}})
    assert {unit: sheet.values[STOCK, unit, Q] for unit in TREE.upward()} == {
        WEST: 7, EAST: None, TOWN: 2, DISTRICT: 7, PROVINCE: 9,
    }  # fmt: skip
    assert set(sheet.equations) == {
        Equation((STOCK, DISTRICT, Q), ((STOCK, WEST, Q), (STOCK, EAST, Q))),
        Equation((STOCK, PROVINCE, Q), ((STOCK, DISTRICT, Q), (STOCK, TOWN, Q))),
    }
    assert laid([STOCK], {}).values[STOCK, PROVINCE, Q] is None
    assert laid([STOCK], {WEST: {STOCK: 0}, EAST: {STOCK: 0}}).values[STOCK, DISTRICT, Q] == 0


def test_where_communes_show_nothing_their_sum_is_no_sum_for_a_reader() -> None:
    sheet = laid(["open_female"], {WEST: {"open_female": 7}, TOWN: {"open_female": 3}})
    assert sheet.values == {("open_female", DISTRICT, Q): 7, ("open_female", PROVINCE, Q): 10}
    assert sheet.equations == []


def test_breakdowns_add_up_at_every_unit_that_shows_them() -> None:
    names = [STOCK, *BREAKDOWNS["sex"]]
    sheet = laid(names, {WEST: {STOCK: 3, "open_female": 1, "open_male": 2, "open_unstated": 0}})
    sexes = [one for one in sheet.equations if one.parts[0][0] == "open_female"]  # type: ignore[index]
    assert sexes == [
        Equation((STOCK, unit, Q), tuple((part, unit, Q) for part in BREAKDOWNS["sex"]))
        for unit in (DISTRICT, PROVINCE)
    ]
    forms = laid([STOCK, *BREAKDOWNS["form"]], {}).equations
    assert Equation((STOCK, WEST, Q), tuple((part, WEST, Q) for part in BREAKDOWNS["form"])) in forms
    loose = laid([*BREAKDOWNS["sex"]], {})
    assert not [one for one in loose.equations if one.total[0] == STOCK]  # type: ignore[index]
    short = laid([STOCK, *BREAKDOWNS["sex"][:2]], {})
    assert not [one for one in short.equations if one.parts[0][0] == "open_female"]  # type: ignore[index]


def test_who_ended_otherwise_is_a_cell_that_follows_from_two() -> None:
    leaves: dict[int, dict[str, int | None]] = {
        WEST: {CLOSED: 7, COMPLETED: 5}, EAST: {CLOSED: 3, COMPLETED: None}, TOWN: {COMPLETED: 1}
    }  # fmt: skip
    sheet = laid([CLOSED, COMPLETED], leaves)
    assert sheet.values[OTHERWISE, DISTRICT, Q] == 2
    assert sheet.values[OTHERWISE, PROVINCE, Q] == 2
    assert OTHERWISE not in {name for name, _unit, _when in laid([CLOSED], leaves).values}  # type: ignore[misc]
    whole = laid([CLOSED, COMPLETED], {WEST: {CLOSED: 7, COMPLETED: 5}})
    assert Equation((CLOSED, DISTRICT, Q), ((COMPLETED, DISTRICT, Q), (OTHERWISE, DISTRICT, Q))) in whole.equations


@pytest.mark.parametrize(("here", "there", "moved"), [(9, 7, 2), (7, 9, 2), (8, 8, 0)])
def test_two_sums_that_should_agree_differ_by_a_cell_of_their_own(here: int, there: int, moved: int) -> None:
    sheet = Sheet({"a": here - 1, "b": 1, "c": there, "x": None})
    sheet.tie(STOCK, PROVINCE, Q, ["a", "b", "x"], ["c"])
    whole, between = (f"{STOCK}:whole", PROVINCE, Q), (f"{STOCK}:moved", PROVINCE, Q)
    assert (sheet.values[whole], sheet.values[between]) == (max(here, there), moved)
    sheet.values["x"] = 0
    table = sheet.table(["a", "b", "c", "x"])  # refuses sums that do not hold
    assert table.unprinted == {whole, between}
    assert sheet.unprinted == {whole, between}
    assert [one.total for one in table.equations] == [whole, whole]
    assert sum(between in one.parts for one in table.equations) == (1 if moved else 0)


def test_sums_of_cells_that_are_not_there_are_not_tied() -> None:
    for one, other in ((["a", "z"], ["c"]), (["a"], ["z"])):
        sheet = Sheet({"a": 1, "c": 1})
        sheet.tie(STOCK, PROVINCE, Q, one, other)
        assert sheet.equations == []
        assert sheet.values == {"a": 1, "c": 1}


def codes(periods: object) -> list[str]:
    return [one.code for one in periods]  # type: ignore[attr-defined]


def test_periods_of_a_year_belong_together_by_their_parts() -> None:
    assert codes(related(parse("2021Q2"), [])) == ["2021Q2"]
    assert codes(related(parse("2021S1"), [])) == ["2021S1", "2021Q1", "2021Q2"]
    assert codes(related(parse("2021Q2"), [parse("2021S1"), parse("2020Q4")])) == ["2021S1", "2021Q1", "2021Q2"]
    assert codes(related(parse("2021"), [])) == ["2021", "2021S1", "2021Q1", "2021Q2", "2021S2", "2021Q3", "2021Q4"]


def test_sums_over_time_want_all_their_parts() -> None:
    half = [parse(code) for code in ("2021S1", "2021Q2", "2021Q1")]
    assert list(sums_over_time(half)) == [(half[0], (half[2], half[1]))]
    assert list(sums_over_time(half[:2])) == []
    assert list(sums_over_time(half[1:])) == []
    year = related(parse("2021"), [])
    assert codes(one for one, _parts in sums_over_time(year)) == ["2021", "2021S1", "2021S2"]
    assert codes(dict(sums_over_time(year))[parse("2021")]) == ["2021S1", "2021S2"]


@given(st.sets(st.sampled_from(related(parse("2021"), []))), st.sampled_from(related(parse("2021"), [])))
def test_whatever_is_out_every_longer_period_has_its_quarters(out: set[Period], period: Period) -> None:
    found = related(period, out)
    assert {period, *out} <= set(found)
    assert list(found) == sorted(found)
    for one in found:
        if one.kind is not Kind.QUARTER:
            assert set(one.split(Kind.QUARTER)) <= set(found)


def test_a_sheet_begins_empty_and_each_its_own() -> None:
    one, other = Sheet(), Sheet()
    one.values["a"] = 1
    assert (other.values, other.equations, other.unprinted) == ({}, [], set())
    assert rules._sum([None]) is None
