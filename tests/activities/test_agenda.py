"""What the registers of the movement lay on whose desk: teams that fall short, numbers of the year."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lanhmanh.activities.models import TeamDeed, TeamMember
from lanhmanh.activities.services import registers
from lanhmanh.units.models import Level
from lanhmanh.web.jobs import Job
from lanhmanh.web.movement_jobs import movement_jobs
from tests.activities.conftest import TODAY, World
from tests.activities.filled import put
from tests.factories import make_actor, make_unit

pytestmark = pytest.mark.django_db
YEAR_END = date(2021, 12, 31)


def jobs(world: World, today: date = TODAY, *, actor: Any = None) -> list[Job]:
    return movement_jobs(actor or world.officer, world.tree.commune, today)


def titles(world: World, today: date = TODAY, **given: Any) -> list[str]:
    return [job.title for job in jobs(world, today, **given)]


def founded(world: World, *, members: int = 5, trained: bool = True, unit: Any = None, **told: Any) -> Any:
    """Set up a team with members; trained, so that nothing else is asked of it."""
    team = put(world, "doi", unit=unit, **told)
    for number in range(members):
        joined = {"name": f"Người Thử {number}", "post": "member", "joined_on": team.founded_on}
        put(world, "thanh-vien", parent=team, unit=unit, **joined)
    if trained:
        put(world, "viec-doi", parent=team, unit=unit, kind="training", day=team.founded_on, what="Tập huấn")
    return team


def did(world: World, team: Any, **kinds: int) -> None:
    for kind, times in kinds.items():
        put(world, "viec-doi", parent=team, kind=kind, times=times, day=date(2021, 11, 5), what=kind)


def test_who_keeps_no_register_is_asked_for_nothing(world: World) -> None:
    assert jobs(world) == []
    with CaptureQueriesContext(connection) as asked:
        assert jobs(world) == []
    assert len(asked) <= 2


def test_a_team_that_recorded_nothing_in_the_quarter(world: World) -> None:
    team = founded(world)
    [job] = jobs(world)
    assert job.title == "Đội khu phố 4 chưa ghi việc gì trong quý IV/2021"
    assert (job.due, job.soon, job.url) == (YEAR_END, True, f"/hoat-dong/phong-trao/doi/{team.uid}/")
    assert "Buổi sinh hoạt đội: 0/1" in job.note and "Phường Trảng Dài" in job.note


def test_a_team_that_lacks_members_or_meetings_is_told_how_many(world: World) -> None:
    team = founded(world, members=4)
    did(world, team, visit=3, result=1)
    [job] = jobs(world)
    assert job.title == "Đội khu phố 4 chưa đạt ổn định, hiệu quả quý IV/2021"
    assert job.note == "Phường Trảng Dài · Thành viên cuối quý: 4/5 · Buổi sinh hoạt đội: 0/1"
    put(world, "thanh-vien", parent=team, name="Người Thứ Năm")
    did(world, team, meeting=1)
    assert jobs(world) == []


@pytest.mark.parametrize(
    ("today", "period"),
    [(date(2021, 9, 1), "quý III/2021"), (date(2021, 10, 31), "quý III/2021"), (date(2021, 11, 30), ""),
     (date(2022, 1, 31), "quý IV/2021"), (date(2022, 2, 1), "")],
)  # fmt: skip
def test_a_quarter_is_asked_for_in_its_last_month_and_one_month_more(world: World, today: date, period: str) -> None:
    founded(world)
    told = [title for title in titles(world, today) if "chưa ghi việc" in title]
    assert told == ([f"Đội khu phố 4 chưa ghi việc gì trong {period}"] if period else [])


def test_a_team_that_is_only_young_or_has_ended_is_left_alone(world: World) -> None:
    young = founded(world, founded_on=date(2021, 11, 1), name="Đội mới")
    did(world, young, visit=3, result=1, meeting=1)
    founded(world, name="Đội cũ", ended_on=date(2021, 12, 1), end_reason="Sáp nhập")
    assert jobs(world) == []


def test_many_teams_are_one_line(world: World) -> None:
    for number in range(7):
        founded(world, members=0, name=f"Đội {number}")
    [job] = jobs(world)
    assert job.title == "7 đội chưa đạt ổn định, hiệu quả quý IV/2021"
    assert job.url == "/hoat-dong/phong-trao/doi/" and "(+1)" in job.note


def test_a_team_without_training_in_the_year(world: World) -> None:
    team = founded(world, trained=False, kind="communication")
    [job] = jobs(world)
    assert (job.title, job.due) == ("1 đội chưa được tập huấn năm 2021", YEAR_END)
    assert job.url == f"/hoat-dong/phong-trao/doi/{team.uid}/"
    founded(world, trained=False, kind="communication", name="Nhóm hai")
    assert "2 đội chưa được tập huấn năm 2021" in titles(world)
    assert "1 đội chưa được tập huấn năm 2022" not in titles(world, date(2022, 5, 3)), "two of them, in a new year"


def test_the_numbers_of_the_year_are_asked_of_who_stated_them_before(world: World) -> None:
    put(world, "ho", day=date(2021, 9, 30))
    put(world, "cam-ket", day=date(2021, 10, 5), year=2021)
    assert jobs(world) == []
    [counted, pledged] = jobs(world, date(2022, 11, 20))
    assert (counted.title, counted.url) == ("1 đơn vị chưa nhập số hộ năm 2022", "/hoat-dong/phong-trao/ho/them/")
    assert (pledged.title, pledged.action) == ("1 đơn vị chưa ghi hộ ký cam kết năm 2022", "Ghi cam kết")
    assert counted.note == "Phường Trảng Dài" and counted.due == date(2022, 12, 31) and counted.soon
    assert not jobs(world, date(2022, 3, 20))[0].soon


def test_where_one_branch_states_its_households_the_others_are_asked(world: World) -> None:
    make_unit("Chi hội khu phố 9", Level.BRANCH, world.tree.commune)
    put(world, "ho", unit=world.tree.branch)
    [job] = jobs(world)
    assert (job.title, job.note) == ("1 đơn vị chưa nhập số hộ năm 2021", "Chi hội khu phố 9")


def test_who_looks_on_or_stands_beside_is_asked_for_nothing(world: World) -> None:
    founded(world, trained=False)
    put(world, "ho", day=date(2020, 9, 30))
    assert len(jobs(world)) == 3
    for role, unit in (("auditor", world.tree.province), ("commune_officer", world.tree.sibling),
                       ("district_officer", world.tree.district)):  # fmt: skip
        assert jobs(world, actor=make_actor(role, unit)) == []


def test_what_was_taken_back_counts_no_more(world: World) -> None:
    team = founded(world, trained=False)
    for model, row in ((TeamDeed, put(world, "viec-doi", parent=team, kind="training", day=date(2021, 4, 2))),
                       (TeamMember, team.members.first())):  # fmt: skip
        assert isinstance(row, model)
        registers.void(actor=world.officer, row=row, reason="ghi nhầm")
    told = jobs(world)
    assert "Thành viên cuối quý: 4/5" in told[0].note
    assert told[1].title == "1 đội chưa được tập huấn năm 2021"


def test_ten_times_the_registers_cost_no_more_queries(world: World) -> None:
    def keep(number: int) -> None:
        unit = make_unit(f"Chi hội {number}", Level.BRANCH, world.tree.commune)
        founded(world, unit=unit, members=1, trained=False, name=f"Đội {number}")
        put(world, "ho", unit=unit, day=date(2020, 3, 3))

    keep(0)
    with CaptureQueriesContext(connection) as once:
        jobs(world)
    for number in range(1, 11):
        keep(number)
    with CaptureQueriesContext(connection) as often:
        jobs(world)
    assert len(often) <= len(once) <= 5
