"""The official report of a consolidation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from lanhmanh.kernel.numbers import format_vi
from lanhmanh.paper.document import Family, OfficialDocument, Reference, Signatory, Table
from lanhmanh.reporting.papers import letterhead
from lanhmanh.reporting.papers.letterhead import words
from lanhmanh.reporting.papers.narrative import (
    NAMED_AT_MOST,
    NO_FIGURE,
    OPENING,
    has_running_total,
    outline,
    sections,
    sources_of,
)
from lanhmanh.reporting.papers.sections import Section
from lanhmanh.reporting.rules.catalogue import Indicator
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.rules.sources import measure_of
from lanhmanh.reporting.selectors.consolidations import Consolidation, Figures, MissingUnit

_INDICATORS_A_TABLE = 5


@dataclass(frozen=True)
class Replaced:
    """The document whose place a report takes, by its number and day."""

    number: str
    dated: date


def official_report(
    whole: Consolidation,
    missing: Sequence[MissingUnit],
    *,
    narrative: Mapping[str, str] | None = None,
    parent_name: str = "",
    family: Family = Family.UNION,
    number: str | None = None,
    dated: date | None = None,
    signed_by: str | None = None,
    replaces: Replaced | None = None,
    synthetic: bool | None = None,
) -> OfficialDocument:
    """Return the report that a unit sends up: sentences and annex tables from its consolidation.

    `narrative` holds the unit's own words by section, as stored. Without a number it is a draft and says so. The title
    carries the mark SYNTHETIC where `synthetic`; None: in the demonstration.
    """
    level, named = whole.unit.level, (whole.unit_name, parent_name)
    sources = sources_of(whole)
    parts = report_sections(whole, missing, narrative or {}, parent_name)
    signs = letterhead.of_level(level)
    return OfficialDocument(
        family=family,
        issuer=letterhead.issuer(level, *named),
        number=number,
        place=letterhead.place(whole.unit_name),
        date=dated,
        kind=words()["kind"],
        title=title_of(whole, synthetic=synthetic) + ("" if number else " (BẢN DỰ THẢO)"),
        preamble=replacing(replaces) + next(one.paragraphs(sources) for one in parts if one.key == OPENING),
        outline=outline(parts, sources),
        tables=(*_tables(whole), *_missing_table(whole, missing)),
        recipients=letterhead.recipients(level, *named),
        signatory=Signatory(signs["authority"], signs["title"], signed_by or None),
        references=cited(replaces),
    )


def report_sections(
    whole: Consolidation, missing: Sequence[MissingUnit], narrative: Mapping[str, str], parent_name: str = ""
) -> list[Section]:
    """Return the sections of the report, each with the product's words and those of the unit."""
    days, subject = whole.window, _subject(whole.form, whole.period.label)
    is_programme = whole.form.code in words()["programme"]
    opening = words()["opening"].format(
        body=letterhead.body(whole.unit.level, whole.unit_name, parent_name),
        what=words()["done"].format(period=whole.period.label) if is_programme else letterhead.lower(subject),
        first=f"{days.first:%d/%m/%Y}", last=f"{days.last:%d/%m/%Y}",
    )  # fmt: skip
    return sections(whole, missing, opening, narrative, sources_of(whole))


def title_of(whole: Consolidation, *, synthetic: bool | None = None) -> str:
    """Return the title, marked SYNTHETIC where `synthetic`; None: in the demonstration."""
    title = _subject(whole.form, whole.period.label)
    return f"{title} ({words()['mark']})" if is_synthetic(told=synthetic) else title


def is_synthetic(*, told: bool | None) -> bool:
    """Return what was told, or whether this is the demonstration."""
    return bool(settings.DEMO) if told is None else told


def replacing_line(replaces: Replaced) -> str:
    """Say which document this one replaces."""
    return str(words()["replaces"]).format(number=replaces.number, dated=f"{replaces.dated:%d/%m/%Y}")


def cited(replaces: Replaced | None) -> tuple[Reference, ...]:
    """Return the document that is replaced as one that is cited."""
    return (Reference(words()["kind"], replaces.number, replaces.dated),) if replaces else ()


def replacing(replaces: Replaced | None) -> tuple[str, ...]:
    """Return the paragraph that says so, none where nothing is replaced."""
    return (replacing_line(replaces),) if replaces else ()


def _subject(form: Form, period: str) -> str:
    """Return what the report is on: the programme, or for another form what the form is called."""
    if form.code in words()["programme"]:
        return str(words()["title"]).format(period=period)
    name = form.name_vi.removeprefix(f"{words()['kind']} ")
    return f"{name[:1].upper()}{name[1:]}, {period}"


def symbol_of(whole: Consolidation) -> str:
    """Return the issuer's part of number and symbol: "HNDT" for a province."""
    return str(letterhead.of_level(whole.unit.level)["symbol"])


def _tables(whole: Consolidation) -> list[Table]:
    groups = [
        whole.indicators[at : at + _INDICATORS_A_TABLE] for at in range(0, len(whole.indicators), _INDICATORS_A_TABLE)
    ]
    return [
        Table(title=f"Biểu {place}. Kết quả theo đơn vị {whole.period.label}", rows=_rows(whole, group))
        for place, group in enumerate(groups, start=1)
    ]


def _rows(whole: Consolidation, group: Sequence[Indicator]) -> tuple[tuple[str, ...], ...]:
    head = ("TT", "Đơn vị", *(f"{one.name_vi} ({measure_of(one)})" for one in group))
    body = [
        (str(place), f"{row.name} (trực tiếp)" if row.is_own else row.name, *_cells(row.figures, group))
        for place, row in enumerate(whole.rows, start=1)
    ]
    total = ("", f"Cộng {whole.approved}/{whole.expected} báo cáo", *_cells(whole.totals, group))
    since = ("", "Lũy kế từ đầu năm", *_cells(whole.year_to_date, group))
    return (head, *body, total, since) if has_running_total(whole) else (head, *body, total)


def _cells(figures: Figures, group: Sequence[Indicator]) -> list[str]:
    return [format_vi(figures.get(one.code), one.decimals, missing=NO_FIGURE) for one in group]


def _missing_table(whole: Consolidation, missing: Sequence[MissingUnit]) -> list[Table]:
    if len(missing) <= NAMED_AT_MOST:
        return []
    rows = [(str(place), unit.name, unit.parent_name) for place, unit in enumerate(missing, start=1)]
    title = f"Đơn vị chưa có báo cáo được duyệt, {whole.period.label}"
    return [Table(title=title, rows=(("TT", "Đơn vị", "Thuộc"), *rows))]
