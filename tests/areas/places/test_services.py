"""What is done to registers, inspections, visits and signs of leakage, and what the database holds them to."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.http import Http404

from lanhmanh.accounts.access import NotAllowed
from lanhmanh.areas.models import Business, Finding, Inspection, Leakage, Site, Visit
from lanhmanh.areas.rules.inspections import Correction, FindingData, InspectionData, Standing
from lanhmanh.areas.rules.places import Faulty
from lanhmanh.areas.rules.sites import Stock, VisitData
from lanhmanh.areas.selectors import inspections as looks
from lanhmanh.areas.selectors import places as register
from lanhmanh.areas.selectors import sites as visits
from lanhmanh.areas.services import findings, inspections, places, sites
from lanhmanh.areas.services.registers import ChangedMeanwhile
from lanhmanh.audit.models import Event
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.ids import new_id
from lanhmanh.kernel.photos import NotAPhoto
from lanhmanh.units.models import Succession, Unit, UnitVersion
from tests.activities.conftest import picture
from tests.areas.places.conftest import MIDDLE, TODAY, World
from tests.factories import make_actor

FOUND = FindingData("Chưa niêm yết giá", "Niêm yết", date(2021, 7, 8))


def test_a_business_is_entered_once_per_form_and_told_without_its_name(world: World):
    token = new_id()
    one = world.business(token=token)
    assert world.business(token=token) == one
    assert Business.objects.count() == 1
    [event] = Event.objects.filter(verb="place.listed")
    assert "Minh Họa" not in event.facts and "Mẫu" not in event.facts
    other = make_actor("province_officer", world.tree.province)
    with pytest.raises(Refused, match="mở lại trang"):
        places.list_place(actor=other, unit=world.tree.commune, data=world.data(token=token))


@pytest.mark.parametrize("role", ["commune_officer", "branch_head", "auditor", "province_leader", "administrator"])
def test_who_keeps_no_register_there_enters_nothing(world: World, role: str):
    with pytest.raises(NotAllowed):
        places.list_place(actor=make_actor(role, world.tree.sibling), unit=world.tree.commune, data=world.data())


@pytest.mark.parametrize("role", ["police", "social_evils_officer", "province_officer", "district_officer"])
def test_partners_and_those_above_record_below_them(world: World, role: str):
    home = world.tree.province if role != "district_officer" else world.tree.district
    assert places.list_place(actor=make_actor(role, home), unit=world.tree.commune, data=world.data()).pk


def test_only_communes_keep_registers(world: World):
    chief = make_actor("province_officer", world.tree.province)
    with pytest.raises(Faulty, match="cấp xã"):
        places.list_place(actor=chief, unit=world.tree.district, data=world.data())


def test_what_is_odd_is_refused_until_somebody_is_sure(world: World):
    far = {"latitude": Decimal("10.4"), "longitude": Decimal("106.87")}
    with pytest.raises(Faulty, match=r"cách Phường Trảng Dài khoảng 64 km"):
        world.business(**far)
    assert world.business(**far, sure=True).latitude == Decimal("10.4")
    with pytest.raises(Faulty, match="cùng tên, cùng địa chỉ"):
        world.business(address="số 5,  KHU PHỐ 3")
    assert world.business(world.tree.sibling).pk, "another commune may have one of the same name"


def test_a_commune_without_a_point_borrows_its_successors(world: World):
    old = Unit.objects.create(level="commune")
    assert register_points([old.pk]) == {}
    Succession.objects.create(source=old, target=world.tree.commune, on=date(2025, 1, 1), extent="whole")
    assert register_points([old.pk, world.tree.commune.pk]) == {old.pk: MIDDLE, world.tree.commune.pk: MIDDLE}
    UnitVersion.objects.filter(unit=world.tree.commune).update(latitude=None)
    assert register_points([old.pk]) == {}


def register_points(unit_ids: list[int]):
    from lanhmanh.areas.selectors.points import middles

    return middles(unit_ids)


def test_a_place_is_changed_by_who_saw_its_last_version(world: World):
    one = world.business()
    actor = {"actor": world.officer, "place": one, "unit": world.tree.commune}
    changed = places.change_place(**actor, data=world.data(name="Karaoke Mới"), version=1)
    assert (changed.name, changed.version, changed.search.split(" |")[0]) == ("Karaoke Mới", 2, "karaoke moi")
    with pytest.raises(ChangedMeanwhile):
        places.change_place(**actor, data=world.data(), version=1)
    with pytest.raises(NotAllowed):
        places.change_place(**actor | {"unit": world.tree.sibling}, data=world.data(), version=2)
    chief = make_actor("district_officer", world.tree.district)
    moved = places.change_place(**actor | {"unit": world.tree.sibling, "actor": chief}, data=world.data(), version=2)
    assert moved.unit == world.tree.sibling


def test_a_place_is_closed_with_a_reason_and_opened_again(world: World):
    one = world.business()
    for on, why in ((date(2021, 12, 21), "x"), (date(2021, 1, 17), "x"), (TODAY, " ")):
        with pytest.raises(Faulty):
            places.close_place(actor=world.officer, place=one, on=on, why=why)
    closed = places.close_place(actor=world.officer, place=one, on=TODAY, why="Đã trả giấy phép")
    assert places.close_place(actor=world.officer, place=one, on=TODAY, why="x").closed_why == "Đã trả giấy phép"
    with pytest.raises(Faulty, match="sau ngày ngừng"):
        places.change_place(
            actor=world.officer, place=_closed_early(closed), unit=one.unit, data=world.data(listed_on=TODAY), version=3
        )
    assert places.reopen_place(actor=world.officer, place=one).closed_on is None
    assert places.reopen_place(actor=world.officer, place=one).closed_why == ""


def _closed_early(place: Business) -> Business:
    Business.objects.filter(pk=place.pk).update(closed_on=date(2021, 6, 1), version=3)
    return place


def test_many_are_entered_all_or_none(world: World):
    rows = [places.Entry(world.tree.commune, world.data(name=f"Karaoke {n}"), new_id()) for n in range(3)]
    made = places.list_places(actor=world.officer, entries=rows)
    assert [one.uid for one in made] == [row.uid for row in rows]
    bad = [*rows[:0], places.Entry(world.tree.commune, world.data()), places.Entry(world.tree.sibling, world.data())]
    with pytest.raises(NotAllowed):
        places.list_places(actor=world.officer, entries=bad)
    with pytest.raises(Faulty):
        places.list_places(
            actor=world.officer, entries=[*bad[:1], places.Entry(world.tree.commune, world.data(name=""))]
        )
    assert Business.objects.count() == 3


def test_an_inspection_goes_from_planned_over_findings_to_verified(world: World):
    one = world.business()
    planned = world.look(one, date(2021, 12, 27))
    assert looks.look(planned, TODAY).standing == Standing.PLANNED
    assert looks.look(planned, date(2021, 12, 28)).standing == Standing.MISSED
    with pytest.raises(Refused, match="mới là dự kiến"):
        findings.add_finding(actor=world.officer, inspection=planned, data=FOUND)
    held = InspectionData(by="team_178", day=date(2021, 6, 8), findings=(FOUND,))
    done = inspections.change_inspection(actor=world.officer, inspection=planned, data=held, version=1)
    assert looks.look(done, date(2021, 7, 8)).standing == Standing.OPEN
    assert looks.look(done, TODAY).standing == Standing.OVERDUE
    finding = done.findings.get()
    with pytest.raises(Faulty, match="Chưa ghi ngày khắc phục"):
        findings.verify_finding(actor=world.officer, finding=finding, on=TODAY, good=True)
    with pytest.raises(Faulty, match="trước ngày kiểm tra"):
        findings.correct_finding(actor=world.officer, finding=finding, on=date(2021, 6, 7))
    findings.correct_finding(actor=world.officer, finding=finding, on=date(2021, 7, 1))
    assert looks.look(again(done), TODAY).standing == Standing.CORRECTED
    findings.verify_finding(actor=world.officer, finding=finding, on=date(2021, 7, 3), good=False)
    assert looks.look(again(done), TODAY).standing == Standing.OVERDUE
    findings.correct_finding(actor=world.officer, finding=finding, on=date(2021, 8, 1))
    verified = findings.verify_finding(actor=world.officer, finding=finding, on=date(2021, 8, 2), good=True)
    assert verified.verified_by_id == world.officer.user_id
    assert looks.look(again(done), TODAY).standing == Standing.VERIFIED
    for deed in (findings.remove_finding, findings.change_finding):
        data = {"data": FOUND} if deed is findings.change_finding else {}
        with pytest.raises(Refused, match="đã ghi khắc phục xong"):
            deed(actor=world.officer, finding=finding, **data)


def again(inspection: Inspection) -> Inspection:
    return Inspection.objects.prefetch_related("findings").get(pk=inspection.pk)


def test_an_inspection_before_the_licence_asks_once_more(world: World):
    one = world.business()
    with pytest.raises(Faulty, match="trước ngày cấp giấy phép"):
        world.look(one, date(2020, 5, 3))
    assert world.look(one, date(2020, 5, 3), sure=True).pk


def test_an_inspection_that_found_something_cannot_become_a_plan(world: World):
    made = world.look(world.business(), date(2021, 6, 8), FOUND)
    for day, by in ((date(2021, 12, 25), "team_178"), (date(2021, 6, 8), "review"), (date(2021, 7, 9), "team_178")):
        with pytest.raises(Faulty):
            data = InspectionData(by=by, day=day)
            inspections.change_inspection(actor=world.officer, inspection=made, data=data, version=1)


def test_a_form_sent_twice_gives_one_inspection(world: World):
    one, token = world.business(), new_id()
    assert world.look(one, token=token) == world.look(one, token=token)
    other = world.business(name="Khách sạn", kind="hotel")
    with pytest.raises(Refused, match="mở lại trang"):
        world.look(other, token=token)


def test_many_inspections_come_with_what_became_of_their_findings(world: World):
    one = world.business()
    data = InspectionData(by="team_178", day=date(2021, 6, 8), findings=(FOUND,))
    known = Correction(FOUND.due, date(2021, 6, 20), date(2021, 6, 22))
    entry = inspections.Entry(one, data, (known,))
    inspections.record_inspections(actor=world.officer, entries=[entry])
    assert Finding.objects.get().verified_by_id == world.officer.user_id
    wrong = Correction(FOUND.due, None, date(2021, 6, 22))
    with pytest.raises(Faulty):
        inspections.record_inspections(actor=world.officer, entries=[inspections.Entry(one, data, (wrong,))])
    with pytest.raises(NotAllowed):
        inspections.record_inspections(actor=world.stranger, entries=[entry])


def test_a_record_taken_back_says_why_and_takes_nothing_more(world: World):
    made = world.look(world.business(), date(2021, 6, 8), FOUND)
    with pytest.raises(Refused, match="lý do"):
        inspections.void_inspection(actor=world.officer, inspection=made, reason=" ")
    inspections.void_inspection(actor=world.officer, inspection=made, reason="Ghi trùng")
    assert inspections.void_inspection(actor=world.officer, inspection=made, reason="x").void_reason == "Ghi trùng"
    with pytest.raises(Refused, match="đã hủy"):
        findings.add_finding(actor=world.officer, inspection=made, data=FOUND)
    with pytest.raises(Http404):
        looks.get_finding(world.officer, made.findings.get().uid)


def test_photos_are_cleaned_counted_and_taken_off(world: World):
    made = world.look(world.business())
    by = {"actor": world.officer, "inspection": made}
    inspections.add_photos(**by, contents=[picture()] * 11)
    with pytest.raises(Refused, match="12 ảnh"):
        inspections.add_photos(**by, contents=[picture()] * 2)
    with pytest.raises(NotAPhoto):
        inspections.add_photos(**by, contents=[b"GIF89a"])
    inspections.remove_photo(actor=world.officer, photo=made.photos.order_by("pk")[0])
    assert made.photos.count() == 10


def test_a_visit_keeps_quantities_and_a_leakage_goes_its_way(world: World):
    site = world.site()
    short = Stock("Axeton", "l", Decimal(10), Decimal(5), Decimal("2.5"), Decimal("12.5"), Decimal(10))
    made = world.visit(site, date(2021, 6, 8), short)
    [visit] = visits.visits_of(site)
    differing = visits.differing(visit)
    assert differing == 1
    data = VisitData(day=date(2021, 6, 9), stocks=(Stock("Toluen", "kg", found=Decimal(3)),), advice="Khóa kho")
    changed = sites.change_visit(actor=world.officer, visit=made, data=data, version=1)
    assert [(line.substance, line.found) for line in changed.stocks.all()] == [("Toluen", Decimal(3))]
    with pytest.raises(ChangedMeanwhile):
        sites.change_visit(actor=world.officer, visit=made, data=data, version=1)
    leakage = world.leakage(site)
    by = {"actor": world.officer, "leakage": leakage}
    with pytest.raises(Faulty, match="Chưa chuyển"):
        sites.answer_leakage(**by, on=TODAY, answer="Đã xong")
    sites.forward_leakage(**by, to="Công an thành phố", on=date(2021, 6, 9), answer_due=date(2021, 7, 9))
    with pytest.raises(Refused, match="đã ghi chuyển"):
        sites.forward_leakage(**by, to="Khác", on=date(2021, 6, 9))
    sites.answer_leakage(**by, on=date(2021, 7, 2), answer="Đã kiểm tra")
    assert sites.answer_leakage(**by, on=TODAY, answer="x").answer == "Đã kiểm tra"
    sites.void_leakage(**by, reason="Ghi trùng")
    sites.void_visit(actor=world.officer, visit=made, reason="Ghi trùng")
    assert set(Visit.objects.values_list("state", flat=True)) == {"void"}


def test_a_visit_before_the_licence_asks_once_more(world: World):
    site = world.site(licensed_on=date(2021, 7, 1))
    with pytest.raises(Faulty, match="trước ngày cấp"):
        world.visit(site)
    assert world.visit(site, sure=True).pk


def test_strangers_find_nothing_of_another_commune(world: World):
    one, site = world.business(), world.site()
    made, visit, leakage = world.look(one), world.visit(site), world.leakage(site)
    for get, uid in (
        (lambda uid: register.get_place(world.stranger, Business, uid), one.uid),
        (lambda uid: register.get_place(world.stranger, Site, uid), site.uid),
        (lambda uid: looks.get_inspection(world.stranger, uid), made.uid),
        (lambda uid: visits.get_visit(world.stranger, uid), visit.uid),
        (lambda uid: visits.get_leakage(world.stranger, uid), leakage.uid),
    ):
        with pytest.raises(Http404):
            get(uid)
    assert list(register.businesses(world.stranger, register.Filters(), TODAY)) == []
    for deed in (
        lambda: inspections.void_inspection(actor=world.stranger, inspection=made, reason="x"),
        lambda: sites.void_visit(actor=world.stranger, visit=visit, reason="x"),
        lambda: sites.forward_leakage(actor=world.stranger, leakage=leakage, to="x", on=TODAY),
        lambda: places.close_place(actor=world.stranger, place=one, on=TODAY, why="x"),
    ):
        with pytest.raises(NotAllowed):
            deed()


@pytest.mark.parametrize("model", [Business, Site, Inspection, Visit, Leakage])
def test_nothing_of_the_registers_is_ever_deleted(world: World, model):
    site = world.site()
    world.look(world.business()), world.visit(site), world.leakage(site)
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.all()._raw_delete("default")


@pytest.mark.parametrize(
    ("model", "changes"),
    [
        (Business, {"closed_on": TODAY}),
        (Business, {"closed_on": date(2020, 1, 1), "closed_why": "x"}),
        (Business, {"latitude": 10}),
        (Site, {"chemicals": False}),
        (Inspection, {"by": "nobody"}),
        (Inspection, {"state": "void"}),
        (Inspection, {"unit_id": "sibling"}),
        (Finding, {"what": ""}),
        (Finding, {"verified_on": TODAY}),
        (Visit, {"void_reason": "x"}),
        (Leakage, {"forwarded_on": TODAY}),
        (Leakage, {"answered_on": TODAY, "answer": "x"}),
        (Leakage, {"forwarded_on": date(2021, 6, 7), "forwarded_to": "x"}),
    ],
)
def test_the_database_holds_rows_to_their_facts(world: World, model, changes):
    site = world.site()
    world.look(world.business(), date(2021, 6, 8), FOUND), world.visit(site), world.leakage(site)
    changes = {name: world.tree.sibling.pk if value == "sibling" else value for name, value in changes.items()}
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        model.objects.update(**changes)


def test_the_year_asks_for_what_team_178_did_not_inspect(world: World):
    karaoke, cafe = world.business(), world.business(name="Cà phê", kind="cafe")
    assert lacks(world) == {karaoke.pk: 1, cafe.pk: 0}
    world.look(karaoke, by="other"), world.look(karaoke, by="review")
    world.look(karaoke, date(2020, 6, 8)), world.look(karaoke, date(2021, 12, 27))
    assert lacks(world)[karaoke.pk] == 1
    world.look(karaoke, date(2021, 12, 20))
    assert lacks(world)[karaoke.pk] == 0
    places.close_place(actor=world.officer, place=cafe, on=TODAY, why="x")
    assert looks.sums(world.officer, TODAY, frozenset({"karaoke"})) == looks.Sums(1, 1, 0, 0)


def lacks(world: World) -> dict[int, int]:
    return {one.pk: one.lacks for one in register.businesses(world.officer, register.Filters(), TODAY)}


def test_the_list_is_searched_folded_and_narrowed(world: World):
    one = world.business()
    two = world.business(name="Cà phê Đỗ Quyên", kind="cafe", owner="Trần Thị Ví Dụ")
    world.look(one, date(2021, 6, 8), FOUND)
    wanted = {
        "do quyen": [two], "ví dụ": [two], "khu pho 3": [two, one], "%": [], "gp-01 karaoke": [one],
    }  # fmt: skip
    for words, rows in wanted.items():
        assert list(register.businesses(world.officer, register.Filters(words=words), TODAY)) == rows, words
    for narrowed, rows in (
        ({"kind": "cafe"}, [two]), ({"sensitive": True}, [one]), ({"due": "overdue"}, [one]), ({"due": "verify"}, []),
        ({"due": "correction"}, [one]), ({"due": "inspection"}, []), ({"closed": True}, []), ({"due": "planned"}, []),
        ({"unit": world.tree.sibling}, []),
    ):  # fmt: skip
        assert list(register.businesses(world.officer, register.Filters(**narrowed), TODAY)) == rows, narrowed
