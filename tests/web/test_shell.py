"""What stands around every page, and the pages that everybody may read."""

import re
from collections.abc import Callable

import pytest
from django.core.exceptions import SuspiciousOperation
from django.test import Client, RequestFactory
from django.urls import path

from lanhmanh.config import urls
from lanhmanh.web import errors
from tests.factories import Province
from tests.growth import few

pytestmark = pytest.mark.django_db
Enter = Callable[..., Client]
NAV = {
    "province_leader": "Hôm nay, Kế hoạch, Hoạt động, Phong trào, Địa bàn, Báo cáo, Tổng hợp, Văn bản, Đơn vị",
    "province_officer": "Hôm nay, Kế hoạch, Hoạt động, Phong trào, Địa bàn, Báo cáo, Tổng hợp, Văn bản, Đơn vị",
    "district_officer": "Hôm nay, Kế hoạch, Hoạt động, Phong trào, Địa bàn, Báo cáo, Tổng hợp, Văn bản, Đơn vị",
    "commune_officer": "Hôm nay, Kế hoạch, Hoạt động, Phong trào, Địa bàn, Báo cáo, Tổng hợp, Văn bản, Đơn vị",
    "branch_head": "Hôm nay, Kế hoạch, Hoạt động, Phong trào, Địa bàn, Đơn vị",
    "police": "Hôm nay, Kế hoạch, Địa bàn, Tổng hợp, Đơn vị",
    "social_evils_officer": "Hôm nay, Kế hoạch, Địa bàn, Tổng hợp, Đơn vị",
    "auditor": "Hôm nay, Kế hoạch, Hoạt động, Phong trào, Địa bàn, Báo cáo, Tổng hợp, Văn bản, Đơn vị, Nhật ký",
    "case_supervisor": "Hôm nay, Hồ sơ hỗ trợ, Đơn vị, Khóa hồ sơ",
    "case_overseer": "Hôm nay, Hồ sơ hỗ trợ, Đơn vị, Khóa hồ sơ",
    "administrator": "Hôm nay, Đơn vị, Khôi phục khóa, Người dùng",
}


@pytest.mark.parametrize("role", few(NAV))
@pytest.mark.deep
def test_the_way_shows_what_opens(enter: Enter, world: Province, role: str) -> None:
    client = enter(role, world.district)
    nav = client.get("/").context["shell"]["nav"]
    assert ", ".join(str(entry["label"]) for entry in nav) == NAV[role]
    for entry in nav:
        page = client.get(entry["url"])
        assert page.status_code == 200, entry
        here = [one["url"] for one in page.context["shell"]["nav"] if one["current"]]
        assert here == [entry["url"]]


def test_where_the_reader_works(enter: Enter, world: Province) -> None:
    officer = enter("commune_officer", world.commune)
    assert "Hội Nông dân phường Trảng Dài, thành phố Biên Hòa" in officer.get("/").content.decode()
    above = enter("district_officer", world.district).get("/")
    assert above.context["shell"]["unit_name"] == "Hội Nông dân thành phố Biên Hòa"


@pytest.mark.parametrize("path", ["/tro-giup/", "/du-lieu-ca-nhan/", "/tai-khoan/dang-nhap/"])
def test_pages_for_everybody(client: Client, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 200
    text = page.content.decode()
    assert text.count("<h1") == 1
    assert 'lang="vi"' in text


def test_the_banner_of_the_demonstration(client: Client, settings, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    assert "giả lập" not in client.get("/tro-giup/").content.decode()
    settings.DEMO = True
    monkeypatch.setenv("LANHMANH_TODAY", "2021-12-20")
    text = client.get("/tro-giup/").content.decode()
    assert "Dữ liệu giả lập để minh họa" in text
    assert "17/06/2021" in text, "the date at which the clock of this test stands"


def test_health(client: Client) -> None:
    answer = client.get("/suc-khoe/")
    assert answer.json() == {"status": "ok"}


def broken(request: object) -> None:
    raise ZeroDivisionError("secret detail")


def suspicious(request: object) -> None:
    raise SuspiciousOperation("odd host")


class Broken:
    """The site with two pages that fail."""

    urlpatterns = [*urls.urlpatterns, path("hong/", broken), path("la/", suspicious)]
    handler400, handler403 = urls.handler400, urls.handler403
    handler404, handler500 = urls.handler404, urls.handler500


def test_faults_say_what_to_do_and_no_more(settings) -> None:  # type: ignore[no-untyped-def]
    settings.ROOT_URLCONF = Broken
    client = Client(raise_request_exception=False)
    for address, status, words in (
        ("/hong/", 500, "Máy chủ gặp lỗi"),
        ("/la/", 400, "Yêu cầu không đọc được"),
        ("/khong-co/", 404, "Không có trang này"),
    ):
        answer = client.get(address)
        text = answer.content.decode()
        assert (answer.status_code, words in text) == (status, True)
        assert "secret" not in text
        assert "ZeroDivision" not in text
        assert "unsafe" not in answer["Content-Security-Policy"]


def test_a_fault_has_a_code_to_tell() -> None:
    first, second = (errors.server_error(RequestFactory().get("/")).content.decode() for _ in range(2))
    codes = [set(re.findall(r"\b[0-9A-Z]{8}\b", text)) for text in (first, second)]
    assert codes[0]
    assert not codes[0] & codes[1]


def test_an_old_form_is_told_as_such() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/tai-khoan/dang-nhap/", {"login": "x", "password": "y"})
    assert answer.status_code == 403
    assert "Tải lại trang" in answer.content.decode()


def test_what_is_not_there_and_what_is_not_ours_look_alike(enter: Enter, things) -> None:  # type: ignore[no-untyped-def]
    client = enter("commune_officer", things.world.other_commune)
    hidden = client.get(f"/hoat-dong/{things.activity.uid}/")
    absent = client.get("/hoat-dong/01ARZ3NDEKTSV4RRFFQ69G5FAV/")
    assert (hidden.status_code, absent.status_code) == (404, 404)

    def same(answer) -> str:  # type: ignore[no-untyped-def]
        changing = r'csrfmiddlewaretoken" value="[^"]+|X-CSRFToken": "[^"]+|/hoat-dong/\w+/'
        return re.sub(changing, "", answer.content.decode())

    assert same(hidden) == same(absent)
