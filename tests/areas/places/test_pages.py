"""The pages of both registers, by Django's client: a walk, every error a sentence, no query that grows."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from lanhmanh.accounts.models import User
from lanhmanh.areas.models import Business, Finding, Inspection, InspectionPhoto, Leakage, Site, Visit
from lanhmanh.areas.rules.inspections import FindingData
from lanhmanh.areas.services.places import Entry, list_places
from lanhmanh.kernel.ids import new_id
from tests.activities.conftest import picture
from tests.areas.places.conftest import World
from tests.factories import make_user

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
Post = Callable[..., Any]
FOUND = FindingData("Chưa niêm yết giá", "Niêm yết tại quầy", date(2021, 7, 8))
LATER = FindingData("Chưa niêm yết giá", "", date(2021, 12, 24))
WRONG = ["?kind=x", "?due=x&page=999", "?unit=x", "?words=" + "a" * 500, "?page=-1"]


@pytest.fixture
def browser(world: World, client: Client) -> Client:
    """Return the commune officer's browser."""
    client.force_login(User.objects.get(pk=world.officer.user_id), backend=BACKEND)
    return client


def text(answer: Any) -> str:
    return answer.content.decode()


def entered(world: World, **changes: Any) -> dict[str, Any]:
    values = {
        "unit": world.tree.commune.uid, "kind": "karaoke", "name": "Karaoke Minh Họa", "address": "Số 5",
        "listed_on": "18/01/2021", "token": new_id(),
    }  # fmt: skip
    return values | changes


def test_a_business_is_entered_inspected_corrected_and_verified(world: World, browser: Client):
    answer = browser.post(
        reverse("areas:business_new"), entered(world, point="10.98, 106.87", licensed_on="04/05/2020")
    )
    one = Business.objects.get()
    assert answer.url == f"/dia-ban/co-so/{one.uid}/"
    assert one.latitude == Decimal("10.98")
    assert "Chưa kiểm tra trong năm" in text(browser.get(answer.url))
    data = {
        "by": "team_178", "day": "08/06/2021", "union_joined": "on", "what_1": "Chưa niêm yết giá",
        "due_1": "08/07/2021", "token": new_id(),
    }  # fmt: skip
    answer = browser.post(reverse("areas:inspection_new", args=[one.uid]), data)
    made, finding = Inspection.objects.get(), Finding.objects.get()
    assert answer.url == reverse("areas:inspection", args=[made.uid])
    assert "Quá hạn khắc phục" in text(browser.get(answer.url))
    browser.post(reverse("areas:finding_correct", args=[finding.uid]), {"corrected_on": "01/07/2021"})
    assert "Đã khắc phục, chờ xác nhận" in text(browser.get(answer.url))
    browser.post(reverse("areas:finding_verify", args=[finding.uid]), {"verified_on": "03/07/2021", "good": "yes"})
    assert "Đã xác nhận khắc phục" in text(browser.get(answer.url))
    assert "Đã xác nhận khắc phục" in text(browser.get(reverse("areas:business", args=[one.uid])))
    assert "08/06/2021" in text(browser.get(reverse("areas:businesses")))


def test_what_is_odd_comes_back_with_a_box_and_nothing_lost(world: World, browser: Client):
    far = entered(world, point="10.4, 106.87")
    answer = browser.post(reverse("areas:business_new"), far)
    assert answer.status_code == 422
    assert "cách Phường Trảng Dài khoảng 64 km" in text(answer)
    assert 'name="sure"' in text(answer) and 'value="10.4, 106.87"' in text(answer)
    assert 'name="sure"' not in text(browser.get(reverse("areas:business_new")))
    assert browser.post(reverse("areas:business_new"), far | {"sure": "on"}).status_code == 302


