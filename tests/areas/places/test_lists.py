"""The registers in and out of Excel: what is right goes in whole, what is wrong comes back, twice is once."""

import json
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from lanhmanh.accounts.models import User
from lanhmanh.areas.forms import list_kinds as kinds
from lanhmanh.areas.forms.lists import Looks, Places, business_of
from lanhmanh.areas.forms.site_lists import LEAKAGES, VISITS, Visits
from lanhmanh.areas.models import Business, Finding, Inspection, Leakage, Site, StockLine, Visit
from lanhmanh.areas.rules.inspections import FindingData
from lanhmanh.areas.services.sites import record_visits
from lanhmanh.audit.models import Event
from lanhmanh.ui import lists
from tests.areas.places.conftest import TODAY, World
from tests.factories import make_actor, make_unit

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
KARAOKE = {"name": "Karaoke Minh Họa", "kind": "karaoke", "address": "Số 5"}
SITE = {"name": "Kho Minh Họa", "address": "Lô 4", "chemicals": True}
LOOK = {"name": "Karaoke Minh Họa", "day": date(2021, 6, 8), "by": "team_178", "union_joined": True}


@pytest.fixture
def browser(world: World, client: Client) -> Client:
    """Return the commune officer's browser."""
    client.force_login(User.objects.get(pk=world.officer.user_id), backend=BACKEND)
    return client


def book(kind: lists.ListKind, *rows: dict[str, Any]) -> BytesIO:
    columns = [one.key for one in kind.columns]
    file = BytesIO(lists.export(kind, [dict.fromkeys(columns) | row for row in rows], TODAY))
    file.name = "danh-sach.xlsx"
    return file


def send(browser: Client, name: str, kind: lists.ListKind, *rows: dict[str, Any]) -> Any:
    return browser.post(reverse(f"areas:{name}"), {"file": book(kind, *rows)})


def confirm(browser: Client, name: str, page: Any, deed: str = "take") -> Any:
    return browser.post(reverse(f"areas:{name}"), {"packet": page.context["packet"], "deed": deed})


def test_businesses_go_in_whole_and_the_same_list_once(world: World, browser: Client):
    second = KARAOKE | {"name": "Khách sạn Mẫu", "kind": "hotel", "point": "10.98, 106.87", "owner": "Lê Minh Họa"}
    page = send(browser, "businesses_in", kinds.BUSINESSES, KARAOKE, second, KARAOKE)
    assert [page.context[name] for name in ("good", "faulty", "doubles")] == [2, 0, 1]
    assert confirm(browser, "businesses_in", page).status_code == 302
    assert list(Business.objects.order_by("sort").values_list("name", "listed_on", "owner")) == [
        ("Karaoke Minh Họa", TODAY, ""), ("Khách sạn Mẫu", TODAY, "Lê Minh Họa"),
    ]  # fmt: skip
    confirm(browser, "businesses_in", page)
    assert Business.objects.count() == 2
    again = send(browser, "businesses_in", kinds.BUSINESSES, KARAOKE)
    assert (again.context["good"], again.context["doubles"]) == (0, 1)
    assert "đã có trong sổ" in again.content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"unit": "Xã Không Có"}, "Không có đơn vị này"),
        ({"unit": "Phường Tân Phong"}, "Không có đơn vị này"),
        ({"kind": None}, "Điền ô này"),
        ({"point": "vui"}, "vĩ độ rồi kinh độ"),
        ({"point": "48, 2"}, "ngoài Việt Nam"),
        ({"listed_on": date(2022, 1, 1)}, "chưa đến"),
    ],
)
def test_a_wrong_row_is_told_and_comes_back_in_the_sheet_of_errors(world: World, browser: Client, changes, words):
    page = send(browser, "businesses_in", kinds.BUSINESSES, KARAOKE | {"name": "Khác"}, KARAOKE | changes)
    assert (page.context["good"], page.context["faulty"]) == (1, 1)
    assert words in page.content.decode()
    sheet = load_workbook(BytesIO(confirm(browser, "businesses_in", page, "mend").content)).active
    told = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert "Karaoke Minh Họa" in told and any(words in one for one in told) and "Khác" not in told
    confirm(browser, "businesses_in", page)
    assert Business.objects.get().name == "Khác"


def test_what_is_odd_is_warned_of_before_it_goes_in(world: World, browser: Client):
    page = send(browser, "businesses_in", kinds.BUSINESSES, KARAOKE | {"point": "10.4, 106.87"})
    assert page.context["good"] == 1
    assert "cách Phường Trảng Dài khoảng 64 km" in page.content.decode()
    world.business(licensed_on=date(2021, 7, 1))
    page = send(browser, "inspections_in", kinds.INSPECTIONS, LOOK)
    assert "trước ngày cấp giấy phép" in page.content.decode()
    confirm(browser, "inspections_in", page)
    assert Inspection.objects.count() == 1


