"""An issued review made again: its figures from the frozen reports of its manifest, its files from the stored paper."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from lanhmanh import paper
from lanhmanh.documents.models import Rendition
from lanhmanh.kernel.periods import Period, parse
from lanhmanh.paper.json_form import from_json
from lanhmanh.reporting.events import text_of
from lanhmanh.reporting.models import ReviewIssue
from lanhmanh.reporting.papers.editions import digest_of, made_otherwise
from lanhmanh.reporting.papers.reproduction import Reproduction, because, tampered
from lanhmanh.reporting.rules.aggregate import Cell, combine, cumulative
from lanhmanh.reporting.rules.catalogue import Catalogue
from lanhmanh.reporting.rules.frozen import catalogue_from_json
from lanhmanh.reporting.selectors.issued import names_at
from lanhmanh.reporting.selectors.rebuilding import Frozen, frozen_parts
from lanhmanh.reporting.selectors.reviews.manifests import FORMAT

By = Mapping[Period, Mapping[str, Cell]]
_EMPTY = "trống"


def is_complete(review: ReviewIssue) -> bool:
    """Test whether the manifest holds all that the figures of a review are made of."""
    return bool(review.manifest.get("format", 1) >= FORMAT)


def reproduce_review(review: ReviewIssue) -> Reproduction:
    """Make an issued review again and compare it with what went out.

    The figures come from the frozen reports by the definitions of then; .docx and .pdf from the paper as it was stored;
    the workbook, which the paper does not hold, is compared by its seal.
    """
    manifest = review.manifest
    stored = list(Rendition.objects.filter(document=review.document_id).select_related("file").order_by("pk"))
    if not is_complete(review):
        return Reproduction({}, kept=tuple(tampered(stored, manifest.get("files", {}))))
    value = from_json(review.document.value)
    contents = {"docx": paper.write_docx(value), "pdf": paper.write_pdf(value)}
    changed = [form for form, content in contents.items() if digest_of(content) != manifest["files"].get(form)]
    maker = tuple(made_otherwise(manifest["maker"])) if changed else ()
    parts = frozen_parts(manifest)
    return Reproduction(
        contents=contents,
        figures=(*_broken(manifest, parts), *_other(manifest, parts)),
        files=tuple(f"Tệp {form}: dựng lại khác từng byte{because(maker)}" for form in changed),
        kept=tuple(tampered(stored, manifest["files"])),
        maker=maker,
    )


def _broken(manifest: Mapping[str, Any], parts: Mapping[str, Frozen]) -> Iterator[str]:
    """Yield a sentence for each report of the manifest that is gone or whose seal does not hold."""
    broken = [part.report for part in parts.values() if not part.is_sealed]
    names = names_at(broken)
    for row in broken:
        name = names.get(row.pk, row.unit.uid)
        yield f"Báo cáo {row.period}, {name}, bản {row.version}: nội dung không khớp dấu niêm phong khi duyệt"
    yield from (f"Báo cáo mã {uid}, bản {n}: không còn" for uid, n in manifest["reports"] if uid not in parts)


def _other(manifest: Mapping[str, Any], parts: Mapping[str, Frozen]) -> Iterator[str]:
    """Yield a sentence for each figure that the reports do not give again."""
    known = catalogue_from_json(manifest["indicators"])
    by_form = _by_form(manifest, parts.values())
    for code, form, whole, years in manifest["figures"]:
        again = _figures(known, code, by_form[form])
        for when, then in (("cả thời gian", whole), *((f"năm {year}", text) for year, text in years.items())):
            now = text_of(again.get(when))
            if now != then:
                name = known[code].name_vi
                yield f"{name}, {when}: văn bản ghi “{then or _EMPTY}”, dựng lại là “{now or _EMPTY}”"


def _by_form(manifest: Mapping[str, Any], parts: Iterable[Frozen]) -> dict[str, dict[Period, dict[str, Cell]]]:
    """Return the combined cells of each form and period; a period without a report is there and empty."""
    held: dict[tuple[str, str], dict[str, list[Cell]]] = defaultdict(lambda: defaultdict(list))
    for part in parts:
        for code, number, _note in part.cells:
            held[part.report.form, part.report.period][code].append(Cell.of(number))
    return {
        form: {
            parse(one): {code: combine(cells) for code, cells in held.get((form, one), {}).items()} for one in periods
        }
        for form, _version, periods in manifest["forms"]
    }


def _figures(known: Catalogue, code: str, by: By) -> dict[str, Decimal | None]:
    years: dict[int, dict[Period, Mapping[str, Cell]]] = defaultdict(dict)
    for period, cells in by.items():
        years[period.year][period] = cells
    of_years = {f"năm {year}": cumulative(known[code], known, mine) for year, mine in years.items()}
    return {"cả thời gian": cumulative(known[code], known, by), **of_years}
