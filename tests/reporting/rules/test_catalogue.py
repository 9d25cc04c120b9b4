"""The shipped catalogue is sound, and a faulty one is refused with every fault named."""

import re

import pytest

from lanhmanh.reporting.rules.aggregate import Cell
from lanhmanh.reporting.rules.catalogue import (
    Breakdown,
    Catalogue,
    CatalogueError,
    Indicator,
    Kind,
    Origin,
    Rule,
    Since,
    load,
    parse,
)
from lanhmanh.reporting.rules.checks import Figures, Finding
from lanhmanh.reporting.rules.forms import Form, FormRule, Section
from lanhmanh.reporting.rules.validation import Problem

GOOD = """
[[indicator]]
code = "A"
name_vi = "Tên"
name_en = "Name"
unit_vi = "hộ"
unit_en = "households"
plan_path = "II.1"
kind = "flow"
over_units = "sum"
over_time = "sum"
"""
PLAN_ITEMS = {f"I.1.-{n}" for n in range(1, 4)} | {"I.2", "IV"}
PLAN_ITEMS |= {f"II.{n}" for n in range(1, 7)} | {f"III.{n}" for n in range(1, 6)}
SPLIT = """
[[breakdown]]
code = "sex"
name_vi = "giới tính"
name_en = "sex"
closed = false
"""


def test_the_shipped_catalogue_covers_every_item_of_the_plan() -> None:
    catalogue = load()
    assert len(catalogue) >= 90
    assert {one.plan_path for one in catalogue} == PLAN_ITEMS


def test_the_shipped_splits_name_all_their_parts() -> None:
    groups = {key: [one.code for one in parts] for key, parts in load().groups().items()}
    assert groups["HT-HOSO", "sex"] == ["HT-NAM", "HT-NU"]
    assert groups["HT-HOSO", "age"] == ["HT-DUOI18", "HT-18-29", "HT-TU30"]
    assert len(groups["HT-HOSO", "form"]) == 6
    assert groups["DB-XA", "ladder"] == ["DB-TRONGDIEM", "DB-NHIEU", "DB-IT", "DB-KHONG"]
    assert {split: one.closed for split, one in load().breakdowns.items()} == {
        "sex": False, "age": False, "form": True, "ladder": True, "class28": True, "source": True, "money": True,
    }  # fmt: skip


def test_what_is_read_once_can_never_be_changed() -> None:
    for one in (Indicator, Breakdown, Catalogue, Form, FormRule, Section, Cell, Problem, Finding, Figures):
        assert one.__dataclass_params__.frozen, one  # type: ignore[attr-defined]
        assert "__slots__" in vars(one), one


def test_no_figure_holds_a_person_or_an_infection() -> None:
    """A catalogue of counts: what is stated of people is how many, with a unit that counts."""
    assert {one.unit_vi for one in load() if one.code.startswith("HT-") and one.part_of == "HT-HOSO"} == {"hồ sơ"}
    assert [one.code for one in load() if "HIV" in one.name_vi] == ["HIV-BUOI"]


def test_running_totals_name_the_day_they_count_from() -> None:
    since = {one.code: one.since for one in load() if one.since}
    assert since == {"HT-TUDAU": Since.PROGRAMME, "CK-AP": Since.PROGRAMME, "CK-TUDAUNAM": Since.YEAR}


def test_attendances_add_up_over_time_and_distinct_people_do_not() -> None:
    catalogue = load()
    assert (catalogue["TT-LUOT"].over_time, catalogue["TT-NGUOI"].over_time) == (Rule.SUM, Rule.MAX)
    assert "cận dưới" in catalogue["TT-NGUOI"].note


def test_stocks_keep_their_last_value_and_every_text_stands_in_both_languages() -> None:
    for one in load():
        assert one.kind is Kind.FLOW or one.over_time in (Rule.LAST, Rule.RATIO), one.code
        assert one.kind is Kind.STOCK or one.over_time is not Rule.LAST, one.code
        assert all((one.name_vi, one.name_en, one.unit_vi, one.unit_en)), one.code


