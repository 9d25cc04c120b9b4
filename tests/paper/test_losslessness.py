"""Nothing is lost: what a source says stands in the value, whatever the order of its lines.

The claim is checked through the inverse rendering: `write_markdown(read(x))`, which prints every field with the fixed
words that the field implies, holds every non-blank character of x, case aside (a kind is stored in its usual
spelling), except
- ruling lines and Markdown marks,
- lines of fixed words that the family or an empty field implies (the name of the state, its motto, the Party's name,
  "Số:" and "Nơi nhận:" with nothing behind them),
- the closing mark of a label ("1)", "II/"), which the label implies,
- the sign of a dash or bullet, and the one ";" or "." that closes a recipient.
"""

import unicodedata
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from lanhmanh.paper import read, write_markdown
from lanhmanh.paper.head import MOTTO, NATION, PARTY
from tests.growth import examples

WORDS = ("Rà soát", "địa bàn", "12", "85%", "Số liệu", "hội viên", "(xem)", "“dẫn”", "năm 2021", "A/B", "…", "VT", "x")
LABELS = (
    "",
    "",
    "I. ",
    "II/ ",
    "1. ",
    "2) ",
    "1.1. ",
    "a) ",
    "đ) ",
    "- ",
    "– ",
    "+ ",
    "Điều 3. ",
    "Chương I ",
    "Phụ lục 2 ",
)
ODD = (
    "KẾ HOẠCH", "BÁO CÁO kết quả", "Số: 12-KH/HND", "Số:", "V/v họp", "Đồng Nai, ngày 09 tháng 3 năm 2021",
    "Đồng Nai, ngày tháng 3 năm 2021", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "-------",
    "ĐẢNG CỘNG SẢN VIỆT NAM", "HỘI NÔNG DÂN TỈNH", "Nơi nhận:", "TM. BAN THƯỜNG VỤ", "CHỦ TỊCH", "Lê Hữu Thiện",
    "Nguyễn Văn An", "(Đã ký)", "Chương I", "Phụ lục I", "Kính gửi: Hội A", "Căn cứ Luật số 73/2021/QH14;", "═══",
    "| Xã | Số |\n| --- | --- |\n| A | 1 |", "**Lê Hữu Thiện**", "# Tiêu đề", "## Mục", "Bảng 1. Số liệu", "v.v.", "*",
    "Nơi nhận: - Như trên; - Lưu VT.", "Người lập biểu", "MỤC ĐÍCH", "1. **Đậm**", "UBND TỈNH          Số: 5/KH",
)  # fmt: skip
LINES = st.one_of(
    st.builds(
        lambda label, words, end: label + " ".join(words) + end,
        st.sampled_from(LABELS),
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=6),
        st.sampled_from(("", ".", ";", ":", ",")),
    ),
    st.sampled_from(ODD),
)
sources = st.lists(st.tuples(LINES, st.sampled_from(("\n", "\n\n", "  \n"))), min_size=1, max_size=25).map(
    lambda drawn: "".join(line + end for line, end in drawn) + "\nHết\n"
)
IMPLIED = {"Số:", "Nơi nhận:", NATION, MOTTO, PARTY}
MARKS = set("-–—*+#|\\_═.);/:\u2060")


def _characters(text: str) -> Counter[str]:
    folded = unicodedata.normalize("NFC", text).casefold()
    return Counter(c for c in folded if not c.isspace() and c not in MARKS)


def _inner_marks(text: str) -> Counter[str]:
    """Count the marks inside words ("A/B", "12-KH/HND"), which are content wherever they stand."""
    inner = (b for a, b, c in zip(text, text[1:], text[2:], strict=False) if a.isalnum() and c.isalnum())
    return Counter(c for c in inner if c in MARKS)


@settings(max_examples=examples(25))
@given(sources)
def test_every_character_stands_in_the_value(source: str) -> None:
    written = write_markdown(read(source))
    said = "\n".join(line for line in source.split("\n") if line.strip() not in IMPLIED)
    assert not _characters(said) - _characters(written)
    assert not _inner_marks(said) - _inner_marks(written)
