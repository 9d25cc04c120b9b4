"""The two pages: contents, query counts, strangers, nonsense."""

import gzip
from datetime import date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lanhmanh.audit.services import SYSTEM
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.units import selectors, services
from lanhmanh.units.models import Level, Unit
from tests.factories import Province, make_unit, make_user

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
EVE, NEW = date(2021, 6, 1), date(2025, 8, 1)


@pytest.fixture
def reader(client: Client, dong_nai: Unit) -> Client:
    client.force_login(make_user("province_officer", dong_nai), backend=BACKEND)
    return client


def uid(name: str, day: date = EVE) -> str:
    return selectors.versions_on(day).get(name=name).unit.uid


@pytest.mark.deep
def test_the_tree_on_a_day(reader: Client) -> None:
    text = reader.get("/don-vi/?ngay=2021-06-01").content.decode()
    assert ">170<" in text
    assert "122 xã, 40 phường, 8 thị trấn" in text
    assert text.count("<details") == 11
    assert "Phường Tân Tiến" in text
    later = reader.get("/don-vi/?ngay=01/08/2025").content.decode()
    assert ">95<" in later
    assert "<details" not in later
    assert "Phường Đồng Xoài" in later


@pytest.mark.deep
def test_the_tree_is_small(reader: Client) -> None:
    for day in ("2021-06-01", "2025-02-01", "2025-08-01"):
        assert len(gzip.compress(reader.get(f"/don-vi/?ngay={day}").content)) < 30_000


def test_another_province(reader: Client) -> None:
    text = reader.get(f"/don-vi/?ngay=2021-06-01&tinh={uid('Tỉnh Bình Phước')}").content.decode()
    assert "Huyện Bù Đăng" in text
    assert "Huyện Cẩm Mỹ" not in text


@pytest.mark.parametrize("typed", ["Tân Mai", "tan mai", "26026", "TÂN  MAI"])
def test_search_with_and_without_marks(reader: Client, typed: str) -> None:
    text = reader.get("/don-vi/", {"ngay": "2021-06-01", "q": typed}).content.decode()
    found = text[text.index('id="found"') : text.index('id="counts"')]
    assert "Phường Tân Mai" in found
    assert "Thành phố Biên Hòa · 26026" in found


def test_marks_as_typed_come_first(dong_nai: Unit) -> None:
    marked = [v.name for v in selectors.find("Tân Tiến", EVE)]
    plain = [v.name for v in selectors.find("tan tien", EVE)]
    assert sorted(marked) == sorted(plain)
    assert marked[:3] == ["Phường Tân Tiến", "Xã Tân Tiến", "Xã Tân Tiến"]
    assert [v.name for v in selectors.find("Phú Thinh", EVE)] == ["Phường Phú Thịnh", "Xã Phú Thịnh"]


def test_search_without_a_hit_says_what_to_do(reader: Client) -> None:
    assert "Thử bớt chữ" in reader.get("/don-vi/?q=<b>%25_'").content.decode()
    assert "<b>%" not in reader.get("/don-vi/?q=<b>%25_'").content.decode()


def test_a_day_that_is_none_is_told_beside_its_field(reader: Client) -> None:
    text = reader.get("/don-vi/?ngay=31/02/2021").content.decode()
    assert "31/02/2021" in text
    assert "id_ngay_error" in text


def test_a_day_before_everything(reader: Client) -> None:
    assert "Không có đơn vị nào vào ngày này" in reader.get("/don-vi/?ngay=1900-01-01").content.decode()


def test_the_query_count_does_not_grow(client: Client, world: Province) -> None:
    client.force_login(make_user("province_officer", world.province), backend=BACKEND)
    paths = ("/don-vi/?ngay=2021-06-01", f"/don-vi/{world.district.uid}/")

    def counts() -> list[int]:
        numbers = []
        for path in paths:
            with CaptureQueriesContext(connection) as captured, clock.at(datetime(2021, 6, 1, tzinfo=clock.VIETNAM)):
                assert client.get(path).status_code == 200
            numbers.append(len(captured))
        return numbers

    counts()
    before = counts()
    for place in range(20):
        commune = make_unit(f"Xã Thử {place}", Level.COMMUNE, world.district, code=f"9{place:04}")
        make_unit("Chi hội ấp 1", Level.BRANCH, commune)
    assert counts() == before
    assert max(before) <= 22


