"""Official documents made up by Hypothesis, in the form in which reading yields them."""

import datetime as dt
from dataclasses import replace

from hypothesis import strategies as st

from lanhmanh.paper import references
from lanhmanh.paper.document import Family, Node, OfficialDocument, Signatory, Table
from lanhmanh.paper.labels import with_paths
from lanhmanh.paper.references import KINDS

WORDS = (
    "tuyên truyền", "phòng", "chống", "ma túy", "mại dâm", "hội viên", "xã", "phường", "rà soát", "năm 2021",
    "cai nghiện", "địa bàn", "12", "85%", "HIV/AIDS", "*", "**", "_", "__", "\\", "|", "#", "<br>", "- gạch", "1. số",
    "a) chữ", "Điều 3.", "I. MỤC", "Nơi nhận:", "(tiếp)", "“dẫn”", "Kế hoạch số 41/KH-BCNCT2 ngày 04/3/2021", "CAO",
)  # fmt: skip
OPENINGS = (
    "",
    "",
    "",
    "",
    "- ",
    "1. ",
    "a) ",
    "Điều 2. ",
    "Chương I. ",
    "* ",
    "# ",
    "Bảng 1 ",
    "BÁO CÁO ",
    "Số: 5/KH ",
)
sentences = st.builds(
    lambda start, words, end: f"{start}{' '.join(words)}{end}",
    st.sampled_from(OPENINGS),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).filter(lambda w: any(c.isalnum() for c in "".join(w))),
    st.sampled_from(("", ".", ";", ":")),
)
plain = st.lists(
    st.sampled_from(("Tăng cường", "tuyên truyền", "phòng", "chống", "ma túy", "xã")), min_size=1, max_size=6
)
names = plain.map(" ".join)
LABELS = (
    ("Phần I", "Phần II"), ("Chương I", "Chương II"), ("Mục 1", "Mục 2"), ("Điều 1", "Điều 2"), ("A", "B"),
    ("I", "II", "III"), ("1", "2", "3"), ("1.1", "1.2"), ("a", "b", "đ"), ("-", "-", "-"), ("+", "+"), ("*", "*"),
)  # fmt: skip


@st.composite
def clauses(draw: st.DrawFn, levels: tuple[tuple[str, ...], ...]) -> tuple[Node, ...]:
    """Draw the clauses of one level, each with those of the next beneath it."""
    labels = levels[0][: draw(st.integers(1, len(levels[0])))]
    nodes = []
    for label in labels:
        heading = draw(st.none() | names | names.map(str.upper) | sentences)
        paragraphs = draw(st.lists(sentences | names | names.map(str.upper), max_size=2))
        if label == "*" and heading is None and not paragraphs:  # a star alone is an ornament
            paragraphs = ["Có chữ"]
        children = draw(clauses(levels[1:])) if len(levels) > 1 and draw(st.booleans()) else ()
        nodes.append(Node("", label, heading, tuple(paragraphs), children))
    return tuple(nodes)


def paths(nodes: tuple[Node, ...]) -> list[str]:
    return [path for node in nodes for path in (node.path, *paths(node.children))]


@st.composite
def tables(draw: st.DrawFn, after: str | None) -> Table:
    cells = st.lists(sentences | st.just("") | st.just("---"), min_size=1, max_size=3).map(tuple)
    rows = draw(st.lists(cells, min_size=1, max_size=3).filter(lambda rows: any(c for row in rows for c in row)))
    header = draw(st.integers(0, len(rows)))
    return Table(tuple(rows), draw(st.none() | names | sentences), header, after)


@st.composite
def documents(draw: st.DrawFn) -> OfficialDocument:
    chosen = draw(st.sets(st.integers(0, len(LABELS) - 1), max_size=4))
    levels = tuple(LABELS[i] for i in sorted(chosen))
    outline = with_paths(draw(clauses(levels))) if levels else ()
    places = [path for path in paths(outline) if draw(st.integers(0, 4)) == 0]
    tied = tuple(draw(tables(path)) for path in places)
    leading = tuple(draw(st.lists(tables(None), max_size=1))) if tied else ()
    annexes = tuple(draw(st.lists(tables(None), max_size=2)))
    part = st.none() | names
    signatory = draw(st.none() | signatories)
    doc = OfficialDocument(
        family=draw(st.sampled_from(Family)),
        issuer=tuple(draw(st.lists(names.map(str.upper) | names, max_size=3))),
        number=draw(st.none() | st.sampled_from(("07-KH/HNDT", "36-HD/VPTW", "1648/QĐ-UBND", "12/2021/QĐ-UBND"))),
        place=draw(st.none() | st.sampled_from(("Đồng Nai", "Biên Hòa", "TP. Long Khánh"))),
        date=draw(st.none() | st.dates(dt.date(1990, 1, 1), dt.date(2099, 12, 31))),
        kind=draw(st.none() | st.sampled_from(KINDS)),
        title=draw(part | sentences),
        preamble=tuple(draw(st.lists(sentences | names, max_size=3))),
        outline=outline,
        tables=leading + tied + annexes,
        recipients=tuple(draw(st.lists(names | sentences, max_size=3))),
        signatory=signatory,
    )
    return replace(doc, references=references.find_all(doc))


signatories = st.builds(
    Signatory,
    st.none() | st.sampled_from(("TM. BAN THƯỜNG VỤ", "T/M BAN CHẤP HÀNH", "KT. CHỦ TỊCH", "TL. GIÁM ĐỐC")),
    st.none() | st.sampled_from(("CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Chánh Văn phòng", "BÍ THƯ")),
    st.none() | st.sampled_from(("Lê Hữu Thiện", "Nguyễn Thị An", "TRẦN VĂN BÌNH", "Ka’ H’Đang")),
).filter(lambda s: any((s.authority, s.title, s.name)))