def test_sites_go_in_with_what_they_hold(world: World, browser: Client):
    page = send(browser, "sites_in", kinds.SITES, SITE, SITE | {"name": "Kho Khác", "chemicals": False})
    assert (page.context["good"], page.context["faulty"]) == (1, 1)
    assert "ít nhất một loại" in page.content.decode()
    confirm(browser, "sites_in", page)
    assert (Site.objects.get().chemicals, Site.objects.get().precursors) == (True, False)


def test_rows_of_one_inspection_become_one_with_their_findings(world: World, browser: Client):
    world.business()
    mended = {"corrected_on": date(2021, 6, 20), "verified_on": date(2021, 6, 22)}
    rows = [
        LOOK | {"what": "Chưa niêm yết giá", "due": date(2021, 7, 8)} | mended,
        LOOK | {"what": "Sổ lưu trú ghi thiếu"},
        LOOK | {"day": date(2021, 6, 9)},
        LOOK | {"name": "Không có trong sổ"},
        LOOK | {"what": "A", "day": date(2021, 6, 10), "verified_on": date(2021, 6, 22)},
        LOOK | {"measure": "B", "day": date(2021, 6, 11)},
    ]
    page = send(browser, "inspections_in", kinds.INSPECTIONS, *rows)
    assert (page.context["good"], page.context["faulty"]) == (3, 3)
    for words in ("Trong sổ không có cơ sở này", "Chưa ghi ngày khắc phục xong", "Ghi tồn tại, vi phạm"):
        assert words in page.content.decode()
    confirm(browser, "inspections_in", page)
    assert list(Inspection.objects.order_by("day").values_list("day", "state")) == [
        (date(2021, 6, 8), "done"), (date(2021, 6, 9), "done"),
    ]  # fmt: skip
    found = Finding.objects.order_by("pk").values_list("what", "verified_on")
    assert list(found) == [("Chưa niêm yết giá", date(2021, 6, 22)), ("Sổ lưu trú ghi thiếu", None)]
    again = send(browser, "inspections_in", kinds.INSPECTIONS, LOOK)
    assert again.context["doubles"] == 1


def test_two_businesses_of_one_name_are_told_apart_by_their_licence(world: World, browser: Client):
    one = world.business()
    world.business(address="Số 9", licence="GP-02")
    assert "Nhiều cơ sở cùng tên" in send(browser, "inspections_in", kinds.INSPECTIONS, LOOK).content.decode()
    page = send(browser, "inspections_in", kinds.INSPECTIONS, LOOK | {"licence": "gp-01"})
    confirm(browser, "inspections_in", page)
    assert Inspection.objects.get().business == one


def test_what_goes_out_comes_in_again_as_the_same(world: World, browser: Client):
    one = world.business(pledged_on=date(2021, 1, 4))
    world.site(), world.look(one, date(2021, 6, 8), FindingData("A"), FindingData("B", "C", date(2021, 7, 8)))
    for out, into in (
        ("businesses_out", "businesses_in"),
        ("sites_out", "sites_in"),
        ("inspections_out", "inspections_in"),
    ):
        file = BytesIO(browser.get(reverse(f"areas:{out}")).content)
        file.name = "so.xlsx"
        page = browser.post(reverse(f"areas:{into}"), {"file": file})
        assert (page.context["good"], page.context["faulty"]) == (0, 0), page.content.decode()
        assert page.context["doubles"] == (2 if out == "inspections_out" else 1)
    told = [json.loads(one.facts) for one in Event.objects.filter(verb="place.handed_out").order_by("seq")]
    assert told == [{"register": kind.code, "count": 1} for kind in (kinds.BUSINESSES, kinds.SITES, kinds.INSPECTIONS)]


def test_a_list_is_brought_only_where_the_register_is_kept(world: World, client: Client):
    chief = make_actor("district_officer", world.tree.district, "huyen")
    client.force_login(User.objects.get(username="huyen"), backend=BACKEND)
    assert chief.home_unit_id == world.tree.district.pk
    page = send(client, "businesses_in", kinds.BUSINESSES, KARAOKE, KARAOKE | {"unit": "phuong tan phong", "name": "B"})
    assert (page.context["good"], page.context["faulty"]) == (1, 1), "of several communes one must be named"
    make_unit("Phường Tân Phong", "commune", world.tree.district, code="00001")
    twin = send(client, "businesses_in", kinds.BUSINESSES, KARAOKE | {"unit": "Phường Tân Phong"})
    assert "Nhiều đơn vị cùng tên" in twin.content.decode()
    page = send(client, "businesses_in", kinds.BUSINESSES, KARAOKE | {"unit": "25996"})
    confirm(client, "businesses_in", page)
    assert Business.objects.get().unit == world.tree.sibling


