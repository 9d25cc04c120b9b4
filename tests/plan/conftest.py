"""A small province with a small plan."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pytest
from django.conf import settings

from lanhmanh import paper
from lanhmanh.accounts.access import Actor
from lanhmanh.kernel import clock
from lanhmanh.paper.document import OfficialDocument
from lanhmanh.plan import services
from lanhmanh.plan.models import Plan, PlanItem, Task
from lanhmanh.plan.services import Decision, LeaveOut, TaskChoice
from lanhmanh.units.models import Unit
from tests.factories import Province, make_actor
from tests.plan import samples

TODAY = date(2021, 6, 17)
SEED, small_document = samples.SEED, samples.small_document


@dataclass
class World:
    """The province, those who act in it, and what they made."""

    units: Province
    province: Actor
    district: Actor
    commune: Actor
    sibling: Actor
    other: Actor
    branch: Actor

    def draft(self) -> Plan:
        """Import the small plan at the province."""
        return services.import_plan(actor=self.province, unit=self.units.province, data=b"# plan", name="ke-hoach.md")

    def plan(self) -> Plan:
        """Import the small plan and confirm all its tasks."""
        plan = self.draft()
        return services.confirm_plan(actor=self.province, plan=plan, choices=take_all(plan))

    def derived(self, decisions: Mapping[str, str | Decision] | None = None, parent: Plan | None = None) -> Plan:
        """Derive the district's plan and confirm it; a mere reason leaves a clause out."""
        parent = parent or Plan.objects.get(unit=self.units.province)
        return self.made(self.district, self.units.district, parent, decisions)

    def made(
        self, actor: Actor, unit: Unit, parent: Plan, decisions: Mapping[str, str | Decision] | None = None
    ) -> Plan:
        """Derive a unit's plan and confirm it."""
        given = {uid: LeaveOut(one) if isinstance(one, str) else one for uid, one in (decisions or {}).items()}
        plan = services.derive_plan(actor=actor, unit=unit, parent_plan=parent, decisions=given)
        return services.confirm_plan(actor=actor, plan=plan, choices=take_all(plan))


def take_all(plan: Plan) -> dict[str, TaskChoice]:
    """Take every proposed task as proposed; what is done once and has no day falls due on 31/12/2021."""
    return {task.uid: choice_of(task) for task in Task.objects.filter(item__plan=plan)}


def choice_of(task: Task) -> TaskChoice:
    """Take a task as it stands."""
    due = (task.due or date(2021, 12, 31)) if task.recurrence == "once" else None
    return TaskChoice(task.title, task.responsible_level, task.recurrence, due, indicators=task.indicators)


def item_of(plan: Plan, path: str) -> PlanItem:
    """Return a clause of a plan by its path."""
    return PlanItem.objects.select_related("plan__unit", "root__plan").get(plan=plan, path=path)


def task_of(plan: Plan, path: str, place: int = 0) -> Task:
    """Return a task of a clause, in the order of the sentences."""
    rows = Task.objects.select_related("item__plan__unit").filter(item__plan=plan, item__path=path)
    return rows.order_by("pk")[place]


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    """Build the province; whatever file is read is the small plan."""
    read: Callable[..., OfficialDocument] = lambda data, name="": small_document()  # noqa: E731
    monkeypatch.setattr(paper, "read", read)
    units = Province()
    return World(
        units,
        make_actor("province_officer", units.province, "canbo.tinh"),
        make_actor("district_officer", units.district, "canbo.bienhoa"),
        make_actor("commune_officer", units.commune, "canbo.trangdai"),
        make_actor("commune_officer", units.sibling, "canbo.tanphong"),
        make_actor("district_officer", units.other_district, "canbo.longthanh"),
        make_actor("branch_head", units.branch, "chihoi.trangdai"),
    )


@pytest.fixture(autouse=True)
def standing_clock():  # type: ignore[no-untyped-def]
    """Let it be 17/06/2021, ten in the morning."""
    with clock.at(datetime(2021, 6, 17, 10, tzinfo=clock.VIETNAM)):
        yield


@pytest.fixture(autouse=True)
def _static_folder() -> None:
    """Let the folder of static files be there, as after an installation."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
