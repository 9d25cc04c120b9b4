"""A province in June 2021 with something of everything in it, made as people make it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from unittest.mock import patch

import pytest

from lanhmanh import paper
from lanhmanh.accounts.models import User
from lanhmanh.activities.models import Activity, PersonOfStanding, Photo
from lanhmanh.activities.rules import Attended
from lanhmanh.activities.services import done as activities
from lanhmanh.activities.services.done import ActivityData
from lanhmanh.activities.services.registers import Entry, add
from lanhmanh.cases import services as cases
from lanhmanh.cases.models import Case, Opening, Twin
from lanhmanh.documents.models import Document, Rendition
from lanhmanh.kernel import clock
from lanhmanh.plan import services as plans
from lanhmanh.plan.models import Guidance, Plan, PlanItem, Task
from lanhmanh.reporting import services as reports
from lanhmanh.reporting.models import FormDesign, Report
from lanhmanh.units.models import Level
from tests.activities.conftest import picture
from tests.factories import Province, make_actor, make_user
from tests.factories.cases import make_case
from tests.factories.vault import Member, Vault
from tests.plan.conftest import take_all
from tests.reporting.conftest import Line
from tests.reporting.test_own_forms import drafted, published
from tests.web.place_routes import Places, make_places

NOW = datetime(2021, 6, 17, 10, tzinfo=clock.VIETNAM)
NOON = datetime(2021, 6, 17, 12, tzinfo=clock.VIETNAM)
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
    design: FormDesign
    own_form: str
    guidance: Guidance

    @cached_property
    def holder(self) -> User:
        """Return who holds the commune's key."""
        return self.helper.user

    @cached_property
    def helper(self) -> Member:
        """Return who works on the commune's cases, with the keys unlocked."""
        return Vault(self.world).member("case_worker", self.world.commune)

    @cached_property
    def case(self) -> Case:
        """Return a case of the commune that was opened in an emergency."""
        case = self._case("Nguyễn Văn Thử")
        Opening.objects.create(case=case, user=self.holder, kind="break_glass", purpose="support", at=NOW, until=NOON)
        return case

    @cached_property
    def offered(self) -> Case:
        """Return a case that the commune offers to its neighbour."""
        case = self._case("Lê Thị Khác")
        by = {"actor": self.helper.actor, "keys": self.helper.keys}
        words = "Chuyển chỗ ở sang phường bên"
        cases.ask_transfer(**by, case=case, to_unit=self.world.sibling.uid, words=words)
        return case

    @cached_property
    def twin(self) -> Twin:
        """Return two cases that may be of one person, one of the commune and one of its neighbour."""
        first, second = self.case, make_case(self.world.sibling, NOW.date())
        return Twin.objects.create(first=first, second=second)

    def _case(self, name: str) -> Case:
        words = {"full_name": name, "ground": "QĐ 1/QĐ-UBND"}
        data, helper = cases.CaseData(ground="assigned", words=words), self.helper
        return cases.open_new_case(actor=helper.actor, keys=helper.keys, unit=self.world.commune, data=data)

    @cached_property
    def places(self) -> Places:
        """Return a business and a site of the commune, each with one of everything that can be recorded there."""
        return make_places(self.world)

    @cached_property
    def issued(self) -> Document:
        """Return a consolidation of the province that was issued, and changed since."""
        return issued(self.line)

    @cached_property
    def amendment(self) -> Plan:
        """Return the draft of an amendment of the province's plan for later years."""
        text = PLAN.replace("2021 - 2025", "2026 - 2030").replace("hằng quý.", "hằng tháng.")
        return plans.amend_plan(
            actor=self.line.province_officer, plan=self.later, data=text.encode(), name="sua-doi.md"
        )

    @cached_property
    def elder(self) -> PersonOfStanding:
        """Return a person of standing whom the commune lists."""
        officer = make_actor("commune_officer", self.world.commune)
        day = date(2021, 6, 1)
        values = {"name": "Nguyễn Văn Thử", "kind": "elder", "consent_on": day, "consent_how": "Giấy", "listed_on": day}
        return add(actor=officer, model=PersonOfStanding, entry=Entry(self.world.commune, values))

    @cached_property
    def later(self) -> Plan:
        """Return the province's plan for later years, in force."""
        chief, text = self.line.province_officer, PLAN.replace("2021 - 2025", "2026 - 2030")
        draft = plans.import_plan(actor=chief, unit=self.world.province, data=text.encode(), name="sau.md")
        return plans.confirm_plan(actor=chief, plan=draft, choices=take_all(draft))

    @cached_property
    def own(self) -> Plan:
        """Return the district's own plan for later years, in force."""
        officer = self.line.district_officer
        draft = plans.derive_plan(actor=officer, unit=self.world.district, parent_plan=self.later, decisions={})
        return plans.confirm_plan(actor=officer, plan=draft, choices={})


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
    aim = {"unit": world.district, "code": "TT-BUOI", "year": 2021}
    reports.set_target(actor=chief, value=Decimal(9), **aim)
    reports.set_target(actor=line.district_officer, value=Decimal(4), **aim | {"unit": world.commune})
    guidance = plans.send_guidance(
        actor=chief, unit=world.province, plan=plan, item=item, levels=["commune"], title="Cách làm", text="Làm thế.",
        document=plan.document,
    )  # fmt: skip
    [photo] = activities.add_photos(actor=officer, activity=activity, contents=[picture()])
    return Things(
        world, line, plan, derived, item, Task.objects.filter(item__plan=plan, responsible_level=Level.COMMUNE)[0],
        plan.document, Rendition.objects.filter(document=plan.document)[0], activity, photo,
        line.submitted(world.commune, TT_BUOI=3), make_user("commune_officer", world.commune, "nguoi.dung"),
        drafted(chief, world.province, "NHAP", first="2021Q3"), published(line, first="2021Q3").code,
        guidance,
    )  # fmt: skip


def issued(line: Line) -> Document:
    """Issue what the province has, without the half second that its Word file takes."""
    line.approved(line.world.other_commune)
    with patch.object(paper, "write_docx", lambda value: repr(value).encode()):
        return line.issue().document


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

    def sign_in(role: str, unit, by=client):  # type: ignore[no-untyped-def]
        by.force_login(make_user(role, unit), backend=BACKEND)
        return by

    return sign_in
