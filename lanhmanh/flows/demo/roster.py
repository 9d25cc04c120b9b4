"""A list that Trảng Dài kept in Excel before: made, looked at, brought in, as a commune does on its first day."""

from datetime import date, datetime
from random import Random

from lanhmanh.cases.models import Ground, Sex
from lanhmanh.cases.rules.roster import HEADINGS
from lanhmanh.cases.services.roster import import_roster, preview
from lanhmanh.flows.demo.keys import WARD, keys_of
from lanhmanh.flows.demo.lives import Life, lives
from lanhmanh.flows.demo.quarters import Year
from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.law.statuses import Status
from lanhmanh.ui.workbooks import Line, Sheet, book
from lanhmanh.units.models import Unit

SEED, PEOPLE, FIRST = 2021, 12, 900
BROUGHT_IN = datetime(2021, 12, 8, 9, 30, tzinfo=VIETNAM)
# A unit's own list: its own order, a column more, some of what is known left out, and one row that cannot be right.
COLUMNS = ("full_name", "birth_date", "sex", "id_number", "address", "kind", "ground", "status", "started_on")


def plan(year: Year) -> None:
    """Put the day on which the list is brought in into the year, where the ward has people."""
    unit = next((version.unit for version in year.world.communes if version.code == WARD), None)
    if unit is not None:
        year.plan(BROUGHT_IN, lambda: _bring_in(year, unit))


def _bring_in(year: Year, unit: Unit) -> None:
    actor, name = year.world.officer(unit.pk), year.world.names[unit.pk]
    keys = keys_of(name)
    in_charge = year.world.users[name].uid
    seen = preview(actor=actor, keys=keys, unit=unit, in_charge=in_charge, content=workbook())
    import_roster(actor=actor, keys=keys, packet=seen.packet)


def workbook() -> bytes:
    """Return the list as the commune kept it."""
    people = enumerate(lives(Random(SEED), PEOPLE), start=1)
    lines: list[Line] = [[at, *_row(life, wrong=at == PEOPLE)] for at, life in people]
    head: Line = ["STT", *(HEADINGS[one] for one in COLUMNS)]
    return book("Danh sách (minh họa)", BROUGHT_IN.date(), [Sheet("Danh sách", [head, *lines], [18] * len(head))])


def _row(life: Life, *, wrong: bool) -> list[str]:
    """Return one person's cells: the helped ask for help or were assigned, and some go through a form already."""
    numbered = Life(FIRST + life.number, life.status, life.opened_on, life.born, life.sex, life.steps, ends=False)
    cells = numbered.words | {
        "sex": str(Sex(life.sex).label),
        "kind": str(Ground(Ground.ASSIGNED).label),
        "ground": f"Quyết định số {numbered.number}/QĐ-UBND (minh họa)",
        "status": Status(life.status).name_vi if life.number % 2 else "",
        "started_on": f"{max(life.opened_on, date(2021, 6, 1)):%d/%m/%Y}" if life.number % 2 else "",
    }
    return ["hôm qua" if wrong and one == "birth_date" else cells[one] for one in COLUMNS]
