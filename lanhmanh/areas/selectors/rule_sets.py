"""Which rule sets classify the areas of a unit on a day, and which ones somebody may read or write.

Rule sets are public, so those in force are read without an actor; drafts only by who writes them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from lanhmanh.accounts.access import Actor, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.models import RuleSet
from lanhmanh.kernel import clock
from lanhmanh.law import classes
from lanhmanh.units.models import Ancestry, Unit
from lanhmanh.units.selectors import names_on

State = RuleSet.State


@dataclass(frozen=True)
class RuleSetView:
    """A kept version of a rule set and its value."""

    row: RuleSet
    value: classes.RuleSet
    owner: str = ""

    @property
    def pk(self) -> int:
        """Return the row's key, for rows that refer to it."""
        return self.row.pk

    @property
    def uid(self) -> str:
        """Return the public id."""
        return self.row.uid

    @property
    def code(self) -> str:
        """Return the code that all versions share."""
        return self.row.code

    @property
    def version(self) -> int:
        """Return the version."""
        return self.row.version


def view_of(row: RuleSet) -> RuleSetView:
    """Return a kept version with its value."""
    return RuleSetView(row, classes.read(row.body))


def rule_set_on(unit: Unit, code: str, day: date) -> RuleSetView:
    """Return the version of a rule set by which the areas of a unit are classified on a day.

    :raises RuleSet.DoesNotExist: none of that code holds there on the day.
    """
    for one in _in_force(unit, day, code=code):
        return view_of(one)
    raise RuleSet.DoesNotExist(code)


def rule_sets_on(unit: Unit, day: date) -> list[RuleSetView]:
    """Return every rule set by which the areas of a unit are classified on a day, a province's own first."""
    return [view_of(one) for one in _in_force(unit, day)]


def _in_force(unit: Unit, day: date, **only: str) -> list[RuleSet]:
    """Return the rows that hold, one of each code: of the nearest owner, the version that began last."""
    lines = Ancestry.objects.filter(descendant=unit)
    holds = Q(effective_to__isnull=True) | Q(effective_to__gte=day)
    owners = Q(unit__isnull=True) | Q(unit__in=lines.values("ancestor_id"))
    far = Subquery(lines.filter(ancestor=OuterRef("unit")).order_by("-valid_from").values("depth")[:1])
    rows = RuleSet.objects.filter(holds, owners, state=State.PUBLISHED, effective_from__lte=day, **only)
    return _first_of_each(sorted(rows.annotate(far=far), key=_nearest_first))


def _nearest_first(row: Any) -> tuple[bool, int, str, int, int]:
    return row.far is None, row.far or 0, row.code, -row.effective_from.toordinal(), -row.version


def _first_of_each(rows: Iterable[RuleSet]) -> list[RuleSet]:
    found: dict[str, RuleSet] = {}
    for row in rows:
        found.setdefault(row.code, row)
    return list(found.values())


def visible_to(actor: Actor) -> QuerySet[RuleSet]:
    """Return what the actor may read: the state's, those that hold where areas are seen, drafts where written."""
    places = {unit for units in actor.places(Permission.AREA_VIEW).values() for unit in units}
    above = Ancestry.objects.filter(descendant__in=places).values("ancestor_id")
    seen = Q(unit__isnull=True) | Q(unit__in=units_for(actor, Permission.AREA_VIEW)) | Q(unit__in=above)
    drafts = Q(state=State.DRAFT, unit__in=units_for(actor, Permission.RULES_WRITE))
    return RuleSet.objects.filter((seen & ~Q(state=State.DRAFT)) | drafts).select_related("unit")


def get_rule_set(actor: Actor, uid: str) -> RuleSetView:
    """Return a rule set that the actor may read.

    :raises Http404: there is none.
    """
    rows = visible_to(actor).select_related("document", "saved_by", "published_by", "withdrawn_by")
    found = rows.filter(uid=uid).first()
    if found is None:
        raise Http404("rule set")
    names = names_on([found.unit_id or 0], clock.today())
    return replace(view_of(found), owner=names.get(found.unit_id or 0, ""))


def get_draft(actor: Actor, uid: str) -> RuleSetView:
    """Return a draft that the actor writes.

    :raises Http404: there is none.
    """
    found = get_rule_set(actor, uid)
    if found.row.state != State.DRAFT:
        raise Http404("draft")
    return found


def all_rule_sets(actor: Actor) -> list[RuleSetView]:
    """Return everything that the actor may read, the state's first, the newest version of each code first."""
    rows = list(visible_to(actor).order_by(F("unit").asc(nulls_first=True), "code", "-version"))
    names = names_on({row.unit_id for row in rows if row.unit_id}, clock.today())
    return [replace(view_of(row), owner=names.get(row.unit_id or 0, "")) for row in rows]


def versions_of(actor: Actor, row: RuleSet) -> list[RuleSet]:
    """Return the other versions of a rule set that the actor may read, the newest first."""
    return list(visible_to(actor).filter(unit=row.unit, code=row.code).exclude(pk=row.pk).order_by("-version"))


def writing_unit(actor: Actor) -> Unit:
    """Return the unit for which the actor writes rule sets.

    :raises Http404: there is none.
    """
    unit = units_for(actor, Permission.RULES_WRITE).order_by("pk").first()
    if unit is None:
        raise Http404("unit")
    return unit
