"""Sharing the width of a table."""

import pytest

from lanhmanh.paper.layout import column_widths


def test_a_column_holds_its_longest_word_whatever_stands_beside_it() -> None:
    head = ("TT", "Đơn vị", *["Buổi tuyên truyền do Hội chủ trì hoặc phối hợp (buổi)"] * 5)
    rows = (head, ("10", "Thành phố Biên Hòa", *["1.234"] * 5))
    widths = column_widths(rows, 165, header_rows=1)
    assert sum(widths) == pytest.approx(165, abs=0.5)
    assert widths[0] >= 9  # two figures of 12 pt and the cell's margins, in mm
    assert widths[1] > widths[2] * 0.9
