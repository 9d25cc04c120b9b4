"""Matching of identities: properties over made-up reforms, and the cases that the field knows."""

from hypothesis import given, settings
from hypothesis import strategies as st

from lanhmanh.units.rules.names import kind_of
from lanhmanh.units.rules.reform import Moved, Plan, Standing, plan, scope
from lanhmanh.units.rules.tables import Row, Table, Transfer

PROVINCE = Row("75", "Tỉnh Đồng Nai", "tỉnh", "province")
DISTRICT = Row("731", "Thành phố Biên Hòa", "thành phố", "district", "75")


def commune(code: str, name: str, parent: str = "731") -> Row:
    return Row(code, name, kind_of(name), "commune", parent)


def living(*communes: Row) -> list[Standing]:
    """Return units known by "old:" and their code."""
    made = plan([], Table((PROVINCE, DISTRICT, *communes))).after
    return [Standing(_old(s.unit), None if s.parent is None else _old(s.parent), s.row) for s in made]


def _old(unit: object) -> str:
    return str(unit).replace("new:", "old:")


def reform(old: list[Row], new: list[Row], *transfers: Transfer) -> Plan:
    return plan(living(*old), Table((PROVINCE, DISTRICT, *new), transfers))


def identity(made: Plan, code: str) -> str:
    return str(next(standing.unit for standing in made.after if standing.row.code == code))


def test_a_merged_ward_keeps_its_name_and_takes_the_other_code() -> None:
    old = [commune("26014", "Phường Tân Tiến"), commune("26026", "Phường Tân Mai")]
    made = reform(
        old,
        [commune("26014", "Phường Tân Mai")],
        Transfer("26014", "26014", whole=True, people=16236),
        Transfer("26026", "26014", whole=True, people=23857),
    )
    assert identity(made, "26014") == "old:26026"
    assert [standing.row.name for standing in made.ended] == ["Phường Tân Tiến"]
    assert made.moved == [Moved("old:26014", "old:26026", whole=True, people=16236)]


def test_spelling_variants_are_one() -> None:
    for was, now in (
        ("Phường Xuân Hoà", "Phường Xuân Hòa"),
        ("Xã Dak Lua", "Xã Đắc Lua"),
        ("Xã Đắc Lua", "Xã Đak Lua"),
    ):
        made = reform([commune("1", was)], [commune("1", now)])
        assert made.is_empty


def test_names_that_differ_in_tone_stay_apart() -> None:
    rows = [commune("1", "Xã Hoằng Phú"), commune("2", "Xã Hoằng Phụ")]
    assert reform(rows, rows[::-1]).is_empty


def test_a_rename_keeps_the_unit_and_a_raise_too() -> None:
    made = reform([commune("1", "Thị trấn Chơn Thành")], [commune("1", "Phường Hưng Long")])
    assert identity(made, "1") == "old:1"
    raised = reform([commune("1", "Xã Long Giao")], [commune("9", "Thị trấn Long Giao")])
    assert identity(raised, "9") == "old:1"
    assert not raised.ended


def test_a_merger_under_a_new_name_is_a_new_unit() -> None:
    transfers = (Transfer("1", "1", whole=True), Transfer("2", "1", whole=True))
    made = reform([commune("1", "Xã A"), commune("2", "Xã B")], [commune("1", "Xã C")], *transfers)
    assert identity(made, "1") == "new:1"
    assert {standing.row.name for standing in made.ended} == {"Xã A", "Xã B"}


def test_a_divided_commune_ends_in_parts() -> None:
    rows = [commune("2", "Xã Phú Lập"), commune("3", "Xã Nam Cát Tiên")]
    parts = (Transfer("1", "2", whole=False), Transfer("1", "3", whole=False))
    made = reform([commune("1", "Xã Núi Tượng"), *rows], rows, *parts)
    assert [(move.target, move.whole) for move in made.moved] == [("old:2", False), ("old:3", False)]
    assert [standing.row.code for standing in made.ended] == ["1"]


def test_scope_leaves_other_provinces_alone() -> None:
    other = (Row("70", "Tỉnh Bình Phước", "tỉnh", "province"), Row("691", "Huyện X", "huyện", "district", "70"))
    everything = plan([], Table((PROVINCE, DISTRICT, *other))).after
    assert {s.row.code for s in scope(everything, Table((PROVINCE,)))} == {"75", "731"}
    drawn = scope(everything, Table((PROVINCE,), (Transfer("691", "75", whole=True),)))
    assert {s.row.code for s in drawn} == {"75", "731", "70", "691"}


names = st.sampled_from(["An Hoà", "An Hòa", "Bình Đa", "Dak Lua", "Đắc Lua", "Tân Mai", "Tân Tiến", "Xuân Mỹ"])
tables = st.dictionaries(st.integers(1, 6).map(str), st.tuples(st.sampled_from(["Xã", "Phường"]), names), max_size=6)


@settings(max_examples=100)
@given(tables, tables, st.data())
def test_any_reform_keeps_identities_apart(
    old: dict[str, tuple[str, str]], new: dict[str, tuple[str, str]], data: st.DataObject
) -> None:
    pairs = [(a, b) for a in old for b in new]
    chosen = data.draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    transfers = [Transfer(a, b, whole=[x for x, _ in chosen].count(a) == 1) for a, b in chosen]
    made = reform(
        [commune(code, " ".join(name)) for code, name in old.items()],
        [commune(code, " ".join(name)) for code, name in new.items()],
        *transfers,
    )
    units = [standing.unit for standing in made.after]
    assert len(set(units)) == len(units) == len(new) + 2
    assert len({standing.row.code for standing in made.after}) == len(units)
    before = {s.unit for s in living(*(commune(code, " ".join(name)) for code, name in old.items()))}
    assert {s.unit for s in made.ended} == before - set(units)
    assert all(move.source != move.target and move.target in units for move in made.moved)
