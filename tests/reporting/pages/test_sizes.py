"""However large the province, a page of reports asks as many queries and stays light."""

import gzip

import pytest
from pytest_django import DjangoAssertNumQueries

from lanhmanh.units.models import Level
from tests.factories import make_unit
from tests.reporting.conftest import Line
from tests.reporting.pages.asking import AT, as_, unremarkable, url


def grown(line: Line, count: int) -> None:
    """Give the district more communes, each with a submitted report."""
    for _ in range(count):
        unremarkable(line, make_unit("Xã Mới", Level.COMMUNE, line.world.district))


@pytest.mark.deep
def test_the_number_of_queries_does_not_grow(line: Line, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    client, at = as_(line.district_officer), [*AT, line.world.district.uid]
    few = {url("index"): 60, url("queue"): 60, url("consolidation_index"): 60, url("consolidation", *at): 60,
           url("cell", *at, "TT-BUOI"): 60, url("preview", *at): 60}  # fmt: skip
    grown(line, 3)
    for address, most in few.items():
        client.get(address)
        with django_assert_max_num_queries(most) as asked:
            assert client.get(address).status_code == 200
        few[address] = len(asked.captured_queries)
    grown(line, 9)
    for address, most in few.items():
        with django_assert_max_num_queries(most):
            client.get(address)


@pytest.mark.deep
def test_the_pages_of_a_whole_province_stay_light(line: Line) -> None:
    for number in range(9):
        make_unit(f"Huyện Số {number}", Level.DISTRICT, line.world.province)
    for number in range(40):
        make_unit(f"Phường Rất Dài Tên Số {number}", Level.COMMUNE, line.world.district)
    line.approved(line.world.commune, TT_BUOI=3)
    client = as_(line.province_officer)
    whole = url("consolidation", *AT, line.world.province.uid)
    district = url("consolidation", *AT, line.world.district.uid)
    communes = f"{url('index')}?don-vi={line.world.district.uid}"
    for address in (url("index"), whole, f"{whole}?phan=tat-ca", district, communes):
        answer = client.get(address)
        assert answer.status_code == 200
        assert len(gzip.compress(answer.content)) <= 30_000, address
