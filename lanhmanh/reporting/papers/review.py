"""The review of a plan as an official document: bases, results clause by clause, what is missing, annex tables."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.conf import settings

from lanhmanh.kernel.numbers import format_vi
from lanhmanh.paper.document import Family, Node, OfficialDocument, Reference, Signatory, Table
from lanhmanh.reporting.papers import letterhead
from lanhmanh.reporting.papers.narrative import NAMED_AT_MOST, NO_FIGURE
from lanhmanh.reporting.papers.official import Replaced, cited, replacing
from lanhmanh.reporting.papers.review_sources import review_sources
from lanhmanh.reporting.papers.review_text import plain, words
from lanhmanh.reporting.papers.review_words import CLAUSE, MISSING, ONWARD, OPENING, START, review_sections, what_of
from lanhmanh.reporting.papers.sections import OWN, Section, nodes_of, roman
from lanhmanh.reporting.rules import catalogue
from lanhmanh.reporting.rules.sources import measure_of, title_of
from lanhmanh.reporting.rules.words import Sources
from lanhmanh.reporting.selectors.reviews import FigureLine, Review

NOT_ASKED = "–"
_YEARS_A_TABLE = 4
_INDICATORS_A_TABLE = 5


def official_review(
    review: Review,
    kind: str,
    *,
    narrative: Mapping[str, str] | None = None,
    family: Family = Family.UNION,
    number: str | None = None,
    dated: date | None = None,
    signed_by: str | None = None,
    replaces: Replaced | None = None,
) -> OfficialDocument:
    """Return the review of a plan, `kind` "half" or "final"; without a number it is a draft and says so."""
    sources = review_sources(review)
    parts = {one.key: one for one in review_sections(review, kind, narrative or {}, sources)}
    level, named = review.plan.unit.level, (review.unit_name, review.parent_name)
    signs = letterhead.of_level(level)
    return OfficialDocument(
        family=family,
        issuer=letterhead.issuer(level, *named),
        number=number,
        place=letterhead.place(review.unit_name),
        date=dated,
        kind=words()["kind"],
        title=review_title(review, kind) + ("" if number else " (BẢN DỰ THẢO)"),
        preamble=replacing(replaces) + parts[OPENING].paragraphs(sources),
        outline=_outline(list(parts.values()), sources),
        tables=(*_by_year(review), *_by_unit(review), *_silent(review)),
        recipients=letterhead.recipients(level, *named),
        signatory=Signatory(signs["authority"], signs["title"], signed_by or None),
        references=(*cited(replaces), *_bases(review)),
    )


def review_title(review: Review, kind: str) -> str:
    """Return the title, marked SYNTHETIC in the demonstration."""
    title, mark = what_of(review.plan, kind), letterhead.words()["mark"]
    return f"{title} ({mark})" if settings.DEMO and "SYNTHETIC" not in title else title


def _bases(review: Review) -> list[Reference]:
    plans = [review.plan, *([review.plan.parent] if review.plan.parent else [])]
    found = [*review.bases, *(plan.document for plan in plans if plan.document and plan.document.number)]
    return [Reference(one.kind or None, one.number, one.dated, one.issuer or None) for one in found]


def _outline(parts: Sequence[Section], sources: Sources) -> tuple[Node, ...]:
    """Return the four parts, those that the unit added behind them."""
    single = {one.key: one for one in parts}
    clauses = nodes_of([one for one in parts if one.key.startswith(CLAUSE)], "II", sources)
    results = Node(path="II", label="II", heading=words()["headings"]["results"].upper(), children=clauses)
    added = [one for one in parts if one.key.startswith(OWN)]
    rest = [single[MISSING], single[ONWARD], *added]
    return (
        _node(single[START], 1, sources),
        results,
        *(_node(one, at, sources) for at, one in enumerate(rest, start=3)),
    )


def _node(one: Section, at: int, sources: Sources) -> Node:
    label = roman(at)
    return Node(path=label, label=label, heading=one.heading.upper(), paragraphs=one.paragraphs(sources))


def _by_year(review: Review) -> list[Table]:
    lines = [line for line in review.figures if line.asked or line.targets]
    groups = [review.years[at : at + _YEARS_A_TABLE] for at in range(0, len(review.years), _YEARS_A_TABLE)]
    return [
        Table(
            title=f"Biểu số liệu {_years(years)}",
            rows=(_year_head(years), *(_year_row(at, line, years) for at, line in enumerate(lines, start=1))),
        )
        for years in groups
        if lines
    ]


def _years(years: Sequence[int]) -> str:
    return f"năm {years[0]}" if len(years) == 1 else f"các năm {years[0]} – {years[-1]}"


def _year_head(years: Sequence[int]) -> tuple[str, ...]:
    return (
        "TT",
        "Chỉ tiêu (đơn vị tính)",
        *(f"Năm {year}" for year in years),
        *_whole(years, "Cả thời gian"),
        "Số báo cáo",
    )


def _year_row(at: int, line: FigureLine, years: Sequence[int]) -> tuple[str, ...]:
    one = line.indicator
    name = f"{title_of(one, catalogue.load())} ({measure_of(one, over_time=True)})"
    whole = _whole(years, _cell(line.whole, one.decimals))
    return (str(at), name, *(_year_cell(line, year) for year in years), *whole, format_vi(line.report_count))


def _whole(years: Sequence[int], text: str) -> tuple[str, ...]:
    """Return the cell over all years, none where there is one year only."""
    return (text,) if len(years) > 1 else ()


def _year_cell(line: FigureLine, year: int) -> str:
    """Return the figure of a year, and what was aimed at; a dash where no form asked for it."""
    places, aim = line.indicator.decimals, line.targets.get(year)
    text = _cell(line.by_year.get(year), places) if year in line.asked else NOT_ASKED
    return text if aim is None else f"{text} (chỉ tiêu {format_vi(aim, places)})"


def _cell(value: Decimal | None, places: int) -> str:
    return format_vi(value, places, missing=NO_FIGURE)


def _by_unit(review: Review) -> list[Table]:
    """Return a few indicators of every unit one step below, one for each clause."""
    if not review.units:
        return []
    groups = [review.heads[at : at + _INDICATORS_A_TABLE] for at in range(0, len(review.heads), _INDICATORS_A_TABLE)]
    tables = []
    for place, group in enumerate(groups, start=1):
        title = "Biểu kết quả theo đơn vị, cả thời gian" + (f" ({place}/{len(groups)})" if len(groups) > 1 else "")
        head = (
            "TT",
            "Đơn vị",
            *(f"{one.name_vi} ({measure_of(one, over_time=True)})" for one in (line.indicator for line in group)),
        )
        body = [
            (str(at), f"{review.unit_name} (trực tiếp)" if row.is_own else row.name,
             *(_cell(row.figures.get(line.indicator.code), line.indicator.decimals) for line in group))
            for at, row in enumerate(review.units, start=1)
        ]  # fmt: skip
        total = ("", "Cộng", *(_cell(line.whole, line.indicator.decimals) for line in group))
        tables.append(Table(title=title, rows=(head, *body, total)))
    return tables


def _silent(review: Review) -> list[Table]:
    if len(review.silent) <= NAMED_AT_MOST:
        return []
    rows = [(str(at), plain(unit.name), unit.parent_name) for at, unit in enumerate(review.silent, start=1)]
    return [Table(title="Biểu đơn vị chưa có báo cáo nào được duyệt", rows=(("TT", "Đơn vị", "Thuộc"), *rows))]
