"""Tell tables that only lay out the head or the foot of a page from tables of data."""

import re

from lanhmanh.kernel.text import fold

_HEAD = re.compile(
    r"cong hoa xa hoi chu nghia viet nam|dang cong san viet nam|^so:? ?\S*[/-]|ngay .{1,4} thang .{1,4} nam"
)
_FOOT = re.compile(r"^noi nhan|^(tm|kt|tl|tuq|t/m|k/t|t/l)[. ]")
_MOST_COLUMNS = 3
_MOST_ROWS = 8


def is_page_table(rows: tuple[tuple[str, ...], ...], *, ruled: bool, first: bool) -> bool:
    """Say whether a table is a letterhead or a foot, by its words, its size, its rules and its place.

    `first`: no text stands above it in the file.
    """
    if not rows or max(len(row) for row in rows) > _MOST_COLUMNS or len(rows) > _MOST_ROWS:
        return False
    texts = [fold(cell) for row in rows for cell in row]
    if ruled:
        return first and any("cong hoa xa hoi" in text or "dang cong san" in text for text in texts)
    return first or len(rows) == 1 or is_head(rows) or any(map(_FOOT.search, texts))


def is_head(rows: tuple[tuple[str, ...], ...]) -> bool:
    """Say whether a table holds the words of a letterhead and not those of a foot."""
    texts = [fold(cell) for row in rows for cell in row]
    return any(map(_HEAD.search, texts)) and not any(map(_FOOT.search, texts))
