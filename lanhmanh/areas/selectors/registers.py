"""Agencies and schools that registered, and branches that were scored: who, and what became of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from lanhmanh.accounts.access import Actor, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.models import Area, AreaClass, Assessment, How
from lanhmanh.areas.policies import inside
from lanhmanh.areas.rules.course import ENDED
from lanhmanh.areas.selectors.board import UNKNOWN, Face, faces_of
from lanhmanh.areas.selectors.book import BODIES
from lanhmanh.areas.selectors.ledger import of_subjects
from lanhmanh.areas.selectors.rule_sets import view_of
from lanhmanh.kernel import clock
from lanhmanh.kernel.text import fold
from lanhmanh.law.classes import RuleSet
from lanhmanh.units.models import Level, Unit, UnitVersion
from lanhmanh.units.selectors import names_on, under


@dataclass(frozen=True, slots=True)
class Latest:
    """What became of an area last: the year, its class, whether it was recognised; nothing where it was withdrawn."""

    row: AreaClass
    face: Face

    @property
    def withdrawn(self) -> bool:
        """Tell whether the last result was taken back."""
        return self.row.how == How.WITHDRAWN


def registered_below(actor: Actor, root: Unit, *, kind: str = "", ended: bool = False) -> QuerySet[Area]:
    """Return the agencies, schools and scored branches below a unit that the actor may look into, by unit and name."""
    below = under(root, clock.today(), with_self=True).values("unit_id")
    rows = Area.objects.filter(of_subjects([kind] if kind else BODIES), unit__in=inside(actor))
    rows = rows.filter(unit__in=below, ended_on__isnull=not ended)
    return rows.select_related("unit").order_by("unit_id", "name", "pk")


def of_words(rows: QuerySet[Area], words: str) -> QuerySet[Area]:
    """Return the areas whose own name or whose unit's bears these words, without regard to marks; two queries more."""
    if not (asked := fold(words)):
        return rows
    told = list(rows.order_by().values_list("pk", "name", "unit_id"))
    names = names_on({unit_id for _pk, _name, unit_id in told}, clock.today())
    return rows.filter(pk__in=[pk for pk, name, unit_id in told if asked in fold(f"{name} {names.get(unit_id, '')}")])


def registered_in(actor: Actor, root: Unit) -> QuerySet[Area]:
    """Return those below a unit that the actor may look into, the ended ones too."""
    below = under(root, clock.today(), with_self=True).values("unit_id")
    return (
        Area.objects.filter(of_subjects(BODIES), unit__in=inside(actor)).filter(unit__in=below).select_related("unit")
    )


def unscored(rows: QuerySet[Area], year: int) -> QuerySet[Area]:
    """Return those of some areas that were there in a year and have nothing of it yet, at units that have not ended."""
    there = Q(registered_on=None) | Q(registered_on__year__lte=year)
    rows = rows.filter(there, Exists(UnitVersion.objects.filter(unit=OuterRef("unit"), valid_to=None)), ended_on=None)
    rows = rows.exclude(Exists(AreaClass.objects.filter(area=OuterRef("pk"), year=year)))
    return rows.exclude(Exists(Assessment.objects.filter(area=OuterRef("pk"), year=year)))


def latest_of(areas: Iterable[Area]) -> dict[int, Latest]:
    """Return area → what stands of its last year with a result, in one query."""
    rows = AreaClass.objects.filter(area__in=[area.pk for area in areas], replaced_by=None)
    values: dict[int, RuleSet] = {}
    found: dict[int, Latest] = {}
    for row in rows.select_related("rule_set").order_by("year", "pk"):
        if row.rule_set_id not in values:
            values[row.rule_set_id] = view_of(row.rule_set).value
        face = faces_of(values[row.rule_set_id]).get(row.class_code, UNKNOWN)
        found[row.area_id] = Latest(row, face)
    return found


def under_way(areas: Iterable[Area]) -> dict[int, Assessment]:
    """Return area → its assessment of the latest year that has no decision yet, in one query."""
    rows = Assessment.objects.filter(area__in=[area.pk for area in areas]).exclude(state__in=ENDED)
    return {row.area_id: row for row in rows.order_by("year", "pk")}


def communes_of(actor: Actor) -> list[Unit]:
    """Return the communes that the actor scores."""
    return list(units_for(actor, Permission.AREA_SCORE).filter(level=Level.COMMUNE))


def branches_of(commune: Unit) -> Sequence[tuple[Unit, str]]:
    """Return the branches of a commune today, with their names."""
    return [(one.unit, one.name) for one in under(commune, clock.today(), level=Level.BRANCH)]
