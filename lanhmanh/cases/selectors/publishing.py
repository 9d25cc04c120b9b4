"""What a publication would print: counted through `figures`, protected together with all that is out."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any, cast

from django.db.models import Max

from lanhmanh.cases.figures import compute_many
from lanhmanh.cases.models import Publication
from lanhmanh.cases.rules.kept import Kept, next_issue, packed
from lanhmanh.cases.rules.publishing import CLOSED, FLOWS, OPENED, STOCK, STOCKS, Cell, Sheet, Tree, prints, related
from lanhmanh.cases.rules.publishing import sums_over_time as sums_over
from lanhmanh.disclosure import MARK, Protected
from lanhmanh.kernel.periods import Period, parse
from lanhmanh.law.calendars import Window, window
from lanhmanh.units.models import Level, Unit
from lanhmanh.units.selectors import ancestors, under

# One calendar for all that is published: a second one beside it would give away the days between them.
CALENDAR = "MONTH"
PRINTED = (*STOCKS, *FLOWS)
Leaves = dict[int, Mapping[str, int | None]]


@dataclass(frozen=True)
class Draft:
    """Hold an issue as it would be printed now."""

    province: Unit
    unit: Unit
    period: Period
    number: int
    issue: int
    tree: Tree
    cells: dict[str, dict[str, int | str | None]]
    hidden: int
    unprotectable: int
    kept: Kept

    @property
    def seal(self) -> str:
        """Return a word for what is printed, so that what is confirmed is what was looked at."""
        told = repr([(unit, sorted(cells.items())) for unit, cells in sorted(self.cells.items())])
        return sha256(told.encode()).hexdigest()[:32]


def draft(unit: Unit, period: Period) -> Draft:
    """Return the next issue of a period for a province or district and all below it, as of now."""
    days = window(CALENDAR, period)
    province = province_of(unit, days.last)
    earlier = list(Publication.objects.filter(province=province).order_by("number"))
    number = earlier[-1].number + 1 if earlier else 1
    sheet, tree = _sheet(unit, period, [parse(code) for code in {one.period for one in earlier}])
    stock, flow = f"{days.last}", _flow(days)
    printed = frozenset(
        (name, one, stock if name in STOCKS else flow)
        for one in tree.upward()
        for name in PRINTED
        if one > 0 and prints(one, name, tree.communes)
    )
    out = tuple((one.number, bytes(one.kept)) for one in earlier)
    found, kept = next_issue(out, packed(Kept(sheet.table(printed), printed, frozenset())), number)
    again = Publication.objects.filter(unit=unit, period=period.code).aggregate(last=Max("issue"))["last"] or 0
    cells = _cells(found, kept)
    hidden = sum(value == MARK for row in cells.values() for value in row.values())
    return Draft(
        province, unit, period, number, again + 1, tree, cells, hidden, len(found.unprotectable), kept
    )  # fmt: skip


def province_of(unit: Unit, day: date) -> Unit:
    """Return the province of a unit on a day, itself if it is one."""
    return next((one.unit for one in ancestors(unit, day) if one.unit.level == Level.PROVINCE), unit)


def _cells(found: Protected, kept: Kept) -> dict[str, dict[str, int | str | None]]:
    shown = found.shown
    rows: dict[str, dict[str, int | str | None]] = defaultdict(dict)
    for key in kept.table.values:
        if key in kept.printed:
            name, unit, _when = cast(Cell, key)
            rows[str(unit)][name] = shown.get(key, MARK)
    return {unit: {name: row[name] for name in PRINTED if name in row} for unit, row in sorted(rows.items())}


def _sheet(unit: Unit, period: Period, out: list[Period]) -> tuple[Sheet, Tree]:
    """Return all cells that this issue prints or that can be worked out with it, and the tree of its last day."""
    days, sheet = window(CALENDAR, period), Sheet()
    tree, flow = _lay(sheet, unit, days, STOCKS), _flow(days)
    _lay(sheet, unit, days, FLOWS)
    begun = days.first - timedelta(1)
    _lay(sheet, unit, Window(begun, begun), (STOCK,))
    for one in tree.upward():
        was, now = (STOCK, one, f"{begun}"), (STOCK, one, f"{days.last}")
        sheet.tie("balance", one, flow, [was, (OPENED, one, flow)], [now, (CLOSED, one, flow)])
    periods = related(period, out)
    for other in periods:
        if other != period:
            _lay(sheet, unit, window(CALENDAR, other), FLOWS)
    for whole, parts in sums_over(periods):
        _tie_over_time(sheet, tree, _flow(window(CALENDAR, whole)), [_flow(window(CALENDAR, one)) for one in parts])
    return sheet, tree


def _tie_over_time(sheet: Sheet, tree: Tree, whole: str, parts: list[str]) -> None:
    for unit in tree.upward():
        for name in FLOWS:
            sheet.tie(name, unit, whole, [(name, unit, whole)], [(name, unit, part) for part in parts])


def _flow(days: Window) -> str:
    return f"{days.first}/{days.last}"


def _lay(sheet: Sheet, unit: Unit, days: Window, names: tuple[str, ...]) -> Tree:
    when = f"{days.last}" if names[0] == STOCK else _flow(days)
    tree, groups = _groups(unit, days.last)
    found = compute_many(groups=groups, first=days.first, last=days.last, names=[f"cases.{name}" for name in names])
    leaves: Leaves = {
        one: {name: _whole(row[f"cases.{name}"]) for name in names} for one, row in found.items()
    }  # fmt: skip
    tree = _with_own(tree, leaves)
    sheet.lay(when, tree, names, leaves)
    return tree


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)


def _with_own(tree: Tree, leaves: Leaves) -> Tree:
    """Return the tree with a place for what a province or district counts itself, where it does."""
    below = dict(tree.below)
    for unit in tree.below:
        own = leaves.pop(unit)
        if any(own.values()):
            below[unit], leaves[-unit] = (*below[unit], -unit), own
    return Tree(tree.top, below, tree.communes)


def _groups(top: Unit, day: date) -> tuple[Tree, dict[int, list[int]]]:
    """Return the tree down to communes, and for each unit whose cases count for it: branches count for the commune."""
    rows = under(top, day).order_by("sort", "unit_id").values_list("unit_id", "parent_id", "unit__level")
    below: dict[int, list[int]] = defaultdict(list)
    groups: dict[int, list[int]] = defaultdict(list, {top.pk: [top.pk]})
    communes: set[int] = set()
    for unit, parent, level in rows:
        groups[parent if level == Level.BRANCH else unit].append(unit)
        if level != Level.BRANCH:
            below[parent].append(unit)
        if level == Level.COMMUNE:
            communes.add(unit)
    tree = Tree(top.pk, {unit: tuple(parts) for unit, parts in below.items()}, frozenset(communes))
    return tree, dict(groups)
