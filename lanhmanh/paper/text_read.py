"""Read plain text and Markdown as blocks: marks off, soft breaks joined, two-column heads and feet told apart."""

import re
from collections.abc import Iterator, Sequence

from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.kernel.text import fold, nfc
from lanhmanh.paper.blocks import Block
from lanhmanh.paper.head import begins_recipients, is_date_line, is_head_line
from lanhmanh.paper.labels import GUARD, clean, is_ruling, split_label
from lanhmanh.paper.references import kind_named

_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_HIDDEN = 0xF0000  # escaped characters wait there while marks are taken off
_SHOWN = re.compile(f"[{chr(_HIDDEN)}-{chr(_HIDDEN + 0x7F)}]")
_BOLD = re.compile(r"\*\*\*(?=\S)([^*]+)\*\*\*|\*\*(?=\S)([^*]+)\*\*|(?<!\w)__(?=[^\s_])([^_]+)(?<=\S)__(?!\w)")
_ITALIC = re.compile(r"\*(?=\S)([^*]+)(?<=\S)\*|(?<!\w)_(?=[^\s_])([^_]+)(?<=\S)_(?!\w)")
_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(.*)")
_BREAK = re.compile(r"<br\s?/?>", re.IGNORECASE)
_SEPARATOR = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?")
_GAP = re.compile(r"(?<=\S)(?: {4,}|\s*\t\s*)(?=\S)")
_RIGHT_HALF = 20  # columns of indent from which a line stands in the right half
_WRAP = 120  # a file whose longest line is not longer may be wrapped by hand
_COMMON = {"va", "cua", "cac", "hoi", "thuc", "hien", "cong", "ngay", "thang", "nam", "so", "cho", "trong", "duoc"}
_UNKNOWN = sentence("Không đọc được bảng mã của tệp văn bản; hãy lưu lại tệp dưới dạng UTF-8 rồi gửi lại.")


