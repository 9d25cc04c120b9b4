"""What areas lay on whose desk, and by when."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lanhmanh.areas.models import AreaClass, CourseDay
from lanhmanh.areas.services.appeals import lodge_appeal
from lanhmanh.areas.services.appraising import return_assessment
from lanhmanh.areas.services.common import area_of
from lanhmanh.kernel import clock
from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.web.area_jobs import area_jobs
from tests.factories import Province, make_actor
from tests.factories.areas import BODIES, NOW, Bodies, Ledger

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def ledger(world: Province) -> Iterator[Ledger]:
    with clock.at(NOW):
        yield Ledger(world)


def said(actor: object) -> list[tuple[str, date | None]]:
    return [(job.title, job.due) for job in area_jobs(actor, TODAY)]  # type: ignore[arg-type]


def test_each_step_stands_with_who_takes_it(ledger: Ledger) -> None:
    due = date(2021, 12, 25)
    assert said(ledger.scorer) == [("Tự chấm địa bàn năm 2021: Phường Trảng Dài", due)]
    ledger.started()
    assert said(ledger.scorer) == [("Nộp phiếu tự chấm năm 2021: Phường Trảng Dài", due)]
    made = ledger.sent()
    assert said(ledger.scorer) == []
    asked = [("Thẩm định phiếu tự chấm của Phường Trảng Dài", date(2022, 1, 10))]
    assert said(ledger.officer) == said(ledger.district) == said(ledger.police) == asked
    return_assessment(actor=ledger.officer, assessment=made, comment="Thiếu nguồn", version=made.version)
    assert said(ledger.scorer) == [("Sửa phiếu tự chấm năm 2021 bị trả lại: Phường Trảng Dài", due)]


def test_the_province_decides_and_answers(ledger: Ledger) -> None:
    ledger.appraised()
    assert said(ledger.leader) == [("Quyết định xếp loại 1 địa bàn đã thẩm định", date(2022, 1, 20))]


def test_an_appeal_waits_for_the_province(ledger: Ledger) -> None:
    ledger.decided()
    lodge_appeal(actor=ledger.scorer, given=AreaClass.objects.get(), text="Tính trùng")
    assert [title for title, _due in said(ledger.leader)] == ["Trả lời kiến nghị về xếp loại của Phường Trảng Dài"]


def test_nobody_is_asked_long_before_the_day_or_without_rules(world: Province) -> None:
    with clock.at(datetime(2021, 6, 17, 9, tzinfo=VIETNAM)):
        assert area_jobs(make_actor("commune_officer", world.commune), date(2021, 6, 17)) == []
        ledger = Ledger(world)
        assert area_jobs(ledger.scorer, date(2021, 6, 17)) == []


def test_a_school_that_registered_is_asked_for_until_it_is_scored_by_the_day_of_its_own_rules(world: Province) -> None:
    with clock.at(NOW):
        bodies = Bodies(world)
        day = {"unit": world.province, "rule_code": BODIES, "step": "score", "years": 0, "month": 12, "day": 22}
        CourseDay.objects.create(**day, basis="QĐ", set_at=NOW, set_by_id=bodies.officer.user_id)
        asked = ("Tự chấm năm 2021: Trường THCS Trảng Dài (Phường Trảng Dài)", date(2021, 12, 22))
        assert asked in said(bodies.scorer)
        others = (bodies.officer, bodies.district, bodies.police, make_actor("commune_officer", world.sibling))
        assert not any(asked in said(one) for one in others)
        with CaptureQueriesContext(connection) as few:
            area_jobs(bodies.scorer, TODAY)
        for at in range(7):
            bodies.registered("agency", f"Cơ quan {at}")
        with CaptureQueriesContext(connection) as many:
            titles = [job.title for job in area_jobs(bodies.scorer, TODAY)]
        assert len(many) == len(few) <= 17
        assert "Tự chấm năm 2021: 8 cơ quan, trường học, chi hội" in titles
        bodies.begun()
        assert "Tự chấm năm 2021: 7 cơ quan, trường học, chi hội" in {title for title, _due in said(bodies.scorer)}


def test_a_branch_is_asked_for_once_it_is_in_the_ledger(world: Province) -> None:
    with clock.at(NOW):
        bodies = Bodies(world)
        branch = area_of(world.branch.pk)
        title = f"Tự chấm năm 2021: {world.branch.versions.get().name}"
        assert title in {one for one, _due in said(bodies.scorer)}
        bodies.begun(branch)
        assert title not in {one for one, _due in said(bodies.scorer)}
