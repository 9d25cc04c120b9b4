"""The eight registers count what a naive recount counts, without a name."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.http import Http404
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from lanhmanh.cases.models import Case, Episode
from lanhmanh.cases.papers.registers import register_book
from lanhmanh.cases.selectors.registers import counts_of, page_of, places, register_of
from lanhmanh.kernel import clock
from lanhmanh.law.registers import registers
from lanhmanh.law.statuses import Status
from lanhmanh.units.models import UnitVersion
from tests.cases.conftest import House, moment
from tests.factories import make_actor
from tests.factories.cases import make_case
from tests.factories.vault import visit
from tests.growth import examples

NOW = date(2023, 6, 15)
DAYS = st.dates(date(2020, 12, 1), date(2023, 6, 1))
LIVES = st.lists(
    st.tuples(st.sampled_from(list(Status)), DAYS, st.booleans(), st.one_of(st.none(), DAYS),
              st.sampled_from(["completed", "death", "moved"])),
    max_size=12,
)  # fmt: skip
Life = tuple[Status, date, bool, date | None, str]


def naive(code: str, lives: list[Life], year: int) -> dict[str, int]:
    """Count a register the long way, day by day of what each person's life was."""
    register = registers()[code]
    found = {"carried": 0, "entered": 0, "left": 0}
    for status, start, decided, ended, ending in lives:
        if status not in register.statuses or not decided or start.year > year:
            continue
        end = max(ended, start) if ended else None
        if register.ending and (end is None or end.year != year or ending != register.ending):
            continue
        if not register.ending and end is not None and end.year < year:
            continue
        found["carried" if start.year < year and not register.ending else "entered"] += 1
        found["left"] += end is not None and end.year <= year
    return found


@pytest.mark.deep
@pytest.mark.slow
@settings(max_examples=examples(15), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lives=LIVES, year=st.sampled_from([2020, 2021, 2022, 2023]))
def test_a_register_is_its_naive_recount(house: House, lives: list[Life], year: int) -> None:
    Episode.objects.filter(case__unit=house.world.commune).delete()
    for status, start, decided, ended, ending in lives:
        end = max(ended, start) if ended else None
        Episode.objects.create(
            case=house.case(opened=False), number=1, status=status, law="luat-73-2021", step="decision",
            started_on=start, decided_on=start if decided else None, ended_on=end, ending=ending if end else "",
        )  # fmt: skip
    with clock.at(moment(NOW)):
        counted = {one.code: count for one, _name, count in counts_of(house.world.commune, year)}
        for code, register in registers().items():
            page = page_of(register, house.world.commune, "Phường Trảng Dài", year)
            wanted = naive(code, lives, year)
            assert {"carried": page.sums.carried_over, "entered": page.sums.entered, "left": page.sums.left} == wanted
            assert page.sums.total == len(page.rows) == counted[code] == wanted["carried"] + wanted["entered"]
            assert page.sums.remaining == page.sums.total - page.sums.left
            assert sum(count for _result, count in page.sums.results) == page.sums.left


@pytest.fixture
def filled(house: House) -> Case:
    case = house.case(on=date(2021, 3, 1))
    Episode.objects.create(
        case=case, number=1, status="rehab_home", law="truoc-2022", step="stage_1", started_on=date(2021, 3, 1),
        decided_on=date(2021, 3, 2), due_on=date(2021, 9, 2),
    )  # fmt: skip
    return case


def test_the_workbook_has_lines_and_counts_and_no_name(house: House, filled: Case) -> None:
    page = page_of(register_of("01-SCN"), house.world.commune, "Phường Trảng Dài", 2021)
    content = register_book(page, date(2021, 12, 20))
    cells = [list(row) for row in load_workbook(BytesIO(content)).active.iter_rows(values_only=True)]  # type: ignore[union-attr]
    assert cells[1][:6] == [1, str(filled), "Cai nghiện tự nguyện tại gia đình", 1, "02/03/2021", "02/09/2021"]
    assert ["Còn lại", 1] in [row[2:4] for row in cells]
    assert "Thử" not in str(cells)
    assert content == register_book(page, date(2021, 12, 20))


def test_one_query_whatever_the_lines(house: House, filled: Case, django_assert_num_queries: Any) -> None:
    for _line in range(10):
        other = house.case(opened=False)
        Episode.objects.create(
            case=other, number=1, status="rehab_home", law="truoc-2022", step="decision",
            started_on=date(2021, 5, 1), decided_on=date(2021, 5, 1),
        )  # fmt: skip
    with django_assert_num_queries(1):
        assert len(page_of(register_of("01-SCN"), house.world.commune, "", 2021).rows) == 11


def test_registers_are_read_where_cases_are_known_of(house: House, filled: Case) -> None:
    world = house.world
    assert [unit for unit, _name in places(house.worker.actor)] == [world.commune]
    assert {unit for unit, _name in places(house.overseer.actor)} == {world.commune, world.district}
    assert [unit for unit, _name in places(house.stranger.actor)] == [world.other_commune]
    for role in ("commune_officer", "administrator", "province_leader"):
        with pytest.raises(Http404):
            places(make_actor(role, world.commune))
    with pytest.raises(Http404):
        register_of("09-SCN")


def test_the_own_unit_stands_first_and_the_rest_by_the_alphabet(house: House) -> None:
    world = house.world
    with clock.at(moment(NOW)):
        for unit, name in ((world.commune, "Phường Đông"), (world.sibling, "Phường Bắc")):
            UnitVersion.objects.filter(unit=unit).update(name=name)
            make_case(unit, date(2023, 1, 1))
        found = [name for _unit, name in places(house.overseer.actor)]
        assert found == ["Thành phố Biên Hòa", "Phường Bắc", "Phường Đông"]
        UnitVersion.objects.filter(unit=world.commune).update(valid_to=date(2023, 6, 1))
        assert "Phường Đông" in [name for _unit, name in places(house.overseer.actor)], "what is no more keeps its name"


@pytest.mark.deep
def test_above_communes_the_page_asks_for_one(house: House, settings: Any) -> None:
    settings.DEMO = True  # the duty of a second factor set aside
    with clock.at(moment(NOW)):
        make_case(house.world.commune, date(2023, 1, 1))
        page = visit(house.overseer).get("/ho-so/so/").content.decode()
        assert "chọn đơn vị ở trên" in page and "03-BCN" in page and "01-SCN" not in page
        page = visit(house.supervisor).get("/ho-so/so/").content.decode()
        assert "chọn đơn vị ở trên" not in page and "01-SCN" in page