def test_an_inspection_before_the_licence_comes_back_with_a_box(world: World, browser: Client):
    one = world.business()
    data = {"by": "team_178", "day": "03/05/2020", "token": new_id(), "what_1": "Chưa niêm yết giá"}
    url = reverse("areas:inspection_new", args=[one.uid])
    answer = browser.post(url, data)
    assert answer.status_code == 422 and "trước ngày cấp giấy phép" in text(answer)
    assert "Chưa niêm yết giá" in text(answer)
    made = browser.post(url, data | {"sure": "on"}).url
    assert "Ngày kiểm tra trước ngày cấp giấy phép" in text(browser.get(made))


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""}, {"name": "x" * 500}, {"kind": "casino"}, {"kind": ""}, {"unit": "x"}, {"listed_on": "31/02/2021"},
        {"listed_on": "01/01/2099"}, {"point": "vui"}, {"point": "106.8, 10.9"}, {"token": "x"}, {"version": "x" * 99},
        {"licensed_on": "1/1/0001"}, {"address": "  "},
    ],
    ids="-".join,
)  # fmt: skip
def test_a_wrong_field_gets_a_sentence(world: World, browser: Client, changes: dict[str, str]):
    answer = browser.post(reverse("areas:business_new"), entered(world, **changes))
    assert answer.status_code == 422
    assert "field-error" in text(answer) or "notice" in text(answer)
    assert not Business.objects.exists()


def test_the_forms_say_that_suspicion_is_no_field_and_where_it_goes(world: World, browser: Client):
    one, site = world.business(), world.site()
    for name, arguments in (
        ("business_new", []), ("site_new", []), ("inspection_new", [one.uid]), ("visit_new", [site.uid]),
    ):  # fmt: skip
        page = text(browser.get(reverse(f"areas:{name}", args=arguments)))
        assert "Sổ không có ô cho nghi ngờ." in page and "báo ngay Công an xã, phường" in page, name


@pytest.mark.deep
def test_a_place_is_changed_closed_and_opened_again(world: World, browser: Client):
    one = world.business()
    data = entered(world, name="Karaoke Mới", version="1", token=one.token)
    assert browser.post(reverse("areas:business_edit", args=[one.uid]), data).status_code == 302
    assert "vừa sửa" in text(browser.post(reverse("areas:business_edit", args=[one.uid]), data))
    closing = {"closed_on": "20/12/2021", "closed_why": "Đã trả giấy phép"}
    browser.post(reverse("areas:business_close", args=[one.uid]), closing)
    assert "Đã trả giấy phép" in text(browser.get(reverse("areas:business", args=[one.uid])))
    assert "Karaoke Mới" not in text(browser.get(reverse("areas:businesses")))
    assert "Karaoke Mới" in text(browser.get(reverse("areas:businesses") + "?closed=on"))
    assert browser.get(reverse("areas:business_reopen", args=[one.uid])).status_code == 405
    browser.post(reverse("areas:business_reopen", args=[one.uid]))
    assert Business.objects.get().closed_on is None


def test_photos_of_an_inspection_are_cleaned_and_served_to_who_may_see(world: World, browser: Client):
    made = world.look(world.business())
    url = reverse("areas:inspection_photos", args=[made.uid])
    assert browser.post(url, {}).status_code == 422
    bad = BytesIO(b"not a photo")
    bad.name = "anh.jpg"
    assert "không phải ảnh" in text(browser.post(url, {"photos": [bad]}))
    good = BytesIO(picture("PNG"))
    good.name = "anh.png"
    assert browser.post(url, {"photos": [good]}).status_code == 302
    photo = InspectionPhoto.objects.get()
    at = reverse("areas:inspection_photo", args=[made.uid, photo.uid])
    assert Image.open(BytesIO(browser.get(at).content)).format == "JPEG"
    assert at in text(browser.get(reverse("areas:inspection", args=[made.uid])))
    stranger = Client()
    stranger.force_login(User.objects.get(pk=world.stranger.user_id), backend=BACKEND)
    assert stranger.get(at).status_code == 404
    browser.post(reverse("areas:inspection_photo_remove", args=[made.uid, photo.uid]))
    assert not InspectionPhoto.objects.exists()


