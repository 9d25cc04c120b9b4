"""How a cell of a list is read: as Excel left it, kept as a form would keep it, or refused with a reason."""

from datetime import date, datetime
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanhmanh.cases.rules import roster as rules
from lanhmanh.cases.rules.roster import (
    BOUNDS,
    COLUMNS,
    HEADINGS,
    MARK,
    MARK_SHEET,
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    VERSION,
    Column,
    Fault,
    birth_of,
    body_of,
    check_mark,
    day_of,
    list_of,
    months_of,
    number_of,
    packed,
    phone_of,
    read_row,
    shown,
    text_of,
    unpacked,
)  # fmt: skip
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.text import fold
from lanhmanh.paper.sheets import Cell

pytestmark = pytest.mark.pure
HEAD: list[Cell] = [one.heading for one in COLUMNS]
FIELDS = [one.field for one in COLUMNS]


def line(**cells: Cell) -> tuple[int, list[Cell]]:
    return 2, [cells.get(field, "") for field in FIELDS]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (True, ""), (False, ""), (7, "7"), (7.0, "7"), (7.5, "7.5"), (1e15, "1000000000000000.0"),
        (999999999999999.0, "999999999999999"), (-(1e15), "-1000000000000000.0"), (1e16, "1e+16"),
        (date(2021, 2, 3), "03/02/2021"), (datetime(2021, 12, 31, 23, 59), "31/12/2021"),  # noqa: DTZ001
        (date(987, 2, 3), "03/02/0987"),
        ("  An   Bình ", "An Bình"), ("A\u0300n", "Àn"), ("a\r\n b \n\n c", "a\nb\nc"), ("a\tb", "a b"),
        ("a\u200bb", "ab"), ("a\u00a0b\u0007", "a b"), ("a\x0bb\n", "ab"), ("\u2028", ""),
    ],
)  # fmt: skip
def test_a_cell_is_plain_text(cell: Cell, text: str) -> None:
    assert text_of(cell) == text


@pytest.mark.parametrize(
    ("cell", "birth"),
    [
        ("", ""), ("1990", "1990"), (1990, "1990"), (1990.0, "1990"), (1900, "1900"), (2100, "2100"),
        (2101, "1905-10-01"), (1899, "1905-03-13"), (1, "1899-12-31"), (79_999, "2119-01-10"),
        (33048, "1990-06-24"), (33048.75, "1990-06-24"), ("24/6/1990", "1990-06-24"),
        (date(1990, 6, 24), "1990-06-24"), (datetime(1990, 6, 24, 8), "1990-06-24"), (True, ""),  # noqa: DTZ001
    ],
)  # fmt: skip
def test_a_birth_is_a_day_or_a_year_however_excel_holds_it(cell: Cell, birth: str) -> None:
    assert birth_of(cell) == birth


@pytest.mark.parametrize("cell", [0, -5, 80_000, 0.0, "hôm qua", 31_12_1990])
def test_what_is_no_birth_is_refused(cell: Cell) -> None:
    with pytest.raises(Refused, match="Gõ ngày/tháng/năm"):
        birth_of(cell)


def test_a_day_is_no_year() -> None:
    assert day_of("24/6/2021") == "2021-06-24"
    assert day_of("") == ""
    with pytest.raises(Refused, match="ví dụ 24/06/2021"):
        day_of("2021")


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("", ""), ("075090001234", "075090001234"), (75090001234, "075090001234"), (7509000123, "007509000123"),
        (75090001234.0, "075090001234"), (12345678, "012345678"), (123456789, "123456789"), ("270 123-456.7 8", None),
        ("270.123-45 6", "270123456"), ("270\n123456", "270123456"), (123456789012, "123456789012"),
        ("B1234567", "B1234567"),
        (1234567, None), (1234567890123, None), ("12345678", None), ("75090001234", None), ("B+1", None), (1e22, None),
    ],
)  # fmt: skip
def test_an_identity_number_gets_back_its_noughts(cell: Cell, number: str | None) -> None:
    if number is not None:
        assert number_of(cell) == number
        return
    with pytest.raises(Refused, match="12 chữ số"):
        number_of(cell)


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        (912345678, "0912345678"), (912345678.0, "0912345678"), ("912345678", "912345678"), (91234567, "91234567"),
        (-12345678, "-12345678"), ("0912 345 678", "0912 345 678"),
    ],
)  # fmt: skip
def test_a_telephone_number_gets_back_its_nought(cell: Cell, phone: str) -> None:
    assert phone_of(cell) == phone


