"""Numbers typed into a text: those that look like figures are found, years, dates and documents are not."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanhmanh.reporting.rules import digits, words
from lanhmanh.reporting.rules.words import Entry, Sources

pytestmark = pytest.mark.pure
FIGURES = Sources(
    {
        "TT-BUOI": Entry("Buổi tuyên truyền", "1.312", Decimal(1312), "buổi"),
        "MH-MOI": Entry("Mô hình mới", "3", Decimal(3), "mô hình"),
        "CLB-MOI": Entry("Câu lạc bộ mới", "3", Decimal(3), "câu lạc bộ"),
        "CK-TYLE": Entry("Tỷ lệ hộ ký cam kết", "75,4", Decimal("75.4"), "%"),
        "HV-HO": Entry("Tổng số hộ", "2.021", Decimal(2021), "hộ"),
        "VV-TIEN": Entry("Số tiền cho vay", "(chưa có số liệu)", None, "triệu đồng"),
    }
)


def found(text: str, figures: Sources = FIGURES) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.text, one.keys) for one in digits.typed_numbers(text, figures)]


def figures(**values: int) -> Sources:
    return Sources({code: Entry(code, str(value), Decimal(value), "lượt") for code, value in values.items()})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hội mở 1.312 buổi", [("1.312", ("TT-BUOI",))]),
        ("Hội mở 1312 lần", [("1312", ("TT-BUOI",))]),
        ("đạt 75,4 %, tăng", [("75,4", ("CK-TYLE",))]),
        ("xây dựng 3 mô hình", [("3", ("MH-MOI",))]),
        ("gồm 40 mô hình ở 5 xã", [("40", ())]),
        ("tổng số 2021 hộ", [("2021", ("HV-HO",))]),
        ("cho vay 12,5 triệu đồng.", [("12,5", ())]),
        ("1312 buổi tuyên truyền", [("1312", ("TT-BUOI",))]),
        ("tăng 5 %", [("5", ())]),
        ("có 2021 hộ", [("2021", ("HV-HO",))]),
        ("12. Hội mở 1.312 buổi", [("1.312", ("TT-BUOI",))]),
        ("[Buổi tuyên truyền = 1.312] buổi, thêm 1.312 buổi", [("1.312", ("TT-BUOI",))]),
    ],
)
def test_numbers_that_look_like_figures_are_found(text: str, expected: object) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "ngày 12/3/2021 và 15 tháng 6 năm 2021", "giai đoạn 2021 – 2025", "Kế hoạch số 22/KH-BCĐ, 01-BC/HNDT",
        "Nghị định 09/2019/NĐ-CP", "Điều 8, khoản 5", "Chương trình 2", "quý 3, quý III/2021", "6 tháng đầu năm",
        "1. Tổ chức tuyên truyền", "3) Rà soát", "3 giải pháp", "năm 2021", "khu phố 3", "từ 3 đến 5 người khác nhau",
        "0251.3822.123", "2021-2025",
    ],
)  # fmt: skip
def test_dates_laws_documents_and_labels_are_no_figures(text: str) -> None:
    assert [number for number, keys in found(text) if keys] == []


@pytest.mark.parametrize(
    "text",
    [
        "năm 1312", "Tuyên truyền\nnăm 1312", "Các cấp Hội đã tuyên truyền đến hội viên trong năm 1312", "1312 tháng",
        "từ 1312 lần", "ngày 1312 buổi", "13. Tuyên truyền", "Hội đã làm\n13. Tuyên truyền", "có 2021 lần",
    ],
)  # fmt: skip
def test_no_figure_stands_for_a_date_a_span_or_a_label_that_equals_one(text: str) -> None:
    named = Sources({**FIGURES, "TT-LUOT": Entry("Lượt", "13", Decimal(13), "lượt")})
    assert found(text, named) == []


@pytest.mark.parametrize(("number", "is_figure"), [(9, False), (10, True), (1899, True), (1900, False)])
def test_what_is_small_or_like_a_year_needs_its_unit(number: int, is_figure: bool) -> None:
    known = figures(A=number)
    assert found(f"có {number} lần", known) == ([(str(number), ("A",))] if is_figure else [])
    assert found(f"có {number} lượt", known) == [(str(number), ("A",))]


@pytest.mark.parametrize(("number", "is_figure"), [(2100, False), (2101, True)])
def test_the_last_year_that_a_number_may_mean(number: int, is_figure: bool) -> None:
    assert bool(found(f"có {number} lần", figures(A=number))) == is_figure


@pytest.mark.parametrize(("spaces", "is_figure"), [(25, False), (26, True)])
def test_a_word_further_away_than_is_looked_at_says_nothing(spaces: int, is_figure: bool) -> None:
    assert bool(found(f"năm{' ' * spaces}1312")) == is_figure


def test_of_two_units_the_longer_one_is_meant() -> None:
    both = Sources(
        {"HO": Entry("Hộ", "12", Decimal(12), "hộ"), "NGHEO": Entry("Hộ nghèo", "12", Decimal(12), "hộ nghèo")}
    )
    assert found("giúp 12 hộ nghèo, 12 hộ khác", both) == [("12", ("NGHEO",)), ("12", ("HO",))]


def test_a_reader_is_offered_no_more_than_can_be_looked_through() -> None:
    known = figures(A=77, B=77, C=77, D=77)
    assert found("có 77 lần", known) == [("77", ("A", "B", "C"))]
    assert found("có 77 lượt", known) == [("77", ("A", "B", "C"))]
    assert len(found("có 77 lần, " * 40, known)) == 30


def test_a_number_stands_where_the_text_has_it_beside_what_is_in_brackets() -> None:
    text = "[Buổi tuyên truyền = 1.312] và 1.312 buổi"
    assert [one.at for one in digits.typed_numbers(text, FIGURES)] == [text.rindex("1.312")]


def test_a_number_is_replaced_where_it_stands() -> None:
    text = "đã mở 1.312 buổi; 1.312 buổi"
    first, second = digits.typed_numbers(text, FIGURES)
    once = digits.replaced(text, second.at, "TT-BUOI", FIGURES)
    assert once == "đã mở 1.312 buổi; [Buổi tuyên truyền = 1.312] buổi"
    assert words.read(digits.replaced(once, first.at, "TT-BUOI", FIGURES), FIGURES).text == (
        "đã mở {TT-BUOI} buổi; {TT-BUOI} buổi"
    )
    assert digits.replaced(text, 0, "TT-BUOI", FIGURES) == text
    assert digits.replaced(text, first.at, "KHONG-CO", FIGURES) == text


@given(st.text(max_size=200))
def test_any_text_can_be_looked_at(text: str) -> None:
    for one in digits.typed_numbers(text, FIGURES):
        assert text[one.at : one.at + len(one.text)] == one.text
        assert len(one.keys) <= 3