@pytest.mark.deep
def test_findings_are_added_changed_and_taken_off(world: World, browser: Client):
    made = world.look(world.business())
    new = reverse("areas:finding_new", args=[made.uid])
    assert browser.post(new, {"what": ""}).status_code == 422
    assert "trước ngày kiểm tra" in text(browser.post(new, {"what": "A", "due": "07/06/2021"}))
    browser.post(new, {"what": "Sổ lưu trú thiếu"})
    finding = Finding.objects.get()
    browser.post(reverse("areas:finding_edit", args=[finding.uid]), {"what": "Sổ lưu trú ghi thiếu"})
    assert Finding.objects.get().what == "Sổ lưu trú ghi thiếu"
    assert "Chọn đã đạt" in text(browser.post(reverse("areas:finding_verify", args=[finding.uid]), {"verified_on": ""}))
    browser.post(reverse("areas:finding_remove", args=[finding.uid]))
    assert not Finding.objects.exists()
    assert browser.post(reverse("areas:inspection_void", args=[made.uid]), {"reason": ""}).status_code == 422
    browser.post(reverse("areas:inspection_void", args=[made.uid]), {"reason": "Ghi trùng"})
    page = text(browser.get(reverse("areas:inspection", args=[made.uid])))
    assert "Ghi trùng" in page and "Thêm tồn tại" not in page


def test_a_planned_inspection_gets_its_result(world: World, browser: Client):
    made = world.look(world.business(), date(2021, 12, 27))
    url = reverse("areas:inspection_edit", args=[made.uid])
    assert "Ghi kết quả kiểm tra" in text(browser.get(url))
    data = {"by": "team_178", "day": "20/12/2021", "version": "1", "token": made.token, "what_1": "Chưa niêm yết giá"}
    assert browser.post(url, data).status_code == 302
    assert Inspection.objects.get().state == "done" and Finding.objects.get().what == "Chưa niêm yết giá"


@pytest.mark.deep
def test_a_site_is_visited_and_a_leakage_passed_on_and_answered(world: World, browser: Client):
    new = entered(world, name="Kho Minh Họa")
    assert "ít nhất một loại" in text(browser.post(reverse("areas:site_new"), new))
    browser.post(reverse("areas:site_new"), new | {"precursors": "on"})
    site = Site.objects.get()
    url = reverse("areas:visit_new", args=[site.uid])
    data = {
        "day": "08/06/2021", "token": new_id(), "substance_1": "Axeton", "measure_1": "l", "opening_1": "1.000,5",
        "came_in_1": "0", "went_out_1": "500", "found_1": "498",
    }  # fmt: skip
    assert "Chọn đơn vị tính" in text(browser.post(url, data | {"measure_1": ""}))
    assert "Chỉ gõ chữ số" in text(browser.post(url, data | {"found_1": "nhiều"}))
    page = text(browser.get(browser.post(url, data).url))
    assert "500,5" in page and "-2,5 lít" in page and "Số lượng chưa khớp." in page
    visit = Visit.objects.get()
    edit = reverse("areas:visit_edit", args=[visit.uid])
    assert 'value="1.000,5"' in text(browser.get(edit))
    browser.post(edit, data | {"version": "1", "found_1": "500,5"})
    assert "Số lượng chưa khớp." not in text(browser.get(reverse("areas:visit", args=[visit.uid])))
    leak = {"found_on": "08/06/2021", "what": "Thiếu 2,5 lít Axeton", "token": new_id()}
    answer = browser.post(reverse("areas:leakage_new", args=[site.uid]), leak)
    leakage = Leakage.objects.get()
    assert "Chưa chuyển cơ quan chức năng" in text(browser.get(answer.url))
    forward = reverse("areas:leakage_forward", args=[leakage.uid])
    assert "Ghi cơ quan nhận" in text(browser.post(forward, {"forwarded_on": "09/06/2021"}))
    sent = {"forwarded_to": "Công an thành phố", "forwarded_on": "09/06/2021", "answer_due": "09/07/2021"}
    browser.post(forward, sent)
    assert "Quá ngày đề nghị trả lời" in text(browser.get(answer.url))
    browser.post(reverse("areas:leakage_answer", args=[leakage.uid]), {"answered_on": "02/07/2021", "answer": "Đủ"})
    assert "Đã trả lời" in text(browser.get(answer.url))
    assert "Công an thành phố" in text(browser.get(reverse("areas:site", args=[site.uid])))


