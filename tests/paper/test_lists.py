"""Cells come as Excel left them; each is read as what it says or refused with a sentence, and nothing is half read."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanhmanh.kernel.errors import Refused
from lanhmanh.paper import cells, lists
from lanhmanh.paper.lists import Column, ListKind

pytestmark = pytest.mark.pure
KIND = ListKind(
    "doi", "Đội",
    (
        Column("name", "Tên đội", cells.text(20), required=True),
        Column("since", "Ngày thành lập", cells.day),
        Column("members", "Số thành viên", cells.whole(0, 500)),
        Column("source", "Nguồn", cells.choice({"bank": "Ngân hàng CSXH", "fund": "Quỹ Hỗ trợ nông dân"})),
    ),
    same=("name", "since"),
)  # fmt: skip
DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))
CELLS = st.one_of(
    st.text(max_size=50), st.integers(), st.floats(), st.booleans(), DAYS, st.times(), st.datetimes(), st.timedeltas()
)


@pytest.mark.parametrize(
    ("reader", "cell", "value"),
    [
        (cells.day, "24/6/2021", date(2021, 6, 24)),
        (cells.day, "24.06.2021", date(2021, 6, 24)),
        (cells.day, "Ngày 4 tháng 6 năm 2021", date(2021, 6, 4)),
        (cells.day, "2021-06-24 00:00:00", date(2021, 6, 24)),
        (cells.day, 44371, date(2021, 6, 24)),
        (cells.day, 44371.75, date(2021, 6, 24)),
        (cells.day, datetime(2021, 6, 24, 9), date(2021, 6, 24)),  # noqa: DTZ001 - Excel has no zone
        (cells.whole(), "1.250", 1250),
        (cells.whole(), " 1 250 ", 1250),
        (cells.whole(), 1250.0, 1250),
        (cells.whole(most=10**15), "50.000.000", 50_000_000),
        (cells.decimal(2), "12,5", Decimal("12.50")),
        (cells.decimal(1), 0.1 + 0.2, Decimal("0.3")),
        (cells.digits(10), 301234567, "0301234567"),
        (cells.digits(9, 12), 75090001234, "075090001234"),
        (cells.digits(10, 13), "0301 234.567", "0301234567"),
        (cells.text(20), "  Nguyê\u0303n\u200b Thi\u0323\tHoa\u0300 ", "Nguyễn Thị Hoà"),
        (cells.text(20), True, "TRUE"),
        (cells.text(20), 12.0, "12"),
        (cells.yes_no, "CÓ", True),
        (cells.yes_no, True, True),
        (cells.yes_no, "khong", False),
        (cells.choice([("a", "Chức sắc, chức việc")]), "chuc sac – chuc viec", "a"),
        (cells.choice([("a", "Chức sắc")]), "a", "a"),
    ],
)
def test_a_cell_says_what_people_mean(reader: cells.Reader, cell: Any, value: Any) -> None:
    found = reader.read(cell)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("reader", "cell", "word"),
    [
        (cells.day, 2021, "ngày/tháng/năm"),
        (cells.day, "31/02/2021", "Không có ngày này"),
        (cells.day, "24/06/21", "ngày/tháng/năm"),
        (cells.day, 10**9, "ngày/tháng/năm"),
        (cells.day, float("inf"), "ngày/tháng/năm"),
        (cells.day, "1/" * 3000, "ngày/tháng/năm"),
        (cells.whole(), "1,234", "số nguyên"),
        (cells.whole(), "12,5", "số nguyên"),
        (cells.whole(), 12.5, "số nguyên"),
        (cells.whole(), True, "số nguyên"),
        (cells.whole(), float("nan"), "số nguyên"),
        (cells.whole(0, 500), 501, "lớn hơn 500"),
        (cells.whole(0, 1000), 1e300, "lớn hơn 1.000"),
        (cells.whole(), -1, "nhỏ hơn 0"),
        (cells.whole(), "9" * 4300, "số nguyên"),
        (cells.decimal(1), "12,55", "1 chữ số"),
        (cells.digits(10), 1234567, "đủ chữ số"),
        (cells.digits(10), "٠٣٠١٢٣٤٥٦٧", "đủ chữ số"),
        (cells.text(20), "a" * 21, "nhiều nhất 20"),
        (cells.yes_no, "có thể", "có"),
        (cells.choice({"a": "A"}), "B", "danh sách của ô"),
    ],
)
def test_what_says_something_else_is_refused_with_what_to_type(reader: cells.Reader, cell: Any, word: str) -> None:
    with pytest.raises(Refused, match=word):
        reader.read(cell)


@given(cell=CELLS)
def test_whatever_stands_in_a_cell_is_read_or_refused(cell: Any) -> None:
    for number in range(4):
        line = ["Đội 1", "", "", ""]
        line[number] = cell
        row = lists.read_line(KIND, 2, line)
        assert set(row.values) == set(row.typed) == {one.key for one in KIND.columns}
        for fault in row.faults:
            assert row.values[fault.key] is None


@given(lines=st.lists(st.tuples(st.integers(2, 2001), st.lists(CELLS, min_size=4, max_size=4)), max_size=5))
def test_lines_pass_through_a_page_and_say_the_same_again(lines: Any) -> None:
    back = lists.unpacked(lists.packed(lines))
    for (number, before), (again, after) in zip(lines, back, strict=True):
        assert number == again
        mine, other = lists.read_line(KIND, number, before), lists.read_line(KIND, number, after)
        assert (mine.values, [one.key for one in mine.faults]) == (other.values, [one.key for one in other.faults])
        assert mine.typed == other.typed


def test_what_is_missing_is_none_and_only_the_required_is_a_fault() -> None:
    row = lists.read_line(KIND, 2, ["", "  ", "", "\u200b"])
    assert row.values == dict.fromkeys(("name", "since", "members", "source"))
    assert [(one.key, str(one.refusal)) for one in row.faults] == [("name", "Điền ô này.")]


def test_a_row_that_says_the_same_is_a_double_of_the_first() -> None:
    lines: list[tuple[int, list[Any]]] = [
        (2, ["Đội 1", "", 3, ""]), (3, ["đội  1", "", 5, ""]), (4, ["Đội 1", "24/06/2021", "", ""]),
        (5, ["", "", 1, ""]), (6, ["", "", 1, ""]),
    ]  # fmt: skip
    rows = [lists.read_line(KIND, number, line) for number, line in lines]
    assert lists.repeats(KIND, rows) == {3: 2}


def test_a_time_is_text_and_no_day() -> None:
    row = lists.read_line(KIND, 2, ["Đội", time(9, 30), "", ""])
    assert [one.key for one in row.faults] == ["since"]
    assert row.typed["since"] == "09:30:00"
