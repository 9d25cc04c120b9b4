"""The grammar: from paragraphs to head, outline, tables, foot and warnings."""

import datetime as dt
import unicodedata
from pathlib import Path

import pytest

from lanhmanh.kernel.errors import Refused
from lanhmanh.paper import read
from lanhmanh.paper.blocks import Block
from lanhmanh.paper.document import Family, Node, OfficialDocument, Signatory
from lanhmanh.paper.parse import parse
from tests.growth import growth

SEED = Path(__file__).parents[2].parent / "shared" / "seeds" / "ke-hoach-2021.txt"
PLAN = """

Đồng Nai, ngày 09 tháng 3 năm 2021

**KẾ HOẠCH**\x20\x20
**Phòng, chống tệ nạn xã hội ở cơ sở giai đoạn 2021 – 2025.**

Thực hiện Kế hoạch số 41/KH-BCNCT2 ngày 04/3/2021 của Ban Chủ nhiệm Chương trình 2 về xây dựng xã, phường. Nay làm:

## I. MỤC ĐÍCH, YÊU CẦU

### 1. Mục đích

- Đạt chỉ tiêu của Kế hoạch số 22/KH-BCĐ ngày 02/3/2021 của Ban chỉ đạo tỉnh đề ra, nhất là cai nghiện.

- Nâng cao cảnh giác trong hội viên.

- Giảm địa bàn trọng điểm.

### 2. Yêu cầu

Bám sát cơ sở.

Phát huy trách nhiệm các cấp Hội.

## II. NỘI DUNG

1. Tạo chuyển biến về nhận thức.
2. Phát động phong trào ở khu phố.
3. Lồng ghép các chương trình như : giảm nghèo.
4. Vận động hội viên vào Đội công tác.
5. Quản lý người sử dụng ma túy theo Quyết định số 1648/QĐ-UBND ngày 31/5/2019 của UBND tỉnh. Lập hồ sơ.
6. Rà soát cơ sở kinh doanh.

## III. GIẢI PHÁP THỰC HIỆN

1. Tuyên truyền.

2. Lồng ghép phong trào.

3. Rà soát danh sách.

4. Kiểm tra tiền chất...

5. Hỗ trợ nông dân.

#### **IV. TỔ CHỨC THỰC HIỆN**

Các huyện xây dựng kế hoạch. Định kỳ báo cáo về Hội Nông dân tỉnh.

##### Nơi nhận:

- Chi cục Phòng, chống tệ nạn xã hội;
- Thường trực HND tỉnh;
- Các ban, VP HND tỉnh;
- Lưu KT-XH.



**Lê Hữu Thiện**
"""


def _paths(nodes: tuple[Node, ...]) -> list[str]:
    return [path for node in nodes for path in (node.path, *_paths(node.children))]


def _node(doc: OfficialDocument, path: str) -> Node:
    every = [*doc.outline]
    for node in every:
        every += node.children
    return next(node for node in every if node.path == path)


def _plan(source: str | bytes) -> OfficialDocument:
    if source == "seed":
        if not SEED.exists():
            pytest.skip(f"không có {SEED.name}: tệp mẫu nằm ngoài kho mã")
        source = SEED.read_bytes()
    return read(source)


@pytest.mark.parametrize("source", [PLAN, unicodedata.normalize("NFD", PLAN).replace(" ngày", "\u00a0ngày"), "seed"])
def test_the_plan(source: str) -> None:
    doc = _plan(source)
    assert (doc.family, doc.place, doc.date) == (Family.UNION, "Đồng Nai", dt.date(2021, 3, 9))
    assert (doc.kind, doc.number, doc.issuer) == ("Kế hoạch", None, ())
    assert doc.title is not None
    assert doc.title.endswith("giai đoạn 2021 – 2025.")
    assert len(doc.preamble) == 1
    assert [node.label for node in doc.outline] == ["I", "II", "III", "IV"]
    assert [node.heading for node in doc.outline][::3] == ["MỤC ĐÍCH, YÊU CẦU", "TỔ CHỨC THỰC HIỆN"]
    assert _paths(doc.outline[:1]) == ["I", "I.1", "I.1.-1", "I.1.-2", "I.1.-3", "I.2"]
    assert [len(node.children) for node in doc.outline] == [2, 6, 5, 0]
    assert (_node(doc, "I.2").heading, len(_node(doc, "I.2").paragraphs)) == ("Yêu cầu", 2)
    assert (_node(doc, "II.1").heading, len(_node(doc, "II.1").paragraphs)) == (None, 1)
    assert len(doc.outline[3].paragraphs) == 1


