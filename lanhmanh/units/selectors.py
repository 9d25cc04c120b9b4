"""Questions to the tree; each is asked as of a date. The tree is public, so no actor is needed."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Func, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import Http404

from lanhmanh.db.models import valid_on
from lanhmanh.db.prepared import prepared
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.text import fold, nfc
from lanhmanh.units.models import Agency, Ancestry, Level, Succession, Unit, UnitVersion
from lanhmanh.units.rules import history

FOUND_AT_MOST = 60
_FIELDS = tuple(one.attname for one in Unit._meta.concrete_fields)


def versions_on(day: date) -> QuerySet[UnitVersion]:
    """Return what every unit is on that day."""
    return UnitVersion.objects.filter(valid_on(day)).select_related("unit")


def version_of(unit: Unit, day: date) -> UnitVersion | None:
    """Return what a unit is on that day, None if it is not."""
    return versions_on(day).filter(unit=unit).first()


def names_on(unit_ids: Iterable[int], day: date) -> dict[int, str]:
    """Return unit id → full name on that day, in one query."""
    return dict(versions_on(day).filter(unit_id__in=list(unit_ids)).values_list("unit_id", "name"))


def known_names(unit_ids: Iterable[int], day: date) -> dict[int, str]:
    """Return unit id → full name on that day, or the last one of a unit that ended before it, in one query."""
    asked = list(unit_ids)
    return dict(_known(asked, day)) if asked else {}


@prepared
def _known(units: Any, day: Any) -> QuerySet[Any, Any]:
    rows = UnitVersion.objects.filter(unit__in=units, valid_from__lte=day).order_by("valid_from")
    return rows.values_list("unit_id", "name")


def name_on(day: date) -> Coalesce:
    """Return the full name on that day of the unit of a row, to be read with the row; "" where it is not there."""
    return Coalesce(Subquery(versions_on(day).filter(unit=OuterRef("unit")).values("name")[:1]), Value(""))


def under(unit: Unit, day: date, *, level: str | None = None, with_self: bool = False) -> QuerySet[UnitVersion]:
    """Return the units below one on that day, in Vietnamese order; only those of `level` where given."""
    below = Ancestry.objects.filter(valid_on(day), ancestor=unit, depth__gte=0 if with_self else 1)
    rows = versions_on(day).filter(unit_id__in=below.values("descendant_id"))
    if level:
        rows = rows.filter(unit__level=level)
    return rows.order_by("sort")


def children(unit: Unit, day: date) -> QuerySet[UnitVersion]:
    """Return the units one step below on that day, in Vietnamese order."""
    return versions_on(day).filter(parent=unit).order_by("sort")


def ancestors(unit: Unit, day: date) -> list[UnitVersion]:
    """Return the units above one on that day, the nearest first, in one query."""
    lines = Ancestry.objects.filter(valid_on(day), descendant=unit, depth__gt=0)
    steps = Subquery(lines.filter(ancestor=OuterRef("unit")).values("depth")[:1])
    rows = versions_on(day).filter(unit_id__in=lines.values("ancestor_id"))
    return list(rows.order_by(steps))


def parent_of(unit: Unit, day: date) -> Unit | None:
    """Return the unit one step above on that day."""
    above = ancestors(unit, day)
    return above[0].unit if above else None


def keeper_of(unit: Unit, day: date) -> Unit:
    """Return at which unit the bodies of one are kept: a branch at its commune, any other at itself."""
    return (parent_of(unit, day) or unit) if unit.level == Level.BRANCH else unit


def get_unit(uid: str) -> Unit:
    """Return a unit by its public id.

    :raises Http404: there is none.
    """
    for row in _units(uid):
        return Unit.from_db(None, _FIELDS, row)
    raise Http404("unit")


@prepared
def _units(uid: Any) -> QuerySet[Any, Any]:
    return Unit.objects.filter(uid=uid).values_list(*_FIELDS)


def union_name(version: UnitVersion) -> str:
    """Return the name of the Farmers' Union body of a unit: "Hội Nông dân phường Trảng Dài"."""
    return union_named(version.name, version.unit.level)


def union_named(name: str, level: str) -> str:
    """Return the name of the Farmers' Union body of a unit that is called so; a branch is such a body itself."""
    return name if level == Level.BRANCH else f"Hội Nông dân {name[:1].lower()}{name[1:]}"


