"""The pages: recording in a minute, the list, one activity, who gets 404."""

from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lanhmanh.accounts.models import User
from lanhmanh.activities.models import Activity, Photo
from lanhmanh.activities.rules import Attended
from lanhmanh.activities.services import done as services
from lanhmanh.activities.services.done import Entry
from lanhmanh.kernel.ids import new_id
from tests.activities.conftest import World, picture
from tests.factories import make_actor, make_user


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def client(world: World) -> Client:
    return browser(world.user)


def typed(world: World, **changes: str) -> dict[str, Any]:
    """Return what a person types into the short form."""
    values = {
        "kind": "session",
        "day": "2021-12-17",
        "unit": world.tree.commune.uid,
        "place": "Nhà văn hóa khu phố 4",
        "total": "1.064",
        "female": "530",
        "item": world.item.uid,
        "token": new_id(),
    }
    return {**values, **changes}


def recorded(world: World, **changes: Any) -> Activity:
    return services.record_activity(actor=world.officer, unit=world.tree.commune, data=world.data(**changes))


@pytest.mark.deep
def test_the_short_form_offers_today_the_own_unit_and_a_keypad(world: World, client: Client) -> None:
    page = client.get("/hoat-dong/ghi/").content.decode()
    assert 'value="20/12/2021"' in page
    assert f'value="{world.tree.commune.uid}" selected' in page
    assert 'inputmode="numeric"' in page
    assert page.count("button--primary") == 1
    assert "style=" not in page
    assert "Như lần trước" not in page


def test_an_activity_is_recorded_and_can_be_undone_and_restored(world: World, client: Client) -> None:
    answer = client.post("/hoat-dong/ghi/", typed(world), follow=True)
    activity = Activity.objects.get()
    assert answer.redirect_chain == [(f"/hoat-dong/{activity.uid}/", 302)]
    assert list(activity.attendances.values_list("group", "female", "male")) == [("mixed", 530, 534)]
    page = answer.content.decode()
    assert "1.064" in page
    assert f'action="/hoat-dong/{activity.uid}/hoan-tac/"' in page
    undone = client.post(f"/hoat-dong/{activity.uid}/hoan-tac/", follow=True).content.decode()
    assert f'action="/hoat-dong/{activity.uid}/khoi-phuc/"' in undone
    activity.refresh_from_db()
    assert (activity.state, activity.void_reason) == ("void", "Hoàn tác ngay sau khi ghi")
    client.post(f"/hoat-dong/{activity.uid}/khoi-phuc/")
    activity.refresh_from_db()
    assert activity.state == "recorded"


