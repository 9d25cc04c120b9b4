"""What becomes of each row of a list of old results of agencies, schools and branches."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from lanhmanh.areas.models import Area, AreaClass
from lanhmanh.areas.selectors.board import tree_day
from lanhmanh.areas.selectors.history_list import OTHER, Known, faults_of
from lanhmanh.areas.selectors.ledger import known_by_unit, known_classes, standing_classes
from lanhmanh.areas.selectors.naming import names_of
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused, sentence
from lanhmanh.kernel.text import fold
from lanhmanh.ui import lists
from lanhmanh.units.models import Ancestry, Level, Unit
from lanhmanh.units.selectors import under

BRANCH = str(Level.BRANCH)
_NO_BODY = sentence("Năm này ở đơn vị không có nơi nào đăng ký tên này: xem lại tên, năm, hoặc ghi nơi đăng ký trước.")
_NO_BRANCH = sentence("Năm này ở đơn vị không có chi hội mang tên này: xem lại tên.")
_NOT_FOR = sentence("Bộ tiêu chí này không dùng cho loại này.")


@dataclass(frozen=True, slots=True)
class Place:
    """What a row is of: a unit, and in it the place that registered (None: the unit itself, a branch)."""

    unit_id: int
    area_id: int | None = None


@dataclass
class Places(Known):
    """Find what rows are of: three queries for each year of the list, and one for all that registered."""

    bodies: dict[tuple[int, str, str], list[Area]] | None = None
    branches: dict[int, dict[tuple[int, str], int]] = field(default_factory=dict)

    def of(self, values: dict[str, Any]) -> Place | None:
        """Return what a row is of, None where there was none in its year."""
        if values["kind"] == BRANCH:
            commune = self.unit(values["code"], values["year"])
            found = self._branches(values["year"]).get((commune or 0, fold(values["name"])))
            return Place(found) if found else None
        # A place goes with its commune into the one that took it over: it may be named by either.
        for year in (values["year"], clock.today().year):
            commune = self.unit(values["code"], year)
            named = self._bodies().get((commune or 0, values["kind"], fold(values["name"])), [])
            if here := next((one for one in named if _spans(one, values["year"])), None):
                return Place(here.unit_id, here.pk)
        return None

    def _bodies(self) -> dict[tuple[int, str, str], list[Area]]:
        if self.bodies is None:
            self.bodies = {}
            below = Ancestry.objects.filter(ancestor=self.province).values("descendant")
            rows = Area.objects.exclude(kind=Area.Kind.UNIT).filter(unit__in=below)
            for row in rows.order_by("pk"):
                self.bodies.setdefault((row.unit_id, row.kind, fold(row.name)), []).append(row)
        return self.bodies

    def _branches(self, year: int) -> dict[tuple[int, str], int]:
        if year not in self.branches:
            rows = under(self.province, tree_day(self.province, year, clock.today()), level=Level.BRANCH)
            told = rows.values_list("parent_id", "name", "unit_id")
            self.branches[year] = {(parent or 0, fold(name)): unit_id for parent, name, unit_id in told}
        return self.branches[year]


def _spans(area: Area, year: int) -> bool:
    """Test whether a place was registered in a year."""
    begun = area.registered_on is None or area.registered_on.year <= year
    return begun and (area.ended_on is None or year <= area.ended_on.year)


def places_of(province: Unit, code: str, rows: Sequence[lists.Row]) -> dict[int, Place]:
    """Return row → what it is of, of those that are of anything."""
    known = Places(province, code)
    found = {row.number: known.of(row.values) for row in rows}
    return {number: place for number, place in found.items() if place}


def judge_bodies(province: Unit, code: str, rows: Sequence[lists.Row]) -> dict[int, lists.Verdict]:
    """Return what there is to say of each row."""
    known = Places(province, code)
    places = {row.number: known.of(row.values) for row in rows}
    there = _standing(code, [one for one in places.values() if one])
    return {row.number: _verdict(row.values, places[row.number], known, there) for row in rows}


def _verdict(
    values: dict[str, Any], place: Place | None, known: Places, there: dict[tuple[Place, int], str]
) -> lists.Verdict:  # fmt: skip
    commune = known.unit(values["code"], values["year"])
    faults = list(faults_of(values, commune or (place.unit_id if place else None), known, clock.today()))
    if commune and place is None:
        faults.append(lists.Fault("name", Refused(_NO_BRANCH if values["kind"] == BRANCH else _NO_BODY)))
    rules = known.rules.get(values["year"])
    if rules and values["kind"] not in rules.subjects:
        faults.append(lists.Fault("kind", Refused(_NOT_FOR)))
    standing = there.get((place, values["year"])) if place else None
    if standing and standing != values["class"]:
        faults.append(lists.Fault("class", Refused(OTHER)))
    same = bool(standing) and not faults
    return lists.Verdict(faults=faults, double=_("đã có trong sổ") if same else "")


def _standing(code: str, places: Sequence[Place]) -> dict[tuple[Place, int], str]:
    """Return (place, year) → class as it was first given; two queries."""
    units = {one.unit_id: one for one in places if one.area_id is None}
    bodies = {one.area_id: one for one in places if one.area_id is not None}
    found = {(units[key], year): one for (key, year), one in known_by_unit(code, list(units)).items()}
    return found | {(bodies[key], year): one for (key, year), one in known_classes(code, list(bodies)).items()}


def body_history(code: str, areas: Iterable[Area]) -> list[dict[str, Any]]:
    """Return every class of some agencies, schools and branches that stands, as rows that can be read in again."""
    held = {area.pk: area for area in areas}
    rows = standing_classes(code).filter(area__in=list(held)).select_related("decision__document")
    names = names_of(held.values(), {area.unit_id for area in held.values()})
    parents = names_of([], {one.parent_id for one in names.versions.values() if one.parent_id})
    told = rows.defer("decision__document__value").order_by("year", "area__unit_id", "area_id")
    return [_row(row, held[row.area_id], names, parents) for row in told]


def _row(row: AreaClass, area: Area, names: Any, parents: Any) -> dict[str, Any]:
    own = names.versions[area.unit_id]
    commune = own if area.kind != Area.Kind.UNIT else parents.versions.get(own.parent_id, own)
    return {
        "code": commune.code, "unit_name": commune.name, "kind": area.subject, "name": area.name or own.name,
        "year": row.year, "class": row.class_code, "recognised": row.recognised, "dated": row.dated,
        "basis": row.decision.document.number if row.decision else row.basis,
    }  # fmt: skip
