"""Sentences written from figures; the words are data (`data/official_report.toml`)."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from lanhmanh.kernel.numbers import format_vi
from lanhmanh.paper.document import Node
from lanhmanh.reporting.rules import catalogue
from lanhmanh.reporting.selectors.consolidations import Consolidation, MissingUnit

NO_FIGURE = "chưa có số liệu"
NAMED_AT_MOST = 15
_PLACE = re.compile(r"\{([A-Z-]+)(:luyke)?\}")
_LEVELS = {"province": "tỉnh", "district": "huyện, thành phố", "commune": "xã, phường, thị trấn"}


@cache
def words() -> dict[str, Any]:
    """Return the words of the official report; callers must not change them."""
    return tomllib.loads(files("lanhmanh.reporting").joinpath("data/official_report.toml").read_text("utf-8"))


def outline(whole: Consolidation, missing: Iterable[MissingUnit]) -> tuple[Node, ...]:
    """Return the clauses: who has reported, then the results, each number from the consolidation."""
    sections = [(section["heading"], tuple(_paragraphs(section["sentences"], whole))) for section in words()["section"]]
    results = tuple(
        Node(path=f"II.{place}", label=str(place), heading=heading, paragraphs=paragraphs)
        for place, (heading, paragraphs) in enumerate(sections, start=1)
    )
    return (
        Node(path="I", label="I", heading="TÌNH HÌNH BÁO CÁO", paragraphs=tuple(_coverage(whole, list(missing)))),
        Node(path="II", label="II", heading="KẾT QUẢ THỰC HIỆN", children=results),
    )


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


def _paragraphs(sentences: Iterable[list[str]], whole: Consolidation) -> Iterator[str]:
    absent: list[str] = []
    for clauses in sentences:
        known = [text for clause in clauses if (text := _clause(clause, whole, absent))]
        if known:
            yield f"Các cấp Hội {'; '.join(known)}." if known[0][0].islower() else f"{'; '.join(known)}."
    if absent:
        yield f"{NO_FIGURE.capitalize()} về: {'; '.join(dict.fromkeys(absent))}."


def _clause(clause: str, whole: Consolidation, absent: list[str]) -> str:
    """Return the clause with its figures, "" where one is missing; the missing are added to `absent`."""
    known = catalogue.load()
    places = [(code, tail) for code, tail in _PLACE.findall(clause) if code in whole.form.rows]
    unknown = [code for code, tail in places if _figure(whole, code, tail) is None]
    if unknown or len(places) < len(_PLACE.findall(clause)):
        absent += [f"“{known[code].name_vi}”" for code in unknown]
        return ""
    return _PLACE.sub(lambda m: format_vi(_figure(whole, m[1], m[2]), known[m[1]].decimals), clause)


def _figure(whole: Consolidation, code: str, tail: str | None) -> Any:
    return (whole.year_to_date if tail else whole.totals).get(code)
