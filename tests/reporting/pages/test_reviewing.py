"""Deciding on reports, one by one and together, and what moved since they were sent."""

from datetime import date
from decimal import Decimal

import pytest

from lanhmanh.reporting import services
from tests.factories import make_user
from tests.reporting.conftest import Line
from tests.reporting.pages.asking import as_, text, typed, unremarkable, url


@pytest.mark.deep
def test_the_review_answers_what_does_not_fit_and_keeps_what_was_written(line: Line) -> None:
    report = line.submitted(line.world.commune)
    client = as_(line.district_officer)
    tries = [
        ({"deed": "approve", "back": "TT-BUOI", "why-TT-BUOI": "Sai"}, "Bỏ đi để duyệt"),
        ({"deed": "return", "back": "TT-BUOI"}, "chưa ghi lý do"),
        ({"deed": "return_all", "comment": " "}, "Ghi lý do trả lại"),
    ]
    for data, said in tries:
        answer = client.post(url("review", report.uid), data)
        assert answer.status_code == 422
        assert said in text(answer)
    kept = text(client.post(url("review", report.uid), {"deed": "approve", "why-TT-BUOI": "Sai sổ", "comment": "Gấp"}))
    assert 'value="Sai sổ"' in kept
    assert ">Gấp</textarea>" in kept
    assert client.post(url("review", report.uid), {"deed": "khac"}).status_code == 404
    report.refresh_from_db()
    assert report.state == "SUBMITTED"


def test_a_reason_without_end_is_refused_and_stays_on_the_page(line: Line) -> None:
    report, client = line.submitted(line.world.commune), as_(line.district_officer)
    for most, back in (
        (500, {"deed": "return", "back": ["TG-NHAN"], "why-TG-NHAN": "x" * 501}),
        (2000, {"deed": "return_all", "comment": "x" * 2001}),
    ):
        answer = client.post(url("review", report.uid), back)
        assert answer.status_code == 422
        assert f"Lý do dài quá {most} chữ cái" in text(answer) and "x" * (most + 1) in text(answer)
    report.refresh_from_db()
    assert report.state == "SUBMITTED"


@pytest.mark.deep
def test_deciding_on_what_was_decided_meanwhile_keeps_the_reasons_in_the_message(line: Line) -> None:
    report = line.submitted(line.world.commune)
    services.approve_report(actor=line.district_officer, report=report)
    answer = as_(line.district_officer).post(
        url("review", report.uid), {"deed": "return", "why-TT-BUOI": "Xem lại"}, follow=True
    )
    assert answer.redirect_chain[-1][0] == url("report", report.uid)
    assert "không chờ bạn duyệt" in text(answer)
    assert "TT-BUOI Buổi tuyên truyền do Hội chủ trì hoặc phối hợp: Xem lại" in text(answer)


def test_after_a_decision_the_next_report_follows(line: Line) -> None:
    first, second = line.submitted(line.world.sibling), line.submitted(line.world.commune)
    answer = as_(line.district_officer).post(url("review", first.uid), {"deed": "approve"})
    assert answer.url == url("review", second.uid)


def test_who_sent_a_report_is_told_that_another_decides(line: Line) -> None:
    user = make_user("commune_officer", line.world.commune)
    report = line.draft(line.world.commune)
    as_(user).post(url("submit", report.uid), typed(report))
    user.memberships.create(role="district_officer", unit=line.world.district, valid_from=date(2021, 1, 1))
    answer = as_(user).get(url("review", report.uid), follow=True)
    assert "Người nộp không được duyệt" in text(answer)


def test_only_reports_without_notes_are_approved_together(line: Line) -> None:
    plain, noted = unremarkable(line, line.world.commune), line.submitted(line.world.sibling)
    client = as_(line.district_officer)
    page = text(client.get(url("queue"), {"chon": "tat-ca"}))
    assert f'value="{plain.uid}" checked' in page
    assert f'value="{noted.uid}"' not in page
    answer = client.post(url("queue"), {"report": [plain.uid, noted.uid]}, follow=True)
    assert "Đã duyệt 1 báo cáo. 1 báo cáo không còn chờ duyệt hoặc cần mở ra đọc." in text(answer)
    plain.refresh_from_db()
    noted.refresh_from_db()
    assert (plain.state, noted.state) == ("APPROVED", "SUBMITTED")
    assert "Chưa chọn báo cáo nào" in text(client.post(url("queue"), {"report": [noted.uid]}, follow=True))
    correction = services.correct_report(actor=line.filler(plain.unit), report=plain, reason="đếm sót")
    services.submit_report(actor=line.filler(plain.unit), report=correction)
    assert f'value="{correction.uid}"' not in text(client.get(url("queue"), {"chon": "tat-ca"}))
    client.post(url("queue"), {"report": [correction.uid]})
    correction.refresh_from_db()
    assert correction.state == "SUBMITTED"


def test_an_empty_queue_says_what_to_do(line: Line) -> None:
    assert "Không còn báo cáo nào chờ duyệt" in text(as_(line.district_officer).get(url("queue")))


@pytest.mark.deep
def test_facts_that_moved_after_sending_show_beside_what_stays(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    unit = line.world.commune
    report = line.submitted(unit, TT_BUOI=0)
    known = {code: Decimal(0) for code in ("TT-BUOI", "PH-CUOC")}
    monkeypatch.setattr("lanhmanh.reporting.figures.derive", lambda *_: known)
    said = "Hoạt động ghi đến nay cho số 14, khi nộp là 0."
    assert said not in text(as_(line.reviewer(unit)).get(url("review", report.uid)))
    known["TT-BUOI"] = Decimal(14)
    assert said in text(as_(line.reviewer(unit)).get(url("review", report.uid)))
    services.approve_report(actor=line.reviewer(unit), report=report)
    page = text(as_(line.filler(unit)).get(url("report", report.uid)))
    assert said in page and "mở bản đính chính" in page
    assert "(0 → 14)" in page
    new = services.correct_report(actor=line.filler(unit), report=report, reason="Ghi thêm hoạt động")
    assert said not in text(as_(line.filler(unit)).get(url("report", new.uid)))
