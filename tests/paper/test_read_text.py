"""Plain text and Markdown: encodings, soft breaks, columns, marks, and what is refused."""

import unicodedata
from pathlib import Path

import pytest

from lanhmanh.kernel.errors import Refused
from lanhmanh.paper import read
from lanhmanh.paper.limits import MAX_BYTES
from tests.growth import growth

TEXT = "KẾ HOẠCH\nTuyên truyền năm 2021\n\nI. NỘI DUNG\n1. Tổ chức họp tại các xã.\n2. Công tác của Hội và ngành.\n"
LEGACY = "I. NỘI DUNG\n1. Thực hiện công tác của Hội trong năm.\n"


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(code: str) -> None:
    doc = read(TEXT.encode(code))
    assert (doc.kind, doc.title) == ("Kế hoạch", "Tuyên truyền năm 2021")
    assert [n.path for n in doc.outline[0].children] == ["I.1", "I.2"]


def test_windows_1258_is_guessed() -> None:
    tones = "\u0300\u0301\u0303\u0309\u0323"
    data = b""
    for char in LEGACY:
        parts = unicodedata.normalize("NFD", char)
        base = unicodedata.normalize("NFC", "".join(c for c in parts if c not in tones))
        data += (base + "".join(c for c in parts if c in tones)).encode("cp1258")
    assert read(data).outline[0].children[0].paragraphs == ("Thực hiện công tác của Hội trong năm.",)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "trống"),
        (b" \n\t\n", "trống"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "không phải"),
        (bytes(range(1, 9)) * 50, "không phải"),
        (b"\xff\x81\x8d" * 40, "bảng mã"),
        (b"{\\rtf1 abc}", "RTF"),
        (b"-----\n\n_____\n", "không có chữ"),
    ],
)
def test_what_is_no_document_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(Refused, match=said):
        read(data)


def test_what_is_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "lon.txt"
    path.write_bytes(b"a" * (MAX_BYTES + 1))
    for source in (path, path.read_bytes()):
        with pytest.raises(Refused, match="20 MB"):
            read(source)


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"khong-co\.txt"):
        read(tmp_path / "khong-co.txt")


@pytest.mark.parametrize(
    "mark",
    [
        "MẬT",
        "**TỐI MẬT**",
        "TUYỆT  MẬT",
        "[ Mật ]",
        "Độ mật: Tối mật",
        "M Ậ T",
        "HỎA TỐC - TỐI MẬT",
        "MẬT (Bản số: 01)",
    ],
)
def test_a_mark_of_secrecy_is_refused(mark: str) -> None:
    with pytest.raises(Refused, match="dấu mật"):
        read(f"HỘI NÔNG DÂN TỈNH\n{mark}\nSố: 1-KH/HND\n\n{TEXT}")


def test_a_mark_beside_another_column_is_refused() -> None:
    with pytest.raises(Refused, match="dấu mật"):
        read(f"MẬT          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\n{TEXT}")


def test_the_word_inside_a_sentence_is_read() -> None:
    doc = read(f"{TEXT}3. Giữ bí mật nhà nước; không gửi văn bản mật, tối mật qua mạng.\n")
    assert "tối mật" in doc.outline[0].children[2].paragraphs[0]


def test_soft_breaks_join_and_sentences_part() -> None:
    doc = read("I. NỘI DUNG\n\nRà soát các cơ sở\nkinh doanh dịch vụ\n  có điều kiện.\n\nĐoạn hai.\n")
    assert doc.outline[0].paragraphs == ("Rà soát các cơ sở kinh doanh dịch vụ có điều kiện.", "Đoạn hai.")


def test_lines_pasted_from_a_page_stay_paragraphs() -> None:
    long = "Tổ chức tuyên truyền pháp luật đến toàn thể cán bộ, hội viên, nông dân trên địa bàn. " * 3
    doc = read(f"I. NỘI DUNG\n{long}\nĐoạn hai.\n")
    assert doc.outline[0].paragraphs == (long.strip(), "Đoạn hai.")


def test_two_columns_of_head_and_foot() -> None:
    doc = read(
        "  UBND TỈNH ĐỒNG NAI            CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "      SỞ NỘI VỤ                     Độc lập - Tự do - Hạnh phúc\n"
        "      ---------                     ---------------------------\n"
        "   Số: 12/KH-SNV                Đồng Nai, ngày 05 tháng 02 năm 2021\n\n"
        "                         KẾ HOẠCH\n"
        "                 Kiểm tra công tác năm 2021\n\n"
        "Căn cứ Luật số 73/2021/QH14;\n\n"
        "1. Kiểm tra 05 xã.\n\n"
        "Nơi nhận:                               KT. GIÁM ĐỐC\n"
        "- Như trên;                            PHÓ GIÁM ĐỐC\n"
        "- Lưu: VT.\n\n"
        "                                       Trần Thị Bình\n"
    )
    assert (doc.family, doc.issuer) == ("state", ("UBND TỈNH ĐỒNG NAI", "SỞ NỘI VỤ"))
    assert (doc.number, doc.place, str(doc.date)) == ("12/KH-SNV", "Đồng Nai", "2021-02-05")
    assert (doc.kind, doc.title) == ("Kế hoạch", "Kiểm tra công tác năm 2021")
    assert doc.recipients == ("Như trên", "Lưu: VT")
    assert doc.signatory is not None
    assert (doc.signatory.authority, doc.signatory.title) == ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")
    assert doc.signatory.name == "Trần Thị Bình"


def test_markdown_marks_and_escapes() -> None:
    doc = read(
        "# KẾ HOẠCH\n\n#### **I. *NỘI* DUNG**  \n\n**1. Mục đích**\n\n1\\. Không là khoản \\* _nghiêng_\n\n- **a** b\n"
    )
    node = doc.outline[0]
    assert (node.heading, node.children[0].heading) == ("NỘI DUNG", "Mục đích")
    assert node.children[0].paragraphs == ("1. Không là khoản * nghiêng",)
    assert node.children[0].children[0].paragraphs == ("a b",)


def test_a_file_named_by_path(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(TEXT, encoding="utf-8")
    assert read(path) == read(str(path)) == read(TEXT)


@pytest.mark.parametrize("unit", ["*a ", "__a ", "| a ", "<br>", "Nơi nhận: ", "ngày … ", "a     b\t", "1.", "\\"])
def test_time_is_linear_in_the_text(unit: str) -> None:
    assert growth(lambda size: read(unit * size + "x\n"), 2_000) < 10


def test_a_row_of_dashes_that_rules_no_table_ends_at_once() -> None:
    assert growth(lambda size: read("| a |\n|" + "-" * size + "x\n"), 2_000) < 10
