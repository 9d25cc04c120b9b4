"""What people are told of documents whose figures changed: where, to whom, in which words, at which cost."""

import re

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lanhmanh.documents.models import Document
from lanhmanh.reporting import selectors, services
from lanhmanh.reporting.models import Issue, Report
from tests.factories import make_unit, make_user
from tests.reporting.conftest import FORM, Q1, Line
from tests.reporting.pages.asking import as_, text, url
from tests.reporting.test_issued import second_quarter

pytestmark = pytest.mark.usefixtures("plain_pages")
WHY = "sót <b>một</b> buổi"


@pytest.fixture(autouse=True)
def _no_second_factor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DEMO", True)


@pytest.fixture
def woken(line: Line) -> Issue:
    """Return the province's report, of which one cell was corrected since."""
    report = line.approved(line.world.commune, TT_BUOI=3)
    issue = line.issue()
    line.corrected(report, WHY, TT_BUOI=5)
    return issue


def plain(answer: object) -> str:
    """Return the words of a page."""
    assert answer.status_code == 200  # type: ignore[attr-defined]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text(answer)))


def at(line: Line) -> list[str]:
    return [FORM.code, Q1.code, line.world.province.uid]


@pytest.mark.deep
@pytest.mark.parametrize("name", ["consolidation", "preview"])
def test_the_consolidation_says_which_cell_of_whom_put_which_document_out_of_date(
    line: Line, woken: Issue, name: str
) -> None:
    answer = as_(line.province_officer).get(url(name, *at(line)))
    said = plain(answer)
    assert "Số liệu trong 01-BC/HNDT đã thay đổi: 1 ô đã đính chính." in said
    assert "Phường Trảng Dài, quý I/2021: Buổi tuyên truyền do Hội chủ trì hoặc phối hợp 3 → 5" in said
    assert "sót &lt;b&gt;một&lt;/b&gt; buổi" in text(answer)
    new = Report.objects.get(state="APPROVED")
    assert url("history", new.uid, "TT-BUOI") in text(answer)
    assert "Nguyễn Văn An duyệt ngày 16/03/2021" in said


@pytest.mark.deep
def test_who_reads_figures_alone_is_told_nothing_of_documents(line: Line, woken: Issue) -> None:
    said = plain(as_(make_user("police", line.world.province)).get(url("consolidation", *at(line))))
    assert "01-BC/HNDT" not in said and WHY not in said


@pytest.mark.deep
def test_the_register_knows_it_by_itself_and_shows_both_ways(line: Line, woken: Issue) -> None:
    client, old = as_(line.province_officer), woken.document
    assert "Số liệu đã thay đổi" in plain(client.get("/van-ban/"))
    page = client.get(f"/van-ban/{old.uid}/")
    assert "Số liệu đã thay đổi 1 lần từ khi ban hành:" in plain(page)
    assert "Phường Trảng Dài, quý I/2021: Buổi tuyên truyền do Hội chủ trì hoặc phối hợp 3 → 5." in plain(page)
    assert url("changes", old.uid) in text(page)
    new = line.issue().document
    page = client.get(f"/van-ban/{old.uid}/")
    assert "Được thay bằng Báo cáo 02-BC/HNDT" in plain(page) and f"/van-ban/{new.uid}/" in text(page)
    page = client.get(f"/van-ban/{new.uid}/")
    assert "Thay thế Báo cáo 01-BC/HNDT" in plain(page) and f"/van-ban/{old.uid}/" in text(page)
    listed = {
        key: [row.number for row, _name in client.get(f"/van-ban/?standing={key}").context["rows"]]
        for key in ("", "changed", "replaced", "khác")
    }
    both = ["02-BC/HNDT", "01-BC/HNDT"]
    assert listed == {"": both, "changed": [], "replaced": ["01-BC/HNDT"], "khác": both}


