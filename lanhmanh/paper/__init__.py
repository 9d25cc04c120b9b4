"""Official Vietnamese documents as values: `read` a file, `write_docx`, `write_pdf` or `write_markdown` a document.

`read` and the writers are inverses: what is written, read again, is equal.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from lanhmanh.paper.document import Family, Node, OfficialDocument, Reference, Signatory, Table, Warning
from lanhmanh.paper.json_form import from_json, to_json
from lanhmanh.paper.markdown_write import write_markdown
from lanhmanh.paper.read import read

if TYPE_CHECKING:
    from lanhmanh.paper.docx_write import write_docx
    from lanhmanh.paper.pdf_write import write_pdf

__all__ = [
    "Family",
    "Node",
    "OfficialDocument",
    "Reference",
    "Signatory",
    "Table",
    "Warning",
    "from_json",
    "read",
    "to_json",
    "write_docx",
    "write_markdown",
    "write_pdf",
]

_LATE = {"write_docx": "docx_write", "write_pdf": "pdf_write"}


def __getattr__(name: str) -> Any:
    """Load a writer of pages when it is first asked for: their libraries are large."""
    if name not in _LATE:
        raise AttributeError(name)
    return getattr(import_module(f"lanhmanh.paper.{_LATE[name]}"), name)
