"""The rows of a rule set, made of what was typed in forms: what a form does not ask is kept as it was."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from lanhmanh.kernel.text import fold
from lanhmanh.law.classes import FactKind, TestKind
from lanhmanh.law.sources import Source

CODE = re.compile(r"[\w.-]{1,40}")
Row = Mapping[str, Any]
_AMOUNTS = (TestKind.COUNT, TestKind.RATIO)


def fact_rows(told: Sequence[Row], known: Mapping[str, Row]) -> list[dict[str, Any]]:
    """Return the rows of the facts; English names and questions come from those that are known."""
    codes = _codes(told)
    return [_fact_row(one, known.get(one["code"], {}), code) for one, code in zip(told, codes, strict=True)]


def _fact_row(told: Row, known: Row, code: str) -> dict[str, Any]:
    row = {
        **known,
        "code": code,
        "kind": told["kind"],
        "name": named(told["name"], known.get("name")),
        "unit": named(told["unit"], known.get("unit")) if told["unit"] else [],
    }
    row.pop("most", None)
    return row | ({"most": str(told["most"])} if told["kind"] == FactKind.POINTS.value else {})


def class_rows(told: Sequence[Row], known: Mapping[str, Row]) -> list[dict[str, Any]]:
    """Return the rows of the classes, each with the criteria that it has."""
    return [
        {
            **{key: value for key, value in known.get(one["code"], {}).items() if key not in ("needs", "otherwise")},
            "code": code,
            "name": named(one["name"], known.get(one["code"], {}).get("name")),
            **({"needs": one["needs"]} if one["needs"] else {}),
            **({"otherwise": True} if one["otherwise"] else {}),
        }
        for one, code in zip(told, _codes(told), strict=True)
    ]


def criteria_rows(told: Iterable[tuple[str, Row]], known: Mapping[str, Row]) -> list[dict[str, Any]]:
    """Return the criteria of a class: comparisons under the same sign are ways to meet one criterion."""
    found: dict[str, dict[str, Any]] = {}
    for sign, row in told:
        name = known.get(sign, {}).get("name")
        one = found.setdefault(sign, {"code": sign, **({"name": name} if name else {}), "any": []})
        one["any"].append(row)
    return list(found.values())


def test_row(told: Row) -> dict[str, Any]:
    """Return a comparison as a row: of what was typed, what its kind asks for."""
    kind = TestKind(told["kind"])
    facts = [code for code in (told["first"], told["second"], told["third"]) if code]
    sides = ((told["low_side"], told["low"]), (told["high_side"], told["high"]))
    row: dict[str, Any] = {"kind": kind.value}
    if kind is not TestKind.POINTS:
        row["facts"] = facts if kind in _AMOUNTS else facts[:1]
    if kind is not TestKind.YES_NO:
        row |= {side: str(value) for side, value in sides if side and value is not None}
    if kind is TestKind.RATIO:
        row["of"] = told["of"]
    if kind is TestKind.ROUTE:
        row["of_class"] = told["of_class"]
    if kind is TestKind.YES_NO:
        row["yes"] = told["yes"] != "no"
    return row | ({"band": True} if told["band"] and kind in _AMOUNTS else {})


test_row.__test__ = False  # type: ignore[attr-defined] # no test of pytest's


def source_of(*, title: str, number: str, dated: date | None, checked: bool, note: str) -> dict[str, Any]:
    """Return the source of a rule set that a unit makes, from the document that decides it."""
    of = " ".join(part for part in (title, number and f"số {number}", dated and f"ngày {dated:%d/%m/%Y}") if part)
    source = Source(of, confidence="F" if checked else "M", note=note)
    return {"title": source.title, "confidence": source.confidence, "note": source.note}


def _codes(told: Sequence[Row]) -> list[str]:
    """Return the code of each row: its own, or one made of its name that no other row has."""
    taken = {one["code"] for one in told if one["code"]}
    found = []
    for one in told:
        found.append(one["code"] or _free(one["name"], taken))
        taken.add(found[-1])
    return found


def _free(name: str, taken: set[str]) -> str:
    base = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:34] or "x"
    tries = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(code for code in tries if code not in taken)


def named(text: str, before: Any) -> list[str]:
    """Return a name in both languages: the English of before, while the Vietnamese is what it was."""
    pair = list(before or ())
    return pair if pair[:1] == [text] else [text, text]
