"""Identities across a reform at the edges: what decides, in which order, and what must not decide."""

import pytest

from lanhmanh.units.rules.names import kind_of, level_of
from lanhmanh.units.rules.reform import Moved, Plan, Standing, plan, scope
from lanhmanh.units.rules.tables import Row, Table, Transfer

pytestmark = [pytest.mark.pure, pytest.mark.once]


def unit(code: str, name: str, parent: str = "75") -> Row:
    kind = kind_of(name)
    return Row(code, name, kind, level_of(kind, is_root=not parent), parent)


TOP = unit("75", "Tỉnh Đồng Nai", "")
OTHER = unit("70", "Tỉnh Bình Phước", "")
EAST, WEST = unit("71", "Huyện Đông"), unit("72", "Huyện Tây")


def living(*rows: Row) -> list[Standing]:
    """Return units that are known by "old:" and their code."""
    return [Standing(f"old:{row.code}", f"old:{row.parent_code}" if row.parent_code else None, row) for row in rows]


def reform(old: list[Row], new: list[Row], *transfers: Transfer) -> Plan:
    return plan(living(TOP, *old), Table((TOP, *new), transfers))


def identities(made: Plan) -> dict[str, object]:
    return {one.row.code: one.unit for one in made.after if one.row != TOP}


def codes(standings: list[Standing]) -> list[str]:
    return [one.row.code for one in standings]


def whole(*pairs: tuple[str, str]) -> list[Transfer]:
    return [Transfer(source, target, whole=True) for source, target in pairs]


def part(*pairs: tuple[str, str]) -> list[Transfer]:
    return [Transfer(source, target, whole=False) for source, target in pairs]


@pytest.mark.parametrize(
    "now",
    [unit("9", "Xã A"), unit("1", "Phường A"), unit("1", "Xã B"), unit("1", "Xã A", "71")],
    ids=["code", "kind", "name", "parent"],
)
def test_each_fact_that_changed_makes_a_unit_a_changed_one(now: Row) -> None:
    made = reform([unit("1", "Xã A"), EAST], [now, EAST], *whole(("1", now.code)))
    assert (codes(made.same), codes(made.changed), made.born, made.ended) == (["75", "71"], [now.code], [], [])
    assert made.moved == []
    assert not made.is_empty


def test_a_spelling_is_no_change_and_a_beginning_or_an_end_is_one() -> None:
    old = [unit("1", "Xã Hoà")]
    assert reform(old, [unit("1", "Xã Hòa")]).is_empty
    begins, ends = reform(old, [*old, unit("2", "Xã B")]), reform([*old, unit("2", "Xã B")], old)
    assert (codes(begins.born), codes(begins.after), begins.is_empty) == (["2"], ["75", "1", "2"], False)
    assert (codes(ends.ended), codes(ends.after), ends.is_empty) == (["2"], ["75", "1"], False)


def test_a_name_decides_under_its_own_parent_alone() -> None:
    old = [EAST, WEST, unit("1", "Xã A", "71"), unit("2", "Xã A", "72")]
    swapped = [EAST, WEST, unit("1", "Xã A", "72"), unit("2", "Xã A", "71")]
    assert identities(reform(old, swapped)) == {"71": "old:71", "72": "old:72", "1": "old:2", "2": "old:1"}


def test_under_a_parent_that_is_new_no_name_decides() -> None:
    old, new = [EAST, unit("1", "Xã A", "71")], [unit("73", "Huyện Nam"), unit("9", "Xã A", "73")]
    assert identities(reform(old, new)) == {"73": "new:73", "9": "new:9"}


def test_a_unit_never_becomes_one_of_another_level() -> None:
    assert identities(reform([unit("1", "Huyện Tân Phú")], [unit("9", "Xã Tân Phú")])) == {"9": "new:9"}
    assert identities(reform([unit("1", "Huyện Tân Phú")], [unit("1", "Xã Cây Gáo")])) == {"1": "new:1"}