@pytest.mark.parametrize("source", [PLAN, "seed"])
def test_the_plan_cites_three_and_is_signed(source: str) -> None:
    doc = _plan(source)
    assert [(r.kind, r.number, r.date, r.path) for r in doc.references] == [
        ("Kế hoạch", "41/KH-BCNCT2", dt.date(2021, 3, 4), ""),
        ("Kế hoạch", "22/KH-BCĐ", dt.date(2021, 3, 2), "I.1.-1"),
        ("Quyết định", "1648/QĐ-UBND", dt.date(2019, 5, 31), "II.5"),
    ]
    assert doc.recipients == (
        "Chi cục Phòng, chống tệ nạn xã hội", "Thường trực HND tỉnh", "Các ban, VP HND tỉnh", "Lưu KT-XH",
    )  # fmt: skip
    assert doc.signatory == Signatory(None, None, "Lê Hữu Thiện")
    assert [w.code for w in doc.warnings] == ["no_number"]


def test_every_label_of_the_grammar() -> None:
    doc = read(
        "Phần thứ nhất\nQUY ĐỊNH CHUNG\n\nChương I\nPHẠM VI\n\nMục 1. Đối tượng\n\nĐiều 3. Giải thích từ ngữ\n\n"
        "2. Các từ sau được hiểu:\n\na) Địa bàn;\n\nđ) Đối tượng;\n\n- Người;\n\n+ Nhóm;\n\n* Khác.\n\nĐoạn rời.\n\n"
        "Điều 4. Hiệu lực\n\n1.1. Khoản nhỏ có nội dung.\n"
    )
    base = "Phần thứ nhất.Chương I.Mục 1.Điều 3"
    assert [doc.outline[0].heading, doc.outline[0].children[0].heading] == ["QUY ĐỊNH CHUNG", "PHẠM VI"]
    assert f"{base}.2.đ.-1.+1.*1" in _paths(doc.outline)
    assert _node(doc, f"{base}.2.đ.-1.+1.*1").paragraphs == ("Khác.", "Đoạn rời.")
    assert _node(doc, f"{base}.2.a").paragraphs == ("Địa bàn;",)
    assert (_node(doc, base).heading, _node(doc, base).paragraphs) == ("Giải thích từ ngữ", ())
    assert "Phần thứ nhất.Chương I.Mục 1.Điều 4.1.1" in _paths(doc.outline)


def test_path_of_an_article() -> None:
    doc = read("Điều 3. Quản lý\n\n2. Nội dung:\n\na) Lập hồ sơ.\n")
    assert _paths(doc.outline) == ["Điều 3", "Điều 3.2", "Điều 3.2.a"]


@pytest.mark.parametrize(
    "text",
    [
        "Điều 3 của Luật này quy định.",
        "Chương trình 2 của tỉnh.",
        "1.500 người dự.",
        "-5 độ.",
        "2021. Năm.",
        "3.5 tấn.",
    ],
)
def test_no_label(text: str) -> None:
    doc = parse([Block("I. NỘI DUNG"), Block(text)])
    assert doc.outline[0].paragraphs == (text,)


