"""What areas lay on whose desk, and by when."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest

from lanhmanh.areas.models import AreaClass
from lanhmanh.areas.services.appeals import lodge_appeal
from lanhmanh.areas.services.appraising import return_assessment
from lanhmanh.kernel import clock
from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.web.area_jobs import area_jobs
from tests.factories import Province, make_actor
from tests.factories.areas import NOW, Ledger

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
