"""Documents cited in a text: found wherever they stand, and normalised."""

import re
from collections.abc import Iterator
from datetime import date

from lanhmanh.kernel.text import fold
from lanhmanh.paper.document import Node, OfficialDocument, Reference
from lanhmanh.paper.labels import clean

KINDS = (
    "Nghị quyết liên tịch", "Thông tư liên tịch", "Kế hoạch liên tịch", "Kế hoạch phối hợp", "Chương trình phối hợp",
    "Chương trình hành động", "Quy chế phối hợp", "Nghị quyết", "Quyết định", "Chỉ thị", "Quy chế", "Quy định",
    "Quy trình", "Thông cáo", "Thông báo", "Hướng dẫn", "Chương trình", "Kế hoạch", "Phương án", "Đề án", "Dự án",
    "Báo cáo", "Biên bản", "Tờ trình", "Hợp đồng", "Công văn", "Công điện", "Bản ghi nhớ", "Bản thỏa thuận",
    "Giấy ủy quyền", "Giấy mời", "Giấy giới thiệu", "Giấy nghỉ phép", "Phiếu gửi", "Phiếu chuyển", "Phiếu báo",
    "Thư công", "Kết luận", "Thông tri", "Nghị định", "Thông tư", "Pháp lệnh", "Bộ luật", "Luật", "Lệnh",
)  # fmt: skip
"""The kinds of official documents, longest names first. Source: Decree 30/2020/NĐ-CP, Article 7, and Party forms."""

_SHORT = {
    "QĐ": "Quyết định", "KH": "Kế hoạch", "NQ": "Nghị quyết", "CT": "Chỉ thị", "NĐ": "Nghị định", "TT": "Thông tư",
    "CV": "Công văn", "HD": "Hướng dẫn", "KL": "Kết luận", "BC": "Báo cáo", "TB": "Thông báo", "CTr": "Chương trình",
    "TTLT": "Thông tư liên tịch",
}  # fmt: skip
_BY_FOLD = {fold(kind): kind for kind in KINDS}
_NUMBER = re.compile(
    r"(?<![\w/.-])(\d{1,5}[A-Za-z]?)(?:\s?/\s?((?:19|20)\d\d))?\s?(?:/\s?|-)"
    r"([^\W\d_][^\W_]{0,20}(?:[-–/][^\W_]{1,20}){0,6})(?!\w)"
)
_KIND = re.compile(r"(?<!\w)(" + "|".join([*KINDS, *_SHORT]) + r")(?!\w)", re.IGNORECASE)
_BETWEEN = re.compile(r"([^.;:\d]{0,80}?)\s(số\s?:?\s?)?", re.IGNORECASE)
_SAYS_NUMBER = re.compile(r"số\s?:?\s?$", re.IGNORECASE)
_DATE_AFTER = re.compile(
    r"[\s,(]{1,3}(?:ngày\s)?(\d{1,2})(?:\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?|\stháng\s(\d{1,2})\snăm\s)(\d{4})(?!\d)\)?"
)
_ISSUER_AFTER = re.compile(r",?\scủa\s(.{2,120})", re.DOTALL)
_ISSUER_END = re.compile(
    r"\s(?:về|ban hành|quy định|đề ra|phê duyệt|hướng dẫn|sửa đổi|giao|triển khai|thực hiện|và\s(?:" + "|".join(KINDS)
    + r"))(?!\w)|[,;:()\n\"“”]|(?<!TP)(?<!Tp)\.(?=\s|$)",
    re.IGNORECASE,
)  # fmt: skip


def kind_named(text: str) -> str | None:
    """Return the kind of document that the whole text names, in its usual spelling ("KẾ HOẠCH": "Kế hoạch")."""
    return _BY_FOLD.get(fold(text))


def find(text: str, path: str = "") -> list[Reference]:
    """Return the documents that the text cites, in order; `path` is the clause in which it stands."""
    text = clean(text)
    found = (_reference(text, match, path) for match in _NUMBER.finditer(text))
    return list(dict.fromkeys(reference for reference in found if reference))


def _reference(text: str, match: re.Match[str], path: str) -> Reference | None:
    number = _normal_number(match)
    kind, named = _kind_before(text[max(0, match.start() - 110) : match.start()])
    if not _plausible(number, match, named=named):
        return None
    day, end = _date_after(text, match.end())
    return Reference(kind, number, day, _issuer_after(text, end), path)


def _normal_number(match: re.Match[str]) -> str:
    joint = "-" if "-" in match[0][: match.start(3) - match.start()] else "/"
    year = f"/{match[2]}" if match[2] else ""
    return f"{match[1]}{year}{joint}{match[3].replace('–', '-')}"


def _plausible(number: str, match: re.Match[str], *, named: bool) -> bool:
    """Want a symbol in capitals; where no kind stands before it, want both a slash and a second part."""
    if not match[3][0].isupper() or not any(c.isupper() for c in match[3][1:2] + match[3][-2:]):
        return False
    return named or ("/" in number and ("-" in number or bool(match[2])))


def _kind_before(before: str) -> tuple[str | None, bool]:
    """Return the kind named last before a number, and whether the text announces a number at all.

    Words may stand between the kind and its number only where "số" stands there too ("Luật Phòng, chống ma túy số …").
    """
    for kind in reversed(list(_KIND.finditer(before))):
        between = _BETWEEN.fullmatch(before, kind.end())
        if between and (between[2] or not between[1].strip()):
            return _SHORT.get(kind[1]) or _BY_FOLD.get(fold(kind[1])), True
    return None, bool(_SAYS_NUMBER.search(before))


def _date_after(text: str, start: int) -> tuple[date | None, int]:
    match = _DATE_AFTER.match(text, start)
    if not match:
        return None, start
    try:
        return date(int(match[4]), int(match[2] or match[3]), int(match[1])), match.end()
    except ValueError:
        return None, match.end()


def _issuer_after(text: str, start: int) -> str | None:
    match = _ISSUER_AFTER.match(text, start)
    if not match:
        return None
    end = _ISSUER_END.search(match[1])
    issuer = match[1][: end.start()] if end else match[1]
    return issuer.strip() or None


def find_all(doc: OfficialDocument) -> tuple[Reference, ...]:
    """Return every document cited in the title, the preamble, the clauses and the tables; twice in a clause is once."""
    found: dict[Reference, None] = {}
    for path, text in _texts(doc):
        found.update(dict.fromkeys(find(text, path)))
    return tuple(found)


def _texts(doc: OfficialDocument) -> Iterator[tuple[str, str]]:
    yield "", doc.title or ""
    yield from (("", text) for text in doc.preamble)
    for node in doc.outline:
        yield from _clause_texts(node)
    for table in doc.tables:
        yield from ((table.after or "", cell) for row in table.rows for cell in (table.title or "", *row))


def _clause_texts(node: Node) -> Iterator[tuple[str, str]]:
    yield node.path, node.heading or ""
    yield from ((node.path, text) for text in node.paragraphs)
    for child in node.children:
        yield from _clause_texts(child)
