"""Hostile tables are refused with file, row and column; every shipped table is read."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lanhmanh.kernel.errors import Refused
from lanhmanh.units.rules import vintages
from lanhmanh.units.rules.tables import read

HEAD = "code,kind,name,parent_code\n"
GOOD = HEAD + "75,tỉnh,Tỉnh Đồng Nai,\n731,,Thành phố Biên Hòa,75\n26014,,Phường Tân Mai,731\n"


def test_a_good_table() -> None:
    rows = read([("a.csv", GOOD.encode("utf-8-sig"))]).rows
    assert [(row.code, row.kind, row.level) for row in rows] == [
        ("75", "tỉnh", "province"),
        ("731", "thành phố", "district"),
        ("26014", "phường", "commune"),
    ]


def test_semicolons_capitals_and_points() -> None:
    text = "CODE;Name;Parent_Code;lat;lon;area_km2\r\n01;Thành  phố Hà Nội;;21.02;105.8;\r\n"
    (row,) = read([("a.csv", text.encode())]).rows
    assert (row.name, row.level, row.latitude, row.area_km2) == ("Thành phố Hà Nội", "province", Decimal("21.02"), None)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "thiếu cột"),
        (HEAD, "Chưa có tệp"),
        ("code,name\n1,Xã A\n", "dòng 1: thiếu cột parent_code"),
        (GOOD + "26014,,Phường Hai,731\n", "dòng 5, cột code"),
        (GOOD + "1,,Phường Hai,999\n", "dòng 5, cột parent_code"),
        (GOOD + "1,,Phường Hai,26014\n", "dòng 5, cột parent_code"),
        (GOOD + "1,,Xã Hai,\n", "dòng 5, cột parent_code"),
        (GOOD + "1,làng,Làng Hai,731\n", "dòng 5, cột kind"),
        (GOOD + "1,,,731\n", "dòng 5, cột name"),
        (GOOD + "=1+1,,Xã Hai,731\n", "dòng 5, cột code"),
        (GOOD + ",,Xã Hai,731\n", "dòng 5, cột code"),
        (GOOD + "1,,Xã \x07Hai,731\n", "dòng 5, cột name"),
        (GOOD + f"1,,Xã {'a' * 200},731\n", "dòng 5, cột name"),
        (GOOD + "1,,Xã Hai,731,thừa\n", "dòng 5, cột 5"),
        (GOOD + '1,,"Xã Hai,731\n', "không đọc được"),
        ("code,name,parent_code,lat\n1,Tỉnh A,,91\n", "dòng 2, cột lat"),
        ("code,name,parent_code,lat\n1,Tỉnh A,,NaN\n", "dòng 2, cột lat"),
        ('code,name,parent_code,lon\n1,Tỉnh A,,"10,5"\n', "dòng 2, cột lon"),
        ("code,name,parent_code,area_km2\n1,Tỉnh A,,-3\n", "dòng 2, cột area_km2"),
        ("PK\0\0", "không phải tệp CSV"),
    ],
)
def test_bad_tables_are_refused(text: str, said: str) -> None:
    with pytest.raises(Refused, match=said) as refusal:
        read([("xấu.csv", text.encode())])
    assert "xấu.csv" in str(refusal.value) or "Chưa có tệp" in str(refusal.value)


@pytest.mark.parametrize("encoding", ["utf-16", "cp1258"])
def test_other_encodings_are_refused(encoding: str) -> None:
    text = "code,name,parent_code\n1,Tỉnh Đồng,\n" if encoding == "utf-16" else "code,name,parent_code\n1,T\xe2n,\n"
    with pytest.raises(Refused, match="UTF-8"):
        read([("xấu.csv", text.encode(encoding))])


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("1,26014,half,\n", "dòng 2, cột extent"),
        ("1,26014,whole,nhiều\n", "dòng 2, cột people"),
        ("1,99999,whole,\n", "dòng 2, cột to_code"),
        ("1,26014,whole,\n1,26014,part,\n", "dòng 3, cột to_code"),
    ],
)
def test_bad_conversions_are_refused(rows: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        read([("a.csv", GOOD.encode()), ("b.csv", ("from_code,to_code,extent,people\n" + rows).encode())])


@settings(max_examples=100)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        read([("a.csv", content)])
    except Refused as refusal:
        assert str(refusal)


@pytest.mark.deep
def test_the_shipped_tables_hold_the_known_counts() -> None:
    counts = {name: [row.level for row in vintages.vintage(name).table.rows] for name in vintages.ALL}
    levels = ("province", "district", "commune")
    assert {name: tuple(found.count(level) for level in levels) for name, found in counts.items()} == {
        "2021-01": (63, 707, 10767),
        "2025-01": (63, 696, 10035),
        "2025-07": (34, 0, 3321),
    }
    assert vintages.kin("75") == [{"70", "75"}, {"70", "75"}, {"75"}]