@dataclass
class Node:
    """A unit on a day with the units one step below it."""

    version: UnitVersion
    below: list["Node"] = field(default_factory=list)
    branches: int = 0


@dataclass(frozen=True)
class Tree:
    """A province on a day: its districts and communes, and how many units there are of each kind."""

    top: Node
    districts: int
    communes: Counter[str]
    branches: int


@dataclass(frozen=True)
class Move:
    """One succession seen from a unit's page: the other unit, its name then, how much and how many people."""

    succession: Succession
    unit: Unit
    name: str


def provinces(day: date) -> list[UnitVersion]:
    """Return the provinces on that day, in Vietnamese order."""
    return list(versions_on(day).filter(unit__level=Level.PROVINCE, parent=None).order_by("sort"))


def province_ids(unit_id: int | None) -> set[int]:
    """Return the provinces that a unit ever stood under, itself if it is one."""
    rows = Ancestry.objects.filter(descendant_id=unit_id, ancestor__level=Level.PROVINCE)
    return set(rows.values_list("ancestor_id", flat=True))


def reform_days() -> list[date]:
    """Return the days on which units were joined or divided, the oldest first."""
    return list(Succession.objects.order_by("on").values_list("on", flat=True).distinct())


def tree(root: UnitVersion, day: date) -> Tree:
    """Return a unit with its districts and communes on that day; branches are counted. Three queries at any size."""
    rows = list(under(root.unit, day).exclude(unit__level=Level.BRANCH))
    branch_rows = under(root.unit, day, level=Level.BRANCH).order_by().values_list("parent_id")
    branches = dict(branch_rows.annotate(count=Count("pk")))
    nodes = {version.unit_id: Node(version, branches=branches.get(version.unit_id, 0)) for version in [root, *rows]}
    for version in rows:
        if above := nodes.get(version.parent_id or 0):
            above.below.append(nodes[version.unit_id])
    kinds = Counter(version.kind for version in rows if version.unit.level == Level.COMMUNE)
    districts = sum(version.unit.level == Level.DISTRICT for version in rows)
    return Tree(nodes[root.unit_id], districts, kinds, sum(branches.values()))


def find(text: str, day: date) -> list[UnitVersion]:
    """Return units by name, typed with or without marks, or by code; names that hold the marks as typed come first."""
    typed = " ".join(nfc(text).lower().split())
    if not typed:
        return []
    rows = versions_on(day).filter(Q(search__contains=fold(typed)) | Q(code__startswith=typed))
    rows = rows.select_related("unit", "parent").order_by("sort")[: 10 * FOUND_AT_MOST]
    return sorted(rows, key=lambda version: typed not in version.name.lower())[:FOUND_AT_MOST]


def life(unit: Unit) -> list[UnitVersion]:
    """Return all that a unit has been, the oldest first."""
    return list(unit.versions.select_related("unit").order_by("valid_from"))


def changes(versions: Iterable[UnitVersion]) -> list[history.Change]:
    """Return what happened to a unit, the newest first, with the names its parents then had."""
    told = list(versions)
    parents = {version.parent_id for version in told if version.parent_id}
    names: dict[int, list[UnitVersion]] = defaultdict(list)
    for version in UnitVersion.objects.filter(unit_id__in=parents).order_by("valid_from"):
        names[version.unit_id].append(version)
    return history.changes(
        history.Facts(v.valid_from, v.valid_to, v.name, v.code, _name_at(names.get(v.parent_id or 0, []), v.valid_from))
        for v in told
    )


def predecessors(unit: Unit) -> list[Move]:
    """Return what other units gave to one, with their names on the eve."""
    return _moves(unit.predecessors.select_related("source").order_by("on", "pk"), "source")


def successors(unit: Unit) -> list[Move]:
    """Return what a unit gave to others, with their names since then."""
    return _moves(unit.successors.select_related("target").order_by("on", "pk"), "target")


def agencies(unit: Unit, day: date) -> list[Agency]:
    """Return the partner bodies at a unit on that day."""
    return list(unit.agencies.filter(valid_on(day)).order_by("pk"))


def tree_lines(day: date, root: str = "") -> list[str]:
    """Return the tree on a day as lines of text, below every province or below the unit of one code.

    :raises Refused: no unit has that code on that day.
    """
    tops = provinces(day) if not root else list(versions_on(day).filter(code=root))
    if not tops and root:
        raise Refused(f"Ngày {day:%d/%m/%Y} không có đơn vị nào mang mã {root}. Xem lại mã hoặc ngày.")
    return [line for top in tops for line in _lines(tree(top, day).top, 0)]


