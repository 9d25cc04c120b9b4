"""Hostile tables are refused with file, row and column; every shipped table is read."""

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lanhmanh.kernel.errors import Refused
from lanhmanh.units.rules import tables, vintages
from lanhmanh.units.rules.tables import Line, Row, Table, Transfer, read

pytestmark = [pytest.mark.pure, pytest.mark.once]
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
        (GOOD + "1,,Phường Hai,999\n", "dòng 5, cột parent_code: không có đơn vị mã 999"),
        (GOOD + "1,,Phường Hai,26014\n", "dòng 5, cột parent_code"),
        (GOOD + "1,,Xã Hai,\n", "dòng 5, cột parent_code"),
        (GOOD + "1,làng,Làng Hai,731\n", "dòng 5, cột kind: không biết loại “làng”. Các loại: tỉnh, .*, đặc khu[.]$"),
        (GOOD + "1,,Làng Hai,731\n", "dòng 5, cột kind: không biết loại “Làng Hai”"),
        (GOOD + "1,,,731\n", "dòng 5, cột name"),
        (GOOD + "=1+1,,Xã Hai,731\n", "dòng 5, cột code"),
        (GOOD + ",,Xã Hai,731\n", "dòng 5, cột code"),
        (GOOD + "1,,Xã \x07Hai,731\n", "dòng 5, cột name"),
        (GOOD + f"1,,Xã {'a' * 200},731\n", "dòng 5, cột name"),
        (GOOD + "1,,Xã Hai,731,thừa\n", "dòng 5, cột 5"),
        (GOOD + '1,,"Xã Hai,731\n', "dòng 5: không đọc được"),
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
        ("1,26014,half,\n", "dòng 2, cột extent: “half” không"),
        ("1,26014,whole,nhiều\n", "dòng 2, cột people: “nhiều” không"),
        ("1,99999,whole,\n", "dòng 2, cột to_code"),
        ("1,26014,whole,\n1,26014,part,\n", "dòng 3, cột to_code"),
    ],
)
def test_bad_conversions_are_refused(rows: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        read([("a.csv", GOOD.encode()), ("b.csv", ("from_code,to_code,extent,people\n" + rows).encode())])


def refusal(*contents: str | bytes) -> str:
    """Return the sentence that refuses these files, named 1, 2, …; empty where all is well."""
    files = [one.encode() if isinstance(one, str) else one for one in contents]
    try:
        read([(str(number), one) for number, one in enumerate(files, start=1)])
    except Refused as found:
        return str(found)
    return ""


CONVERSIONS = "from_code,to_code,extent,people\n"
FULL = "code,kind,name,parent_code,lat,lon,area_km2\n1,{kind},{name},,{lat},{lon},{area}\n"


def full(kind: str = "tỉnh", name: str = "Tỉnh A", lat: str = "", lon: str = "", area: str = "") -> str:
    return FULL.format(kind=kind, name=name, lat=lat, lon=lon, area=area)


def test_all_that_a_table_tells() -> None:
    town = "26015,Phường,Tân  Tiến,731\n2.A-1,thành phố Trung ương,Thành phố Huế,\n"
    given_away = CONVERSIONS + "9,26014,whole,16236\n8,26014,part,\n8,26015,part,0\n"
    assert read([("a", (GOOD + town).encode()), ("b", given_away.encode())]) == Table(
        (
            Row("75", "Tỉnh Đồng Nai", "tỉnh", "province"),
            Row("731", "Thành phố Biên Hòa", "thành phố", "district", "75"),
            Row("26014", "Phường Tân Mai", "phường", "commune", "731"),
            Row("26015", "Tân Tiến", "phường", "commune", "731"),
            Row("2.A-1", "Thành phố Huế", "thành phố", "province"),
        ),
        (
            Transfer("9", "26014", whole=True, people=16236),
            Transfer("8", "26014", whole=False),
            Transfer("8", "26015", whole=False, people=0),
        ),
    )


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_cells_are_parted_by_what_parts_the_head(sign: str) -> None:
    mixed = sign.join(["code", " Name ", "parent_code", "area_km2"]) + "\n" + sign.join(["1", "Tỉnh A", "", "2.5"])
    (row,) = read([("a", mixed.encode())]).rows
    assert row == Row("1", "Tỉnh A", "tỉnh", "province", area_km2=Decimal("2.5"))
    assert read([("a", f"code{sign}name{sign}parent_code\n1{sign}Tỉnh A\n".encode())]).rows[0].parent_code == ""


def test_numbers_have_bounds_that_belong_to_them() -> None:
    (row,) = read([("a", full(lat="-90", lon="180", area="9999999").encode())]).rows
    assert (row.latitude, row.longitude, row.area_km2) == (-90, 180, 9_999_999)
    (row,) = read([("a", full(lat="90", lon="-180", area="0").encode())]).rows
    assert (row.latitude, row.longitude, row.area_km2) == (90, -180, 0)
    for column, values in {"lat": ["-90.1", "90.1", "Infinity"], "lon": ["180.1", "-180.1", "x"]}.items():
        for value in values:
            assert f"dòng 2, cột {column}: “{value}”" in refusal(full(**{column: value}))
    for value in ("-0.1", "9999999.1", "NaN"):
        assert "dòng 2, cột area_km2" in refusal(full(area=value))


@pytest.mark.parametrize(
    ("column", "most", "content"),
    [
        ("name", 120, full(name="Xã {}")), ("kind", 40, full(kind="{}")), ("lat", 40, full(lat="1.{}")),
        ("code", 20, HEAD + "{},,Tỉnh A,\n"), ("parent_code", 20, HEAD + "1,,Xã A,{}\n"),
        ("extent", 10, CONVERSIONS + "1,2,{},\n"), ("people", 9, CONVERSIONS + "1,2,whole,{}\n"),
        ("from_code", 20, CONVERSIONS + "{},2,whole,\n"), ("to_code", 20, CONVERSIONS + "1,{},whole,\n"),
    ],
)  # fmt: skip
def test_each_cell_has_a_longest(column: str, most: int, content: str) -> None:
    told = content.splitlines()[1].split(",")[content.splitlines()[0].split(",").index(column)]
    fill = "1" * (most - len(told) + 2)
    assert f"cột {column}: dài quá {most} ký tự" in refusal(content.replace("{}", fill + "1"))
    assert "dài quá" not in refusal(content.replace("{}", fill))


@pytest.mark.parametrize("hidden", ["\x07", "\u200b", "\ud800", "\ue000"])
def test_characters_that_show_nothing_are_refused(hidden: str) -> None:
    with pytest.raises(Refused, match="Tệp f, dòng 3, cột x: có ký tự điều khiển"):
        Line("f", 3, {"x": f"a{hidden}b"}).text("x", 9)


def test_a_cell_is_read_in_its_stored_form() -> None:
    assert Line("f", 3, {"x": " To\u0302n\u00a0 A "}).text("x", 5) == "Tôn A"
    assert Line("f", 3, {"x": "a\u0378"}).text("x", 2) == "a\u0378"  # a character of times to come
    assert Line("f", 3).text("x", 1) == ""


def test_what_is_no_table_is_named_by_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Tệp 1, dòng 1: thiếu cột code, name, parent_code." in refusal("from_code,extent\n1,whole\n")
    assert "thiếu cột code, name, parent_code." in refusal("to_code,extent\n1,whole\n")
    assert "dòng 2, cột extent" in refusal("from_code,to_code\n1,2\n")
    assert "Chưa có tệp đơn vị" in refusal(CONVERSIONS + "1,2,whole,\n")
    assert "Tệp 2, dòng 3: không phải bảng mã UTF-8" in refusal(GOOD, HEAD.encode() + b"1,,A,\n\xff,,B,\n")
    assert "Tệp 1, dòng 1: dấu ngoặc kép" in refusal('"code,name')
    assert "Tệp 1, dòng 2: không đọc được" in refusal(HEAD + '1,"a"b,c,\n')
    assert tables.MAX_BYTES == 20_971_520
    monkeypatch.setattr(tables, "MAX_BYTES", len(GOOD.encode()))
    assert "lớn quá 20 MB" in refusal(GOOD + "\n")
    assert refusal(GOOD) == ""


def test_only_the_head_tells_what_parts_the_cells() -> None:
    (row,) = read([("a", b"code,XXXXXX,name,parent_code\n1,,Ti\xcc\x89nh A;;;;;;;;;,\n")]).rows
    assert row.name == "Tỉnh A;;;;;;;;;"


@pytest.mark.parametrize("code", ["é1", "-.", "1 2", "1_2", "²"])
def test_a_code_is_of_digits_and_plain_letters(code: str) -> None:
    assert f"dòng 2, cột code: “{code}”" in refusal(HEAD + f"{code},,Tỉnh A,\n")


def test_each_level_stands_under_the_one_above() -> None:
    kinds = {"": "", "1": "Tỉnh A", "11": "Huyện A", "111": "Xã A"}
    for (parent, _above), (_code, name) in product(kinds.items(), kinds.items()):
        placed = HEAD + "1,,Tỉnh A,\n11,,Huyện A,1\n111,,Xã A,11\n" + f"9,,{name},{parent}\n"
        allowed = (parent, name) in {("", "Tỉnh A"), ("1", "Huyện A"), ("1", "Xã A"), ("11", "Xã A")}
        assert allowed == ("dòng 5" not in refusal(placed)), (parent, name)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("9,731,whole,\n", "dòng 2, cột to_code"),
        ("9,26014,whole,²\n", "dòng 2, cột people"),
        ("9,26014,whole,-1\n", "dòng 2, cột people"),
        ("é,26014,whole,\n", "dòng 2, cột from_code"),
        ("9,26014,part,\n9,26014,whole,\n", "dòng 3, cột to_code"),
        ("9,26014,whole,\n8,26014,whole,\n9,26015,whole,\n", "dòng 4, cột extent: toàn bộ 9 đã chuyển cho 26014."),
        ("9,26014,whole,\n9,26015,part,\n8,26014,whole,\n8,26015,part,\n", ""),
    ],
)
def test_a_conversion_is_told_once_and_the_whole_goes_to_one(rows: str, said: str) -> None:
    found = refusal(GOOD + "26015,,Phường B,731\n", CONVERSIONS + rows)
    assert said in found
    assert bool(said) == bool(found)


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
