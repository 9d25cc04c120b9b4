"""Cells of many indicators combined, as tests compare them."""

from collections.abc import Iterable, Mapping

from lanhmanh.reporting.rules.aggregate import EMPTY, Cell


def combine_all(parts: Iterable[Mapping[str, Cell]]) -> dict[str, Cell]:
    """Return the cells of all parts combined, by code."""
    found: dict[str, Cell] = {}
    for part in parts:
        found |= {code: found.get(code, EMPTY).combine(cell) for code, cell in part.items()}
    return found
