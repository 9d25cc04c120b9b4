"""Tables of the whole country: which province a unit stands in, and which provinces became which."""

from datetime import date
from pathlib import Path

import pytest

from lanhmanh.units.rules import vintages
from lanhmanh.units.rules.tables import Row, Table, Transfer
from lanhmanh.units.rules.vintages import Vintage, kin, of_provinces, roots

pytestmark = [pytest.mark.pure, pytest.mark.once]


def table(parents: dict[str, str], *transfers: tuple[str, str]) -> Table:
    levels = {0: "province", 1: "district", 2: "commune"}
    rows = tuple(Row(code, code, "", levels[min(len(code) - 1, 2)], above) for code, above in parents.items())
    return Table(rows, tuple(Transfer(old, new, whole=True) for old, new in transfers))


OLD = {"A": "", "a1": "A", "a11": "a1", "B": "", "b1": "B", "b11": "b1", "C": "", "c11": "C"}
NEW = {"A": "", "n11": "A", "C": "", "c11": "C"}


def test_a_unit_stands_in_the_province_above_it_however_many_steps() -> None:
    assert roots(table(OLD)) == {
        "A": "A", "a1": "A", "a11": "A", "B": "B", "b1": "B", "b11": "B", "C": "C", "c11": "C",
    }  # fmt: skip


def test_the_part_of_some_provinces_has_what_was_given_to_its_communes() -> None:
    whole = table(NEW, ("a11", "n11"), ("b11", "n11"), ("c11", "c11"))
    part = of_provinces(whole, {"A"})
    assert [row.code for row in part.rows] == ["A", "n11"]
    assert [(one.from_code, one.to_code) for one in part.transfers] == [("a11", "n11"), ("b11", "n11")]
    assert of_provinces(whole, set()) == Table()


def test_provinces_that_were_joined_are_kin(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {
        "old": table(OLD), "middle": table(OLD, ("a11", "a11"), ("b11", "b11")),
        "new": table(NEW, ("a11", "n11"), ("b11", "n11"), ("x", "n11")),
        "turned": table(OLD, ("c11", "a11")),
    }  # fmt: skip
    monkeypatch.setattr(vintages, "vintage", lambda name: Vintage(name, date(2025, 1, 1), known[name], {}, ""))
    names = ("old", "middle", "new")
    assert kin("A", names) == [{"A", "B"}, {"A", "B"}, {"A"}]
    assert kin("C", names) == [{"C"}, {"C"}, {"C"}]
    assert kin("A", names[2:]) == [{"A"}]
    assert kin("A", ("turned", "new")) == [{"A", "B"}, {"A"}]  # nobody asks what the first was made of


def test_the_tables_of_the_product_are_three_each_of_its_day() -> None:
    assert vintages.ALL == ("2021-01", "2025-01", "2025-07")
    with pytest.raises(KeyError):
        vintages.vintage("1999-01")


def test_a_table_of_the_product_is_read_with_its_day_and_what_it_rests_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "vintages.toml").write_text(
        '[old]\nday = 2021-01-01\nfiles = ["a.csv"]\n[new]\nday = 2025-07-01\nfiles = ["a.csv", "b.csv"]\n'
        'basis = { 1 = "Nghị quyết 1" }\nprovince_basis = "Nghị quyết 2"\n',
        encoding="utf-8",
    )
    (folder / "a.csv").write_text("code,name,parent_code\n1,Tỉnh A,\n11,Xã B,1\n", encoding="utf-8")
    (folder / "b.csv").write_text("from_code,to_code,extent,people\n7,11,whole,\n", encoding="utf-8")
    monkeypatch.setattr(vintages, "files", {"lanhmanh.units": tmp_path}.__getitem__)
    read = vintages.vintage.__wrapped__
    rows = (Row("1", "Tỉnh A", "tỉnh", "province"), Row("11", "Xã B", "xã", "commune", "1"))
    assert read("old") == Vintage("old", date(2021, 1, 1), Table(rows), {}, "")
    given = (Transfer("7", "11", whole=True),)
    assert read("new") == Vintage("new", date(2025, 7, 1), Table(rows, given), {"1": "Nghị quyết 1"}, "Nghị quyết 2")
