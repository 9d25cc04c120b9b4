"""The year of one unit: what it shows, to whom, and at what cost."""

import io
from datetime import UTC, datetime

import openpyxl
import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lanhmanh.kernel import clock
from lanhmanh.reporting.models import Coverage, Rollup
from lanhmanh.reporting.selectors.pages import year_view
from tests.factories import make_unit
from tests.reporting.conftest import FORM, Line
from tests.reporting.pages.asking import as_, seen, text


@pytest.fixture(autouse=True)
def _no_second_factor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DEMO", True)


def at(line: Line, year: int = 2021, form: str = FORM.code, unit: str = "", name: str = "year") -> str:
    return reverse(f"reporting:{name}", args=[form, year, unit or line.world.district.uid])


def test_the_year_stands_indicators_by_periods(line: Line) -> None:
    line.approved(line.world.commune, TT_BUOI=1250)
    with clock.at(datetime(2021, 7, 1, 2, 0, tzinfo=UTC)):
        page = text(as_(line.district_officer).get(at(line)))
    row = page.split("Buổi tuyên truyền")[-1].split("</tr>")[0]
    first = reverse("reporting:cell", args=[FORM.code, "2021Q1", line.world.district.uid, "TT-BUOI"])
    assert f'<td class="num"><a href="{first}">1.250</a></td>' in row
    assert row.count(f'<a href="{first}">1.250</a>') == 2
    head = page.split("<thead>")[1].split("</thead>")[0]
    assert ">Quý I</a> <small>1/3<" in head
    assert ">Quý II</a> <small>0/3<" in head
    assert "Quý IV <small>chưa đến kỳ" in head
    assert "Chưa có báo cáo nào được duyệt:</strong> Quý II" in page
    assert "có thể có mặt ở nhiều kỳ: Số người dự tuyên truyền, mỗi người tính một lần;" in page
    assert page.count('rowspan="') == sum(3 for section in FORM.sections if len(section.rows) > 1)
    assert all(f'id="muc-{section.path}"' in page for section in FORM.sections)


def test_nothing_approved_is_hatched_and_said(line: Line) -> None:
    page = text(as_(line.district_officer).get(at(line)))
    assert page.count('<td class="missing"') == 4 * len(FORM.sections)
    assert "Chưa có báo cáo nào được duyệt." in page
    assert "Chưa đến kỳ." in page
    assert Coverage.objects.count() == 0
    assert "<small>0/3<" in page


def test_the_pager_leads_only_to_years_that_are_there(line: Line) -> None:
    client = as_(line.district_officer)
    for moment in (datetime(2021, 7, 1, 2, 0, tzinfo=UTC), datetime(2021, 12, 20, 2, 0, tzinfo=UTC)):
        with clock.at(moment):
            page = text(client.get(at(line)))
            for year in (2020, 2022):
                assert (at(line, year) in page) == (client.get(at(line, year)).status_code == 200)
    assert at(line, 2022) in page


@pytest.mark.deep
def test_a_year_opens_where_figures_may_be_seen(line: Line) -> None:
    line.approved(line.world.commune)
    assert seen(line, at(line, unit=line.world.commune.uid)) == {"own", "parent", "top", "police"}
    assert seen(line, at(line, unit=line.world.commune.uid, name="year_file")) == {"own", "parent", "top", "police"}


@pytest.mark.deep
@pytest.mark.parametrize(
    "address",
    [
        "HND-QUY/nam/2020/{unit}/", "HND-QUY/nam/2022/{unit}/", "HND-QUY/nam/0/{unit}/", "HND-THANG/nam/2021/{unit}/",
        "HND-QUY/nam/99999999999999999999/{unit}/", "HND-QUY/nam/2999/{unit}/", "HND-QUY/nam/khong/{unit}/",
        "KHAC/nam/2021/{unit}/", "HND-QUY/nam/2021/{branch}/", "HND-QUY/nam/2021/KHONG/",
        "HND-QUY/nam/2020/{unit}/tai/",
    ],
)  # fmt: skip
def test_a_year_that_is_none_is_not_there(line: Line, address: str) -> None:
    world = line.world
    asked = "/bao-cao/tong-hop/" + address.format(unit=world.district.uid, branch=world.branch.uid)
    assert as_(line.district_officer).get(asked).status_code == 404


def test_a_unit_that_came_during_the_year_says_when_it_was_not_there(line: Line) -> None:
    late = make_unit("Huyện Mới", "district", line.world.province, since=datetime(2021, 5, 1, tzinfo=UTC).date())
    with clock.at(datetime(2021, 7, 1, 2, 0, tzinfo=UTC)):
        page = text(as_(line.province_officer).get(at(line, unit=late.uid)))
    assert "Quý I <small>không có đơn vị" in page
    assert ">Quý II</a> <small>0/1<" in page
    assert "Chưa có hoặc không còn đơn vị này." in page


def test_the_year_as_a_workbook(line: Line) -> None:
    line.approved(line.world.commune, TT_BUOI=1250)
    answer = as_(line.district_officer).get(at(line, name="year_file"))
    assert answer["Content-Disposition"].endswith('.xlsx"')
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    rows = {row[0]: row for row in book["Năm"].iter_rows(values_only=True)}
    assert rows["Mã"][3:] == ("Quý I/2021", "Quý II/2021", "Quý III/2021", "Quý IV/2021", "Lũy kế từ đầu năm")
    assert rows["TT-BUOI"][3:] == (1250, None, None, None, 1250)
    assert [row[3] for row in book["Năm"].iter_rows(values_only=True)][1] == "1/3"
    assert len(rows) == len(FORM.rows) + 2
    assert "SYNTHETIC" in str(list(book["Ghi chú"].values))
    assert as_(line.district_officer).get(at(line, name="year_file")).content == answer.content


def test_pages_lead_to_the_year(line: Line) -> None:
    line.approved(line.world.commune)
    client = as_(line.district_officer)
    whole = reverse("reporting:consolidation", args=[FORM.code, "2021Q1", line.world.district.uid])
    for address in (whole, reverse("reporting:consolidation_index")):
        assert at(line) in text(client.get(address))


@pytest.mark.deep
def test_thirty_communes_cost_as_many_queries_as_two(line: Line) -> None:
    line.approved(line.world.commune, TT_BUOI=3)
    client, district = as_(line.district_officer), line.world.district

    def queries() -> list[int]:
        counts = []
        for name in ("year", "year_file"):
            with CaptureQueriesContext(connection) as told:
                assert client.get(at(line, name=name)).status_code == 200
            counts.append(len(told))
        return counts

    few = queries()
    for place in range(28):
        make_unit(f"Xã {place}", "commune", district)
    assert queries() == few
    with CaptureQueriesContext(connection) as told:
        year_view(FORM, 2021, district)
    assert len(told) == 4  # one of them for the second quarter, of which nobody has begun a report
    for row in [*Coverage.objects.all(), *Rollup.objects.all()]:
        row.pk, row.period = None, "2021Q2"
        row.save()
    with CaptureQueriesContext(connection) as told:
        year_view(FORM, 2021, district)
    assert len(told) == 3
