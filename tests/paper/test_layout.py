"""Sharing the width of a table."""

import pytest

from lanhmanh.paper.layout import column_widths, is_figure


def test_a_column_holds_its_longest_word_whatever_stands_beside_it() -> None:
    head = ("TT", "Đơn vị", *["Buổi tuyên truyền do Hội chủ trì hoặc phối hợp (buổi)"] * 5)
    rows = (head, ("10", "Thành phố Biên Hòa", *["1.234"] * 5))
    widths = column_widths(rows, 165, header_rows=1)
    assert sum(widths) == pytest.approx(165, abs=0.5)
    assert widths[0] >= 9  # two figures of 12 pt and the cell's margins, in mm
    assert widths[1] > widths[2] * 0.9


def test_a_number_of_somebody_is_no_figure() -> None:
    assert all(is_figure(text) for text in ("0", "12", "1.234.567", "12,5", "2021", "98 %"))
    assert not any(is_figure(text) for text in ("075090001234", "0909 123 456", "272333444", "07", "", "A1"))
