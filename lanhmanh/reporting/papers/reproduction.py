"""Making an issued document again from its manifest, and saying wherein it differs from what went out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from lanhmanh.documents.models import Rendition
from lanhmanh.paper.document import Node, OfficialDocument, Table
from lanhmanh.paper.json_form import from_json
from lanhmanh.reporting.models import Issue
from lanhmanh.reporting.papers.editions import digest_of, edition_from_json, made_otherwise
from lanhmanh.reporting.rules import catalogue
from lanhmanh.reporting.selectors.issued import names_at
from lanhmanh.reporting.selectors.manifests import FORMAT
from lanhmanh.reporting.selectors.rebuilding import Frozen, frozen_parts, rebuild, values_of


@dataclass(frozen=True)
class Reproduction:
    """A document made again, and the sentences that say wherein it differs.

    `figures` of cells and reports, `words` of the running text, `files` of bytes; `kept` of files in the register that
    are no longer those that went out; `maker` names what the program writes otherwise since, which explains `words` and
    `files`, never `figures`.
    """

    contents: Mapping[str, bytes]
    figures: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    maker: tuple[str, ...] = ()

    @property
    def is_same(self) -> bool:
        """Test whether figures, words and bytes are those that went out."""
        return not (self.figures or self.words or self.files or self.kept)

    @property
    def faults(self) -> tuple[str, ...]:
        """Return what no change of the program explains."""
        return (*self.kept, *self.figures, *(() if self.maker else (*self.words, *self.files)))


def reproduce(issue: Issue) -> Reproduction:
    """Make an issued document again from frozen values alone and compare it with what went out.

    Neither later corrections nor changes of units, catalogue, forms or calendars since then play a part.
    """
    manifest, stored = issue.manifest, _stored(issue)
    if manifest.get("format", 1) < FORMAT:
        return Reproduction({}, kept=tuple(tampered(stored, {})))
    edition = edition_from_json(manifest["paper"], manifest["parent"])
    parts = frozen_parts(manifest)
    again = rebuild(manifest, values_of(parts))
    with catalogue.as_frozen(again.known):
        value = edition.document(again.whole, again.missing)
        contents = edition.files(again.whole, again.missing)
    before = from_json(issue.document.value)
    changed = [form for form, content in contents.items() if digest_of(content) != manifest["files"].get(form)]
    maker = tuple(made_otherwise(manifest["maker"])) if changed or value != before else ()
    return Reproduction(
        contents=contents,
        figures=(*_broken_parts(manifest, parts), *_other_cells(before.tables, value.tables)),
        words=tuple(_other_words(before, value)),
        files=tuple(f"Tệp {form}: dựng lại khác từng byte{because(maker)}" for form in changed),
        kept=tuple(tampered(stored, manifest["files"])),
        maker=maker,
    )


def because(maker: Sequence[str]) -> str:
    """Return what is another since a document went out, as the end of a sentence."""
    return f", vì đã đổi từ khi ban hành: {'; '.join(maker)}" if maker else ""


def _stored(issue: Issue) -> list[Rendition]:
    return list(Rendition.objects.filter(document=issue.document_id).select_related("file").order_by("pk"))


def tampered(stored: Sequence[Rendition], sealed: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence for each file in the register that is missing or no longer what it was when it was stored."""
    for one in stored:
        now = digest_of(bytes(one.file.content))
        if now != one.file.sha256 or (sealed and now != sealed.get(one.format)):
            yield f"Tệp {one.format} trong sổ văn bản không còn là tệp đã ban hành"
    for form in sorted(sealed.keys() - {one.format for one in stored}):
        yield f"Tệp {form} không còn trong sổ văn bản"


def _broken_parts(manifest: Mapping[str, Any], parts: Mapping[str, Frozen]) -> Iterator[str]:
    """Yield a sentence for each report of the manifest that is gone or whose seal does not hold."""
    asked = {uid: (version, period) for uid, version, period, _row in manifest["reports"]}
    broken = [part.report for part in parts.values() if not part.is_sealed]
    names = names_at(broken)
    for row in broken:
        name = names.get(row.pk, row.unit.uid)
        yield f"Báo cáo {row.period}, {name}, bản {row.version}: nội dung không khớp dấu niêm phong khi duyệt"
    for uid in sorted(asked.keys() - parts.keys()):
        yield f"Báo cáo {asked[uid][1]} mã {uid}, bản {asked[uid][0]}: không còn"


def _other_cells(then: Sequence[Table], now: Sequence[Table]) -> Iterator[str]:
    """Yield a sentence for each cell of the annex tables that is another."""
    for place, (old, new) in enumerate(zip_longest(then, now), start=1):
        if old is None or new is None or len(old.rows) != len(new.rows):
            yield f"Biểu {place}: số dòng dựng lại khác văn bản"
            continue
        for row, other in zip(old.rows, new.rows, strict=True):
            for head, cell, again in zip_longest(old.rows[0], row, other, fillvalue=""):
                if cell != again:
                    yield f"Biểu {place}, {row[1]}, {head}: văn bản ghi “{cell}”, dựng lại là “{again}”"


def _other_words(then: OfficialDocument, now: OfficialDocument) -> Iterator[str]:
    """Yield a sentence for each part of the running text that is another."""
    before, after = dict(_texts(then)), dict(_texts(now))
    for part in sorted(before.keys() | after.keys()):
        if before.get(part) != after.get(part):
            yield f"{part}: câu chữ dựng lại khác văn bản"


def _texts(value: OfficialDocument) -> Iterator[tuple[str, Any]]:
    yield "Phần đầu", (value.family, value.issuer, value.number, value.place, value.date, value.kind, value.title)
    yield "Lời mở đầu", value.preamble
    yield "Nơi nhận, chữ ký", (value.recipients, value.signatory)
    yield from _clauses(value.outline)


def _clauses(nodes: Sequence[Node]) -> Iterator[tuple[str, Any]]:
    for node in nodes:
        yield f"Mục {node.path}", (node.label, node.heading, node.paragraphs)
        yield from _clauses(node.children)
