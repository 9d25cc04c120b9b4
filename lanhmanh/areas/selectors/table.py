"""The areas of a unit in a year as a table: filtered by class, by move, by who falls behind."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from lanhmanh.areas.models import Area, AreaClass
from lanhmanh.areas.selectors.board import UNKNOWN, Board, Tile
from lanhmanh.areas.selectors.ledger import standing_classes
from lanhmanh.kernel.text import fold


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked of the table; empty asks nothing."""

    district: str = ""
    before: str = ""
    now: str = ""
    behind: bool = False
    words: str = ""


def rows_of(board: Board, asked: Filter) -> list[Tile]:
    """Return the areas that answer, in the order of the units."""
    codes = {UNKNOWN.code} | set(board.faces)
    found: Iterable[Tile] = board.tiles.values()
    if asked.before in codes - {""}:
        found = [tile for tile in found if tile.before.code == asked.before]
    if asked.now in codes - {""}:
        found = [tile for tile in found if tile.face.code == asked.now]
    if asked.behind:
        found = [tile for tile in found if tile.lag]
    if wanted := fold(asked.words):
        found = [tile for tile in found if wanted in fold(tile.name)]
    if asked.district:
        found = [tile for tile in found if _uid(board, tile) == asked.district]
    return sorted(found, key=lambda tile: _district(board, tile))


def districts_of(board: Board) -> list[tuple[str, str]]:
    """Return the districts with areas to choose among: uid and name; empty where there is nothing to choose."""
    held = {tile.district_id for tile in board.tiles.values()}
    found = sorted((one for unit_id, one in board.districts.items() if unit_id in held), key=lambda one: one.sort)
    return [(one.unit.uid, one.name) for one in found] if len(found) > 1 else []


def bases(board: Board) -> dict[int, tuple[str, date | None]]:
    """Return unit → by which paper of which day it has its class in the year, in one query."""
    rows = standing_classes(board.rule_set.code).filter(year=board.year, area__kind=Area.Kind.UNIT)
    told = rows.filter(area__unit_id__in=list(board.tiles)).values_list(
        "area__unit_id", "basis", "decision__document__number", "dated"
    )
    return {unit_id: (number or basis, dated) for unit_id, basis, number, dated in told}


def history_rows(code: str, unit_ids: Iterable[int]) -> list[dict[str, Any]]:
    """Return every class that stands, of all years, as rows of the list that can be read in again."""
    rows = standing_classes(code).filter(area__kind=Area.Kind.UNIT, area__unit_id__in=list(unit_ids))
    told = rows.select_related("area", "decision__document").defer("decision__document__value")
    return [_row(row) for row in told.order_by("year", "area__unit_id")]


def _row(row: AreaClass) -> dict[str, Any]:
    number = row.decision.document.number if row.decision else row.basis
    return {
        "unit_id": row.area.unit_id, "year": row.year, "class": row.class_code, "basis": number, "dated": row.dated,
        "recognised": row.recognised,
    }  # fmt: skip


def _district(board: Board, tile: Tile) -> str:
    found = board.districts.get(tile.district_id)
    return found.sort if found else ""


def _uid(board: Board, tile: Tile) -> str:
    found = board.districts.get(tile.district_id)
    return found.unit.uid if found else ""
