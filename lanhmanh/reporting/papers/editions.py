"""What stands on a paper beside the figures, and what a document is made with: both kept in the manifest."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from lanhmanh import paper
from lanhmanh.documents.models import Document, Rendition
from lanhmanh.paper.document import Family, OfficialDocument
from lanhmanh.paper.pdf_write import fonts_digest
from lanhmanh.reporting.papers.official import Replaced, official_report
from lanhmanh.reporting.papers.workbook import workbook
from lanhmanh.reporting.selectors.consolidations import Consolidation, MissingUnit

Missing = tuple[MissingUnit, ...] | list[MissingUnit]
_FILES = {
    "words": ("lanhmanh.reporting", "data/official_report.toml"),
    "measures": ("lanhmanh.law", "data/paper_formats.toml"),
    "page": ("lanhmanh.paper", "official.typ"),
}
_SOURCES = ("lanhmanh.kernel", "lanhmanh.paper", "lanhmanh.reporting.papers", "lanhmanh.reporting.rules")
_PACKAGES = {"typst": "typst", "docx": "python-docx", "xlsx": "XlsxWriter"}
_CHANGED = {
    "words": "câu chữ của sản phẩm (official_report.toml)",
    "measures": "thể thức văn bản (paper_formats.toml)",
    "page": "khuôn trang PDF (official.typ)",
    "fonts": "phông chữ trên máy",
    "program": "phần mềm viết văn bản",
    "typst": "phiên bản typst",
    "docx": "phiên bản python-docx",
    "xlsx": "phiên bản XlsxWriter",
}


@dataclass(frozen=True)
class Edition:
    """Who signs where, in which form, under which number; `narrative` holds the unit's own words by section."""

    number: str
    dated: date
    family: Family = Family.UNION
    parent_name: str = ""
    signed_by: str = ""
    replaces: Replaced | None = None
    synthetic: bool = False
    narrative: Mapping[str, str] | None = None

    def document(self, whole: Consolidation, missing: Missing) -> OfficialDocument:
        """Return the paper of a consolidation in this edition."""
        own_words: dict[str, Any] = {"narrative": self.narrative} if self.narrative else {}
        return official_report(
            whole, missing, parent_name=self.parent_name, family=self.family, number=self.number, dated=self.dated,
            signed_by=self.signed_by, replaces=self.replaces, synthetic=self.synthetic, **own_words,
        )  # fmt: skip

    def workbook(self, whole: Consolidation, missing: Missing) -> bytes:
        """Return the workbook of a consolidation in this edition."""
        return workbook(whole, missing, number=self.number, replaces=self.replaces, synthetic=self.synthetic)

    def files(self, whole: Consolidation, missing: Missing) -> dict[str, bytes]:
        """Return all forms in which the document goes out."""
        value = self.document(whole, missing)
        return {
            "docx": paper.write_docx(value),
            "pdf": paper.write_pdf(value),
            "xlsx": self.workbook(whole, missing),
        }

    def to_json(self) -> dict[str, Any]:
        """Return the edition as a manifest keeps it."""
        old = self.replaces
        return {
            "number": self.number,
            "dated": self.dated.isoformat(),
            "family": self.family.value,
            "signed_by": self.signed_by,
            "replaces": [old.number, old.dated.isoformat()] if old else None,
            "synthetic": self.synthetic,
            "narrative": dict(self.narrative) if self.narrative else None,
        }


def edition_from_json(data: Mapping[str, Any], parent_name: str) -> Edition:
    """Return the edition that `to_json` wrote."""
    old = data["replaces"]
    return Edition(
        number=data["number"],
        dated=date.fromisoformat(data["dated"]),
        family=Family(data["family"]),
        parent_name=parent_name,
        signed_by=data["signed_by"],
        replaces=Replaced(old[0], date.fromisoformat(old[1])) if old else None,
        synthetic=data["synthetic"],
        narrative=data["narrative"],
    )


def replaced(document: Document) -> Replaced:
    """Return an issued document as one that is replaced names it."""
    return Replaced(document.number, document.dated or date.min)


def sealed(edition: Edition, document: Document) -> dict[str, Any]:
    """Return what a manifest keeps beside the figures: the edition, the files, and by what they were made."""
    files = Rendition.objects.filter(document=document).values_list("format", "file__sha256")
    return {"paper": edition.to_json(), "files": dict(files.order_by("format")), "maker": maker()}


def sealed_review(document: Document) -> dict[str, Any]:
    """Return what the manifest of a review keeps beside the figures: the files, and by what they were made."""
    files = Rendition.objects.filter(document=document).values_list("format", "file__sha256")
    return {"files": dict(files.order_by("format")), "maker": maker()}


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    return sha256(content).hexdigest()


def maker() -> dict[str, str]:
    """Return what the bytes of a document depend on beside its content: words, measures, typefaces, programs."""
    held = {name: digest_of(files(package).joinpath(path).read_bytes()) for name, (package, path) in _FILES.items()}
    bought = {name: version(package) for name, package in _PACKAGES.items()}
    return {**held, "fonts": fonts_digest(), "program": _program(), **bought}


def made_otherwise(then: Mapping[str, str]) -> list[str]:
    """Return, in words, what is another now than when a document was made."""
    now = maker()
    return [words for name, words in _CHANGED.items() if then.get(name) != now[name]]


@cache
def _program() -> str:
    """Return a digest of the code that reckons and writes a document."""
    sources = [item for package in _SOURCES for item in sorted(files(package).iterdir(), key=lambda item: item.name)]
    return digest_of(b"".join(item.read_bytes() for item in sources if item.name.endswith(".py")))
