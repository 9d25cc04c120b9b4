"""Today: what each person must do now, with nothing in the system and with something."""

from collections.abc import Callable, Sequence
from datetime import datetime
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lanhmanh import paper
from lanhmanh.accounts.access import actor_for
from lanhmanh.accounts.models import User
from lanhmanh.kernel import clock
from lanhmanh.reporting import selectors as reading
from lanhmanh.reporting import services as reports
from lanhmanh.reporting.models import Report
from lanhmanh.units.models import Level
from lanhmanh.web.agenda import Agenda
from tests.factories import Province, make_unit, make_user
from tests.growth import few
from tests.reporting.conftest import AFTER_Q1, Line
from tests.web.conftest import Things

pytestmark = pytest.mark.django_db
Enter = Callable[..., Client]
PEOPLE = [
    ("commune_officer", "commune"), ("district_officer", "district"), ("province_leader", "province"),
    ("police", "district"), ("auditor", "province"), ("administrator", "province"), ("branch_head", "branch"),
    ("province_officer", "province"), ("social_evils_officer", "province"), ("case_supervisor", "commune"),
    ("case_overseer", "province"), ("case_worker", "commune"),
]  # fmt: skip


def agenda_of(client: Client) -> Agenda:
    answer = client.get("/")
    assert answer.status_code == 200
    found: Agenda = answer.context["agenda"]
    return found


def titles(client: Client) -> str:
    found = agenda_of(client)
    return " | ".join(job.title for job in [*found.overdue, *found.week, *found.coming, *found.waiting])


@pytest.mark.parametrize(("role", "place"), few(PEOPLE))
@pytest.mark.deep
def test_every_deed_on_the_page_opens(enter: Enter, things: Things, role: str, place: str) -> None:
    client = enter(role, getattr(things.world, place))
    found = agenda_of(client)
    for job in [*found.overdue, *found.week, *found.coming, *found.waiting]:
        assert client.get(job.url).status_code in {200, 302}, job
        if job.clause_url:
            assert client.get(job.clause_url).status_code == 200, job


@pytest.mark.deep
def test_a_document_whose_figures_changed_waits_for_who_may_issue(enter: Enter, things: Things) -> None:
    line, world = things.line, things.world
    assert things.issued.number == "01-BC/HNDT"
    report = Report.objects.get(unit=world.other_commune)
    with clock.at(AFTER_Q1):
        line.corrected(report, TT_BUOI=5)
    said = "Số liệu trong 01-BC/HNDT đã thay đổi: ban hành bản thay thế"
    assert said in titles(enter("province_officer", world.province))
    assert said not in titles(enter("district_officer", world.other_district))
    assert said not in titles(enter("auditor", world.province))
    with patch.object(paper, "write_docx", lambda value: repr(value).encode()):
        line.issue()
    assert said not in titles(enter("province_officer", world.province))