def test_judging_ten_times_the_rows_asks_no_more(world: World):
    world.business()

    def asked(kind: lists.ListKind, judge: Any, rows: list[dict[str, Any]]) -> int:
        read = lists.read(kind, book(kind, *rows).getvalue())
        with CaptureQueriesContext(connection) as context:
            judge(read)
        return len(context)

    places = [KARAOKE | {"name": f"K {n}", "point": "10.98, 106.87"} for n in range(20)]
    looks = [LOOK | {"day": date(2021, 6, n + 1), "what": "A"} for n in range(20)]
    for kind, judge, rows in (
        (kinds.BUSINESSES, lambda read: Places(world.officer, business_of).judge(read), places),
        (kinds.INSPECTIONS, lambda read: Looks(world.officer).judge(read), looks),
    ):
        assert asked(kind, judge, rows[:2]) == asked(kind, judge, rows)


VISIT = {
    "name": "Kho Hóa chất", "day": date(2021, 6, 8), "union_joined": True, "who": "Công an phường",
    "substance": "Axeton", "measure": "kg", "opening": Decimal(10), "came_in": Decimal("2.5"), "went_out": Decimal(4),
    "on_paper": Decimal("8.5"), "found": Decimal(8),
}  # fmt: skip
SIGN = {
    "name": "Kho Hóa chất", "found_on": date(2021, 6, 8), "what": "Axeton thiếu 0,5 kg",
    "forwarded_to": "Công an tỉnh", "forwarded_on": date(2021, 6, 9), "answer_due": date(2021, 7, 1),
    "answered_on": date(2021, 6, 20), "answer": "Đã xử lý",
}  # fmt: skip


def test_visits_and_signs_come_in_whole_and_go_out_the_same(world: World, browser: Client):
    site = world.site(name="Kho Hóa chất")
    second = VISIT | {"substance": "Toluen", "measure": "l"}
    confirm(browser, "visits_in", send(browser, "visits_in", VISITS, VISIT, second))
    visit = Visit.objects.get()
    assert (visit.site, visit.union_joined, visit.stocks.count()) == (site, True, 2)
    assert visit.stocks.get(substance="Axeton").came_in == Decimal("2.5")
    confirm(browser, "leakages_in", send(browser, "leakages_in", LEAKAGES, SIGN))
    sign = Leakage.objects.get()
    assert (sign.forwarded_to, sign.answer, sign.answered_on) == ("Công an tỉnh", "Đã xử lý", date(2021, 6, 20))
    for out, into, rows in (("visits_out", "visits_in", 2), ("leakages_out", "leakages_in", 1)):
        file = BytesIO(browser.get(reverse(f"areas:{out}")).content)
        file.name = "so.xlsx"
        page = browser.post(reverse(f"areas:{into}"), {"file": file})
        assert (page.context["good"], page.context["faulty"], page.context["doubles"]) == (0, 0, rows)
    assert Event.objects.filter(verb__in=["visit.recorded_many", "leakage.recorded_many"]).count() == 2


@pytest.mark.parametrize(
    ("into", "kind", "row", "says"),
    [
        ("visits_in", VISITS, VISIT | {"name": "Nơi lạ"}, "không có nơi này"),
        ("visits_in", VISITS, VISIT | {"day": date(2021, 12, 21)}, "chưa đến"),
        ("visits_in", VISITS, VISIT | {"measure": None}, "Chọn đơn vị tính"),
        ("leakages_in", LEAKAGES, SIGN | {"forwarded_on": date(2021, 6, 7)}, "trước ngày phát hiện"),
        ("leakages_in", LEAKAGES, SIGN | {"forwarded_on": None}, "Ghi ngày chuyển"),
        ("leakages_in", LEAKAGES, SIGN | {"answered_on": None}, "Ghi ngày trả lời"),
    ],
)
def test_a_wrong_visit_or_sign_says_why(
    world: World, browser: Client, into: str, kind: lists.ListKind, row: dict[str, Any], says: str
):
    world.site(name="Kho Hóa chất")
    page = send(browser, into, kind, row)
    assert (page.context["good"], page.context["faulty"]) == (0, 1)
    assert says in page.content.decode()


def test_many_visits_ask_no_more_than_few(world: World):
    world.site(name="Kho Hóa chất")

    def asked(count: int, month: int) -> int:
        rows = [VISIT | {"day": date(2021, month, n + 1)} for n in range(count)]
        read = lists.read(VISITS, book(VISITS, *rows).getvalue())
        with CaptureQueriesContext(connection) as context:
            judged = Visits(world.officer)
            assert not judged.judge(read)
            record_visits(actor=world.officer, entries=judged.entries(read))
        return len(context)

    assert asked(1, 5) == asked(15, 6)
    assert (Visit.objects.count(), StockLine.objects.count()) == (16, 16)
