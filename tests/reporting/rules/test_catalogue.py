"""The shipped catalogue is sound, and a faulty one is refused with every fault named."""

import re

import pytest

from lanhmanh.reporting.rules.catalogue import CatalogueError, Kind, Origin, Rule, load, parse

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
FIGURES = {
    "sessions", "session_attendances", "session_attendances_female", "session_people", "leaflets", "banners",
    "broadcasts", "news_items", "trainings", "trainees", "campaigns", "joint_actions", "visits", "elders_attending",
}  # fmt: skip
PLAN_ITEMS = {f"II.{n}" for n in range(1, 7)} | {f"III.{n}" for n in range(1, 6)}


def test_the_shipped_catalogue_covers_every_item_of_the_plan() -> None:
    catalogue = load()
    assert len(catalogue) >= 36
    assert {one.plan_path for one in catalogue} == PLAN_ITEMS


def test_every_derived_figure_of_activities_is_used_once() -> None:
    figures = [one.figure for one in load() if one.source is Origin.DERIVED]
    assert sorted(figures, key=str) == sorted(f"activities.{name}" for name in FIGURES)


def test_attendances_add_up_over_time_and_distinct_people_do_not() -> None:
    catalogue = load()
    assert (catalogue["TT-LUOT"].over_time, catalogue["TT-NGUOI"].over_time) == (Rule.SUM, Rule.MAX)
    assert "cận dưới" in catalogue["TT-NGUOI"].note


def test_stocks_keep_their_last_value_and_every_text_stands_in_both_languages() -> None:
    for one in load():
        assert one.kind is Kind.FLOW or one.over_time in (Rule.LAST, Rule.RATIO), one.code
        assert all((one.name_vi, one.name_en, one.unit_vi, one.unit_en)), one.code


def test_defaults_of_an_entry() -> None:
    one = parse([GOOD])["A"]
    assert (one.source, one.decimals, one.part_of, one.is_ratio, one.references) == (Origin.TYPED, 0, None, False, ())
    assert "A" in parse([GOOD])
    assert "B" not in parse([GOOD])


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (('code = "A"', 'code = "a b"'), "a b: code must be"),
        (('over_units = "sum"', 'over_units = "last"'), "A: over_units = last has no meaning"),
        (('kind = "flow"', 'kind = "stock"'), "A: a stock must be last"),
        (('over_time = "sum"', 'over_time = "last"'), "A: a flow cannot be last"),
        (('over_time = "sum"', 'over_time = "mean"'), "A: over_time must be one of sum, last, max, min, ratio"),
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
        (('unit_vi = "hộ"', 'unit = "hộ"'), "A: unit_vi is missing\nA: unit is not a field"),
        (('code = "A"', ""), "(no code): code is missing"),
    ],
)
def test_a_fault_is_named(change: tuple[str, str], fault: str) -> None:
    with pytest.raises(CatalogueError, match=re.escape(fault)):
        parse([GOOD.replace(*change)])


def _ratio(numerator: str) -> str:
    return GOOD.replace('"A"', '"R"').replace('"sum"', '"ratio"') + (
        f'source = "computed"\nnumerator = "{numerator}"\ndenominator = "A"\n'
    )


def test_a_ratio_stands_on_sums() -> None:
    assert parse([GOOD, _ratio("A")])["R"].references == ("A", "A")
    with pytest.raises(CatalogueError, match="B, which does not sum over units"):
        parse([GOOD, GOOD.replace('"A"', '"B"').replace('over_units = "sum"', 'over_units = "max"'), _ratio("B")])
    with pytest.raises(CatalogueError, match="R, which is itself a ratio"):
        parse([GOOD, _ratio("A"), GOOD.replace('"A"', '"B"') + 'part_of = "R"\n'])


def test_a_code_stands_once_over_all_files() -> None:
    with pytest.raises(CatalogueError, match="A: code is used more than once"):
        parse([GOOD, GOOD])
