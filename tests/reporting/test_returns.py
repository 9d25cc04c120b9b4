"""Single cells sent back: what opens, what is shown before and after, and the history of a cell."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from lanhmanh.accounts.models import User
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.reporting import selectors, services
from lanhmanh.reporting.models import Change, Decision, Remark, Report, Value
from tests.reporting.conftest import AFTER_Q1, Line

ASKED = {"TT-BUOI": "Sổ ghi 2 buổi", "VV-LUOT": "Thiếu danh sách"}


@pytest.fixture(autouse=True)
def _no_second_factor(settings: pytest.FixtureRequest) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]


def returned(line: Line, cells: dict[str, str] | None = None, comment: str = "") -> Report:
    """Send the commune's report of the first quarter back for some cells."""
    report = line.submitted(line.world.commune, TT_BUOI=5, VV_LUOT=3, HV_HO=40, CK_HO=20)
    reviewer = line.reviewer(line.world.commune)
    return services.return_report(
        actor=reviewer, report=report, comment=comment, cells=ASKED if cells is None else cells
    )


def save(line: Line, report: Report, **typed: int) -> None:
    cells = {code.replace("_", "-"): (Decimal(number), "đếm theo sổ") for code, number in typed.items()}
    services.save_cells(actor=line.filler(line.world.commune), report=report, cells=cells)


def as_(user_id: int | None) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=user_id))
    return client


def shown(report: Report, name: str, user_id: int | None, *more: str) -> str:
    answer = as_(user_id).get(reverse(f"reporting:{name}", args=[report.uid, *more]))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_reasons_stand_with_the_decision_and_in_its_text(line: Line) -> None:
    report = returned(line, comment="Đối chiếu lại sổ.")
    decision = Decision.objects.get(report=report, kind="returned")
    assert dict(decision.remarks.values_list("indicator", "reason")) == ASKED
    assert report.return_comment.splitlines()[0] == "Đối chiếu lại sổ."
    assert all(any(reason in row for row in report.return_comment.splitlines()) for reason in ASKED.values())


@pytest.mark.parametrize("cells", [{"TT-BUOI": "  "}, {"KHAC": "Sai"}])
def test_a_cell_without_reason_or_off_the_form_is_refused_whole(line: Line, cells: dict[str, str]) -> None:
    with pytest.raises(Refused):
        returned(line, cells)
    assert Report.objects.get().state == "SUBMITTED"
    assert not Remark.objects.exists()


def test_exactly_the_returned_cells_are_open(line: Line) -> None:
    report = returned(line)
    save(line, report, TT_BUOI=2)
    with pytest.raises(Refused, match="không được trả lại"):
        save(line, report, TT_BUOI=1, HG_VU=9)
    kept = dict(Value.objects.filter(report=report).values_list("indicator", "value"))
    assert (kept["TT-BUOI"], kept["HG-VU"]) == (2, 0)
    save(line, report, HG_VU=0)  # what stands already is no change


def test_a_return_of_the_whole_opens_everything(line: Line) -> None:
    report = returned(line, {}, "Xem lại cả báo cáo")
    assert selectors.open_cells_of(report) is None
    save(line, report, HG_VU=9)


def test_a_broken_rule_opens_what_hangs_together_with_the_cell(line: Line) -> None:
    report = returned(line, {"CK-HO": "Thiếu 30 hộ"})
    assert selectors.open_cells_of(report) == {"CK-HO"}
    save(line, report, CK_HO=50)
    assert selectors.open_cells_of(report) == {"CK-HO", "HV-HO"}
    save(line, report, HV_HO=60)
    services.submit_report(actor=line.filler(line.world.commune), report=report)


def test_the_page_of_the_returned_report_opens_two_cells_and_names_the_reasons(line: Line) -> None:
    report = returned(line)
    page = shown(report, "report", line.filler(line.world.commune).user_id)
    assert page.count('class="figure-input"') == 2
    assert 'id="v-TT-BUOI"' in page and 'id="v-VV-LUOT"' in page
    assert all(page.count(reason) == 3 for reason in ASKED.values())  # in the notice, at the cell, in the course
    assert "Chỉ các ô này đang mở" in page


