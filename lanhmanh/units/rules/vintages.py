"""The tables that come with the product."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from lanhmanh.units.rules import tables
from lanhmanh.units.rules.tables import Row, Table

ALL = ("2021-01", "2025-01", "2025-07")


@dataclass(frozen=True)
class Vintage:
    """One table of the whole country, the day it begins, and the resolutions that it rests on."""

    name: str
    day: date
    table: Table
    basis: Mapping[str, str]
    province_basis: str


@cache
def vintage(name: str) -> Vintage:
    """Return a vintage by its name, "2021-01".

    :raises KeyError: the product carries none of that name.
    """
    folder = files("lanhmanh.units") / "data"
    entry: dict[str, Any] = tomllib.loads((folder / "vintages.toml").read_text("utf-8"))[name]
    table = tables.read((file, (folder / file).read_bytes()) for file in entry["files"])
    return Vintage(name, entry["day"], table, entry.get("basis", {}), entry.get("province_basis", ""))


def roots(table: Table) -> dict[str, str]:
    """Return unit code → code of its province."""
    above = {row.code: row.parent_code for row in table.rows}
    return {code: _top(code, above) for code in above}


def _top(code: str, above: Mapping[str, str]) -> str:
    while above[code]:
        code = above[code]
    return code


def of_provinces(table: Table, codes: set[str]) -> Table:
    """Return the part of a table that lies in some provinces, with what was given to its communes."""
    tops = roots(table)
    rows: tuple[Row, ...] = tuple(row for row in table.rows if tops[row.code] in codes)
    kept = {row.code for row in rows}
    return Table(rows, tuple(t for t in table.transfers if t.to_code in kept))


def kin(code: str, names: tuple[str, ...] = ALL) -> list[set[str]]:
    """Return, for each vintage, the codes of the provinces that one province is made of or became.

    A reform that joins provinces makes them one family: with Đồng Nai of July 2025 comes Bình Phước of before.
    """
    family: list[set[str]] = [{code} for _ in names]
    steps = [vintage(name) for name in names]
    for place in range(len(steps) - 1, 0, -1):
        old, new = roots(steps[place - 1].table), roots(steps[place].table)
        pairs = {(old[t.from_code], new[t.to_code]) for t in steps[place].table.transfers if t.from_code in old}
        family[place - 1] = {was for was, now in pairs if now in family[place]} | (family[place] & set(old.values()))
    return family
