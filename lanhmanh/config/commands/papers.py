"""`lanhmanh paper`: documents in and out, without a database."""

import argparse
import json
import sys
from collections.abc import Iterator

from lanhmanh import paper
from lanhmanh.config.commands.start import BadArgument, load, write_out
from lanhmanh.paper.document import Node, OfficialDocument
from lanhmanh.paper.json_form import from_json, to_json
from lanhmanh.paper.limits import MAX_BYTES

_MOST_JSON = 8 * MAX_BYTES


def paper_read(given: argparse.Namespace) -> int:
    """Print a document as JSON, or as an outline to be read."""
    document = paper.read(load(given.file, MAX_BYTES), name=given.file.name)
    if given.json:
        print(json.dumps(to_json(document), ensure_ascii=False, indent=2))  # noqa: T201
    else:
        sys.stdout.writelines(f"{line}\n" for line in _summary(document))
    return 0


def paper_write(given: argparse.Namespace) -> int:
    """Write the document that a JSON file describes."""
    try:
        document = from_json(json.loads(load(given.file, _MOST_JSON)))
    except (ValueError, RecursionError) as problem:
        raise BadArgument(f"FILE {given.file}: không phải JSON đúng / not valid JSON: {problem}") from None
    writers = {"docx": paper.write_docx, "pdf": paper.write_pdf, "md": _markdown}
    write_out(given.out, writers[given.to](document))
    return 0


def _markdown(document: OfficialDocument) -> bytes:
    return paper.write_markdown(document).encode()


def _summary(document: OfficialDocument) -> Iterator[str]:
    dated = document.date.strftime("%d/%m/%Y") if document.date else "?"
    yield f"{document.kind or '?'} {document.number or '(không số / no number)'} · {document.place or '?'}, {dated}"
    yield document.title or ""
    yield from _outline(document.outline, "  ")
    for reference in document.references:
        yield f"→ {reference.kind or ''} {reference.number} {reference.date or ''} ({reference.path or 'mở đầu'})"
    for warning in document.warnings:
        yield f"! {warning.path or ''} {warning.message}"


def _outline(nodes: tuple[Node, ...], indent: str) -> Iterator[str]:
    for node in nodes:
        text = node.heading or (node.paragraphs[0] if node.paragraphs else "")
        yield f"{indent}{node.path}  {text[:90]}"
        yield from _outline(node.children, indent + "  ")
