"""Where a province, district or commune stands: the map of a year, the moves, who falls behind."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.rules.faces import short
from lanhmanh.areas.rules.moves import Lag, Move
from lanhmanh.areas.selectors.board import UNKNOWN, Board, Tile, board
from lanhmanh.areas.selectors.card import card_of
from lanhmanh.areas.views.asked import Asked, asked, titles
from lanhmanh.areas.views.links import deeds, links
from lanhmanh.areas.views.words import lag_said, move_said
from lanhmanh.kernel import clock
from lanhmanh.units.models import Unit
from lanhmanh.units.selectors import ancestors

BEHIND_SHOWN = 30


@page(needs=Permission.AREA_VIEW)
@require_GET
def index(request: ActorRequest) -> HttpResponse:
    """Show the picture of a year."""
    found = asked(request)
    shown = board(found.root, found.code, found.year) if found.code else None
    context: dict[str, Any] = {
        "asked": found, "links": links(request.actor, found), "deeds": deeds(request.actor, found),
    }  # fmt: skip
    if shown is None:
        return render(request, "areas/nothing.html", context)
    context |= _picture(request, found, shown)
    return render(request, "areas/index.html", context)


def _picture(request: ActorRequest, found: Asked, shown: Board) -> dict[str, Any]:
    chosen = _chosen(request, shown)
    aims = shown.aims()
    best = len(shown.faces) - 1
    return {
        "board": shown,
        "keep": found.query(nam=shown.year),
        "years": [(year, found.query(nam=year)) for year in shown.years or [shown.year]],
        "rules": _rules(found) if len(found.codes) > 1 else [],
        "rows": _rows(shown, chosen),
        "chosen": chosen,
        "card": card_of(request.actor, shown, chosen) if chosen else None,
        "best": (shown.counts[best][0].label, shown.counts[best][1]),
        "aim": (aims[0], aims[1][best]) if aims else None,
        "moves": _moves(found, shown),
        "moved": {kind.value: shown.moves.total(kind) for kind in Move},
        "over_years": shown.over_years(),
        "aims": aims,
        "behind": [_behind(shown, tile) for tile in shown.behind[:BEHIND_SHOWN]],
        "more_behind": max(0, len(shown.behind) - BEHIND_SHOWN),
        "list_url": f"{reverse('areas:list')}?{found.query(nam=shown.year)}",
    }


def _rules(found: Asked) -> list[tuple[str, str, bool]]:
    return [(title, found.query(bo=code, nam=None), code == found.code) for code, title in titles(found.codes)]


def _rows(shown: Board, chosen: Tile | None) -> list[list[dict[str, Any]]]:
    """Return the map: rows of districts, each with its tiles."""
    return [
        [
            {
                "name": short(shown.districts[block.key].name) if block.key in shown.districts else "",
                "key": block.key, "count": len(block.tiles), "columns": block.columns,
                "tiles": [(shown.tiles[key], bool(chosen and chosen.unit_id == key)) for key in block.tiles],
            }
            for block in row
        ]
        for row in shown.layout.rows
    ]  # fmt: skip


def _chosen(request: ActorRequest, shown: Board) -> Tile | None:
    """Return the tile that was asked for; else the reader's own commune, the first that falls behind, or the first."""
    uid = request.GET.get("o", "")
    by_uid = {tile.uid: tile for tile in shown.tiles.values()}
    if uid in by_uid:
        return by_uid[uid]
    own = _own(request.actor.home_unit_id or 0, shown)
    known = [tile for tile in shown.tiles.values() if tile.face is not UNKNOWN]
    return own or next(iter([*shown.behind, *known]), None)


def _own(home_id: int, shown: Board) -> Tile | None:
    """Return the commune that the reader works in, the branch head's too."""
    if home_id in shown.tiles or home_id == shown.root.unit_id:
        return shown.tiles.get(home_id)
    home = Unit.objects.filter(pk=home_id).first()
    above = ancestors(home, clock.today()) if home else []
    return next((shown.tiles[one.unit_id] for one in above if one.unit_id in shown.tiles), None)


def _moves(found: Asked, shown: Board) -> list[dict[str, Any]]:
    """Return the matrix row by row, each cell with its count, what it means, and where its communes are listed."""
    if not shown.moves.total():
        return []
    base = reverse("areas:list")
    return [
        {
            "face": before,
            "cells": [
                {
                    "count": shown.moves.count(before.code, now.code),
                    "kind": shown.moves.kind(before.code, now.code).value,
                    "now": now,
                    "url": f"{base}?{found.query(nam=shown.year, tu=before.code, den=now.code)}",
                }
                for now in shown.faces.values()
            ],
            "sum": shown.moves.from_class(before.code),
        }
        for before in shown.faces.values()
    ]


def _behind(shown: Board, tile: Tile) -> dict[str, Any]:
    district = shown.districts.get(tile.district_id)
    return {
        "tile": tile, "district": district.name if district else "", "target": shown.target(tile.unit_id),
        "why": lag_said(tile.lag or Lag.LATE), "plan": shown.plans.get(tile.unit_id), "moved": move_said(tile.move),
    }  # fmt: skip