def test_the_form_sent_twice_records_once(world: World, client: Client) -> None:
    values = typed(world)
    first, second = (client.post("/hoat-dong/ghi/", values) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert Activity.objects.count() == 1


def test_groups_materials_and_partners_are_kept(world: World, client: Client) -> None:
    values = typed(
        world, total="64", female="30", g_elders="20", w_elders="12", m_leaflet="150", people="60",
        title="Phòng ma túy", partners="police",
    )  # fmt: skip
    client.post("/hoat-dong/ghi/", values)
    activity = Activity.objects.get()
    rows = set(activity.attendances.values_list("group", "female", "male", "unstated"))
    assert rows == {("elders", 12, 8, None), ("mixed", 18, 26, None)}
    assert list(activity.materials.values_list("kind", "quantity")) == [("leaflet", 150)]
    assert list(activity.partners.values_list("kind", flat=True)) == ["police"]


def test_a_broadcast_is_counted_by_its_times(world: World, client: Client) -> None:
    missing = client.post("/hoat-dong/ghi/", typed(world, kind="broadcast", total="", female="", place=""))
    assert missing.status_code == 422
    assert "Ghi số lượt phát." in missing.content.decode()
    client.post("/hoat-dong/ghi/", typed(world, kind="broadcast", total="", female="", place="", times="6"))
    assert list(Activity.objects.get().materials.values_list("kind", "quantity")) == [("loudspeaker", 6)]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kind": ""}, "Chọn loại hoạt động."),
        ({"day": "2021-12-21"}, "Ngày này chưa đến"),
        ({"day": "2020-12-31"}, "đơn vị chưa có"),
        ({"day": "31/02/2021"}, "Không có ngày"),
        ({"place": ""}, "Ghi nơi diễn ra"),
        ({"total": "64o"}, "Chỉ gõ chữ số"),
        ({"total": "999999999999"}, "Không được lớn hơn"),
        ({"female": "1065"}, "Số nữ không được lớn hơn"),
        ({"total": ""}, "Số nữ không được lớn hơn"),
        ({"g_elders": "2000"}, "Các nhóm cộng lại lớn hơn"),
        ({"g_elders": "20"}, "Ghi số nữ ở từng nhóm"),
        ({"g_elders": "600", "w_elders": "531"}, "không khớp"),
        ({"g_elders": "1000", "w_elders": "0"}, "không khớp"),
        ({"people": "2000"}, "Số người không được lớn hơn số lượt"),
        ({"item": ""}, "Chọn mục của kế hoạch."),
        ({"place": "x" * 201}, "200"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    world: World, client: Client, changes: dict[str, str], sentence: str
) -> None:
    answer = client.post("/hoat-dong/ghi/", typed(world, **changes))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Activity.objects.exists()


def test_everything_wrong_is_said_in_one_round(world: World, client: Client) -> None:
    page = client.post("/hoat-dong/ghi/", typed(world, place="", female="9999", day="x")).content.decode()
    assert "Còn 3 ô cần sửa." in page
    assert "Ghi nơi diễn ra" in page


def test_a_forged_unit_or_clause_is_refused(world: World, client: Client) -> None:
    for changes in ({"unit": world.tree.sibling.uid}, {"item": new_id()}, {"token": "x"}, {"partners": new_id()}):
        assert client.post("/hoat-dong/ghi/", typed(world, **changes)).status_code == 422
    assert not Activity.objects.exists()


def test_last_values_are_offered(world: World, client: Client) -> None:
    activity = recorded(world, plan_item=world.other_item)
    page = client.get("/hoat-dong/ghi/").content.decode()
    assert f"?nhu={activity.uid}" in page
    assert '<option value="Nhà văn hóa khu phố 4">' in page
    assert f'value="{world.other_item.uid}" selected' in page
    like = client.get(f"/hoat-dong/ghi/?nhu={activity.uid}").content.decode()
    assert 'value="session" id="id_kind_0" checked' in like
    assert 'value="police" id="id_partners_0" checked' in like
    assert 'value="Nhà văn hóa khu phố 4"' in like
    assert client.get(f"/hoat-dong/ghi/?nhu={new_id()}").status_code == 404


def test_an_edit_untouched_changes_no_figure(world: World, client: Client) -> None:
    activity = recorded(world, people=40)
    before = list(activity.attendances.order_by("group").values_list("group", "female", "male", "unstated"))
    form = client.get(f"/hoat-dong/{activity.uid}/sua/").context["form"]
    values = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in values.items() if value not in (None, "")}
    answer = client.post(f"/hoat-dong/{activity.uid}/sua/", {**sent, "title": "Tên mới"})
    assert answer.status_code == 302
    activity.refresh_from_db()
    assert (activity.title, activity.version, activity.people) == ("Tên mới", 2, 40)
    assert list(activity.attendances.order_by("group").values_list("group", "female", "male", "unstated")) == before
    stale = client.post(f"/hoat-dong/{activity.uid}/sua/", {**sent, "title": "Cũ"})
    assert stale.status_code == 422
    assert "Có người vừa sửa" in stale.content.decode()


def test_taking_back_asks_for_a_reason(world: World, client: Client) -> None:
    activity = recorded(world)
    assert client.post(f"/hoat-dong/{activity.uid}/huy/", {"reason": " "}).status_code == 422
    answer = client.post(f"/hoat-dong/{activity.uid}/huy/", {"reason": "Ghi trùng"}, follow=True)
    assert f'action="/hoat-dong/{activity.uid}/khoi-phuc/"' in answer.content.decode()
    shown = client.get(f"/hoat-dong/{activity.uid}/").content.decode()
    assert "Ghi trùng" in shown
    assert "/sua/" not in shown
    assert activity.uid not in client.get("/hoat-dong/").content.decode()
    assert activity.uid in client.get("/hoat-dong/?void=on").content.decode()


def test_the_list_goes_by_month_with_the_totals_of_the_whole_month(world: World, client: Client) -> None:
    rows = [Entry(world.tree.commune, world.data(day=date(2021, 11, 1 + n % 28))) for n in range(40)]
    services.record_many(actor=world.officer, rows=rows)
    recorded(world, attended=())
    page = client.get("/hoat-dong/").content.decode()
    assert page.index("Tháng 12/2021") < page.index("Tháng 11/2021")
    assert "40 hoạt động · 2.560 lượt người" in " ".join(page.split())
    assert "1 hoạt động</p>" in " ".join(page.split())
    assert "Trang 1 trên 2" in page
    assert client.get("/hoat-dong/?page=2").content.decode().count("<tr>") == 1 + 11


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("words=van+hoa", {"a", "b"}),
        ("words=VĂN+hóa+phát", {"b"}),
        ("kind=training", {"b"}),
        ("first=2021-12-01", {"a"}),
        ("last=30/11/2021", {"b"}),
        ("first=hôm+qua", {"a", "b"}),
        ("item=khong-co", {"a", "b"}),
    ],
)
def test_filters_narrow_and_search_does_not_mind_marks(
    world: World, client: Client, query: str, shown: set[str]
) -> None:
    uids = {
        "a": recorded(world).uid,
        "b": recorded(world, kind="training", day=date(2021, 6, 1), note="Phát tờ rơi", plan_item=world.other_item).uid,
    }
    page = client.get(f"/hoat-dong/?{query}").content.decode()
    assert {name for name, uid in uids.items() if uid in page} == shown


