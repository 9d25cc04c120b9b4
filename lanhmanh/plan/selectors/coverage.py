"""What the units one step below made of a plan, clause by clause."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from lanhmanh.accounts.access import Actor, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.db.models import valid_on
from lanhmanh.plan.models import Plan, PlanItem
from lanhmanh.plan.rules.coverage import Known, Made, Standing, Tally, chosen, made_of, tally
from lanhmanh.plan.selectors.plans import day_within, overlapping
from lanhmanh.units.models import Ancestry, Level, Unit, UnitVersion
from lanhmanh.units.selectors import children


@dataclass(frozen=True)
class Cell:
    """What one unit made of one clause; `item` is the clause in the unit's plan."""

    made: Made
    item: PlanItem | None = None


@dataclass(frozen=True)
class Row:
    """One clause over all units."""

    item: PlanItem
    cells: tuple[Cell, ...]
    tally: Tally


@dataclass(frozen=True)
class Column:
    """One unit over all clauses; `lower` of `lower_of` communes below a district have a plan of their own."""

    unit: Unit
    name: str
    plan: Plan | None
    standing: Standing
    tally: Tally
    added: int
    lower: int
    lower_of: int


@dataclass(frozen=True)
class Matrix:
    """Clauses down, units across."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    tally: Tally

    @property
    def made(self) -> int:
        """Return how many units have a plan in force that takes up clauses of this one."""
        return sum(column.standing in {Standing.DERIVED, Standing.RELATED} for column in self.columns)


def coverage(actor: Actor, plan: Plan, day: date, section: str = "") -> Matrix:
    """Return what the units one step below made of a plan, as far as the actor may read their plans.

    Only clauses that hold a sentence count, and none that the plan itself leaves out; with `section` only those of one
    section. Clauses are told by their root, so that a plan made from an earlier version counts too. Units that have a
    plan come first. Eight queries at most, whatever the number of units.
    """
    day = day_within(plan, day)
    units = _units(actor, plan, day)
    plans, standings = _plans(plan, [version.unit_id for version in units])
    units.sort(key=lambda version: version.unit_id not in plans)
    held = _items(plans)
    clauses = [item for item in asked(plan) if not section or item.path.split(".")[0] == section]
    rows = [_row(item, units, held) for item in clauses]
    lower = _lower(plan, units, day)
    columns = []
    for at, version in enumerate(units):
        made = tally(row.cells[at].made for row in rows)
        found = plans.get(version.unit_id)
        standing = _standing(standings[version.unit_id], held[version.unit_id], clauses)
        added = sum(item.disposition == PlanItem.Disposition.ADDED for item in held[version.unit_id].values())
        columns.append(Column(version.unit, version.name, found, standing, made, added, *lower[version.unit_id]))
    return Matrix(tuple(columns), tuple(rows), tally(cell.made for row in rows for cell in row.cells))


def asked(plan: Plan) -> list[PlanItem]:
    """Return the clauses of a plan that units below are to take up: those with a sentence, and leaves."""
    under = Exists(PlanItem.objects.filter(parent=OuterRef("pk")))
    rows = PlanItem.objects.filter(plan=plan).exclude(disposition=PlanItem.Disposition.NOT_APPLICABLE)
    return list(rows.filter(~Q(text="") | ~under).order_by("order"))


def _units(actor: Actor, plan: Plan, day: date) -> list[UnitVersion]:
    """Return the units one step below that make plans; branches do not."""
    seen = units_for(actor, Permission.PLAN_VIEW)
    rows = children(plan.unit, day).filter(unit__in=seen)
    return list(rows.exclude(unit__level=Level.BRANCH))


def _plans(plan: Plan, units: Sequence[int]) -> tuple[dict[int, Plan], dict[int, Standing]]:
    """Return for every unit the plan that counts, where there is one, and how the unit stands."""
    found: dict[int, list[Plan]] = defaultdict(list)
    for row in Plan.objects.filter(unit__in=units):
        found[row.unit_id].append(row)
    plans, standings = {}, {}
    for unit in units:
        known = {row.pk: row for row in found[unit]}
        best, standings[unit] = chosen(_known(plan, row) for row in known.values())
        if best:
            plans[unit] = known[best.id]
    return plans, standings


def _known(plan: Plan, row: Plan) -> Known:
    overlaps = row.first_year <= plan.last_year and row.last_year >= plan.first_year
    return Known(row.pk, row.state, row.parent_id == plan.pk, overlaps)


def _items(plans: dict[int, Plan]) -> dict[int, dict[int, PlanItem]]:
    """Return unit → root → the clause in the unit's plan."""
    units = {plan.pk: unit for unit, plan in plans.items()}
    found: dict[int, dict[int, PlanItem]] = defaultdict(dict)
    for item in PlanItem.objects.filter(plan__in=units).defer("text", "heading").order_by("order"):
        found[units[item.plan_id]][item.root_id or item.pk] = item
    return found


def _row(item: PlanItem, units: Sequence[UnitVersion], held: dict[int, dict[int, PlanItem]]) -> Row:
    cells = tuple(_cell(held[version.unit_id].get(item.root_id or item.pk)) for version in units)
    return Row(item, cells, tally(cell.made for cell in cells))


def _cell(item: PlanItem | None) -> Cell:
    made = made_of(item.disposition if item else None)
    return Cell(made, None if made == Made.MISSING else item)


def _standing(standing: Standing, held: dict[int, PlanItem], clauses: Iterable[PlanItem]) -> Standing:
    if standing != Standing.RELATED or any((item.root_id or item.pk) in held for item in clauses):
        return standing
    return Standing.OWN


def _lower(plan: Plan, units: Sequence[UnitVersion], day: date) -> dict[int, tuple[int, int]]:
    """Return for every district how many of its communes have a plan of their own in force, of how many."""
    below: dict[int, set[int]] = defaultdict(set)
    districts = [version.unit_id for version in units if version.unit.level == Level.DISTRICT]
    if districts:
        rows = Ancestry.objects.filter(valid_on(day), ancestor__in=districts, descendant__level=Level.COMMUNE)
        for above, commune in rows.values_list("ancestor_id", "descendant_id"):
            below[above].add(commune)
    all_below = set().union(*below.values())
    made = Plan.objects.filter(overlapping(plan), unit__in=all_below, state=Plan.State.CONFIRMED)
    has = set(made.values_list("unit_id", flat=True)) if all_below else set()
    return {v.unit_id: (len(below[v.unit_id] & has), len(below[v.unit_id])) for v in units}
