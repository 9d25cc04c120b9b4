"""A monthly form of many indicators, put beside the shipped forms for the time of a run."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any, cast

from lanhmanh.reporting.rules import catalogue, forms
from lanhmanh.reporting.rules.catalogue import Indicator
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.rules.shapes import Check

CODE = "BENCH"
_LEVELS = ("commune", "district", "province")
_PATTERNS = {Check.AT_MOST, Check.TOTAL}  # without indicators of a form's own they say nothing


def install(count: int) -> Form:
    """Return a form of so many typed indicators of the catalogue, known to the product until the process ends."""
    form = forms.read(_definition(count), catalogue.load())
    cast(dict[tuple[str, int], Form], forms.load())[form.code, form.version] = form
    return form


def values(form: Form, seed: int) -> dict[str, int]:
    """Return a number for every row that no rule of the form refuses: the parts of a whole add up to it."""
    known, found = catalogue.load(), dict[str, int]()
    first = {group[0].code for group in known.groups().values()}
    for place, code in enumerate(form.rows):
        one = known[code]
        if not one.part_of:
            found[code] = 500 + (seed * 31 + place * 17) % 400
        elif one.breakdown:
            found[code] = found[one.part_of] if code in first else 0
        else:
            found[code] = found.get(one.part_of, 0) // 2
    return found


def _definition(count: int) -> dict[str, Any]:
    source = {"title": "bench", "article": "", "confidence": "M", "note": ""}
    rows = sorted(_rows(count), key=lambda one: one.plan_path)
    shared = [
        code for code, rule in forms.shared_rules().items() if not rule.indicators and rule.check not in _PATTERNS
    ]
    return {
        "code": CODE, "version": 1, "name_vi": "Báo cáo đo tốc độ", "name_en": "Report to measure speed",
        "calendar": "ND09", "period": "MONTH", "use": shared,
        "level": [{"level": level, "working_days_after": 2, "source": source} for level in _LEVELS],
        "section": [
            {"path": path, "title_vi": f"Mục {path}", "title_en": f"Item {path}", "rows": [one.code for one in group]}
            for path, group in groupby(rows, key=lambda one: one.plan_path)
        ],
    }  # fmt: skip


def _rows(count: int) -> list[Indicator]:
    """Return typed indicators; a whole that is split comes with all its parts or not at all."""
    found: list[Indicator] = []
    for family in _families():
        if len(found) + len(family) <= count:
            found += family
    if len(found) != count:
        raise ValueError(f"the catalogue gives {len(found)} rows, not {count}")
    return found


def _families() -> Iterator[list[Indicator]]:
    known = catalogue.load()
    parts = {one.code for group in known.groups().values() for one in group}
    for one in known:
        if one.is_ratio or one.code in parts:
            continue
        below = [part for (whole, _split), group in known.groups().items() if whole == one.code for part in group]
        yield [one, *below]