def test_defaults_of_an_entry() -> None:
    one = parse([GOOD])["A"]
    assert (one.source, one.decimals, one.part_of, one.is_ratio, one.references) == (Origin.TYPED, 0, None, False, ())
    assert (one.factor, one.note, one.note_en, one.since, one.breakdown) == (100, "", "", None, None)
    assert parse([GOOD + 'source = "typed"\ndirection = "more"\n'])["A"] == one
    assert "A" in parse([GOOD])
    assert "B" not in parse([GOOD])


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (('code = "A"', 'code = "a"'), "a: code must be"),
        (('code = "A"', 'code = "A B"'), "A B: code must be"),
        (('over_units = "sum"', 'over_units = "last"'), "A: over_units = last has no meaning"),
        (('kind = "flow"', 'kind = "stock"'), "A: a stock must be last"),
        (('over_time = "sum"', 'over_time = "last"'), "A: a flow cannot be last"),
        (
            ('over_time = "sum"', 'over_time = "mean"'),
            "A: over_time must be one of sum, last, max, min, ratio, distinct",
        ),
        (('over_time = "sum"', 'over_time = "ratio"'), "A: a ratio must have source = computed"),
        (('over_time = "sum"', 'over_time = "sum"\nsource = "derived"'), "A: a derived indicator"),
        (('over_time = "sum"', 'over_time = "sum"\nfigure = "x.y"'), "A: a derived indicator"),
        (('over_time = "sum"', 'over_time = "sum"\nsource = "computed"'), "A: a computed indicator is a ratio"),
        (
            ('over_time = "sum"', 'over_time = "sum"\nnumerator = "B"\ndenominator = "B"'),
            "A: a ratio, and only a ratio",
        ),
        (('over_time = "sum"', 'over_time = "sum"\npart_of = "B"'), "A: names B, which is not another indicator"),
        (('over_time = "sum"', 'over_time = "sum"\npart_of = "A"'), "A: names A, which is not another indicator"),
        (('over_time = "sum"', 'over_time = "sum"\ndecimals = 7'), "A: decimals must be 0 to 6"),
        (('over_time = "sum"', 'over_time = "sum"\ndecimals = -1'), "A: decimals must be 0 to 6"),
        (('unit_vi = "hộ"', 'unit = "hộ"'), "A: unit_vi is missing\nA: unit is not a field"),
        (('code = "A"', ""), "(no code): code is missing"),
    ],
)
def test_a_fault_is_named(change: tuple[str, str], fault: str) -> None:
    with pytest.raises(CatalogueError, match=re.escape(fault)):
        parse([GOOD.replace(*change)])


@pytest.mark.parametrize("decimals", [0, 6])
def test_decimals_go_from_none_to_six(decimals: int) -> None:
    assert parse([GOOD + f"decimals = {decimals}\n"])["A"].decimals == decimals


def _ratio(numerator: str) -> str:
    return GOOD.replace('"A"', '"R"').replace('"sum"', '"ratio"') + (
        f'source = "computed"\nnumerator = "{numerator}"\ndenominator = "A"\n'
    )


BOUND = '\nnote = "là cận dưới"\nnote_en = "a lower bound"'


@pytest.mark.parametrize(
    ("units", "time", "tail", "fault"),
    [
        ("distinct", "distinct", "", "A: a distinct count says in note and note_en"),
        ("sum", "distinct", '\nnote = "là cận dưới"', "A: a distinct count says in note and note_en"),
        ("sum", "distinct", '\nnote_en = "a lower bound"', "A: a distinct count says in note and note_en"),
        ("distinct", "sum", BOUND, "A: distinct over units must be distinct over time"),
        ("sum", "sum", '\nsince = "year"', "A: only a stock that keeps its last value counts since a day"),
        ("sum", "sum", '\nsince = "birth"', "A: since must be one of year, programme"),
        ("sum", "sum", '\nbreakdown = "sex"', "A: a breakdown needs part_of"),
        ("sum", "sum", '\nbreakdown = "age"', "A: breakdown age is not declared"),
    ],
)
def test_a_fault_of_the_finer_rules_is_named(units: str, time: str, tail: str, fault: str) -> None:
    changed = GOOD.replace(
        'over_units = "sum"\nover_time = "sum"', f'over_units = "{units}"\nover_time = "{time}"{tail}'
    )
    with pytest.raises(CatalogueError, match=re.escape(fault)):
        parse([changed, SPLIT])


