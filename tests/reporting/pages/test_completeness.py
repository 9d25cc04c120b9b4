"""Who has reported: the index, level by level and form by form."""

from datetime import UTC, datetime

from lanhmanh.kernel import clock
from lanhmanh.reporting.rules.forms import get as get_form
from tests.reporting.conftest import Line
from tests.reporting.pages.asking import AT, as_, text, url


def test_the_matrix_opens_level_by_level(line: Line) -> None:
    report = line.approved(line.world.commune)
    client = as_(line.province_officer)
    top = text(client.get(url("index"), {"nam": "2021"}))
    assert "Thành phố Biên Hòa" in top
    assert "Phường Trảng Dài" not in top
    assert "1/2" in top
    below = text(client.get(url("index"), {"don-vi": line.world.district.uid, "nam": "2021"}))
    assert url("report", report.uid) in below
    assert "Phường Tân Phong" in below


def test_a_commune_sees_the_list_of_its_own_reports(line: Line) -> None:
    page = text(as_(line.filler(line.world.commune)).get(url("index")))
    assert "matrix" not in page
    assert url("open", line.world.commune.uid, *AT) in page
    assert "Quý IV/2021" in page


def test_the_index_counts_what_waits(line: Line) -> None:
    line.submitted(line.world.commune)
    assert "1 báo cáo chờ duyệt" in text(as_(line.district_officer).get(url("index")))


def test_the_index_offers_the_forms_of_the_year_and_opens_each(line: Line) -> None:
    client, unit = as_(line.filler(line.world.commune)), line.world.commune
    assert 'aria-label="Biểu mẫu"' not in text(client.get("/bao-cao/?nam=2021"))
    whole = text(client.get("/bao-cao/?nam=2022"))
    choices = whole.split('aria-label="Biểu mẫu"')[1].split("</nav>")[0]
    assert '<b aria-current="true">Báo cáo quý của Hội Nông dân</b>' in choices
    assert choices.count("<a href") == 4
    assert "HND-PLQD28" not in choices and "BCN" not in choices
    for code in ("HND-THANG", "HND-6THANG", "HND-NAM", "HND-PLCT2"):
        assert f'href="?nam=2022&amp;don-vi={unit.uid}&amp;bieu={code}"' in choices
        page = text(client.get(f"/bao-cao/?nam=2022&don-vi={unit.uid}&bieu={code}"))
        assert f'<b aria-current="true">{get_form(code).name_vi}</b>' in page
        assert f'?nam=2021&amp;don-vi={unit.uid}&amp;bieu={code}"' in page


def test_a_form_not_yet_in_force_has_no_periods_and_no_report_to_begin(line: Line) -> None:
    client, unit = as_(line.filler(line.world.commune)), line.world.commune
    page = text(client.get("/bao-cao/?bieu=HND-THANG"))
    assert "Báo cáo năm 2021" in page
    assert "Không có kỳ báo cáo nào" in page
    with clock.at(datetime(2022, 2, 16, tzinfo=UTC)):
        assert client.get(url("open", unit.uid, "HND-THANG", "202112")).status_code == 404
        assert client.get(url("open", unit.uid, "HND-THANG", "202202")).status_code == 200
        assert client.get("/bao-cao/?bieu=HND-THANG").context["year"] == 2022
