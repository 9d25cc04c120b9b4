"""A province with a confirmed plan of two clauses, and people who record."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from lanhmanh.accounts.access import Actor, actor_for
from lanhmanh.accounts.models import User
from lanhmanh.activities.rules import Attended, Handed
from lanhmanh.activities.services.done import ActivityData, WorkedWith
from lanhmanh.documents.models import Document
from lanhmanh.kernel import clock
from lanhmanh.plan.models import Plan, PlanItem
from tests.activities.pictures import picture
from tests.factories import Province, make_actor, make_user

__all__ = ["picture"]

NOW = datetime(2021, 12, 20, 9, 0, tzinfo=clock.VIETNAM)
TODAY = NOW.date()


@dataclass
class World:
    """What the tests stand on."""

    tree: Province
    user: User
    officer: Actor
    item: PlanItem
    other_item: PlanItem

    def data(self, **changes: Any) -> ActivityData:
        """Return a session of 64 attendances, changed as told."""
        session = ActivityData(
            kind="session",
            plan_item=self.item,
            day=date(2021, 12, 17),
            place="Nhà văn hóa khu phố 4",
            attended=(Attended("members", female=30, male=24), Attended("elders", unstated=10)),
            handed=(Handed("leaflet", 120),),
            partners=(WorkedWith("police"),),
        )
        return replace(session, **changes)


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """Build the small world, the clock standing at 20/12/2021."""
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)
    with clock.at(NOW):
        tree = Province()
        chief = make_user("province_officer", tree.province)
        document = Document.objects.create(
            origin="received", unit=tree.province, title="Kế hoạch", registered_at=NOW, registered_by=chief
        )
        plan = Plan.objects.create(
            unit=tree.province, document=document, title="Kế hoạch", first_year=2021, last_year=2025,
            created_at=NOW, created_by=chief,
        )  # fmt: skip
        first = PlanItem.objects.create(plan=plan, path="II.1", label="1", heading="Tuyên truyền", order=1)
        second = PlanItem.objects.create(plan=plan, path="II.2", label="2", heading="Phong trào", order=2)
        Plan.objects.filter(pk=plan.pk).update(state="confirmed", confirmed_at=NOW, confirmed_by=chief)
        user = make_user("commune_officer", tree.commune, "canbo.trangdai")
        yield World(tree, user, actor_for(user, TODAY), first, second)


@pytest.fixture
def stranger(world: World) -> Actor:
    """Return an officer of another commune of the same district."""
    return make_actor("commune_officer", world.tree.sibling)
