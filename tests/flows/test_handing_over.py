"""After a reform the heir takes over what goes on; what was done stays with the unit that is no more."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lanhmanh.accounts.access import Actor, NotAllowed
from lanhmanh.accounts.models import User
from lanhmanh.activities.figures import FIGURES
from lanhmanh.activities.models import (
    REGISTERS,
    Adoption,
    HouseholdCount,
    LoanBalance,
    PersonOfStanding,
    Practice,
    Registration,
    Team,
    TeamDeed,
    TeamMember,
    VocationalClass,
)
from lanhmanh.activities.services.registers import Entry, add, erase_name
from lanhmanh.areas.models import Area, AreaClass, Business, Inspection, Site
from lanhmanh.areas.rules.inspections import InspectionData
from lanhmanh.areas.rules.places import BusinessData, SiteData
from lanhmanh.areas.services.inspections import record_inspection
from lanhmanh.areas.services.places import list_place
from lanhmanh.areas.services.registering import register_area
from lanhmanh.audit.models import Event
from lanhmanh.flows.branches import close_into, open_branch
from lanhmanh.flows.handing_over import estate_of, take_over_all, take_over_chosen
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.units.models import Succession, Unit
from lanhmanh.units.selectors import forebears
from tests.activities.filled import GOOD
from tests.factories import Province, abolish, make_actor, make_unit
from tests.factories.areas import BODIES, Bodies
from tests.web.conftest import BACKEND

pytestmark = pytest.mark.django_db
BEFORE, ON, AFTER = datetime(2021, 12, 20, 9, tzinfo=clock.VIETNAM), date(2022, 1, 1), date(2022, 2, 1)


def karaoke(name: str = "Karaoke Minh Họa") -> BusinessData:
    return BusinessData(
        kind="karaoke", name=name, address="Số 5", licence="GP-01", owner="Nguyễn Văn Mẫu", listed_on=date(2021, 1, 18)
    )


class Reform:
    """Two communes with filled registers went into a new one; who worked there works in it now."""

    def __init__(self, world: Province) -> None:
        """Fill the registers on the eve, then join the communes."""
        self.world, self.old = world, (world.commune, world.sibling)
        self.officers = {unit.pk: make_actor("commune_officer", unit) for unit in self.old}
        with clock.at(BEFORE):
            for unit in self.old:
                self._fill(unit)
        self.heir = make_unit("Phường Trấn Biên", "commune", world.district, code="26041", since=ON)
        abolish(self.old, [], world.district, ON)
        for unit in self.old:
            self._goes(unit, self.heir)
        self.officer = make_actor("commune_officer", self.heir)
        self.district = make_actor("district_officer", world.district)

    def _goes(self, source: Unit, target: Unit, extent: str = "whole") -> None:
        Succession.objects.create(source=source, target=target, on=ON, extent=extent)

    def _fill(self, unit: Unit) -> None:
        officer = self.officers[unit.pk]
        business = list_place(actor=officer, unit=unit, data=karaoke())
        looked = InspectionData(by="team_178", day=date(2021, 6, 8), union_joined=True)
        record_inspection(actor=officer, business=business, data=looked)
        gone = list_place(actor=officer, unit=unit, data=karaoke("Đã nghỉ"))
        Business.objects.filter(pk=gone.pk).update(closed_on=date(2021, 5, 1), closed_why="Trả giấy phép")
        site = SiteData(name="Nhà thuốc", address="Số 1", medicinals=True, listed_on=date(2021, 1, 18))
        list_place(actor=officer, unit=unit, data=site)
        register_area(actor=officer, unit=unit, kind="agency", name="Trạm Y tế", registered_on=date(2021, 2, 1))
        made: dict[str, Any] = {}
        for slug, parent in (("doi", ""), ("thanh-vien", "doi"), ("viec-doi", "doi"), ("uy-tin", ""), ("ho", ""),
                             ("von-vay", ""), ("cam-ket", "")):  # fmt: skip
            made[slug] = self._add(slug, Entry(unit, GOOD[slug], made.get(parent)))

    def _add(self, slug: str, entry: Entry) -> Any:

        return add(actor=self.officers[entry.unit.pk], model=REGISTERS[slug], entry=entry)


@pytest.fixture
def reform(world: Province) -> Iterator[Reform]:
    """Return two joined communes, a month after."""
    made = Reform(world)
    with clock.at(datetime(2022, 2, 1, 9, tzinfo=clock.VIETNAM)):
        made.officer = make_actor("commune_officer", made.heir)
        yield made


def test_everything_that_goes_on_goes_over_once_with_its_events(reform: Reform) -> None:
    estate = estate_of(reform.officer, reform.heir, AFTER)
    told = {"businesses": 1, "sites": 1, "bodies": 1, "teams": 1, "people": 1}
    assert [one.counts for one in estate.whole] == [told, told]
    assert (estate.sums, estate.divided) == ({"households": 2, "loans": 2}, [])
    done = take_over_all(actor=reform.officer, heir=reform.heir)
    assert done == dict.fromkeys((*told, "members"), 2) | {"households": 1, "loans": 1}
    for model in (Site, Team, TeamMember, PersonOfStanding):
        assert set(model.objects.values_list("unit_id", flat=True)) == {reform.heir.pk}
    assert Business.objects.filter(unit=reform.heir, closed_on=None).count() == 2
    verbs = list(Event.objects.filter(unit_id=reform.heir.pk).order_by("seq").values_list("verb", flat=True))
    assert verbs == ["place.taken_over", "register.taken_over"] * 2 + ["register.stated_together"]
    with pytest.raises(Refused, match="Không còn gì"):
        take_over_all(actor=reform.officer, heir=reform.heir)
    assert estate_of(reform.officer, reform.heir, AFTER).whole == []


def test_what_was_done_stays_where_it_was_done(reform: Reform) -> None:
    old = {unit.pk for unit in reform.old}
    figures = {name: FIGURES.compute_many(
        groups={1: old}, first=date(2021, 1, 1), last=date(2021, 12, 14), names={name}
    )[1][name] for name in ("activities.team_deeds", "activities.pledges", "activities.households")}  # fmt: skip
    take_over_all(actor=reform.district, heir=reform.heir)
    assert set(Inspection.objects.values_list("unit_id", flat=True)) == old
    assert set(TeamDeed.objects.values_list("unit_id", flat=True)) == old
    assert set(Business.objects.exclude(closed_on=None).values_list("unit_id", flat=True)) == old
    again = FIGURES.compute_many(
        groups={1: old}, first=date(2021, 1, 1), last=date(2021, 12, 14), names=set(figures)
    )[1]  # fmt: skip
    assert again == figures


def test_names_can_be_erased_by_the_heir(reform: Reform) -> None:
    person = PersonOfStanding.objects.filter(unit=reform.world.commune).get()
    with pytest.raises(NotAllowed), transaction.atomic():
        erase_name(actor=reform.officer, row=person)
    take_over_all(actor=reform.officer, heir=reform.heir)
    person.refresh_from_db()
    assert erase_name(actor=reform.officer, row=person).name == ""


def test_names_that_stay_are_erased_by_who_records_above(reform: Reform) -> None:
    unit = reform.world.commune
    with clock.at(BEFORE):
        entry = Entry(unit, GOOD["cam-ket"] | {"name": "Hộ ông Mẫu", "count": 1})
        pledge = add(actor=reform.officers[unit.pk], model=REGISTERS["cam-ket"], entry=entry)
        with pytest.raises(NotAllowed), transaction.atomic():
            erase_name(actor=reform.district, row=pledge)
    with pytest.raises(NotAllowed), transaction.atomic():
        erase_name(actor=make_actor("district_officer", reform.world.other_district), row=pledge)
    with pytest.raises(NotAllowed), transaction.atomic():
        erase_name(actor=make_actor("auditor", reform.world.province), row=pledge)
    assert erase_name(actor=reform.district, row=pledge).name == ""


def test_classes_models_taken_up_and_registrations_go_over_or_end(reform: Reform) -> None:
    one, other = reform.old
    began = {"recorded_at": BEFORE, "recorded_by_id": reform.officers[one.pk].user_id}
    learning = {"kind": "vocational", "title": "Trồng nấm", "started_on": date(2021, 12, 1), **began}
    running = VocationalClass.objects.create(unit=one, **learning)
    told = {"kind": "model", "name": "Tổ tự quản", "started_on": date(2021, 1, 5), "search": "x"}
    practice = Practice.objects.create(unit=reform.world.other_commune, **told, **began)
    first, second = (
        Adoption.objects.create(practice=practice, unit=unit, step="running", started_on=date(2021, 7, 1), **began)
        for unit in (one, other)
    )
    claim = {"programme": "TDDK", "year": 2022, "who": "unit", "registered_on": date(2021, 12, 20), **began}
    both = [Registration.objects.create(unit=unit, **claim) for unit in (one, other)]
    counts = take_over_all(actor=reform.officer, heir=reform.heir)
    assert [counts[name] for name in ("classes", "adoptions", "registrations")] == [1, 2, 2]
    for row in (running, first, second, *both):
        row.refresh_from_db()
    assert (running.unit, first.unit, first.step) == (reform.heir, reform.heir, "running")
    assert (second.unit, second.step, second.ended_on, second.outcome) == (other, "ended", ON, "kept")
    assert "Phường Tân Phong đã nhập" in second.result
    assert (both[0].unit, both[0].outcome) == (reform.heir, "")
    assert (both[1].unit, both[1].outcome, both[1].result_on) == (other, "withdrawn", ON)
    assert estate_of(reform.officer, reform.heir, AFTER).whole == []


def test_counts_are_added_up_as_of_the_reform_and_what_is_not_known_stays_so(reform: Reform) -> None:
    LoanBalance.objects.filter(unit=reform.world.sibling).update(overdue=None)
    take_over_all(actor=reform.officer, heir=reform.heir)
    households, loan = HouseholdCount.objects.get(unit=reform.heir), LoanBalance.objects.get(unit=reform.heir)
    assert (households.day, households.households, households.poor) == (ON, 800, 20)
    assert (loan.outstanding, loan.overdue) == (2_501_000_000, None)


def test_an_heir_that_stated_itself_since_is_not_told_otherwise(reform: Reform) -> None:
    own = Entry(reform.heir, {"day": date(2022, 1, 15), "households": 777})
    add(actor=reform.officer, model=HouseholdCount, entry=own)
    assert "households" not in estate_of(reform.officer, reform.heir, AFTER).sums
    take_over_all(actor=reform.officer, heir=reform.heir)
    assert HouseholdCount.objects.get(unit=reform.heir).households == 777


def test_two_places_of_one_name_are_told_apart_and_keep_their_classes(world: Province) -> None:
    with clock.at(BEFORE):
        bodies = Bodies(world)
        bodies.recognised(bodies.judged(bodies.begun()))
        AreaClass.objects.get()
    reform = Reform(world)
    with clock.at(datetime(2022, 2, 1, 9, tzinfo=clock.VIETNAM)):
        officer = make_actor("commune_officer", reform.heir)
        take_over_all(actor=officer, heir=reform.heir)
    names = sorted(Area.objects.filter(unit=reform.heir).values_list("name", flat=True))
    assert names == ["Trường THCS Trảng Dài", "Trạm Y tế", "Trạm Y tế (trước ở Phường Trảng Dài)"] or names == [
        "Trường THCS Trảng Dài", "Trạm Y tế", "Trạm Y tế (trước ở Phường Tân Phong)"
    ]  # fmt: skip
    school = Area.objects.get(name="Trường THCS Trảng Dài")
    assert (school.unit, school.history.get().rule_code) == (reform.heir, BODIES)


def test_of_a_divided_unit_each_heir_chooses_its_own(reform: Reform) -> None:
    other = make_unit("Phường Tam Hiệp", "commune", reform.world.district, code="26050", since=ON)
    Succession.objects.filter(source=reform.world.commune).update(extent="part")
    Succession.objects.create(source=reform.world.commune, target=other, on=ON, extent="part")
    estate = estate_of(reform.officer, reform.heir, AFTER)
    assert [len(one.items) for one in estate.divided] == [5]
    assert (len(estate.whole), estate.sums) == (1, {})
    take_over_all(actor=reform.officer, heir=reform.heir)
    business = Business.objects.get(unit=reform.world.commune, closed_on=None)
    source = reform.world.commune.uid
    with pytest.raises(Refused, match="Chọn ít nhất"):
        take_over_chosen(actor=reform.officer, heir=reform.heir, source=source, only=["x"])
    with pytest.raises(Refused, match="không nhập vào"):
        take_over_chosen(actor=reform.officer, heir=reform.heir, source=other.uid, only=[business.uid])
    assert take_over_chosen(actor=reform.officer, heir=reform.heir, source=source, only=[business.uid]) == {
        "businesses": 1
    }
    business.refresh_from_db()
    assert business.unit == reform.heir
    assert Team.objects.get(unit=reform.world.commune)


def test_through_a_unit_that_is_no_more_either(reform: Reform) -> None:
    last, day = make_unit("Phường Biên Hòa", "commune", reform.world.district, since=date(2022, 6, 1)), date(2022, 7, 1)
    abolish([reform.heir], [], reform.world.district, date(2022, 6, 1))
    Succession.objects.create(source=reform.heir, target=last, on=date(2022, 6, 1), extent="whole")
    assert {one.unit for one in forebears(last, day)} == {reform.heir, *reform.old}
    assert all(one.sole for one in forebears(last, day))
    assert forebears(last, date(2022, 5, 1)) == []


def test_a_unit_that_gave_a_part_and_lives_on_keeps_its_registers(reform: Reform) -> None:
    Succession.objects.create(source=reform.world.other_commune, target=reform.heir, on=ON, extent="part")
    assert reform.world.other_commune not in {one.unit for one in forebears(reform.heir, AFTER)}


def test_only_who_keeps_the_heir_takes_over_and_no_row_leaves_a_unit_that_lives(reform: Reform) -> None:
    stranger = make_actor("commune_officer", reform.world.other_commune)
    for deed in (
        lambda: take_over_all(actor=stranger, heir=reform.heir),
        lambda: estate_of(stranger, reform.heir, AFTER),
    ):
        with pytest.raises(NotAllowed), transaction.atomic():
            deed()
    take_over_all(actor=reform.officer, heir=reform.heir)
    with pytest.raises(DatabaseError), transaction.atomic():
        Team.objects.filter(unit=reform.heir).update(unit=reform.world.other_commune)


def sign_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id), backend=BACKEND)
    return client


def test_the_page_shows_what_is_left_and_takes_it_over(reform: Reform, settings: Any) -> None:
    settings.DEMO = True
    client, url = sign_in(reform.officer), reverse("units:take_over", args=[reform.heir.uid])
    assert url in client.get(reverse("units:unit", args=[reform.heir.uid])).text
    page = client.get(url)
    assert page.text.count("Cơ sở kinh doanh dịch vụ") == 2
    assert "Tiếp nhận tất cả" in page.text
    for source in ("x", reform.world.commune.uid):
        assert client.post(url, {"source": source, "pick": ["x", "<b>"]}).status_code == 422
    done = client.post(url, follow=True)
    assert "Đã tiếp nhận: cơ sở kinh doanh dịch vụ 2" in done.text
    assert "Không còn gì để tiếp nhận" in done.text
    assert client.post(url).status_code == 422
    assert client.get(reverse("units:take_over", args=[reform.world.other_commune.uid])).status_code == 404
    assert "Không có đơn vị nào nhập vào đây" in sign_in(reform.district).get(
        reverse("units:take_over", args=[make_unit("Xã Mới", "commune", reform.world.district).uid])
    ).text  # fmt: skip


def test_the_page_asks_as_much_however_much_is_left(reform: Reform) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            estate_of(reform.officer, reform.heir, AFTER)
        return len(queries)

    few = asked()
    Business.objects.bulk_create(
        Business(
            unit=reform.world.commune, name=f"B{at}", address="x", kind="karaoke", listed_on=date(2021, 1, 1),
            recorded_at=BEFORE, recorded_by_id=reform.officer.user_id,
        )
        for at in range(30)
    )  # fmt: skip
    third = make_unit("Phường Cũ", "commune", reform.world.district, since=date(2021, 1, 1))
    abolish([third], [], reform.world.district, ON)
    Succession.objects.create(source=third, target=reform.heir, on=ON, extent="whole")
    assert asked() == few


def test_a_branch_goes_into_another_and_leaves_its_registers_to_it(world: Province, settings: Any) -> None:
    settings.DEMO = True
    with clock.at(BEFORE):
        officer = make_actor("commune_officer", world.commune)
        other = open_branch(actor=officer, commune=world.commune, name="Chi hội khu phố 4", since=date(2021, 2, 1))
        add(actor=officer, model=Team, entry=Entry(other, GOOD["doi"]))
        client, url = sign_in(officer), reverse("units:join", args=[other.uid])
        assert url in client.get(reverse("units:unit", args=[other.uid])).text
        assert client.post(url, {"into": world.branch.uid, "on": "21/12/2021"}).status_code == 422
        assert client.post(url, {"into": "x", "on": "01/12/2021"}).status_code == 422
        page = client.post(url, {"into": world.branch.uid, "on": "01/12/2021"}, follow=True)
        assert "Chi hội khu phố 4 đã nhập vào Chi hội khu phố 3" in page.text
        assert "Đội, nhóm, kèm thành viên" in page.text
        client.post(reverse("units:take_over", args=[world.branch.uid]))
        assert Team.objects.get().unit == world.branch
        assert client.get(url).status_code == 404
        assert client.get(reverse("units:join", args=[world.commune.uid])).status_code == 404


def test_only_two_branches_of_one_commune_are_joined(world: Province) -> None:
    with clock.at(BEFORE):
        officer = make_actor("commune_officer", world.commune)
        far = make_unit("Chi hội ấp 1", "branch", world.sibling, since=date(2021, 1, 1))
        for into in (far, world.commune, world.branch):
            with pytest.raises(Refused), transaction.atomic():
                close_into(actor=officer, branch=world.branch, into=into, on=date(2021, 6, 1))
        stranger = make_actor("commune_officer", world.sibling)
        near = make_unit("Chi hội khu phố 4", "branch", world.commune, since=date(2021, 1, 1))
        with pytest.raises(NotAllowed), transaction.atomic():
            close_into(actor=stranger, branch=world.branch, into=near, on=date(2021, 6, 1))