@pytest.mark.parametrize("cell", ["", "1", "12", 12.0, "600", "012"])
def test_months_are_a_number(cell: Cell) -> None:
    assert months_of(cell) == text_of(cell)


@pytest.mark.parametrize("cell", ["0", "601", "6000", "mười", "1.5", "-1", "²", "٣", "0012", 1000])
def test_what_is_no_number_of_months_is_refused(cell: Cell) -> None:
    with pytest.raises(Refused, match="Gõ số tháng"):
        months_of(cell)


def test_the_columns_of_the_list() -> None:
    assert {one.field: (one.heading, one.most, one.width) for one in COLUMNS} == {
        "full_name": ("Họ và tên", 120, 26),
        "other_names": ("Tên gọi khác", 200, 18),
        "sex": ("Giới tính", 20, 12),
        "birth_date": ("Ngày sinh hoặc năm sinh", 40, 14),
        "id_number": ("Số định danh cá nhân, CMND", 30, 18),
        "phone": ("Điện thoại", 60, 14),
        "address": ("Nơi ở", 300, 30),
        "relatives": ("Người thân có thể liên hệ", 1000, 26),
        "notes": ("Ghi chú", 4000, 30),
        "kind": ("Căn cứ lập hồ sơ", 200, 30),
        "ground": ("Số, ngày của quyết định", 200, 24),
        "agreed_on": ("Ngày đồng ý", 40, 14),
        "proof": ("Chứng minh bằng gì", 300, 24),
        "representative": ("Người đại diện đã đồng ý (nếu dưới 18 tuổi)", 200, 24),
        "status": ("Hình thức đang thực hiện", 200, 34),
        "started_on": ("Ngày bắt đầu", 40, 14),
        "decided_on": ("Ngày của quyết định về hình thức", 40, 16),
        "months": ("Thời hạn theo quyết định (tháng)", 20, 14),
        "in_charge": ("Người trực tiếp hỗ trợ", 160, 24),
    }
    assert [one.field for one in COLUMNS if one.required] == ["full_name", "kind"]
    assert HEADINGS["sex"] == "Giới tính"
    assert Column("x", "X", 1, text_of).width == 18


def test_bounds_of_a_list() -> None:
    assert (MOST_BYTES, MOST_ROWS, MOST_COLUMNS) == (5_242_880, 2000, 40)
    assert type(BOUNDS)(2001, 40) == BOUNDS


def test_a_template_of_another_version_is_refused_and_none_at_all_is_not() -> None:
    assert (MARK_SHEET, MARK, VERSION) == ("lanhmanh", "lanhmanh-roster", "1")
    for cells in ([[MARK, VERSION]], [["other", "2"]], [[]], [], [[MARK, 1.0]]):
        check_mark({MARK_SHEET: cells})
    check_mark({"Sheet1": [[MARK, "2"]]})
    for cells in ([[MARK, "2"]], [[MARK]], [[MARK, "2"], ["", ""]]):
        with pytest.raises(Refused, match="phiên bản khác"):
            check_mark({MARK_SHEET: cells})


def test_the_sheet_that_names_persons_is_read_else_the_first() -> None:
    first, second = [["STT", "Tên"]], [["STT", "HỌ VÀ  TÊN:"]]
    assert list_of({"a": first, "b": second}) is second
    assert list_of({"a": first, "b": [], "c": [["x"]]}) is first
    assert list_of({"a": [], "b": second}) is second
    assert list_of({}) == []
    late = [["STT"], ["Họ và tên"]]
    assert list_of({"a": late, "b": second}) is second


def test_rows_keep_their_numbers_and_columns_stand_in_any_order() -> None:
    rows: list[list[Cell]] = [
        ["Căn cứ lập hồ sơ (*)", "Họ và tên"], ["x", "An"], ["", " "], ["", "Bình", "thừa"], ["y"]
    ]  # fmt: skip
    rows[0][0] = "CĂN CỨ lập hồ sơ"
    body = body_of(rows)
    assert [number for number, _cells in body] == [2, 4, 5]
    assert [cells[FIELDS.index("full_name")] for _number, cells in body] == ["An", "Bình", ""]
    assert [cells[FIELDS.index("kind")] for _number, cells in body] == ["x", "", "y"]
    assert all(cells[FIELDS.index("notes")] == "" and len(cells) == len(FIELDS) for _number, cells in body)


