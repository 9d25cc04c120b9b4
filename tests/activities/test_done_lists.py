"""What was done, in and out of Excel: what is right goes in whole, what is wrong says why, twice is once."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lanhmanh.activities.forms.lists_done import Offered, activity_kind, judge_activities
from lanhmanh.activities.models import Activity
from lanhmanh.activities.rules import Attended
from lanhmanh.activities.selectors.done import places_to_record
from lanhmanh.activities.services.done import record_activity
from lanhmanh.audit.models import Event
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.plan.selectors import items_for
from lanhmanh.ui import lists
from lanhmanh.units.models import Ancestry, UnitVersion
from tests.activities.conftest import TODAY, World
from tests.web.conftest import BACKEND

SESSION = {
    "day": date(2021, 11, 5), "kind": "session", "title": "Nói chuyện về tác hại", "place": "Nhà văn hóa",
    "g_members": 54, "w_members": 30, "g_mixed": 10, "m_leaflet": 120, "people": 60,
    "partners": "Công an; Mặt trận Tổ quốc và đoàn thể", "channels": "họp chi, tổ hội", "note": "Có hỏi đáp",
}  # fmt: skip


def offered(world: World) -> Offered:
    return Offered(places_to_record(world.officer, clock.today()), items_for(world.tree.commune, clock.today()))


def book(world: World, *rows: dict[str, Any]) -> bytes:
    return lists.export(activity_kind(offered(world)), [{"item": world.item.uid} | row for row in rows], TODAY)


@pytest.fixture
def browser(world: World, client: Client) -> Client:
    client.force_login(world.user, backend=BACKEND)
    return client


def sent(browser: Client, content: bytes) -> Any:
    return browser.post(reverse("activities:activities_in"), {"file": SimpleUploadedFile("hoat-dong.xlsx", content)})


def test_a_list_of_what_was_done_goes_in_whole_once_and_out_the_same(world: World, browser: Client) -> None:
    page = sent(browser, book(world, SESSION, SESSION | {"day": date(2021, 11, 6), "w_members": None}))
    assert (page.context["good"], page.context["faulty"]) == (2, 0)
    url = reverse("activities:activities_in")
    browser.post(url, {"packet": page.context["packet"], "deed": "take"})
    first, second = Activity.objects.order_by("day")
    assert (first.unit, first.plan_item, first.people, first.note) == (world.tree.commune, world.item, 60, "Có hỏi đáp")
    groups = {row.group: (row.female, row.male, row.unstated) for row in first.attendances.all()}
    assert groups == {"members": (30, 24, None), "mixed": (None, None, 10)}
    assert second.attendances.get(group="members").unstated == 54
    assert [row.quantity for row in first.materials.all()] == [120]
    assert {row.kind for row in first.partners.all()} == {"police", "front"}
    assert [row.channel for row in first.channels.all()] == ["meeting"]
    assert Event.objects.get(verb="activity.recorded_many").unit_id == world.tree.commune.pk
    browser.post(url, {"packet": page.context["packet"], "deed": "take"})
    assert Activity.objects.count() == 2
    again = sent(browser, browser.get(reverse("activities:activities_out")).content)
    assert (again.context["good"], again.context["faulty"], again.context["doubles"]) == (0, 0, 2)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"day": date(2021, 12, 21)}, "chưa đến"),
        ({"place": None}, "Ghi nơi diễn ra"),
        ({"w_members": 60}, "Số nữ không được lớn hơn"),
        ({"people": 900}, "không được lớn hơn số lượt"),
        ({"partners": "Công an; Ủy ban xã Mơ"}, "Không có “Ủy ban xã Mơ”"),
        ({"channels": "Điện tín"}, "Không có “Điện tín”"),
        ({"programmes": "Chương trình lạ"}, "Không có “Chương trình lạ”"),
        ({"kind": "broadcast"}, "Ghi số lượt phát"),
    ],
)
def test_a_wrong_row_says_why(world: World, browser: Client, change: dict[str, Any], says: str) -> None:
    page = sent(browser, book(world, SESSION | change))
    assert (page.context["good"], page.context["faulty"]) == (0, 1)
    assert says in page.content.decode()


def test_what_is_handed_out_is_what_the_reader_sees_and_asked_for(world: World, browser: Client) -> None:
    data = world.data(attended=(Attended("women", female=4, male=0),))
    record_activity(actor=world.officer, unit=world.tree.commune, data=data)
    kind, url = activity_kind(offered(world)), reverse("activities:activities_out")
    [row] = lists.read(kind, browser.get(url).content)
    assert (row.values["g_women"], row.values["w_women"], row.values["m_leaflet"]) == (4, 4, 120)
    assert browser.get(url, {"first": "khong"}).status_code == 200
    with pytest.raises(Refused):
        lists.read(kind, browser.get(url, {"words": "không có chữ này"}).content)


def test_judging_ten_times_the_rows_asks_no_more(world: World) -> None:
    def asked(count: int) -> int:
        rows = [SESSION | {"title": f"Buổi {n}"} for n in range(count)]
        read = lists.read(activity_kind(offered(world)), book(world, *rows))
        with CaptureQueriesContext(connection) as context:
            assert not judge_activities(read, offered(world))
        return len(context)

    assert asked(2) == asked(20)


def test_what_a_branch_did_before_it_ended_can_still_be_told(world: World, browser: Client) -> None:
    UnitVersion.objects.filter(unit=world.tree.branch).update(valid_to=date(2021, 11, 10))
    Ancestry.objects.filter(descendant=world.tree.branch).update(valid_to=date(2021, 11, 10))
    units = [(world.tree.branch, "Chi hội khu phố 3, Phường Trảng Dài")]
    kind = activity_kind(Offered(units, offered(world).items))
    rows = [
        SESSION | {"item": world.item.uid, "unit": world.tree.branch.uid, "day": date(2021, 11, on)} for on in (5, 12)
    ]
    page = sent(browser, lists.export(kind, rows, TODAY))
    assert (page.context["good"], page.context["faulty"]) == (1, 1)
    assert "Ngày này đơn vị chưa có hoặc không còn" in page.content.decode()
