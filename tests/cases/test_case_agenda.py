"""What is due in cases stands on the page of the day: by number, never by name, and for who works on them."""

from datetime import date, timedelta
from typing import Any

import pytest

from lanhmanh.cases.models import Assignment, Case, Measure
from lanhmanh.cases.selectors.agenda import case_agenda
from lanhmanh.cases.selectors.course import running_of
from lanhmanh.cases.services import MeasureData, record_measure, start_episode, take_step
from lanhmanh.kernel import clock
from lanhmanh.web.agenda import agenda
from tests.cases.conftest import House, moment

DAY = date(2022, 3, 21)


@pytest.fixture
def filled(house: House) -> Case:
    with clock.at(moment(date(2021, 9, 1))):
        case = house.case(on=date(2021, 9, 1), opened=False)
    with clock.at(moment(DAY)):
        house.open(house.worker, case)
        start_episode(**house.me, case=case, status="rehab_home", on=date(2022, 3, 14))
        take_step(**house.me, episode=running_of(case), step="registration", on=date(2022, 3, 18))  # type: ignore[arg-type]
        record_measure(**house.me, case=case, data=MeasureData(kind="visit", on=DAY, next_on=date(2022, 4, 4)))
    return case


def told(house: House, on: date = DAY, who: str = "worker") -> list[tuple[str, str, date]]:
    member = getattr(house, who)
    with clock.at(moment(on)):
        return [(one.number, one.what, one.due) for one in case_agenda(member.actor, on)]


def test_deadlines_visits_and_ends_of_terms_by_the_number_of_the_case(house: House, filled: Case) -> None:
    wanted = [
        ("001/2021", "Ra quyết định cai nghiện tự nguyện", date(2022, 3, 23)),
        ("001/2021", "thăm gặp, động viên", date(2022, 4, 4)),
    ]
    assert told(house) == told(house, who="supervisor") == wanted
    assert told(house, who="overseer") == told(house, who="stranger") == []
    with clock.at(moment(DAY)):
        [unchecked] = [one.unchecked for one in case_agenda(house.worker.actor, DAY) if "Ra quyết định" in one.what]
        assert unchecked == "chưa đối chiếu"
        take_step(**house.me, episode=running_of(filled), step="decision", on=DAY, months=6)  # type: ignore[arg-type]
    later = date(2022, 9, 1)
    assert (("001/2021", "hết thời hạn cai nghiện tự nguyện tại gia đình", date(2022, 9, 21))) in told(house, later)
    assert "Hồ sơ 001/2021" not in str(told(house, date(2022, 3, 30), who="stranger"))


def test_nothing_of_a_case_that_is_over_restricted_or_of_somebody_else(house: House, filled: Case) -> None:
    Case.objects.filter(pk=filled.pk).update(restricted_on=DAY)
    assert told(house) == []
    Case.objects.filter(pk=filled.pk).update(restricted_on=None)
    Assignment.objects.update(valid_to=DAY)
    assert told(house) == []
    assert len(told(house, who="supervisor")) == 2


@pytest.mark.deep
def test_the_page_of_the_day_names_nobody(house: House, filled: Case) -> None:
    with clock.at(moment(DAY)):
        found = agenda(house.worker.actor, DAY)
    [job] = [job for job in found.week if "Hồ sơ" in job.title]
    assert job.title == "Hồ sơ 001/2021: Ra quyết định cai nghiện tự nguyện"
    assert "chưa đối chiếu" in job.note
    assert found.later == 0
    with clock.at(moment(DAY)):
        take_step(**house.me, episode=running_of(filled), step="decision", on=DAY, months=6)  # type: ignore[arg-type]
    with clock.at(moment(date(2022, 9, 1))):
        told = agenda(house.worker.actor, date(2022, 9, 1))
    assert "hết thời hạn" in str([*told.week, *told.coming])
    assert "Thử" not in str(found)


def test_as_many_queries_for_many_cases(house: House, filled: Case, django_assert_max_num_queries: Any) -> None:
    for number in range(12):
        other = house.case(opened=False)
        Measure.objects.create(
            case=other, kind="visit", on=DAY, next_on=DAY + timedelta(days=number), result="done",
            recorded_by=house.worker.user,
        )  # fmt: skip
    with clock.at(moment(DAY)), django_assert_max_num_queries(3):
        assert len(case_agenda(house.worker.actor, DAY)) == 14