@pytest.mark.deep
def test_the_page_of_changes_lists_everything(line: Line, woken: Issue) -> None:
    client = as_(line.province_officer)
    line.approved(line.world.sibling)
    said = plain(client.get(url("changes", woken.document.uid)))
    assert "Phường Tân Phong quý I/2021 báo cáo được duyệt sau khi ban hành" in said
    assert "3 → 5" in said and "Ban hành bản thay thế" in said
    auditor = as_(make_user("auditor", line.world.province))
    assert "Ban hành bản thay thế" not in plain(auditor.get(url("changes", woken.document.uid)))


@pytest.mark.deep
def test_a_document_without_changes_says_so_and_one_of_another_kind_has_no_such_page(line: Line) -> None:
    line.approved(line.world.commune)
    issue, client = line.issue(), as_(line.province_officer)
    assert "Số liệu chưa thay đổi" in plain(client.get(url("changes", issue.document.uid)))
    other = Document.objects.create(
        origin="received", unit=line.world.province, registered_at=issue.issued_at, registered_by=issue.issued_by
    )
    assert client.get(url("changes", other.uid)).status_code == 404
    assert client.get(url("changes", "0" * 26)).status_code == 404
    assert client.get(url("changes", issue.document.uid) + "?page=khác").status_code == 200