def test_a_head_without_its_columns_or_with_one_twice_is_refused() -> None:
    with pytest.raises(Refused, match="cột “Họ và tên”, “Căn cứ lập hồ sơ”"):
        body_of([])
    with pytest.raises(Refused, match="cột “Căn cứ lập hồ sơ”"):
        body_of([["Họ và tên"], ["An"]])
    with pytest.raises(Refused, match="Cột “Họ và tên” có hai lần"):
        body_of([["Họ và tên", "", "", "HO VA TEN", "Căn cứ lập hồ sơ"], ["An"]])
    with pytest.raises(Refused, match="chưa có dòng nào"):
        body_of([HEAD, ["", None or ""], [" "]])


def test_a_row_is_read_cell_by_cell_with_each_fault_at_its_field() -> None:
    row = read_row(line(full_name=" An  Bình ", birth_date=33048, months="mười", id_number="12"), {})
    assert row.number == 2
    assert row.texts["full_name"] == "An Bình"
    assert row.texts["birth_date"] == "1990-06-24"
    assert row.typed["birth_date"] == "33048"
    assert (row.texts["months"], row.typed["months"]) == ("", "mười")
    assert [one.field for one in row.faults] == ["id_number", "months"]
    assert row.texts["notes"] == ""
    assert "An" not in repr(row)
    assert row.faults[0] == Fault("id_number", row.faults[0].refusal)


def test_a_line_has_a_cell_for_each_column() -> None:
    with pytest.raises(ValueError, match="zip"):
        read_row((2, ["An"]), {})


def test_too_long_and_what_is_not_stored_are_refused() -> None:
    assert read_row(line(sex="x" * 20), {}).faults == []
    (fault,) = read_row(line(sex="x" * 21), {}).faults
    assert str(fault.refusal) == "Quá dài: nhiều nhất 20 ký tự."
    (fault,) = read_row(line(notes="nhiễm HIV"), {}).faults
    assert "64/2006" in str(fault.refusal)


def test_a_choice_is_found_without_marks_or_refused() -> None:
    choices = {"sex": {fold("Nữ"): "female"}}
    assert read_row(line(sex=" NU "), choices).texts["sex"] == "female"
    assert read_row(line(sex=""), choices).faults == []
    (fault,) = read_row(line(sex="khác"), choices).faults
    assert "Chọn một mục" in str(fault.refusal)
    assert read_row(line(kind="x"), choices).texts["kind"] == "x"


CELLS = st.one_of(st.text(max_size=20), st.integers(), st.floats(), st.booleans(), st.dates(), st.datetimes())


@given(st.lists(st.tuples(st.integers(2, 2000), st.lists(CELLS, max_size=4)), max_size=3))
def test_what_is_packed_reads_the_same(lines: list[tuple[int, list[Cell]]]) -> None:
    again = unpacked(packed(lines))
    assert [number for number, _cells in again] == [number for number, _cells in lines]
    for (_one, cells), (_other, kept) in zip(lines, again, strict=True):
        assert list(map(text_of, kept)) == list(map(text_of, cells))


def test_a_packed_cell_stays_what_it_was_for_the_reader() -> None:
    long = "x" * 5000
    lines: list[tuple[int, list[Cell]]] = [(3, [date(2021, 2, 3), 5, 5.5, long, nan, inf, "a"])]
    told = packed(lines)
    assert told == [[3, [["2021-02-03"], 5, 5.5, "x" * 4001, "nan", "inf", "a"]]]
    assert unpacked(told)[0][1][0] == date(2021, 2, 3)
    assert packed([(2, [datetime(2021, 2, 3, 4)])]) == [[2, [["2021-02-03"]]]]  # noqa: DTZ001
    assert max(one.most for one in COLUMNS) == rules._LONGEST


def test_a_text_beside_a_fault_is_short() -> None:
    assert shown("x" * 60) == "x" * 60
    assert shown("x" * 61) == "x" * 59 + "…"