def test_automatic_numbers_read_as_typed_ones() -> None:
    typed = parse([Block("I. NỘI DUNG"), Block("1. Rà soát cơ sở."), Block("a) Lập sổ."), Block("- Ghi chép.")])
    recovered = [("NỘI DUNG", "I."), ("Rà soát cơ sở.", "1."), ("Lập sổ.", "a)"), ("Ghi chép.", "\uf0b7")]
    assert parse([Block(text, label=label) for text, label in recovered]) == typed


def test_heading_by_type_capitals_or_shape() -> None:
    doc = parse(
        [
            Block("1. Chữ đậm là tiêu đề.", bold=True), Block("2. CHỮ HOA"), Block("3. Ngắn, có nội dung"),
            Block("Nội dung."), Block("4. Ngắn, không có gì bên dưới"), Block("5. Là câu."), Block("Tiếp theo."),
        ]
    )  # fmt: skip
    assert [bool(node.heading) for node in doc.outline] == [True, True, True, False, False]


def test_head_of_a_state_decision() -> None:
    left = "ỦY BAN NHÂN DÂN\nTỈNH ĐỒNG NAI\n-------\nSố: 05 /QĐ-UBND"
    right = "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập – Tự do – Hạnh phúc\nBiên Hòa, ngày 7 tháng 02 năm 2022"
    doc = parse(
        [
            Block("", cells=((left, right),)), Block("QUYẾT ĐỊNH", bold=True, align="center"),
            Block("Về việc thành lập\nTổ công tác", bold=True, align="center"),
            Block("- Căn cứ Luật số 73/2021/QH14;"), Block("QUYẾT ĐỊNH:", bold=True), Block("Điều 1. Thành lập Tổ."),
        ]
    )  # fmt: skip
    assert (doc.family, doc.issuer, doc.number) == (Family.STATE, ("ỦY BAN NHÂN DÂN", "TỈNH ĐỒNG NAI"), "05/QĐ-UBND")
    assert (doc.place, doc.date) == ("Biên Hòa", dt.date(2022, 2, 7))
    assert (doc.kind, doc.title) == ("Quyết định", "Về việc thành lập Tổ công tác")
    assert doc.preamble == ("- Căn cứ Luật số 73/2021/QH14;", "QUYẾT ĐỊNH:")
    assert _paths(doc.outline) == ["Điều 1"]


def test_a_party_paper_and_a_letter() -> None:
    party = read(
        "TỈNH ỦY ĐỒNG NAI\nBAN DÂN VẬN\n*\nSố 36-HD/BDVTU\n\nĐẢNG CỘNG SẢN VIỆT NAM\n\nHƯỚNG DẪN\nVề dân vận\n"
    )
    assert (party.family, party.issuer) == (Family.PARTY, ("TỈNH ỦY ĐỒNG NAI", "BAN DÂN VẬN"))
    assert (party.number, party.kind, party.title) == ("36-HD/BDVTU", "Hướng dẫn", "Về dân vận")
    letter = read(
        "HỘI NÔNG DÂN TỈNH\n*\nSố: 12-CV/HND\nV/v báo cáo quý\n\nKính gửi:\n\n- Hội Nông dân huyện A;\n\n- Hội B.\n\n"
        "Đề nghị gửi báo cáo trước ngày 15.\n\nT/M BAN THƯỜNG VỤ\nPHÓ CHỦ TỊCH\n\nNguyễn Văn An\n"
    )
    assert (letter.kind, letter.title, letter.issuer) == (None, "V/v báo cáo quý", ("HỘI NÔNG DÂN TỈNH",))
    assert letter.preamble[1:3] == ("- Hội Nông dân huyện A;", "- Hội B.")
    assert letter.outline == ()
    assert letter.signatory == Signatory("T/M BAN THƯỜNG VỤ", "PHÓ CHỦ TỊCH", "Nguyễn Văn An")