def test_the_nearest_form_of_a_name_decides_first() -> None:
    old = [unit("1", "Xã Hoằng Phú"), unit("2", "Xã Hoằng Phụ"), unit("3", "Xã Mỹ"), unit("4", "Thị trấn Mỹ")]
    raised = [unit("8", "Phường Hoằng Phụ"), unit("9", "Phường Hoằng Phú")]
    assert identities(reform(old, [*raised, unit("5", "Thị trấn Mỹ"), unit("6", "Xã Mỹ")])) == {
        "8": "old:2", "9": "old:1", "5": "old:4", "6": "old:3",
    }  # fmt: skip
    assert identities(reform(old, [unit("7", "PHƯỜNG HOANG PHU")])) == {"7": "new:7"}
    assert identities(reform([unit("3", "Xã Mỹ")], [unit("7", "Phường Mĩ")])) == {"7": "old:3"}


def test_a_name_that_two_bear_decides_nothing() -> None:
    one, two = [unit("1", "Xã A")], [unit("8", "Xã A"), unit("9", "Xã A")]
    assert set(identities(reform(one, two)).values()) == {"new:8", "new:9"}
    assert identities(reform(two, one)) == {"1": "new:1"}


def test_a_name_does_not_decide_against_a_conversion_of_the_whole() -> None:
    old = [unit("1", "Xã A"), unit("2", "Xã B")]
    again = [unit("2", "Xã B"), unit("9", "Xã A")]
    assert identities(reform(old, again, *whole(("1", "2")))) == {"2": "old:2", "9": "new:9"}
    assert identities(reform(old, again, *part(("1", "2")))) == {"2": "old:2", "9": "old:1"}
    assert identities(reform(old, again, *whole(("1", "9")))) == {"2": "old:2", "9": "old:1"}


def test_a_code_decides_for_a_new_name_where_no_conversion_speaks_of_it() -> None:
    old = [EAST, unit("1", "Xã A", "71"), unit("2", "Xã B", "71")]
    renamed = [EAST, unit("1", "Xã C", "71"), unit("2", "Xã B", "71")]
    assert identities(reform(old, renamed))["1"] == "old:1"
    assert identities(reform(old, renamed, *part(("1", "2"))))["1"] == "new:1"
    assert identities(reform(old, renamed, *part(("2", "1"))))["1"] == "new:1"
    assert identities(reform(old, [EAST, unit("1", "Xã C"), unit("2", "Xã B", "71")]))["1"] == "new:1"
    assert identities(reform(old, renamed, *whole(("99", "1"))))["1"] == "old:1"  # nobody knows a 99


def test_one_to_one_is_the_same_unit_whatever_it_is_called() -> None:
    old, new = [EAST, unit("1", "Xã A", "71")], [unit("8", "Xã X"), unit("9", "Xã Y")]
    assert identities(reform(old, new, *whole(("1", "9")))) == {"8": "new:8", "9": "old:1"}
    assert identities(reform(old, new, *part(("1", "8"), ("1", "9")))) == {"8": "new:8", "9": "new:9"}


def test_whoever_has_an_identity_takes_no_other() -> None:
    old = [unit("1", "Xã A"), unit("2", "Xã B")]
    made = reform(old, old[:1], *whole(("2", "1")))
    assert (identities(made), codes(made.ended)) == ({"1": "old:1"}, ["2"])
    assert made.moved == [Moved("old:2", "old:1", whole=True)]
    taken = reform(old, [*old, unit("9", "Xã C")], *part(("1", "9")))
    assert identities(taken) == {"1": "old:1", "2": "old:2", "9": "new:9"}


MERGED = unit("9", "Xã Mỹ Hoà")


