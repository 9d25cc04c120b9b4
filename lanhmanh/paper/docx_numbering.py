"""Automatic numbers of a Word file, as Word would print them."""

import re
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SIGNS = ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I")
_ROMAN = tuple(zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), _SIGNS, strict=True))
_PLUS_BULLETS = {"+": "+", "*": "*", "✓": "+"}


@dataclass(frozen=True)
class Level:
    """One level of a list: where it starts, how it counts, its text with "%1" for the number of level 1."""

    start: int = 1
    format: str = "decimal"
    text: str = "%1."
    restart: int | None = None
    style: str | None = None


@dataclass
class Numbering:
    """The lists of a file and how far each has counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    shared: dict[str, str] = field(default_factory=dict)
    styled: dict[str, tuple[str, int]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def label(self, number_id: str, depth: int) -> str | None:
        """Count one more paragraph of a list at a level (from 0) and return its label, None if it prints none."""
        levels = self.levels.get(number_id)
        if levels is None or depth not in levels:
            return None
        counts = self._counts_of(number_id)
        level = levels[depth]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart != 0 and (restart is None or depth < restart):
                del counts[deeper]
        return _printed(levels, counts, depth) or None

    def _counts_of(self, number_id: str) -> dict[int, int]:
        """Return the counters of a list; lists of one definition share them unless a list restarts by itself."""
        key = self.shared.get(number_id, number_id)
        return self._counts.setdefault(key, {})


def read_numbering(root: etree._Element | None) -> Numbering:
    """Return the lists of `word/numbering.xml`; none if the part is absent."""
    numbering = Numbering()
    if root is None:
        return numbering
    abstracts = {_attribute(a, "abstractNumId"): a for a in root.iter(f"{W}abstractNum")}
    by_style = {_child(a, "styleLink"): _levels(a) for a in abstracts.values() if _child(a, "styleLink")}
    for number in root.iter(f"{W}num"):
        number_id, abstract_id = _attribute(number, "numId"), _child(number, "abstractNumId")
        abstract = abstracts.get(abstract_id)
        if abstract is None:
            continue
        levels = _levels(abstract) or by_style.get(_child(abstract, "numStyleLink"), {})
        overrides = _overrides(number, levels)
        numbering.levels[number_id] = levels | overrides
        numbering.shared[number_id] = f"num {number_id}" if overrides else f"abstract {abstract_id}"
        numbering.styled |= {level.style: (number_id, d) for d, level in levels.items() if level.style}
    return numbering


def _overrides(number: etree._Element, levels: dict[int, Level]) -> dict[int, Level]:
    changed = {}
    for override in number.iter(f"{W}lvlOverride"):
        depth = int(_attribute(override, "ilvl") or 0)
        own = override.find(f"{W}lvl")
        level = _level(own) if own is not None else levels.get(depth, Level())
        start = _child(override, "startOverride")
        if start:
            level = Level(int(start), level.format, level.text, level.restart, level.style)
        if own is not None or start:
            changed[depth] = level
    return changed


def _levels(abstract: etree._Element) -> dict[int, Level]:
    return {int(_attribute(lvl, "ilvl") or 0): _level(lvl) for lvl in abstract.findall(f"{W}lvl")}


def _level(lvl: etree._Element) -> Level:
    text = lvl.find(f"{W}lvlText")
    restart = _child(lvl, "lvlRestart")
    return Level(
        start=int(_child(lvl, "start") or 1),
        format=_child(lvl, "numFmt") or "decimal",
        text=(text.get(f"{W}val") or "") if text is not None else "",
        restart=int(restart) if restart else None,
        style=_child(lvl, "pStyle") or None,
    )


def _child(element: etree._Element, tag: str) -> str:
    child = element.find(f"{W}{tag}")
    return (child.get(f"{W}val") or "") if child is not None else ""


def _attribute(element: etree._Element, name: str) -> str:
    return element.get(f"{W}{name}") or ""


def _printed(levels: dict[int, Level], counts: dict[int, int], depth: int) -> str:
    level = levels[depth]
    if level.format == "bullet":
        return _PLUS_BULLETS.get(level.text.strip(), "-")
    if level.format == "none":
        return level.text if "%" not in level.text else ""

    def number(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        above = levels.get(place, level)
        return figure(counts.get(place, above.start), above.format)

    return re.sub(r"%([1-9])", number, level.text).strip()


def figure(number: int, form: str) -> str:
    """Return a number as Word prints it in a format: decimal, roman, Latin letter; decimal for any other."""
    if form in ("upperRoman", "lowerRoman"):
        roman = _roman(number)
        return roman if form == "upperRoman" else roman.lower()
    if form in ("upperLetter", "lowerLetter") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    return f"{number:02}" if form == "decimalZero" else str(number)


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text
