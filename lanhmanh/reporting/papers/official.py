"""The official report of a consolidation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from lanhmanh.kernel.numbers import format_vi
from lanhmanh.paper.document import Family, OfficialDocument, Reference, Signatory, Table
from lanhmanh.reporting.papers.narrative import NAMED_AT_MOST, NO_FIGURE, outline, words
from lanhmanh.reporting.rules.catalogue import Indicator
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
    parent_name: str = "",
    family: Family = Family.UNION,
    number: str | None = None,
    dated: date | None = None,
    signed_by: str | None = None,
    replaces: Replaced | None = None,
    synthetic: bool | None = None,
) -> OfficialDocument:
    """Return the report that a unit sends up: sentences and annex tables from its consolidation.

    Without a number it is a draft and says so. The title carries the mark SYNTHETIC where `synthetic`; None: in the
    demonstration.
    """
    of_level, names = _level(whole), _names(whole, parent_name)
    days = whole.window
    opening = words()["opening"].format(
        body=of_level["body"].format(**names), period=whole.period.label,
        first=f"{days.first:%d/%m/%Y}", last=f"{days.last:%d/%m/%Y}",
    )  # fmt: skip
    return OfficialDocument(
        family=family,
        issuer=tuple(line.format(**names).upper() for line in of_level["issuer"]),
        number=number,
        place=_place(whole.unit_name),
        date=dated,
        kind=words()["kind"],
        title=title_of(whole, synthetic=synthetic) + ("" if number else " (BẢN DỰ THẢO)"),
        preamble=(*_replacing(replaces), opening),
        outline=outline(whole, missing),
        tables=(*_tables(whole), *_missing_table(whole, missing)),
        recipients=tuple(line.format(**names) for line in of_level["recipients"]),
        signatory=Signatory(of_level["authority"], of_level["title"], signed_by or None),
        references=(Reference(words()["kind"], replaces.number, replaces.dated),) if replaces else (),
    )


def title_of(whole: Consolidation, *, synthetic: bool | None = None) -> str:
    """Return the title, marked SYNTHETIC where `synthetic`; None: in the demonstration."""
    title = str(words()["title"]).format(period=whole.period.label)
    return f"{title} ({words()['mark']})" if is_synthetic(told=synthetic) else title


def is_synthetic(*, told: bool | None) -> bool:
    """Return what was told, or whether this is the demonstration."""
    return bool(settings.DEMO) if told is None else told


def replacing_line(replaces: Replaced) -> str:
    """Say which document this one replaces."""
    return str(words()["replaces"]).format(number=replaces.number, dated=f"{replaces.dated:%d/%m/%Y}")


def symbol_of(whole: Consolidation) -> str:
    """Return the issuer's part of number and symbol: "HNDT" for a province."""
    return str(_level(whole)["symbol"])


def _replacing(replaces: Replaced | None) -> tuple[str, ...]:
    return (replacing_line(replaces),) if replaces else ()


def _level(whole: Consolidation) -> dict[str, Any]:
    found: dict[str, Any] = words()["level"][whole.unit.level]
    return found


def _names(whole: Consolidation, parent_name: str) -> dict[str, str]:
    return {"unit": _lower(whole.unit_name), "parent": _lower(parent_name)}


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]


def _place(name: str) -> str:
    """Return the name without its kind: "Đồng Nai" of "Tỉnh Đồng Nai"."""
    for kind in ("Thành phố ", "Thị trấn ", "Thị xã ", "Tỉnh ", "Huyện ", "Phường ", "Xã "):
        if name.startswith(kind):
            return name.removeprefix(kind)
    return name


def _tables(whole: Consolidation) -> list[Table]:
    groups = [
        whole.indicators[at : at + _INDICATORS_A_TABLE] for at in range(0, len(whole.indicators), _INDICATORS_A_TABLE)
    ]
    return [
        Table(title=f"Biểu {place}. Kết quả theo đơn vị {whole.period.label}", rows=_rows(whole, group))
        for place, group in enumerate(groups, start=1)
    ]


def _rows(whole: Consolidation, group: Sequence[Indicator]) -> tuple[tuple[str, ...], ...]:
    head = ("TT", "Đơn vị", *(f"{one.name_vi} ({one.unit_vi})" for one in group))
    body = [
        (str(place), f"{row.name} (trực tiếp)" if row.is_own else row.name, *_cells(row.figures, group))
        for place, row in enumerate(whole.rows, start=1)
    ]
    total = ("", f"Cộng {whole.approved}/{whole.expected} báo cáo", *_cells(whole.totals, group))
    since = ("", "Lũy kế từ đầu năm", *_cells(whole.year_to_date, group))
    return (head, *body, total, since)


def _cells(figures: Figures, group: Sequence[Indicator]) -> list[str]:
    return [format_vi(figures.get(one.code), one.decimals, missing=NO_FIGURE) for one in group]


def _missing_table(whole: Consolidation, missing: Sequence[MissingUnit]) -> list[Table]:
    if len(missing) <= NAMED_AT_MOST:
        return []
    rows = [(str(place), unit.name, unit.parent_name) for place, unit in enumerate(missing, start=1)]
    title = f"Đơn vị chưa có báo cáo được duyệt, {whole.period.label}"
    return [Table(title=title, rows=(("TT", "Đơn vị", "Thuộc"), *rows))]