@pytest.mark.deep
def test_many_documents_whose_figures_changed_are_one_line(
    enter: Enter, things: Things, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert things.issued.number == "01-BC/HNDT"
    with clock.at(AFTER_Q1):
        things.line.corrected(Report.objects.get(unit=things.world.other_commune), TT_BUOI=5)
    [one] = reading.stale(things.line.province_officer)
    monkeypatch.setattr(reading, "stale", lambda _actor: [one] * 7)
    client = enter("province_officer", things.world.province)
    assert "Số liệu trong 7 văn bản đã thay đổi: ban hành bản thay thế" in titles(client)
    job = next(job for job in agenda_of(client).week if "7 văn bản" in job.title)
    assert "01-BC/HNDT" in client.get(job.url).content.decode()


@pytest.mark.parametrize("role", ["police", "administrator", "branch_head", "social_evils_officer"])
def test_nothing_to_do(enter: Enter, world: Province, role: str) -> None:
    client = enter(role, world.commune)
    assert agenda_of(client).nothing
    assert "Không có việc nào đang chờ" in client.get("/").content.decode()


def test_an_administrator_is_shown_the_accounts_and_no_content(enter: Enter, things: Things) -> None:
    text = enter("administrator", things.world.province).get("/").content.decode()
    assert "Mở danh sách người dùng" in text
    for word in ("Báo cáo", "Duyệt", "Kế hoạch", "Ghi hoạt động"):
        assert word not in text.split("<main")[1].split("</main")[0]


def test_a_commune_that_has_not_reported(enter: Enter, things: Things) -> None:
    client = enter("commune_officer", things.world.sibling)
    found = agenda_of(client)
    late = [job for job in found.overdue if job.action == "Lập báo cáo"]
    assert late, "the first quarter is over and nothing was sent"
    assert found.overdue == sorted(found.overdue, key=lambda job: job.due)
    assert "Ghi hoạt động" in client.get("/").content.decode()


@pytest.mark.deep
def test_a_district_with_a_report_to_decide_on(enter: Enter, things: Things) -> None:
    assert "Duyệt báo cáo" in titles(enter("district_officer", things.world.district))
    assert "Duyệt báo cáo" not in titles(enter("district_officer", things.world.other_district))
    assert "chưa nộp báo cáo" in titles(enter("district_officer", things.world.other_district))


def test_what_was_returned_stands_before_all_else_with_its_reason(enter: Enter, things: Things) -> None:
    reviewer = things.line.reviewer(things.world.commune)
    reports.return_report(actor=reviewer, report=things.report, comment="Thiếu số buổi của tháng 2")
    client = enter("commune_officer", things.world.commune)
    found = agenda_of(client)
    first = (found.overdue or found.week)[0]
    assert (first.state, first.action) == ("returned", "Sửa báo cáo")
    assert "Thiếu số buổi của tháng 2" in client.get("/").content.decode()


def test_what_was_sent_waits_for_others(enter: Enter, db: None) -> None:
    with clock.at(AFTER_Q1):
        line = Line()
        line.submitted(line.world.commune)
        found = agenda_of(enter("commune_officer", line.world.commune))
    assert not [job for job in [*found.overdue, *found.week] if job.action == "Lập báo cáo"]
    assert any("đã nộp, chờ cấp trên duyệt" in job.title for job in found.waiting)


def test_an_account_without_a_role(client: Client, world: Province, settings) -> None:  # type: ignore[no-untyped-def]
    settings.DEMO = True
    user = make_user("commune_officer", world.commune)
    user.memberships.update(valid_to=clock.today())
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert agenda_of(client).nothing
    assert actor_for(User.objects.get(pk=user.pk)).memberships == ()


def asked(clients: Sequence[Client]) -> list[int]:
    """Return how many questions the page costs each reader, when it was opened before."""
    found = []
    for client in clients:
        client.get("/")
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/").status_code == 200
        found.append(len(captured))
    return found


MOST = {"commune_officer": 35, "branch_head": 20, "administrator": 15}


def within(asked: Sequence[int]) -> None:
    """Hold each role's questions below its bound: forty, fewer for who opens the page every day."""
    told = dict(zip([role for role, _place in PEOPLE], asked, strict=True))
    assert {role: count for role, count in told.items() if count > MOST.get(role, 40)} == {}, told


def everybody(enter: Enter, world: Province) -> list[Client]:
    return [enter(role, getattr(world, place), Client()) for role, place in PEOPLE]


@pytest.mark.deep
def test_the_query_count_does_not_grow_with_the_country(enter: Enter, things: Things) -> None:
    clients = everybody(enter, things.world)
    before = asked(clients)
    for number in range(12):
        commune = make_unit(f"Xã Thử {number}", Level.COMMUNE, things.world.district, code=f"8{number:04}")
        make_user("commune_officer", commune)
    assert all(now <= then for now, then in zip(asked(clients), before, strict=True))
    within(before)


# Every form that applies, on a day when all of 2022 is due.

END_OF_2022 = datetime(2022, 12, 16, 10, tzinfo=clock.VIETNAM)
OF_2022 = {
    "Lập báo cáo tháng 12/2022", "Lập báo cáo quý IV/2022", "Lập báo cáo 6 tháng cuối năm 2022", "Lập báo cáo năm 2022",
}  # fmt: skip


def test_today_lists_the_reports_due_on_all_forms(enter: Enter, world: Province) -> None:
    client = enter("commune_officer", world.commune)
    with clock.at(END_OF_2022):
        jobs = [job for job in agenda_of(client).week if job.action == "Lập báo cáo"]
        assert {job.title for job in jobs} == OF_2022
        assert [job.note for job in jobs if job.title == "Lập báo cáo quý IV/2022"] == ["Phường Trảng Dài"]
        notes = {job.note for job in jobs if job.title == "Lập báo cáo năm 2022"}
        names = ("Báo cáo năm của Hội Nông dân", "Phân loại địa bàn theo Chương trình 2")
        assert notes == {f"{name} · Phường Trảng Dài" for name in names}
        assert all(client.get(job.url).status_code == 200 for job in jobs)


@pytest.mark.deep
def test_today_names_who_has_not_sent_on_each_form(enter: Enter, world: Province) -> None:
    client = enter("district_officer", world.district)
    with clock.at(END_OF_2022):
        waiting = agenda_of(client).waiting
        begun = {title.removeprefix("Lập báo cáo ") for title in OF_2022}
        assert {job.title for job in waiting} == {f"2 trên 2 đơn vị chưa nộp báo cáo {term}" for term in begun}
        assert len(waiting) == 5
        forms = [job.url.partition("bieu=")[2] for job in waiting]
        assert forms == ["HND-THANG", "", "HND-6THANG", "HND-NAM", "HND-PLCT2"]
        assert all(client.get(job.url).status_code == 200 for job in waiting)


@pytest.mark.deep
def test_with_all_forms_the_query_count_still_does_not_grow(enter: Enter, world: Province) -> None:
    clients = everybody(enter, world)
    with clock.at(END_OF_2022):
        before = asked(clients)
        for number in range(12):
            make_unit(f"Xã Thử {number}", Level.COMMUNE, world.district, code=f"8{number:04}")
        assert all(now <= then for now, then in zip(asked(clients), before, strict=True))
        within(before)
