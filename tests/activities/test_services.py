"""What is done to records, by whom, and what the trail keeps."""

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from lanhmanh.accounts.access import Actor, NotAllowed
from lanhmanh.activities.models import Activity, Attendance, Material, Partner, Photo
from lanhmanh.activities.rules import Attended, Handed
from lanhmanh.activities.services import done as services
from lanhmanh.activities.services.done import Entry, Faulty
from lanhmanh.audit.models import Event
from lanhmanh.audit.selectors import broken_links
from lanhmanh.documents.models import Document
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.plan.models import Plan, PlanItem
from tests.activities.conftest import World, picture
from tests.factories import make_actor

pytestmark = pytest.mark.both


def recorded(world: World, **changes: Any) -> Activity:
    return services.record_activity(actor=world.officer, unit=world.tree.commune, data=world.data(**changes))


def test_a_record_holds_what_was_stated_and_the_trail_says_so(world: World) -> None:
    activity = recorded(world, place="  Nhà  văn hóa ", note="Cô Ba phát biểu", people=50)
    assert (activity.place, activity.people, activity.version, activity.state) == ("Nhà văn hóa", 50, 1, "recorded")
    rows = set(activity.attendances.values_list("group", "female", "male", "unstated"))
    assert rows == {("members", 30, 24, None), ("elders", None, None, 10)}
    assert list(activity.materials.values_list("kind", "quantity")) == [("leaflet", 120)]
    assert [(partner.kind, partner.agency) for partner in activity.partners.all()] == [("police", None)]
    event = Event.objects.get(verb="activity.recorded")
    facts = json.loads(event.facts)
    assert (event.object_uid, event.unit_id, facts["attendances"]) == (activity.uid, world.tree.commune.pk, 64)
    assert "Cô Ba" not in event.facts
    assert list(broken_links()) == []


def test_the_same_form_sent_twice_gives_one_record(world: World) -> None:
    data = world.data()
    first = services.record_activity(actor=world.officer, unit=world.tree.commune, data=data)
    again = services.record_activity(actor=world.officer, unit=world.tree.commune, data=data)
    assert first == again
    assert Activity.objects.count() == 1
    assert Event.objects.filter(verb="activity.recorded").count() == 1


