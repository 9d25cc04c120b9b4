"""Reading the ledger: what stands, year by year, and what is aimed at."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from lanhmanh.accounts.models import Membership
from lanhmanh.areas.models import Area, AreaClass, ChangePlan, How, TargetClass
from lanhmanh.units.models import Ancestry, Level, Unit

Targets = dict[int, dict[int, str]]


def standing_classes(code: str) -> QuerySet[AreaClass]:
    """Return the classes under a rule set that no other row replaces; a withdrawn one is none."""
    return AreaClass.objects.filter(rule_code=code, replaced_by=None).exclude(how=How.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Given:
    """The class of a unit in a year, as a map needs it."""

    class_code: str
    rule_set_id: int
    recognised: bool | None


def by_year(code: str, unit_ids: Collection[int]) -> dict[int, dict[int, Given]]:
    """Return year → unit → class that stands, of communes and branches, in one query."""
    rows = standing_classes(code).filter(area__kind=Area.Kind.UNIT, area__unit_id__in=unit_ids)
    found: dict[int, dict[int, Given]] = defaultdict(dict)
    told = rows.values_list("year", "area__unit_id", "class_code", "rule_set_id", "recognised")
    for year, unit_id, class_code, rule_set_id, recognised in told:
        found[year][unit_id] = Given(class_code, rule_set_id, recognised)
    return found


def targets_of(code: str, area_ids: Iterable[int]) -> Targets:
    """Return area → year → the class last set for it; one that was taken back is left out."""
    rows = TargetClass.objects.filter(rule_code=code, area__in=list(area_ids)).order_by("pk")
    return _latest(rows.values_list("area_id", "year", "class_code"))


def targets_set_outside(unit: Unit, unit_ids: Iterable[int], code: str) -> dict[tuple[int, int], str]:
    """Return (commune, year) → the class last set for it by somebody who does not work at a unit; two queries."""
    own = set(Membership.objects.filter(unit=unit).values_list("user_id", flat=True))
    rows = TargetClass.objects.filter(rule_code=code, area__kind=Area.Kind.UNIT, area__unit__in=list(unit_ids))
    told = rows.order_by("pk").values_list("area__unit_id", "year", "class_code", "set_by_id")
    return {(unit_id, year): class_code for unit_id, year, class_code, by in told if by not in own}


def targets_by_unit(code: str, unit_ids: Collection[int]) -> Targets:
    """Return unit → year → the class last set for it."""
    rows = TargetClass.objects.filter(rule_code=code, area__kind=Area.Kind.UNIT, area__unit_id__in=unit_ids)
    return _latest(rows.order_by("pk").values_list("area__unit_id", "year", "class_code"))


def _latest(rows: Iterable[tuple[int, int, str]]) -> Targets:
    found: Targets = defaultdict(dict)
    for key, year, class_code in rows:
        found[key][year] = class_code
    return {key: {year: one for year, one in told.items() if one} for key, told in found.items()}


def plans_by_unit(code: str, unit_ids: Collection[int]) -> dict[int, ChangePlan]:
    """Return unit → its plan of change that has not ended."""
    rows = ChangePlan.objects.filter(rule_code=code, area__unit_id__in=unit_ids, area__kind=Area.Kind.UNIT)
    found = rows.exclude(state=ChangePlan.State.ENDED).select_related("area")
    return {plan.area.unit_id: plan for plan in found}


def known_classes(code: str, area_ids: Collection[int]) -> dict[tuple[int, int], str]:
    """Return (area, year) → class as it was first given, of areas that have one."""
    rows = AreaClass.objects.filter(rule_code=code, area__in=area_ids, replaces=None)
    return {(area_id, year): one for area_id, year, one in rows.values_list("area_id", "year", "class_code")}


def known_by_unit(code: str, unit_ids: Collection[int]) -> dict[tuple[int, int], str]:
    """Return (unit, year) → class as it was first given, of communes and branches that have one."""
    rows = AreaClass.objects.filter(rule_code=code, area__kind="unit", area__unit_id__in=unit_ids, replaces=None)
    found = rows.values_list("area__unit_id", "year", "class_code")
    return {(unit_id, year): class_code for unit_id, year, class_code in found}


def codes_used(province_id: int, *subjects: str) -> list[str]:
    """Return the rule sets under which such areas of a province (communes) have classes, the most used first."""
    below = Ancestry.objects.filter(ancestor_id=province_id).values("descendant_id")
    rows = AreaClass.objects.filter(of_subjects(subjects or (Level.COMMUNE,), "area__"), area__unit__in=below)
    told = rows.order_by().values_list("rule_code").annotate(count=Count("pk"))
    return [code for code, _count in told.order_by("-count", "rule_code")]


def of_subjects(subjects: Iterable[str], prefix: str = "") -> Q:
    """Return the condition that an area is of one of these kinds, as rule sets call them."""
    wanted = set(subjects)
    units = Q(**{f"{prefix}kind": Area.Kind.UNIT, f"{prefix}unit__level__in": wanted & set(Level.values)})
    return units | Q(**{f"{prefix}kind__in": wanted & {Area.Kind.AGENCY, Area.Kind.SCHOOL}})
