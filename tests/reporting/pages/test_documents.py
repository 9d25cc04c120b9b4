"""The consolidation on paper: drafts as files, seen, checked and issued."""

import re

import pytest

from lanhmanh.documents.models import Document
from lanhmanh.reporting.models import Issue
from tests.reporting.conftest import Line
from tests.reporting.pages.asking import AT, as_, text, url


@pytest.mark.deep
@pytest.mark.parametrize(("form", "start"), [("docx", b"PK"), ("xlsx", b"PK"), ("pdf", b"%PDF")])
def test_a_draft_is_handed_out_as_a_file(line: Line, form: str, start: bytes) -> None:
    line.approved(line.world.commune, TT_BUOI=3)
    answer = as_(line.district_officer).get(url("exports", *AT, line.world.district.uid, form))
    assert answer.content.startswith(start)
    assert "attachment" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.deep
def test_the_paper_is_seen_checked_and_issued(line: Line) -> None:
    line.approved(line.world.commune, TT_BUOI=3)
    client, at = as_(line.district_officer), [*AT, line.world.district.uid]
    page = text(client.get(url("preview", *at)))
    assert "BAN CHẤP HÀNH" in page.split('class="issuer"')[1].split("</p>")[0]
    assert "Thiếu 2 đơn vị" in page
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text(client.get(url("preview", *at), {"the-thuc": "state"}))
    assert "1 trên 3 báo cáo đã duyệt" in text(client.get(url("issue", *at)))
    assert client.post(url("issue", *at), {}).status_code == 422
    issued = client.post(url("issue", *at), {"family": "union"}, follow=True)
    assert issued.status_code == 200
    assert issued.redirect_chain[-1][0].startswith("/van-ban/")
    assert "Đã ban hành" in text(issued)


def test_nothing_is_issued_before_a_report_is_approved(line: Line) -> None:
    line.draft(line.world.commune)
    answer = as_(line.district_officer).post(url("issue", *AT, line.world.district.uid), {"family": "union"})
    assert answer.status_code == 422
    assert "duyệt ít nhất một báo cáo" in text(answer)


@pytest.mark.usefixtures("plain_pages")
def test_a_form_sent_twice_gives_one_number(line: Line) -> None:
    line.approved(line.world.commune, TT_BUOI=3)
    client, at = as_(line.district_officer), url("issue", *AT, line.world.district.uid)
    asked = re.search(r'name="token" value="(\w{26})"', text(client.get(at)))
    assert asked is not None
    once = {"family": "union", "token": asked[1]}
    first, again = client.post(at, once), client.post(at, once)
    assert (first.status_code, again.status_code) == (302, 302)
    assert first.url == again.url
    assert Document.objects.filter(origin="issued").count() == Issue.objects.count() == 1
    for token in (asked[1], "<b>", ""):  # another choice in an old page, and what is no token, are taken as new
        assert client.post(at, {"family": "state", "token": token}).status_code == 302
    assert Issue.objects.exclude(replaces=None).count() == 2
