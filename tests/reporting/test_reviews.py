"""Reviews of a plan: clause by clause what was done, what is missing, on the page and on paper."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.conf import settings
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lanhmanh import paper
from lanhmanh.accounts.access import Actor, NotAllowed
from lanhmanh.accounts.models import User
from lanhmanh.activities.services import done as activities
from lanhmanh.documents.models import Document, Rendition
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.law.calendars import Window
from lanhmanh.paper.document import Family
from lanhmanh.plan.models import PlanItem, Task
from lanhmanh.plan.services import TaskChoice, add_task, record_progress
from lanhmanh.reporting import papers, selectors, services
from lanhmanh.reporting.models import Report, ReviewIssue, Target
from lanhmanh.reporting.papers.sections import Section
from lanhmanh.reporting.selectors.narratives import review_subject
from lanhmanh.reporting.selectors.reviews import ItemReview, Review, review_of, whole_until
from tests.factories import abolish, make_actor, make_unit
from tests.web.conftest import NOW, Things, make_things, session

DAYS = Window(date(2021, 1, 1), date(2021, 6, 17))


@pytest.fixture
def things(db: None) -> Iterator[Things]:
    with clock.at(NOW):
        yield make_things()


def of(things: Things, days: Window = DAYS) -> Review:
    return review_of(things.line.province_officer, things.plan, days)


def clause(review: Review, path: str) -> ItemReview:
    return next(one for one in review.items if one.item.path == path)


def officer(things: Things) -> Actor:
    return things.line.filler(things.world.commune)


def say(things: Things, state: str, unit: object = None, **more: str) -> None:
    unit = unit or things.world.commune
    record_progress(
        actor=things.line.filler(unit), task=things.task, unit=unit, period=more.pop("period", "2021Q2"), state=state,
        **more,
    )  # fmt: skip


def approve(things: Things, **typed: int) -> None:
    things.report = services.approve_report(actor=things.line.district_officer, report=things.report)
    if typed:
        things.line.approved(things.world.other_commune, **typed)


def aim(things: Things, code: str, value: int, year: int = 2021, version: int = 1) -> None:
    user = User.objects.get(pk=things.line.province_officer.user_id)
    Target(
        indicator=code, unit=things.world.province, year=year, version=version, value=Decimal(value),
        reason="" if version == 1 else "đổi", set_at=clock.now(), set_by=user,
    ).save()  # fmt: skip


@pytest.mark.deep
def test_a_clause_tells_tasks_activities_figures_and_targets(things: Things) -> None:
    approve(things, TT_BUOI=5)
    say(things, "done", evidence="Biên bản [A] {B}")
    say(things, "done", period="2021Q1")
    say(things, "under_way", things.world.sibling)
    aim(things, "TT-BUOI", 99)
    aim(things, "TT-BUOI", 16, version=2)
    found = clause(of(things), things.task.item.path)
    [task] = [line for line in found.tasks if line.task == things.task]
    assert (task.of, task.done, task.under_way, task.not_done, task.silent, task.times) == (3, 1, 1, 0, 1, 2)
    assert [proof.text for proof in found.proofs] == ["Biên bản [A] {B}"]
    first = clause(of(things), "II.1")
    assert (first.deeds.kinds, first.deeds.attendances) == ((("session", 1),), 12)
    line = next(line for line in first.figures if line.indicator.code == "TT-BUOI")
    assert (line.whole, line.by_year, line.reports, line.targets) == (8, {2021: 8}, {2021: 2}, {2021: 16})


@pytest.mark.deep
def test_the_states_told_are_those_said_last_within_the_days(things: Things) -> None:
    say(things, "under_way", period="2021Q1")
    with clock.at(NOW + timedelta(days=1)):
        say(things, "done", period="2021Q2")
        later = of(things, Window(DAYS.first, DAYS.last + timedelta(days=1)))
    found = [line for line in clause(of(things), things.task.item.path).tasks if line.task == things.task]
    assert (found[0].done, found[0].under_way) == (0, 1)
    found = [line for line in clause(later, things.task.item.path).tasks if line.task == things.task]
    assert (found[0].done, found[0].under_way) == (1, 0)


@pytest.mark.deep
def test_what_is_missing_is_named(things: Things) -> None:
    aim(things, "TX-TYLE", 5)
    review = of(things)
    assert {unit.name for unit in review.silent} == {
        "Tỉnh Đồng Nai", "Thành phố Biên Hòa", "Phường Trảng Dài", "Phường Tân Phong", "Huyện Long Thành",
        "Xã An Phước",
    }  # fmt: skip
    assert (review.expected, review.approved, review.asked) == (12, 0, 6)
    assert [(line.indicator.code, year) for line, year in review.aimless] == [("TX-TYLE", 2021)]
    assert "TT-BUOI" in {line.indicator.code for line in clause(review, "II.1").unknown}
    assert all(not line.asked for line in review.figures if line.indicator.code == "TX-TYLE")
    assert "TX-TYLE" in {line.indicator.code for line in review.others}
    Task.objects.filter(item=things.item).update(state="dropped")
    assert clause(of(things), "II.1").lacks_task
    text = "\n".join(next(n for n in papers.official_review(of(things), "half").outline if n.label == "III").paragraphs)
    assert "Còn 6 đơn vị chưa có báo cáo nào được duyệt: Tỉnh Đồng Nai" in text
    assert "mục chưa giao nhiệm vụ: " in text and "II.1" in text
    assert "quý II/2021 mới có 0 trên 6 báo cáo" in text
    assert "không coi là 0" in text


def test_a_stock_of_few_reports_says_so(things: Things) -> None:
    approve(things)
    review = of(things)
    line = next(line for line in review.figures if line.indicator.code == "CK-HO")
    assert line.thin is not None and (line.thin[0].code, line.thin[1]) == ("2021Q1", 1)
    assert whole_until(review) is None
    text = "\n".join(t for n in papers.official_review(review, "half").outline[1].children for t in n.paragraphs)
    assert "(mới theo 1 báo cáo quý I/2021)" in text


@pytest.mark.deep
def test_periods_count_when_their_last_day_lies_within(things: Things) -> None:
    approve(things)
    before, after = Window(DAYS.first, date(2021, 3, 13)), Window(DAYS.first, date(2021, 3, 14))
    assert (of(things, before).expected, of(things, after).expected) == (0, 6)
    assert of(things, before).figures == ()


@pytest.mark.deep
def test_the_paper_follows_the_plan_and_reads_back(things: Things) -> None:
    approve(things, TT_BUOI=5)
    aim(things, "TT-BUOI", 16)
    say(things, "done", evidence="Biên bản [A] {B}")
    value = papers.official_review(of(things), "half", number="01-BC/HNDT")
    assert value.title == "Sơ kết thực hiện kế hoạch giai đoạn 2021 – 2025"
    assert [node.label for node in value.outline] == ["I", "II", "III", "IV"]
    heads = [node.heading for node in value.outline[1].children]
    assert any(head.startswith("Mục II.1: Tuyên truyền, vận động hội viên") for head in heads)
    text = "\n".join(line for node in value.outline[1].children for line in node.paragraphs)
    assert "8 buổi (năm 2021 đạt 8, bằng 50,0 % chỉ tiêu 16)" in text
    assert "Minh chứng: Biên bản (A) (B) (Phường Trảng Dài, 17/06/2021)." in text
    assert "1 trên 3 đơn vị đã xong, 2 chưa ghi kết quả" in text
    assert not set("{}[]") & set(text)
    assert all(len(row) <= 8 for table in value.tables for row in table.rows)
    again = paper.read(paper.write_docx(value))
    assert (again.outline, again.tables, again.preamble) == (value.outline, value.tables, value.preamble)
    final = papers.official_review(of(things), "final", family=Family.STATE)
    assert (final.title or "").startswith("Tổng kết thực hiện") and "BẢN DỰ THẢO" in (final.title or "")


@pytest.mark.deep
def test_own_words_stand_with_the_figures_of_the_moment(things: Things) -> None:
    approve(things)
    sources = papers.review_sources(of(things))
    services.write_section(
        actor=things.line.province_officer, subject=review_subject(things.plan, "half"), unit=things.world.province,
        section=Section("muc/II.1", "", ""), text="Đã làm {TT-BUOI:nam=2021} buổi, {KH:duyet} báo cáo.", expected=0,
        sources=sources,
    )  # fmt: skip
    things.line.approved(things.world.other_commune, TT_BUOI=5)
    narrative = selectors.words_in_force(review_subject(things.plan, "half"), things.world.province)
    value = papers.official_review(of(things), "half", narrative=narrative)
    node = next(node for node in value.outline[1].children if (node.heading or "").startswith("Mục II.1"))
    assert node.paragraphs == ("Đã làm 8 buổi, 2 báo cáo.",)
    assert len(set(sources.by_name)) == len(sources)


@pytest.mark.deep
def test_issuing_keeps_what_the_review_was_made_of(things: Things) -> None:
    with pytest.raises(Refused, match="Chưa có báo cáo nào"):
        services.issue_review(actor=things.line.province_officer, plan=things.plan, kind="half", days=DAYS)
    approve(things)
    with pytest.raises(Refused, match="Ngày cuối chưa đến"):
        services.issue_review(
            actor=things.line.province_officer, plan=things.plan, kind="half",
            days=Window(DAYS.first, date(2021, 12, 31)),
        )  # fmt: skip
    with pytest.raises(NotAllowed):
        services.issue_review(actor=things.line.district_officer, plan=things.plan, kind="half", days=DAYS)
    document = services.issue_review(actor=things.line.province_officer, plan=things.plan, kind="half", days=DAYS)
    issue = ReviewIssue.objects.get()
    assert (document.number, issue.document, issue.kind) == ("01-BC/HNDT", document, "half")
    assert issue.manifest["reports"] == [[things.report.uid, 1]]
    assert issue.manifest["forms"] == [["HND-QUY", 1, ["2021Q1", "2021Q2"]]]
    digests = dict(Rendition.objects.filter(document=document).values_list("format", "file__sha256"))
    assert issue.manifest["files"] == digests
    assert set(digests) == {"docx", "pdf", "xlsx"}


@pytest.mark.deep
def test_reports_of_units_that_ended_since_stay_in_the_manifest(things: Things) -> None:
    approve(things, TT_BUOI=5)
    before = clause(of(things), "II.1").figures
    abolish([things.world.commune], [things.world.other_commune], things.world.other_district, date(2021, 6, 1))
    assert clause(of(things), "II.1").figures == before
    services.issue_review(actor=things.line.province_officer, plan=things.plan, kind="half", days=DAYS)
    approved = Report.objects.filter(state="APPROVED").values_list("uid", "version").order_by("uid")
    assert ReviewIssue.objects.get().manifest["reports"] == [[uid, version] for uid, version in approved]
    assert things.report.uid in {uid for uid, _version in approved}


@pytest.mark.deep
def test_the_workbook_holds_numbers_and_is_the_same_again(things: Things) -> None:
    approve(things)
    content = papers.review_book(of(things), "half")
    assert content == papers.review_book(of(things), "half")
    book = openpyxl.load_workbook(BytesIO(content))
    assert book.sheetnames == ["Theo năm", "Theo đơn vị", "Nhiệm vụ", "Còn thiếu", "Ghi chú"]
    assert {row[0].value: row[3].value for row in book["Theo năm"].iter_rows(min_row=2)}["TT-BUOI"] == 3


def test_who_may_not_see_the_figures_finds_no_review(things: Things) -> None:
    for actor in (things.line.district_officer, officer(things), make_actor("administrator", things.world.province)):
        with pytest.raises(Http404):
            review_of(actor, things.plan, DAYS)
    with pytest.raises(Http404):
        review_of(things.line.province_officer, things.draft, DAYS)


@pytest.mark.deep
def test_a_review_costs_the_same_for_ten_times_as_many_units(things: Things) -> None:
    approve(things)
    say(things, "done", evidence="Biên bản")
    of(things)
    with CaptureQueriesContext(connection) as few:
        of(things)
    more = [make_unit(f"Xã {number}", "commune", things.world.district) for number in range(20)]
    for unit in more[:5]:
        say(things, "done", unit, evidence="Biên bản")
        actor = make_actor("commune_officer", unit)
        activities.record_activity(actor=actor, unit=unit, data=session(things.item))
    add_task(
        actor=things.line.province_officer, item=PlanItem.objects.get(plan=things.plan, path="II.2"),
        choice=TaskChoice(title="Rà soát", responsible_level="commune", recurrence="quarterly"),
    )  # fmt: skip
    things.line.approved(things.world.other_commune, TT_BUOI=5)
    with CaptureQueriesContext(connection) as many:
        of(things)
    assert len(many) == len(few)


# The pages.


@pytest.fixture
def client_of(things: Things, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(settings, "DEMO", True)
    client = Client()
    client.force_login(User.objects.get(pk=things.line.province_officer.user_id))
    return client


def url(name: str, things: Things, *more: str) -> str:
    return reverse(f"reporting:{name}", args=[things.plan.uid, *more])


@pytest.mark.deep
def test_from_the_plan_to_the_issued_review(things: Things, client_of: Client) -> None:
    approve(things)
    assert url("plan_review", things) in client_of.get(reverse("plan:detail", args=[things.plan.uid])).content.decode()
    page = client_of.get(url("plan_review", things)).content.decode()
    assert "Sơ kết: " in page and "chưa có báo cáo nào được duyệt" in page
    days = "?loai=final&tu=01/01/2021&den=14/03/2021"
    page = client_of.get(url("review_preview", things) + days).content.decode()
    assert "Tổng kết thực hiện" in page and "den=14%2F03%2F2021" in page
    for format in ("docx", "pdf", "xlsx"):
        answer = client_of.get(url("review_exports", things, format) + days)
        assert answer.status_code == 200 and answer.headers["Content-Disposition"].startswith("attachment")
    assert client_of.get(url("review_issue", things) + days).status_code == 200
    answer = client_of.post(url("review_issue", things) + days, {"family": "union"})
    assert answer.status_code == 302
    assert ReviewIssue.objects.get().last_day == date(2021, 3, 14)
    assert Document.objects.filter(origin="issued").count() == 1
    assert "01-BC/HNDT</a>" in client_of.get(url("plan_review", things)).content.decode()


@pytest.mark.deep
def test_the_words_of_a_review_are_written_as_those_of_a_report(things: Things, client_of: Client) -> None:
    approve(things)
    page = client_of.get(url("review_words", things)).content.decode()
    assert "Phương hướng" in page
    edit = url("edit_review_words", things) + "?muc=muc/II.1"
    assert "[Mục II.1: buổi tuyên truyền = 1]" in client_of.get(edit).content.decode()
    chosen = client_of.post(edit, {"text": "x", "kind": "nam=2021", "deed": "preview", "version": 0}).content.decode()
    assert "TT-BUOI:nam=2021" in chosen
    saved = {"text": "Có [Mục II.1: buổi tuyên truyền] buổi.", "deed": "save", "version": 0}
    assert client_of.post(edit, saved).status_code == 302
    assert "Có 1 buổi." in client_of.get(url("review_preview", things)).content.decode()


@pytest.mark.deep
def test_days_that_cannot_be_get_a_sentence(things: Things, client_of: Client) -> None:
    answers = {
        "?loai=xyz": 422, "?tu=xx": 422, "?den=01/01/2030": 422, "?tu=01/06/2021&den=01/05/2021": 422,
        "?tu=31/12/2020": 422, "?den=14/03/2021": 200, "?loai=final": 200, "?tu=": 200,
    }  # fmt: skip
    for query, status in answers.items():
        assert client_of.get(url("plan_review", things) + query).status_code == status, query
        assert client_of.get(url("review_preview", things) + query).status_code == 200, query


@pytest.mark.deep
def test_what_is_not_there_is_not_there(things: Things, client_of: Client) -> None:
    for address in (
        url("review_exports", things, "exe"),
        url("review_preview", things) + "?the-thuc=party",
        reverse("reporting:plan_review", args=["khong-co"]),
        reverse("reporting:plan_review", args=[things.draft.uid]),
        url("edit_review_words", things) + "?muc=muc/IX",
    ):
        assert client_of.get(address).status_code == 404, address
    below = Client()
    below.force_login(User.objects.get(pk=things.line.district_officer.user_id))
    assert below.get(url("plan_review", things)).status_code == 404