def test_the_next_review_shows_before_and_after_asked_for_or_not(line: Line) -> None:
    report = returned(line, {**ASKED, "CK-HO": "Thiếu 30 hộ"})
    save(line, report, TT_BUOI=3)
    save(line, report, TT_BUOI=2)
    save(line, report, CK_HO=50)
    save(line, report, HV_HO=60)
    services.submit_report(actor=line.filler(line.world.commune), report=report)
    present = selectors.report_page(line.reviewer(line.world.commune), report.uid).round
    assert present.before == {"TT-BUOI": 5, "CK-HO": 20, "HV-HO": 40}
    assert (present.unasked(), present.untouched()) == (["HV-HO"], ["VV-LUOT"])
    page = shown(report, "review", line.reviewer(line.world.commune).user_id)
    assert "Đã sửa 5 → 2" in page and "(40 → 60)" in page and "(chưa đổi)" in page
    assert "Không nằm trong các ô đã trả lại." in page


def test_a_change_taken_back_is_no_change(line: Line) -> None:
    report = returned(line)
    save(line, report, TT_BUOI=2)
    save(line, report, TT_BUOI=5)
    present = selectors.report_page(line.filler(line.world.commune), report.uid).round
    assert present.before == {}
    assert set(present.untouched()) == set(ASKED)


@pytest.mark.deep
def test_a_correction_shows_what_it_changes_of_the_approved_version(line: Line) -> None:
    old = line.approved(line.world.commune, TT_BUOI=5)
    actor = line.filler(line.world.commune)
    new = services.correct_report(actor=actor, report=old, reason="Đếm sót")
    save(line, new, TT_BUOI=7)
    services.submit_report(actor=actor, report=new)
    assert selectors.report_page(line.reviewer(line.world.commune), new.uid).round.before == {"TT-BUOI": 5}
    page = shown(new, "review", line.reviewer(line.world.commune).user_id)
    assert "So với bản 1 đã duyệt" in page and "5 → 7" in page


def test_the_history_of_a_cell_goes_through_all_versions(line: Line) -> None:
    report = returned(line)
    with clock.at(AFTER_Q1 + timedelta(hours=1)):
        save(line, report, TT_BUOI=2)
        services.submit_report(actor=line.filler(line.world.commune), report=report)
        services.approve_report(actor=line.reviewer(line.world.commune), report=report)
    with clock.at(AFTER_Q1 + timedelta(hours=2)):
        new = services.correct_report(actor=line.filler(line.world.commune), report=report, reason="Đếm sót")
        save(line, new, TT_BUOI=4)
    turns = selectors.cell_history(new, "TT-BUOI")
    assert [(one.version, one.before, one.after) for one in turns] == [
        (2, 2, 4), (1, 5, 2), (1, None, None), (1, 0, 5),
    ]  # fmt: skip
    assert turns[2].is_return and turns[2].text == ASKED["TT-BUOI"]
    page = shown(new, "history", line.filler(line.world.commune).user_id, "TT-BUOI")
    assert "5 → 2 buổi" in page and "Trả lại: Sổ ghi 2 buổi" in page
    assert "chưa được sửa lần nào" in shown(new, "history", line.filler(line.world.commune).user_id, "CK-TYLE")


def test_an_autosaved_cell_opens_the_cell_that_a_rule_now_needs(line: Line) -> None:
    report = returned(line, {"CK-HO": "Thiếu 30 hộ"})
    client = as_(line.filler(line.world.commune).user_id)
    answer = client.post(
        reverse("reporting:save", args=[report.uid, "CK-HO"]), {"v-CK-HO": "50"}, headers={"HX-Request": "true"}
    )
    body = answer.content.decode()
    assert 'id="v-HV-HO"' in body and 'id="row-HV-HO" hx-swap-oob="true"' in body


@pytest.mark.parametrize("model", [Change, Remark])
def test_what_was_said_and_changed_stays_in_the_database(line: Line, model: type) -> None:
    returned(line)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table}")  # type: ignore[attr-defined]
    assert model.objects.exists()  # type: ignore[attr-defined]
