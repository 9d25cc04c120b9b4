"""One area at a glance, beside the map."""

from dataclasses import dataclass

from lanhmanh.accounts.access import Actor
from lanhmanh.areas.models import Area, AreaClass, Assessment, ChangePlan
from lanhmanh.areas.policies import inside
from lanhmanh.areas.rules.codes import read
from lanhmanh.areas.selectors.board import Board, Face, Tile
from lanhmanh.areas.selectors.ledger import standing_classes
from lanhmanh.areas.selectors.rule_sets import view_of
from lanhmanh.law.classes import Said, classify, result_said


@dataclass(frozen=True)
class Card:
    """An area in the year of the map: its path, the decision, what decided, what is under way."""

    tile: Tile
    district: str
    path: list[tuple[int, Face]]
    target: tuple[int, Face] | None
    row: AreaClass | None
    why: Said | None
    plan: ChangePlan | None
    assessment: Assessment | None


def card_of(actor: Actor, board: Board, tile: Tile) -> Card:
    """Return one area of a picture at a glance; three queries."""
    mine = standing_classes(board.rule_set.code).filter(area__kind=Area.Kind.UNIT, area__unit_id=tile.unit_id)
    row = mine.filter(year=board.year).select_related("decision__document", "rule_set").first()
    why = None
    if row and row.facts:
        rule_set = view_of(row.rule_set).value
        why = result_said(rule_set, classify(rule_set, read(row.facts)))
    seen = inside(actor).filter(pk=tile.unit_id).exists()
    rows = Assessment.objects.filter(area__unit_id=tile.unit_id, rule_code=board.rule_set.code)
    open_ = rows.exclude(state__in=["decided", "withdrawn"]).order_by("-year").first() if seen else None
    district = board.districts.get(tile.district_id)
    return Card(
        tile=tile, district=district.name if district else "", path=board.path(tile.unit_id),
        target=board.target(tile.unit_id), row=row, why=why, plan=board.plans.get(tile.unit_id), assessment=open_,
    )  # fmt: skip
