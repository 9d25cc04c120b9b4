"""A province in June 2021 with something of everything in it, made as people make it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

import pytest

from lanhmanh.accounts.models import User
from lanhmanh.activities import services as activities
from lanhmanh.activities.models import Activity, Photo
from lanhmanh.activities.rules import Attended
from lanhmanh.activities.services import ActivityData
from lanhmanh.documents.models import Document, Rendition
from lanhmanh.kernel import clock
from lanhmanh.plan import services as plans
from lanhmanh.plan.models import Guidance, Plan, PlanItem, Task
from lanhmanh.reporting.models import Report
from lanhmanh.units.models import Level
from tests.activities.conftest import picture
from tests.factories import Province, make_actor, make_user
from tests.plan.conftest import take_all
from tests.reporting.conftest import Line

NOW = datetime(2021, 6, 17, 10, tzinfo=clock.VIETNAM)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PLAN = """# KẾ HOẠCH
Thực hiện Chương trình giai đoạn 2021 - 2025

I. MỤC ĐÍCH
Giảm tệ nạn trên địa bàn xã, phường, thị trấn.

II. NỘI DUNG
1. Tuyên truyền, vận động hội viên trên địa bàn xã, phường, thị trấn. Định kỳ hằng quý báo cáo kết quả.
2. Rà soát các cơ sở hằng quý.

III. TỔ CHỨC THỰC HIỆN
Ban Thường vụ Hội Nông dân các huyện xây dựng kế hoạch trước ngày 30/4/2021. Định kỳ báo cáo về tỉnh.
"""


@pytest.fixture(autouse=True)
def standing_clock() -> Iterator[None]:
    """Let it be 17/06/2021, ten in the morning."""
    with clock.at(NOW):
        yield


@dataclass
class Things:
    """One of everything: the plan at the province, its draft at the district, the rest at the commune."""

    world: Province
    line: Line
    plan: Plan
    draft: Plan
    item: PlanItem
    task: Task
    document: Document
    rendition: Rendition
    activity: Activity
    photo: Photo
    report: Report
    person: User
    guidance: Guidance


def make_things() -> Things:
    """Walk from the plan to the report."""
    line = Line()
    world, chief = line.world, line.province_officer
    draft = plans.import_plan(actor=chief, unit=world.province, data=PLAN.encode(), name="ke-hoach.md")
    plan = plans.confirm_plan(actor=chief, plan=draft, choices=take_all(draft))
    derived = plans.derive_plan(actor=line.district_officer, unit=world.district, parent_plan=plan, decisions={})
    item = PlanItem.objects.get(plan=plan, path="II.1")
    officer = make_actor("commune_officer", world.commune)
    activity = activities.record_activity(actor=officer, unit=world.commune, data=session(item))
    guidance = plans.send_guidance(
        actor=chief, unit=world.province, plan=plan, item=item, levels=["commune"], title="Cách làm", text="Làm thế.",
        document=plan.document,
    )  # fmt: skip
    [photo] = activities.add_photos(actor=officer, activity=activity, contents=[picture()])
    return Things(
        world, line, plan, derived, item, Task.objects.filter(item__plan=plan, responsible_level=Level.COMMUNE)[0],
        plan.document, Rendition.objects.filter(document=plan.document)[0], activity, photo,
        line.submitted(world.commune, TT_BUOI=3), make_user("commune_officer", world.commune, "nguoi.dung"),
        guidance,
    )  # fmt: skip


def session(item: PlanItem, day: date = date(2021, 6, 10)) -> ActivityData:
    """Return a session of twelve women."""
    return ActivityData(
        kind="session", plan_item=item, day=day, place="Nhà văn hóa", attended=(Attended("members", female=12, male=0),)
    )


@pytest.fixture
def things(db: None) -> Things:
    """Return one of everything."""
    return make_things()


@pytest.fixture
def enter(client, settings) -> Callable[..., object]:  # type: ignore[no-untyped-def]
    """Return the way to sign in as a role at a unit, the duty of a second factor set aside."""
    settings.DEMO = True

    def sign_in(role: str, unit):  # type: ignore[no-untyped-def]
        client.force_login(make_user(role, unit), backend=BACKEND)
        return client

    return sign_in
