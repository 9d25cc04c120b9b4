"""The picture of a province: the same number of queries for three communes and for all, and a page that stays light."""

import gzip
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lanhmanh.accounts.models import User
from lanhmanh.areas.services.aims import set_targets
from lanhmanh.areas.services.importing import Old, import_classes
from lanhmanh.kernel import clock
from lanhmanh.units.models import Level, Unit
from lanhmanh.units.selectors import under
from tests.areas.four import CODE, NAMES
from tests.factories import make_actor
from tests.factories.areas import NOW, publish
from tests.web.conftest import BACKEND

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def province(dong_nai: Unit) -> Iterator[Unit]:
    with clock.at(NOW):
        publish(dong_nai)
        yield dong_nai


def bring(province: Unit, units: list[int]) -> None:
    codes = list(NAMES)
    rows = [
        Old(unit_id, year, codes[(unit_id * 7 + year * (1 + unit_id % 3)) % 4], "QĐ cũ", date(year, 12, 1))
        for unit_id in units
        for year in range(2017, 2022)
    ]
    import_classes(actor=make_actor("province_officer", province), province=province, code=CODE, rows=rows)


def asked(province: Unit) -> tuple[int, Any]:
    actor = make_actor("province_officer", province)
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id), backend=BACKEND)
    client.get(reverse("areas:index"))
    with CaptureQueriesContext(
        connection,
    ) as caught:
        page = client.get(reverse("areas:index"))
    return len(caught), page


@pytest.mark.deep
def test_the_map_of_a_province_is_light_and_asks_no_more_for_more_communes(province: Unit) -> None:
    communes = [version.unit_id for version in under(province, NOW.date(), level=Level.COMMUNE)]
    assert len(communes) == 170
    bring(province, communes[:3])
    few, _page = asked(province)
    bring(province, communes[3:])
    officer = make_actor("province_officer", province)
    set_targets(actor=officer, unit=province, code=CODE, year=2025, classes=dict.fromkeys(communes, "KHONG"))
    many, page = asked(province)
    assert many <= few
    assert page.text.count('class="tile" data-class=') == 170 + 1
    assert len(gzip.compress(page.content)) <= 60 * 1024
    assert "Biên Hòa <span" in page.text


@pytest.mark.deep
def test_the_table_of_a_province_asks_no_more_for_more_communes(
    province: Unit, django_assert_max_num_queries: Any
) -> None:
    communes = [version.unit_id for version in under(province, NOW.date(), level=Level.COMMUNE)]
    bring(province, communes)
    client = Client()
    actor = make_actor("province_officer", province)
    client.force_login(User.objects.get(pk=actor.user_id), backend=BACKEND)
    with django_assert_max_num_queries(40):
        assert client.get(reverse("areas:list")).status_code == 200


@pytest.mark.deep
def test_many_areas_come_in_pages_and_one_is_found_by_name_or_district(province: Unit) -> None:
    """A phone is shown fifty of 170 communes, and finds one without its marks."""
    districts = under(province, NOW.date(), level=Level.DISTRICT)
    city = next(version.unit for version in districts if version.name == "Thành phố Biên Hòa")
    bring(province, [version.unit_id for version in under(city, NOW.date(), level=Level.COMMUNE)])
    client = Client()
    actor = make_actor("province_officer", province)
    client.force_login(User.objects.get(pk=actor.user_id), backend=BACKEND)
    rows = '<th scope="row">'
    first = client.get(reverse("areas:list"), {"nam": "2021"})
    assert (first.text.count(rows), client.get(reverse("areas:list"), {"page": "4"}).text.count(rows)) == (50, 20)
    found = client.get(reverse("areas:list"), {"q": "trang dai", "nam": "2021"})
    assert (found.text.count(rows), "Phường Trảng Dài" in found.text) == (1, True)
    assert '<input type="hidden" name="nam" value="2021">' in found.text
    assert client.get(reverse("areas:list"), {"huyen": city.uid}).text.count(rows) == 30
    aims = client.get(reverse("areas:targets"), {"huyen": city.uid})
    assert aims.text.count(rows) == 30
    back = client.post(f"{reverse('areas:targets')}?huyen={city.uid}", {"deed": "one-better"})
    assert back["Location"].endswith(f"huyen={city.uid}")
    assert "Đã đặt mục tiêu 2025: 30 địa bàn thay đổi." in client.get(back["Location"]).text
    assert client.get(reverse("areas:list"), {"huyen": "x" * 200, "q": "y" * 5000}).status_code == 200