def test_a_distinct_count_with_its_bound_stated_is_sound_but_no_stock_and_no_part_of_a_ratio() -> None:
    distinct = GOOD.replace('over_time = "sum"', f'over_time = "distinct"{BOUND}')
    assert parse([distinct])["A"].over_time is Rule.DISTINCT
    with pytest.raises(CatalogueError, match="A: a stock is counted at one moment"):
        parse([distinct.replace('"flow"', '"stock"')])
    with pytest.raises(CatalogueError, match="R: names A, of which only bounds are known over time"):
        parse([distinct, _ratio("A")])


def _part(code: str, **changes: str) -> str:
    text = GOOD.replace('"A"', f'"{code}"') + 'part_of = "A"\nbreakdown = "sex"\n'
    for old, new in changes.items():
        text = re.sub(rf'{old} = "\w+"', f'{old} = "{new}"', text)
    return text


def test_the_parts_of_a_split_add_up_as_their_whole_does() -> None:
    assert parse([SPLIT, GOOD, _part("B"), _part("C")]).groups().keys() == {("A", "sex")}
    with pytest.raises(CatalogueError, match="B: the only part of A by sex"):
        parse([SPLIT, GOOD, _part("B")])
    with pytest.raises(CatalogueError, match="sex: the breakdown splits nothing"):
        parse([SPLIT, GOOD])
    for change in ({"over_time": "max"}, {"over_units": "max"}, {"unit_vi": "lượt"}, {"kind": "stock"}):
        with pytest.raises(CatalogueError, match="C: kind, rules, unit and decimals differ from those of its whole A"):
            parse([SPLIT, GOOD, _part("B"), _part("C", **change)])
    with pytest.raises(CatalogueError, match="C: kind, rules, unit and decimals differ"):
        parse([SPLIT, GOOD, _part("B"), _part("C") + "decimals = 1\n"])


def test_the_entries_of_breakdowns_are_checked_too() -> None:
    with pytest.raises(CatalogueError, match="sex: closed is missing\nsex: open is not a field"):
        parse([SPLIT.replace("closed", "open")])
    with pytest.raises(CatalogueError, match="sex: code is used more than once"):
        parse([SPLIT, SPLIT, GOOD, _part("B"), _part("C")])


def test_a_ratio_stands_on_sums() -> None:
    assert parse([GOOD, _ratio("A")])["R"].references == ("A", "A")
    with pytest.raises(CatalogueError, match="B, which does not sum over units"):
        parse([GOOD, GOOD.replace('"A"', '"B"').replace('over_units = "sum"', 'over_units = "max"'), _ratio("B")])
    with pytest.raises(CatalogueError, match="R: a ratio, and only a ratio"):
        parse([GOOD, re.sub("denominator.*", "", _ratio("A"))])
    for way in ("over_units", "over_time"):
        with pytest.raises(CatalogueError, match="R: a computed indicator is a ratio over units and over time"):
            parse([GOOD, _ratio("A").replace(f'{way} = "ratio"', f'{way} = "sum"')])
    with pytest.raises(CatalogueError, match="R, which is itself a ratio"):
        parse([GOOD, _ratio("A"), GOOD.replace('"A"', '"B"') + 'part_of = "R"\n'])


def test_a_code_stands_once_over_all_files() -> None:
    with pytest.raises(CatalogueError, match="A: code is used more than once"):
        parse([GOOD, GOOD])
