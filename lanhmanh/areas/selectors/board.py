"""The picture of a province, district or commune: the map of a year, the moves since the year before, who falls behind.

The number of queries is the same for ten communes and for a thousand.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from lanhmanh.areas.models import ChangePlan
from lanhmanh.areas.rules import faces
from lanhmanh.areas.rules.layout import Layout, Place, Point, lay_out
from lanhmanh.areas.rules.moves import Lag, Matrix, Move, lag, matrix, move
from lanhmanh.areas.selectors.book import rule_for, rule_of_pk
from lanhmanh.areas.selectors.ledger import Given, Targets, by_year, plans_by_unit, targets_by_unit
from lanhmanh.kernel import clock
from lanhmanh.law.classes import RuleSet
from lanhmanh.ui.formats import either
from lanhmanh.units.models import Level, Unit, UnitVersion
from lanhmanh.units.selectors import under, versions_on


@dataclass(frozen=True, slots=True)
class Face:
    """A class as it is shown: its code, name, sign, pattern, rank (0 the worst)."""

    code: str
    name: tuple[str, str]
    sign: str
    pattern: str
    rank: int

    @property
    def label(self) -> str:
        """Return the name in the reader's language."""
        return either(self.name[0], self.name[1] or self.name[0])


UNKNOWN = Face("", faces.NO_CLASS, "·", faces.UNKNOWN, -1)


def faces_of(rule_set: RuleSet) -> dict[str, Face]:
    """Return the classes of a rule set as they are shown, the worst first."""
    signs = faces.letters([either(one.name[0], one.name[1] or one.name[0]) for one in rule_set.classes])
    count = len(rule_set.classes)
    return {
        one.code: Face(one.code, one.name, sign, faces.pattern(rank, count), rank)
        for rank, (one, sign) in enumerate(zip(rule_set.classes, signs, strict=True))
    }


@dataclass(frozen=True, slots=True)
class Tile:
    """One commune on the map of a year."""

    unit_id: int
    uid: str
    name: str
    face: Face
    before: Face
    move: Move
    lag: Lag | None
    recognised: bool | None
    district_id: int


@dataclass
class Board:
    """All that the page of a year shows of a unit and the communes below it."""

    root: UnitVersion
    rule_set: RuleSet
    faces: dict[str, Face]
    year: int
    years: list[int]
    tiles: dict[int, Tile]
    layout: Layout
    districts: dict[int, UnitVersion]
    history: Mapping[int, Mapping[int, Given]]
    targets: Targets
    plans: Mapping[int, ChangePlan]
    moves: Matrix = field(default_factory=lambda: Matrix({}, {}))

    @property
    def counts(self) -> list[tuple[Face, int]]:
        """Return how many communes have each class, the worst first."""
        found = Counter(tile.face.code for tile in self.tiles.values())
        return [(face, found[face.code]) for face in self.faces.values()]

    @property
    def unknown(self) -> int:
        """Return how many communes have no class in this year."""
        return sum(tile.face is UNKNOWN for tile in self.tiles.values())

    @property
    def behind(self) -> list[Tile]:
        """Return who falls behind, the gravest first."""
        order = {one: place for place, one in enumerate(Lag)}
        found = [tile for tile in self.tiles.values() if tile.lag]
        return sorted(found, key=lambda tile: (order[tile.lag or Lag.LATE], tile.face.rank))

    def over_years(self) -> list[tuple[int, list[int]]]:
        """Return year and how many communes had each class, of every year that has any."""
        return [(year, self._counted(given.class_code for given in self.of(year).values())) for year in self.years]

    def aims(self) -> tuple[int, list[int]] | None:
        """Return the last year that has targets, and how many communes are to have each class then."""
        years = {year for unit_id in self.tiles for year in self.targets.get(unit_id, {})}
        if not years:
            return None
        last = max(years)
        return last, self._counted(self.targets.get(unit_id, {}).get(last, "") for unit_id in self.tiles)

    def path(self, unit_id: int) -> list[tuple[int, Face]]:
        """Return the classes of a commune, year by year."""
        return [(year, self.face(self.of(year).get(unit_id))) for year in self.years]

    def target(self, unit_id: int) -> tuple[int, Face] | None:
        """Return the next target of a commune, from this year on."""
        coming = [(year, code) for year, code in sorted(self.targets.get(unit_id, {}).items()) if year >= self.year]
        return (coming[0][0], self.faces.get(coming[0][1], UNKNOWN)) if coming else None

    def face(self, given: Given | None) -> Face:
        """Return how a class is shown."""
        return self.faces.get(given.class_code, UNKNOWN) if given else UNKNOWN

    def of(self, year: int) -> Mapping[int, Given]:
        """Return the classes of a year, by unit."""
        return {unit_id: given for unit_id, given in self.history.get(year, {}).items() if unit_id in self.tiles}

    def _counted(self, codes: Iterable[str]) -> list[int]:
        found = Counter(codes)
        return [found[code] for code in self.faces]


