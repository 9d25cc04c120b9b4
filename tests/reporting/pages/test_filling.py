"""Beginning a report, typing it, sending it and correcting it, by Client as a browser without JavaScript does."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from lanhmanh.kernel import clock
from lanhmanh.reporting import services
from lanhmanh.reporting.models import Report, Value
from tests.reporting.conftest import FORM, Line
from tests.reporting.pages.asking import AT, as_, text, typed, url


@pytest.mark.deep
def test_the_whole_walk(line: Line) -> None:
    unit = line.world.commune
    officer, reviewer = as_(line.filler(unit)), as_(line.district_officer)
    asked = officer.get(url("open", unit.uid, *AT))
    assert "Lập báo cáo quý I/2021" in text(asked)
    opened = officer.post(url("open", unit.uid, *AT), follow=True)
    report = Report.objects.get()
    assert opened.redirect_chain[-1][0] == url("report", report.uid)
    assert '<span class="only-print">Phường Trảng Dài · </span>' in text(opened)
    zeros = {f"v-{row.indicator}": "0" for row in Value.objects.filter(report=report)}

    kept = officer.post(url("report", report.uid), zeros, follow=True)
    assert "Đã lưu" in text(kept)
    sent = officer.post(url("submit", report.uid), typed(report, TG_NHAN="2", TG_CHUYEN="1"), follow=True)
    assert "Đã nộp báo cáo" in text(sent)
    assert "<input" not in text(sent).split("<form")[1].replace('<input type="hidden"', "")

    back = {"deed": "return", "back": ["TG-NHAN"], "why-TG-NHAN": "Xem lại sổ tiếp nhận", "comment": "Cần sửa gấp"}
    returned = reviewer.post(url("review", report.uid), back, follow=True)
    assert returned.redirect_chain[-1][0] == url("queue")
    assert "Đã trả lại báo cáo của Phường Trảng Dài" in text(returned)
    report.refresh_from_db()
    assert report.return_comment == "Cần sửa gấp\nTG-NHAN Tin tố giác do Hội tiếp nhận: Xem lại sổ tiếp nhận"

    shown = text(officer.get(url("report", report.uid)))
    assert shown.index("Xem lại sổ tiếp nhận") < shown.index('id="row-TT-BUOI"')
    officer.post(url("submit", report.uid), typed(report, TG_NHAN="3"))
    approved = reviewer.post(url("review", report.uid), {"deed": "approve"}, follow=True)
    assert "Đã duyệt báo cáo của Phường Trảng Dài" in text(approved)

    assert officer.post(url("correct", report.uid), {"reason": " "}).status_code == 422
    corrected = officer.post(url("correct", report.uid), {"reason": "Đếm sót một tin"}, follow=True)
    assert "Đếm sót một tin" in text(corrected)
    new = Report.objects.get(version=2)
    officer.post(url("submit", new.uid), typed(new, TG_NHAN="4"))
    reviewer.post(url("review", new.uid), {"deed": "approve"})
    states = dict(Report.objects.values_list("version", "state"))
    assert states == {1: "SUPERSEDED", 2: "APPROVED"}
    assert ">4<" in text(officer.get(url("cell", *AT, unit.uid, "TG-NHAN")))


def test_opening_twice_leads_to_the_same_report(line: Line) -> None:
    report = line.draft(line.world.commune)
    client = as_(line.filler(line.world.commune))
    address = url("open", line.world.commune.uid, *AT)
    assert client.get(address).url == client.post(address).url == url("report", report.uid)


def test_a_period_that_has_not_begun_is_refused_with_a_sentence(line: Line) -> None:
    client = as_(line.filler(line.world.commune))
    address = url("open", line.world.commune.uid, FORM.code, "2021Q4")
    for answer in (client.get(address, follow=True), client.post(address, follow=True)):
        assert "mở báo cáo từ ngày đó" in text(answer)
    assert not Report.objects.exists()


def test_bad_input_stands_under_its_row_with_what_was_typed(line: Line) -> None:
    report = line.draft(line.world.commune)
    client = as_(line.filler(line.world.commune))
    answer = client.post(
        url("report", report.uid), typed(report, TT_BUOI="ba buổi", n_TT_BUOI="ghi sau", TT_LUOT="1.250")
    )  # fmt: skip
    page = text(answer)
    assert answer.status_code == 422
    row = page.split('id="row-TT-BUOI"')[1].split('id="row-TT-LUOT"')[0]
    assert 'value="ba buổi"' in row
    assert 'value="ghi sau"' in row
    assert "Chỉ gõ chữ số" in row
    assert Value.objects.get(report=report, indicator="TT-LUOT").value == 1250
    assert Value.objects.get(report=report, indicator="TT-BUOI").value == 0


def test_submitting_with_a_problem_names_it_under_the_row_and_keeps_the_draft(line: Line) -> None:
    report = line.draft(line.world.commune)
    answer = as_(line.filler(line.world.commune)).post(
        url("submit", report.uid), typed(report, TG_NHAN="2", TG_CHUYEN="5")
    )  # fmt: skip
    assert answer.status_code == 422
    assert "không được lớn hơn" in text(answer).split('id="m-TG-CHUYEN"')[1].split("</tr>")[0]
    assert "Còn 1 ô chưa đúng" in text(answer)
    report.refresh_from_db()
    assert report.state == "DRAFT"
    assert Value.objects.get(report=report, indicator="TG-CHUYEN").value == 5


def test_a_cell_saves_itself(line: Line) -> None:
    report = line.draft(line.world.commune)
    answer = as_(line.filler(line.world.commune)).post(
        url("save", report.uid, "VV-TIEN"), {"v-VV-TIEN": "12,5", "n-VV-TIEN": "từ Quỹ"}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 200
    assert "Đã lưu 09:00" in text(answer)
    assert 'id="counts" hx-swap-oob="true"' in text(answer)
    row = Value.objects.get(report=report, indicator="VV-TIEN")
    assert (row.value, row.note) == (Decimal("12.5"), "từ Quỹ")


def test_a_cell_that_cannot_be_read_says_so_and_nothing_changes(line: Line) -> None:
    report = line.draft(line.world.commune)
    answer = as_(line.filler(line.world.commune)).post(
        url("save", report.uid, "TT-BUOI"), {"v-TT-BUOI": "12,5"}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 200
    assert 'data-row="error"' in text(answer)
    assert "Chỉ nhận số nguyên" in text(answer)
    assert "Đã lưu" not in text(answer)
    assert Value.objects.get(report=report, indicator="TT-BUOI").value == 0


def test_saving_a_part_tells_the_row_it_belongs_to(line: Line) -> None:
    report = line.draft(line.world.commune, TG_NHAN=5, TG_CHUYEN=3)
    answer = as_(line.filler(line.world.commune)).post(
        url("save", report.uid, "TG-NHAN"), {"v-TG-NHAN": "2", "n-TG-NHAN": ""}, headers={"HX-Request": "true"}
    )
    assert "không được lớn hơn" in text(answer).split('id="m-TG-CHUYEN" hx-swap-oob="true"')[1]


def test_a_ratio_follows_what_is_saved(line: Line) -> None:
    report = line.draft(line.world.commune, HV_HO=200, CK_HO=50)
    answer = as_(line.filler(line.world.commune)).post(
        url("save", report.uid, "CK-HO"), {"v-CK-HO": "100", "n-CK-HO": ""}, headers={"HX-Request": "true"}
    )
    ratio = text(answer).split('id="row-CK-TYLE" hx-swap-oob="true"')[1]
    assert '<span class="num">50</span>' in ratio


def test_without_javascript_a_cell_saves_and_returns_to_its_row(line: Line) -> None:
    report = line.draft(line.world.commune)
    client = as_(line.filler(line.world.commune))
    good = client.post(url("save", report.uid, "TT-LOA"), {"v-TT-LOA": "1"})
    assert good.status_code == 404
    good = client.post(url("save", report.uid, "VV-TIEN"), {"v-VV-TIEN": "7"})
    assert good.url == f"{url('report', report.uid)}#row-VV-TIEN"
    bad = client.post(url("save", report.uid, "VV-TIEN"), {"v-VV-TIEN": "bảy"})
    assert bad.status_code == 422
    assert 'value="bảy"' in text(bad)


@pytest.mark.deep
def test_saving_what_was_submitted_meanwhile_is_a_sentence_and_loses_nothing(line: Line) -> None:
    report = line.draft(line.world.commune)
    data = typed(report, TT_LUOT="64", n_TT_LUOT="đếm lại")
    services.submit_report(actor=line.filler(line.world.commune), report=report)
    answer = as_(line.filler(line.world.commune)).post(url("report", report.uid), data)
    assert answer.status_code == 422
    assert "Không thể lưu báo cáo đang ở trạng thái “Đã nộp”" in text(answer)
    assert "Đã gõ: 64; ghi chú: đếm lại" in text(answer)
    cell = as_(line.filler(line.world.commune)).post(
        url("save", report.uid, "TT-LUOT"), {"v-TT-LUOT": "64", "n-TT-LUOT": ""}, headers={"HX-Request": "true"}
    )
    assert cell.status_code == 200
    assert "Không thể lưu" in text(cell)
    assert Value.objects.get(report=report, indicator="TT-LUOT").value == 0


def test_a_monthly_report_is_filled_and_sent_without_javascript(line: Line) -> None:
    client, unit = as_(line.filler(line.world.commune)), line.world.commune
    with clock.at(datetime(2022, 1, 17, tzinfo=UTC)):
        client.post(url("open", unit.uid, "HND-THANG", "202201"))
        report = Report.objects.get(form="HND-THANG", unit=unit)
        client.post(url("report", report.uid), typed(report, TG_KHAN="2", HT_CHO="0"))
        client.post(url("submit", report.uid))
        report.refresh_from_db()
        assert report.state == "SUBMITTED"
        above = as_(line.district_officer)
        matrix = text(above.get("/bao-cao/?bieu=HND-THANG"))
        assert url("report", report.uid) in matrix
        assert above.get(url("consolidation", "HND-THANG", "202201", line.world.district.uid)).status_code == 200
