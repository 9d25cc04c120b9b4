"""From words with their places on a page to lines, columns and paragraphs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lanhmanh.kernel.text import nfc
from lanhmanh.paper.blocks import Block

_COLUMN_GAP = 9.0  # points: words of one line stand nearer, even in justified text
_TIGHT_GAP = 5.0
_SAME_LINE = 2.5
_RIGHT_HALF = 0.42  # part of the page's width behind which a line may belong to a right column


@dataclass(frozen=True)
class Line:
    """One line of type, or the part of it in one column, in points from the top left of its page."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    bold: bool
    italic: bool
    first_word: float

    def centred(self, left: float, right: float) -> bool:
        """Tell whether the line stands in the middle between two edges and touches neither."""
        inside = self.x0 > left + 12 and self.x1 < right - 3
        return inside and abs((self.x0 + self.x1) - (left + right)) < 12


@dataclass(frozen=True)
class Edges:
    """The left and right edges of the text of a page."""

    left: float
    right: float


def plain(text: str) -> str:
    """Return text without the NULs that stand where a typeface does not say which character it draws."""
    return nfc(text.replace("\x00", ""))


def lines_of(words: Sequence[dict[str, Any]]) -> list[Line]:
    """Join words into lines, parted where the gap between two words is that of columns."""
    rows: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=lambda w: (w["bottom"], w["x0"])):
        if rows and abs(rows[-1][0]["bottom"] - word["bottom"]) <= _SAME_LINE:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [line for row in rows for line in _parts(sorted(row, key=lambda w: w["x0"]))]


def _parts(row: list[dict[str, Any]]) -> Iterator[Line]:
    part: list[dict[str, Any]] = []
    for word in row:
        if part and _apart(part[-1], word):
            yield _line(part)
            part = []
        part.append(word)
    yield _line(part)


def _apart(word: dict[str, Any], following: dict[str, Any]) -> bool:
    """Tell whether two words belong to two columns; the halves of a tight letterhead differ in weight."""
    gap = following["x0"] - word["x1"]
    weights = ("bold" in word["fontname"].lower(), "bold" in following["fontname"].lower())
    return bool(gap > _COLUMN_GAP or (gap > _TIGHT_GAP and weights[0] != weights[1]))


def _line(words: list[dict[str, Any]]) -> Line:
    fonts = [word["fontname"].lower() for word in words]
    return Line(
        text=plain(" ".join(word["text"] for word in words)),
        x0=words[0]["x0"],
        x1=words[-1]["x1"],
        top=min(word["top"] for word in words),
        bottom=max(word["bottom"] for word in words),
        bold=all("bold" in font for font in fonts),
        italic=all("italic" in font or "oblique" in font for font in fonts),
        first_word=words[0]["x1"] - words[0]["x0"],
    )


def split_columns(lines: list[Line], width: float, edges: Edges, *, head: bool) -> list[tuple[bool, list[Line]]]:
    """Part the lines of a page into runs: (True, lines column by column) for two columns, (False, lines) for one.

    `head`: the lines are the first of the file, where the left half of a letterhead may stand higher than the right.
    """
    runs: list[tuple[bool, list[Line]]] = []
    at = 0
    while at < len(lines):
        end = _columns_end(lines, at, width, edges, head=head)
        if end > at:
            part = lines[at:end]
            gutter = min(line.x0 for line in part if _is_right(line, width, edges))
            runs.append((True, sorted(part, key=lambda line: line.x0 >= gutter)))
            at = end
        else:
            if runs and not runs[-1][0]:
                runs[-1][1].append(lines[at])
            else:
                runs.append((False, [lines[at]]))
            at += 1
    return runs


def _columns_end(lines: list[Line], at: int, width: float, edges: Edges, *, head: bool) -> int:
    """Return where the two columns that begin at a line end, `at` itself if none begin there."""
    start = lines[at]
    end = at
    while end < len(lines) and not _crosses(lines[end], width, edges):
        end += 1
    rights = [line for line in lines[at:end] if _is_right(line, width, edges)]
    if not rights:
        return at
    begins = (head and at == 0) or _is_right(start, width, edges) or abs(start.bottom - rights[0].bottom) < 12
    return end if begins else at


def _is_right(line: Line, width: float, edges: Edges) -> bool:
    return line.x0 > _RIGHT_HALF * width and not line.centred(edges.left, edges.right)


def _crosses(line: Line, width: float, edges: Edges) -> bool:
    """Tell whether a line runs from the left half into the right, or stands in the middle of the page."""
    return line.centred(edges.left, edges.right) or (line.x0 <= _RIGHT_HALF * width and line.x1 > 0.6 * width)


def paragraphs(lines: Sequence[tuple[Line, Edges]]) -> list[Block]:
    """Join lines into paragraphs: a line goes on with the next where the next one's first word had no room on it."""
    blocks: list[Block] = []
    previous: tuple[Line, Edges] | None = None
    for line, edges in lines:
        if previous and _goes_on(*previous, line, edges):
            last = blocks.pop()
            joint = "" if last.text.endswith("/") else " "
            blocks.append(Block(f"{last.text}{joint}{line.text}", bold=last.bold, italic=last.italic, align=last.align))
        else:
            align = "center" if line.centred(edges.left, edges.right) else None
            blocks.append(Block(line.text, bold=line.bold, italic=line.italic, align=align))
        previous = line, edges
    return blocks


def _goes_on(above: Line, its: Edges, line: Line, edges: Edges) -> bool:
    room = its.right - above.x1
    if above.bold != line.bold:
        return False
    if above.centred(its.left, its.right):
        both = line.centred(edges.left, edges.right)
        return both and (above.x1 - above.x0) + line.first_word > 0.9 * (its.right - its.left)
    flush = line.x0 < edges.left + 6
    return flush and room < line.first_word + 6