@pytest.mark.deep
def test_many_changes_are_counted_and_turned_over(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lanhmanh.reporting.views.issued.PER_PAGE", 6)
    world = line.world
    line.approved(world.commune)
    issue, client = line.issue(), as_(line.province_officer)
    for number in range(7):
        line.approved(make_unit(f"Phường Số {number}", "commune", world.district))
    said = plain(client.get(url("consolidation", *at(line))))
    assert "7 báo cáo duyệt sau" in said and "Và 2 chỗ khác." in said
    first, second = (plain(client.get(url("changes", issue.document.uid) + f"?page={page}")) for page in (1, 2))
    assert first.count("báo cáo được duyệt sau khi ban hành") == 6
    assert second.count("báo cáo được duyệt sau khi ban hành") == 1


@pytest.mark.deep
def test_pages_of_documents_cost_the_same_however_much_changed(line: Line, woken: Issue) -> None:
    client = as_(line.province_officer)
    pages = [url("consolidation", *at(line)), url("changes", woken.document.uid), "/van-ban/", "/"]
    pages.append(f"/van-ban/{woken.document.uid}/")

    def cost() -> list[int]:
        found = []
        for page in pages:
            client.get(page)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(page).status_code == 200
            found.append(len(captured))
        return found

    few = cost()
    line.approved(line.world.sibling)
    line.corrected(Report.objects.filter(state="APPROVED", unit=line.world.commune).get(), TT_BUOI=8, VV_TIEN=3)
    line.issue(family="state")
    line.corrected(Report.objects.filter(state="APPROVED", unit=line.world.sibling).get(), TT_BUOI=8, VV_TIEN=3)
    assert cost() == few


def test_issuing_asks_first_and_says_what_is_replaced_and_why(line: Line, woken: Issue) -> None:
    client = as_(line.province_officer)
    page = client.get(url("issue", *at(line)))
    assert "Văn bản mới thay thế 01-BC/HNDT ngày 16/03/2021, vì 1 ô đã đính chính sau khi ban hành." in plain(page)
    assert "3 → 5" in plain(page)
    assert client.post(url("issue", *at(line)), {"family": "union"}).status_code == 302
    assert Issue.objects.latest("pk").replaces == woken
    again = plain(client.get(url("issue", *at(line))))
    assert "Số liệu này đã ban hành tại 02-BC/HNDT ngày 16/03/2021 (thể thức Hội Nông dân) và chưa thay đổi." in again
    assert "01-BC/HNDT" not in again
    assert client.get(url("issue", *at(line)) + "?the-thuc=lạ").status_code == 404
    assert "Báo cáo này thay thế Báo cáo số 02-BC/HNDT" in plain(client.get(url("preview", *at(line))))


@pytest.mark.deep
def test_a_reviewer_sees_what_a_correction_changes_and_what_it_touches(line: Line) -> None:
    report = line.approved(line.world.commune, TT_BUOI=3)
    line.issue(), line.issue(line.world.district)
    new = line.correcting(report, "sót", TT_BUOI=5)
    page = as_(line.reviewer(report.unit)).get(url("review", new.uid))
    assert "So với bản 1 đã duyệt: Buổi tuyên truyền do Hội chủ trì hoặc phối hợp 3 → 5" in plain(page)
    assert "Duyệt bản này sẽ làm 2 văn bản đã ban hành thành chưa cập nhật:" in plain(page)
    assert "văn bản quý I/2021 của Tỉnh Đồng Nai; 01-BC/HNDH (Thành phố Biên Hòa, quý I/2021)" in re.sub(
        r" ([(;,.])", r"\1", plain(page)
    ).replace("HNDH(", "HNDH (")
    services.approve_report(actor=line.reviewer(report.unit), report=new)
    own = plain(as_(line.filler(report.unit)).get(url("report", new.uid)))
    assert "Bản này làm 2 văn bản đã ban hành không còn khớp:" in own
    assert "01-BC/HND" not in own


@pytest.mark.deep
def test_a_first_report_that_comes_late_says_what_it_touches_too(line: Line) -> None:
    line.approved(line.world.commune)
    line.issue()
    late = line.submitted(line.world.sibling)
    said = plain(as_(line.reviewer(late.unit)).get(url("review", late.uid)))
    assert "Duyệt bản này sẽ làm 1 văn bản đã ban hành thành chưa cập nhật:" in said
    assert "So với bản" not in said


@pytest.mark.deep
def test_a_correction_that_changes_nothing_says_so(line: Line) -> None:
    report = line.approved(line.world.commune)
    line.issue()
    new = line.correcting(report, "ghi chú")
    said = plain(as_(line.reviewer(report.unit)).get(url("review", new.uid)))
    assert "Chưa có số nào khác bản 1 đã duyệt." in said
    assert "chưa cập nhật" not in said


@pytest.mark.deep
def test_the_history_of_a_cell_tells_a_correction_with_who_when_from_to_and_why(line: Line, woken: Issue) -> None:
    report = Report.objects.get(state="APPROVED")
    turns = selectors.cell_history(report, "TT-BUOI")
    assert [(turn.version, turn.origin, turn.before, turn.after) for turn in turns if turn.is_correction] == [
        (2, "corrected", 3, 5)
    ]
    said = plain(as_(line.filler(report.unit)).get(url("history", report.uid, "TT-BUOI")))
    assert "Đính chính có hiệu lực: 3 → 5 buổi" in said
    assert "lý do: sót &lt;b&gt;một&lt;/b&gt; buổi" in said
    assert not [turn for turn in selectors.cell_history(report, "VV-TIEN") if turn.is_correction]


@pytest.mark.deep
def test_a_later_period_is_named_as_its_own(line: Line) -> None:
    report = line.approved(line.world.commune, TT_BUOI=3)
    with second_quarter(line):
        line.approved(line.world.commune)
        line.issue()
        line.corrected(report, TT_BUOI=4)
        said = plain(as_(line.province_officer).get(url("consolidation", FORM.code, "2021Q2", line.world.province.uid)))
    assert "Phường Trảng Dài, quý I/2021: Buổi tuyên truyền" in said


@pytest.mark.deep
def test_a_stranger_sees_none_of_it(line: Line, woken: Issue) -> None:
    path = url("changes", woken.document.uid)
    for role, unit in (("district_officer", line.world.district), ("police", line.world.province)):
        assert as_(make_user(role, unit)).get(path).status_code == 404
    assert Client().get(path).status_code == 302
    assert as_(line.province_officer).post(path).status_code == 405
    assert reverse("reporting:changes", args=["x"]).endswith("/thay-doi/")
