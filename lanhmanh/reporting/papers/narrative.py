"""The sections of the official report: the product's words from `data/official_report.toml`, or those of the unit.

All are texts with figures by reference (`rules.words`), so that a number is always that of the consolidation.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from lanhmanh.kernel.periods import Kind
from lanhmanh.paper.document import Node
from lanhmanh.reporting.papers.letterhead import of_level, words
from lanhmanh.reporting.papers.sections import OWN, Section, nodes_of, owned, roman
from lanhmanh.reporting.papers.sentences import listed, sentences
from lanhmanh.reporting.rules import catalogue
from lanhmanh.reporting.rules.catalogue import Kind as Counting
from lanhmanh.reporting.rules.catalogue import Rule
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.rules.forms import Section as FormSection
from lanhmanh.reporting.rules.sources import change, entry, title_of
from lanhmanh.reporting.rules.words import Entry, Sources, references
from lanhmanh.reporting.selectors.consolidations import Consolidation, MissingUnit

NO_FIGURE = "chưa có số liệu"
NAMED_AT_MOST = 15
OPENING, COVERAGE, YEAR = "mo-dau", "tinh-hinh", "luy-ke"
_LEVELS = {"province": "tỉnh", "district": "huyện, thành phố", "commune": "xã, phường, thị trấn"}


def has_running_total(whole: Consolidation) -> bool:
    """Test whether the year so far is another figure than the period: not for a year."""
    return whole.period.kind is not Kind.YEAR


def sources_of(whole: Consolidation) -> Sources:
    """Return every figure that the words of this report may name, by its reference."""
    known = catalogue.load()
    found: dict[str, Entry] = {}
    before = whole.period.previous().label
    for one in whole.indicators:
        name, value = title_of(one, known), whole.totals.get(one.code)
        found[one.code] = entry(name, one, value)
        if has_running_total(whole):
            found[f"{one.code}:luyke"] = entry(f"{name}, lũy kế từ đầu năm", one, whole.year_to_date.get(one.code))
        earlier = whole.before.get(one.code)
        found[f"{one.code}:truoc"] = entry(f"{name}, kỳ trước", one, earlier)
        found[f"{one.code}:chenh"] = change(f"{name}, so với kỳ trước", one, value, earlier, before)
        for row in whole.rows:
            place = "phần việc trực tiếp" if row.is_own else row.name
            key = f"{one.code}:tructiep" if row.is_own else f"{one.code}:tai={row.unit_uid}"
            found[key] = entry(f"{name}, {place}", one, row.figures.get(one.code))
    return Sources(found)


def compared(parts: Iterable[Section]) -> list[str]:
    """Return the rows of which these words name the period before, of a ratio the two that it is made of."""
    known, found = catalogue.load().indicators, set[str]()
    for code, _colon, tail in (named.partition(":") for one in parts for named in references(one.in_force)):
        if tail in {"truoc", "chenh"} and (row := known.get(code)):
            found |= {part for part in (row.numerator, row.denominator) if part} if row.is_ratio else {code}
    return sorted(found)


def sections(
    whole: Consolidation, missing: Iterable[MissingUnit], opening: str, narrative: Mapping[str, str], sources: Sources
) -> list[Section]:
    """Return the sections of the report in order, each with the product's words and those of the unit, if any."""
    who = str(of_level(whole.unit.level)["who"])
    heading = "Tình hình báo cáo"
    found = [
        Section(OPENING, "Lời mở đầu", opening),
        Section(COVERAGE, heading, "", lead=tuple(_coverage(whole, list(missing)))),
        *(_section(key, part, who, sources) for key, part in _keys(whole.form)),
    ]
    if has_running_total(whole) and whole.period.number > 1:  # in the first period both are the same
        found.append(_year(whole, who, sources))
    return [*(one.in_words(narrative.get(one.key, "")) for one in found), *owned(narrative)]


def outline(parts: Sequence[Section], sources: Sources) -> tuple[Node, ...]:
    """Return the clauses: who has reported, the results, and what the unit added."""
    first = next(one for one in parts if one.key == COVERAGE)
    results = [one for one in parts if one.key not in {OPENING, COVERAGE} and not one.key.startswith(OWN)]
    added = [one for one in parts if one.key.startswith(OWN)]
    return (
        Node(path="I", label="I", heading=first.heading.upper(), paragraphs=first.paragraphs(sources)),
        Node(path="II", label="II", heading="KẾT QUẢ THỰC HIỆN", children=nodes_of(results, "II", sources)),
        *(
            Node(path=roman(at), label=roman(at), heading=one.heading.upper(), paragraphs=one.paragraphs(sources))
            for at, one in enumerate(added, start=3)
        ),
    )


def _keys(form: Form) -> Iterator[tuple[str, FormSection]]:
    """Return the sections of the form by the clause of the plan; one that stands twice is told apart by a number."""
    seen: dict[str, int] = {}
    for part in form.sections:
        seen[part.path] = seen.get(part.path, 0) + 1
        yield f"muc/{part.path}" if seen[part.path] == 1 else f"muc/{part.path}/{seen[part.path]}", part


def _section(key: str, part: FormSection, who: str, sources: Sources) -> Section:
    said: list[list[str]] = next((row["sentences"] for row in words()["section"] if row["path"] == part.path), [])
    found = sentences(said, who, part.rows, sources)
    return Section(key, part.title_vi, "\n".join(found.lines), absent=found.absent)


def _year(whole: Consolidation, who: str, sources: Sources) -> Section:
    asked = words()["year"]
    found = sentences(asked["sentences"], who, whole.form.rows, sources, rest=False)
    lines, absent = found.lines, found.absent
    if not lines and not absent:
        flows = [one for one in whole.indicators if one.kind is Counting.FLOW and one.over_time is Rule.SUM]
        lines, absent = listed([one.code for one in flows if not one.part_of], sources, tail=":luyke")
    return Section(YEAR, asked["heading"], "\n".join(lines), absent=absent)


def _coverage(whole: Consolidation, missing: list[MissingUnit]) -> Iterator[str]:
    yield f"Đã có {whole.approved} trên {whole.expected} báo cáo được duyệt; chỉ cộng báo cáo đã duyệt."
    if any(unit.unit_id == whole.unit.pk for unit in missing):
        yield f"Báo cáo phần việc trực tiếp của {whole.unit_name} chưa được duyệt."
    for level, noun in _LEVELS.items():
        units = [unit for unit in missing if unit.level == level and unit.unit_id != whole.unit.pk]
        if units:
            names = ", ".join(unit.label for unit in units)
            shown = f": {names}" if len(units) <= NAMED_AT_MOST else " (danh sách tại biểu cuối)"
            yield f"Còn {len(units)} {noun} chưa báo cáo{shown}."
    if missing:
        yield "Số liệu dưới đây chưa gồm các báo cáo còn thiếu; không coi là 0."