def board(root: Unit, code: str, year: int | None = None) -> Board | None:
    """Return the picture of a unit under a rule set; None where the unit was not there in that year.

    Without a year it is the last that has classes.
    """
    today = clock.today()
    now = list(under(root, today, level=Level.COMMUNE, with_self=True))
    history = by_year(code, [version.unit_id for version in now])
    years = sorted(history)
    shown = year or (years[-1] if years else today.year)
    day = tree_day(root, shown, today)
    versions = now if day == today else list(under(root, day, level=Level.COMMUNE, with_self=True))
    if {version.unit_id for version in versions} != {version.unit_id for version in now}:
        history = by_year(code, [version.unit_id for version in versions])
    top = versions_on(day).filter(unit=root).first()
    if top is None:
        return None
    return _board(top, code, shown, versions, history)


def _board(
    root: UnitVersion, code: str, year: int, versions: list[UnitVersion], history: dict[int, dict[int, Given]]
) -> Board:
    ids, day = [version.unit_id for version in versions], tree_day(root.unit, year, clock.today())
    rule_set = _rules(root.unit, code, year, history)
    parents = {version.parent_id for version in versions if version.parent_id}
    found = Board(
        root=root, rule_set=rule_set, faces=faces_of(rule_set), year=year, years=sorted(history), tiles={},
        layout=lay_out(_places(versions)), history=history, targets=targets_by_unit(code, ids),
        plans=plans_by_unit(code, ids),
        districts={one.unit_id: one for one in versions_on(day).filter(unit_id__in=parents)},
    )  # fmt: skip
    found.tiles = {version.unit_id: _tile(found, version) for version in versions}
    found.moves = _moves(found)
    return found


def _moves(found: Board) -> Matrix:
    before, now = ({unit_id: given.class_code for unit_id, given in found.of(year).items()}
                   for year in (found.year - 1, found.year))  # fmt: skip
    return matrix(before, now, {face.code: face.rank for face in found.faces.values()})


def _rules(root: Unit, code: str, year: int, history: Mapping[int, Mapping[int, Given]]) -> RuleSet:
    """Return the rules of a year: those that its classes name, else those in force when it ends."""
    versions = {given.rule_set_id for given in history.get(year, {}).values()}
    if versions:
        return rule_of_pk(max(versions))
    return rule_for(root.pk, code, year).value


def _tile(found: Board, version: UnitVersion) -> Tile:
    unit_id = version.unit_id
    before = found.face(found.history.get(found.year - 1, {}).get(unit_id))
    given = found.history.get(found.year, {}).get(unit_id)
    face = found.face(given)
    ranks = (None if before is UNKNOWN else before.rank), (None if face is UNKNOWN else face.rank)
    aims = [(year, found.faces[code].rank) for year, code in found.targets.get(unit_id, {}).items()
            if code in found.faces]  # fmt: skip
    return Tile(
        unit_id=unit_id, uid=version.unit.uid, name=version.name, face=face, before=before, move=move(*ranks),
        lag=lag(*ranks, aims, found.year), recognised=given.recognised if given else None,
        district_id=version.parent_id or 0,
    )  # fmt: skip


def _places(versions: list[UnitVersion]) -> list[Place]:
    """Return where the tiles lie; a point that a unit has in another year is its point too."""
    lacking = [version.unit_id for version in versions if version.latitude is None]
    rows = UnitVersion.objects.filter(unit_id__in=lacking, latitude__isnull=False).order_by("valid_from")
    known = {version.unit_id: _point(version) for version in rows}
    return [Place(one.unit_id, one.parent_id or 0, _point(one) or known.get(one.unit_id), one.sort) for one in versions]


def _point(version: UnitVersion) -> Point | None:
    if version.latitude is None or version.longitude is None:
        return None
    return version.latitude, version.longitude


def tree_day(root: Unit, year: int, today: date) -> date:
    """Return the day as of which a year is drawn: its last, no later than today, no sooner than the tree."""
    first = UnitVersion.objects.filter(unit=root).order_by("valid_from").values_list("valid_from", flat=True).first()
    return max(min(date(year, 12, 31), today), first or today)