def decode(data: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 or Windows-1258; Refused if it is in none of them."""
    for mark, code in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _strict(data, code)
    half = len(data) // 4
    if data[1::2].count(0) > half or data[::2].count(0) > half:
        return _strict(data, "utf-16-le" if data[1::2].count(0) > half else "utf-16-be")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(data)


def _strict(data: bytes, code: str) -> str:
    try:
        return data.decode(code)
    except UnicodeDecodeError as error:
        raise Refused(_UNKNOWN) from error


def _legacy(data: bytes) -> str:
    """Guess Windows-1258, and believe it where common Vietnamese words come out."""
    text = nfc(_strict(data, "cp1258"))
    words = fold(text).split()
    if sum(word in _COMMON for word in words) * 20 < len(words):
        raise Refused(_UNKNOWN)
    return text


def text_blocks(text: str) -> list[Block]:
    """Return the paragraphs and tables of a text."""
    rows = nfc(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    blocks: list[Block] = []
    for part in _columns(rows):
        if isinstance(part, Block):
            blocks.append(part)
        else:
            blocks += _paragraphs(part)
    return blocks


def _columns(rows: list[str]) -> Iterator[list[str] | Block]:
    """Yield runs of lines, and the two-column head and foot as letterheads."""
    head_end = next((i for i, row in enumerate(rows) if _ends_letterhead(row)), len(rows))
    gaps = [i for i in range(head_end) if _halves(rows[i])]
    foot = next((i for i, row in enumerate(rows) if begins_recipients(_plain(row))), len(rows))
    if gaps and gaps[-1] < foot:
        yield rows[: gaps[0]]
        after = gaps[-1] + 1
        yield _two_columns(rows[gaps[0] : after])
        rows, foot = rows[after:], foot - after
    if any(map(_halves, rows[foot:])):
        yield rows[:foot]
        yield _two_columns(rows[foot:])
    else:
        yield rows


def _halves(row: str) -> list[str]:
    """Return the two halves of a line with a wide gap; none for a date whose day is left open."""
    halves = [] if is_date_line(clean(row)) else _GAP.split(row.strip(), maxsplit=1)
    return halves if len(halves) == 2 else []


def _ends_letterhead(row: str) -> bool:
    text = _plain(row)
    return bool(kind_named(text) or (split_label(text) and not is_ruling(text)) or text.startswith("|"))


def _plain(row: str) -> str:
    return clean(row.strip(" \t#*_"))


def _two_columns(rows: Sequence[str]) -> Block:
    left, right = [], []
    for row in rows:
        halves = _halves(row)
        if halves:
            left.append(halves[0])
            right.append(halves[1])
        else:
            indent = len(row.expandtabs()) - len(row.expandtabs().lstrip())
            (right if indent >= _RIGHT_HALF else left).append(row)
    return Block("", cells=(tuple("\n".join(_unmark(t)[0] for t in half) for half in (left, right)),), letterhead=True)


def _paragraphs(rows: Sequence[str]) -> Iterator[Block]:
    wrapped = max((len(row) for row in rows), default=0)
    paragraph: list[str] = []
    table: list[str] = []
    for row in rows:
        if table and not row.lstrip().startswith("|"):
            yield _table(table)
            table = []
        if row.lstrip().startswith("|"):
            yield from _joined(paragraph)
            paragraph = []
            table.append(row)
        elif not row.strip() or is_ruling(row):
            yield from _joined(paragraph)
            paragraph = []
        else:
            if paragraph and _begins(paragraph[-1], row, wrapped):
                yield from _joined(paragraph)
                paragraph = []
            paragraph.append(row)
    yield from _joined(paragraph)
    if table:
        yield _table(table)


def _begins(before: str, row: str, width: int) -> bool:
    """Tell whether a line opens a new paragraph, and does not go on with the one above."""
    if before.endswith("  ") or _HEADING.match(before) or _HEADING.match(row):
        return True
    above, text = _unmark(before), _unmark(row)
    if split_label(text[0]) or _stands_alone(above[0]) or _stands_alone(text[0]) or above[1] != text[1]:
        return True
    ended = above[0].endswith((".", ";", ":", "!", "?")) and text[0][:1].isupper()
    filled = width <= _WRAP and len(before) + len(text[0].split(" ", 1)[0]) + 1 > width
    return ended and not filled


def _stands_alone(text: str) -> bool:
    return text.isupper() or is_head_line(text) or bool(kind_named(text))


def _joined(rows: Sequence[str]) -> Iterator[Block]:
    if not rows:
        return
    heading = _HEADING.match(rows[0])
    source = heading[2] if heading else " ".join(row.strip() for row in rows)
    text, bold, italic = _unmark(source)
    if text:
        yield Block(text, heading_level=len(heading[1]) if heading else None, bold=bold, italic=italic)


def _unmark(source: str) -> tuple[str, bool, bool]:
    """Return the text without Markdown marks, and whether all of it, a label aside, was bold or italic."""
    hidden = _ESCAPE.sub(lambda m: chr(_HIDDEN + ord(m[1])), clean(source))
    hidden = clean(_BREAK.sub(" ", hidden))
    hidden = hidden.lstrip("#").lstrip() if re.match(r"#{1,6}\s", hidden) else hidden
    bold, italic = _wholly(_BOLD, hidden), _wholly(_ITALIC, hidden)
    plain = _ITALIC.sub(_inner, _BOLD.sub(_inner, hidden))
    if "**" in plain and not is_ruling(plain):
        bold, plain = bold or plain.startswith("**") or plain.endswith("**"), plain.replace("**", "")
    text = clean(_SHOWN.sub(lambda m: chr(ord(m[0]) - _HIDDEN), plain))
    if split_label(text) and not split_label(plain):
        text = GUARD + text
    return text, bold, italic


def _inner(match: re.Match[str]) -> str:
    return next(group for group in match.groups() if group is not None)


def _wholly(mark: re.Pattern[str], text: str) -> bool:
    if not mark.search(text):
        return False
    rest = clean(mark.sub("", text))
    label = split_label(rest)
    return not any(c.isalnum() or ord(c) >= _HIDDEN for c in (label[1] if label else rest))


def _table(rows: Sequence[str]) -> Block:
    header = next((i for i, row in enumerate(rows) if _SEPARATOR.fullmatch(row.strip())), None)
    cells = tuple(_cells(row) for i, row in enumerate(rows) if i != header)
    return Block("", cells=cells, header_rows=1 if header is None else header)


def _cells(row: str) -> tuple[str, ...]:
    hidden = _ESCAPE.sub(lambda m: chr(_HIDDEN + ord(m[1])), row.strip())
    inside = hidden.removeprefix("|").removesuffix("|")
    return tuple("\n".join(_unmark(_shown(line))[0] for line in _BREAK.split(cell)) for cell in inside.split("|"))


def _shown(hidden: str) -> str:
    return _SHOWN.sub(lambda m: "\\" + chr(ord(m[0]) - _HIDDEN), hidden)
