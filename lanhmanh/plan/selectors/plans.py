"""Which plans there are, and which one holds for a unit."""

from datetime import date, datetime, time, timedelta

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404

from lanhmanh.accounts.access import Actor, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.db.models import valid_on
from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.plan.models import Plan
from lanhmanh.units.models import Ancestry, Unit
from lanhmanh.units.selectors import ancestors

WAS_IN_FORCE = (Plan.State.CONFIRMED, Plan.State.REPLACED)


def in_force(day: date, at: str = "") -> Q:
    """Return the condition that a plan holds on a day of one of its years; `at` leads to it from another model.

    An amendment holds from the day on which it was confirmed, what it replaced to the day before.
    """
    over = _midnight_after(day)

    def holds(**facts: object) -> Q:
        return Q(**{f"{at}{name}": fact for name, fact in facts.items()})

    begun = holds(amends__isnull=True) | holds(confirmed_at__lt=over)
    goes_on = holds(state=Plan.State.CONFIRMED) | holds(state=Plan.State.REPLACED, replaced_at__gte=over)
    return holds(first_year__lte=day.year, last_year__gte=day.year) & begun & goes_on


def _midnight_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), VIETNAM)


def visible_to(actor: Actor) -> QuerySet[Plan]:
    """Return the plans that are or were in force and that the actor may read, and the drafts that the actor edits."""
    confirmed = Q(state__in=WAS_IN_FORCE, unit__in=units_for(actor, Permission.PLAN_VIEW))
    drafts = Q(state=Plan.State.DRAFT, unit__in=units_for(actor, Permission.PLAN_EDIT))
    return Plan.objects.filter(confirmed | drafts).select_related("unit", "document", "parent")


def plans_of(actor: Actor, unit: Unit) -> QuerySet[Plan]:
    """Return the plans of one unit that the actor may read, the latest first."""
    return visible_to(actor).filter(unit=unit).order_by("-first_year", "-pk")


def home_unit(actor: Actor) -> Unit:
    """Return the unit where the actor works.

    :raises Http404: the actor works nowhere.
    """
    unit = Unit.objects.filter(pk=actor.home_unit_id or 0).first()
    if unit is None:
        raise Http404("unit")
    return unit


def get_plan(actor: Actor, uid: str) -> Plan:
    """Return a plan.

    :raises Http404: there is none that the actor may read.
    """
    plan = visible_to(actor).filter(uid=uid).first()
    if plan is None:
        raise Http404("plan")
    return plan


def get_draft(actor: Actor, uid: str) -> Plan:
    """Return a draft.

    :raises Http404: there is none that the actor may edit.
    """
    plan = visible_to(actor).filter(uid=uid, state=Plan.State.DRAFT).first()
    if plan is None:
        raise Http404("draft")
    return plan


def editable_units(actor: Actor) -> QuerySet[Unit]:
    """Return the units for which the actor may make plans."""
    return units_for(actor, Permission.PLAN_EDIT)


def line_of(unit: Unit, day: date) -> list[Plan]:
    """Return the plans in force for a unit on a day: its own, then those of the units above, the nearest first."""
    lines = Ancestry.objects.filter(valid_on(day), descendant=unit, depth__gt=0)
    here = Q(unit=unit) | Q(unit__in=lines.values("ancestor_id"))
    steps = Coalesce(Subquery(lines.filter(ancestor=OuterRef("unit")).values("depth")[:1]), 0)
    rows = Plan.objects.filter(in_force(day), here).select_related("unit", "document", "parent")
    return list(rows.order_by(steps, "-first_year"))


def overlapping(plan: Plan) -> Q:
    """Return the condition that a plan shares a year with another."""
    return Q(first_year__lte=plan.last_year, last_year__gte=plan.first_year)


def day_within(plan: Plan, day: date) -> date:
    """Return the day of a plan's years that is nearest to a day: a plan is looked at as it stood while it held."""
    return max(date(plan.first_year, 1, 1), min(day, date(plan.last_year, 12, 31)))


def is_from_above(plan: Plan, unit: Unit, day: date) -> bool:
    """Test whether a unit may make its own of a plan: confirmed, and of the nearest unit above that has one then."""
    line = [version.unit_id for version in ancestors(unit, day)]
    if plan.state != Plan.State.CONFIRMED or plan.unit_id not in line:
        return False
    nearer = line[: line.index(plan.unit_id)]
    return not Plan.objects.filter(overlapping(plan), unit__in=nearer, state=Plan.State.CONFIRMED).exists()


def plan_for(unit: Unit, day: date) -> Plan | None:
    """Return the plan by which a unit works on a day: its own confirmed one, else that of the nearest unit above."""
    line = line_of(unit, day)
    return line[0] if line else None


def version_on(plan: Plan, day: date) -> Plan:
    """Return what a plan has become by a day: itself, or the amendment that took its place."""
    while plan.state == Plan.State.REPLACED and plan.replaced_at and plan.replaced_at < _midnight_after(day):
        plan = Plan.objects.select_related("unit", "document").get(amends=plan, state__in=WAS_IN_FORCE)
    return plan


def versions(plan: Plan) -> list[int]:
    """Return the ids of a plan and of all that it took the place of, step by step."""
    found, before = [plan.pk], plan.amends_id
    while before:
        found.append(before)
        before = Plan.objects.values_list("amends_id", flat=True).get(pk=before)
    return found
