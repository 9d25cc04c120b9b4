"""The province's plan amended in October 2021; most districts take the amendment up, two have it still to do."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from importlib.resources import files

from lanhmanh.activities.services.done import Entry
from lanhmanh.flows.demo.world import World
from lanhmanh.kernel import clock
from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.plan import services
from lanhmanh.plan.models import Plan, PlanItem
from lanhmanh.plan.selectors import carried, plan_for, tasks_of
from lanhmanh.plan.services import Adopt, TaskChoice
from lanhmanh.units.models import UnitVersion

FILE = "ke-hoach-sua-doi.md"
AMENDED_AT = datetime(2021, 10, 15, 9, tzinfo=VIETNAM)
STILL_TO_DO = {"731", "742"}  # codes of the districts whose plan waits for them on Today
# Task that the new clause gives; the proposal's own title is half a sentence.
NEWS = "Gửi hội viên một tin ngắn qua nhóm Zalo, loa truyền thanh"
Successors = Mapping[int, tuple[date, Mapping[int, PlanItem]]]


def make(world: World) -> None:
    """Import and confirm the amendment of the province; let districts take it up in the weeks after."""
    with clock.at(AMENDED_AT):
        amended = _amend(world)
    for days, version in enumerate(world.districts):
        if version.code not in STILL_TO_DO:
            with clock.at(datetime(2021, 10, 20 + days, 10, tzinfo=VIETNAM)):
                _take_up(world, version, amended)


def _amend(world: World) -> Plan:
    actor, plan = world.actor("canbo.tinh"), plan_for(world.province, AMENDED_AT.date())
    assert plan is not None  # noqa: S101 - the demonstration has just made it
    data = (files("lanhmanh.flows.demo") / FILE).read_bytes()
    draft = services.amend_plan(actor=actor, plan=plan, data=data, name=FILE)
    looked_at = tasks_of(draft).filter(item__change__in=[PlanItem.Change.REWORDED, PlanItem.Change.NEW])
    choices = {
        task.uid: TaskChoice(
            title=task.title if task.carried_from_id else NEWS,
            responsible_level=task.responsible_level,
            recurrence=task.recurrence,
            due=task.due,
            indicators=task.indicators,
            evidence=task.evidence,
        )
        for task in looked_at
    }
    return services.confirm_plan(actor=actor, plan=draft, choices=choices)


def _take_up(world: World, version: UnitVersion, amended: Plan) -> None:
    actor, own = world.officer(version.unit_id), Plan.objects.get(unit=version.unit, state=Plan.State.CONFIRMED)
    decisions = {row.source.uid: Adopt() for row in carried(own, amended) if row.fresh}
    draft = services.take_up(actor=actor, plan=own, amended_parent=amended, decisions=decisions)
    services.confirm_plan(actor=actor, plan=draft, choices={})


def successors() -> Successors:
    """Return plan id → the day from which its amendment holds, and the amendment's clauses by root."""
    found: dict[int, tuple[date, dict[int, PlanItem]]] = {}
    items = PlanItem.objects.filter(plan__amends__isnull=False, plan__state=Plan.State.CONFIRMED)
    for item in items.select_related("plan"):
        if item.plan.amends_id and item.plan.confirmed_at:
            day = item.plan.confirmed_at.astimezone(VIETNAM).date()
            found.setdefault(item.plan.amends_id, (day, {}))[1][item.root_id or item.pk] = item
    return found


def of_its_day(entry: Entry, after: Successors) -> Entry:
    """Return an activity with the clause as it stood in the plan of its day."""
    item = entry.data.plan_item
    day, clauses = after.get(item.plan_id, (date.max, {}))
    now = clauses.get(item.root_id or item.pk)
    if entry.data.day < day or now is None:
        return entry
    return replace(entry, data=replace(entry.data, plan_item=now))