def test_one_unit_that_took_over_a_code(reader: Client, dong_nai: Unit) -> None:
    with clock.at(datetime(2025, 2, 1, tzinfo=clock.VIETNAM)):
        text = reader.get(f"/don-vi/{uid('Phường Tân Mai')}/").content.decode()
    assert "Đổi mã từ 26026 sang 26014" in text
    assert "Phường Tân Tiến" in text
    assert "16.236" in text
    assert "Thuộc thành phố Biên Hòa, tỉnh Đồng Nai" in text


def test_a_part_is_an_estimate(reader: Client) -> None:
    text = reader.get(f"/don-vi/{uid('Phường Tân Phong')}/").content.decode()
    assert text.count("ước tính") == 2
    assert "3.553" in text
    whole = reader.get(f"/don-vi/{uid('Phường Tân Tiến')}/").content.decode()
    assert "ước tính" not in whole


def test_an_ended_unit_says_so(reader: Client) -> None:
    with clock.at(datetime(2025, 2, 1, tzinfo=clock.VIETNAM)):
        text = reader.get(f"/don-vi/{uid('Phường Tân Tiến')}/").content.decode()
    assert "không còn từ ngày 01/01/2025" in text
    assert "Toàn bộ nhập vào Phường Tân Mai" in text


def test_agencies_and_branches_stand_on_the_page(reader: Client, dong_nai: Unit) -> None:
    services.add_partner_agencies(actor=SYSTEM, root=dong_nai, since=EVE)
    commune = selectors.versions_on(EVE).get(name="Phường Trảng Dài").unit
    services.create_branch(actor=SYSTEM, commune=commune, name="Chi hội khu phố 3", since=EVE)
    with clock.at(datetime(2021, 12, 20, tzinfo=clock.VIETNAM)):
        text = reader.get(f"/don-vi/{commune.uid}/").content.decode()
    assert "Công an phường Trảng Dài" in text
    assert "Chi hội khu phố 3" in text


def test_every_unit_has_a_page(reader: Client) -> None:
    for unit in Unit.objects.filter(pk__in=range(1, 400, 23)):
        assert reader.get(f"/don-vi/{unit.uid}/").status_code == 200


def test_an_unknown_unit_is_not_found(reader: Client) -> None:
    assert reader.get("/don-vi/01ARZ3NDEKTSV4RRFFQ69G5FAV/").status_code == 404
    first = Unit.objects.earliest("pk")
    assert reader.get(f"/don-vi/{first.pk}/").status_code == 404


def test_strangers_sign_in_first(client: Client, dong_nai: Unit) -> None:
    for path in ("/don-vi/", f"/don-vi/{dong_nai.uid}/"):
        assert client.get(path).status_code == 302


def test_tree_lines(dong_nai: Unit) -> None:
    lines = selectors.tree_lines(EVE, "75")
    assert lines[0] == "Tỉnh Đồng Nai  75"
    assert len(lines) == 1 + 11 + 170
    assert "    Phường Tân Tiến  26014" in lines
    assert len(selectors.tree_lines(NEW)) == 96
    assert len(selectors.tree_lines(EVE, "731")) == 31
    with pytest.raises(Refused, match="mã 999"):
        selectors.tree_lines(EVE, "999")


@pytest.mark.parametrize(("role", "place", "status"), [
    ("commune_officer", "commune", 200), ("commune_officer", "sibling", 404), ("district_officer", "district", 200),
    ("district_officer", "other_district", 404), ("branch_head", "branch", 404), ("auditor", "province", 404),
])  # fmt: skip
def test_a_branch_is_set_up_by_the_officers_of_its_commune(
    client: Client, world: Province, role: str, place: str, status: int
) -> None:
    client.force_login(make_user(role, getattr(world, place)), backend=BACKEND)
    address = f"/don-vi/{world.commune.uid}/chi-hoi/"
    assert client.get(address).status_code == status
    answer = client.post(address, {"name": "Chi hội khu phố 9", "since": "01/06/2021"})
    assert answer.status_code == (302 if status == 200 else 404)
    names = [version.name for version in selectors.children(world.commune, EVE)]
    assert ("Chi hội khu phố 9" in names) is (status == 200)


def test_a_branch_with_a_taken_name_is_refused_with_a_sentence(client: Client, world: Province) -> None:
    client.force_login(make_user("commune_officer", world.commune), backend=BACKEND)
    answer = client.post(f"/don-vi/{world.commune.uid}/chi-hoi/", {"name": "Chi hội khu phố 3", "since": "01/06/2021"})
    assert answer.status_code == 422
    assert "Chọn tên khác" in answer.content.decode()