def test_a_token_of_somebody_else_gives_nothing_away(world: World, stranger: Actor) -> None:
    data = world.data()
    services.record_activity(actor=world.officer, unit=world.tree.commune, data=data)
    with pytest.raises(Refused, match="Biểu này đã dùng"):
        services.record_activity(actor=stranger, unit=world.tree.sibling, data=data)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"day": date(2021, 12, 21)}, "day"),
        ({"day": date(2020, 12, 31)}, "day"),
        ({"place": " "}, "place"),
        ({"attended": (Attended.of("members", 10**9),)}, "attended"),
        ({"handed": (Handed("leaflet", 10**12),)}, "handed"),
        ({"people": 65}, "people"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(world: World, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Faulty) as refusal:
        recorded(world, **changes)
    assert refusal.value.field == field
    assert not Activity.objects.exists()
    assert not Event.objects.filter(verb__startswith="activity").exists()


def test_a_clause_of_no_plan_of_the_unit_is_refused(world: World) -> None:
    now, document = clock.now(), Document.objects.get()
    plan = Plan.objects.create(
        unit=world.tree.province, document=document, title="Kế hoạch sau", first_year=2026, last_year=2030,
        created_at=now, created_by=world.user,
    )  # fmt: skip
    later = PlanItem.objects.create(plan=plan, path="II.1", label="1", heading="Tuyên truyền", order=1)
    Plan.objects.filter(pk=plan.pk).update(state="confirmed", confirmed_at=now, confirmed_by=world.user)
    with pytest.raises(Refused, match="không thuộc kế hoạch"):
        recorded(world, plan_item=later)


@pytest.mark.parametrize(
    ("role", "at", "may"),
    [
        ("commune_officer", "commune", True),
        ("branch_head", "commune", True),
        ("district_officer", "district", False),
        ("province_leader", "province", False),
        ("commune_officer", "sibling", False),
        ("branch_head", "branch", False),
        ("auditor", "province", False),
        ("police", "commune", False),
        ("administrator", "province", False),
    ],
)
def test_who_may_record_for_a_commune(world: World, role: str, at: str, may: bool) -> None:
    actor = make_actor(role, getattr(world.tree, at))
    if may:
        assert services.record_activity(actor=actor, unit=world.tree.commune, data=world.data()).pk
        return
    with pytest.raises(NotAllowed):
        services.record_activity(actor=actor, unit=world.tree.commune, data=world.data())


def test_a_commune_records_for_its_branch(world: World) -> None:
    activity = services.record_activity(actor=world.officer, unit=world.tree.branch, data=world.data())
    assert activity.unit == world.tree.branch


def test_a_change_replaces_what_was_stated(world: World) -> None:
    activity = recorded(world)
    data = world.data(kind="training", attended=(Attended.of("youth", 12, 5),), handed=(), partners=())
    changed = services.change_activity(actor=world.officer, activity=activity, data=data, version=1)
    assert (changed.kind, changed.version) == ("training", 2)
    assert list(changed.attendances.values_list("group", "female", "male")) == [("youth", 5, 7)]
    assert not changed.materials.exists()
    assert not changed.partners.exists()
    assert Event.objects.filter(verb="activity.changed").count() == 1


def test_a_change_of_an_older_version_is_refused(world: World) -> None:
    activity = recorded(world)
    services.change_activity(actor=world.officer, activity=activity, data=world.data(title="Một"), version=1)
    with pytest.raises(services.ChangedMeanwhile):
        services.change_activity(actor=world.officer, activity=activity, data=world.data(title="Hai"), version=1)
    activity.refresh_from_db()
    assert activity.title == "Một"


def test_a_record_is_taken_back_and_counts_again(world: World) -> None:
    activity = recorded(world)
    gone = services.void_activity(actor=world.officer, activity=activity, reason=" Ghi  trùng ")
    assert (gone.state, gone.void_reason, gone.voided_by_id) == ("void", "Ghi trùng", world.user.pk)
    assert services.void_activity(actor=world.officer, activity=activity, reason="lần nữa").void_reason == "Ghi trùng"
    with pytest.raises(Refused, match="đã hủy"):
        services.change_activity(actor=world.officer, activity=activity, data=world.data(), version=2)
    back = services.restore_activity(actor=world.officer, activity=activity)
    assert (back.state, back.void_reason, back.voided_at, back.voided_by) == ("recorded", "", None, None)
    verbs = list(Event.objects.filter(verb__startswith="activity").order_by("seq").values_list("verb", flat=True))
    assert verbs == ["activity.recorded", "activity.voided", "activity.restored"]


@pytest.mark.parametrize("reason", ["", "  ", "x" * 301])
def test_taking_back_needs_a_reason(world: World, reason: str) -> None:
    activity = recorded(world)
    with pytest.raises(Refused):
        services.void_activity(actor=world.officer, activity=activity, reason=reason)


def test_a_stranger_changes_nothing(world: World, stranger: Actor) -> None:
    activity = recorded(world)
    photo = services.add_photo(actor=world.officer, activity=activity, content=picture())
    deeds: list[Callable[[], object]] = [
        lambda: services.change_activity(actor=stranger, activity=activity, data=world.data(), version=1),
        lambda: services.void_activity(actor=stranger, activity=activity, reason="x"),
        lambda: services.restore_activity(actor=stranger, activity=activity),
        lambda: services.add_photo(actor=stranger, activity=activity, content=picture()),
        lambda: services.remove_photo(actor=stranger, photo=photo),
    ]
    for deed in deeds:
        with pytest.raises(NotAllowed):
            deed()


def test_photos_are_kept_all_or_none_and_can_be_taken_off(world: World) -> None:
    activity = recorded(world)
    with pytest.raises(Refused):
        services.add_photos(actor=world.officer, activity=activity, contents=[picture(), b"no photo"])
    assert not Photo.objects.exists()
    first, second = services.add_photos(actor=world.officer, activity=activity, contents=[picture(), picture("PNG")])
    assert all(photo.content.startswith(b"\xff\xd8") for photo in (first, second))
    services.remove_photo(actor=world.officer, photo=first)
    assert list(activity.photos.all()) == [second]


def test_twelve_photos_are_enough(world: World) -> None:
    activity = recorded(world)
    services.add_photos(actor=world.officer, activity=activity, contents=[picture()] * 12)
    with pytest.raises(Refused, match="12 ảnh"):
        services.add_photo(actor=world.officer, activity=activity, content=picture())


def test_a_void_record_takes_no_photo(world: World) -> None:
    activity = recorded(world)
    services.void_activity(actor=world.officer, activity=activity, reason="trùng")
    with pytest.raises(Refused, match="đã hủy"):
        services.add_photo(actor=world.officer, activity=activity, content=picture())


@pytest.mark.deep
def test_many_are_recorded_in_a_few_queries_with_one_event(world: World) -> None:
    at = datetime(2021, 3, 1, tzinfo=clock.VIETNAM)
    rows = [Entry(world.tree.commune, world.data(day=date(2021, 3, 1)), at) for _ in range(300)]
    with CaptureQueriesContext(connection) as queries:
        made = services.record_many(actor=world.officer, rows=rows)
    assert len(queries) <= 25
    assert len(made) == Activity.objects.filter(recorded_at=at).count() == 300
    assert Attendance.objects.count() == 600
    event = Event.objects.get(verb="activity.recorded_many")
    facts = json.loads(event.facts)
    assert (facts["count"], facts["units"], event.unit_id) == (
        300,
        {world.tree.commune.uid: 300},
        world.tree.commune.pk,
    )


def test_many_are_refused_together(world: World) -> None:
    good, bad = Entry(world.tree.commune, world.data()), Entry(world.tree.commune, world.data(place=""))
    with pytest.raises(Faulty):
        services.record_many(actor=world.officer, rows=[good, bad])
    with pytest.raises(NotAllowed):
        services.record_many(actor=world.officer, rows=[good, Entry(world.tree.sibling, world.data())])
    with pytest.raises(Faulty):
        services.record_many(actor=world.officer, rows=[Entry(world.tree.commune, world.data(day=date(2020, 1, 1)))])
    assert not Activity.objects.exists()


@pytest.mark.deep
def test_many_activities_cost_hardly_more_queries_than_few(world: World) -> None:
    def cost(count: int) -> int:
        rows = [Entry(world.tree.commune, world.data()) for _ in range(count)]
        with CaptureQueriesContext(connection) as asked:
            services.record_many(actor=world.officer, rows=rows)
        return len(asked)

    assert cost(600) <= 3 * cost(30)


CHANGES: list[tuple[type[Any], dict[str, Any]]] = [
    (Activity, {"kind": "party"}),
    (Activity, {"people": -1}),
    (Activity, {"version": 0}),
    (Activity, {"state": "void"}),
    (Activity, {"state": "gone"}),
    (Activity, {"void_reason": "vì"}),
    (Attendance, {"group": "all"}),
    (Attendance, {"female": 1, "male": None, "unstated": None}),
    (Attendance, {"female": None, "male": None, "unstated": None}),
    (Attendance, {"female": 1, "male": 1, "unstated": 1}),
    (Attendance, {"female": None, "male": None, "unstated": -1}),
    (Attendance, {"group": "members"}),
    (Material, {"quantity": 0}),
    (Material, {"kind": "cake"}),
    (Partner, {"kind": "press"}),
    (Photo, {"width": 0}),
]


@pytest.mark.parametrize(("model", "change"), CHANGES)
def test_the_database_refuses_what_cannot_be(world: World, model: type[Any], change: dict[str, Any]) -> None:
    activity = recorded(world)
    services.add_photo(actor=world.officer, activity=activity, content=picture())
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(**change)


def test_the_database_keeps_records_and_their_units(world: World) -> None:
    activity = recorded(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.filter(pk=activity.pk).update(unit=world.tree.sibling)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM activities_partner")
        cursor.execute("DELETE FROM activities_attendance")
        cursor.execute("DELETE FROM activities_material")
        cursor.execute("DELETE FROM activities_activity")


@pytest.mark.parametrize("double", [{"agency": None}])
def test_a_partner_stands_once(world: World, double: dict[str, Any]) -> None:
    activity = recorded(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Partner.objects.create(activity=activity, kind="police", **double)