@pytest.mark.parametrize(
    ("old", "transfers", "goes_on"),
    [
        # the one whose name it bears, in any spelling
        ([unit("1", "Xã A", "71"), unit("2", "Phường Mỹ Hoà", "71")], whole(("1", "9"), ("2", "9")), "old:2"),
        ([unit("1", "Xã A", "71"), unit("2", "Xã Mỹ Hòa", "71")], whole(("1", "9"), ("2", "9")), "old:2"),
        ([unit("1", "Xã A", "71"), unit("2", "Xã Mĩ Hòa", "71")], whole(("1", "9"), ("2", "9")), "old:2"),
        ([unit("1", "Xã A", "71"), unit("2", "Xã B", "71")], whole(("1", "9"), ("2", "9")), "new:9"),
        # the name as it is before other spellings of it
        ([unit("1", "Xã Mĩ Hòa", "71"), unit("2", "Phường Mỹ Hoà", "71")], whole(("1", "9"), ("2", "9")), "old:2"),
        # of several that bear it: the one that came whole, of the same code, of the same kind, of the lowest code
        ([unit("1", "Xã Mỹ Hoà", "71"), unit("2", "Phường Mỹ Hoà", "72")],
         [*part(("1", "9")), *whole(("2", "9"))], "old:2"),
        ([unit("1", "Xã Mỹ Hoà", "71"), unit("9", "Phường Mỹ Hoà", "72")], whole(("1", "9"), ("9", "9")), "old:9"),
        ([unit("1", "Phường Mỹ Hoà", "71"), unit("2", "Xã Mỹ Hoà", "72")], whole(("1", "9"), ("2", "9")), "old:2"),
        ([unit("2", "Xã Mỹ Hoà", "71"), unit("1", "Xã Mỹ Hoà", "72")], whole(("2", "9"), ("1", "9")), "old:1"),
        # not one that went to another as a whole
        ([unit("1", "Xã A", "71"), unit("2", "Xã Mỹ Hoà", "71")],
         [*whole(("1", "9"), ("2", "8")), *part(("2", "9"))], "new:9"),
    ],
)  # fmt: skip
def test_of_those_that_were_merged_one_goes_on(old: list[Row], transfers: list[Transfer], goes_on: str) -> None:
    made = reform([EAST, WEST, *old], [unit("8", "Xã Z"), MERGED], *transfers)
    assert identities(made)["9"] == goes_on


def test_what_moved_is_told_with_its_people_and_of_units_that_were_known() -> None:
    old = [unit("1", "Xã A"), unit("2", "Xã B")]
    given = [Transfer("1", "2", whole=False, people=7), Transfer("99", "2", whole=True), *part(("1", "1"))]
    assert reform(old, old, *given).moved == [Moved("old:1", "old:2", whole=False, people=7)]


def provinces(*new: Row, transfers: list[Transfer]) -> list[Moved]:
    """Return what became of Bình Phước: a district with two communes, and one that stands under it at once."""
    gone = [OTHER, unit("61", "Huyện Bắc", "70"), unit("601", "Xã A", "61"), unit("602", "Xã B", "61"),
            unit("603", "Xã C", "70")]  # fmt: skip
    made = plan(living(TOP, unit("1", "Xã Z"), *gone), Table((TOP, unit("1", "Xã Z"), *new), tuple(transfers)))
    return [one for one in made.moved if one.source == "old:70"]


def test_a_province_that_ends_goes_where_its_communes_went() -> None:
    joined = Moved("old:70", "old:75", whole=True)
    assert provinces(transfers=whole(("601", "1"), ("602", "1"), ("603", "1"))) == [joined]
    assert provinces(unit("9", "Xã Mới"), transfers=whole(("603", "9"))) == [joined]  # it goes on under another
    assert provinces(transfers=[]) == []


def test_a_province_that_is_divided_goes_to_each_in_part() -> None:
    north = unit("66", "Tỉnh Bắc", "")
    found = provinces(north, unit("9", "Xã Mới", "66"), transfers=whole(("601", "1"), ("602", "9"), ("603", "1")))
    assert found == [Moved("old:70", "new:66", whole=False), Moved("old:70", "old:75", whole=False)]


def test_a_province_that_goes_on_gives_communes_alone() -> None:
    assert provinces(OTHER, unit("603", "Xã C", "70"), transfers=whole(("601", "1"), ("602", "1"))) == []


def test_a_table_speaks_of_its_provinces_and_of_those_that_give() -> None:
    far = [OTHER, unit("61", "Huyện Bắc", "70"), unit("601", "Xã Đồng Nai", "61")]
    all_living = living(TOP, EAST, *far)

    def spoken_of(*rows: Row, transfers: list[Transfer]) -> list[str]:
        return codes(scope(all_living, Table(rows, tuple(transfers))))

    assert spoken_of(unit("5", "Thành phố Đồng Nai", ""), unit("9", "Xã Bình Phước"), transfers=[]) == ["75", "71"]
    assert spoken_of(unit("5", "Tỉnh Binh Phuoc", ""), transfers=[]) == ["70", "61", "601"]
    assert spoken_of(TOP, transfers=whole(("601", "9"))) == ["75", "71", "70", "61", "601"]
    assert spoken_of(unit("5", "Tỉnh Lạ", ""), transfers=whole(("98", "9"))) == []