def test_a_date_left_open_is_kept_and_warned_of() -> None:
    open_date = read("Đồng Nai, ngày … tháng … năm …\n\nKẾ HOẠCH\n")
    assert (open_date.place, open_date.date) == ("Đồng Nai", None)
    half = read("Đồng Nai, ngày    tháng 3 năm 2021\n\nKẾ HOẠCH\n")
    assert (half.place, half.date) == ("Đồng Nai, ngày tháng 3 năm 2021", None)
    assert {w.code for w in half.warnings} == {"no_number", "no_date", "no_signatory"}


def test_foot_in_a_table_and_annexes_behind_it() -> None:
    foot = (("Nơi nhận:\n- Như trên;\n+ Bản sao;\n- Lưu: VT.", "TM. BAN THƯỜNG VỤ\nCHỦ TỊCH\n(Đã ký)\n\nLê Hữu Thiện"),)
    table = Block("", cells=(("Xã", "Số"), ("A", "1")))
    doc = parse(
        [
            Block("I. KẾT QUẢ"), Block("Bảng 1. Theo xã"), table, Block("", cells=foot), Block("Phụ lục I"),
            Block("DANH SÁCH", bold=True), Block("Gồm các xã:"), table, Block("Biểu 02", bold=True), table,
        ]
    )  # fmt: skip
    assert doc.recipients == ("Như trên", "+ Bản sao", "Lưu: VT")
    assert doc.signatory == Signatory("TM. BAN THƯỜNG VỤ", "CHỦ TỊCH (Đã ký)", "Lê Hữu Thiện")
    assert [(t.title, t.after) for t in doc.tables] == [
        ("Bảng 1. Theo xã", "I"), (None, "Phụ lục I"), ("Biểu 02", "Phụ lục I"),
    ]  # fmt: skip
    assert (doc.outline[1].heading, doc.outline[1].paragraphs) == ("DANH SÁCH", ("Gồm các xã:",))


@pytest.mark.parametrize(
    ("labels", "warned"),
    [
        ("I. II. III.", []),
        ("1. 2. 4.", [("numbering_gap", "4")]),
        ("1. 2. 2.", [("numbering_repeat", "2(2)")]),
        ("a) b) c) d) đ) e) g) h) i) k)", []),
        ("a) b) đ)", [("numbering_gap", "đ")]),
        ("II.", [("numbering_gap", "II")]),
        ("Điều 1. Điều 3.", [("numbering_gap", "Điều 3")]),
        ("- - -", []),
    ],
)
def test_numbering_is_watched(labels: str, warned: list[tuple[str, str]]) -> None:
    found = labels.replace("Điều ", "Điều_").split()
    doc = parse([Block(f"{label.replace('_', ' ')} Nội dung câu này.") for label in found])
    assert [(w.code, w.path) for w in doc.warnings if w.code.startswith("numbering")] == warned


def test_articles_count_through_the_chapters() -> None:
    doc = read("Chương I\n\nĐiều 1. Một.\n\nĐiều 2. Hai.\n\nChương II\n\nĐiều 3. Ba.\n")
    assert not [w for w in doc.warnings if w.code.startswith("numbering")]


def test_secrecy_is_refused_before_anything_is_read() -> None:
    with pytest.raises(Refused, match="dấu mật"):
        parse([Block("", cells=(("TỐI MẬT", "Số: 1"),)), Block("KẾ HOẠCH")])


@pytest.mark.deep
def test_the_time_of_a_hundred_pages_is_linear() -> None:
    text = "Tổ chức tuyên truyền đến cán bộ, hội viên, nông dân trên địa bàn các xã, phường, thị trấn trong tỉnh. "
    page = [Block(f"{n}. {text * 2}") for n in range(1, 15)] + [Block("- Theo Kế hoạch số 41/KH-BCĐ ngày 04/3/2021.")]
    assert growth(lambda pages: parse([Block("I. NỘI DUNG"), *page * pages]), 25) < 10
    assert len(parse([Block("I. NỘI DUNG"), *page * 100]).references) == 100
