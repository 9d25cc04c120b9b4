"""Write an official document as PDF/A."""

import json
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from importlib.resources import as_file, files
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import typst
from fontTools.ttLib import TTFont, TTLibError

from lanhmanh.law.formats import format_of
from lanhmanh.paper.blocks import Block
from lanhmanh.paper.document import OfficialDocument
from lanhmanh.paper.layout import Page, column_widths, is_figure, is_wide, page_of, style_of

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_one_at_a_time = Lock()


def write_pdf(doc: OfficialDocument) -> bytes:
    """Return the document as PDF in the form of its family; equal documents give equal bytes.

    It is PDF/A-2b unless the text has letters that no font here holds (those print as boxes). The text reaches the
    template as JSON, so nothing in it is ever read as a command.
    """
    made = datetime(doc.date.year, doc.date.month, doc.date.day, tzinfo=UTC) if doc.date else _EPOCH
    data = json.dumps(_data(doc), ensure_ascii=False)
    with _one_at_a_time:
        try:
            return _compile(data, made, standards="a-2b")
        except typst.TypstError:
            return _compile(data, made, standards=None)


def _compile(data: str, made: datetime, *, standards: Literal["a-2b"] | None) -> bytes:
    pdf: Any = _compiler().compile(
        sys_inputs={"page": data}, format="pdf", pdf_standards=standards, timestamp=int(made.timestamp())
    )
    return bytes(pdf)


@cache
def _compiler() -> typst.Compiler:
    """Return the one compiler: it holds the fonts, which take longer to find than a document to set."""
    with as_file(files("lanhmanh.paper")) as folder:
        template = str(Path(folder) / "official.typ")
        return typst.Compiler(input=template, root=str(folder), ignore_system_fonts=True, font_paths=_font_folders())


def _font_folders() -> list[str]:
    """Return the folders of the wanted fonts that hold Vietnamese letters: an old copy without them would be mixed in.

    Typst's own Libertinus Serif serves where there are none.
    """
    wanted = {family for name in ("state", "party", "union") for family in format_of(name).fonts}
    paths = {Path(font.path) for font in typst.Fonts().fonts() if font.path and font.family in wanted}
    return sorted({str(path.parent) for path in paths if _speaks_vietnamese(path)})


@cache
def fonts_digest() -> str:
    """Return a digest of the typefaces that a PDF is set with here: on a machine with others its bytes are others."""
    paths = [path for folder in _font_folders() for path in sorted(Path(folder).iterdir()) if path.is_file()]
    return sha256(b"".join(sha256(path.read_bytes()).digest() for path in paths)).hexdigest()


def _speaks_vietnamese(path: Path) -> bool:
    try:
        with TTFont(path, lazy=True, fontNumber=0) as font:
            return set(map(ord, "ếộữẵ")) <= set(font.getBestCmap() or ())
    except (TTLibError, OSError):
        return False


def _data(doc: OfficialDocument) -> dict[str, Any]:
    page = page_of(doc)
    star = [page.form.star] if page.form.star and page.issuer else []
    left = [*_parts(page.issuer[:-1], "parent"), *_parts(page.issuer[-1:], "issuer"), *_parts(star, "number")]
    titles = [*_parts([page.kind] if page.kind else [], "kind"), *_parts([page.title] if page.title else [], "title")]
    head = bool(left or page.number or page.place_and_date or page.form.right)
    return {
        "form": _form(page),
        "name": " ".join(part for part in (doc.kind, doc.title) if part) or "Văn bản",
        "left": left,
        "right": [{"style": line.style, "text": line.text, "rule": line.rule} for line in page.form.right],
        "number": page.number,
        "place_and_date": page.place_and_date,
        "title": titles,
        "titled": bool(page.title),
        "body": _flow(page.body),
        "recipients": [*_parts(page.recipients[:1], "recipients_head"), *_parts(page.recipients[1:], "recipients")],
        "signature": _parts(page.signature, "signature"),
        "signatory": page.name,
        "annexes": [{"wide": is_wide(annex), "parts": _flow(annex)} for annex in page.annexes],
        "has_head": head,
        "has_foot": bool(page.recipients or page.signature or page.name),
    }


def _flow(blocks: tuple[Block, ...]) -> list[dict[str, Any]]:
    return [
        _table(block.cells, block.header_rows) if block.cells is not None else _part(block.text, style_of(block))
        for block in blocks
        if block.cells is None or any(block.cells)
    ]


def _form(page: Page) -> dict[str, Any]:
    form = page.form
    margins = {side: getattr(form.margins, side).use for side in ("top", "bottom", "left", "right")}
    measures = {name: getattr(form, name).use for name in ("indent", "spacing", "line_spacing")}
    styles = {
        name: {"size": style.size.use, "bold": style.bold, "italic": style.italic}
        for name, style in {**form.styles, "chapter": form.styles["section"], "point": form.styles["clause"]}.items()
    }
    plain = {name: getattr(form, name) for name in ("width", "height", "columns", "fonts", "issuer_rule", "title_rule")}
    return plain | margins | measures | {"styles": styles}


def _parts(texts: Any, style: str) -> list[dict[str, Any]]:
    return [_part(text, style) for text in texts]


def _part(text: str, style: str) -> dict[str, Any]:
    return {"text": text, "style": style}


def _table(rows: tuple[tuple[str, ...], ...], header_rows: int) -> dict[str, Any]:
    widths = column_widths(rows, 100, header_rows=header_rows)
    filled = [[*row, *[""] * (len(widths) - len(row))] for row in rows]
    cells = [[{"text": text, "figure": is_figure(text)} for text in row] for row in filled]
    return {"style": "table", "rows": cells, "header_rows": min(header_rows, len(rows)), "widths": widths}