def test_the_list_narrows_to_a_clause(world: World, client: Client) -> None:
    first, second = recorded(world).uid, recorded(world, plan_item=world.other_item).uid
    page = client.get(f"/hoat-dong/?item={world.other_item.uid}").content.decode()
    assert second in page
    assert first not in page


def test_an_empty_list_says_what_to_do(world: World, client: Client) -> None:
    assert "Ghi hoạt động đầu tiên" in client.get("/hoat-dong/").content.decode()
    assert "Không có hoạt động nào khớp" in client.get("/hoat-dong/?words=abc").content.decode()


def test_photos_go_in_and_come_out_for_those_who_may_see(world: World, client: Client) -> None:
    activity = recorded(world)
    address = f"/hoat-dong/{activity.uid}/anh/"
    files = [SimpleUploadedFile(f"{n}.jpg", picture()) for n in range(2)]
    assert client.post(address, {"photos": files}).status_code == 302
    photo = Photo.objects.order_by("pk")[0]
    answer = client.get(f"{address}{photo.uid}/")
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"].startswith("private")
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.content[:3] == b"\xff\xd8\xff"
    stranger = browser(make_user("commune_officer", world.tree.sibling))
    assert stranger.get(f"{address}{photo.uid}/").status_code == 404
    assert Client().get(f"{address}{photo.uid}/").status_code == 302
    district = browser(make_user("district_officer", world.tree.district))
    assert district.get(f"{address}{photo.uid}/").status_code == 200
    assert district.post(f"{address}{photo.uid}/bo/").status_code == 404
    assert client.post(f"{address}{photo.uid}/bo/").status_code == 302
    assert client.get(f"{address}{photo.uid}/").status_code == 404


@pytest.mark.parametrize("files", [[], [SimpleUploadedFile("a.jpg", b"no photo")]])
def test_a_wrong_photo_is_refused_with_a_sentence(world: World, client: Client, files: list[Any]) -> None:
    activity = recorded(world)
    answer = client.post(f"/hoat-dong/{activity.uid}/anh/", {"photos": files})
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()


WRITE = ["sua/", "huy/", "hoan-tac/", "khoi-phuc/", "anh/"]


@pytest.mark.parametrize(
    ("role", "at", "reads", "writes"),
    [
        ("commune_officer", "commune", True, True),
        ("branch_head", "branch", False, False),
        ("commune_officer", "sibling", False, False),
        ("commune_officer", "other_commune", False, False),
        ("district_officer", "district", True, False),
        ("district_officer", "other_district", False, False),
        ("province_leader", "province", True, False),
        ("auditor", "province", True, False),
        ("police", "commune", False, False),
        ("administrator", "province", False, False),
    ],
)
def test_who_opens_and_who_changes(
    world: World, monkeypatch: pytest.MonkeyPatch, role: str, at: str, reads: bool, writes: bool
) -> None:
    monkeypatch.setattr(settings, "DEMO", True)  # no second factor is asked for
    activity = recorded(world)
    client = browser(make_user(role, getattr(world.tree, at)))
    assert client.get(f"/hoat-dong/{activity.uid}/").status_code == (200 if reads else 404)
    assert (activity.uid in client.get("/hoat-dong/").content.decode()) == reads
    for path in WRITE:
        assert (client.post(f"/hoat-dong/{activity.uid}/{path}").status_code != 404) == writes


def test_nobody_unknown_gets_in(world: World) -> None:
    activity = recorded(world)
    for path in ["", "ghi/", f"{activity.uid}/", f"{activity.uid}/sua/"]:
        assert Client().get(f"/hoat-dong/{path}").status_code == 302
    activity.refresh_from_db()
    assert activity.state == "recorded"


def queries_of(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.deep
def test_pages_cost_the_same_when_rows_grow(world: World, client: Client) -> None:
    activity = recorded(world)
    addresses = ["/hoat-dong/", "/hoat-dong/ghi/", f"/hoat-dong/{activity.uid}/", "/hoat-dong/?words=khu"]
    few = [queries_of(client, address) for address in addresses]
    branch = make_actor("branch_head", world.tree.branch)
    services.record_many(actor=branch, rows=[Entry(world.tree.branch, world.data()) for _ in range(20)])
    services.record_many(actor=world.officer, rows=[Entry(world.tree.commune, world.data()) for _ in range(20)])
    services.add_photos(actor=world.officer, activity=activity, contents=[picture()] * 3)
    data = world.data(attended=tuple(Attended.of(group, 3, 1) for group in ("members", "youth", "women", "elders")))
    services.change_activity(actor=world.officer, activity=activity, data=data, version=1)
    assert [queries_of(client, address) for address in addresses] == few
    assert max(few) <= 22