def _lines(node: Node, depth: int) -> list[str]:
    code = f"  {node.version.code}" if node.version.code else ""
    branches = f"  ({node.branches} chi hội)" if node.branches else ""
    own = f"{'  ' * depth}{node.version.name}{code}{branches}"
    return [own, *(line for below in node.below for line in _lines(below, depth + 1))]


def _name_at(versions: list[UnitVersion], day: date) -> str:
    return next((v.name for v in versions if v.valid_from <= day and (v.valid_to is None or v.valid_to > day)), "")


def _moves(rows: Iterable[Succession], side: str) -> list[Move]:
    told = list(rows)
    others: list[Unit] = [getattr(row, side) for row in told]
    names: dict[int, list[UnitVersion]] = defaultdict(list)
    for version in UnitVersion.objects.filter(unit__in=others).order_by("valid_from"):
        names[version.unit_id].append(version)
    eve = timedelta(days=1 if side == "source" else 0)
    return [Move(row, unit, _name_at(names[unit.pk], row.on - eve)) for row, unit in zip(told, others, strict=True)]


@dataclass(frozen=True)
class Forebear:
    """A unit that is no more and went into another, itself or through units that are no more either.

    `sole`: all of it went one way, so that what it left is its heir's; else each heir takes what is its own.
    """

    unit: Unit
    name: str
    on: date
    sole: bool


def forebears(unit: Unit, day: date) -> list[Forebear]:
    """Return the units that went into one and are no more on a day, the oldest reform first; a few queries."""
    found: dict[int, tuple[date, bool]] = {}
    heirs = {unit.pk: True}
    while heirs:
        rows = Succession.objects.filter(target__in=heirs, on__lte=day).exclude(source__in=[unit.pk, *found])
        told = list(rows.values_list("source_id", "target_id", "on"))
        ended = _ended({source for source, _target, _on in told}, day)
        gone = [(source, target, on) for source, target, on in told if ended.get(source) == on]
        ways = _ways({source for source, _target, _on in gone}, ended)
        heirs = {source: ways[source] == 1 and heirs[target] for source, target, _on in gone}
        found |= {source: (on, heirs[source]) for source, _target, on in gone}
    names, units = last_names(found), Unit.objects.in_bulk(found)
    made = [Forebear(units[pk], names.get(pk, ""), on, sole) for pk, (on, sole) in found.items()]
    return sorted(made, key=lambda one: (one.on, one.name))


def _ended(unit_ids: set[int], day: date) -> dict[int, date]:
    """Return unit → the day from which it is no more, of those that are no more on a day."""
    found: dict[int, date | None] = {}
    rows = UnitVersion.objects.filter(unit__in=unit_ids).order_by("valid_from")
    for unit_id, valid_to in rows.values_list("unit_id", "valid_to"):
        found[unit_id] = valid_to
    return {unit_id: end for unit_id, end in found.items() if end is not None and end <= day}


def _ways(unit_ids: set[int], ended: dict[int, date]) -> Counter[int]:
    """Return unit → into how many units it went when it ended."""
    rows = Succession.objects.filter(source__in=unit_ids).values_list("source_id", "target_id", "on").distinct()
    return Counter(source for source, _target, on in rows if on == ended[source])


def last_names(unit_ids: Iterable[int]) -> dict[int, str]:
    """Return unit id → the last full name it had, of those that are no more too, in one query."""
    rows = UnitVersion.objects.filter(unit__in=list(unit_ids)).order_by("valid_from")
    return dict(rows.values_list("unit_id", "name"))


def counts_of(rows: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """Return how many different rows each of some queries has, in one query for all of them.

    A unit carries the counts, whatever is counted: where there is none, nothing can be anybody's.
    """
    if not rows:
        return {}
    once = Func(F("pk"), function="COUNT", template="%(function)s(DISTINCT %(expressions)s)")
    numbers = [Subquery(one.order_by().annotate(number=once).values("number")) for one in rows.values()]
    found: Any = next(iter(Unit.objects.order_by().values_list(*numbers)[:1]), [0] * len(rows))
    return dict(zip(rows, found, strict=True))
