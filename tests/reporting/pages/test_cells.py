"""One figure opened: over the units, over the year, and since the programme began."""

import io
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest

from lanhmanh.documents.models import Document
from lanhmanh.kernel import clock
from lanhmanh.kernel.periods import parse
from lanhmanh.plan.models import Plan
from lanhmanh.reporting import papers, selectors
from lanhmanh.reporting.rules import catalogue
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.selectors.running import Range, running
from tests.reporting.conftest import Line
from tests.reporting.pages.asking import as_, text, url
from tests.reporting.test_own_forms import approved, published


@pytest.fixture
def later(line: Line) -> Iterator[Callable[..., Form]]:
    """Publish an own form in time, and let it be the middle of 2022."""
    with ExitStack() as stack:

        def asked(**how: Any) -> Form:
            form = published(line, **how)
            stack.enter_context(clock.at(datetime(2022, 6, 20, 2, tzinfo=UTC)))
            return form

        yield asked


def planned(line: Line, first_year: int) -> None:
    """Confirm a plan of the province."""
    chief, at = line.province_officer.user_id, clock.now()
    source = Document.objects.create(
        origin="received", unit=line.world.province, title="Kế hoạch", registered_at=at, registered_by_id=chief
    )
    Plan.objects.create(
        document=source, unit=line.world.province, title="Kế hoạch", first_year=first_year, last_year=2025,
        state="confirmed", created_at=at, created_by_id=chief, confirmed_at=at, confirmed_by_id=chief,
    )  # fmt: skip


def test_a_figure_opens_on_a_form_that_began_during_the_year(line: Line, later: Callable[..., Form]) -> None:
    form = later(first="2021Q3")
    approved(line, line.world.commune, form, "2021Q3", TT_BUOI=7)
    at = url("cell", form.code, "2021Q3", line.world.district.uid, "TT-BUOI")
    page = text(as_(line.district_officer).get(at))
    assert page.count(f'href="{at}"') == 1
    assert at.replace("2021Q3", "2021Q2") not in page


def test_a_figure_runs_on_from_the_first_year_of_the_plan(line: Line, later: Callable[..., Form]) -> None:
    form, district = later(), line.world.district
    planned(line, 2021)
    for period, value in (("2021Q1", 3), ("2021Q4", 4), ("2022Q1", 5), ("2022Q2", 6)):
        approved(line, line.world.commune, form, period, TT_BUOI=value)
    over = running(form, parse("2022Q1"), district, "TT-BUOI")
    assert over.months == ((parse("2022Q1"), 5),)
    assert (over.now, over.year, over.began, over.programme) == (Range(5, 5), Range(5, 5), 2021, Range(12, 12))
    page = text(as_(line.district_officer).get(url("cell", form.code, "2022Q2", district.uid, "TT-BUOI")))
    since = page.split("Từ đầu chương trình, năm 2021")[1]
    assert since.split("</tr>")[0].endswith('<td class="num">18</td>')


def test_a_distinct_count_says_what_it_is_at_least_and_at_most(line: Line, later: Callable[..., Form]) -> None:
    form, district = later(rows=("TT-BUOI", "PH-NGANH")), line.world.district
    approved(line, line.world.commune, form, "2021Q1", PH_NGANH=3)
    approved(line, line.world.sibling, form, "2021Q1", PH_NGANH=5)
    approved(line, line.world.commune, form, "2021Q2", PH_NGANH=4)
    page = text(as_(line.district_officer).get(url("cell", form.code, "2021Q1", district.uid, "PH-NGANH")))
    assert "Ít nhất 5, nhiều nhất 8:" in page
    page = text(as_(line.district_officer).get(url("cell", form.code, "2021Q2", district.uid, "PH-NGANH")))
    assert "Ít nhất" not in page
    assert "nhiều nhất 12 và 12" in page
    page = text(as_(line.district_officer).get(url("consolidation", form.code, "2021Q1", district.uid)))
    assert "Số cộng lấy đơn vị cao nhất, là mức ít nhất" in page
    whole = selectors.consolidation(line.district_officer, form, parse("2021Q1"), district)
    value, known = papers.official_report(whole, ()), catalogue.load()["PH-NGANH"]
    said = " ".join(text for node in value.outline[1].children for text in node.paragraphs)
    assert f": 5 {known.unit_vi} (mức ít nhất)." in said
    assert f"{known.name_vi} ({known.unit_vi}, mức ít nhất)" in value.tables[0].rows[0]
    notes = openpyxl.load_workbook(io.BytesIO(papers.workbook(whole, ())))["Ghi chú"]
    assert any("Lũy kế là mức ít nhất" in str(row) for row in notes.values)


def test_a_ratio_of_all_years_comes_from_its_parts(line: Line, later: Callable[..., Form]) -> None:
    form, district = later(), line.world.district
    approved(line, line.world.commune, form, "2022Q1", HV_HO=40, CK_HO=10)
    approved(line, line.world.sibling, form, "2022Q1", HV_HO=60, CK_HO=50)
    over = running(form, parse("2022Q1"), district, "CK-TYLE")
    assert (over.began, over.now, over.programme) == (2022, Range(60, 60), Range(60, 60))
    assert running(form, parse("2022Q1"), line.world.other_district, "CK-TYLE").programme == Range(None, None)
