"""Good rows of every register, and ways to record them."""

from typing import Any

from lanhmanh.activities.models import REGISTERS
from lanhmanh.activities.services.registers import Entry, add
from tests.activities.conftest import World
from tests.activities.good import GOOD

PARENTS = {"thanh-vien": "doi", "viec-doi": "doi", "viec-uy-tin": "uy-tin"}


def put(world: World, slug: str, *, unit: Any = None, parent: Any = None, **changes: Any) -> Any:
    """Add a good row to a register of the commune, changed as told."""
    unit = unit or world.tree.commune
    if slug in PARENTS and parent is None:
        parent = put(world, PARENTS[slug], unit=unit)
    entry = Entry(unit, {**GOOD[slug], **changes}, parent)
    return add(actor=world.officer, model=REGISTERS[slug], entry=entry)


def fill(world: World) -> dict[str, Any]:
    """Add a good row to every register."""
    made: dict[str, Any] = {}
    for slug in GOOD:
        made[slug] = put(world, slug, parent=made.get(PARENTS.get(slug, "")))
    return made
