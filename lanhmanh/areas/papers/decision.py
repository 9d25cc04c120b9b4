"""A decision on classes as an official document, with its list as a table and as a workbook."""

import tomllib
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from lanhmanh.areas.models import Area
from lanhmanh.areas.selectors.deciding import Draft, Line
from lanhmanh.paper.document import Family, Node, OfficialDocument, Signatory, Table
from lanhmanh.ui.workbooks import Sheet, book

KINDS = ("Thành phố ", "Tỉnh ")
_HEAD = ("TT", "Địa bàn", "Thuộc", "Loại", "Công nhận", "Ghi chú")


@cache
def words() -> dict[str, Any]:
    """Return the words of decisions; callers must not change them."""
    return tomllib.loads(files("lanhmanh.areas").joinpath("data/decision.toml").read_text("utf-8"))


KIND, SYMBOL = str(words()["kind"]), str(words()["symbol"])


@dataclass(frozen=True, slots=True)
class Edition:
    """What stands on the paper beside the list: form, number, day, who signs."""

    dated: date
    family: str = "union"
    number: str = ""
    signed_by: str = ""
    synthetic: bool = False

    def numbered(self, number: str) -> "Edition":
        """Return the same with its number."""
        return replace(self, number=number)


def title_of(draft: Draft, *, synthetic: bool) -> str:
    """Return the title, marked where all data are invented."""
    title = str(_own(draft)["title"]).format(**_named(draft))
    return f"{title} ({words()['mark']})" if synthetic else title


def document(draft: Draft, edition: Edition) -> OfficialDocument:
    """Return the decision; without a number it is a draft and says so."""
    unit = {"unit": _lower(draft.unit_name)}
    return OfficialDocument(
        family=Family(edition.family),
        issuer=tuple(line.format(**unit).upper() for line in words()["issuer"]),
        number=edition.number or None,
        place=next((draft.unit_name.removeprefix(kind) for kind in KINDS if draft.unit_name.startswith(kind)), None),
        date=edition.dated,
        kind=KIND,
        title=title_of(draft, synthetic=edition.synthetic) + ("" if edition.number else " (BẢN DỰ THẢO)"),
        preamble=_preamble(draft),
        outline=tuple(_article(place, text) for place, text in enumerate(_articles(draft), start=1)),
        tables=(_list(draft),) if draft.kind == "classes" else (),
        recipients=tuple(line.format(**unit) for line in words()["recipients"]),
        signatory=Signatory(words()["authority"], words()["signs"], edition.signed_by or None),
    )


def workbook(draft: Draft, edition: Edition) -> bytes:
    """Return the list as an .xlsx."""
    lines = [_HEAD, *(_cells(place, line, draft) for place, line in enumerate(draft.lines, start=1))]
    title = title_of(draft, synthetic=edition.synthetic)
    return book(title, edition.dated, [Sheet("Danh sách", lines, (6, 34, 28, 30, 14, 50), wraps=True)])


def _preamble(draft: Draft) -> tuple[str, ...]:
    said = words()
    rules = f"{draft.rule_set.title[0][:1].lower()}{draft.rule_set.title[0][1:]}, {draft.rule_set.source.title}"
    why = said["by_course"] if draft.kind == "classes" else said["by_appeal"] if draft.kind == "appeal" else ""
    lines = [said["by_rules"].format(rules=rules), why.format(**_named(draft)) if why else ""]
    return tuple(filter(None, [*lines, f"{_body(draft).upper()} QUYẾT ĐỊNH:"]))


def _articles(draft: Draft) -> list[str]:
    own, named = _own(draft), _named(draft)
    first = own["first"].format(**named)
    if draft.kind == "classes" and draft.recognised:
        first = f"{first} {own['recognised'].format(count=draft.recognised)}"
    whom = own["whom"].format(**named)
    last = words()["last"].removeprefix("Điều 3. ").format(area=_upper(whom))
    return [first, own["second"].format(**named), last]


def _article(place: int, text: str) -> Node:
    label = f"Điều {place}"
    return Node(label, label, paragraphs=(text,))


def _list(draft: Draft) -> Table:
    rows = [tuple(str(cell) for cell in _cells(place, line, draft)) for place, line in enumerate(draft.lines, start=1)]
    return Table(title=str(_own(draft)["list"]).format(year=draft.year), rows=(_HEAD, *rows))


def _own(draft: Draft) -> dict[str, Any]:
    """Return the words of its kind; a list of agencies and schools alone is called what it is."""
    bodies = draft.kind == "classes" and all(line.area.kind != Area.Kind.UNIT for line in draft.lines)
    found: dict[str, Any] = words()["bodies" if bodies else draft.kind]
    return found


def _cells(place: int, line: Line, draft: Draft) -> tuple[int | str, ...]:
    recognised = {True: "Công nhận", False: "Không", None: ""}[line.recognised]
    return place, line.name, line.district, _class(draft, line.class_code), recognised, line.reason


def _named(draft: Draft) -> dict[str, Any]:
    line = draft.lines[0]
    counts = [f"{count} {_lower(name)}" for name, count in draft.counts() if count]
    return {
        "year": draft.year, "area": _lower(line.name), "reason": line.reason, "count": len(draft.lines),
        "counts": ", ".join(counts), "before": _class(draft, line.before), "after": _class(draft, line.class_code),
    }  # fmt: skip


def _class(draft: Draft, code: str) -> str:
    return next((one.name[0] for one in draft.rule_set.classes if one.code == code), "")


def _body(draft: Draft) -> str:
    return str(words()["body"]).format(unit=_lower(draft.unit_name))


def _upper(name: str) -> str:
    return name[:1].upper() + name[1:]


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]
