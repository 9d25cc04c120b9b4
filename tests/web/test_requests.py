"""What no request carries into a page: NULs and endless numbers, each answered in words."""

import pytest
from django.test import Client
from django.urls import reverse

from lanhmanh.accounts.models import User
from lanhmanh.units.models import UnitVersion
from tests.factories import Province, make_user
from tests.web.conftest import BACKEND

pytestmark = pytest.mark.django_db
NUL = "\x00"


@pytest.fixture
def officer(world: Province, client: Client, settings) -> Client:  # type: ignore[no-untyped-def]
    settings.DEMO = True
    client.force_login(make_user("commune_officer", world.commune, "can.bo"), backend=BACKEND)
    return client


@pytest.mark.parametrize("path", ["/don-vi/%00/", "/ho-so/%00/", "/khong-co/%00", "/%00"])
def test_a_nul_in_the_path_is_no_page(officer: Client, path: str) -> None:
    answer = officer.get(path)
    assert answer.status_code == 404
    assert "Không có trang này" in answer.content.decode()


@pytest.mark.parametrize("query", ["page=%00", "%00=1", "q=a&q=%00b"])
def test_a_nul_in_the_query_is_told(officer: Client, query: str) -> None:
    answer = officer.get(f"/van-ban/?{query}")
    assert answer.status_code == 400
    assert "Yêu cầu không đọc được" in answer.content.decode()


def test_a_nul_in_a_form_is_taken_out_and_the_rest_kept(world: Province, officer: Client) -> None:
    path = reverse("units:branch", args=[world.commune.uid])
    sent = {"name": f"Chi hội{NUL} khu phố 9", "since": f"01/06/2021{NUL}", f"x{NUL}": NUL}
    assert officer.post(path, sent).status_code == 302
    assert UnitVersion.objects.filter(name="Chi hội khu phố 9", parent=world.commune).exists()


def test_a_nul_in_a_name_of_who_signs_in_is_no_fault(client: Client, db: None) -> None:
    for _attempt in range(2):
        answer = client.post("/tai-khoan/dang-nhap/", {"login": f"a{NUL}b", "password": f"{NUL}c"})
        assert answer.status_code == 200
    assert not User.objects.exists()


@pytest.mark.parametrize("cookie", ["sessionid", "django_language", "lanhmanh_vault", "csrftoken"])
def test_a_nul_in_a_cookie_is_as_if_there_were_none(officer: Client, cookie: str) -> None:
    """Quoted, a cookie's text may hold any character, whatever the server lets through."""
    officer.cookies[cookie] = f"a{NUL}b"
    answer = officer.get("/")
    assert answer.status_code == (302 if cookie == "sessionid" else 200)


@pytest.mark.parametrize("year", ["9" * 10, "9" * 20, "9" * 5000])
def test_a_number_without_end_is_no_page(world: Province, officer: Client, year: str) -> None:
    path = f"/bao-cao/tong-hop/HND-QUY/nam/{year}/{world.commune.uid}/"
    assert officer.get(path).status_code == 404
