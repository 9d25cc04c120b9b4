"""`lanhmanh cases retention`: what is due is done once, a day to come is refused."""

from datetime import date, datetime

import pytest

from lanhmanh.config.cli import main
from lanhmanh.kernel import clock
from tests.cases.rights.world import make_rights
from tests.config.test_cli import Out, Refusal, refusal
from tests.factories import Province

__all__ = ["refusal"]


@pytest.mark.django_db
def test_retention_is_done_once(world: Province, capsys: Out) -> None:
    with clock.at(datetime(2026, 5, 6, 9, tzinfo=clock.VIETNAM)):
        case = make_rights(world).case(
            state="closed", opened_on=date(2024, 1, 5), closed_on=date(2024, 5, 6), closing="done"
        )  # fmt: skip
        assert main(["cases", "retention", "--day", "2026-05-05"]) == 0
        assert "Định ngày 1, niêm phong 1, xóa danh tính 0" in capsys.readouterr().out
        assert main(["cases", "retention"]) == 0
        assert "xóa danh tính 1" in capsys.readouterr().out
        assert main(["cases", "retention"]) == 0
        assert "Định ngày 0, niêm phong 0, xóa danh tính 0" in capsys.readouterr().out
    case.refresh_from_db()
    assert case.erased_on == date(2026, 5, 6)


def test_a_day_to_come_is_refused(world: Province, refusal: Refusal) -> None:
    assert "--day" in refusal("cases", "retention", "--day", "2999-01-01")
    assert "--day" in refusal("cases", "retention", "--day", "mai")
