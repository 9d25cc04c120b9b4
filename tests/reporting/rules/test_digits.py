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


def found(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.text, one.keys) for one in digits.typed_numbers(text, FIGURES)]


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