@pytest.mark.deep
@pytest.mark.parametrize("asked", ["?dong=99", "?dong=-1", "?dong=x", "?dong=²", "?dong=7"])
def test_lines_of_a_visit_stay_within_bounds(world: World, browser: Client, asked: str):
    page = browser.get(reverse("areas:visit_new", args=[world.site().uid]) + asked)
    assert page.status_code == 200
    assert 3 <= text(page).count('name="substance_') <= 20


@pytest.mark.deep
@pytest.mark.parametrize("query", ["?kind=x", "?due=x&page=999", "?unit=x", "?words=" + "a" * 500, "?page=-1"])
@pytest.mark.parametrize("name", ["businesses", "sites"])
def test_a_wrong_filter_never_breaks_a_list(world: World, browser: Client, name: str, query: str):
    world.business(), world.site()
    assert browser.get(reverse(f"areas:{name}") + query).status_code == 200


def test_the_empty_registers_say_what_to_do(world: World, browser: Client):
    assert "Sổ chưa có cơ sở nào" in text(browser.get(reverse("areas:businesses")))
    assert "Sổ chưa có nơi nào" in text(browser.get(reverse("areas:sites")))
    world.business()
    assert "Không có cơ sở nào khớp" in text(browser.get(reverse("areas:businesses") + "?words=khong"))


def test_the_owner_is_shown_on_the_page_only(world: World, browser: Client):
    one = world.business()
    assert "Nguyễn Văn Mẫu" in text(browser.get(reverse("areas:business", args=[one.uid])))
    assert "Nguyễn Văn Mẫu" not in text(browser.get(reverse("areas:businesses")))


def queries(browser: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as context:
        assert browser.get(url).status_code == 200
    return len(context)


@pytest.mark.deep
def test_pages_ask_no_more_of_ten_times_the_rows(world: World, browser: Client):
    one, site = world.business(), world.site()
    made = world.look(one, date(2021, 6, 8), FOUND)
    world.visit(site), world.leakage(site)
    urls = [
        reverse("areas:businesses"), reverse("areas:sites"), reverse("areas:business", args=[one.uid]),
        reverse("areas:site", args=[site.uid]), reverse("areas:inspection", args=[made.uid]), "/",
    ]  # fmt: skip
    [queries(browser, url) for url in urls]
    before = [queries(browser, url) for url in urls]
    entries = [Entry(world.tree.commune, world.data(name=f"Karaoke {n}")) for n in range(10)]
    list_places(actor=world.officer, entries=entries)
    for n in range(1, 10):
        world.look(one, date(2021, 7, n), LATER, LATER), world.visit(site, date(2021, 7, n))
        world.leakage(site, date(2021, 7, n)), world.site(name=f"Kho {n}")
    assert [queries(browser, url) for url in urls] == before


def test_today_tells_what_is_due_and_to_whom(world: World, browser: Client):
    one, site = world.business(), world.site()
    world.business(name="Khách sạn Mẫu", kind="hotel")
    world.look(one, date(2021, 6, 8), FOUND), world.look(one, date(2021, 12, 27))
    world.leakage(site)
    page = text(browser.get("/"))
    for words in (
        "Kiểm tra việc khắc phục tại Karaoke Minh Họa", "1 cơ sở nhạy cảm chưa được kiểm tra năm 2021",
        "Chuyển cơ quan chức năng dấu hiệu thất thoát tại Kho Minh Họa",
    ):  # fmt: skip
        assert words in page
    client = Client()
    client.force_login(make_user("branch_head", world.tree.branch), backend=BACKEND)
    assert "Karaoke" not in text(client.get("/"))


def test_an_auditor_reads_and_changes_nothing(world: World, client: Client):
    one = world.business()
    client.force_login(make_user("auditor", world.tree.province), backend=BACKEND)
    page = text(client.get(reverse("areas:business", args=[one.uid])))
    assert "Ghi kiểm tra" not in page and "Sửa" not in page
    for name in ("business_edit", "business_close", "inspection_new"):
        assert client.get(reverse(f"areas:{name}", args=[one.uid])).status_code == 404
