"""Documents cited are found wherever they stand, and normalised."""

import datetime as dt
import unicodedata

import pytest

from lanhmanh.paper.document import Node, OfficialDocument, Reference, Table
from lanhmanh.paper.references import find, find_all
from tests.growth import growth

CASES = [
    (
        "Thực hiện Kế hoạch số 41/KH-BCNCT2 ngày 04/3/2021 của Ban Chủ nhiệm Chương trình 2 về thực hiện Chương trình",
        Reference("Kế hoạch", "41/KH-BCNCT2", dt.date(2021, 3, 4), "Ban Chủ nhiệm Chương trình 2"),
    ),
    (
        "theo Quyết định số 1648/QĐ-UBND ngày 31 tháng 5 năm 2019 của UBND tỉnh.",
        Reference("Quyết định", "1648/QĐ-UBND", dt.date(2019, 5, 31), "UBND tỉnh"),
    ),
    ("Luật Phòng, chống ma túy số 73/2021/QH14;", Reference("Luật", "73/2021/QH14")),
    ("Nghị định 116/2021/NĐ-CP", Reference("Nghị định", "116/2021/NĐ-CP")),
    ("Hướng dẫn số 36-HD/VPTW, ngày 03-4-2018", Reference("Hướng dẫn", "36-HD/VPTW", dt.date(2018, 4, 3))),
    ("QĐ số 28/2025/QĐ-TTg (24/8/2025)", Reference("Quyết định", "28/2025/QĐ-TTg", dt.date(2025, 8, 24))),
    ("NGHỊ QUYẾT số 163 / 2024 / QH15", Reference("Nghị quyết", "163/2024/QH15")),
    ("xem 7619/QĐ-BCA", Reference(None, "7619/QĐ-BCA")),
    ("Công văn số 1952/LĐTBXH-PCTNXH ngày 31/02/2016", Reference("Công văn", "1952/LĐTBXH-PCTNXH")),
]


@pytest.mark.parametrize(("text", "reference"), CASES)
def test_found_and_normalised(text: str, reference: Reference) -> None:
    assert find(text) == [reference]
    assert find(unicodedata.normalize("NFD", text).replace(" ", "\u00a0")) == [reference]


@pytest.mark.parametrize(
    "text", ["Giai đoạn 2021 - 2025", "24/7", "ngày 04/3/2021", "HIV/AIDS", "12 - Tổ 3", "tăng 5/KP so", "1/2 số xã"]
)
def test_other_numbers_are_no_references(text: str) -> None:
    assert find(text) == []


def test_each_stands_with_its_clause_once() -> None:
    cited = "Kế hoạch số 1/KH-HND và Kế hoạch số 1/KH-HND"
    doc = OfficialDocument(
        title="Thực hiện Chỉ thị số 08-CT/TU",
        preamble=(cited,),
        outline=(Node("I", "I", "A", (), (Node("I.-1", "-", None, (cited,)),)),),
        tables=(Table((("Nghị quyết số 50/NQ-CP",),), after="I"),),
    )
    assert [(r.number, r.path) for r in find_all(doc)] == [
        ("08-CT/TU", ""), ("1/KH-HND", ""), ("1/KH-HND", "I.-1"), ("50/NQ-CP", "I"),
    ]  # fmt: skip


@pytest.mark.parametrize("unit", ["1/", "Kế hoạch ", "1/KH-", "ngày 1/1/", "số ", "1 / 2021 / ", "A-", "Luật a "])
def test_time_is_linear_in_the_text(unit: str) -> None:
    assert growth(lambda size: find(unit * size), 2_000) < 10
